"""What the drills share: calling the program, and judging what it said and left behind."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models.workspace import FILE, open_workspace
from qmsdesk.services import checking, history

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
STORAGE = 3  # the exit code of a failing disk


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


def call(*arguments: str | Path, home: Path, module: str = "", file_limit: int = 0) -> Outcome:
    """Run the program, or a module; ``file_limit`` is the size in bytes beyond which no file of it may grow."""

    def limit() -> None:
        if file_limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    start = ["-m", module] if module else [str(ROOT / "main.py")]
    done = subprocess.run(
        [sys.executable, *start, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "QMSDESK_HOME": str(home), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def sentence_faults(outcome: Outcome, code: int = STORAGE) -> list[str]:
    """Why this is not one Chinese sentence and the right exit code."""
    faults = []
    if outcome.code != code:
        faults.append(f"exit code {outcome.code} instead of {code}")
    said = outcome.err.strip()
    if len(said.splitlines()) != 1 or not CHINESE.search(said) or "Traceback" in said or "程序出错" in said:
        faults.append(f"it says: {said or 'nothing'}")
    return faults


def state_of(folder: Path) -> history.Head:
    """The end of the history, read without a lock."""
    with open_workspace(folder, Clock(), write=False) as workspace:
        return history.head(workspace.db)


def workspace_faults(folder: Path, before: history.Head | None = None) -> list[str]:
    """What is wrong in the workspace; with ``before`` it must not have changed since."""
    with open_workspace(folder, Clock(), write=False) as workspace:
        faults = [finding.text for finding in checking.check(workspace).findings]
        if before is not None and history.head(workspace.db) != before:
            faults.append("history has changed")
    return faults + [f"left behind: {name}" for name in litter(folder)]


def litter(folder: Path) -> list[str]:
    """Half-written files in a workspace and beside it."""
    places = [folder, folder.parent, folder / "files", folder / "backups"]
    names = [path.name for place in places if place.is_dir() for path in place.iterdir()]
    return sorted(n for n in names if n.endswith(".part") or n.startswith(".part-") or n == f"{FILE}-journal")
