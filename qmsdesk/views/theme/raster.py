"""The few pictures that the style sheet can only take as files: arrows, ticks and dots, drawn once per colour."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from qmsdesk.views.theme.icons import Icons
from qmsdesk.views.theme.tokens import Tokens

_SCALE = 3  # drawn three times as large: sharp up to 300 % of the screen
_ARROWS = {
    "down": ("arrow-down-s-line", "text2"),
    "down-off": ("arrow-down-s-line", "disabled"),
    "up": ("arrow-up-s-line", "text2"),
    "right": ("arrow-right-s-line", "text2"),
    "left": ("arrow-left-s-line", "text2"),
    "close": ("close-line", "text2"),
    "check": ("check-line", "text"),
}


def urls(folder: Path, tokens: Tokens, icons: Icons) -> dict[str, str]:
    """Name → file for ``url()``; empty when the folder cannot be written (the controls then lack their marks only)."""
    key = hashlib.sha256(repr(astuple(tokens)).encode()).hexdigest()[:12]
    place = folder / f"theme-{key}"
    made: dict[str, str] = {}
    pictures: dict[str, Callable[[], QPixmap]] = {
        name: lambda n=glyph, r=role: icons.pixmap(n, r, 16 * _SCALE)  # type: ignore[misc]
        for name, (glyph, role) in _ARROWS.items()
    }
    for state in ("off", "on", "part", "off-disabled", "on-disabled", "part-disabled"):
        pictures[f"box-{state}"] = lambda s=state: _picture(tokens, s, _box)  # type: ignore[misc]
        pictures[f"radio-{state}"] = lambda s=state: _picture(tokens, s, _radio)  # type: ignore[misc]
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, draw in pictures.items():
            path = place / f"{name}.png"
            if path.is_file() or draw().save(str(path)):
                made[name] = path.as_posix()
    except OSError:
        return {}
    return made


def paint_box(painter: QPainter, rect: QRectF, tokens: Tokens, state: Qt.CheckState, enabled: bool = True) -> None:
    """The tick box of tables, drawn straight into a cell; ``rect`` is 16 × 16."""
    word = {Qt.CheckState.Checked: "on", Qt.CheckState.PartiallyChecked: "part"}.get(state, "off")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 16, rect.height() / 16)
    _box(painter, tokens, word if enabled else f"{word}-disabled")
    painter.restore()


def _picture(tokens: Tokens, state: str, draw: Callable[[QPainter, Tokens, str], None]) -> QPixmap:
    made = QPixmap(16 * _SCALE, 16 * _SCALE)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_SCALE, _SCALE)
        draw(painter, tokens, state)
    return made


def _ground(painter: QPainter, tokens: Tokens, state: str) -> bool:
    filled, disabled = not state.startswith("off"), state.endswith("disabled")
    edge = tokens.border2 if disabled else tokens.accent_fill if filled else tokens.input
    fill = tokens.subtle if disabled else tokens.accent_fill if filled else tokens.surface
    painter.setPen(QPen(QColor(edge), 1.2))
    painter.setBrush(QColor(fill))
    return filled


def _box(painter: QPainter, tokens: Tokens, state: str) -> None:
    filled = _ground(painter, tokens, state)
    painter.drawRoundedRect(QRectF(1.5, 1.5, 13, 13), 3, 3)
    if not filled:
        return
    mark = QColor(tokens.disabled if state.endswith("disabled") else tokens.on_fill)
    painter.setPen(QPen(mark, 1.8, c=Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state.startswith("part"):
        painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8))
        return
    tick = QPainterPath(QPointF(4.5, 8.3))
    tick.lineTo(7, 10.8)
    tick.lineTo(11.5, 5.6)
    painter.drawPath(tick)


def _radio(painter: QPainter, tokens: Tokens, state: str) -> None:
    filled = _ground(painter, tokens, state)
    painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.disabled if state.endswith("disabled") else tokens.on_fill))
        painter.drawEllipse(QRectF(5, 5, 6, 6))
