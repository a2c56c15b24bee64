"""Pages of a PDF as images. The only file of the window that knows the PDF renderer."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from qmsdesk.errors import UserError
from qmsdesk.i18n import _


class PdfPages:
    """An open PDF; close it, or use it as a context. UserError for what is no readable PDF."""

    def __init__(self, source: Path | bytes) -> None:
        import pypdfium2

        self._failed = pypdfium2.PdfiumError
        try:
            self._document = pypdfium2.PdfDocument(source)
        except pypdfium2.PdfiumError:
            raise UserError(_("这个 PDF 打不开，可能已损坏或有密码。"), _("用别的程序打开确认。")) from None

    def __len__(self) -> int:
        return len(self._document)

    def size(self, index: int) -> QSizeF:
        """Width and height in points (1/72 inch)."""
        width, height = self._document[index].get_size()
        return QSizeF(width, height)

    def image(self, index: int, scale: float) -> QImage:
        """A page at ``scale`` pixels per point; UserError when it cannot be drawn."""
        try:
            bitmap = self._document[index].render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
        except self._failed:
            raise UserError(_("这个 PDF 的第 {} 页画不出来。").format(index + 1), _("用别的程序打开确认。")) from None
        data = bitmap.tobytes()
        image = QImage(data, bitmap.width, bitmap.height, bitmap.width * 3, QImage.Format.Format_RGB888)
        return image.copy()  # its own bytes: those of the page are freed

    def close(self) -> None:
        self._document.close()

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        self.close()
