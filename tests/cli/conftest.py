"""A day, a small firm, and the two ways a command ends: an answer on stdout or a sentence on stderr."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk.app import main

Call = Callable[..., str]


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QMSDESK_TODAY", "2026-10-20")


@pytest.fixture
def answers(capsys: pytest.CaptureFixture[str]) -> Call:
    """``answers("check", firm, code=0)`` is what the command says; nothing on stderr."""

    def call(*words: object, code: int = 0) -> str:
        assert main([str(w) for w in words]) == code
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return call


@pytest.fixture
def refuses(capsys: pytest.CaptureFixture[str]) -> Call:
    """``refuses("check", firm, code=2)`` is the one sentence on stderr; nothing on stdout."""

    def call(*words: object, code: int = 2) -> str:
        assert main([str(w) for w in words]) == code
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        return err

    return call


@pytest.fixture
def small_firm(tmp_path: Path, answers: Call) -> Path:
    folder = tmp_path / "小厂"
    answers("new", folder, "--name", "徐州示例有限公司", "--by", "何静")
    return folder
