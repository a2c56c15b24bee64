"""The table preset: fixed row heights, no grid, one delegate, copy as TSV, Ctrl+wheel for the font size."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.delegate import TableDelegate
from qmsdesk.views.widgets.table_header import TableHeader

ROW, ROW_COMPACT = 32, 28
_Data = Qt.ItemDataRole


class DataTable(QTableView):
    """A table of records. ``check_column`` holds tick boxes (Space ticks the selected rows, the head ticks all).

    ``cell_cursor`` outlines the current cell and selects single cells, for tables that are typed into.
    ``context_requested`` carries the position for a menu, by mouse or Shift+F10.
    """

    context_requested = Signal(QPoint)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        check_column: int = -1,
        cell_cursor: bool = False,
        row_height: int = ROW,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.cell_cursor = cell_cursor
        self.hover_row = -1
        self.bar_column = 0
        self._check, self._compact, self._base_row = check_column, False, row_height
        self._widths: list[int] = []
        self.setItemDelegate(TableDelegate(theme, self))
        head = TableHeader(theme, self, check_column=check_column)
        head.all_toggled.connect(self.check_all)
        head.sectionMoved.connect(self._find_bar_column)
        self.setHorizontalHeader(head)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(12)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(cell_cursor)
        self.setCornerButtonEnabled(False)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectItems if cell_cursor else behaviour.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.context_requested)
        self.entered.connect(self._entered)
        theme.changed.connect(self._measure)
        self._measure()

    @property
    def row_height(self) -> int:
        """The height of a row now, in logical pixels."""
        base = self._base_row - (ROW - ROW_COMPACT) if self._compact and self._base_row <= ROW else self._base_row
        return self.theme.px(base)

    def set_compact(self, compact: bool) -> None:
        """Rows of 28 instead of 32 for small windows."""
        self._compact = compact
        self._measure()

    def set_columns(self, widths: Sequence[int]) -> None:
        """Widths in pixels of the design, scaled with the font; 0 takes what is left over."""
        self._widths = list(widths)
        head = self.horizontalHeader()
        for column, width in enumerate(widths):
            fixed = column == self._check
            mode = QHeaderView.ResizeMode.Interactive if width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed if fixed else mode)
            if width:
                self.setColumnWidth(column, self.theme.px(width))
        self._find_bar_column()

    def hide_columns(self, hidden: Sequence[int]) -> None:
        """Exactly these columns are hidden (low priority ones in a small window)."""
        for column in range(self.horizontalHeader().count()):
            self.setColumnHidden(column, column in hidden)
        self._find_bar_column()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; keeps the widths that were set."""
        super().setModel(model)
        if self._widths:
            self.set_columns(self._widths)

    def head(self) -> TableHeader:
        """The head, for sort mark and tick box."""
        head = self.horizontalHeader()
        assert isinstance(head, TableHeader)
        return head

    def selected_rows(self) -> list[int]:
        """Rows with a selected cell, in order."""
        return sorted({index.row() for index in self.selectedIndexes()})

    def copied_text(self) -> str:
        """The selection as TSV: selected rows or the block of selected cells, visible columns in the order seen."""
        chosen = {(index.row(), index.column()) for index in self.selectedIndexes()}
        head = self.horizontalHeader()
        order = [head.logicalIndex(place) for place in range(head.count())]
        rows = sorted({row for row, _column in chosen})
        used = {column for _row, column in chosen}
        columns = [c for c in order if c in used and c != self._check and not self.isColumnHidden(c)]
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\r\n")
        model = self.model()
        for row in rows:
            cells = [
                str(model.index(row, c).data(_Data.DisplayRole) or "") if (row, c) in chosen else "" for c in columns
            ]
            writer.writerow(cells)
        return out.getvalue()

    def check_all(self, on: bool) -> None:
        """Tick or untick every row."""
        self._set_checks(range(self.model().rowCount()), on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, tick with Space; Ctrl with plus, minus for the font size."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied_text())
            return
        if event.key() == Qt.Key.Key_Space and self._check >= 0 and self.selected_rows():
            rows = self.selected_rows()
            now = self.model().index(rows[0], self._check).data(_Data.CheckStateRole)
            self._set_checks(rows, Qt.CheckState(now or 0) != Qt.CheckState.Checked)
            return
        if event.key() == Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.context_requested.emit(self.visualRect(self.currentIndex()).bottomLeft())
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel: the font scale of the program."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.theme.step_scale((event.angleDelta().y() > 0) - (event.angleDelta().y() < 0))
            event.accept()
            return
        super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Below the last row nothing is hovered."""
        if not self.indexAt(event.position().toPoint()).isValid():
            self._hover(-1)
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No row is hovered any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def _set_checks(self, rows: Sequence[int] | range, on: bool) -> None:
        model, state = self.model(), Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        for row in rows:
            model.setData(model.index(row, self._check), state, _Data.CheckStateRole)

    def _entered(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        if row != self.hover_row:
            before, self.hover_row = self.hover_row, row
            for changed in (before, row):
                if changed >= 0:
                    top, high = self.rowViewportPosition(changed), self.rowHeight(changed)
                    self.viewport().update(0, top, self.viewport().width(), high)

    def _find_bar_column(self) -> None:
        head = self.horizontalHeader()
        places = (head.logicalIndex(place) for place in range(head.count()))
        self.bar_column = next((column for column in places if not self.isColumnHidden(column)), 0)
        self.viewport().update()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.row_height)
        self.horizontalHeader().setFixedHeight(self.theme.px(30))
        for column, width in enumerate(self._widths):
            if width:
                self.setColumnWidth(column, self.theme.px(width))
        self.viewport().update()
