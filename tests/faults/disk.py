"""A full disk: every command that writes says one sentence, loses nothing and leaves nothing half-made behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department
from qmsdesk.models.workspace import FILE, open_workspace
from qmsdesk.services import reading
from tests.faults import drill

BACKUPS, BUNDLE = "备份", "资料包.zip"
ROOMS = (0, 16 << 10, 120 << 10, 600 << 10)  # bytes left on the disk


@dataclass(frozen=True)
class Act:
    """A command that writes; ``module`` when it is not a command of the program."""

    name: str
    arguments: tuple[str | Path, ...]
    module: str = ""


def acts(folder: Path, scratch: Path, out: Path) -> list[Act]:
    """Save, attach, import, backup and bundle; ``out`` is the folder, on the full disk, for what leaves."""
    with open_workspace(folder, Clock(), write=False) as workspace:
        department = reading.rows(workspace.db, Department)[0]["name"]
        open_draft = (Document.status == "draft", Document.void_reason == "")
        document = reading.rows(workspace.db, Document, *open_draft)[0]["number"]
    people = scratch / "花名册.csv"
    people.write_text("姓名,部门\n" + "".join(f"示例{n},{department}\n" for n in range(300)), "utf-8")
    evidence = scratch / "扫描件.pdf"
    evidence.write_bytes(b"%PDF-1.4 " + os.urandom(4 << 20))  # more than the database
    return [
        Act("save", (folder,), "tests.faults.save"),
        Act("attach", ("attach", folder, "document", document, evidence)),
        Act("import", ("import", folder, "person", people)),
        Act("backup", ("backup", folder, out / BACKUPS)),
        Act("bundle", ("bundle", folder, out / BUNDLE)),
    ]


def file_limit(act: Act, folder: Path) -> int:
    """A size of files at which the act must fail: the database may not grow, what leaves must stay far smaller."""
    return 20_000 if act.name in {"backup", "bundle"} else (folder / FILE).stat().st_size


@dataclass
class Tally:
    """Commands run on a full disk by how they ended, and what was wrong."""

    refused: int = 0
    fitted: int = 0
    faults: tuple[str, ...] = ()


def try_act(act: Act, folder: Path, out: Path, tally: Tally, *, file_limit: int = 0, may_fit: bool = True) -> None:
    """Run it on a full disk and count what is wrong; where there is room enough it may succeed."""
    home = folder.parent.parent / "home"
    before = drill.state_of(folder)
    outcome = drill.call(*act.arguments, home=home, module=act.module, file_limit=file_limit)
    if outcome.code == 0 and may_fit:
        tally.fitted += 1
        faults = drill.workspace_faults(folder)
    else:
        tally.refused += 1
        made = [path.name for path in out.iterdir() if path.name not in {folder.name, "fill"} and _any_in(path)]
        faults = [*drill.sentence_faults(outcome), *drill.workspace_faults(folder, before)]
        faults += [f"left behind: {name}" for name in made]
    tally.faults += tuple(f"{act.name}: {fault}" for fault in faults)
    shutil.rmtree(out / BACKUPS, ignore_errors=True)
    (out / BUNDLE).unlink(missing_ok=True)


def _any_in(path: Path) -> bool:
    """A file, or a folder that is not empty."""
    return path.is_file() or any(path.iterdir())


@contextlib.contextmanager
def small_disk(place: Path, size: int) -> Iterator[bool]:
    """A disk of so many bytes at ``place``; False when this user may not mount one."""
    place.mkdir()
    mounted = mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place))
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(place)], check=True)


def mount(*arguments: str) -> bool:
    """Mount something, where the user may."""
    if shutil.which("mount") is None or os.geteuid() != 0:
        return False
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0


def fill(disk: Path, room: int) -> None:
    """Take all space of a disk but ``room`` bytes."""
    file = disk / "fill"
    with contextlib.suppress(FileNotFoundError):
        file.unlink()
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with file.open("wb") as f:
        os.posix_fallocate(f.fileno(), 0, max(free - room, 1))


def full(sample: Path, scratch: Path) -> tuple[str, Tally]:
    """All acts with different room left: how the disk was made full, and how they ended."""
    disk, tally = scratch / "disk", Tally()
    size = sum(path.stat().st_size + 4096 for path in sample.rglob("*")) + (4 << 20)
    with small_disk(disk, size) as mounted:
        folder = disk / "企业"
        shutil.copytree(sample, folder)
        if not mounted:
            for act in acts(folder, scratch, disk):
                try_act(act, folder, disk, tally, file_limit=file_limit(act, folder), may_fit=False)
            return "files may not grow", tally
        for room in ROOMS:
            for act in acts(folder, scratch, disk):
                fill(disk, room)
                try_act(act, folder, disk, tally, may_fit=room > 0)
        return f"tmpfs of {size >> 20} MiB with {', '.join(f'{room >> 10}' for room in ROOMS)} KiB left", tally
