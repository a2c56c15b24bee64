"""Cells from Excel into the scores: downwards from the cursor, each row tried before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qmsdesk.errors import Blocked
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import AcceptanceScore
from qmsdesk.models.base import AnyField
from qmsdesk.registers.acceptance import ACCEPTANCE, SCORES
from qmsdesk.registers.kinds import Unreadable, from_text
from qmsdesk.registers.spec import Values
from qmsdesk.services import records
from qmsdesk.services.acceptance import Compared
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.acceptance.scores_model import COLUMNS

_TITLES = {each.field: each.title for each in COLUMNS if each.field is not None}


@dataclass
class Pasted:
    """What would be written, by category; sentences on what cannot; how many categories get others than they have."""

    values: dict[str, Values] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    replaced: int = 0


class _TakeBack(Exception):
    """Ends the trial: the transaction is undone."""


def plan(
    sitting: Sitting, record: int, block: Sequence[Sequence[str]], below: Sequence[Compared], fields: Sequence[AnyField]
) -> Pasted:
    """``below`` are the categories from the cursor down, ``fields`` the columns from the cursor to the right."""
    rows = [[cell.strip() for cell in row] for row in block]
    headed = bool(rows) and rows[0][0] in (str(fields[0].verbose_name), _TITLES[fields[0]])
    made = Pasted()
    known: dict[str, Compared] = {}
    for place, row in enumerate(rows[1:] if headed else rows):
        if not any(row):
            continue
        if place >= len(below):
            made.problems.append(_("第 {} 行：下面没有这么多评价项目").format(place + 1 + headed))
        elif len(row) > len(fields):
            made.problems.append(_("{}：右边没有这么多列").format(below[place].title))
        else:
            known[below[place].key] = below[place]
            _read(made, below[place], dict(zip(fields, row, strict=False)))
    _try(sitting, record, made, known)
    made.replaced = sum(_replaces(known[key], values) for key, values in made.values.items())
    return made


def carry_out(
    sitting: Sitting, record: int, lines: Sequence[Compared], values: dict[str, Values]
) -> records.Change | None:
    """Write scores and notes by category as one step; None when nothing differs. Raises as ``records.save_line``."""
    stored = {line.key: line.line.id if line.line is not None else None for line in lines}
    change = None
    with sitting.batch(_("粘贴验收分数")) as current:
        for key, wanted in values.items():
            one = _save(sitting, record, key, stored[key], wanted)
            change = one if one.what != "same" else change
        if change is None:
            return None
        return records.Change(ACCEPTANCE.key, record, "edit", current.batch, frozenset(current.records))


def _read(made: Pasted, line: Compared, texts: dict[AnyField, str]) -> None:
    values: Values = {}
    for each, text in texts.items():
        try:
            values[each] = from_text(each, text)
        except Unreadable as why:
            made.problems.append(_cell(line, each, str(why)))
            return
    if line.line is not None or any(value not in (None, "") for value in values.values()):
        made.values[line.key] = values


def _try(sitting: Sitting, record: int, made: Pasted, known: dict[str, Compared]) -> None:
    """Take out what the register refuses, each with its reason."""
    try:
        with sitting.batch(_("粘贴验收分数")):
            for key, values in list(made.values.items()):
                stored = known[key].line
                try:
                    _save(sitting, record, key, stored.id if stored is not None else None, values)
                except records.Invalid as invalid:
                    wrong = invalid.problems[0]
                    del made.values[key]
                    made.problems.append(_cell(known[key], wrong.field, wrong.text))
                except Blocked as blocked:
                    del made.values[key]
                    made.problems.append(_cell(known[key], None, blocked.text))
            raise _TakeBack
    except _TakeBack:
        return


def _save(sitting: Sitting, record: int, key: str, line: int | None, values: Values) -> records.Change:
    given = values if line is not None else {AcceptanceScore.category: key, **values}
    change, _line = records.save_line(sitting, ACCEPTANCE, record, SCORES, line, given)
    return change


def _cell(line: Compared, each: AnyField, why: str) -> str:
    return _("{}的{}：{}").format(line.title, _TITLES[each], why) if each in _TITLES else f"{line.title}：{why}"


def _replaces(line: Compared, values: Values) -> bool:
    stored = line.line
    return stored is not None and any(stored.of(f) not in (None, "", value) for f, value in values.items())
