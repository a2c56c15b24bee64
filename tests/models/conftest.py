"""The workspace fixtures of the services serve here too."""

from tests.services.conftest import clock, evidence, sitting, staff

__all__ = ["clock", "evidence", "sitting", "staff"]
