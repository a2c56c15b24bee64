"""F1: the clause of the page in front in words, or the manual."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDockWidget, QTextBrowser, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.office import clause_text, manual
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.styling import column, frame, label, row

_WIDTH, _HEIGHT, _LEAST = 344, 500, 240


class HelpDock(QDockWidget):
    """At the right of the window. It takes the focus when asked for; Esc closes it and gives the focus back."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(_("帮助"), parent)
        self._theme = theme
        self._back: list[QWidget] = []
        self._clause = ""  # what is shown: a clause, empty for the manual
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setObjectName("help")
        self.browser = QTextBrowser(self)
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
        if not key:
            self.show_manual()
            return
        self._clause = key
        self.setWindowTitle(_("条款说明"))
        self.browser.setHtml(clause_text.html(key, self._theme.tokens))
        self._open()

    def show_manual(self, chapter: str = "") -> None:
        """The manual, at its beginning or at a chapter."""
        self._clause = ""
        self.setWindowTitle(_("用户手册"))
        manual.show(self.browser, self._theme)
        self._open()
        if chapter:
            self.browser.scrollToAnchor(chapter)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever had the focus before gets it back, if it is here."""
        inside = self.isAncestorOf(focus) if (focus := QApplication.focusWidget()) is not None else False
        super().closeEvent(event)
        if not inside:
            return
        for widget in self._back:
            if shiboken6.isValid(widget) and widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _open(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._back = _line_of(focus)  # an editor in a cell goes when it loses the focus; its table stays
        self.show()
        self.raise_()
        self.browser.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _follow(self, url: QUrl) -> None:
        if url.hasFragment():
            self.browser.scrollToAnchor(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded))
        else:
            self.show_clause(url.toString())

    def _redress(self) -> None:
        """Another theme or size: the same text at the same place."""
        self._colour()
        if self.isHidden():
            return  # it is written anew when it is asked for
        bar = self.browser.verticalScrollBar()
        place = self.browser.cursorForPosition(QPoint(0, 0)).blockNumber() if bar.value() else 0
        if self._clause:
            self.browser.setHtml(clause_text.html(self._clause, self._theme.tokens))
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
