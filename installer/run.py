"""What ``make run`` does: the window on the sample enterprise; without a display the demo job on the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "run"


def main() -> int:
    """Open the window and return its exit code; without a display the first exit code of the demo job that is not 0."""
    if has_display():
        workspace = FOLDER / "demo"
        if not (workspace / "records.qms").is_file():
            shutil.rmtree(workspace, ignore_errors=True)
            if code := qmsdesk("demo", workspace):
                return code
        return qmsdesk(workspace)
    print("There is no display here, so the demo job runs on the command line.", flush=True)
    return demo_job(FOLDER / "headless")


def has_display() -> bool:
    """Whether a window can be shown on this machine."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def demo_job(folder: Path) -> int:
    """Make the sample enterprise in ``folder``, score it, bundle it and verify the bundle."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    workspace, bundle = folder / "demo", folder / "bundle.zip"
    steps: tuple[tuple[str | Path, ...], ...] = (
        ("demo", workspace),
        ("assess", workspace),
        ("bundle", workspace, bundle),
        ("verify", bundle),
    )
    for step in steps:
        print(f"$ qmsdesk {' '.join(str(part) for part in step)}", flush=True)
        if code := qmsdesk(*step):
            return code
    return 0


def qmsdesk(*arguments: str | Path) -> int:
    """Run the program once and return its exit code."""
    return subprocess.run([sys.executable, ROOT / "main.py", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
