"""The 成效评价指标 of the authority's work plan become indicators of a round (6.3, 6.9.5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import peewee as pw

from qmsdesk.errors import Blocked
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.registers.indicator_sheet import read_round
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.kinds import Unreadable, from_text, squeeze, yes_or_no
from qmsdesk.registers.sheet import Values, Written
from qmsdesk.services import indicators, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.categories import CATEGORIES

MOST = 200
_LEAST = 2  # characters that a part of a title has to have
COLUMNS: tuple[AnyField, ...] = (
    Indicator.category, Indicator.name, Indicator.unit, Indicator.direction, IndicatorRound.target,
)  # fmt: skip
"""The order in which rows without headings are read."""
Outcome = Literal["add", "round", "target", "same", "wrong"]
OUTCOMES: dict[Outcome, str] = {
    "add": _("新增"), "round": _("加入本轮"), "target": _("补目标"), "same": _("已有"), "wrong": _("有误"),
}  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """A row of the plan as it is understood: what it would make, or why it cannot be taken."""

    line: int
    texts: tuple[str, ...]
    outcome: Outcome
    says: str = ""
    values: Values = field(default_factory=dict)
    target: str = ""
    indicator: int | None = None

    @property
    def good(self) -> bool:
        """Whether taking it changes anything."""
        return self.outcome in {"add", "round", "target"}


def rows_of(text: str) -> list[list[str]]:
    """The cells of what was typed or pasted: columns apart by tabs, or by | where somebody types."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("｜", "|")
    mark = "\t" if "\t" in clean else "|"
    try:
        lines = list(csv.reader(io.StringIO(clean), delimiter=mark))
    except csv.Error:  # a quote that never ends
        lines = [line.split(mark) for line in clean.split("\n")]
    return [[cell.strip() for cell in line] for line in lines if any(cell.strip() for cell in line)]


def read(db: pw.Database, rows: Sequence[Sequence[str]], round_name: str) -> list[Offered]:
    """Understand rows for a round; nothing is written. A first row of headings says itself which column is which.

    An empty 评价项目 is that of the row above, as in merged cells.
    """
    fields, headed = _columns(rows[0]) if rows else (COLUMNS, False)
    found: list[Offered] = []
    seen: set[tuple[str, str]] = set()
    category = ""
    for no, texts in enumerate(rows[headed : MOST + headed], 1 + headed):
        cells = {f: squeeze(text) for f, text in zip(fields, texts, strict=False) if f is not None}
        cells[Indicator.category] = category = cells.get(Indicator.category) or category
        one = _read(db, no, tuple(texts), cells, round_name)
        key = (str(one.values.get(Indicator.category)), str(one.values.get(Indicator.name)))
        if one.outcome != "wrong" and key in seen:
            one = Offered(no, tuple(texts), "wrong", _("上面已有同名指标"))
        seen.add(key)
        found.append(one)
    return found


def take(sitting: Sitting, rows: Sequence[Sequence[str]], round_name: str) -> tuple[records.Change, int]:
    """Make the indicators of the rows that are in order, in one step of undo; returns it and how many there were.

    What there is already is not made again: it joins the round, or gets its target where it has none.
    Blocked when nothing of the rows can be taken.
    """
    with sitting.batch(_("计划指标转为评价指标")) as current:
        good = [one for one in read(sitting.db, rows, round_name) if one.good]
        if not good:
            raise Blocked(_("没有可以转入的指标。"), (), _("改好有误的行；已有的指标不重复建立。"))
        for one in good:
            record = one.indicator
            if record is None:
                record = records.save(sitting, INDICATOR, None, one.values).record
            line = _line(sitting.db, record, round_name)
            values: Values = {IndicatorRound.target: one.target}
            if line is None:
                values[IndicatorRound.name] = round_name
            records.save_line(sitting, INDICATOR, record, ROUNDS, line.id if line is not None else None, values)
        change = records.Change(INDICATOR.key, 0, "add", current.batch, frozenset(current.records))
        return change, len(good)


def current_round(sitting: Sitting) -> str:
    """The round indicators of a plan go into: the one at hand, else the first of the enterprise."""
    name = indicators.current_round(indicators.read(sitting.db))
    return name or indicators.first_round_name(sitting.clock.today())


