"""The workspace fixtures of the services and the theme of the views serve here too."""

from tests.services.conftest import clock, sitting
from tests.views.conftest import _session_theme, theme

__all__ = ["_session_theme", "clock", "sitting", "theme"]
