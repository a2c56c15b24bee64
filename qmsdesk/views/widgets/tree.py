"""Grouped rows: a group heads its records on a quiet ground, in the order of the clauses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTreeView, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.delegate import TableDelegate
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.table import ROW, ROW_COMPACT
from qmsdesk.views.widgets.table_header import TableHeader


class GroupedTree(QTreeView):
    """A tree of groups and rows with the look of ``DataTable``; rows with ``Role.GROUP`` span all columns."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, row_height: int = ROW) -> None:
        super().__init__(parent)
        self.theme = theme
        self.bar_column = -1  # drawn over the branch area by drawRow
        self._compact, self._base_row = False, row_height
        self._widths: list[int] = []
        self.setItemDelegate(TableDelegate(theme, self))
        self.setHeader(TableHeader(theme, self))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(True)
        self.setIndentation(16)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def row_height(self) -> int:
        """The height of a row now, in logical pixels."""
        return self.theme.px(self._base_row - (ROW - ROW_COMPACT) if self._compact else self._base_row)

    def set_compact(self, compact: bool) -> None:
        """Lower rows for small windows."""
        self._compact = compact
        self._measure()

    def set_columns(self, widths: Sequence[int]) -> None:
        """Widths in pixels of the design; 0 takes what is left over."""
        self._widths = list(widths)
        head = self.header()
        head.setStretchLastSection(False)
        for column, width in enumerate(widths):
            mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(column, mode)
            if width:
                self.setColumnWidth(column, self.theme.px(width))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model with its groups open."""
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._spread)
            if self._widths:
                self.set_columns(self._widths)
        self._spread()

    def drawRow(
        self, painter: QPainter, options: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The ground runs under the branch too; the accent bar stands at the left edge."""
        rect: QRect = options.rect
        selected = self.selectionModel().isSelected(index)
        group = bool(index.data(Role.GROUP))
        painter.fillRect(rect, self.theme.color("selected" if selected else "subtle" if group else "surface"))
        super().drawRow(painter, options, index)
        painter.setPen(self.theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if selected:
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), self.theme.color("accent"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel: the font scale of the program."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.theme.step_scale((event.angleDelta().y() > 0) - (event.angleDelta().y() < 0))
            event.accept()
            return
        super().wheelEvent(event)

    def _spread(self) -> None:
        model = self.model()
        if model is None:
            return
        for row in range(model.rowCount()):
            if model.index(row, 0).data(Role.GROUP):
                self.setFirstColumnSpanned(row, QModelIndex(), True)
        self.expandAll()

    def _measure(self) -> None:
        self.header().setFixedHeight(self.theme.px(30))
        for column, width in enumerate(self._widths):
            if width:
                self.setColumnWidth(column, self.theme.px(width))
        self.scheduleDelayedItemsLayout()
