"""What speaks against taking part is said with its clause; the self-check is filled in one step."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Refused
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.base import Row
from qmsdesk.models.compliance import Licence
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.models.project import Application, SelfCheck
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.compliance import LICENCE
from qmsdesk.registers.people import DEPARTMENT, ENTERPRISE, PERSON, size_text
from qmsdesk.registers.project import APPLICATION, SELF_CHECKS
from qmsdesk.services import eligibility, readiness, reading, records, reminders
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.basic_requirements import BASICS

DAY = dt.date(2026, 10, 15)
SMALL = {
    Enterprise.industry_row: "2", Enterprise.gb4754: "C34", Enterprise.employees: 40, Enterprise.revenue: Decimal(1860),
    Enterprise.legal_representative: "示例甲",
}  # fmt: skip


def firm(sitting: Sitting) -> Row:
    found = reading.enterprise(sitting.db)
    assert found is not None
    return found


def write(sitting: Sitting, values: object) -> None:
    records.save(sitting, ENTERPRISE, firm(sitting).id, values)  # type: ignore[arg-type]


def said(sitting: Sitting) -> list[tuple[str, str]]:
    return [(c.text, c.clause) for c in eligibility.cautions(sitting.db, DAY)]


def checks(sitting: Sitting) -> list[str]:
    case = reading.case(sitting.db, ENTERPRISE, firm(sitting).id, DAY)
    assert case is not None
    return [problem.text for problem in ENTERPRISE.check(case)]


def profile(sitting: Sitting) -> tuple[str, list[tuple[str, str]]]:
    known = readiness.facts(sitting.db, DAY)
    (found,) = [each for each in readiness.judge(known) if each.requirement.key == "profile"]
    return found.verdict.state, [(missing.field, missing.text) for missing in found.verdict.missing]


def items(sitting: Sitting) -> list[str]:
    return [line.of(SelfCheck.item) for line in reading.lines(sitting.db, SELF_CHECKS, firm(sitting).id)]


def test_the_size_follows_from_the_figures_and_blocks_nothing(sitting: Sitting) -> None:
    assert size_text(firm(sitting)) == "还不能划型，缺划型行业"
    write(sitting, SMALL)
    assert size_text(firm(sitting)).startswith("小型企业。划型依据：工业，从业人员 40 人、营业收入 1860 万元，同时达到")
    assert said(sitting) == []
    write(sitting, {Enterprise.employees: 300, Enterprise.revenue: Decimal(2000)})
    assert said(sitting) == [("规模为中型，不属于本标准适用的小微企业", "3.1")]
    write(sitting, {Enterprise.revenue: None})
    assert size_text(firm(sitting)) == "还不能划型，缺营业收入"
    assert said(sitting) == []


def test_no_size_is_made_of_figures_below_zero(sitting: Sitting) -> None:
    write(sitting, {**SMALL, Enterprise.employees: -40, Enterprise.revenue: Decimal(-1860)})
    assert size_text(firm(sitting)) == "还不能划型，从业人员、营业收入不能小于 0"
    assert checks(sitting) == ["从业人员（人）不能小于 0", "营业收入（万元）不能小于 0"]
    write(sitting, {Enterprise.employees: None})
    assert size_text(firm(sitting)) == "还不能划型，营业收入不能小于 0；缺从业人员"
    write(sitting, {Enterprise.employees: 40, Enterprise.revenue: Decimal(1860), Enterprise.assets: Decimal(-1)})
    assert size_text(firm(sitting)).startswith("小型企业")  # 工业 does not look at 资产总额
    assert checks(sitting) == ["资产总额（万元）不能小于 0"]


def test_what_is_missing_of_3_1_names_the_fields_that_are_wrong(sitting: Sitting) -> None:
    write(sitting, {**SMALL, Enterprise.district: "铜山区", Enterprise.industry: "机械加工",
                    Enterprise.credit_code: "91320312MA00HY002H"})  # fmt: skip
    assert profile(sitting) == (readiness.MET, [])
    write(sitting, {Enterprise.credit_code: "12345", Enterprise.revenue: Decimal(-1860)})
    assert profile(sitting) == (readiness.PARTIAL, [
        ("credit_code", "统一社会信用代码应为 18 位，现在是 5 位（GB 32100）"),
        ("revenue", "营业收入（万元）不能小于 0"),
    ])  # fmt: skip


@pytest.mark.parametrize("form", ["sole", "individual"])
def test_who_is_no_legal_person_is_told(sitting: Sitting, form: str) -> None:
    write(sitting, {Enterprise.legal_form: form})
    assert [clause for _text, clause in said(sitting)] == ["3.1 注1"]
    write(sitting, {Enterprise.legal_form: "branch"})
    assert said(sitting) == []


def test_a_required_licence_out_of_date_is_told(sitting: Sitting) -> None:
    values = {Licence.name: "营业执照", Licence.valid_until: DAY - dt.timedelta(days=1)}
    licence = records.save(sitting, LICENCE, None, values).record
    assert said(sitting) == [("营业执照已于 2026-10-14 到期", "5.1")]
    records.save(sitting, LICENCE, licence, {Licence.valid_until: DAY})  # the last day counts
    assert said(sitting) == []
    records.save(sitting, LICENCE, licence, {Licence.valid_until: dt.date(2020, 1, 1), Licence.required: False})
    assert said(sitting) == []


def test_a_leader_who_is_not_the_top_manager_needs_a_letter(sitting: Sitting) -> None:
    write(sitting, SMALL)
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    values = {Person.name: "示例乙", Person.department: department, Person.group_role: "leader"}
    leader = records.save(sitting, PERSON, None, values).record
    (caution,) = eligibility.cautions(sitting.db, DAY)
    assert (caution.text, caution.clause) == ("组长示例乙不是法定代表人示例甲，须有授权书", "6.7.2.1")
    assert (caution.register, caution.field) == ("person", "authorisation")
    records.save(sitting, PERSON, leader, {Person.authorisation: "HY-SQ-01"})
    assert said(sitting) == []
    records.save(sitting, PERSON, leader, {Person.authorisation: "", Person.name: "示例甲"})
    assert said(sitting) == []


def test_a_code_that_belongs_elsewhere_is_told(sitting: Sitting) -> None:
    write(sitting, SMALL)
    assert checks(sitting) == []
    write(sitting, {Enterprise.gb4754: "F51"})
    assert checks(sitting) == ["代码 F51 属于“批发业”，划型行业选的是“工业”"]
    write(sitting, {Enterprise.gb4754: "机械"})
    assert checks(sitting) == ["GB/T 4754 代码写成 C34 或 3484 的样子"]
    write(sitting, {Enterprise.gb4754: "J66"})
    assert checks(sitting) == []
    assert "不在划型办法的 16 个行业里" in said(sitting)[0][0]


def test_a_wrong_credit_code_is_saved_and_told(sitting: Sitting) -> None:
    write(sitting, {Enterprise.credit_code: "91320312MA00HY002X"})
    assert firm(sitting).of(Enterprise.credit_code) == "91320312MA00HY002X"
    (problem,) = checks(sitting)
    assert "按前 17 位算应为 H" in problem
    write(sitting, {Enterprise.credit_code: "91320312MA00HY002H"})
    assert checks(sitting) == []
    write(sitting, {Enterprise.assets: Decimal(-1), Enterprise.certified_on: DAY,
                    Enterprise.certificate_until: DAY - dt.timedelta(days=1)})  # fmt: skip
    assert checks(sitting) == ["证书有效期至早于发证日期", "资产总额（万元）不能小于 0"]


def test_the_basic_requirements_come_in_one_step_without_doubles(sitting: Sitting) -> None:
    own = {SelfCheck.item: BASICS[2].text, SelfCheck.result: "no"}
    records.save_line(sitting, ENTERPRISE, firm(sitting).id, SELF_CHECKS, None, own)
    assert said(sitting) == [(f"自查不符合：{BASICS[2].text}", "5.1")]
    steps = len(sitting.done)
    assert eligibility.fill_basics(sitting) is not None
    assert len(sitting.done) == steps + 1
    assert sorted(items(sitting)) == sorted(basic.text for basic in BASICS)
    assert eligibility.fill_basics(sitting) is None
    assert len(sitting.done) == steps + 1
    records.undo(sitting)
    assert items(sitting) == [BASICS[2].text]


def test_without_an_enterprise_there_is_nothing_to_fill(tmp_path: Path, clock: Clock) -> None:
    with workspaces.create(tmp_path / "empty", clock) as workspace:
        bare = Sitting(workspace, "何静", clock)
        assert eligibility.cautions(bare.db, DAY) == []
        with pytest.raises(Refused, match="企业档案"):
            eligibility.fill_basics(bare)


def test_the_window_reaches_two_years_back_from_the_application(sitting: Sitting) -> None:
    waiting = eligibility.window(sitting.db, dt.date(2024, 2, 29))
    assert (waiting.first, waiting.last, waiting.applied) == (dt.date(2022, 2, 28), dt.date(2024, 2, 29), False)
    values = {Application.way: "self", Application.applied_on: dt.date(2025, 9, 8)}
    records.save(sitting, APPLICATION, None, values)
    found = eligibility.window(sitting.db, DAY)
    assert found.text == "近两年内：2023-09-08 至 2025-09-08（按报名日期，验收前按当日再查）"


def test_certificate_and_surveillance_are_due(sitting: Sitting) -> None:
    write(sitting, {Enterprise.certificate_until: DAY + dt.timedelta(days=20), Enterprise.surveillance_on: DAY})
    found = [item for item in reminders.read(sitting.db, DAY) if item.register == "enterprise"]
    due = [(item.title.partition("：")[0], item.date) for item in found]
    assert due == [("认证监督审核", DAY), ("认证证书到期", DAY + dt.timedelta(days=20))]


@pytest.mark.parametrize(("values", "state", "text"), [
    ({}, "met", ""),
    ({Enterprise.industry_row: ""}, "partial", "企业档案缺划型行业"),
    ({Enterprise.industry_row: "15"}, "met", ""),
    ({Enterprise.industry_row: "15", Enterprise.assets: None}, "partial", "企业档案缺资产总额（万元）"),
    ({Enterprise.employees: 1000, Enterprise.revenue: Decimal(40000)}, "partial",
     "规模为大型，不属于本标准适用的小微企业（3.1）"),
])  # fmt: skip
def test_the_map_asks_for_the_size(sitting: Sitting, values: dict[object, object], state: str, text: str) -> None:
    write(sitting, {**SMALL, Enterprise.credit_code: "91320312MA00HY002H", Enterprise.district: "铜山区",
                    Enterprise.industry: "机械", Enterprise.assets: Decimal(900), **values})  # fmt: skip
    judged = {j.requirement.key: j.verdict for j in readiness.judge(readiness.facts(sitting.db, DAY))}
    assert judged["profile"].state == state
    assert [m.text for m in judged["profile"].missing] == [text] * bool(text)


def test_the_sample_may_take_part(demo_built: Path) -> None:
    with open_workspace(demo_built, Clock(DAY), write=False) as opened:
        sitting = Sitting(opened, "何静", Clock(DAY))
        assert said(sitting) == []
        assert checks(sitting) == []
        assert items(sitting) == [basic.text for basic in BASICS]
        assert size_text(firm(sitting)).startswith("小型企业。划型依据：工业")
