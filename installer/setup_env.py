"""Prepare a checkout: system packages, ``.venv``, the pinned packages, the project itself.

Runs on any Python 3.8 or later with the standard library alone and looks for a Python >= 3.11 to build ``.venv`` with.
``make setup`` calls it; ``--tests`` adds the programs that tests call, ``--package`` what freezing needs. What was done
is remembered in a stamp, so a second run costs next to nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PINS = ROOT / "requirements-dev.txt"
MINIMUM = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11")

LIBRARIES = (
    "libglib2.0-0", "libgl1", "libegl1", "libdbus-1-3", "libfontconfig1", "libxkbcommon0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0",
)  # fmt: skip
TOOLS = {
    "qpdf": ("qpdf",),
    "p7zip-full": ("7z", "7zz"),
    "poppler-utils": ("pdftotext",),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "openssh-client": ("ssh-keygen",),
    "xvfb": ("Xvfb",),
    "xauth": ("xauth",),
}


class SetupError(Exception):
    """What stands in the way, in a sentence that says what to do."""


def main() -> int:
    """Set up what is missing; return 0, or 1 after one sentence."""
    parser = argparse.ArgumentParser(description="Prepare this checkout of QMSDesk.")
    parser.add_argument("--tests", action="store_true", help="also the programs that the tests call")
    parser.add_argument("--package", action="store_true", help="also what freezing the program needs")
    arguments = parser.parse_args()
    try:
        python = find_python()
        wanted = [*LIBRARIES, *(shared_python(python) if arguments.package else [])]
        install_system_packages(missing_packages(python, wanted))
        build_environment(python)
        if arguments.tests:
            install_test_tools()
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    return 0


def find_python() -> str:
    """The path of a Python new enough: the one that runs this, else the newest on the path."""
    if sys.version_info >= MINIMUM:
        return getattr(sys, "_base_executable", None) or sys.executable
    for name in NEWER:
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
            return found
    own = ".".join(map(str, sys.version_info[:2]))
    raise SetupError(
        f"QMSDesk needs Python 3.11 or later, and this machine's python3 is {own}. Install one and run this again "
        "(Ubuntu 22.04: the package python3.11-venv from universe; macOS: brew install python@3.12)."
    )


def shared_python(python: str) -> list[str]:
    """The packages with which Debian's own Python can be frozen; a Python from elsewhere brings its library along."""
    real = Path(python).resolve()
    return [f"lib{real.name}", "binutils"] if real.parent == Path("/usr/bin") else ["binutils"]


def missing_packages(python: str, wanted: list[str]) -> list[str]:
    """The Debian packages among those wanted, and for ``venv``, that are not installed; empty on other systems."""
    if not shutil.which("dpkg-query"):
        return []
    missing = [] if has_venv(python) else [venv_package(python)]
    query = ["dpkg-query", "-W", "-f=${db:Status-Status} ${Package} ${Provides}\n"]
    listed = subprocess.run(query, capture_output=True, text=True, check=True)
    present: set[str] = set()
    for line in listed.stdout.splitlines():
        status, _, names = line.partition(" ")
        if status == "installed":
            # libglib2.0-0t64 provides libglib2.0-0; "name (= version)" counts as the name
            present.update(word.strip(",") for word in names.split() if not word.startswith(("(", "=")))
    return missing + [name for name in wanted if name not in present]


def has_venv(python: str) -> bool:
    """Whether this Python can make an environment with pip in it: Debian keeps that in a package of its own."""
    return subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode == 0


def venv_package(python: str) -> str:
    """The package that teaches this Python to make environments."""
    name = Path(python).name
    return f"{name}-venv" if name in NEWER else "python3-venv"


def install_system_packages(packages: list[str]) -> None:
    """Install with apt as root; anyone else is told what to ask for."""
    if not packages:
        return
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError(f"system packages are missing; please run: sudo apt-get install {names}")
    print(f"setup: installing {names}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for attempt in (command, ["apt-get", "update", "-q"], command):
        result = subprocess.run(attempt, env=environment, capture_output=True, text=True, check=False)
        if attempt is command and result.returncode == 0:
            return
    sys.stderr.write(result.stdout + result.stderr)
    raise SetupError(f"apt-get could not install {names}; see its words above.")


def install_test_tools() -> None:
    """Programs that tests call; where they cannot be installed, one sentence, and the tests that need them fail."""
    missing = [package for package, names in TOOLS.items() if not any(map(shutil.which, names))]
    if not missing or not sys.platform.startswith("linux"):
        return
    try:
        install_system_packages(missing)
    except SetupError as error:
        print(f"setup: {error} Until then the tests that call them fail.", file=sys.stderr)


def build_environment(python: str) -> None:
    """Make or refresh ``.venv`` unless its stamp says that it holds just these pins."""
    stamp = VENV / "stamp"
    wanted = fingerprint()
    if stamp.is_file() and stamp.read_text("utf-8") == wanted and (BIN / program("qmsdesk")).is_file():
        stamp.touch()
        return
    # Without this every start of the program would compile its modules again.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    own = str(BIN / program("python"))
    if not works(own):
        print("setup: creating .venv", flush=True)
        run([python, "-m", "venv", "--clear", str(VENV)], environment)
    print("setup: installing the pinned packages (the first time takes a minute)", flush=True)
    pip = [own, "-m", "pip", "install", "-qq", "--no-input"]
    run([*pip, "--require-hashes", "--only-binary", ":all:", "--no-binary", "bagit", "-r", str(PINS)], environment)
    run([*pip, "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)], environment)
    stamp.write_text(wanted, "utf-8")


def program(name: str) -> str:
    """The file name of a program in the environment on this system."""
    return f"{name}.exe" if os.name == "nt" else name


def works(python: str) -> bool:
    """Whether the environment is whole enough to be brought up to date in place."""
    code = f"import sys, pip; sys.exit(sys.version_info < {MINIMUM})"
    try:
        return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def fingerprint() -> str:
    """What the environment depends on: the pins, the project's description, this script, and where it all lies."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (PINS, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run one step; its output is shown when it fails."""
    if subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode:
        raise SetupError("the step above failed; mend what it names (often the network) and run this again.")


if __name__ == "__main__":
    sys.exit(main())
