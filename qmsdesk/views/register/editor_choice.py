"""Editors that offer: one choice, several choices, yes or no."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QComboBox, QMenu, QToolButton, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import to_text
from qmsdesk.views.register.columns import has_letters
from qmsdesk.views.register.editor import Editor


class ChoiceEditor(Editor):
    """One of the field's choices; a stored value that is no longer offered stays in the list."""

    def __init__(self, field: AnyField, parent: QWidget | None = None) -> None:
        self.box = QComboBox()
        super().__init__(field, self.box, parent)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if field.null or field.default == "":
            self.box.addItem("", None if field.null else "")
        for key, text in field.choices:
            self.box.addItem(str(text), key)
        self._loaded: Any = None
        self.box.setPlaceholderText(_("请选择"))
        self.box.activated.connect(lambda _place: self.commit())

    def show_value(self, value: Any, text: str) -> None:
        """Select the stored key."""
        with QSignalBlocker(self.box):
            place = self.box.findData(value)
            if place < 0 and value not in (None, ""):
                self.box.addItem(text or str(value), value)
                place = self.box.count() - 1
            self.box.setCurrentIndex(place)
        self._loaded = self.box.currentData()

    def show_text(self, text: str) -> None:
        """Select by label."""
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(self.box.findText(text))
        self._loaded = self.box.currentData()

    def text(self) -> str:
        """The label chosen."""
        return self.box.currentText()

    def dirty(self) -> bool:
        """Another choice than the one loaded."""
        return bool(self.box.currentData() != self._loaded)

    def read(self) -> Any:
        """The key chosen."""
        return self.box.currentData()

    def type_over(self, text: str) -> None:
        """Jump to the first label that begins so, and open the list."""
        place = self.box.findText(text, Qt.MatchFlag.MatchStartsWith)
        if place >= 0:
            self.box.setCurrentIndex(place)


class MultiEditor(Editor):
    """Several of the field's choices: a button with the words, a menu of ticks that stays open."""

    def __init__(self, field: AnyField, parent: QWidget | None = None) -> None:
        self.button = QToolButton()
        super().__init__(field, self.button, parent)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setStyleSheet("QToolButton { text-align: left; }")
        self.button.setSizePolicy(self.button.sizePolicy().Policy.Ignored, self.button.sizePolicy().Policy.Fixed)
        self.menu = TickMenu(self.button)
        self.actions_by_key: dict[str, QAction] = {}
        for key, text in field.choices:
            action = self.menu.addAction(str(text))
            action.setCheckable(True)
            action.toggled.connect(lambda _on: self._write())
            self.actions_by_key[key] = action
        self.button.setMenu(self.menu)
        self.menu.aboutToHide.connect(self.commit)
        self._loaded: tuple[str, ...] = ()

    def show_value(self, value: Any, _text: str) -> None:
        """Tick the stored keys."""
        self._loaded = tuple(value or ())
        for key, action in self.actions_by_key.items():
            action.setChecked(key in self._loaded)
        self._write()

    def show_text(self, _text: str) -> None:
        """Nothing is ever refused here."""
        self._write()

    def text(self) -> str:
        """The labels ticked."""
        return to_text(self.field, self.read())

    def dirty(self) -> bool:
        """Other ticks than those loaded."""
        return self.read() != self._loaded

    def read(self) -> tuple[str, ...]:
        """The keys ticked, in their declared order."""
        return tuple(key for key, action in self.actions_by_key.items() if action.isChecked())

    def _write(self) -> None:
        full = self.text()
        short = "、".join(word[:1] for word in full.split("；")) if full and has_letters(self.field) else full
        self.button.setText(short or _("请选择"))
        self.button.setToolTip(full.replace("；", "\n"))


class TickMenu(QMenu):
    """A menu that stays open while its entries are ticked."""

    def mouseReleaseEvent(self, event: Any) -> None:
        action: QAction | None = self.activeAction()
        if action is not None and action.isCheckable():
            action.toggle()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: Any) -> None:
        action: QAction | None = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.toggle()
            return
        super().keyPressEvent(event)


class FlagEditor(Editor):
    """Yes or no."""

    def __init__(self, field: AnyField, parent: QWidget | None = None) -> None:
        self.tick = QCheckBox(_("是"))
        super().__init__(field, self.tick, parent)
        self._loaded = False
        self.tick.clicked.connect(lambda _on: self.commit())

    def show_value(self, value: Any, _text: str) -> None:
        """Tick or not."""
        self._loaded = bool(value)
        self.tick.setChecked(self._loaded)

    def show_text(self, _text: str) -> None:
        """Nothing is ever refused here."""
        self._loaded = self.tick.isChecked()

    def text(self) -> str:
        """是 or 否."""
        return to_text(self.field, self.tick.isChecked())

    def dirty(self) -> bool:
        """Ticked otherwise than loaded."""
        return self.tick.isChecked() != self._loaded

    def read(self) -> bool:
        """True when ticked."""
        return self.tick.isChecked()
