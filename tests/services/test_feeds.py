"""Figures computed from the registers: what counts in a month, and what no longer does."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from qmsdesk.models.actions import Nonconformity, NonconformityRound
from qmsdesk.models.customers import Satisfaction, SatisfactionItem
from qmsdesk.models.resources import Calibration, Instrument
from qmsdesk.registers.actions import NONCONFORMITY, ROUNDS
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Values
from qmsdesk.services import feeds, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff
from tests.services.document_firm import Firm, run


def test_documents_count_while_they_are_revised_and_no_more_once_withdrawn(
    sitting: Sitting, staff: Staff, evidence: Path
) -> None:
    firm = Firm(sitting, staff, evidence)
    kept, gone = firm.issued("HY-QP-01"), firm.issued("HY-QP-02", next_review_on=DAY - dt.timedelta(days=20))

    def shares(*periods: str) -> list[tuple[int, int]]:
        found = feeds.figures(sitting.db, "3.5", periods, DAY)
        return [(int(f.numerator or 0), int(f.denominator or 0)) for f in found]

    assert shares("2025-12", "2026-01", "2026-10") == [(0, 0), (2, 2), (1, 2)]
    run(sitting, kept, "revise")
    run(sitting, gone, "obsolete", reason="不再需要")
    assert shares("2026-09", "2026-10") == [(1, 2), (1, 1)]


def ratio(sitting: Sitting, code: str, *periods: str) -> list[tuple[int, int]]:
    found = feeds.figures(sitting.db, code, periods, DAY)
    return [(int(f.numerator or 0), int(f.denominator or 0)) for f in found]


def test_a_nonconformity_judged_ineffective_stays_due_in_the_month_it_was_due(sitting: Sitting, staff: Staff) -> None:
    row: Values = {Nonconformity.source: "supplier", Nonconformity.fact: "来料短少"}
    values: Values = {
        Nonconformity.found_on: dt.date(2026, 7, 1), Nonconformity.due_on: dt.date(2026, 8, 10),
        Nonconformity.done_on: dt.date(2026, 8, 9), Nonconformity.verify_evidence: "又发生一次",
        Nonconformity.verifier: staff.approver,
        Nonconformity.verified_on: dt.date(2026, 8, 20), Nonconformity.effectiveness: "ineffective",
    }  # fmt: skip
    with sitting.batch("导入"):
        made = records.save(sitting, NONCONFORMITY, None, {**row, **values}).record
        records.save(sitting, NONCONFORMITY, made, {Nonconformity.status: "verifying"})
    for code in ("5.3", "6.9"):
        assert ratio(sitting, code, "2026-08", "2026-10") == [(0, 1), (0, 0)]
    reopen = next(v for v in NONCONFORMITY.workflow.verbs if v.key == "reopen")
    workflow.run(sitting, NONCONFORMITY, made, reopen)
    (kept,) = reading.lines(sitting.db, ROUNDS, made)
    assert kept.of(NonconformityRound.due_on) == dt.date(2026, 8, 10)
    again: Values = {Nonconformity.due_on: dt.date(2026, 10, 10), Nonconformity.done_on: dt.date(2026, 10, 9)}
    records.save(sitting, NONCONFORMITY, made, {**again, Nonconformity.effectiveness: "effective"})
    for code in ("5.3", "6.9"):
        assert ratio(sitting, code, "2026-08", "2026-10") == [(0, 1), (1, 1)]


def test_a_verification_that_was_never_done_is_missed_in_the_month_it_was_due(sitting: Sitting) -> None:
    register = BY_KEY["instrument"]
    tool = records.save(sitting, register, None, {Instrument.name: "卡尺"}).record

    def verify(done: dt.date, until: dt.date, due: dt.date | None = None) -> None:
        values = {Calibration.done_on: done, Calibration.valid_until: until, Calibration.due_on: due}
        records.save_line(sitting, register, tool, register.lines[0], None, values)

    verify(dt.date(2025, 8, 4), dt.date(2026, 8, 3))
    assert ratio(sitting, "3.3", "2026-07", "2026-08", "2026-09") == [(0, 0), (0, 1), (0, 0)]
    records.save(sitting, register, tool, {Instrument.state: "sealed"})
    assert ratio(sitting, "3.3", "2026-08") == [(0, 0)]
    records.save(sitting, register, tool, {Instrument.state: "in_use"})
    verify(dt.date(2026, 9, 7), dt.date(2027, 9, 6), dt.date(2026, 8, 3))
    assert ratio(sitting, "3.3", "2026-08", "2026-09") == [(0, 1), (0, 0)]


def test_the_survey_of_a_month_is_its_latest_by_day(sitting: Sitting) -> None:
    register = BY_KEY["satisfaction"]
    for name, day, score in (("下半月", 21, "92"), ("上半月", 5, "80")):
        values = {Satisfaction.name: name, Satisfaction.surveyed_on: dt.date(2026, 9, day)}
        made = records.save(sitting, register, None, values).record
        item = {SatisfactionItem.item: "交付", SatisfactionItem.weight: Decimal(1)}
        records.save_line(
            sitting, register, made, register.lines[0], None, {**item, SatisfactionItem.score: Decimal(score)}
        )
    assert [f.value for f in feeds.figures(sitting.db, "7.1", ["2026-09"], DAY)] == [Decimal(92)]
