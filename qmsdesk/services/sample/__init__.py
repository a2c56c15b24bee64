"""The fictional sample enterprise (示例): built from data files through the services, on its own dates."""

from __future__ import annotations

from qmsdesk.services.sample.build import build

__all__ = ["build"]
