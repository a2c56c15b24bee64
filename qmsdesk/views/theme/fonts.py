"""The type of the window: the system's Chinese face where there is one, else the one we ship."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from qmsdesk import paths

FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans SC")
MONO = ("Consolas", "DejaVu Sans Mono", "Menlo", "Noto Sans SC")
_SHIPPED = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def register() -> list[str]:
    """Make the shipped faces known to Qt, so that no machine shows boxes; the families that were found."""
    found: list[str] = []
    for name in _SHIPPED:
        path = paths.resources() / "fonts" / name
        if path.is_file():
            found += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return found


def font(pixels: int, *, bold: bool = False, mono: bool = False) -> QFont:
    """A font by pixel size; only 400 and 700 exist in the Chinese faces."""
    made = QFont()
    made.setFamilies(list(MONO if mono else FAMILIES))
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made
