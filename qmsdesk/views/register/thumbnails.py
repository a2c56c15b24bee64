"""Small pictures of attachments: images, and the first page of a PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from qmsdesk.errors import UserError
from qmsdesk.views.pdf_pages import PdfPages

_PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"}
_LARGEST_PDF = 64 << 20  # a bigger one is not read for a thumbnail


def thumbnail(path: Path, name: str, box: QSize) -> QImage | None:
    """A picture that fits into ``box``; None for other kinds of file and for what cannot be read."""
    ending = Path(name).suffix.lower()
    if not path.is_file():
        return None
    if ending in _PICTURES:
        return _picture(path, box)
    return _page(path, box) if ending == ".pdf" else None


def _picture(path: Path, box: QSize) -> QImage | None:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        return None
    if size.width() > box.width() or size.height() > box.height():
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _page(path: Path, box: QSize) -> QImage | None:
    if path.stat().st_size > _LARGEST_PDF:
        return None
    try:
        with PdfPages(path) as pages:
            size = pages.size(0)
            return pages.image(0, min(box.width() / max(size.width(), 1), box.height() / max(size.height(), 1)))
    except (UserError, IndexError):
        return None
