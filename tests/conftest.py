"""What every test stands on: no display, no folder of the user's, and nothing unexpected said on the way."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.demo_fixture"]

_HOME = tempfile.TemporaryDirectory(prefix="qmsdesk-tests-")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QMSDESK_HOME"] = _HOME.name
os.environ["PYTHONUTF8"] = "1"  # for the programs that tests start
if not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
    os.environ["LC_ALL"] = "C.UTF-8"  # else Qt complains of the locale, on stderr
for _name in ("QMSDESK_TODAY", "QMSDESK_LANGUAGE", "QMSDESK_SMOKE"):
    os.environ.pop(_name, None)

settings.register_profile("qmsdesk", deadline=None, database=None, derandomize=True, print_blob=True)
settings.load_profile("qmsdesk")

_PACKAGES = {
    "qpdf": "qpdf",
    "7z": "p7zip-full",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "chromium": "chromium",
    "ssh-keygen": "openssh-client",
    "Xvfb": "xvfb",
    "sha256sum": "coreutils",
    "git": "git",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Closed windows go before the next test: off screen no event loop ends that would delete them.

    Left over they would all be styled again with every theme, and the later a test the longer it would take.
    """
    yield
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout under test."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """``tool("qpdf")`` is the path of a program the test calls; without it the test fails and names the package."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found is None:
            package = _PACKAGES.get(name, name)
            pytest.fail(f"the program {name} is missing: install the package {package} (as root: make setup-test)")
        return found

    return find


@pytest.fixture(autouse=True)
def _nothing_unexpected_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that expects a warning asserts it and calls ``caplog.clear()``; any other one fails."""
    yield
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    said = [f"{r.name}: {r.getMessage()}" for r in records if r.levelno >= logging.WARNING]
    if said:
        pytest.fail("unexpected log lines:\n" + "\n".join(said), pytrace=False)


@pytest.fixture(autouse=True)
def _no_thread_left_over() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QThreadPool

        if not QThreadPool.globalInstance().waitForDone(5000):
            pytest.fail("a job is still running", pytrace=False)
    # A thread that Qt made and Python only met stays listed as a dummy after its end.
    new = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
    for thread in new:
        thread.join(5)
    left = [thread.name for thread in new if thread.is_alive()]
    if left:
        pytest.fail(f"threads left over: {', '.join(left)}", pytrace=False)
