"""The twelve inputs of a review: their rows, and how the records behind a sentence are named."""

from __future__ import annotations

import pytest

from qmsdesk.errors import Refused
from qmsdesk.models.reviews import Review
from qmsdesk.registers.reviews import INPUTS, REVIEW
from qmsdesk.services import reading, records, review
from qmsdesk.services.review_inputs import Summed
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY


def test_what_came_in_without_inputs_gets_them(sitting: Sitting) -> None:
    record = records.save(sitting, REVIEW, None, {Review.planned_on: DAY}).record
    review.take_snapshot(sitting, record)
    assert [line["code"] for line in reading.lines(sitting.db, INPUTS, record)] == list(review.CODES)
    seen = review.read(sitting.db, record, DAY)
    assert (seen.ready, seen.present, seen.unassigned) == (1, 0, 0)
    with pytest.raises(Refused, match="已不存在"):
        review.read(sitting.db, 999, DAY)


def test_the_records_behind_a_sentence_are_named_in_runs() -> None:
    found = Summed("", ("FX-001", "FX-002", "FX-003", "FX-005", "NC-2026-09", "NC-2026-10", "甲"))
    assert found.links == "FX-001~FX-003；FX-005；NC-2026-09；NC-2026-10；甲"
    many = Summed("", tuple(f"R-{n}" for n in range(0, 200, 2)))
    assert many.links.endswith("R-58 等 100 条")
