"""企业基本信息表 and 参加条件自查表: what stands on them, filled and blank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.models.project import Application, SelfCheck
from qmsdesk.registers.people import DEPARTMENT, ENTERPRISE, PERSON
from qmsdesk.registers.project import APPLICATION, SELF_CHECKS
from qmsdesk.reports import catalogue, enterprise_forms, from_records
from qmsdesk.services import eligibility, founding, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.basic_requirements import BASICS

Pages = Callable[[bytes], list[str]]
DAY = dt.date(2025, 11, 12)


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with workspaces.create(tmp_path / "firm", Clock(DAY)) as workspace:
        made = Sitting(workspace, "何静", Clock(DAY))
        founding.found(made, "徐州示例机械有限公司")
        yield made


def words(pages: Pages, data: bytes) -> str:
    return "".join("".join(pages(data)).split())


def test_the_profile_says_the_size_and_who_leads(
    sitting: Sitting, pages: Pages, archival: Callable[[bytes], None], when: dt.datetime
) -> None:
    (firm,) = reading.rows(sitting.db, Enterprise)
    values = {
        Enterprise.credit_code: "91320312MA00HY002H", Enterprise.industry_row: "2", Enterprise.gb4754: "C34",
        Enterprise.employees: 40, Enterprise.revenue: Decimal(1860),
    }  # fmt: skip
    records.save(sitting, ENTERPRISE, firm.id, values)
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    for name, role in (("示例丙", "member"), ("示例乙", "leader"), ("示例丁", "auditor")):
        records.save(
            sitting, PERSON, None,
            {Person.name: name, Person.department: department, Person.group_role: role, Person.authorisation: "SQ-01"},
        )  # fmt: skip
    made = catalogue.render(sitting.db, "fm-3.1", when)
    archival(made.data)
    text = words(pages, made.data)
    for word in (
        "企业基本信息表", "填表日期：2025-11-12", "91320312MA00HY002H", "小型", "从业人员40人、营业收入1860万元",
        "未达到中型下限300人、2000万元", "国统字〔2017〕213号", "SQ-01",
    ):  # fmt: skip
        assert word in text
    assert text.index("示例乙") < text.index("示例丙")
    assert "示例丁" not in text  # an auditor is not of the working group
    record = from_records.record_pdf(sitting.db, ENTERPRISE, firm.id, when)
    assert "小型企业。划型依据：工业" in words(pages, record.data)


def test_the_self_check_has_its_window_and_its_promise(
    sitting: Sitting, pages: Pages, archival: Callable[[bytes], None], when: dt.datetime
) -> None:
    eligibility.fill_basics(sitting)
    (firm,) = reading.rows(sitting.db, Enterprise)
    line = reading.lines(sitting.db, SELF_CHECKS, firm.id)[0]
    answer = {SelfCheck.result: "yes", SelfCheck.checked_on: DAY, SelfCheck.note: "营业执照"}
    records.save_line(sitting, ENTERPRISE, firm.id, SELF_CHECKS, line.id, answer)
    records.save(sitting, APPLICATION, None, {Application.applied_on: dt.date(2025, 9, 8)})
    made = enterprise_forms.render(sitting.db, "FM-5.1", when, number=str(firm["number"]))
    archival(made.data)
    text = words(pages, made.data)
    assert all("".join(basic.text.split()) in text for basic in BASICS)
    assert "2023-09-08至2025-09-08" in text
    assert "符合2025-11-12营业执照" in text
    assert "本企业承诺" in text


@pytest.mark.parametrize("form", enterprise_forms.FORMS, ids=lambda form: form.key)
def test_a_blank_form_holds_no_answers(
    sitting: Sitting, pages: Pages, archival: Callable[[bytes], None], when: dt.datetime, form: object
) -> None:
    key = form.key  # type: ignore[attr-defined]
    made = catalogue.render(sitting.db, key, when, blank=True)
    archival(made.data)
    text = words(pages, made.data)
    assert form.title in text  # type: ignore[attr-defined]
    assert "QY-01" not in text
    assert text.count("□不符合") == (len(BASICS) if key == "FM-5.1" else 0)


def test_what_is_not_there_is_refused(sitting: Sitting, tmp_path: Path, when: dt.datetime) -> None:
    with pytest.raises(UserError, match="FM-9"):
        enterprise_forms.render(sitting.db, "FM-9", when)
    with pytest.raises(UserError, match="QY-77"):
        enterprise_forms.render(sitting.db, "FM-3.1", when, number="QY-77")
    with workspaces.create(tmp_path / "empty", Clock(DAY)) as bare, pytest.raises(UserError, match="企业档案"):
        enterprise_forms.render(bare.db, "FM-3.1", when)
