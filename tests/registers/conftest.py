"""The workspace fixtures of the services serve here too."""

from tests.services.conftest import clock, sitting

__all__ = ["clock", "sitting"]
