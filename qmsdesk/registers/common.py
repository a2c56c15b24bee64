"""Small parts that the declarations of several registers share."""

from __future__ import annotations

from itertools import pairwise

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.registers.spec import Case, Column, Problem


def in_order(row: Row, *days: AnyField) -> list[Problem]:
    """A problem for each date that lies before one that comes earlier in ``days``; empty ones do not count."""
    given = [f for f in days if row.of(f)]
    return [
        Problem(_("{}早于{}").format(later.verbose_name, earlier.verbose_name), later)
        for earlier, later in pairwise(given)
        if row.of(later) < row.of(earlier)
    ]


def not_yet(case: Case, *days: AnyField) -> list[Problem]:
    """A problem for each date of something that was done and lies in the future."""
    late = [f for f in days if case.row.of(f) and case.row.of(f) > case.today]
    return [Problem(_("{}还没有到").format(f.verbose_name), f) for f in late]


def latest(header: str, parent: AnyField, day: AnyField, width: int = 96) -> Column:
    """A computed column: the latest of a date over the child rows; ``parent`` is their reference to the record."""
    owner, model = parent.rel_model, parent.model
    return Column(header, day, lambda: model.select(pw.fn.MAX(day)).where(parent == owner.id), width)
