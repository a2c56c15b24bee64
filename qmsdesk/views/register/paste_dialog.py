"""A look at a pasted block before it is written: what is added, changed, refused, row by row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.services import records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.panel import ListPanel
from qmsdesk.views.register.paste import PastedRow, Target, carry_out, plan
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_WORDS = {"add": _("新增"), "edit": _("更新"), "same": _("跳过"), "refused": _("有误")}
_HEADERS = (_("行"), _("结果"), _("内容"), _("说明"))
_NONE = QModelIndex()


class PasteModel(QAbstractTableModel):
    """The rows of the block."""

    def __init__(self, rows: list[PastedRow], parent: QObject) -> None:
        super().__init__(parent)
        self.rows = rows

    def rowCount(self, parent: Index = _NONE) -> int:
        """All rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Line, outcome, content, why."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings."""
        horizontal = orientation == Qt.Orientation.Horizontal
        return _HEADERS[section] if horizontal and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; the outcome is a pill."""
        found = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (str(found.line), _WORDS[found.outcome], "  ".join(found.texts), found.says)[index.column()]
        if role == Role.PILL:
            return index.column() == 1 or None
        if role == Role.TONE and index.column() == 3 and found.outcome == "refused":
            return "bad"
        return None


class PasteDialog(Dialog):
    """Rows that are wrong are left out; the others go in together, as one step of undo."""

    def __init__(
        self, theme: Theme, sitting: Sitting, target: Target, rows: list[PastedRow], messages: Messages, parent: QWidget
    ) -> None:
        counts = {key: sum(row.outcome == key for row in rows) for key in _WORDS}
        good = counts["add"] + counts["edit"]
        parts = [f"{word} {counts[key]}" for key, word in _WORDS.items() if counts[key]]
        title = _("粘贴 {} 行到{}？").format(len(rows), target.register.title)
        super().__init__(
            theme, title, _("{}。有误的行不写入，可在表格里改好再粘贴。").format(" · ".join(parts)), parent, width=760
        )
        self._sitting, self._target, self._rows, self._messages = sitting, target, rows, messages
        self._change: records.Change | None = None
        self.table = DataTable(theme, self)
        self.table.setModel(PasteModel(rows, self.table))
        self.table.set_columns([52, 84, 320, 0])
        self.table.setMinimumHeight(theme.px(260))
        self.table.setAccessibleName(title)
        self.body.addWidget(self.table, 1)
        if not rows:
            self.body.addWidget(label(_("剪贴板里没有表格内容"), "hint"))
        cancel = self.add_button(_("取消"))
        cancel.clicked.connect(self.reject)
        self.go = self.add_button(_("粘贴 {} 行").format(good), "primary")
        self.go.setEnabled(bool(good))
        self.go.clicked.connect(self.accept)
        (self.go if good and not counts["refused"] else cancel).setDefault(True)
        (self.go if good and not counts["refused"] else cancel).setFocus()

    @classmethod
    def from_clipboard(cls, panel: ListPanel, messages: Messages, parent: QWidget) -> PasteDialog | None:
        """The dialog for what is on the clipboard, None when that is no text."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasUrls() or not mime.hasText() or not mime.text().strip():
            return None
        table, model = panel.table, panel.model
        seen = table.visible_columns()
        current = table.currentIndex()
        start = seen.index(current.column()) if current.column() in seen else 0
        columns = tuple(model.field(c) for c in seen[start:])
        first = current.row() if current.isValid() else len(model.ids)
        target = Target(
            model.register,
            columns,
            tuple(c.header for c in model.columns),
            tuple(model.ids[first:]),
        )
        rows = plan(panel.sitting, target, mime.text())
        return cls(table.theme, panel.sitting, target, rows, messages, parent)

    def count(self) -> int:
        """How many rows go in."""
        return sum(row.outcome in ("add", "edit") for row in self._rows)

    def ask(self) -> records.Change | None:
        """Show it and wait; the change when the rows were written."""
        self.exec()
        return self._change

    def accept(self) -> None:
        """Write the rows that are in order."""
        try:
            self._change = carry_out(self._sitting, self._target.register, self._rows)
        except UserError as error:
            self._messages.error(error)
        super().accept()
