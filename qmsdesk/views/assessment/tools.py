"""The head of the page: 历史版本, 导出, 打印表 C.1."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from qmsdesk.i18n import _
from qmsdesk.models.indicators import Assessment
from qmsdesk.views.assessment.state import Shown
from qmsdesk.views.assessment.versions import version_name
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.header import PageHeader


class HeaderTools(QObject):
    """``version_chosen`` carries a version of the round, ``round_chosen`` a round, ``exported`` a kind of file."""

    version_chosen = Signal(int)
    round_chosen = Signal(str)
    compared = Signal()
    renewed = Signal()
    exported = Signal(str)
    printed = Signal()

    def __init__(self, theme: Theme, header: PageHeader) -> None:
        super().__init__(header)
        self._shown: Shown | None = None
        self.versions = QMenu(header)
        self.versions.aboutToShow.connect(self.fill)
        self.kinds = QMenu(header)
        for text, kind, icon in (
            (_("Excel 工作簿 (.xlsx)"), "xlsx", "file-excel-2-line"),
            (_("PDF (.pdf)"), "pdf", "file-pdf-line"),
        ):
            action = self.kinds.addAction(theme.icon(icon), text)
            action.triggered.connect(lambda _on=False, k=kind: self.exported.emit(k))
        self.versions_button = tool_button(theme, _("历史版本"), "history-line", menu=self.versions)
        self.export_button = tool_button(theme, _("导出"), "download-2-line", menu=self.kinds)
        self.print_button = button(theme, _("打印表 C.1"), "printer-line", "primary", on_click=self.printed.emit)
        for made in (self.versions_button, self.export_button, self.print_button):
            header.add_action(made)

    def show_version(self, shown: Shown) -> None:
        """What the menus offer."""
        self._shown = shown
        self.export_button.setEnabled(bool(shown.round))
        self.print_button.setEnabled(bool(shown.round))

    def fill(self) -> None:
        """The versions of the round, the other rounds, and what can be done with them."""
        shown, menu = self._shown, self.versions
        menu.clear()
        if shown is None:
            return
        for found in reversed(shown.versions):
            version = found.of(Assessment.version)
            action = menu.addAction(version_name(found))
            action.setCheckable(True)
            action.setChecked(version == shown.version and bool(shown.row.id))
            action.triggered.connect(partial(self._choose, version))
        if not shown.versions:
            menu.addAction(_("还没有保存过的版本")).setEnabled(False)
        if len(shown.rounds) > 1:
            menu.addSeparator()
            for name in shown.rounds:
                action = menu.addAction(_("轮次 {}").format(name))
                action.setCheckable(True)
                action.setChecked(name == shown.round)
                action.triggered.connect(lambda _on=False, n=name: self.round_chosen.emit(n))
        menu.addSeparator()
        compare = menu.addAction(_("比较两个版本…"), self.compared.emit)
        compare.setEnabled(len(shown.versions) > 1)
        renew = menu.addAction(_("另存新版本"), self.renewed.emit)
        renew.setEnabled(shown.final and shown.newest)

    def _choose(self, version: int, _on: bool = False) -> None:
        self.version_chosen.emit(version)
