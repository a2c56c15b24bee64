"""What is due as rows under headings: 逾期, 今天, 7 天内, 30 天内, 本月应填, 提示."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services.due import GROUP_TITLES, DueItem, Group, group, word
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
STATE, DATE, TITLE, NUMBER, REGISTER, PERSON, DEPARTMENT, GO = range(8)
WIDTHS = (112, 104, 0, 116, 128, 84, 96, 84)
_HEADERS = (_("到期"), _("日期"), _("事项"), _("编号"), _("台账"), _("责任人"), _("部门"), "")
_WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
_TONES: dict[Group, str] = {
    "overdue": "bad", "today": "warn", "week": "warn", "horizon": "neutral", "hint": "info",
}  # fmt: skip
_NONE = QModelIndex()
_Data = Qt.ItemDataRole


class ReminderModel(QAbstractTableModel):
    """A flat table: a heading spans all columns, its items follow. ``can_open`` says for which registers there is a
    page."""

    def __init__(self, can_open: Callable[[str], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._can_open = can_open
        self._today = dt.date.min
        self._rows: list[DueItem | tuple[Group, int]] = []

    def set_items(self, items: Sequence[DueItem], today: dt.date) -> None:
        """Show these items, in the order given under each heading."""
        by_group: dict[Group, list[DueItem]] = {}
        for item in items:
            by_group.setdefault(group(item, today), []).append(item)
        self.beginResetModel()
        self._today, self._rows = today, []
        for key in GROUP_TITLES:
            if found := by_group.get(key):
                self._rows += [(key, len(found)), *found]
        self.endResetModel()

    def item(self, row: int) -> DueItem | None:
        """The item of a row; None for a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, DueItem) else None

    def headings(self) -> list[int]:
        """The rows that are headings."""
        return [row for row, found in enumerate(self._rows) if not isinstance(found, DueItem)]

    def row_of(self, key: str) -> int:
        """The row of an item by its key, −1 when it is not shown."""
        keys = (found.key if isinstance(found, DueItem) else "" for found in self._rows)
        return next((row for row, found in enumerate(keys) if found == key), -1)

    def leads(self, row: int) -> bool:
        """Whether there is somewhere to go from a row."""
        item = self.item(row)
        return item is not None and self._can_open(item.register)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Headings and items."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """How far off, when, what, which record, whose."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Headings."""
        horizontal = orientation == Qt.Orientation.Horizontal
        return _HEADERS[section] if horizontal and role == _Data.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is not selected."""
        usual = Qt.ItemFlag.ItemIsEnabled
        return usual if self.item(index.row()) is None else usual | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts; how far off is a pill, where to mend it is a link."""
        found, column = self._rows[index.row()], index.column()
        if not isinstance(found, DueItem):
            key, count = found
            if role == Role.GROUP:
                return True
            if role == _Data.DisplayRole and column == STATE:
                return _("{}  {:,} 项").format(GROUP_TITLES[key], count)
            return None
        if role == _Data.DisplayRole:
            return self._text(found, column)
        if role == Role.PILL and column == STATE:
            return self._tone(found)
        if role == Role.TONE:
            if column == GO:
                return "accent"
            return None if column == TITLE else "text2"
        if role == _Data.ToolTipRole and column == DATE:
            return found.date.isoformat()
        return None

    def _text(self, item: DueItem, column: int) -> str:
        if column == STATE:
            return word(item, self._today)
        if column == DATE:
            return short_date(item.date, self._today)
        if column == REGISTER:
            return register_title(item.register)
        if column == GO:
            return (_("去填报") if item.kind == "month" else _("去处理")) if self._can_open(item.register) else ""
        return {TITLE: item.title, NUMBER: item.number, PERSON: item.person, DEPARTMENT: item.department}[column]

    def _tone(self, item: DueItem) -> str:
        if item.kind == "month":
            return "bad" if item.overdue else "warn"
        return _TONES[group(item, self._today)]


def short_date(day: dt.date, today: dt.date) -> str:
    """A date as lists write it: 11-14 周五, with its year when that is another one."""
    if day.year != today.year:
        return day.isoformat()
    return f"{day:%m-%d} {_WEEKDAYS[day.weekday()]}"


def register_title(key: str) -> str:
    """The title of a register, empty for one that is not there."""
    register = BY_KEY.get(key)
    return register.title if register else ""
