"""Filter chips, segmented choices and clause tags."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import row

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Chip(QToolButton):
    """A filter: a category with its count, or a facet with a menu that shows its values and × while it is active.

    ``toggled`` comes for categories, ``cleared`` when × (or Delete/Backspace on the keyboard) takes a facet back.
    """

    cleared = Signal()

    def __init__(
        self,
        theme: Theme,
        text: str,
        count: int | None = None,
        *,
        icon: str = "",
        menu: QMenu | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._count, self._values = text, count, ""
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if icon:
            self.setIcon(theme.icon(icon))
            self.setIconSize(QSize(18, 14))
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._mark: IconLabel | None = None
        if menu is not None:
            self.setMenu(menu)
            self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            self._mark = IconLabel(theme, "arrow-down-s-line", "text2", 14, parent=self)
            self._mark.stick_right(7)
        self._write()

    def set_count(self, count: int | None) -> None:
        """The number of rows behind this chip."""
        self._count = count
        self._write()

    def set_values(self, values: str) -> None:
        """What a facet is filtered to; empty when it is not."""
        self._values = values
        self.setChecked(bool(values))
        if self._mark:
            self._mark.set_icon("close-line" if values else "arrow-down-s-line")
        self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace take an active facet back."""
        if self._values and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The × answers for itself, the rest of the chip opens the menu."""
        if self._values and self._mark and event.position().x() >= self._mark.x() - 4:
            self.cleared.emit()
            return
        super().mousePressEvent(event)
        if self.menu() is not None:  # QToolButton would toggle it after the menu
            self.setChecked(bool(self._values))

    def _write(self) -> None:
        text = _("{facet}：{values}").format(facet=self._text, values=self._values) if self._values else self._text
        if self._count is not None:
            text = f"{text} {self._count:,}"
        self.setAccessibleName(text)
        self.setText(text + ("\u2003" if self._mark else ""))


class Segmented(QWidget):
    """A few exclusive choices side by side (月 季 累计); ``chosen`` carries the key. Arrow keys move."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        line = row(self, spacing=0)
        for place, (key, text) in enumerate(choices):
            made = QToolButton(self)
            made.setText(text)
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setProperty("kind", "segment")
            made.setProperty("place", _place(place, len(choices)))
            made.clicked.connect(lambda _checked=False, k=key: self.chosen.emit(k))
            self._group.addButton(made)
            self._buttons[key] = made
            line.addWidget(made)
        if choices:
            self._buttons[choices[0][0]].setChecked(True)

    def value(self) -> str:
        """The key of the choice in force."""
        return next((key for key, made in self._buttons.items() if made.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Choose without a signal."""
        self._buttons[key].setChecked(True)

    def button(self, key: str) -> QToolButton:
        """The button of a choice."""
        return self._buttons[key]

    def set_text(self, key: str, text: str) -> None:
        """Another wording, usually another count."""
        self._buttons[key].setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the neighbour."""
        step = _STEPS.get(event.key())
        keys = list(self._buttons)
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        made = self._buttons[keys[(keys.index(self.value()) + step) % len(keys)]]
        made.setFocus()
        made.click()


class ClauseTag(QToolButton):
    """A clause number; ``opened`` carries it when the tag is pressed (help shows the clause)."""

    opened = Signal(str)

    def __init__(self, clause: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "clause")
        self.setText(clause)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(tip)
        self.setAccessibleName(_("条款 {clause}").format(clause=clause))
        self.clicked.connect(lambda _checked=False: self.opened.emit(clause))


def _place(index: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if index == 0 else "last" if index == count - 1 else "middle"
