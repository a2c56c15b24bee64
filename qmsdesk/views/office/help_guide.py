"""What the help has to say at the moment: F1, the field at hand, the tag of a clause; and the room it needs."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.registers.field_help import help_of
from qmsdesk.views.office.field_focus import field_at, register_of
from qmsdesk.views.office.help_dock import HelpDock
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme

_ROOMY = 1560
"""From this width on, in pixels of the design, sidebar, list, detail and help all have room."""


class HelpGuide(QObject):
    """Stands between the window and the help beside it."""

    def __init__(self, window: MainWindow, theme: Theme, dock: HelpDock) -> None:
        super().__init__(dock)
        self._window, self._theme, self._dock = window, theme, dock
        self._folded = False
        window.help_requested.connect(self.show_help)
        window.page_changed.connect(self._go_to_page)
        dock.page_requested.connect(window.go)
        dock.visibilityChanged.connect(self._make_room)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._go_along)

    def show_help(self, topic: str) -> None:
        """F1 tells of the field at hand too, and leads back from the help; the tag of a clause only of that clause."""
        page = self._window.pages.current()
        if topic != (page.help_topic() if page is not None else ""):
            self._dock.show_clause(topic)
        elif self._dock.holds_focus():
            self._dock.close()
        elif page is None:
            self._dock.show_manual()
        else:
            self._tell_of(field_at(QApplication.focusWidget()), topic, focus=True)

    def _go_to_page(self) -> None:
        """The help beside the pages tells of the page in front, and goes on telling of fields if it did before."""
        page = self._window.pages.current()
        if page is None or self._dock.isHidden() or not self._dock.of_page:
            return
        follows = self._dock.follows
        self._tell_of(field_at(QApplication.focusWidget()) if follows else None, page.help_topic(), focus=False)
        self._dock.follows = follows

    def _go_along(self, _before: QWidget | None, now: QWidget | None) -> None:
        """While the help tells of a field, it tells of the next one that is gone to."""
        page = self._window.pages.current()
        if page is None or now is None or not self._dock.follows or self._dock.isHidden():
            return
        field = field_at(now) if page.isAncestorOf(now) else None
        if field is not None:
            self._tell_of(field, page.help_topic(), focus=False)

    def _tell_of(self, field: AnyField | None, topic: str, *, focus: bool) -> None:
        key = self._window.pages.key()
        about = register_of(self._window.pages.page(key).tab() or key)
        self._dock.show_page(topic, help_of(field) if field is not None else None, about, focus=focus)

    def _make_room(self, shown: bool) -> None:
        """Beside the help a narrow window has its sidebar folded, so that no page is cut off; as before afterwards."""
        sidebar = self._window.sidebar
        if shown and not sidebar.folded() and self._window.width() < self._theme.px(_ROOMY):
            self._folded = True
            sidebar.set_folded(folded=True)
        elif not shown and self._folded:
            self._folded = False
            sidebar.set_folded(folded=False)
