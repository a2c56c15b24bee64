"""Editing in a table: F2 or typing starts, Enter and Tab commit and move, Esc gives up; the editors are the form's."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QStyleOptionViewItem, QTableView, QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.views.register.editor import Editor, LongEditor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.delegate import TableDelegate

Index = QModelIndex | QPersistentModelIndex
_STILL_HERE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_NO_HINT = QAbstractItemDelegate.EndEditHint.NoHint


class Host(Protocol):
    """Whoever owns the rows of a table that is typed into."""

    def entry_at(self, row: int) -> Entry | None:
        """What is edited in a row, None when it is closed (the host has said why)."""

    def field_at(self, column: int) -> AnyField | None:
        """The field of a column, None when it is not edited in place."""

    def commit_cell(self, entry: Entry, field: AnyField, editor: Editor) -> None:
        """Save the cell or keep what is wrong in it."""

    def closed(self, reason: str) -> None:
        """Somebody wanted to edit a cell that is closed: say why."""


class CellDelegate(TableDelegate):
    """Opens the form's editors in cells and moves on as a spreadsheet does."""

    def __init__(self, theme: Theme, kit: Kit, host: Host, view: QTableView) -> None:
        super().__init__(theme, view)
        self._kit, self._host, self._view = kit, host, view
        self.editor: Editor | None = None
        self._place = QPersistentModelIndex()

    def field_at(self, index: Index) -> AnyField | None:
        """The field of a cell, for the help."""
        return self._host.field_at(index.column()) if index.isValid() else None

    def start(self, index: Index, typed: str = "") -> None:
        """Begin to edit a cell; ``typed`` replaces what is in it."""
        put_cursor(self._view, index)
        self._view.edit(self._view.currentIndex())
        if typed and self.editor is not None:
            self.editor.type_over(typed)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The editor of the field, or nothing where the cell is closed."""
        field, entry = self._host.field_at(index.column()), self._host.entry_at(index.row())
        if field is None or entry is None:
            return None  # type: ignore[return-value]
        if reason := entry.reason_closed(field):
            self._host.closed(reason)
            return None  # type: ignore[return-value]
        made = self._kit.cell(field, parent)
        made.setAutoFillBackground(True)
        made.control.installEventFilter(self)
        made.committed.connect(lambda: self._commit(made, entry, field))
        self.editor, self._place = made, QPersistentModelIndex(index)
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The stored value or the refused text."""
        field, entry = self._host.field_at(index.column()), self._host.entry_at(index.row())
        if not isinstance(editor, Editor) or field is None or entry is None or (editor.loaded and editor.dirty()):
            return
        editor.load(entry.value(field), entry.text(field))
        if field in entry.typed:
            editor.keep(entry.typed[field])

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, _index: Index) -> None:
        """Qt's own way to commit (focus lost): the same road."""
        if isinstance(editor, Editor):
            editor.commit()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The cell, and more below it for text of several lines."""
        rect: QRect = option.rect
        tall = isinstance(editor, LongEditor)
        editor.setGeometry(rect.x(), rect.y(), max(rect.width(), 90), self.theme.px(72) if tall else rect.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, Tab and Esc of the editor in the cell."""
        editor = self.editor
        if isinstance(watched, Editor):
            return super().eventFilter(watched, event)
        if editor is None or watched is not editor.control:
            return False
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete):
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(editor, event)
        elif isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STILL_HERE:
            QTimer.singleShot(0, self, lambda: self._left(editor))
        return False

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Qt closed it (another cell became current)."""
        if self.editor is editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def close(self, *, keep: bool) -> None:
        """End the editing, with or without what was typed."""
        editor = self.editor
        if editor is None:
            return
        # After a reset the view has let go of the editor without telling.
        index = self._view.model().index(self._place.row(), self._place.column())
        here = self._place.isValid() and self._view.indexWidget(index) is editor
        if keep and here:
            editor.commit()
        editor.blockSignals(True)  # a line that is given up would still commit when it loses the focus
        self.editor = None
        if here:
            self.closeEditor.emit(editor, _NO_HINT)

    def _key(self, editor: Editor, event: QKeyEvent) -> bool:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        newline = shift or bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(editor, LongEditor) and newline:
                return False
            self._end_and_move(-1 if shift else 1, 0)
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._end_and_move(0, -1 if key == Qt.Key.Key_Backtab or shift else 1)
            return True
        if key == Qt.Key.Key_Escape:
            self.close(keep=False)
            self._view.setFocus()
            return True
        return False

    def _end_and_move(self, down: int, right: int) -> None:
        index = QPersistentModelIndex(self._view.currentIndex())
        self.close(keep=True)
        self._view.setFocus()
        if index.isValid():
            move(self._view, index, down, right)

    def _left(self, editor: Editor) -> None:
        if self.editor is editor and not editor.control.hasFocus():
            self.close(keep=True)

    def _commit(self, editor: Editor, entry: Entry, field: AnyField) -> None:
        self._host.commit_cell(entry, field, editor)
        if self.editor is editor:
            if field in entry.typed:
                editor.keep(entry.typed[field])
            else:
                editor.load(entry.value(field), entry.text(field))


def move(view: QTableView, index: Index, down: int, right: int) -> None:
    """The next cell: down or up in the column, or the next one of the row that can be typed into."""
    model = view.model()
    row, column = index.row(), index.column()
    if down:
        row = min(max(row + down, 0), model.rowCount() - 1)
        put_cursor(view, model.index(row, column))
        return
    head = view.horizontalHeader()
    place = head.visualIndex(column)
    for _step in range(model.columnCount() * model.rowCount()):
        place += right
        if not 0 <= place < head.count():
            row += right
            if not 0 <= row < model.rowCount():
                return
            place = 0 if right > 0 else head.count() - 1
        target = model.index(row, head.logicalIndex(place))
        if not view.isColumnHidden(target.column()) and target.flags() & Qt.ItemFlag.ItemIsEditable:
            put_cursor(view, target)
            return


def put_cursor(view: QTableView, index: Index) -> None:
    """Make a cell the current one and select it alone, whatever modifier keys are held down at the moment."""
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    if view.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
        flags |= QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().setCurrentIndex(index, flags)


def starts_typing(event: QKeyEvent) -> bool:
    """The key is text, which begins to edit the cell and replaces what was in it."""
    text = event.text()
    control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return bool(text) and text.isprintable() and text != " " and not control


EDIT_KEYS = QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
