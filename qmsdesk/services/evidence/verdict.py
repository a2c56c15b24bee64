"""How a requirement stands, and what it still lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Record, Row

MET, PARTIAL, MISSING, NOT_DUE, NOT_APPLICABLE = "met", "partial", "missing", "not_due", "not_applicable"
STATE_TITLES = {
    MET: _("已满足"), PARTIAL: _("部分"), MISSING: _("缺失"), NOT_DUE: _("未到期"), NOT_APPLICABLE: _("不适用"),
}  # fmt: skip


FILES = "attachments"
"""The field of something missing that is mended by adding a file to the record."""


class Missing(NamedTuple):
    """One thing that is missing, and the record and field where it can be mended.

    ``field`` is the name of a field of the record, ``table.name`` of one of its child rows (``at``), or ``FILES``.
    """

    text: str
    register: str = ""
    number: str = ""
    field: str = ""


Evidence = tuple[str, str]
"""Register and number of a record that speaks for a requirement."""


@dataclass(frozen=True)
class Verdict:
    """How a requirement stands: its state, what is missing, and the records that speak for it."""

    state: str
    missing: tuple[Missing, ...] = ()
    evidence: tuple[Evidence, ...] = ()


NONE_NEEDED = Verdict(NOT_APPLICABLE)
NOT_YET = Verdict(NOT_DUE)


def weigh(missing: Iterable[Missing], evidence: Iterable[Evidence]) -> Verdict:
    """已满足 with nothing missing, 部分 when something is in place all the same, else 缺失."""
    lacks, has = tuple(dict.fromkeys(missing)), tuple(dict.fromkeys(evidence))
    if not lacks:
        return Verdict(MET, (), has)
    return Verdict(PARTIAL if has else MISSING, lacks, has)


def absent(text: str, register: str, number: str = "", field: str = "") -> Verdict:
    """Nothing there at all."""
    return Verdict(MISSING, (Missing(text, register, number, field),))


def speak(rows: Iterable[Row], model: type[Record]) -> list[Evidence]:
    """Records as evidence."""
    table = model.table()
    return [(table, str(row["number"])) for row in rows]


def at(f: AnyField) -> str:
    """Where a field of a child row stands, as ``Missing.field`` says it."""
    return f"{f.model.table()}.{f.name}"


def lack(row: Row, model: type[Record], *fields: AnyField) -> list[Missing]:
    """The fields of a record that are empty."""
    return [
        Missing(_("{}缺{}").format(name_of(row, model), f.verbose_name), model.table(), str(row["number"]), f.name)
        for f in fields
        if row.of(f) in (None, "", ())
    ]


def each(
    rows: Sequence[Row], model: type[Record], good: Callable[[Row], bool], text: str, field: str = ""
) -> list[Missing]:
    """One missing line for every record that is not ``good``; ``text`` takes its name."""
    return [
        Missing(text.format(name_of(row, model)), model.table(), str(row["number"]), field)
        for row in rows
        if not good(row)
    ]


def name_of(row: Row, model: type[Record]) -> str:
    """What to call a record: its caption, else its number."""
    if model.SINGLE:
        return _("企业档案")
    caption = row.of(model.caption())
    return str(caption) if isinstance(caption, str) and caption else str(row["number"])
