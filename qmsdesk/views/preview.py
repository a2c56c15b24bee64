"""Look at a print before it is printed: the same PDF that is saved and printed (look.md §10)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QLabel, QScrollArea, QVBoxLayout, QWidget

from qmsdesk import paths
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.saving import write_file
from qmsdesk.views.messages import Messages
from qmsdesk.views.pdf_pages import PdfPages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.header import Toolbar
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, label

Preview = Callable[[str, Rendered], object]
"""Shows a print under a title."""
_ZOOMS = (0.75, 1.0, 1.25, 1.5, 2.0)
_DPI = 300
_MOST = 60  # pages drawn at once; longer prints are opened in the system's program


class SaveFile(Protocol):
    """Asks where to save."""

    def save(self, title: str, proposed: Path, kinds: str = "") -> Path | None: ...


class PreviewDialog(QDialog):
    """The pages under each other, with 打印, 保存 PDF and zoom; ``saved`` is told the file of a saved print."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        rendered: Rendered,
        messages: Messages,
        files: SaveFile,
        parent: QWidget,
        saved: Callable[[Path], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._title, self._rendered = theme, title, rendered
        self._messages, self._files, self._saved = messages, files, saved
        self._pages = PdfPages(rendered.data)
        self._zoom = 1
        self.setWindowTitle(_("打印预览：{}").format(title))
        self.resize(QSize(920, 760).boundedTo(parent.size()))
        self.print_button = button(theme, _("打印"), "printer-line", "primary", on_click=self.print_pages)
        self.save_button = button(theme, _("保存 PDF"), "save-3-line", on_click=self.save)
        bar = Toolbar(theme)
        bar.add(self.print_button, self.save_button)
        bar.add(button(theme, "", "zoom-out-line", on_click=lambda: self.zoom(-1)))
        bar.add(button(theme, "", "zoom-in-line", on_click=lambda: self.zoom(1)))
        bar.stretch()
        bar.add(label(_("共 {} 页").format(len(self._pages)), "caption"))
        self._sheets: list[QLabel] = []
        inside = QWidget()
        self._lines: QVBoxLayout = column(inside, spacing=12, margins=(20, 16, 20, 16))
        for _index in range(min(len(self._pages), _MOST)):
            sheet = QLabel()
            sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._sheets.append(sheet)
            self._lines.addWidget(sheet)
        if len(self._pages) > _MOST:
            self._lines.addWidget(label(_("只预览前 {} 页，打印和保存的是全部。").format(_MOST), "caption"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(inside)
        lines = column(self)
        lines.addWidget(bar)
        if rendered.unprintable:
            text = _("有 {} 个字打印不出来，显示为〓：{}").format(
                len(rendered.unprintable), "、".join(rendered.unprintable[:10])
            )
            lines.addWidget(MessageBar(theme, "warn", text))
        lines.addWidget(self._scroll, 1)
        QShortcut(QKeySequence.StandardKey.Print, self, self.print_pages)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        QShortcut(QKeySequence.StandardKey.ZoomIn, self, lambda: self.zoom(1))
        QShortcut(QKeySequence.StandardKey.ZoomOut, self, lambda: self.zoom(-1))
        self._draw()

    def zoom(self, steps: int) -> None:
        """Larger or smaller."""
        self._zoom = max(0, min(len(_ZOOMS) - 1, self._zoom + steps))
        self._draw()

    def save(self) -> None:
        """Save the PDF as a file."""
        path = self._files.save(_("保存 PDF"), paths.documents_dir() / f"{self._title}.pdf", "*.pdf")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        try:
            write_file(path, self._rendered.data)
            if self._saved is not None:
                self._saved(path)
        except UserError as error:
            self._messages.tell(error.text, error.hint)
            return
        self._messages.done(_("已保存 {}").format(path))

    def print_pages(self) -> None:
        """Ask for a printer and print every page at the size of its paper."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(_DPI)
        printer.setDocName(self._title)
        if QPrintDialog(printer, self).exec() != int(QDialog.DialogCode.Accepted):
            return
        self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Draw the pages on a printer."""
        printer.setFullPage(True)
        painter = QPainter(printer)
        for index in range(len(self._pages)):
            if index:
                printer.newPage()
            image = self._pages.image(index, _DPI / 72)
            painter.drawImage(QRectF(0, 0, image.width(), image.height()), image)
        painter.end()

    def done(self, result: int) -> None:
        """Give the document back."""
        self._pages.close()
        super().done(result)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        scale = _ZOOMS[self._zoom] * 96 / 72 * ratio
        for index, sheet in enumerate(self._sheets):
            pixmap = QPixmap.fromImage(self._pages.image(index, scale))
            pixmap.setDevicePixelRatio(ratio)
            sheet.setPixmap(pixmap)
