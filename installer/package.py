"""What ``make package`` does: freeze the program into ``dist/qmsdesk``, then let the smoke test start it.

PyInstaller leaves a library out with no more than a warning when the machine lacks it, and the program then fails on
the user's desk. So every warning that is not known to be harmless fails the build.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from installer import smoke

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "dist" / "qmsdesk"

# Libraries of Windows, which platformdirs and fontTools ask for there.
HARMLESS = (r"WARNING: Library (ole32|shell32|user32) required via ctypes not found",)


def main() -> int:
    """Build and try; return 0, or 1 with what went wrong on stderr."""
    print("package: freezing the program (about a minute)", flush=True)
    log = freeze()
    if problems := warnings(log):
        print("package: PyInstaller warns:\n  " + "\n  ".join(problems), file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in TARGET.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"package: {TARGET.relative_to(ROOT)} holds {size / 1e6:.0f} MB", flush=True)
    return smoke.main([str(TARGET)])


def freeze() -> str:
    """Run PyInstaller and return its log; its failure ends the build."""
    places = [f"--distpath={ROOT / 'dist'}", f"--workpath={ROOT / 'build'}", str(ROOT / "installer" / "qmsdesk.spec")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", *places]
    environment = {**os.environ, "QT_API": "pyside6", "MPLBACKEND": "agg", "PYTHONUTF8": "1"}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise SystemExit(f"{result.stdout}{result.stderr}\npackage: PyInstaller failed; see its words above.")
    return result.stderr


def warnings(log: str) -> list[str]:
    """The lines of PyInstaller's log that tell of something left out."""
    lines = [line for line in log.splitlines() if re.search(r"\b(WARNING|ERROR)\b|not found|could not resolve", line)]
    return [line for line in lines if not any(re.search(known, line) for known in HARMLESS)]


if __name__ == "__main__":
    sys.exit(main())
