"""A table whose rows lead somewhere: by the link in the last column, Enter, or a click anywhere."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.table import ROW, DataTable

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class LinkTable(DataTable):
    """``opened`` carries the row whose link was followed, ``told`` the one asked about (double click, Space).

    ``link`` is the column of the link, −1 where the whole row is one. Rows that head a group answer to any click.
    """

    opened = Signal(int)
    told = Signal(int)

    def __init__(self, theme: Theme, link: int, parent: QWidget | None = None, *, row_height: int = ROW) -> None:
        super().__init__(theme, parent, row_height=row_height)
        self._link = link
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(self._double)

    def span_groups(self) -> None:
        """Headings run over all columns; call it after the model was reset."""
        self.clearSpans()
        model = self.model()
        if model.columnCount() > 1:
            for row in range(model.rowCount()):
                if model.index(row, 0).data(Role.GROUP):
                    self.setSpan(row, 0, 1, model.columnCount())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows the link, Space asks; the rest as in every table."""
        here = self.currentIndex()
        if here.isValid() and event.key() in _ENTER:
            self.opened.emit(here.row())
        elif here.isValid() and event.key() == Qt.Key.Key_Space:
            self.told.emit(here.row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """One click on the link is enough."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._leads(index):
            self.opened.emit(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand over what leads somewhere."""
        super().mouseMoveEvent(event)
        leads = self._leads(self.indexAt(event.position().toPoint()))
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def _leads(self, index: QModelIndex) -> bool:
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return False
        if index.siblingAtColumn(0).data(Role.GROUP):
            return bool(index.flags() & Qt.ItemFlag.ItemIsSelectable)
        return self._link < 0 or index.column() == self._link

    def _double(self, index: QModelIndex) -> None:
        if self._link >= 0 and not self._leads(index):
            self.told.emit(index.row())
