"""The commands of the window: one action each, with its key; there is no menu bar, they are found by Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.views.shell.palette import Entry, fits
from qmsdesk.views.shell.settings import forget_layout
from qmsdesk.views.widgets.states import tone_icon

if TYPE_CHECKING:
    from qmsdesk.views.shell.window import MainWindow

_PLACES = 9
FOLDED = "sidebar/folded"
_NO_FLUSH = ("focus_search", "toggle_detail")


class Commands:
    """Makes the actions of a window and lists them for the command palette."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._listed: list[QAction] = []
        page = self._on_page
        self.undo = self._add(_("撤销"), "arrow-go-back-line", "Ctrl+Z", window.undo_requested.emit)
        self.redo = self._add(_("重做"), "arrow-go-forward-line", "Ctrl+Y", window.redo_requested.emit)
        self.redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        self._add(_("新建"), "add-line", "Ctrl+N", partial(page, "new_record"))
        self._add(_("立即保存"), "save-line", "Ctrl+S", self._save)
        self._add(_("在本页查找"), "search-line", "Ctrl+F", partial(page, "focus_search"))
        self._add(_("打印本页"), "printer-line", "Ctrl+P", partial(page, "print_page"))
        self._add(_("追溯链"), "node-tree", "Ctrl+L", window.ask_chain)
        self._add(_("展开或收起详情"), "layout-right-line", "F4", partial(page, "toggle_detail"))
        self._add(_("切换区域"), "layout-column-line", "F6", self._next_pane, listed=False)
        self._add(_("搜索或跳转"), "search-line", "Ctrl+K", window.palette_box.open, listed=False)
        self._add(_("后退"), "arrow-left-line", "Alt+Left", partial(window.pages.step, -1))
        self._add(_("前进"), "arrow-right-line", "Alt+Right", partial(window.pages.step, 1))
        self._add(_("展开或收起侧栏"), "layout-left-line", "Ctrl+B", self._fold)
        self._add(_("帮助"), "question-line", "F1", window.ask_help)
        self._add(_("设置"), "settings-3-line", "", window.settings_requested.emit)
        theme = window.theme
        for mode, text, icon in (
            ("light", _("主题：浅色"), "sun-line"),
            ("dark", _("主题：深色"), "moon-line"),
            ("system", _("主题：跟随系统"), "computer-line"),
        ):
            self._add(text, icon, "", lambda m=mode: theme.apply(m, theme.scale))  # type: ignore[misc]
        for scale, text in ((1.0, _("字号：标准")), (1.15, _("字号：大")), (1.3, _("字号：特大"))):
            self._add(text, "font-size", "", lambda s=scale: theme.apply(theme.mode, s))  # type: ignore[misc]
        self._add(_("恢复默认布局"), "layout-line", "", self._default_layout)
        for place in range(_PLACES):
            self._add(f"{place + 1}", "", f"Ctrl+{place + 1}", partial(self._page_at, place), listed=False)

    def entries(self, text: str) -> list[Entry]:
        """The commands that fit what was typed; none before something is."""
        if not text:
            return []
        return [
            Entry(made.text(), made.shortcut().toString(), str(made.property("icon_name")), made.trigger)
            for made in self._listed
            if made.isEnabled() and fits(text, made.text())
        ]

    def page_entries(self, text: str) -> list[Entry]:
        """The pages that fit; tabs once something is typed."""
        window = self._window
        shown = [spec for spec in window.pages.specs() if not spec.hidden]
        pages = [
            Entry(spec.title, spec.group, spec.icon, partial(window.go, spec.key))
            for spec in shown
            if fits(text, spec.title, spec.group, spec.note)
        ]
        tabs = [
            Entry(tab.title, spec.title, spec.icon, partial(window.go, tab.key))
            for spec in shown
            for tab in spec.tabs
            if text and tab.title != spec.title and fits(text, tab.title)
        ]
        return pages + tabs

    def _add(self, text: str, icon: str, key: str, run: Callable[[], object], *, listed: bool = True) -> QAction:
        window = self._window
        made = QAction(text, window)
        if icon:
            made.setIcon(window.theme.icon(icon))
        made.setProperty("icon_name", icon or tone_icon("info"))
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if key:
            made.setShortcut(QKeySequence(key))
        made.triggered.connect(lambda _checked=False: run())
        window.addAction(made)
        if listed:
            self._listed.append(made)
        return made

    def _page_at(self, place: int) -> None:
        shown = [spec for spec in self._window.pages.specs() if not spec.hidden]
        if place < len(shown):
            self._window.go(shown[place].key)

    def _default_layout(self) -> None:
        forget_layout(self._window.settings)
        self._window.layout_reset.emit()

    def _on_page(self, method: str) -> None:
        """A page's own command, after committing what is being typed."""
        page = self._window.pages.current()
        if page is not None and (method in _NO_FLUSH or page.flush()):
            getattr(page, method)()

    def _save(self) -> None:
        page = self._window.pages.current()
        if page is not None:
            page.flush()

    def _next_pane(self) -> None:
        """Sidebar, then the panes of the page, then the sidebar again."""
        window = self._window
        page = window.pages.current()
        focus: QWidget | None = window.focusWidget()
        panes = page.panes() if page is not None else []
        inside = [
            place
            for place, pane in enumerate(panes)
            if focus is not None and (pane is focus or pane.isAncestorOf(focus))
        ]
        following = inside[-1] + 1 if inside else 0
        if following < len(panes):
            panes[following].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            window.sidebar.focus_current()

    def _fold(self) -> None:
        sidebar = self._window.sidebar
        sidebar.set_folded(folded=not sidebar.folded())
        self._window.settings.setValue(FOLDED, "true" if sidebar.folded() else "false")
