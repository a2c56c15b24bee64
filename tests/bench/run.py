"""``make bench``: figures as ratios against their floors, measured in the same run; exit code 1 when a limit is broken.

``python -m tests.bench.run [register|start|services|volume|bundle …]`` runs some of them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measure import Figure, Size, table

NAMES = ("register", "start", "services", "volume", "bundle")


def run(names: Sequence[str], place: Path) -> list[Figure | Size]:
    """The benches asked for, in a folder that is thrown away."""
    from qmsdesk.services import sample
    from tests.bench import bundle, register, services, start, volume

    found: list[Figure | Size] = []
    large, built = place / "10000", place / "sample"
    if {"register", "services"} & set(names):
        services.build(large)
    if {"start", "services", "volume"} & set(names):
        sample.build(built)
    if "register" in names:
        found += register.measure(large, place)
    if "start" in names:
        found += start.measure(built, place)
    if "services" in names:
        found += [services.saves(large), services.check(large), services.status(built)]
    if "volume" in names:
        volume.build(built, place / "50000")
        found += volume.measure(built, place / "50000", place)
    if "bundle" in names:
        found += bundle.measure(place)
    return found


def main(names: Sequence[str]) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="qmsdesk-bench-") as folder:
        os.environ["QMSDESK_HOME"] = str(Path(folder) / "home")
        os.environ.pop("QMSDESK_TODAY", None)
        found = run(names or NAMES, Path(folder))
    print(table(found), flush=True)
    return 1 if any(figure.broken for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
