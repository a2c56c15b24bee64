"""Exactly one version is in force on any day of a document's life."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.clock import later
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.registers.document_versions import in_force, lives
from qmsdesk.services import history

FIRST = dt.date(2024, 1, 1)
days = st.integers(0, 900).map(lambda n: FIRST + dt.timedelta(days=n))


def revision(version: str, status: str, effective: dt.date | None, obsolete: dt.date | None = None) -> Row:
    given_values = {"version": version, "status": status, "effective_on": effective, "obsolete_on": obsolete}
    return Row({**history.defaults(DocumentRevision), **given_values})


@given(st.lists(days, min_size=1, max_size=6), st.none() | days, days)
def test_exactly_one_version_from_the_first_day_to_the_last(
    starts: list[dt.date], obsolete: dt.date | None, day: dt.date
) -> None:
    starts.sort()
    last_end = max(obsolete, starts[-1]) if obsolete else None
    ends = [*starts[1:], last_end]
    rows = [
        revision(f"A/{n}", "in_force" if end is None else "obsolete", start, end)
        for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    covering = [r for start, end, r in lives(rows) if start <= day and (end is None or day < end)]
    alive = starts[0] <= day and (last_end is None or day < last_end)
    assert len(covering) == alive
    assert in_force(rows, day) == (covering[0] if alive else None)
    if alive:
        # Of versions that begin on the same day the last one counts.
        assert covering[0]["version"] == f"A/{max(n for n, start in enumerate(starts) if start <= day)}"


def test_the_old_version_stays_until_the_day_of_the_new_one() -> None:
    change = dt.date(2026, 6, 1)
    rows = [revision("A/0", "in_force", FIRST, change), revision("A/1", "approved", change)]
    assert in_force(rows, dt.date(2026, 5, 31)) is rows[0]
    assert in_force(rows, change) is rows[1]
    assert in_force(rows, FIRST - dt.timedelta(days=1)) is None


def test_a_draft_and_what_was_withdrawn_before_its_day_are_never_in_force() -> None:
    gone = dt.date(2026, 3, 1)
    rows = [
        revision("A/0", "obsolete", FIRST, gone),
        revision("A/1", "obsolete", dt.date(2026, 4, 1), gone),
        revision("A/2", "draft", FIRST),
    ]
    assert in_force(rows, dt.date(2026, 2, 1)) is rows[0]
    assert in_force(rows, gone) is None
    assert in_force(rows, dt.date(2027, 1, 1)) is None


def test_what_was_in_force_before_the_program_needs_no_date() -> None:
    rows = [revision("A/0", "obsolete", None), revision("B/0", "in_force", None)]
    assert in_force(rows, dt.date(2020, 1, 1)) is rows[1]


def test_an_external_document_counts_from_the_day_it_was_received() -> None:
    document = Row({**history.defaults(Document), "level": "external", "received_on": FIRST})
    rows = [revision("2016", "in_force", None)]
    assert in_force(rows, FIRST, document) is rows[0]
    assert in_force(rows, FIRST - dt.timedelta(days=1), document) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(9999, 12, 31)), st.integers(0, 1200))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day: dt.date, months: int) -> None:
    then = later(day, months)
    if then != dt.date.max:
        assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
        assert then.day == day.day or (then + dt.timedelta(days=1)).day == 1
    assert later(dt.date(2024, 2, 29), 12) == dt.date(2025, 2, 28)
    assert later(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
