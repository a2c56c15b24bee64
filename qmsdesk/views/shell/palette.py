"""Ctrl+K: one box for pages, commands, records and clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListView, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.delegate import TableDelegate
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import column, label

_MOST = 40
_MOVES: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


@dataclass(frozen=True)
class Entry:
    """Something one can jump to or do."""

    title: str
    subtitle: str
    icon: str
    activate: Callable[[], object]


Provider = Callable[[str], Sequence[Entry]]
"""Given the text typed (may be empty), what fits it, best first."""


class _List(QListView):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.hover_row = -1
        self.bar_column = 0

    @property
    def row_height(self) -> int:
        return self._theme.px(32)


class CommandPalette(QFrame):
    """A box over the window: type, arrows choose, Enter goes, Esc or a click elsewhere closes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._providers: list[Provider] = []
        self._entries: list[Entry] = []
        self._back: QWidget | None = None
        self.setProperty("role", "popup")
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("页面、编号、条款、人员或命令"))
        self.box.setAccessibleName(_("搜索或跳转"))
        self.box.textChanged.connect(self._ask_soon)
        self.box.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.list = _List(theme)
        self.list.setModel(self._model)
        self.list.setItemDelegate(TableDelegate(theme, self.list))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._clicked)
        self._none = label(_("没有找到。试试编号、名称或条款的一部分"), "caption")
        self._none.setContentsMargins(12, 10, 12, 10)
        lines = column(self, margins=(1, 1, 1, 6))
        lines.addWidget(self.box)
        lines.addWidget(self.list, 1)
        lines.addWidget(self._none)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(60)
        self._timer.timeout.connect(self._ask)
        self.hide()

    def add_provider(self, provider: Provider) -> None:
        """Another source; those added first are listed first."""
        self._providers.append(provider)

    def clear_providers(self, keep: int) -> None:
        """Forget the sources after the first ``keep``: another enterprise was opened."""
        del self._providers[keep:]

    def open(self) -> None:
        """Show it empty, with the focus."""
        window = self.parentWidget()
        if window is None:
            return
        self._back = window.focusWidget()
        self.box.clear()
        width = min(self._theme.px(580), window.width() - 40)
        self.setFixedWidth(width)
        self.move((window.width() - width) // 2, 64)
        self._ask()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_up(self) -> None:
        """Go away and give the focus back."""
        if self.isHidden():
            return
        back, self._back = self._back, None
        self.hide()
        if back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def entries(self) -> list[Entry]:
        """What is listed."""
        return list(self._entries)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list while the box has the focus."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key())
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS:
            self._back = None
            self.hide()
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self._ask()
            self._go(self.list.currentIndex().row())
        elif key in _MOVES and self._entries:
            row = max(0, min(len(self._entries) - 1, self.list.currentIndex().row() + _MOVES[key]))
            self.list.setCurrentIndex(self._model.index(row, 0))
        else:
            return False
        return True

    def _ask_soon(self) -> None:
        self._timer.start()

    def _ask(self) -> None:
        self._timer.stop()
        text = self.box.text().strip()
        self._entries = [entry for provider in self._providers for entry in provider(text)][:_MOST]
        self._model.clear()
        for entry in self._entries:
            item = QStandardItem(entry.title)
            item.setData(entry.subtitle, Role.CAPTION)
            item.setData((entry.icon, "text2"), Role.ICON)
            item.setEditable(False)
            self._model.appendRow(item)
        self.list.setVisible(bool(self._entries))
        self._none.setVisible(not self._entries)
        self.list.setCurrentIndex(self._model.index(0, 0))
        window = self.parentWidget()
        room = (window.height() - 180) // self.list.row_height if window is not None else 10
        self.list.setFixedHeight(max(1, min(len(self._entries), 12, room)) * self.list.row_height + 10)
        self.adjustSize()

    def _clicked(self, index: QModelIndex) -> None:
        self._go(index.row())

    def _go(self, row: int) -> None:
        if 0 <= row < len(self._entries):
            entry = self._entries[row]
            self.close_up()
            entry.activate()


def fits(text: str, *words: str) -> bool:
    """Whether every part of what was typed occurs in one of the words, case aside."""
    whole = " ".join(words).casefold()
    return all(part in whole for part in text.casefold().split())
