"""A bundle with 1 GB of attachments against a bare sha256-and-zip loop over the same files, and its peak memory.

Each run is a process of its own: ``python -m tests.bench.bundle ours|bare WORKSPACE OUT`` prints what ``Run`` holds.
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
from dataclasses import dataclass
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
    """Make the files, then bundle them in turn with the bare loop; the first pair only warms the disk's cache.

    The limit is on what grows with the attachments; drawing forms and lists before costs the same for any size.
    """
    folder, out = scratch / "attached", scratch / "out.zip"
    with_files(folder, scratch)
    runs = [(run("ours", folder, out), run("bare", folder, out)) for _turn in range(REPEATS + 1)][1:]
    drawn, streamed, loop = (
        statistics.median(times) for times in zip(*((o.drawn, o.streamed, b.streamed) for o, b in runs), strict=True)
    )
    speed = f"{FILES * MB_EACH / streamed:.0f} MB/s"
    floor = "bare sha256-and-zip loop"
    return [
        Figure(f"bundle {FILES} attachments of {MB_EACH} MB", streamed, loop, floor, SLOWEST, speed),
        Figure("that with drawing its forms and lists", drawn + streamed, loop, floor),
        Size("peak memory of that", max(o.peak for o, _bare in runs), MOST_MB),
    ]


def with_files(folder: Path, scratch: Path) -> None:
    """A workspace with as many documents as files."""
    sitting = fill.found(folder)
    try:
        fill.documents(sitting, FILES)
        fill.files(sitting, scratch, FILES, MB_EACH)
    finally:
        sitting.workspace.close()


@dataclass(frozen=True)
class Run:
    """Seconds of the two parts of a run, and its peak memory in MB."""

    drawn: float
    streamed: float
    peak: float


def run(way: str, folder: Path, out: Path) -> Run:
    """One run, on a disk that has nothing else to write."""
    out.unlink(missing_ok=True)
    os.sync()
    command = [sys.executable, "-m", "tests.bench.bundle", way, str(folder), str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    out.unlink()
    return Run(*map(float, done.stdout.split()))


def ours(folder: Path, out: Path) -> float:
    """As the command does it; returns when the drawing was done."""
    from qmsdesk.bundle import collect, write
    from qmsdesk.models.workspace import open_workspace

    with open_workspace(folder, fill.CLOCK, write=False) as workspace:
        plan = collect.collect(workspace)
        drawn = time.perf_counter()
        write.write(plan.info, plan.entries, out)
    return drawn


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


def main(way: str, folder: Path, out: Path) -> None:
    start = drawn = time.perf_counter()
    if way == "ours":
        drawn = ours(folder, out)
    else:
        bare(folder, out)
    end = time.perf_counter()
    print(drawn - start, end - drawn, peak_mb())


def peak_mb() -> float:
    """The most memory this process has held; Linux's own ``ru_maxrss`` would count that of the process before exec."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)  # macOS counts in bytes


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
