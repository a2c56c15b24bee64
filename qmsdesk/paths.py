"""Where the program's own files lie: in the checkout, in the wheel, or beside the frozen executable."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import platformdirs

_APP = "QMSDesk"


@cache
def resources() -> Path:
    """The folder of fonts, icons, translations and clause data."""
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "qmsdesk" / "resources"] if frozen else []
    places += [package / "resources", package.parent / "resources"]
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(places[-1])


def config_dir() -> Path:
    """Settings of this user on this machine; ``QMSDESK_HOME`` moves all three folders (tests)."""
    return _user_dir("config", platformdirs.user_config_path(_APP, appauthor=False))


def cache_dir() -> Path:
    """What can be made again: font caches, rendered icons, read-only copies opened from attachments."""
    return _user_dir("cache", platformdirs.user_cache_path(_APP, appauthor=False))


def log_dir() -> Path:
    """Crash reports and the log."""
    return _user_dir("log", platformdirs.user_log_path(_APP, appauthor=False))


def documents_dir() -> Path:
    """Where new workspaces and bundles are proposed."""
    return platformdirs.user_documents_path()


def _user_dir(name: str, default: Path) -> Path:
    home = os.environ.get("QMSDESK_HOME")
    folder = Path(home) / name if home else default
    folder.mkdir(parents=True, exist_ok=True)
    return folder
