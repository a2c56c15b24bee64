"""A firm of forty in the middle of its year of training, made through the services."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.models.workspace import create
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Values
from qmsdesk.registers.training import ATTENDANCE, TRAINING
from qmsdesk.services import founding, records, training_acts, workflow
from qmsdesk.services.sitting import Sitting

TODAY = dt.date(2025, 10, 20)
_LEADERS = ("蒋志宏", "冯秀英", "沈雪梅", "韩志远", "孟庆岩", "邵伟")
_SYSTEM = ("沈雪梅", "孟庆岩", "邵伟", "卢敏", "丁晓燕")
_FLOOR = ("韩志远", "邵伟", "秦海", "尤建国", "许强", "何小军", "吕芳", "施兰", "张勇", "孔燕")
_OTHERS = (
    "曹阳", "严明", "华丽", "金涛", "魏晨", "陶俊", "姜楠", "戚月", "谢宇", "邹凯",
    "喻红", "柏松", "水清", "窦文", "章程", "云飞", "苏平", "潘虎", "葛青", "奚亮",
)  # fmt: skip
_MARKS = (92, 88, 85, 83, 81, 78, 76, 74, 72, 70, 66, 64, 62, 52)


def add(sitting: Sitting, key: str, values: Values) -> int:
    return records.save(sitting, BY_KEY[key], None, values).record


def people(sitting: Sitting, count: int) -> dict[str, int]:
    """Ids by name; everybody is of tier a."""
    homes = [add(sitting, "department", {Department.name: name}) for name in ("总经办", "质量部", "冲压车间")]
    names = list(dict.fromkeys((*_LEADERS, *_SYSTEM, *_FLOOR, *_OTHERS)))[:count]
    found = {}
    for name in names:
        tiers = "a" + "b" * (name in _LEADERS) + "c" * (name in _SYSTEM) + "d" * (name in _FLOOR)
        home = homes[0] if name in _LEADERS[:2] else homes[1] if "c" in tiers else homes[2]
        role = "leader" if name == "蒋志宏" else "member" if name == "沈雪梅" else None
        values = {Person.name: name, Person.department: home, Person.tiers: tuple(tiers), Person.group_role: role}
        found[name] = add(sitting, "person", values)
    return found


def session(sitting: Sitting, topic: str, tiers: str, subjects: str, day: str, **more: object) -> int:
    """A planned session with the people of its tiers."""
    values: Values = {
        Training.topic: topic, Training.tiers: tuple(tiers), Training.subjects: tuple(subjects.split()),
        Training.planned_on: dt.date.fromisoformat(day), Training.hours: Decimal(2), Training.trainer: "何卫东",
        Training.place: "二楼会议室", **{getattr(Training, name): value for name, value in more.items()},
    }  # fmt: skip
    made = add(sitting, "training", values)
    training_acts.invite(sitting, made)
    return made


def hold(sitting: Sitting, made: int, day: str, *, absent: int = 0, marks: bool = False) -> None:
    """Held on that day; the last ``absent`` of the list were not there."""
    from qmsdesk.services import reading

    lines = reading.lines(sitting.db, ATTENDANCE, made)
    for place, line in enumerate(lines):
        here = place < len(lines) - absent
        values: Values = {Attendance.present: here}
        if marks and here:
            values[Attendance.score] = Decimal(_MARKS[place % len(_MARKS)])
        records.save_line(sitting, TRAINING, made, ATTENDANCE, line.id, values)
    records.save(sitting, TRAINING, made, {Training.held_on: dt.date.fromisoformat(day), Training.late_reason: "补录"})
    run(sitting, made, "hold")


def evaluate(sitting: Sitting, made: int, day: str, evaluator: int, conclusion: str = "effective") -> None:
    values: Values = {
        Training.evaluated_on: dt.date.fromisoformat(day), Training.method: "笔试 + 岗位观察（2 周后）",
        Training.criterion: "合格率 ≥ 85% 有效；60%–85% 部分有效；低于 60% 无效", Training.conclusion: conclusion,
        Training.evaluator: evaluator,
        Training.follow_up: "对未合格人员由邵伟在冲压班现场一对一辅导控制图判读，随后复测。",
    }  # fmt: skip
    records.save(sitting, TRAINING, made, values)
    run(sitting, made, "evaluate")


def run(sitting: Sitting, made: int, verb: str) -> None:
    workflow.run(sitting, TRAINING, made, next(v for v in TRAINING.workflow.verbs if v.key == verb))


def fill(sitting: Sitting, count: int = 40) -> dict[str, int]:
    """Trainings by topic: seven held, one of them waiting for its evaluation, two planned."""
    staff = people(sitting, count)
    judge = staff["孟庆岩"]
    made = {
        "start": session(sitting, "质量意识与认证提升动员", "a", "awareness", "2025-05-20"),
        "lead": session(sitting, "体系思想、管理原则与案例", "b", "ideas concepts principles cases", "2025-05-22"),
        "standard": session(
            sitting, "GB/T 19001 条款解读与案例实践", "c", "standard case_practice", "2025-05-28", hours=Decimal(6)
        ),
        "writing": session(
            sitting, "文件基本结构、编写技巧与工具", "c", "document_structure writing writing_tools", "2025-06-05",
            mode="topic",
        ),
        "floor": session(sitting, "现场管理与 5S", "d", "workplace cases", "2025-07-10"),
        "audit": session(sitting, "内部审核实务", "c", "internal_audit", "2025-09-18", trainer="柳青"),
        "tools": session(
            sitting, "质量工具：柏拉图、因果图、控制图", "cd", "tools", "2025-09-25", pass_mark=Decimal(70),
            exam="written",
        ),
    }  # fmt: skip
    for key, day, absent in (("start", "2025-05-20", 3), ("lead", "2025-05-22", 0), ("standard", "2025-05-28", 0),
                             ("writing", "2025-06-05", 0), ("floor", "2025-07-10", 0), ("audit", "2025-09-18", 0),
                             ("tools", "2025-09-25", 0)):  # fmt: skip
        hold(sitting, made[key], day, absent=absent, marks=key in {"tools", "lead"})
    for key in ("start", "lead", "standard", "writing", "floor"):
        evaluate(sitting, made[key], "2025-09-30", judge)
    evaluate(sitting, made["tools"], "2025-10-09", judge, "partly")
    made["again"] = training_acts.schedule_make_up(sitting, made["start"], planned_on=dt.date(2025, 11, 14)).record
    made["cases"] = session(sitting, "不合格品处置案例", "d", "cases", "2025-12-02", trainer="邵伟")
    sitting.done.clear()
    return made


def filled(folder: Path, count: int = 40) -> Sitting:
    """A new workspace with all of it."""
    sitting = Sitting(create(folder, Clock(TODAY)), "沈雪梅", Clock(TODAY))
    founding.found(sitting, "徐州示例精密五金有限公司")
    fill(sitting, count)
    return sitting
