"""What the window remembers for this user on this machine; an ini file that a person can read and delete."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication

from qmsdesk import paths
from qmsdesk.views.theme.apply import Theme

_THEME, _SCALE, LAYOUT = "ui/theme", "ui/scale", "layout"


def open_settings() -> QSettings:
    """The settings file in the program's configuration folder."""
    return QSettings(str(paths.config_dir() / "window.ini"), QSettings.Format.IniFormat)


def load_theme(app: QApplication, settings: QSettings) -> Theme:
    """The theme as it was left; what cannot be read counts as the default. Later choices are remembered."""
    try:
        scale = float(str(settings.value(_SCALE, "1.0")))
    except ValueError:
        scale = 1.0
    theme = Theme(app, str(settings.value(_THEME, "system")), scale)

    def remember() -> None:
        settings.setValue(_THEME, theme.mode)
        settings.setValue(_SCALE, str(theme.scale))

    theme.changed.connect(remember)
    return theme


def stored_bytes(settings: QSettings, key: str) -> QByteArray:
    """A stored geometry or header state, empty when there is none."""
    value = settings.value(f"{LAYOUT}/{key}")
    return value if isinstance(value, QByteArray) else QByteArray()


def store_bytes(settings: QSettings, key: str, value: QByteArray) -> None:
    """Remember a geometry or header state; all of them go with ``forget_layout``."""
    settings.setValue(f"{LAYOUT}/{key}", value)


def forget_layout(settings: QSettings) -> None:
    """恢复默认布局."""
    settings.remove(LAYOUT)
