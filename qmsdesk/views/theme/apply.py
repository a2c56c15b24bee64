"""The theme of the running program: chosen once, applied to the application, listened to by what paints itself."""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from qmsdesk import paths
from qmsdesk.views.theme import fonts, palette, qss, raster
from qmsdesk.views.theme.icons import Icons
from qmsdesk.views.theme.tokens import DARK, LIGHT, Tokens

Mode = Literal["light", "dark", "system"]
SCALES = (1.0, 1.15, 1.3)
_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class Theme(QObject):
    """Colours, sizes and icons; handed to every widget that paints or holds an icon.

    ``changing`` comes before: whatever exists then is styled anew, some 2 ms for each widget. ``changed`` comes after
    palette, fonts and style sheet are in place: repaint, and measure again.
    """

    changing = Signal()
    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "system", scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._mode: Mode = "light"
        self._scale = 1.0
        self._tokens = LIGHT
        self._applying = False
        self._colours: dict[str, QColor] = {}  # painting a table asks thousands of times
        self._fonts: dict[tuple[int, bool, bool], QFont] = {}
        fonts.register()
        app.setStyle(QStyleFactory.create("Fusion"))
        self.icons = Icons(self.color)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        self.apply(mode, scale)

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    @property
    def mode(self) -> Mode:
        """What was chosen; ``system`` follows the desktop."""
        return self._mode

    @property
    def scale(self) -> float:
        """The font scale: 1.0 标准, 1.15 大, 1.3 特大."""
        return self._scale

    def apply(self, mode: str = "system", scale: float = 1.0) -> None:
        """Put a theme in force; an unknown mode (damaged settings) counts as ``system``, a scale as the nearest."""
        self._mode = mode if mode in get_args(Mode) else "system"  # type: ignore[assignment]
        self._scale = min(SCALES, key=lambda known: abs(known - scale))
        self._refresh()

    def step_scale(self, steps: int) -> None:
        """One size larger or smaller, within the three."""
        place = SCALES.index(self._scale) + steps
        if steps and 0 <= place < len(SCALES):
            self.apply(self._mode, SCALES[place])

    def color(self, role: str) -> QColor:
        """The colour of a token; the same object every time, not to be changed."""
        made = self._colours.get(role)
        if made is None:
            made = self._colours[role] = QColor(self._tokens[role])
        return made

    def px(self, size: float) -> int:
        """A size of the design in logical pixels, times the font scale."""
        return round(size * self._scale)

    def font(self, size: int = 13, *, bold: bool = False, mono: bool = False) -> QFont:
        """The interface face at a size of the design; a copy, to be changed at will."""
        made = self._fonts.get((size, bold, mono))
        if made is None:
            made = self._fonts[size, bold, mono] = fonts.font(self.px(size), bold=bold, mono=mono)
        return QFont(made)

    def icon(self, name: str, role: str = "text2", on: str = "") -> QIcon:
        """``ri.<name>`` in a token's colour; it follows the theme by itself."""
        return self.icons.icon(name, role, on)

    def _system_changed(self) -> None:
        if not self._applying:
            self._refresh()

    def _refresh(self) -> None:
        self.changing.emit()
        self._applying = True
        try:
            hints = self._app.styleHints()
            if self._mode == "system":
                hints.unsetColorScheme()
            else:
                hints.setColorScheme(_SCHEMES[self._mode])
            self._tokens = self._choose()
            self._colours.clear()
            self._fonts.clear()
            self._app.setFont(self.font())
            self._app.setPalette(palette.palette(self._tokens))
            pictures = raster.urls(paths.cache_dir(), self._tokens, self.icons)
            self._app.setStyleSheet(qss.style_sheet(self._tokens, self._scale, pictures))
        finally:
            self._applying = False
        self.changed.emit()

    def _choose(self) -> Tokens:
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            self._app.setPalette(QPalette())
            return palette.high_contrast(self._app.palette())
        dark = hints.colorScheme() == Qt.ColorScheme.Dark if self._mode == "system" else self._mode == "dark"
        return DARK if dark else LIGHT
