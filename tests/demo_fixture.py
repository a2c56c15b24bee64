"""The sample enterprise for tests: built once in a test run, over all its processes; each test gets a copy."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk.services import sample


@pytest.fixture(scope="session")
def demo_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one built workspace: to be read, never opened for writing."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent  # the folder that all workers of this run share
    folder = base / "sample-enterprise"
    # SQLite's lock waits, works on every system and dies with its holder; a half-built workspace is gone by then.
    with contextlib.closing(sqlite3.connect(base / "sample-enterprise.lock", timeout=300)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        if not folder.exists():
            part = base / "sample-enterprise.part"
            shutil.rmtree(part, ignore_errors=True)
            sample.build(part)
            part.rename(folder)
    return folder


@pytest.fixture(scope="session")
def demo_copy(demo_built: Path) -> Callable[[Path], Path]:
    """``demo_copy(target)`` copies the sample enterprise to a new folder, and returns it."""

    def copy(target: Path) -> Path:
        return Path(shutil.copytree(demo_built, target))

    return copy


@pytest.fixture
def demo(demo_copy: Callable[[Path], Path], tmp_path: Path) -> Path:
    """The sample enterprise, for this test alone."""
    return demo_copy(tmp_path / "恒岩示例")
