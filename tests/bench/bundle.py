"""A bundle with 1 GB of attachments against a bare sha256-and-zip loop over the same files, and its peak memory.

Each run is a process of its own: ``python -m tests.bench.bundle ours|bare WORKSPACE OUT`` prints seconds and peak MB.
"""

from __future__ import annotations

import hashlib
import os
import resource
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import fill
from tests.bench.measure import Figure, Size

FILES, MB_EACH = 100, 10
REPEATS = 3
SLOWEST = 1 / 0.6
MOST_MB = 250
ROOT = Path(__file__).resolve().parents[2]
_BLOCK = 1 << 20


def measure(scratch: Path) -> list[Figure | Size]:
    """Make the files, then bundle them in turn with the bare loop."""
    folder, out = scratch / "attached", scratch / "out.zip"
    with_files(folder, scratch)
    ours, bare = zip(*((run("ours", folder, out), run("bare", folder, out)) for _turn in range(REPEATS)), strict=True)
    seconds = [statistics.median(t for t, _peak in runs) for runs in (ours, bare)]
    name = f"bundle {FILES} files of {MB_EACH} MB"
    speed = f"{FILES * MB_EACH / seconds[0]:.0f} MB/s"
    return [
        Figure(name, seconds[0], seconds[1], "bare sha256-and-zip loop", SLOWEST, speed),
        Size("peak memory of that", max(peak for _t, peak in ours), MOST_MB),
    ]


def with_files(folder: Path, scratch: Path) -> None:
    """A workspace with as many documents as files."""
    sitting = fill.found(folder)
    try:
        fill.documents(sitting, FILES)
        fill.files(sitting, scratch, FILES, MB_EACH)
    finally:
        sitting.workspace.close()


def run(way: str, folder: Path, out: Path) -> tuple[float, float]:
    """Seconds and peak MB of one run, on a disk that has nothing else to write."""
    out.unlink(missing_ok=True)
    os.sync()
    command = [sys.executable, "-m", "tests.bench.bundle", way, str(folder), str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    out.unlink()
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def ours(folder: Path, out: Path) -> None:
    """As the command does it."""
    from qmsdesk.bundle import collect, write
    from qmsdesk.models.workspace import open_workspace

    with open_workspace(folder, fill.CLOCK, write=False) as workspace:
        plan = collect.collect(workspace)
        write.write(plan.info, plan.entries, out)


def bare(folder: Path, out: Path) -> None:
    """Read, hash and store, nothing more; on the disk when it ends, as the bundle is."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bag:
        for path in _stored(folder / "files"):
            digest = hashlib.sha256()
            with path.open("rb") as file, bag.open(path.name, "w") as member:
                while block := file.read(_BLOCK):
                    digest.update(block)
                    member.write(block)
    with out.open("rb") as file:
        os.fsync(file.fileno())


def _stored(files: Path) -> Iterator[Path]:
    return (path for path in sorted(files.rglob("*")) if path.is_file())


if __name__ == "__main__":
    way, folder, out = sys.argv[1:]
    start = time.perf_counter()
    (ours if way == "ours" else bare)(Path(folder), Path(out))
    seconds = time.perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
