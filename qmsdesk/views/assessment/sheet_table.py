"""表C.1 on screen: categories merged over their rows, values typed in place, sources one double click away."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.services.assessment import SheetRow
from qmsdesk.views.assessment.cells import COLUMNS, PLACE, missing
from qmsdesk.views.assessment.round_entry import RoundEntry
from qmsdesk.views.assessment.sheet_model import SheetModel
from qmsdesk.views.register.cells import CellDelegate, move, starts_typing
from qmsdesk.views.register.editor import Editor, TextEditor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.widgets.delegate import PADDING
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_ROW = 38
_WHOLE = frozenset({"category", "score"})


class SheetTable(DataTable):
    """``sources_asked`` carries the row whose sources are wanted, ``evidence_asked`` the one whose files are.

    ``shut`` says why a cell that somebody wants to type into is closed.
    """

    sources_asked = Signal(object)
    evidence_asked = Signal(object)
    moved = Signal()
    shut = Signal(str)

    def __init__(self, kit: Kit, model: SheetModel) -> None:
        super().__init__(kit.theme, cell_cursor=True, row_height=_ROW)
        self.sheet = model
        self.cells = _Delegate(kit, self)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAccessibleName(_("认证提升成效评价表"))
        self.setSortingEnabled(False)
        self.setModel(model)
        self.set_columns([c.width for c in COLUMNS])
        model.modelReset.connect(self.relay)
        self.relay()

    def relay(self) -> None:
        """Merge what the paper form merges."""
        self.clearSpans()
        if self.sheet.shown is None or not self.sheet.rows:
            return
        merged = self.sheet.shown.sheet.rule != "per_indicator"
        for first, count in self.sheet.groups():
            if count > 1:
                self.setSpan(first, PLACE["category"], count, 1)
                if merged:
                    self.setSpan(first, PLACE["score"], count, 1)
        total = len(self.sheet.rows)
        self.setSpan(total, PLACE["indicator"], 1, PLACE["score"] - PLACE["indicator"])

    def row_at_cursor(self) -> SheetRow | None:
        """The row of the cursor; None on the total."""
        place = self.currentIndex().row()
        return self.sheet.rows[place] if 0 <= place < len(self.sheet.rows) else None

    def go(self, number: str, key: str = "indicator", *, edit: bool = False) -> bool:
        """Put the cursor on a row; ``edit`` opens the cell. False when the row is not shown."""
        row = self.sheet.row_of(number)
        if row < 0:
            return False
        index = self.sheet.index(row, PLACE[key])
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        if edit and index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.cells.start(index)
        return True

    def flush(self) -> bool:
        """Commit what is being typed; False when a cell is red."""
        self.cells.close(keep=True)
        return not self.sheet.problems()

    # What the cells ask for (``register.cells.Host``).

    def entry_at(self, row: int) -> Entry | None:
        """The editing of a row."""
        return self.sheet.entry(row)

    def field_at(self, column: int) -> AnyField | None:
        """What is typed into a column."""
        return COLUMNS[column].field

    def commit_cell(self, entry: Entry, field: AnyField, editor: Editor) -> None:
        """Save the cell, or keep it red."""
        if isinstance(entry, RoundEntry):
            self.sheet.take(entry, field, editor.text(), editor.read)

    def closed(self, reason: str) -> None:
        """Say why a cell is closed."""
        self.shut.emit(reason)

    # Keys and mouse.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Typing replaces, Escape gives up what was refused, Enter moves down, Ctrl+Enter opens the sources."""
        index, row = self.currentIndex(), self.row_at_cursor()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape and self.sheet.problems():
            self.sheet.forget()
        elif enter and row is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sources_asked.emit(row)
        elif enter and index.isValid():
            move(self, index, -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif starts_typing(event) and row is not None and COLUMNS[index.column()].field is not None:
            entry = self.sheet.entry(index.row())
            reason = entry.reason_closed(COLUMNS[index.column()].field) if entry is not None else ""
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.cells.start(index, event.text())
            elif reason:
                self.closed(reason)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a missing value opens its cell, on the number of files the files."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not 0 <= index.row() < len(self.sheet.rows):
            return
        row, key = self.sheet.rows[index.row()], COLUMNS[index.column()].key
        if key == "evidence":
            self.evidence_asked.emit(row)
        elif missing(row) == key and index.flags() & Qt.ItemFlag.ItemIsEditable and self.cells.editor is None:
            self.cells.start(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The sources of a row."""
        index = self.indexAt(event.position().toPoint())
        if 0 <= index.row() < len(self.sheet.rows) and self.cells.editor is None:
            self.sources_asked.emit(self.sheet.rows[index.row()])

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The whole row is marked."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()


class _Delegate(CellDelegate):
    """Category in two lines, a stronger line between categories, the whole row of the cursor marked."""

    def __init__(self, kit: Kit, table: SheetTable) -> None:
        super().__init__(kit.theme, kit, table, table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place, current = index.row(), self._table.currentIndex().row()
        key, rows = COLUMNS[index.column()].key, self._table.sheet.rows
        whole = key in _WHOLE and self._table.rowSpan(place, index.column()) > 1
        if whole:
            option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        elif place == current and place < len(rows):
            option.state |= QStyle.StateFlag.State_Selected
        super().paint(painter, option, index)
        last = place + 1 >= len(rows) or rows[place].category != rows[place + 1].category
        if last or whole:
            painter.setPen(self.theme.color("border"))
            rect: QRect = option.rect
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if key == "category" and place < len(rows):
            painter.setPen(self.theme.color("line"))
            painter.drawLine(option.rect.topRight(), option.rect.bottomRight())
            painter.drawLine(option.rect.topLeft(), option.rect.bottomLeft())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        if isinstance(editor, TextEditor):
            editor.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        super().updateEditorGeometry(editor, option, index)

    def _text(self, painter: QPainter, area: QRect, text: str, index: Index, group: bool) -> None:
        key, total = COLUMNS[index.column()].key, index.row() >= len(self._table.sheet.rows)
        if key == "category" and not total:
            self._category(painter, area, text, str(index.data(Role.CAPTION) or ""))
        elif key == "score" and not total:
            painter.setFont(self.theme.font(13, bold=True))
            painter.setPen(self.theme.color("text"))
            painter.drawText(area, _RIGHT, text)
        else:
            super()._text(painter, area, text, index, group and key in ("category", "score"))
            if key == "evidence" and index.data(Role.TONE) == "bad":
                side = self.theme.px(13)
                wide = QFontMetrics(self.theme.font(13)).horizontalAdvance(text)
                mark = QRectF(area.right() - wide - side - 3, area.center().y() - side / 2 + 1, side, side)
                self.theme.icons.paint(painter, mark, "error-warning-line", "bad")

    def _category(self, painter: QPainter, area: QRect, text: str, caption: str) -> None:
        """The name, over two lines where it is long and there is room, and the points beneath."""
        body = self.theme.font(13)
        metrics, high = QFontMetrics(body), self.theme.px(17)
        room = area.adjusted(0, 0, PADDING - 2, 0)
        fits = metrics.horizontalAdvance(text) <= room.width() or area.height() < 3 * high
        lines = [text] if fits else _halves(text, metrics, room.width())
        top = area.y() + max((area.height() - high * (len(lines) + 1)) // 2, 0)
        painter.setFont(body)
        painter.setPen(self.theme.color("text"))
        for place, line in enumerate(lines):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.x(), top + place * high, room.width(), high), _LEFT, shown)
        painter.setFont(self.theme.font(12))
        painter.setPen(self.theme.color("text3"))
        painter.drawText(QRect(room.x(), top + len(lines) * high, room.width(), high), _LEFT, caption)


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _halves(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    """A long name over two lines, broken where the first is full."""
    cut = len(text)
    while cut > 1 and metrics.horizontalAdvance(text[:cut]) > room:
        cut -= 1
    return [text[:cut], text[cut:]] if cut < len(text) else [text]
