"""The whole program in its real window, off screen."""

from tests.views.conftest import _session_theme, answer, crashes, settings, theme, window
from tests.views.office.conftest import files, office

__all__ = ["_session_theme", "answer", "crashes", "files", "office", "settings", "theme", "window"]
