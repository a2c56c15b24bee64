"""The head of a page and the rows of buttons and chips under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import label, row, rule


class PageHeader(QFrame):
    """Crumb, title, clause tags, a caption, and the page's actions at the right (the primary one last).

    ``clause_opened`` carries the clause of a pressed tag, ``crumb_pressed`` asks to go back.
    """

    clause_opened = Signal(str)
    crumb_pressed = Signal()

    def __init__(
        self, theme: Theme, title: str, clauses: Sequence[str] = (), meta: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "header")
        self._line = row(self, margins=(20, 0, 20, 0))
        self._crumb = link(theme, "", self.crumb_pressed.emit)
        self._crumb.hide()
        self._arrow = IconLabel(theme, "arrow-right-s-line", "text3", 16)
        self._arrow.hide()
        self._title = label(title, "h1")
        self._tags: QHBoxLayout = row(spacing=8)
        self._meta = label(meta, "caption")
        self._meta.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._actions: QHBoxLayout = row(spacing=8)
        self._line.addWidget(self._crumb)
        self._line.addWidget(self._arrow)
        self._line.addWidget(self._title)
        self._line.addLayout(self._tags)
        self._line.addWidget(self._meta, 1)
        self._line.addLayout(self._actions)
        self.set_clauses(clauses)
        self.set_compact(compact=False)
        theme.changed.connect(self._measure)

    def set_title(self, title: str, crumb: str = "") -> None:
        """The title, and where the crumb before it leads back to."""
        self._title.setText(title)
        self._crumb.setText(crumb)
        self._crumb.setVisible(bool(crumb))
        self._arrow.setVisible(bool(crumb))

    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def set_meta(self, text: str) -> None:
        """The caption behind the tags."""
        self._meta.setText(text)

    def set_clauses(self, clauses: Sequence[str]) -> None:
        """The clause tags behind the title."""
        while (item := self._tags.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()  # it goes with the next turn of the loop; until then nothing of it is drawn
                old.deleteLater()
        for clause in clauses:
            tag = ClauseTag(clause)
            tag.opened.connect(self.clause_opened)
            self._tags.addWidget(tag)

    def add_action(self, widget: QWidget, before: QWidget | None = None) -> None:
        """Put a button at the right end, or before another one; add the primary one last."""
        place = self._actions.indexOf(before) if before is not None else -1
        self._actions.insertWidget(place, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_compact(self, compact: bool) -> None:
        """52 high, 46 in a small window; grows with the font."""
        self._compact = compact
        margin = 14 if compact else 20
        self._line.setContentsMargins(margin, 0, margin, 0)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.px(46 if self._compact else 52))


class Toolbar(QFrame):
    """A row of buttons or chips; what is added after ``stretch`` stands at the right."""

    def __init__(self, theme: Theme, *, chips: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._height = theme, 40 if chips else 44
        self.setProperty("role", "toolbar")
        self._line = row(self, margins=(20, 0, 20, 0))
        self.set_compact(compact=False)
        theme.changed.connect(self._measure)

    def add(self, *widgets: QWidget, after: QWidget | None = None) -> None:
        """Append widgets, or put them behind one that is there."""
        place = self._line.indexOf(after) + 1 if after is not None else self._line.count()
        for at, widget in enumerate(widgets, place):
            self._line.insertWidget(at, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def separate(self) -> None:
        """A thin line between groups."""
        self._line.addWidget(rule(vertical=True, length=18), 0, Qt.AlignmentFlag.AlignVCenter)

    def stretch(self) -> None:
        """Push what follows to the right."""
        self._line.addStretch(1)

    def set_compact(self, compact: bool) -> None:
        """Follow the margins of a small window and the font scale."""
        margin = 14 if compact else 20
        self._line.setContentsMargins(margin, 0, margin, 0)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.px(self._height))
