"""The forms of an internal audit as they are printed: what stands on them, what they admit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmsdesk.errors import UserError
from qmsdesk.models.audits import Audit, AuditCheck, AuditSlot
from qmsdesk.models.base import Row
from qmsdesk.models.people import Person
from qmsdesk.registers.audits import AUDIT, CHECKS, SLOTS
from qmsdesk.registers.people import PERSON
from qmsdesk.reports import audit_forms
from qmsdesk.services import audit, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services import audit_sample

Pages = Callable[[bytes], list[str]]


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with audit_sample.opened(tmp_path / "firm") as made:
        yield made


@pytest.fixture(scope="module")
def at_report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sitting, audit_sample.Firm]]:
    """A firm whose audit is reported; only read."""
    with audit_sample.opened(tmp_path_factory.mktemp("reported") / "firm") as made:
        yield made, audit_sample.reported(made)


def row_of(sitting: Sitting, record: int) -> Row:
    found = reading.row(sitting.db, Audit, record)
    assert found is not None
    return found


def test_all_forms_of_an_audit_are_one_file(
    at_report: tuple[Sitting, audit_sample.Firm], when: dt.datetime, pages: Pages, archival: Callable[[bytes], None]
) -> None:
    sitting, firm = at_report
    made = audit_forms.whole_set(sitting.db, row_of(sitting, firm.audit), when)
    archival(made.data)
    assert not made.unprintable
    found = pages(made.data)
    numbers = [next(n for n in audit_forms.BY_KEY if n in text) for text in found]
    assert list(dict.fromkeys(numbers)) == [
        "QR-9.2-01",
        "QR-9.2-02",
        "QR-9.2-03",
        "QR-9.2-04",
        "QR-9.2-06",
        "QR-9.2-07",
    ]
    first, plan, report = found[0], found[1], found[-1]
    assert "2025 年度内部审核计划" in first
    assert first.count("●") == 6 + 1  # six departments, and the note
    assert "08:30～12:00" in plan
    assert "7.1.3、8.5" in plan
    assert "检查 60 项：符合 54，不符合 3，观察 2，不适用 1" in report
    assert "审核独立性：内审员均未审核本部门。" in report
    assert "NC-2025-01" in report
    assert all("未定稿" not in text for text in found)
    assert made == audit_forms.whole_set(sitting.db, row_of(sitting, firm.audit), when)


def test_a_report_that_is_not_issued_says_so(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    firm = audit_sample.planned(sitting)
    row = row_of(sitting, firm.audit)
    assert "未定稿" in pages(audit_forms.one(sitting.db, audit_forms.REPORT, row, when).data)[0]
    assert "未定稿" not in pages(audit_forms.one(sitting.db, audit_forms.PLAN, row, when).data)[0]


def test_a_waived_rule_and_a_correction_are_printed(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    firm = audit_sample.staff(sitting)
    record = audit.plan_audit(
        sitting, audit_sample.FIRST, leader=firm.people["孟庆岩"], members=[firm.people["孟庆岩"]]
    )  # fmt: skip
    slot = {
        AuditSlot.day: audit_sample.FIRST, AuditSlot.department: firm.departments["生产部"],
        AuditSlot.auditor: firm.people["邵伟"],
    }  # fmt: skip
    records.save_line(sitting, AUDIT, record, SLOTS, None, slot)
    records.save(sitting, AUDIT, record, {Audit.held_on: audit_sample.FIRST})
    audit.hold(sitting, record, waiver="全厂 8 人")
    with sitting.batch("更正"):
        image = history.edited(sitting.db, Audit, record, {"corrections": 2})
        assert image is not None
        records.write(sitting, AUDIT, [image], "correct", record=record)
    text = "\n".join(pages(audit_forms.one(sitting.db, audit_forms.REPORT, row_of(sitting, record), when).data))
    assert "人员有限：全厂 8 人" in text
    assert "审核独立性：邵伟审核了本部门（生产部）。" in text
    assert "更正 2 次" in text


def test_items_keep_their_number_in_the_part_of_their_department(
    sitting: Sitting, when: dt.datetime, pages: Pages
) -> None:
    firm = audit_sample.held(sitting)
    found = audit_sample.checks(sitting, firm)
    no = next(no for no, row in enumerate(found, 1) if "2016/8.5.1" in row.of(AuditCheck.clauses))
    text = "\n".join(pages(audit_forms.one(sitting.db, audit_forms.CHECKLIST, row_of(sitting, firm.audit), when).data))
    lines = text.splitlines()
    place = lines.index("抽 30 张，4 张未签字")
    assert str(no) in lines[place - 6 : place]
    assert "审核员：孟庆岩" in lines
    assert "理由：8.3 设计和开发：来图加工" in lines


def test_findings_are_spread_over_clauses_and_departments(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    firm = audit_sample.held(sitting)
    line = audit_sample.checks(sitting, firm)[0]
    worse = {
        AuditCheck.judgement: "nonconforming", AuditCheck.grade: "severe", AuditCheck.evidence: "无"
    }  # fmt: skip
    records.save_line(sitting, AUDIT, firm.audit, CHECKS, line.id, worse)
    text = pages(audit_forms.one(sitting.db, audit_forms.SPREAD, row_of(sitting, firm.audit), when).data)[0]
    rows = text.splitlines()
    assert "1 △1" in rows  # 8.5 in 生产部: one nonconformity, one observation
    assert "严 1 3 △2" in rows  # the sum of all


@pytest.mark.parametrize("key", ["QR-9.2-03", "QR-9.2-04"])
def test_forms_to_fill_in_by_hand_are_blank(sitting: Sitting, when: dt.datetime, pages: Pages, key: str) -> None:
    made = audit_forms.render(sitting.db, key, when, blank=True)
    assert made.pages == 1
    assert "NS-" not in pages(made.data)[0]


def test_what_cannot_be_printed_is_said(sitting: Sitting, when: dt.datetime) -> None:
    for key, blank, sentence in (
        ("QR-1", False, "没有“QR-1”"), ("QR-9.2-07", True, "没有空白表"), ("QR-9.2-07", False, "还没有内部审核"),
        ("QR-9.2-01", False, "还没有年度审核方案"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=sentence):
            audit_forms.render(sitting.db, key, when, blank=blank)
    for key in ("QR-9.2-01", "QR-9.2-02"):
        with pytest.raises(UserError, match="没有编号"):
            audit_forms.render(sitting.db, key, when, number="NS-9")


def test_an_audit_without_anything_prints_too(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    record = records.save(sitting, AUDIT, None, {Audit.planned_on: audit_sample.FIRST}).record
    made = audit_forms.whole_set(sitting.db, row_of(sitting, record), when)
    assert made.pages == 5
    assert any("没有记录" in text for text in pages(made.data))


def test_a_name_of_rare_characters_is_printed(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    firm = audit_sample.planned(sitting)
    records.save(sitting, PERSON, firm.people["方敏"], {Person.name: "方㙟䶮"})
    made = audit_forms.one(sitting.db, audit_forms.PLAN, row_of(sitting, firm.audit), when)
    assert "方㙟䶮" in pages(made.data)[0].replace("\n", "")


@pytest.mark.parametrize("number", ["", "NS-2025-01"])
@pytest.mark.parametrize("key", list(audit_forms.BY_KEY))
def test_every_form_is_found_by_key_and_number(
    at_report: tuple[Sitting, audit_sample.Firm], when: dt.datetime, pages: Pages, key: str, number: str
) -> None:
    sitting, _firm = at_report
    given = number.replace("NS-", "NSFA-") if key == "QR-9.2-01" else number
    made = audit_forms.render(sitting.db, key, when, number=given)
    assert key in pages(made.data)[0]
