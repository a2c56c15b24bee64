"""``make faults``: kills, a full disk, a read-only folder, changed bytes; exit code 1 when anything was lost.

``python -m tests.faults.run [kills|disk|readonly|bytes …]`` runs some of them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from qmsdesk.services import sample
from tests.faults import disk, flips, kills, read_only

Report = tuple[str, Sequence[str]]
KILLS, FLIPS = 100, 40


def run_kills(scratch: Path, _sample: Path) -> Report:
    folder = scratch / "企业"
    kills.found(folder)
    tally = kills.drill(folder, KILLS)
    words = f"{tally.kills} kills, {tally.hot} left a journal, {tally.acknowledged} acknowledged saves all there"
    return words, tally.faults


def run_disk(scratch: Path, built: Path) -> Report:
    way, tally = disk.full(built, scratch)
    return f"{way}: {tally.refused} commands refused in one sentence, {tally.fitted} found room", tally.faults


def run_read_only(scratch: Path, built: Path) -> Report:
    way, commands, faults = read_only.shut(built, scratch)
    return f"{way}: opened so, {commands} commands as they should be", faults


def run_flips(scratch: Path, built: Path) -> Report:
    tally = flips.flips(built, scratch, FLIPS)
    words = (
        f"found: {tally.history} in history, {tally.rows} in present rows, {tally.files} attachments changed and "
        f"missing; {tally.anywhere} anywhere in the file, {tally.silent} of them changed no record"
    )
    return words, tally.missed


DRILLS: dict[str, Callable[[Path, Path], Report]] = {
    "kills": run_kills, "disk": run_disk, "readonly": run_read_only, "bytes": run_flips,
}  # fmt: skip


def main(names: Sequence[str]) -> int:
    failed = 0
    with tempfile.TemporaryDirectory(prefix="qmsdesk-faults-") as place:
        os.environ["QMSDESK_HOME"] = str(Path(place) / "home")
        built = Path(place) / "sample"
        sample.build(built)
        for name in names or DRILLS:
            scratch = Path(place) / name
            scratch.mkdir()
            words, faults = DRILLS[name](scratch, built)
            print(f"{name:10} {'FAILED' if faults else 'ok':8} {words}", flush=True)
            for fault in faults:
                print(f"{'':19} {fault}", flush=True)
            failed += bool(faults)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
