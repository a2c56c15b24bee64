"""Icons of the Remix family that QtAwesome ships; each is coloured when it is drawn, so a new theme re-colours all.

QtAwesome's own front end is not imported: it costs as much at start as the whole window (qtpy patches every class).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap, QRawFont

_EM = 24.0
Colour = Callable[[str], QColor]


@cache
def _folder() -> Path:
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome")
    return Path(next(iter(spec.submodule_search_locations))) / "fonts"


@cache
def _characters() -> dict[str, str]:
    path = next(_folder().glob("remixicon-charmap-*.json"))
    return {name: chr(int(code, 16)) for name, code in json.loads(path.read_text("utf-8")).items()}


class Icons:
    """Draws and hands out icons; ``colour`` turns a token's name into the colour of the moment."""

    def __init__(self, colour: Colour) -> None:
        self._colour = colour
        self._paths: dict[str, QPainterPath] = {}
        self._font = QRawFont(
            str(next(_folder().glob("remixicon-*.ttf"))), _EM, QFont.HintingPreference.PreferNoHinting
        )

    def icon(self, name: str, role: str = "text2", on: str = "") -> QIcon:
        """The icon ``ri.<name>`` in the colour of a token; ``on`` is the token while its button is checked."""
        self._path(name)  # a wrong name shows here, not while painting
        return QIcon(_Engine(self, name, role, on))

    def paint(self, painter: QPainter, rect: QRectF, name: str, role: str) -> None:
        """Fill the glyph into ``rect`` in the colour of ``role``; at the left of a wide one (room before text)."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(rect.width(), rect.height())
        painter.translate(rect.x(), rect.center().y() - side / 2)
        painter.scale(side / _EM, side / _EM)
        painter.fillPath(self._path(name), self._colour(role))
        painter.restore()

    def pixmap(self, name: str, role: str, size: int, ratio: float = 1.0) -> QPixmap:
        """The icon as a picture of ``size`` logical pixels."""
        made = QPixmap(round(size * ratio), round(size * ratio))
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            self.paint(painter, QRectF(made.rect()), name, role)
        made.setDevicePixelRatio(ratio)
        return made

    def _path(self, name: str) -> QPainterPath:
        path = self._paths.get(name)
        if path is None:
            glyph = self._font.glyphIndexesForString(_characters()[name])[0]
            path = self._font.pathForGlyph(glyph)
            path.translate(0, self._font.ascent())
            path.setFillRule(Qt.FillRule.WindingFill)
            self._paths[name] = path
        return path


class _Engine(QIconEngine):
    def __init__(self, icons: Icons, name: str, role: str, on: str) -> None:
        super().__init__()
        self._icons, self._name, self._role, self._on = icons, name, role, on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = self._on if state == QIcon.State.On and self._on else self._role
        self._icons.paint(painter, QRectF(rect), self._name, "disabled" if mode == QIcon.Mode.Disabled else role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        if made.isNull():  # a button that has no room at all still asks for its icon
            return made
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        return made
