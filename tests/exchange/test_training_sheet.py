"""Trainings in sheets: closed ones come in with their attendance, and sheets of firms are read by their own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from qmsdesk.exchange import exporting, importing
from qmsdesk.exchange.importing import ImportPlan, read_plan
from qmsdesk.models.people import Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting

PLAN = [
    ["2026 年度培训计划"],
    ["序号", "培训层级", "培训内容", "方式", "计划时间", "课时", "讲师", "考核方式", "要点"],
    [1, "企业负责人", "质量意识", "内训", "2026.3.12", 2, "何卫东", "提问", "质量意识"],
    [2, "班组长、体系主管", "控制图", "外训", "2026/9/20", 1.5, "柳青", "考试", "质量管理工具和方法"],
    ["编制：何静", "", "审核："],
]


def test_a_plan_of_the_year_as_firms_keep_it(sitting: Sitting, plan_of: Callable[..., ImportPlan]) -> None:
    plan = plan_of("training", PLAN)
    assert not plan.bad
    importing.apply(sitting, plan)
    first, second = reading.rows(sitting.db, Training)
    assert (first["topic"], first["tiers"], first["mode"]) == ("质量意识", ("a", "b"), "class")
    assert (first["planned_on"], first["hours"], first["status"]) == (dt.date(2026, 3, 12), Decimal(2), "planned")
    assert (second["tiers"], second["mode"], second["exam"]) == (("c", "d"), "outside", "written")
    assert (second["subjects"], second["hours"]) == (("tools",), Decimal("1.5"))
    again = plan_of("training", PLAN, on_duplicate="skip")
    assert again.counts()["skip"] == 2


def test_an_evaluated_training_comes_in_with_its_attendance(
    sitting: Sitting, new_sitting: Callable[[str], Sitting], tmp_path: Path
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    main = book.worksheets[0]
    main.title = "分层培训"
    main.append(["编号", "培训主题", "培训层级", "实施日期", "评价日期", "评价方法", "有效性", "状态", "补录说明",
                 "评价标准", "评价人"])  # fmt: skip
    main.append(["PX-2025-07", "控制图", "d", "2025-09-25", "2025-10-09", "笔试", "部分有效", "已评价", "旧台账",
                 "平均 80 分", "何静"])  # fmt: skip
    people = book.create_sheet("人员")
    for row in (["姓名", "部门"], ["何静", "质量部"], ["谢岚", "生产部"]):
        people.append(row)
    lines = book.create_sheet("签到")
    for row in (["编号", "姓名", "到场", "成绩"], ["PX-2025-07", "何静", "是", 88.5], ["PX-2025-07", "谢岚", "否", ""]):
        lines.append(row)
    path = tmp_path / "培训.xlsx"
    book.save(path)
    importing.apply(sitting, read_plan(sitting, BY_KEY["person"], path, sheet="人员"))
    importing.apply(sitting, read_plan(sitting, BY_KEY["training"], path))
    (row,) = reading.rows(sitting.db, Training)
    assert (row["number"], row["status"], row["conclusion"]) == ("PX-2025-07", "evaluated", "partly")
    assert [(r["present"], r["score"]) for r in reading.rows(sitting.db, Attendance)] == [
        (True, Decimal("88.5")), (False, None),
    ]  # fmt: skip

    other = new_sitting("other")
    for key in ("person", "training"):
        out = tmp_path / f"{key}.xlsx"
        exporting.export(sitting.db, BY_KEY[key], out)
        importing.apply(other, read_plan(other, BY_KEY[key], out))
    (copy,) = reading.rows(other.db, Training)
    own = {"id", "created_at", "changed_at"}
    assert {k: v for k, v in copy.items() if k not in own} == {k: v for k, v in row.items() if k not in own}
    names = {p.id: p.of(Person.name) for p in reading.rows(other.db, Person)}
    assert [names[r["person"]] for r in reading.rows(other.db, Attendance)] == ["何静", "谢岚"]
