"""A relation: search by any part of the name; an unknown stored value is kept, a new name can be made a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import Unreadable
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link

Offers = Callable[[int | None], Sequence[tuple[int, str]]]


class RelationEditor(Editor):
    """Offers the live rows and the stored one. ``wanted`` carries a name that is no row yet."""

    wanted = Signal(str)

    def __init__(
        self, field: AnyField, offers: Offers, title: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self.box = QComboBox()
        super().__init__(field, self.box, parent)
        self._offers, self._title = offers, title
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = self.box.completer()
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line = self.box.lineEdit()
        assert line is not None
        self.line = line
        self.line.installEventFilter(self)
        self.line.editingFinished.connect(self.commit)
        self.box.activated.connect(lambda _place: self.commit())
        completer.activated.connect(lambda _text: self.commit())
        self._new = link(theme, "", lambda: self.wanted.emit(self.text().strip()), icon="add-line")
        self._new.hide()
        self.lines.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        self._stored: int | None = None
        self._filled = False
        self._loaded = ""

    def show_value(self, value: Any, text: str) -> None:
        """Show the stored row, whether it is still offered or not."""
        self._stored, self._filled = value, False
        with QSignalBlocker(self.box):
            self.box.clear()
            if value is not None:
                self.box.addItem(text, value)
            self.box.setCurrentIndex(self.box.count() - 1)
        self.show_text(text)

    def fill(self) -> None:
        """Ask what is offered; not before somebody wants to choose, since a table may hold thousands of rows."""
        if self._filled:
            return
        self._filled = True
        text = self.line.text()
        with QSignalBlocker(self.box), QSignalBlocker(self.line):
            self.box.clear()
            for row_id, caption in self._offers(self._stored):
                self.box.addItem(caption, row_id)
            self.box.setCurrentIndex(self.box.findData(self._stored) if self._stored is not None else -1)
            self.line.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The offers come with the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress):
            self.fill()
        return super().eventFilter(watched, event)

    def show_text(self, text: str) -> None:
        """Put a name into the line."""
        self._loaded = text
        if self.line.text() != text:
            self.line.setText(text)
        if not self.line.hasFocus():
            self.line.setCursorPosition(0)  # a long name shows its beginning
        self.line.setModified(False)
        self._new.hide()

    def keep(self, text: str) -> None:
        """A name that is unknown stays, with the way to make it known."""
        super().keep(text)
        unknown = bool(text.strip()) and self._row(text) is None
        self._new.setText(_("新建{}“{}”").format(self._title, text.strip()[:20]))
        self._new.setVisible(unknown)

    def text(self) -> str:
        """The name in the line."""
        return self.line.text()

    def dirty(self) -> bool:
        """Another name than the one loaded."""
        return self.line.text() != self._loaded

    def read(self) -> Any:
        """The row of that name; Unreadable when there is none."""
        name = self.text().strip()
        if not name:
            return None
        found = self._row(name)
        if found is None:
            raise Unreadable(_("{}里没有“{}”").format(self._title, name))
        return found

    def type_over(self, text: str) -> None:
        """Replace all by the first key."""
        self.line.selectAll()
        self.line.insert(text)

    def _row(self, text: str) -> int | None:
        self.fill()
        name = text.strip()
        place = self.box.currentIndex()
        if place >= 0 and self.box.itemText(place) == name:
            return int(self.box.itemData(place))  # the one picked, where two have the same name
        place = self.box.findText(name, Qt.MatchFlag.MatchFixedString)
        return int(self.box.itemData(place)) if place >= 0 else None
