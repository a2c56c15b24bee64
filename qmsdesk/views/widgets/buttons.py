"""Buttons: one primary per page, the rest bordered or ghost; tool buttons share their action with menus and Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.icon import IconLabel

Kind = Literal["", "primary", "ghost", "danger", "dangerfill", "link"]
_GAP = 5  # the styles leave too little room between icon and text
_ICON_ROLES = {"primary": "on_fill", "danger": "bad", "dangerfill": "on_fill", "link": "accent"}


def button(
    theme: Theme,
    text: str,
    icon: str = "",
    kind: Kind = "",
    *,
    small: bool = False,
    on_click: Callable[[], object] | None = None,
    parent: QWidget | None = None,
) -> QPushButton:
    """A push button; ``icon`` is a Remix name without ``ri.``. Enter and Space press it."""
    made = _PushButton(text, parent)
    made.setProperty("kind", kind)
    made.setProperty("small", small)
    made.setAutoDefault(False)
    _dress(theme, made, icon, kind, small)
    if on_click:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def link(theme: Theme, text: str, on_click: Callable[[], object] | None = None, *, icon: str = "") -> QPushButton:
    """Text in the accent colour that leads somewhere."""
    made = button(theme, text, icon, "link", small=True, on_click=on_click)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def tool_button(
    theme: Theme,
    action: QAction | str,
    icon: str = "",
    kind: Kind = "",
    *,
    menu: QMenu | None = None,
    small: bool = False,
    icon_only: bool = False,
    parent: QWidget | None = None,
) -> QToolButton:
    """A button of a toolbar or header, made from a ``QAction`` (or a text); ``menu`` adds an arrow and drops down.

    With both an action and a menu the whole button opens the menu; put the action first into the menu.
    An icon-only button must have a text: it becomes the accessible name and the tool tip.
    """
    made = _ToolButton(parent)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setProperty("kind", kind)
    made.setProperty("small", small)
    made.setProperty("iconOnly", icon_only)
    if isinstance(action, QAction):
        made.setDefaultAction(action)
        text = action.text()
        _dress(theme, made, icon or str(action.property("icon_name") or ""), kind, small)
    else:
        text = action
        made.setText(text)
        _dress(theme, made, icon, kind, small)
    made.setAccessibleName(text)
    has_icon = not made.icon().isNull()
    if icon_only:
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setToolTip(made.toolTip() or text)
    elif menu is not None:
        _with_menu(theme, made, menu, kind)
    else:
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if has_icon else Qt.ToolButtonStyle.ToolButtonTextOnly
        made.setToolButtonStyle(style)
        made.setProperty("beside", has_icon)
    if menu is not None and icon_only:
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made


def action(
    theme: Theme,
    text: str,
    icon: str = "",
    shortcut: str = "",
    on_trigger: Callable[[], object] | None = None,
    *,
    parent: QWidget,
) -> QAction:
    """An action of a page: text, icon, shortcut (active while ``parent`` or a child has the focus) and what it does."""
    made = QAction(text, parent)
    if icon:
        made.setIcon(theme.icon(icon))
        made.setProperty("icon_name", icon)
    if shortcut:
        made.setShortcut(shortcut)
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.setToolTip(f"{text}（{shortcut}）")
    if on_trigger:
        made.triggered.connect(lambda _checked=False: on_trigger())
    parent.addAction(made)
    return made


def _with_menu(theme: Theme, made: QToolButton, menu: QMenu, kind: str) -> None:
    """The arrow stands behind the text: laid out as a child, since the style puts its own into a corner."""
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setProperty("beside", True)
    made.setText(made.text() + "\u2003")
    IconLabel(theme, "arrow-down-s-line", _ICON_ROLES.get(kind, "text2"), 14, parent=made).stick_right(8)


def _dress(theme: Theme, made: _PushButton | _ToolButton, icon: str, kind: str, small: bool) -> None:
    if icon:
        made.setIcon(theme.icon(icon, _ICON_ROLES.get(kind, "text2")))
    elif isinstance(made, _ToolButton) and made.defaultAction() is None:
        made.setIcon(QIcon())
    made.set_side(theme, 14 if small else 16)


class _PushButton(QPushButton):
    def set_side(self, theme: Theme, side: int) -> None:
        self._theme, self._side = theme, side
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setIconSize(QSize(self._theme.px(self._side) + _GAP, self._theme.px(self._side)))


class _ToolButton(QToolButton):
    def set_side(self, theme: Theme, side: int) -> None:
        self._theme, self._side = theme, side
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        gap = 0 if self.property("iconOnly") else _GAP
        self.setIconSize(QSize(self._theme.px(self._side) + gap, self._theme.px(self._side)))
