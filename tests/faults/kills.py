"""Kill a process in the midst of its saves; nothing that it acknowledged may be lost."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from qmsdesk.models import workspace as workspaces
from qmsdesk.models.people import Department
from qmsdesk.models.workspace import FILE
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import checking, founding, history, records
from qmsdesk.services.sitting import Sitting
from tests.faults.child import CLOCK

LONGEST = 0.3  # seconds a child may save before it is killed
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Tally:
    """What the kills did: ``hot`` of them left a journal to be rolled back, ``faults`` says what went wrong."""

    kills: int = 0
    acknowledged: int = 0
    hot: int = 0
    faults: tuple[str, ...] = ()


def found(folder: Path) -> None:
    """An enterprise with one department, to save into."""
    with workspaces.create(folder, CLOCK) as workspace:
        sitting = Sitting(workspace, "何静", CLOCK)
        founding.found(sitting, "徐州示例机械有限公司")
        records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"})


def drill(folder: Path, times: int, *, seed: int = 1) -> Tally:
    """Kill ``times`` children one after another on the same workspace, looking at it after each."""
    chance = random.Random(seed)
    tally = Tally()
    for turn in range(times):
        acknowledged = _killed(folder, chance.uniform(0, LONGEST))
        tally.kills += 1
        tally.acknowledged += len(acknowledged)
        tally.hot += (folder / f"{FILE}-journal").exists()
        tally.faults += tuple(f"kill {turn + 1}: {fault}" for fault in _faults(folder, acknowledged))
    return tally


def _killed(folder: Path, seconds: float) -> list[tuple[int, str]]:
    """Let a child save for so long, kill it, and return what it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.child", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    with child.stdout as said:
        if said.readline() != "ready\n":
            child.wait()
            raise RuntimeError("the child could not open the workspace for writing")
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        child.kill()
        acknowledged = list(_acknowledged(said))
        child.wait()
    return acknowledged


def _acknowledged(said: IO[str]) -> list[tuple[int, str]]:
    """The saves told of, without a last line that was cut off."""
    lines = [line.split() for line in said if line.endswith("\n")]
    return [(int(seq), digest) for seq, digest in lines]


def _faults(folder: Path, acknowledged: list[tuple[int, str]]) -> list[str]:
    with workspaces.open_workspace(folder, CLOCK) as workspace:
        if workspace.read_only:
            return [f"the lock is not free: {workspace.read_only}"]
        faults = [finding.text for finding in checking.check(workspace).findings]
        stored = {entry.seq: entry.hash for entry in history.entries(workspace.db)}
    return faults + [f"save {seq} is missing" for seq, digest in acknowledged if stored.get(seq) != digest]
