"""Management reviews: opened with their inputs and filled from the records of the day, as the page does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from qmsdesk.models.reviews import Review
from qmsdesk.services import review
from qmsdesk.services.sample.acts import Act, Desk, Raw, moment, table


def acts(data: dict[str, Any]) -> Iterator[Act]:
    """``reviews``: when each was planned, and when its inputs were taken from the records."""
    for row in table(data["reviews"]):
        yield Act(moment(row["opened"]), row["by"], partial(_open, row))
        yield Act(moment(row["taken"]), row["by"], partial(_take, row["number"]))


def _open(row: Raw, desk: Desk) -> None:
    review.open_review(desk.sitting, dt.date.fromisoformat(row["planned_on"]), title=row["title"])


def _take(number: str, desk: Desk) -> None:
    review.take_snapshot(desk.sitting, desk.id_of(Review, number))
