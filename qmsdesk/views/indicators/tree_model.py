"""The indicators under their nine categories, with mark, value and how many are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from qmsdesk.i18n import _
from qmsdesk.services.indicators import Evaluated
from qmsdesk.standard.categories import CATEGORIES, Category
from qmsdesk.standard.rows import RESULT_TITLES, Result, result
from qmsdesk.views.indicators.figures import full_text, value_text
from qmsdesk.views.widgets.grouped_model import NONE, GroupedModel, Index
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.states import mark

COUNT = Qt.ItemDataRole.UserRole + 201
"""What a group says at its right end: reached of counted."""
_Data = Qt.ItemDataRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ICONS: dict[str, tuple[str, str]] = {"pending": ("checkbox-blank-circle-line", "text3")}


@dataclass
class _Group:
    category: Category
    items: list[Evaluated] = field(default_factory=list)


def outcome(evaluated: Evaluated) -> Result:
    """The 提升结果 of an indicator."""
    return result(evaluated.row)


def result_icon(found: Result) -> tuple[str, str]:
    """Icon and token of a 提升结果."""
    how = mark(RESULT_TITLES[found])
    return _ICONS.get(found, (how.icon, how.tone))


class IndicatorTree(GroupedModel):
    """Two levels: categories with ``Role.GROUP``, indicators with name and 提升后.

    ``set_filter`` narrows to names and numbers that hold every word, and to what is 未达成.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Evaluated] = []
        self._groups: list[_Group] = []
        self._sizes: list[int] = []
        self._words: list[str] = []
        self._missed = False

    def set_rows(self, rows: Sequence[Evaluated]) -> None:
        """Show these indicators; in place where the same ones are shown as before."""
        before = [e.indicator.id for g in self._groups for e in g.items]
        self._all = list(rows)
        groups = self._grouped()
        if before and before == [e.indicator.id for g in groups for e in g.items]:
            self._groups = groups
            for place, group in enumerate(groups):
                top = self.index(place, 0)
                self.dataChanged.emit(top, top)
                last = self.index(len(group.items) - 1, 1, top)
                self.dataChanged.emit(self.index(0, 0, top), last)
            return
        self._reset(groups)

    def set_filter(self, words: str, *, missed: bool) -> None:
        """Show only what matches."""
        wanted = words.casefold().split()
        if (wanted, missed) != (self._words, self._missed):
            self._words, self._missed = wanted, missed
            self._reset(self._grouped())

    def rows(self) -> list[Evaluated]:
        """Every indicator in the order of the categories, filtered ones too."""
        order = {c.key: place for place, c in enumerate(CATEGORIES)}
        return sorted(self._all, key=lambda e: order[e.row.category])

    def shown(self) -> list[Evaluated]:
        """The indicators that pass the filter, top to bottom."""
        return [e for g in self._groups for e in g.items]

    def evaluated(self, index: Index) -> Evaluated | None:
        """The indicator of a row, None for a category."""
        if not index.isValid() or not index.internalId():
            return None
        return self._groups[index.internalId() - 1].items[index.row()]

    def index_of(self, record: int) -> QModelIndex:
        """Where an indicator stands; invalid when it is filtered out."""
        for place, group in enumerate(self._groups):
            for row, one in enumerate(group.items):
                if one.indicator.id == record:
                    return self.index(row, 0, self.index(place, 0))
        return QModelIndex()

    # QAbstractItemModel

    def sizes(self) -> list[int]:
        """The number of items under every head."""
        return self._sizes

    def columnCount(self, _parent: Index = NONE) -> int:
        """Name and value."""
        return 2

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts, marks and tips."""
        if not index.isValid():
            return None
        if not index.internalId():
            return _group_data(self._groups[index.row()], role) if index.column() == 0 else None
        evaluated = self._groups[index.internalId() - 1].items[index.row()]
        return _name_data(evaluated, role) if index.column() == 0 else _value_data(evaluated, role)

    def _reset(self, groups: list[_Group]) -> None:
        self.beginResetModel()
        self._groups, self._sizes = groups, [len(group.items) for group in groups]  # asked for very often
        self.endResetModel()

    def _grouped(self) -> list[_Group]:
        groups = {c.key: _Group(c) for c in CATEGORIES}
        for one in self._all:
            if self._passes(one):
                groups[one.row.category].items.append(one)
        return [g for g in groups.values() if g.items]

    def _passes(self, one: Evaluated) -> bool:
        if self._missed and not (one.row.counted and outcome(one) == "not_achieved"):
            return False
        text = f"{one.row.number} {one.row.indicator}".casefold()
        return all(word in text for word in self._words)


def _group_data(group: _Group, role: int) -> Any:
    if role == _Data.DisplayRole:
        return group.category.title
    if role == Role.GROUP:
        return True
    if role == Role.TONE:
        return "text2"
    if role == COUNT:
        counted = [e for e in group.items if e.row.counted]
        return f"{sum(outcome(e) == 'achieved' for e in counted)}/{len(counted)}"
    return None


def _name_data(evaluated: Evaluated, role: int) -> Any:
    row = evaluated.row
    if role == _Data.DisplayRole:
        return f"{row.indicator} ↓" if row.direction == "lower" and row.numeric else row.indicator
    if role == Role.ICON:
        return result_icon(outcome(evaluated))
    if role == Role.MUTED:
        return not row.counted
    if role == Role.CAPTION:
        return None if row.counted else _("不计分")
    if role == _Data.ToolTipRole:
        return f"{row.number} {row.indicator}　{RESULT_TITLES[outcome(evaluated)]}"
    if role == _Data.AccessibleTextRole:
        return f"{row.indicator} {RESULT_TITLES[outcome(evaluated)]}"
    return None


def _value_data(evaluated: Evaluated, role: int) -> Any:
    row = evaluated.row
    if role == _Data.DisplayRole:
        return value_text(row.after, row.unit, row.target) or _("待填")
    if role == _Data.TextAlignmentRole:
        return _RIGHT
    if role == Role.TONE:
        return "text3" if row.after is None else "text2"
    if role == _Data.ToolTipRole:
        return full_text(row.after, row.unit) or None
    return None
