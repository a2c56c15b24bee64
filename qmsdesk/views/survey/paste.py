"""Cells from Excel onto the items of 表A.1: by the names or numbers of the items, else downwards from the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.project import SurveyFinding
from qmsdesk.registers.kinds import Unreadable, from_text, squeeze
from qmsdesk.registers.project import SURVEY
from qmsdesk.registers.spec import Values
from qmsdesk.registers.survey_words import ITEM_WORDS, STATE_WORDS
from qmsdesk.services.surveying import Found
from qmsdesk.views.survey.grid_cells import FIELDS

_BY_WORD = {squeeze(word): keys[0] for word, keys in ITEM_WORDS.items()}
_STATES = {squeeze(word): keys[0] for word, keys in STATE_WORDS.items()}
_MOST_BEFORE = 3  # columns that may stand before the name of the item (group, number)


@dataclass
class Plan:
    """What would be written, by item; sentences on what cannot, and how many items get other values than they have."""

    values: dict[str, Values] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    replaced: int = 0


def item_of(text: str) -> str:
    """The code of the item a cell names (6.5, its short name, the words of 表A.1 with their number), else empty."""
    return _BY_WORD.get(squeeze(text.strip()), "")


def plan(
    block: Sequence[Sequence[str]], below: Sequence[str], fields: Sequence[AnyField], found: Mapping[str, Found]
) -> Plan:
    """``below`` are the items from the cursor down, ``fields`` the columns from the cursor to the right."""
    rows = [[cell.strip() for cell in row] for row in block]
    named = _heading(rows[0]) if rows else {}
    body = rows[1:] if named else rows
    at = _item_column(body, [place for place, each in named.items() if each is SurveyFinding.item])
    columns = {place: each for place, each in named.items() if each is not SurveyFinding.item}
    if not columns:
        first = at + 1 if at >= 0 else 0
        used = FIELDS if at >= 0 else fields
        columns = dict(enumerate(used, first))
    made = Plan()
    for place, row in enumerate(body):
        if not any(row):
            continue
        code = _code(row, at, place, below)
        name = row[at] if 0 <= at < len(row) else ""
        line = place + 1 + bool(named)
        if at >= 0 and not code:
            if any(row[c] for c in columns if c < len(row)):
                made.problems.append(_("第 {} 行：表A.1 没有“{}”").format(line, name[:30]))
        elif not code:
            made.problems.append(_("第 {} 行：下面没有这么多条目").format(line))
        elif code in made.values:
            made.problems.append(_("第 {} 行：{} 出现两次").format(line, code))
        else:
            _read(made, row, columns, code, line)
    made.replaced = sum(_replaces(found.get(code), values) for code, values in made.values.items())
    return made


def _code(row: Sequence[str], at: int, place: int, below: Sequence[str]) -> str:
    if at >= 0:
        return item_of(row[at]) if at < len(row) else ""
    return below[place] if place < len(below) else ""


def _read(made: Plan, row: Sequence[str], columns: Mapping[int, AnyField], code: str, line: int) -> None:
    values: Values = {}
    for place, each in columns.items():
        if place >= len(row):
            continue
        try:
            known = _STATES.get(squeeze(row[place])) if each is SurveyFinding.state else None
            values[each] = known or from_text(each, row[place])
        except Unreadable as why:
            made.problems.append(_("第 {} 行 {}：{}").format(line, each.verbose_name, why))
            return
    if values:
        made.values[code] = values


def _heading(row: Sequence[str]) -> dict[int, AnyField]:
    """The columns a first line of headings names; none where it is no such line."""
    words: dict[str, AnyField] = {}
    for each in (SurveyFinding.item, *FIELDS):
        for word in (str(each.verbose_name), *SURVEY.sheet.synonyms.get(each, ())):
            words.setdefault(squeeze(word), each)
    named = {place: words[squeeze(cell)] for place, cell in enumerate(row) if squeeze(cell) in words}
    return named if len(named) >= 2 else {}


def _item_column(rows: Sequence[Sequence[str]], named: Sequence[int]) -> int:
    """The column in which most lines name an item, -1 where none does; ``named`` are those headed so."""
    best, most = -1, 0
    for place in named or range(_MOST_BEFORE):
        cells = [row[place] for row in rows if place < len(row) and row[place]]
        count = sum(bool(item_of(cell)) for cell in cells)
        if count > most and (named or count * 2 > len(cells)):
            best, most = place, count
    return best


def _replaces(found: Found | None, values: Values) -> bool:
    line = found.line if found is not None else None
    return line is not None and any(line.of(f) not in (None, "", value) for f, value in values.items())
