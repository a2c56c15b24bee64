"""The frame of the program: it knows pages only as pages, and the workspace not at all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSettings, QSize, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Crash, Messages
from qmsdesk.views.shell.breakpoints import NORMAL, breakpoint_for
from qmsdesk.views.shell.commands import FOLDED, Commands
from qmsdesk.views.shell.job_dialog import JobMirror
from qmsdesk.views.shell.page import Page, PageSpec, PageStatus
from qmsdesk.views.shell.pages import Pages
from qmsdesk.views.shell.palette import CommandPalette, Provider
from qmsdesk.views.shell.settings import store_bytes, stored_bytes
from qmsdesk.views.shell.sidebar import Sidebar
from qmsdesk.views.shell.status import StatusBar
from qmsdesk.views.shell.undo_keys import UndoKeys
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.message_bar import MessageArea, MessageBar
from qmsdesk.views.widgets.styling import column, row
from qmsdesk.views.widgets.toast import Toast

APP_NAME = _("QMSDesk 质量管理台")
_GEOMETRY = "window"
_USUAL, _LEAST = QSize(1440, 900), QSize(1024, 600)
_TITLE_BAR = 40
"""Pixels that the frame around the window may take of the screen."""


def start_geometry(screen: QRect) -> QRect:
    """Where the window opens for the first time: at its usual size, or as much of it as a screen has, in the middle.

    ``screen`` is what the desktop leaves free.
    """
    size = _USUAL.boundedTo(screen.size() - QSize(0, _TITLE_BAR)).expandedTo(_LEAST)
    free = screen.size() - QSize(size.width(), size.height() + _TITLE_BAR)
    left, top = max(free.width() // 2, 0), max(free.height() // 2, 0)
    return QRect(screen.x() + left, screen.y() + top + _TITLE_BAR, size.width(), size.height())


class MainWindow(QMainWindow):
    """Sidebar, pages, status bar, palette; ``jobs`` and ``messages`` serve every page.

    Signals ask for what the frame cannot do itself: ``help_requested`` carries a clause (may be empty),
    ``chain_requested`` a record or a child row of it as ``Page.chain_start`` names it.
    """

    settings_requested = Signal()
    help_requested = Signal(str)
    chain_requested = Signal(str, int, str, int)
    undo_requested = Signal()
    redo_requested = Signal()
    user_requested = Signal()
    layout_reset = Signal()
    page_changed = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, settings: QSettings, crash: Crash) -> None:
        super().__init__()
        self.theme, self.settings = theme, settings
        self._built_in = 2
        self._breakpoint = NORMAL
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(_LEAST)
        self.pages = Pages()
        self.sidebar = Sidebar(theme)
        self.status = StatusBar(theme)
        self.setStatusBar(self.status)
        self._outer = QStackedWidget()
        self.setCentralWidget(self._outer)
        self._outer.addWidget(self._make_shell())
        self._welcome: QWidget | None = None
        self.toast = Toast(theme, self)
        self.messages = Messages(theme, self, self._message_area, self.toast, crash)
        self.jobs = Jobs(self, self.messages.failed)
        JobMirror(theme, self.jobs, self.status, self)
        self.palette_box = CommandPalette(theme, self)
        self.commands = Commands(self)
        self.palette_box.add_provider(self.commands.page_entries)
        self.palette_box.add_provider(self.commands.entries)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            UndoKeys(app, self)
        self._connect()
        self.setGeometry(start_geometry(self.screen().availableGeometry()))
        self.restoreGeometry(stored_bytes(settings, _GEOMETRY))
        self.sidebar.set_folded(folded=str(settings.value(FOLDED, "false")) == "true")

    def set_pages(self, specs: Sequence[PageSpec], start: str = "") -> None:
        """The pages of an enterprise; shows ``start`` or the first. The palette forgets its providers."""
        self.pages.set_specs(specs)
        self.sidebar.set_pages(specs)
        self.palette_box.clear_providers(self._built_in)
        self.status.set_page(PageStatus())
        self._outer.setCurrentIndex(0)
        self.status.show()
        if specs:
            self.go(start or specs[0].key)

    def show_welcome(self, page: QWidget) -> None:
        """Show a page over the whole window, without sidebar and status bar; drops the pages of the enterprise."""
        self.pages.set_specs([])
        self.sidebar.set_pages([])
        if self._welcome is not None and self._welcome is not page:
            self._outer.removeWidget(self._welcome)
            self._welcome.deleteLater()
        if self._outer.indexOf(page) < 0:
            self._outer.addWidget(page)
        self._welcome = page
        self._outer.setCurrentWidget(page)
        self.status.hide()
        self.setWindowTitle(APP_NAME)

    def set_enterprise(self, name: str, short: str, caption: str = "", menu: QMenu | None = None) -> None:
        """The full name for the title bar, the short one and a caption for the plate with its menu."""
        self.setWindowTitle(_("{name} — {app}").format(name=name, app=APP_NAME))
        self.sidebar.set_enterprise(short, caption, menu)

    def set_read_only(self, text: str) -> None:
        """One banner over all pages while the workspace is only read; empty takes it away."""
        self.banner.set_message("warn", text)

    def set_undo(self, undo: str, redo: str) -> None:
        """Names of the steps that can be undone and redone; empty where there is none."""
        for made, verb, name in ((self.commands.undo, _("撤销"), undo), (self.commands.redo, _("重做"), redo)):
            made.setEnabled(bool(name))
            made.setText(_("{verb}：{name}").format(verb=verb, name=name) if name else verb)

    def add_provider(self, provider: Provider) -> None:
        """Something Ctrl+K finds, until other pages are set."""
        self.palette_box.add_provider(provider)

    def go(self, key: str, target: object = None) -> bool:
        """Bring a page to the front and show a target on it; False when the present page keeps the user."""
        try:
            return self.pages.go(key, target)
        except UserError as error:
            self.messages.error(error)
            return False
        finally:
            self.sidebar.set_current(self.pages.key())

    def apply_change(self, change: object) -> None:
        """Tell all pages what was saved."""
        self.pages.apply_change(change)

    def ask_help(self) -> None:
        """F1: the clause of the page in front."""
        page = self.pages.current()
        self.help_requested.emit(page.help_topic() if page is not None else "")

    def ask_chain(self) -> None:
        """Ctrl+L: the chain of what is at the cursor of the page in front."""
        page = self.pages.current()
        if page is None or not page.flush():
            return
        start = page.chain_start()
        if start is None:
            self.messages.note("info", _("这里没有可追溯的记录：先选中一条调研、诊断、方案、落实、指标或案例记录。"))
        else:
            self.chain_requested.emit(*start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another class of window size changes sidebar and pages."""
        super().resizeEvent(event)
        self._measure()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Not while the page holds something invalid, nor without a word while a job runs."""
        if not self.pages.leave() or not self._may_stop_jobs():
            event.ignore()
            return
        self.jobs.shutdown()
        store_bytes(self.settings, _GEOMETRY, self.saveGeometry())
        self.closed.emit()
        event.accept()

    def _may_stop_jobs(self) -> bool:
        job = self.jobs.current()
        if job is None or job.quiet:
            return True
        title = _("停止“{job}”并退出？").format(job=job.title)
        return self.messages.ask(
            title, _("这项工作还没有完成，停止后要重新开始。已保存的记录不受影响。"), _("停止并退出")
        )

    def _make_shell(self) -> QWidget:
        shell = QWidget()
        line = row(shell, spacing=0)
        line.addWidget(self.sidebar)
        right = column()
        self.banner = MessageBar(self.theme, "warn")
        right.addWidget(self.banner)
        right.addWidget(self.pages, 1)
        line.addLayout(right, 1)
        return shell

    def _connect(self) -> None:
        self.sidebar.chosen.connect(self.go)
        self.sidebar.palette_requested.connect(self.palette_box.open)
        self.sidebar.settings_requested.connect(self.settings_requested)
        self.sidebar.help_requested.connect(self.ask_help)
        self.status.user_pressed.connect(self.user_requested)
        self.pages.moved.connect(self._moved)
        self.pages.built.connect(self._built)
        self.theme.changing.connect(self._drop_hidden)
        self.theme.changed.connect(self._measure)

    def _drop_hidden(self) -> None:
        job = self.jobs.current()
        if job is None or job.quiet:  # any other may belong to one of them
            self.pages.drop_hidden()

    def _moved(self, key: str) -> None:
        self.sidebar.set_current(key)
        page = self.pages.current()
        self.status.set_page(page.status if page is not None else PageStatus())
        self.page_changed.emit(key)

    def _built(self, page: Page) -> None:
        page.status_changed.connect(self._status)
        page.go_to.connect(self.go)
        page.clause_opened.connect(self.help_requested)
        page.chain_asked.connect(self.ask_chain)

    def _status(self) -> None:
        page = self.pages.current()
        if page is not None:
            self.status.set_page(page.status)

    def _message_area(self) -> MessageArea | None:
        page = self.pages.current() if self._outer.currentIndex() == 0 else None
        return page.messages if page is not None else None

    def _measure(self) -> None:
        size = breakpoint_for(self.width(), self.height(), self.theme.scale)
        self._breakpoint = size
        self.sidebar.apply_breakpoint(size)
        self.pages.apply_breakpoint(size)
