"""The cards of one step: a list that is walked by keys; each card has number, text, state and files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.chain import Key, Node
from qmsdesk.views.chain.card_delegate import CURRENT, NODE, CardDelegate
from qmsdesk.views.theme.apply import Theme

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()


class CardModel(QAbstractListModel):
    """The nodes of a step; ``current`` are those the chain is walked from."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.nodes: tuple[Node, ...] = ()
        self.current: frozenset[Key] = frozenset()

    def load(self, nodes: Sequence[Node], current: frozenset[Key]) -> None:
        """Other nodes."""
        self.beginResetModel()
        self.nodes, self.current = tuple(nodes), current
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """All nodes."""
        return 0 if parent.isValid() else len(self.nodes)

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """The text, the node for the delegate, all of it for the tip and for who hears the screen."""
        node = self.nodes[index.row()]
        if role == NODE:
            return node
        if role == CURRENT:
            return node.key in self.current
        if role == _Data.DisplayRole:
            return f"{node.number} {node.caption}"
        if role == _Data.ToolTipRole:
            return "\n".join((node.caption, *node.details))
        if role == _Data.AccessibleTextRole:
            mark = _("当前") if node.key in self.current else ""
            return "，".join(part for part in (node.number, node.caption, node.state, mark) if part)
        return None


class CardList(QListView):
    """``centred`` asks to walk from a card, ``opened`` for its record, ``sideways`` to go to another step."""

    centred = Signal(object)
    opened = Signal()
    sideways = Signal(int)
    moved = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(CardDelegate(theme, self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(lambda index: self.centred.emit(index.data(NODE)))

    def node(self) -> Node | None:
        """The card at the cursor."""
        index = self.currentIndex()
        return self.cards.nodes[index.row()] if index.isValid() else None

    def place(self, row: int) -> None:
        """Put the cursor on a card."""
        self.setCurrentIndex(self.cards.index(max(0, min(row, len(self.cards.nodes) - 1)), 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The cursor is on another card."""
        super().currentChanged(current, previous)
        self.moved.emit()

    def minimumSizeHint(self) -> QSize:
        """Room for one card."""
        return QSize(0, self.sizeHintForRow(0) if self.cards.nodes else 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space walks from here, Left and Right go to the neighbouring step."""
        key = event.key()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Space and self.node() is not None:
            self.centred.emit(self.node())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(-1 if key == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click may have moved the cards: what it was made on is opened."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()
