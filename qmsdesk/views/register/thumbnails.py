"""Small pictures of attachments: images, and the first page of a PDF. The only file that knows the PDF renderer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

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
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return None
    try:
        page = document[0]
        width, height = page.get_size()
        scale = min(box.width() / max(width, 1), box.height() / max(height, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        data = bitmap.tobytes()
        image = QImage(data, bitmap.width, bitmap.height, bitmap.width * 3, QImage.Format.Format_RGB888)
        return image.copy()  # its own bytes: those of the page are freed
    except (pypdfium2.PdfiumError, IndexError):
        return None
    finally:
        document.close()
