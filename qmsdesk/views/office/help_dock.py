"""F1: how the field at hand is filled in and the clause behind it in words, or the manual with a search."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTextBrowser, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.field_help import FieldHelp
from qmsdesk.registers.spec import Register
from qmsdesk.views.office import clause_text, field_text, manual
from qmsdesk.views.office.help_find import FindBox, HelpBrowser
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.styling import column, frame, label, row

_WIDTH, _HEIGHT, _LEAST = 304, 500, 240
_SETTLED = 60
"""Milliseconds until the window has laid itself out around what folded for the help."""


class HelpDock(QDockWidget):
    """At the right of the window. It takes the focus when asked for; Esc or F1 closes it and gives the focus back.

    ``page_requested`` carries the key of a page that the manual points to.
    """

    page_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(_("帮助"), parent)
        self._theme = theme
        self._back: list[QWidget] = []
        self._sized = False
        self.follows = False
        """A field is shown: the help goes along when the user goes on to another one."""
        self.of_page = False
        """What is shown belongs to a page: the help goes along to another page, unless the manual is being read."""
        self._html: Callable[[], str] | None = None  # what is shown, in the colours of the moment; None: the manual
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setObjectName("help")
        self.browser: QTextBrowser = HelpBrowser(self)
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName(_("帮助"))
        self.browser.anchorClicked.connect(self._follow)
        self.manual_link = link(theme, _("用户手册"), self.show_manual, icon="book-2-line")
        self.clauses_link = link(theme, _("全部条款"), lambda: self.show_clause(clause_text.ALL), icon="list-check")
        bar = frame("toolbar")
        line = row(bar, spacing=4, margins=(6, 2, 10, 2))
        line.addWidget(self.manual_link)
        line.addWidget(self.clauses_link)
        line.addStretch(1)
        line.addWidget(label(_("Esc 关闭"), "caption"))
        holder = _Holder(theme)
        lines = column(holder)
        lines.addWidget(bar)
        lines.addWidget(self.browser, 1)
        self.find_box = FindBox(theme, self.browser, holder)
        lines.addWidget(self.find_box)
        self.setWidget(holder)
        self.setFocusProxy(self.browser)
        closing = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        closing.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        theme.changed.connect(self._redress)
        self._colour()
        self.hide()

    def show_clause(self, key: str) -> None:
        """A clause as records store it (``1023/6.9.5``) or as a tag names it; the manual for an empty one.

        Without such a clause all of them are listed.
        """
        if key:
            self._show(_("条款说明"), lambda: clause_text.html(key, self._theme.tokens))
        else:
            self.show_manual()

    def show_page(self, topic: str, field: FieldHelp | None, register: Register | None, *, focus: bool = True) -> None:
        """F1 on a page: the field at hand, what the page is for, and the clause in full; the manual without all.

        Without ``focus`` only the text changes.
        """
        clause = field.clause if field and field.clause else topic
        if not clause and field is None:
            self.show_manual(focus=focus)
            self.of_page = True
            return

        def written() -> str:
            tokens = self._theme.tokens
            parts = [field_text.field(field, tokens) if field else "",
                     field_text.about(register, tokens) if register else "",
                     clause_text.html(clause, tokens) if clause else ""]  # fmt: skip
            return clause_text.rule(tokens).join(part for part in parts if part)

        self._show(_("怎么填") if field else _("条款说明"), written, focus=focus)
        self.follows = field is not None

    def show_manual(self, chapter: str = "", *, focus: bool = True) -> None:
        """The manual, at its beginning or at a chapter; without ``focus`` only the text changes."""
        self._html, self.follows, self.of_page = None, False, False
        self.setWindowTitle(_("用户手册"))
        manual.show(self.browser, self._theme)
        if focus:
            self._open()
        if chapter:
            self.browser.scrollToAnchor(chapter)

    def holds_focus(self) -> bool:
        """The user reads here."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever had the focus before gets it back, if it is here."""
        inside = self.holds_focus()
        super().closeEvent(event)
        if not inside:
            return
        for widget in self._back:
            if shiboken6.isValid(widget) and widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show(self, title: str, written: Callable[[], str], *, focus: bool = True) -> None:
        self._html, self.follows, self.of_page = written, False, True
        self.setWindowTitle(title)
        self.browser.setHtml(written())
        if focus:
            self._open()

    def _open(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._back = _line_of(focus)  # an editor in a cell goes when it loses the focus; its table stays
        self.show()
        self.raise_()
        if not self._sized:
            self._sized = True  # from now on the user's own width stays
            QTimer.singleShot(_SETTLED, self, self._widen)
        self.browser.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _widen(self) -> None:
        window = self.parentWidget()
        if isinstance(window, QMainWindow):
            window.resizeDocks([self], [self._theme.px(_WIDTH)], Qt.Orientation.Horizontal)

    def _follow(self, url: QUrl) -> None:
        target = url.toString()
        if url.hasFragment():
            self.browser.scrollToAnchor(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))
        elif target.startswith(manual.PAGE):
            self.page_requested.emit(target.removeprefix(manual.PAGE))
        elif target.startswith((field_text.FIELD, field_text.REGISTER)):
            self._show(_("怎么填"), lambda: field_text.html(target, self._theme.tokens))
        else:
            self.show_clause(target)

    def _redress(self) -> None:
        """Another theme or size: the same text at the same place."""
        self._colour()
        if self.isHidden():
            return  # it is written anew when it is asked for
        bar = self.browser.verticalScrollBar()
        place = self.browser.cursorForPosition(QPoint(0, 0)).blockNumber() if bar.value() else 0
        if self._html is not None:
            self.browser.setHtml(self._html())
        else:
            manual.show(self.browser, self._theme)
        document = self.browser.document()
        document.size()  # lays it out to the end; only then the bar knows how far it goes
        bar.setValue(round(document.documentLayout().blockBoundingRect(document.findBlockByNumber(place)).top()))

    def _colour(self) -> None:
        """Paper instead of the grey of closed fields, and a frame that shows the focus but keeps its width."""
        colours = self._theme.tokens
        self.browser.setStyleSheet(
            f"QTextBrowser {{ background: {colours.surface}; border: 2px solid {colours.surface}; border-radius: 0;"
            " padding: 3px; }"
            f"QTextBrowser:focus {{ border-color: {colours.accent}; padding: 3px; }}"
        )


class _Holder(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self) -> QSize:
        """The width the dock opens with."""
        return QSize(self._theme.px(_WIDTH), self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the smallest window."""
        return QSize(_LEAST, _LEAST)


def _line_of(widget: QWidget) -> list[QWidget]:
    """The widget and those around it, from the inside out."""
    found = [widget]
    while (above := found[-1].parentWidget()) is not None:
        found.append(above)
    return found
