"""People and departments that a file only names: added once, reused by the next file, completed by their own list."""

from __future__ import annotations

from collections.abc import Callable

from qmsdesk.exchange.importing import ImportPlan, apply
from qmsdesk.models.people import Department, Person
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting

Planner = Callable[..., ImportPlan]
RISK = ["风险或机遇", "识别日期", "责任人"]


def names(sitting: Sitting) -> dict[str, str]:
    """The people by number."""
    return {row["number"]: row.of(Person.name) for row in reading.rows(sitting.db, Person)}


def told(plan: ImportPlan) -> list[str]:
    return [p.text for row in plan.bad for p in row.problems]


def test_the_place_of_the_unplaced_is_added_once(plan_of: Planner, sitting: Sitting) -> None:
    first = plan_of("risk", [RISK, ["来料混批", "2026-03-01", "张三"]])
    assert [caption for _register, caption in first.also_created] == ["未指定部门", "张三"]
    apply(sitting, first)
    second = plan_of("risk", [RISK, ["刀具磨损", "2026-03-02", "李四"], ["断电", "2026-03-02", "张三"]])
    assert [caption for _register, caption in second.also_created] == ["李四"]
    apply(sitting, second)
    assert [row.of(Department.name) for row in reading.rows(sitting.db, Department)] == ["未指定部门"]
    assert sorted(names(sitting).values()) == ["张三", "李四"]


ROSTER = ["编号", "姓名", "部门", "岗位"]
HEADS = [["部门名称", "负责人"], ["质量部", "王强"], ["生产部", "李四"]]


def test_a_roster_completes_who_was_only_named(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("department", HEADS))
    apply(sitting, plan_of("risk", [RISK, ["来料混批", "2026-03-01", "张三"]]))
    assert names(sitting) == {"RY-001": "王强", "RY-002": "李四", "RY-003": "张三"}
    before = {row.of(Person.name): row.id for row in reading.rows(sitting.db, Person)}
    plan = plan_of("person", [
        ROSTER, ["RY-001", "李四", "生产部", "部长"], ["RY-003", "王强", "质量部", "部长"],
        ["RY-002", "赵六", "生产部", "操作工"], ["RY-009", "张三", "质量部", "检验员"],
    ])  # fmt: skip
    assert told(plan) == []
    assert plan.counts() == {"update": 3, "add": 1}
    apply(sitting, plan)
    assert names(sitting) == {"RY-001": "李四", "RY-002": "赵六", "RY-003": "王强", "RY-009": "张三"}
    after = {row.of(Person.name): row for row in reading.rows(sitting.db, Person)}
    assert {name: after[name].id for name in before} == before
    assert {row.of(Person.post) for row in after.values()} == {"部长", "操作工", "检验员"}


def test_who_is_not_on_the_roster_gives_his_number_up(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("department", HEADS))
    apply(sitting, plan_of("person", [ROSTER, ["RY-001", "赵六", "生产部", "操作工"]]))
    assert names(sitting) == {"RY-001": "赵六", "RY-002": "李四", "RY-003": "王强"}


def test_a_person_somebody_completed_is_not_overwritten(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("department", HEADS))
    roster = [ROSTER, [None, "王强", "质量部", "部长"], [None, "李四", "生产部", "部长"]]
    apply(sitting, plan_of("person", roster))
    again = plan_of("person", [ROSTER, [None, "王强", "质量部", "经理"], [None, "李四", "生产部", "部长"]])
    assert told(again) == ["已存在：RY-001", "已存在：RY-002"]
    assert again.bad[0].problems[0].heading == "姓名、部门"


def test_two_of_one_name_on_the_roster_are_nobody_who_was_named(plan_of: Planner, sitting: Sitting) -> None:
    apply(sitting, plan_of("risk", [RISK, ["来料混批", "2026-03-01", "张三"]]))
    plan = plan_of("person", [ROSTER, [None, "张三", "质量部", "检验员"], [None, "张三", "生产部", "车工"]])
    assert plan.counts() == {"add": 2}
