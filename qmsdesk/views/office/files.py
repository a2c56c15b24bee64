"""Asking for files and folders; one object, handed in, so that tests answer in its place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


class FileChooser:
    """The system's own dialogs; None when the user cancelled."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def folder(self, title: str, start: Path) -> Path | None:
        """An existing folder."""
        return _path(QFileDialog.getExistingDirectory(self._parent, title, str(_existing(start))))

    def open(self, title: str, start: Path, kinds: str = "") -> Path | None:
        """An existing file."""
        return _path(QFileDialog.getOpenFileName(self._parent, title, str(_existing(start)), kinds)[0])

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None:
        """A file to write; the dialog asks before an existing one is replaced."""
        start = _existing(proposed.parent) / proposed.name
        return _path(QFileDialog.getSaveFileName(self._parent, title, str(start), kinds)[0])


def _existing(folder: Path) -> Path:
    """The folder, or what is there of its way; else the dialog would start where the program lies."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), Path.home())


def _path(text: str) -> Path | None:
    return Path(text) if text else None
