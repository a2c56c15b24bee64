"""Step two: the gaps with a way to mend each, and what was looked at before making."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.views.bundling.checks import Check
from qmsdesk.views.bundling.survey import Gap
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.states import tone_icon
from qmsdesk.views.widgets.styling import column, label, row
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
Open = Callable[[str, str, str], object]
CLAUSE, REQUIREMENT, MISSING, WHERE = range(4)
_ROOT = QModelIndex()


class GapsModel(QAbstractTableModel):
    """One row per gap: clause, requirement, what is missing, where to mend it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.gaps: Sequence[Gap] = ()

    def set_gaps(self, gaps: Sequence[Gap]) -> None:
        """Show these."""
        self.beginResetModel()
        self.gaps = gaps
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.gaps)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("条款"), _("要求"), _("缺什么"), _("去补充"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        gap = self.gaps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (gap.clause, gap.title, gap.missing.text, _place(gap))[index.column()]
        if role == Role.TONE:
            return ("text2", "text2", "", "accent")[index.column()] or None
        return None


class GapsCard(Card):
    """Enter, a double click, or a click on the last column opens the record."""

    def __init__(self, theme: Theme, open_record: Open) -> None:
        super().__init__(theme, _("缺项"), _("补齐后回到这里继续，设置会保留"))
        self._open = open_record
        self.model = GapsModel(self)
        self.table = DataTable(theme)
        self.table.setAccessibleName(_("缺项"))
        self.table.setModel(self.model)
        self.table.set_columns([146, 200, 0, 200])
        self.table.activated.connect(lambda index: self.open(index.row()))
        self.table.clicked.connect(lambda index: self.open(index.row()) if index.column() == WHERE else None)
        empty = EmptyState(theme, "checkbox-circle-line", _("没有缺项"), _("可以导出正式版。"))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self.add(holder, 1)

    def set_gaps(self, gaps: Sequence[Gap]) -> None:
        """Show what is missing."""
        self.model.set_gaps(gaps)
        self.set_title(_("缺项 {}").format(len(gaps)) if gaps else _("缺项"), _("补齐后回到这里继续，设置会保留"))
        self._stack.setCurrentIndex(0 if gaps else 1)

    def open(self, place: int) -> None:
        """Go to where a gap is mended."""
        if 0 <= place < len(self.model.gaps):
            missing = self.model.gaps[place].missing
            if missing.register:
                self._open(missing.register, missing.number, missing.field)


class ChecksCard(Card):
    """Marks and sentences, one under the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("导出前检查"))
        self._lines = column(spacing=10, margins=(14, 12, 14, 12))
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self.checks: Sequence[Check] = ()

    def set_checks(self, checks: Sequence[Check]) -> None:
        """Show what was looked at."""
        self.checks = checks
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for check in checks:
            self._lines.addWidget(self._line(check))

    def texts(self) -> list[str]:
        """The sentences shown."""
        return [check.text for check in self.checks]

    def _line(self, check: Check) -> QWidget:
        holder = QWidget()
        line = row(holder, spacing=8)
        icon = "checkbox-circle-fill" if check.tone == "ok" else tone_icon(check.tone)
        line.addWidget(IconLabel(self._theme, icon, check.tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        words = column(spacing=0)
        words.addWidget(label(check.text, tone="" if check.tone == "ok" else check.tone, wrap=True))
        if check.hint:
            words.addWidget(label(check.hint, "caption", wrap=True))
        line.addLayout(words, 1)
        return holder


class CheckView(QWidget):
    """Both cards side by side."""

    def __init__(self, theme: Theme, open_record: Open) -> None:
        super().__init__()
        self.gaps = GapsCard(theme, open_record)
        self.checks = ChecksCard(theme)
        line = row(self, spacing=12)
        line.addWidget(self.gaps, 1)
        line.addWidget(self.checks)
        self._theme = theme
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.checks.setFixedWidth(self._theme.px(380))


def _place(gap: Gap) -> str:
    register = BY_KEY.get(gap.missing.register)
    return " ".join(part for part in (register.title if register else "", gap.missing.number) if part)
