"""Figures computed from the registers: what counts in a month, and what no longer does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from qmsdesk.services import feeds
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
