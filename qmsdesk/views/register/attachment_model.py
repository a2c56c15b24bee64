"""The files of one record as rows, and how they are named and measured."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qmsdesk.models.base import Row
from qmsdesk.models.system import Attachment
from qmsdesk.services import attachments
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
_ICONS = {
    **dict.fromkeys((".doc", ".docx", ".wps"), "file-word-2-line"),
    **dict.fromkeys((".xls", ".xlsx", ".csv", ".et"), "file-excel-2-line"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"), "image-line"),
    ".pdf": "file-pdf-line",
    ".zip": "file-zip-line",
}
_NONE = QModelIndex()


def size_text(size: int) -> str:
    """Bytes as people say them."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):.1f} MB"


def file_icon(name: str) -> str:
    """The icon of a kind of file."""
    return _ICONS.get(Path(name).suffix.lower(), "file-line")


class AttachmentModel(QAbstractTableModel):
    """The files of one record, title over name, date and size."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._states: list[str] = []

    def load(self, rows: list[Row], today: dt.date) -> None:
        """Other files, with their state as evidence on a day."""
        self.beginResetModel()
        self.rows = rows
        self._states = [attachments.state_of(row, today) for row in rows]
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """All files."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """One column of two lines."""
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts and the icon of the kind of file."""
        found = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.of(Attachment.title) or found["name"]
        if role == Role.CAPTION:
            state = self._states[index.row()]
            said = "" if state == "valid" else attachments.STANDINGS[state]
            parts = (said, found["name"], str(found.of(Attachment.evidence_on) or ""), size_text(found["size"]))
            return " · ".join(part for part in parts if part)
        if role == Role.ICON:
            return file_icon(found["name"]), "accent"
        return found["name"] if role == Qt.ItemDataRole.ToolTipRole else None
