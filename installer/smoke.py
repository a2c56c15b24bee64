"""Start the frozen program as a user would: sample enterprise, chart and PDF, bundle, verify, window.

Usage: ``python -m installer.smoke [FOLDER]``. Fails on an exit code, on a file that was not made, and on any line on
stderr. The window closes itself after its first paint when ``QMSDESK_SMOKE`` is 1.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUFFIX = ".exe" if os.name == "nt" else ""
LIMIT = 120  # seconds for one command
# What Qt says of a platform without a window system; every other line on stderr is a fault.
OFFSCREEN = ("This plugin does not support propagateSizeHints()", "This plugin does not support raise()")


class Smoke(Exception):
    """What the frozen program did wrong."""


def main(argv: Sequence[str] | None = None) -> int:
    """Try the program in the folder named by ``argv`` (default ``dist/qmsdesk``); 0, or 1 with a sentence."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    folder = Path(arguments[0]) if arguments else ROOT / "dist" / "qmsdesk"
    try:
        with tempfile.TemporaryDirectory(prefix="qmsdesk-smoke-") as place:
            try_all(folder.resolve(), Path(place).resolve())
    except Smoke as failure:
        print(f"smoke: {failure}", file=sys.stderr)
        return 1
    print("smoke: the frozen program works", flush=True)
    return 0


def try_all(folder: Path, place: Path) -> None:
    """The main job on the command line, then the window."""
    workspace, bundle = place / "示例企业", place / "out" / "资料包.zip"
    bundle.parent.mkdir()
    console = folder / f"qmsdesk{SUFFIX}"
    call(console, "--version", home=place)
    call(console, "demo", workspace, home=place)
    form = place / "out" / "C1.pdf"
    call(console, "report", workspace, "C1", form, home=place)
    expect_file(form, b"%PDF-")
    totals = json.loads(call(console, "assess", workspace, "--json", home=place))
    if not totals["grade"]:
        raise Smoke("assess gives no grade")
    call(console, "bundle", workspace, bundle, home=place)  # with every chart and list
    expect_file(bundle, b"PK\x03\x04")
    call(console, "verify", bundle, home=place)
    window = folder / f"qmsdesk-window{SUFFIX}"
    call(window, workspace, home=place)
    if server := shutil.which("xvfb-run"):  # only a real X server shows that the libraries of X11 are all there
        said = call(Path(server), "-a", window, workspace, home=place, platform="xcb")
        if said.strip():  # xvfb-run turns stderr into stdout
            raise Smoke(f"the window says: {said.strip()}")


def call(program: Path, *arguments: str | Path, home: Path, platform: str = "offscreen") -> str:
    """Run the program in an empty environment and return its stdout; it must end well and say nothing on stderr."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"HOME": str(home), "QMSDESK_HOME": str(home / "home"), "QMSDESK_SMOKE": "1"}
    environment |= {"QT_QPA_PLATFORM": platform, "XDG_RUNTIME_DIR": str(home), "LC_ALL": "C.UTF-8"}
    words = " ".join([program.name, *(str(part) for part in arguments)])
    start = time.monotonic()
    try:
        result = subprocess.run(
            [program, *arguments], env=environment, cwd=home, capture_output=True, timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        raise Smoke(f"{words}: no end within {LIMIT} s") from None
    except OSError as error:
        raise Smoke(f"{words}: cannot be started ({error.strerror})") from None
    lines = result.stderr.decode("utf-8", "replace").splitlines()
    said = "\n".join(line for line in lines if line not in OFFSCREEN).strip()
    if result.returncode or said:
        reports = [path.read_text("utf-8", "replace") for path in sorted((home / "home").rglob("*.log"))]
        raise Smoke("\n".join((f"{words}: exit code {result.returncode}, on stderr: {said or 'nothing'}", *reports)))
    print(f"smoke: {time.monotonic() - start:5.1f} s  {words}", flush=True)
    return result.stdout.decode("utf-8")


def expect_file(path: Path, head: bytes) -> None:
    """The file was made and begins as its kind does."""
    if not path.is_file() or not path.read_bytes().startswith(head):
        raise Smoke(f"{path.name} was not made as it should be")


if __name__ == "__main__":
    sys.exit(main())
