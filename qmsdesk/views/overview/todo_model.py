"""What waits, under 已逾期, 本周 and 以后."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qmsdesk.i18n import _
from qmsdesk.services.due import DueItem, word
from qmsdesk.views.reminders.model import register_title, short_date
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
WHAT, WHEN = range(2)
WIDTHS = (0, 94)
OVERDUE, WEEK, LATER = _("已逾期"), _("本周"), _("以后")
_SUNDAY = 6
_NONE = QModelIndex()
_Data = Qt.ItemDataRole
_ICONS = {
    "instrument": "ruler-2-line", "equipment": "tools-line", "training": "book-open-line",
    "nonconformity": "error-warning-line", "indicator": "line-chart-line", "audit": "search-eye-line",
    "review": "slideshow-3-line", "supplier": "truck-line", "complaint": "customer-service-2-line",
    "improvement": "seedling-line", "milestone": "calendar-todo-line", "person": "user-line",
    "licence": "building-4-line", "risk": "shield-flash-line", "visit": "discuss-line", "meeting": "discuss-line",
}  # fmt: skip


def parted(items: Sequence[DueItem], today: dt.date) -> list[tuple[str, list[DueItem]]]:
    """The items under their headings, empty ones left out; the week ends on Sunday."""
    sunday = today + dt.timedelta(days=_SUNDAY - today.weekday())
    week = _("本周（至 {}）").format(f"{sunday:%m-%d}")
    found: dict[str, list[DueItem]] = {OVERDUE: [], week: [], LATER: []}
    for item in items:
        found[OVERDUE if item.overdue else week if item.date <= sunday else LATER].append(item)
    return [(title, group) for title, group in found.items() if group]


class TodoModel(QAbstractTableModel):
    """A flat table: headings, and items of two lines."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[DueItem | str] = []
        self._counts: dict[str, int] = {}
        self._today = dt.date.min
        self.only = ""

    def set_items(self, items: Sequence[DueItem], today: dt.date, only: str = "") -> None:
        """Show these items; ``only`` is the heading that is shown alone."""
        self.beginResetModel()
        found = parted(items, today)
        self._today, self._rows, self._counts = today, [], {title: len(group) for title, group in found}
        self.only = only if only in self._counts else ""
        for title, group in found:
            self._rows += [title, *(group if self.only in ("", title) else ())]
        self.endResetModel()

    def heading(self, row: int) -> str:
        """The heading in a row, empty for an item."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, str) else ""

    def item(self, row: int) -> DueItem | None:
        """The item of a row; None for a heading."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, DueItem) else None

    def headings(self) -> list[int]:
        """The rows that are headings."""
        return [row for row, found in enumerate(self._rows) if isinstance(found, str)]

    def rowCount(self, parent: Index = _NONE) -> int:
        """Headings and items."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """What and when."""
        return 0 if parent.isValid() else len(WIDTHS)

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Title with person and register under it; at the right how far off."""
        found, column = self._rows[index.row()], index.column()
        if isinstance(found, str):
            return self._heading(found, column, role)
        if role == _Data.DisplayRole:
            return found.title if column == WHAT else self._when(found)
        if column == WHEN:
            return self._about_when(found, role)
        if role == Role.CAPTION:
            return " · ".join(part for part in (found.person, register_title(found.register)) if part)
        if role == Role.ICON:
            return (_ICONS.get(found.register, "file-list-3-line"), "text2")
        if role in (_Data.AccessibleTextRole, _Data.ToolTipRole):
            return "，".join(part for part in (found.title, self._when(found), found.person) if part)
        return None

    def _heading(self, title: str, column: int, role: int) -> Any:
        if role == Role.GROUP:
            return True
        if column != WHAT:
            return None
        if role == _Data.DisplayRole:
            return _("{} {}").format(title, self._counts[title])
        if role == Role.ICON:
            return ("arrow-down-s-line" if self.only in ("", title) else "arrow-right-s-line", "text2")
        if role in (_Data.ToolTipRole, _Data.AccessibleTextRole):
            words = _("{} {} 项，按回车看全部") if self.only == title else _("{} {} 项，按回车只看这些")
            return words.format(title, self._counts[title])
        return None

    def _when(self, item: DueItem) -> str:
        days = (item.date - self._today).days
        return word(item, self._today) if days <= 0 else short_date(item.date, self._today)

    def _about_when(self, item: DueItem, role: int) -> Any:
        days = (item.date - self._today).days
        if role == Role.TONE:
            return "bad" if days < 0 else "warn" if days == 0 else "text2"
        if role == Role.BOLD:
            return days <= 0
        if role == _Data.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight.value
        return item.date.isoformat() if role == _Data.ToolTipRole else None