def _columns(first: Sequence[str]) -> tuple[Sequence[AnyField | None], bool]:
    """The field of each column, and whether the first row are headings."""
    words: dict[str, AnyField] = {}
    for f in (*INDICATOR.fields, *ROUNDS.fields):
        for word in (str(f.verbose_name), *INDICATOR.sheet.synonyms.get(f, ())):
            words.setdefault(word, f)
    known = [words.get(squeeze(cell).rstrip("*")) for cell in first]
    placed: list[AnyField | None] = [next((c for c in COLUMNS if c is f), None) for f in known]
    headed = sum(f is not None for f in known) >= 2
    return (placed, True) if headed else (COLUMNS, False)


def _read(db: pw.Database, no: int, texts: tuple[str, ...], cells: dict[AnyField, str], round_name: str) -> Offered:
    values: Values = {}
    wrong: list[str] = []
    for f in (Indicator.category, Indicator.name, Indicator.unit, Indicator.direction):
        text = cells.get(f, "")
        if text:
            try:
                values[f] = _choice(f, text)
            except Unreadable as why:
                wrong.append(_("{}：{}").format(f.verbose_name, why))
    wrong += [_("缺{}").format(f.verbose_name) for f in (Indicator.category, Indicator.name) if not cells.get(f)]
    if len(texts) > len(COLUMNS):
        wrong.append(_("多于 {} 列").format(len(COLUMNS)))
    target = cells.get(IndicatorRound.target, "")
    stored = _stored(db, values) if not wrong else None
    if stored is not None:  # its definition stands; the plan gives the target
        values = {**values, **{f: stored.of(f) for f in (Indicator.unit, Indicator.direction, Indicator.kind)}}
    elif yes_or_no(target) is not None and not target.isdecimal():
        values[Indicator.kind] = "yesno"
    if wrong:
        return Offered(no, texts, "wrong", "；".join(wrong), values)
    understood = read_round(values, {IndicatorRound.target: Written(target)}, lambda _f: None)
    doubts = [doubt.text for doubt in understood.doubts if doubt.level != "warning"]
    if doubts:
        return Offered(no, texts, "wrong", "；".join(doubts), values)
    values = {**values, **{f: v for f, v in understood.values.items() if f.model is Indicator}}
    goal = str(understood.values.get(IndicatorRound.target, ""))
    return _judged(db, Offered(no, texts, "add", "", values, goal), stored, round_name)


def _judged(db: pw.Database, one: Offered, stored: Any, round_name: str) -> Offered:
    def as_(outcome: Outcome, says: str) -> Offered:
        return Offered(one.line, one.texts, outcome, says, one.values, one.target, stored.id)

    if stored is None:
        return one
    line = _line(db, stored.id, round_name)
    number = stored["number"]
    if line is None:
        return as_("round", _("{} 已有，加入“{}”").format(number, round_name))
    had = line.of(IndicatorRound.target)
    if not had and one.target:
        return as_("target", _("{} 已有，填入提升目标").format(number))
    if one.target and had != one.target:
        return as_("same", _("{} 已有，目标是 {}，不改").format(number, had))
    return as_("same", _("{} 已有").format(number))


def _choice(f: AnyField, text: str) -> Any:
    """A word for a choice, as sheets know them; a category also by a part of its title that no other has."""
    for key in INDICATOR.sheet.choices.get(f, {}).get(text, ()):
        return key
    if f is Indicator.category:
        by_title = [c.key for c in CATEGORIES if len(text) >= _LEAST and text in c.title]
        if len(by_title) == 1:
            return by_title[0]
    return from_text(f, text)


def _stored(db: pw.Database, values: Values) -> Any:
    wanted = {f: values[f] for f in (Indicator.category, Indicator.name) if f in values}
    row = reading.find(db, Indicator, wanted) if len(wanted) == 2 else None
    return None if row is None or row["void_reason"] or row["deleted_at"] else row


def _line(db: pw.Database, record: int, round_name: str) -> Any:
    lines = reading.lines(db, ROUNDS, record)
    return next((line for line in lines if line.of(IndicatorRound.name) == round_name), None)
