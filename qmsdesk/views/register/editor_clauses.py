"""Clauses as chips in one field: typing and Enter adds, Backspace takes the last one back, × or Delete any of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import Unreadable, display_clause, from_text
from qmsdesk.standard.clauses import EDITIONS, base, clause
from qmsdesk.views.register.editor import Editor, TextEditor
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.tag_box import TagBox

EXAMPLE = _("如 7.5.3；8.6")
_SEPARATORS = ";；、,，\n"


class ClausesEditor(Editor):
    """The clauses of a record. A word that is no clause is refused and stays in the line behind the chips."""

    def __init__(self, field: AnyField, theme: Theme, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line, parent)
        self.box = TagBox(theme, self.line)
        self.lines.insertWidget(0, self.box)
        self._words: tuple[str, ...] = ()
        self._loaded: tuple[tuple[str, ...], str] = ((), "")
        self.line.editingFinished.connect(self.commit)
        self.line.textEdited.connect(self._split)
        self.box.removed.connect(self._remove)
        self._show_chips(())

    def set_open(self, on: bool) -> None:
        """Chips, or plain text that can be copied."""
        super().set_open(on)
        self.box.setVisible(on)

    def show_value(self, value: Any, _text: str) -> None:
        """A chip for each stored clause."""
        self._put(tuple(value or ()), "")

    def show_text(self, text: str) -> None:
        """Of a refused text what is a clause becomes a chip; the rest stays to be mended."""
        good, bad = _sorted(self.field, text, self._words)
        self._put(good, "；".join(bad))

    def text(self) -> str:
        """The chips and what is typed behind them."""
        return "；".join([*map(display_clause, self._words), *([self.line.text()] if self.line.text().strip() else [])])

    def dirty(self) -> bool:
        """Another chip, or something typed, since it was loaded or refused."""
        return (self._words, self.line.text()) != self._loaded

    def read(self) -> tuple[str, ...]:
        """The clauses meant; Unreadable names the first word that is none."""
        return tuple(dict.fromkeys([*self._words, *_read(self.field, self.line.text())]))

    def type_over(self, text: str) -> None:
        """The first key goes behind the chips."""
        self.line.insert(text)

    def _remove(self, place: int) -> None:
        self._show_chips(self._words[:place] + self._words[place + 1 :])
        self.box.step_to(place)
        self.commit()

    def _put(self, words: tuple[str, ...], text: str) -> None:
        self._show_chips(words)
        self._loaded = (words, text)
        if self.line.text() != text:
            self.line.setText(text)

    def _show_chips(self, words: tuple[str, ...]) -> None:
        if words != self._words:
            self._words = words
            self.box.show_tags([(display_clause(word), _title(word)) for word in words])
        self.line.setPlaceholderText("" if words else EXAMPLE)

    def _split(self, text: str) -> None:
        if any(mark in text for mark in _SEPARATORS):
            self.commit()


class ClausesCell(TextEditor):
    """The same in a cell of a table, which is too low for chips."""

    def read(self) -> tuple[str, ...]:
        """The clauses meant; those that were stored are not doubted."""
        return _read(self.field, self.text(), self._last[0] or ())


def _read(field: AnyField, text: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Clauses of a text; blanks part them too where that is the only way to read it (cells copied from a sheet)."""
    try:
        found: tuple[str, ...] = from_text(field, text)
    except Unreadable:
        if len(text.split()) < 2:
            raise
        try:
            found = from_text(field, "；".join(text.split()))
        except Unreadable:
            found = from_text(field, text)
    for word in found:
        if word not in known:
            _check(word)
    return found


def _check(word: str) -> None:
    """Unreadable for a number that an edition known to the program does not have; annexes count by their letter."""
    edition, _slash, number = word.partition("/")
    for end in number.replace("~", "-").split("-") if edition in EDITIONS else ():
        try:
            clause(edition, end[0] if end[0].isalpha() else base(end))
        except UserError as error:
            raise Unreadable(error.text.rstrip("。")) from None


def _sorted(field: AnyField, text: str, known: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The clauses of a text, and the words of it that are none; ``known`` ones were stored and are not doubted."""
    good: list[str] = []
    bad: list[str] = []
    for part in text.translate({ord(mark): "\n" for mark in _SEPARATORS}).splitlines():
        word = part.strip()
        try:
            good += [w for w in known if display_clause(w) == word] or _read(field, word)
        except Unreadable:
            bad.append(word)
    return tuple(dict.fromkeys(good)), bad


def _title(word: str) -> str:
    edition, _slash, number = word.partition("/")
    try:
        return f"{display_clause(word)} {clause(edition, number).title_zh}"
    except UserError:
        return display_clause(word)
