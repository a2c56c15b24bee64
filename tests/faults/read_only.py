"""A folder that cannot be written: it opens and says so, reading works, writing says one sentence."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models.workspace import open_workspace
from tests.faults import disk, drill


@contextlib.contextmanager
def unwritable(folder: Path) -> Iterator[str]:
    """Make the folder read-only: a read-only mount for root, whom modes do not stop; else the modes."""
    bound = disk.mount("--bind", str(folder), str(folder))
    if bound and disk.mount("-o", "remount,bind,ro", str(folder)):
        try:
            yield "read-only bind mount"
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    if bound:
        subprocess.run(["umount", str(folder)], check=True)
    if os.geteuid() == 0:
        raise OSError("root needs a read-only mount, and none can be made here")
    inside = [folder, *folder.rglob("*")]
    modes = [path.stat().st_mode for path in inside]
    for path in reversed(inside):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield "no write permission"
    finally:
        for path, mode in zip(inside, modes, strict=True):
            path.chmod(mode)


def shut(sample: Path, scratch: Path) -> tuple[str, int, tuple[str, ...]]:
    """How the folder was made read-only, how many commands were run, and what was wrong."""
    folder, out, home = scratch / "企业", scratch / "out", scratch / "home"
    shutil.copytree(sample, folder)
    out.mkdir()
    writing = [act for act in disk.acts(folder, scratch, out) if act.name not in {"backup", "bundle"}]
    reading = (
        ("check", folder), ("status", folder), ("assess", folder), ("history", folder),
        ("export", folder, "document", out / "文件.xlsx"), ("report", folder, "C1", out / "C1.pdf"),
        ("bundle", folder, out / "资料包.zip"), ("verify", out / "资料包.zip"), ("backup", folder, out / "备份"),
    )  # fmt: skip
    faults: list[str] = []
    before = drill.state_of(folder)
    with unwritable(folder) as way:
        with open_workspace(folder, Clock()) as workspace:
            if not drill.CHINESE.search(workspace.read_only):
                faults.append("it opens without saying that it is read-only")
        for act in writing:
            outcome = drill.call(*act.arguments, home=home, module=act.module)
            faults += [f"{act.name}: {fault}" for fault in drill.sentence_faults(outcome)]
        for arguments in reading:
            outcome = drill.call(*arguments, home=home)
            if outcome.code or outcome.err.strip():
                faults.append(f"{arguments[0]}: exit code {outcome.code}, it says: {outcome.err.strip() or 'nothing'}")
        faults += drill.workspace_faults(folder, before)
    return way, len(writing) + len(reading), tuple(faults)
