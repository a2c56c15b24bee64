"""Child rows of a record in a table that is typed into; the last row is blank and becomes a row when it is valid."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import ExactField
from qmsdesk.registers.spec import Lines
from qmsdesk.services import records
from qmsdesk.views.register import field_hint
from qmsdesk.views.register.cells import EDIT_KEYS, CellDelegate, starts_typing
from qmsdesk.views.register.columns import field_width
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.register.visit import LineEntry, Visit
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import column, label, row
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()


class LinesModel(QAbstractTableModel):
    """The entries of one record's child rows; while the record is open a blank one comes last."""

    def __init__(self, spec: Lines, parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self.entries: list[LineEntry] = []

    def load(self, visit: Visit | None) -> None:
        """Read the rows again; what was refused in one of them is kept, and the cursor where the rows are the same."""
        rows = list(visit.lines(self.spec)) if visit else []
        blank = visit is not None and visit.record is not None and not visit.reason_closed(lines=self.spec)
        ids = [row.id for row in rows] + [None] * blank
        if self.entries and self.entries[0].visit is visit and [e.row_id for e in self.entries] == ids:
            for entry, row in zip(self.entries, rows, strict=False):
                entry.row = row
            self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        kept = {entry.row_id: entry for entry in self.entries if entry.unsaved() and entry.visit is visit}
        self.entries = []
        if visit is not None:
            self.entries = [kept.get(row.id) or LineEntry(visit, self.spec, row) for row in rows]
            if blank:
                self.entries.append(kept.get(None) or LineEntry(visit, self.spec, None))
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """All entries."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _NONE) -> int:
        """The fields."""
        return 0 if parent.isValid() else len(self.spec.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Labels."""
        if orientation == Qt.Orientation.Horizontal and role == _Data.DisplayRole:
            return str(self.spec.fields[section].verbose_name)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Closed rows cannot be typed into."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        closed = self.entries[index.row()].reason_closed(self.spec.fields[index.column()])
        return flags if closed else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts, what is wrong, what is missing."""
        entry, field = self.entries[index.row()], self.spec.fields[index.column()]
        if role == _Data.DisplayRole:
            return entry.text(field) if not entry.is_draft or field in entry.values or field in entry.typed else ""
        if role == Role.ERROR:
            return entry.problems.get(field)
        if role == Role.PILL:
            return (field.name == "status" and not entry.is_draft) or None
        if role == Role.FIELD:
            return (entry.touched and field in entry.missing()) or None
        if role == Role.CAPTION and index.column() == 0 and entry.is_draft:
            return entry.note() if entry.touched else "+"
        if role == _Data.TextAlignmentRole and isinstance(field, ExactField):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def repaint(self, row: int) -> None:
        """Something of an entry changed."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def append_blank(self, visit: Visit) -> None:
        """The blank row became a row: the next blank one follows."""
        self.beginInsertRows(_NONE, len(self.entries), len(self.entries))
        self.entries.append(LineEntry(visit, self.spec, None))
        self.endInsertRows()


class LinesTable(DataTable):
    """Typing edits, Delete asks to take the row out."""

    removed = Signal(int)

    def __init__(self, kit: Kit, model: LinesModel, host: LinesTab) -> None:
        super().__init__(kit.theme, host, cell_cursor=True)
        self.setModel(model)
        self.cells = CellDelegate(kit.theme, kit, host, self)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(EDIT_KEYS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Text begins to edit, Delete takes the row out."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Delete and index.isValid():
            self.removed.emit(index.row())
        elif starts_typing(event) and index.isValid():
            self.cells.start(index, event.text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.cells.start(index)
        elif event.key() == Qt.Key.Key_F1 and field_hint.in_dialog(self):
            if (field := self.cells.field_at(index)) is not None:
                field_hint.show(self.viewport(), field)
        else:
            super().keyPressEvent(event)


class LinesTab(QWidget):
    """One kind of child row as a tab of the detail pane."""

    saved = Signal(object)
    marked = Signal()
    failed = Signal(object)

    def __init__(self, kit: Kit, spec: Lines, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self.spec = kit, spec
        self._visit: Visit | None = None
        self.model = LinesModel(spec, self)
        self.table = LinesTable(kit, self.model, self)
        self.table.setAccessibleName(spec.title)
        self.table.set_columns([field_width(f) for f in spec.fields])
        self.table.removed.connect(self.remove)
        self._reason = label("", "hint", wrap=True)
        self.remove_button = button(
            kit.theme, _("删除行"), "delete-bin-line", small=True, on_click=lambda: self.remove(-1)
        )
        lines = column(self, spacing=6, margins=(0, 0, 0, 8))
        lines.addWidget(self.table, 1)
        foot = row(margins=(16, 0, 16, 0))
        foot.addWidget(self._reason, 1)
        foot.addWidget(self.remove_button)
        lines.addLayout(foot)
        self._lines = lines
        self._tools: list[QWidget] = []
        self._tool_line = row(spacing=6, margins=(16, 0, 16, 0))
        lines.addLayout(self._tool_line)

    def add_tools(self, *tools: QWidget) -> None:
        """Buttons of the page under the rows; they are there while rows can be added."""
        for tool in tools:
            self._tools.append(tool)
            self._tool_line.addWidget(tool)
        self._tool_line.addStretch(1)

    def add_note(self, note: QWidget) -> None:
        """A line of the page over the rows."""
        holder = row(margins=(16, 8, 16, 0))
        holder.addWidget(note)
        self._lines.insertLayout(0, holder)

    def set_visit(self, visit: Visit | None) -> None:
        """Show another record's rows."""
        self._visit = visit
        self.model.load(visit)
        reason = ""
        if visit is not None and visit.record is None:
            reason = _("先填好基本信息里带 * 的项，再填{}").format(self.spec.title)
        elif visit is not None:
            reason = visit.reason_closed(lines=self.spec)
        self._reason.setText(reason or _("在最后的空行里输入，就增加一行"))
        for tool in (self.remove_button, *self._tools):
            tool.setVisible(not reason)

    def refresh(self) -> None:
        """The stored rows changed."""
        self.set_visit(self._visit)

    def flush(self) -> bool:
        """Commit what is being typed; False when a cell is red."""
        self.table.cells.close(keep=True)
        return not any(entry.problems for entry in self.model.entries)

    def unsaved(self) -> bool:
        """A row is blank but begun, or a cell is red."""
        return any(entry.unsaved() for entry in self.model.entries)

    def unsaved_labels(self) -> list[str]:
        """The fields of its rows that are not in the file."""
        return [label for entry in self.model.entries for label in entry.unsaved_labels()]

    def forget(self) -> None:
        """Drop what was refused."""
        for entry in self.model.entries:
            entry.forget()
        self.refresh()

    def focus_field(self, field: AnyField) -> None:
        """Go to a field of the open row, the last one that is stored, else the blank one."""
        places = [i for i, e in enumerate(self.model.entries) if not e.is_draft and not e.reason_closed(field)]
        where = places[-1] if places else len(self.model.entries) - 1
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(where, self.spec.fields.index(field)))

    def row_at_cursor(self) -> int:
        """The id of the stored row at the cursor; 0 where there is none."""
        entry = self.entry_at(self.table.currentIndex().row())
        return entry.row_id or 0 if isinstance(entry, LineEntry) else 0

    def remove(self, place: int) -> None:
        """Take a row out; undo brings it back."""
        place = place if place >= 0 else self.table.currentIndex().row()
        visit = self._visit
        if visit is None or visit.record is None or not 0 <= place < len(self.model.entries):
            return
        entry = self.model.entries[place]
        if entry.row_id is None:
            entry.forget()
            self.model.repaint(place)
            return
        sitting = self._kit.sitting
        try:
            change = records.delete_line(
                sitting, visit.register, visit.record, self.spec, entry.row_id, batch=visit.batch()
            )
        except UserError as error:
            self.failed.emit(error)
            return
        visit.noted(change)
        self.refresh()
        self.saved.emit(change)

    # The host of the cells.

    def entry_at(self, row: int) -> Entry | None:
        """The entry of a row."""
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def field_at(self, column: int) -> AnyField | None:
        """The field of a column."""
        return self.spec.fields[column]

    def closed(self, reason: str) -> None:
        """Say why a cell cannot be edited."""
        self._reason.setText(reason)

    def commit_cell(self, entry: Entry, field: AnyField, editor: Editor) -> None:
        """Save the cell or keep what is wrong in it."""
        assert isinstance(entry, LineEntry)
        place, was_blank = self.model.entries.index(entry), entry.is_draft
        change: records.Change | None = None
        try:
            change = entry.take(field, editor.read, editor.text())
        except UserError as error:
            self.failed.emit(error)
        if change is not None and was_blank:
            self.model.append_blank(entry.visit)
        self.model.repaint(place)
        if change is None:
            self.marked.emit()
        else:
            self.saved.emit(change)
