"""The set-up, build and run scripts: what they find, what they refuse, and in which words."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from installer import package, run, setup_env, smoke


def _program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_python_too_old_is_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(setup_env.SetupError, match=r"3\.11 or later.*is 3\.10.*Ubuntu 22\.04"):
        setup_env.find_python()


def test_a_newer_python_on_the_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    newer = _program(tmp_path, "python3.12", "exit 0")
    _program(tmp_path, "python3.13", "exit 127")  # a shim without a Python behind it
    monkeypatch.setattr(sys, "version_info", (3, 10, 12))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert setup_env.find_python() == str(newer)
    assert setup_env.venv_package(str(newer)) == "python3.12-venv"
    assert setup_env.venv_package("/usr/bin/python3") == "python3-venv"


def test_missing_libraries_are_those_that_no_installed_package_provides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    present = [name for name in setup_env.LIBRARIES if name not in {"libglib2.0-0", "libegl1", "libgl1"}]
    lines = [f"installed {name} " for name in present]
    lines += ["installed libglib2.0-0t64 libglib2.0-0 (= 2.80.0)", "config-files libegl1 "]
    listing = tmp_path / "listing"
    listing.write_text("\n".join(lines), "utf-8")
    _program(tmp_path, "dpkg-query", f"/bin/cat {listing}")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert setup_env.missing_packages(sys.executable, [*setup_env.LIBRARIES]) == ["libgl1", "libegl1"]


def test_freezing_needs_the_shared_library_of_the_systems_python(tmp_path: Path) -> None:
    assert setup_env.shared_python(str(tmp_path / "python3.12")) == ["binutils"]
    assert setup_env.shared_python("/usr/bin/python3.13")[0].startswith("libpython3.")


def test_who_may_not_install_is_told_what_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(setup_env.SetupError, match="sudo apt-get install libegl1 libgl1"):
        setup_env.install_system_packages(["libegl1", "libgl1"])


def test_an_environment_that_cannot_run_is_made_anew(tmp_path: Path) -> None:
    assert setup_env.works(sys.executable)
    assert not setup_env.works(str(tmp_path / "python"))
    assert not setup_env.works(str(_program(tmp_path, "broken", "exit 1")))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_is_exact_and_hashed_and_names_no_host(repository: Path, name: str) -> None:
    text = (repository / name).read_text("utf-8")
    assert "://" not in text
    entries = [entry for entry in re.split(r"\n(?=\S)", text.strip()) if not entry.startswith("#")]
    assert len(entries) > 10
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_pins_hold_what_the_project_asks_for(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))
    wanted = {"requirements.txt": project["project"]["dependencies"], "requirements-dev.txt": []}
    wanted["requirements-dev.txt"] = [*wanted["requirements.txt"], *project["dependency-groups"]["dev"]]
    for name, requirements in wanted.items():
        pinned = set(re.findall(r"^([a-z0-9-]+)==", (repository / name).read_text("utf-8"), re.MULTILINE))
        assert {re.split(r"[=<>]", entry)[0].lower() for entry in requirements} <= pinned
    assert "PySide6-Essentials==6.11.3" in project["project"]["dependencies"]


def test_the_wheel_carries_the_resources(repository: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=repository, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = "from qmsdesk import paths; print(paths.resources())"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    resources = Path(result.stdout.strip())
    assert resources == tmp_path / "installed" / "qmsdesk" / "resources"
    kept = {path.name for path in (repository / "resources").rglob("*") if path.is_file()} - {".gitkeep"}
    assert {path.name for path in resources.rglob("*") if path.is_file()} >= kept


def test_a_library_that_pyinstaller_leaves_out_fails_the_build() -> None:
    lines = [
        "21 INFO: PyInstaller: 6.22.3",
        "38887 WARNING: Library ole32 required via ctypes not found",
        "40000 WARNING: Library not found: could not resolve 'libxcb-cursor.so.0', dependency of 'libqxcb.so'.",
    ]
    assert package.warnings("\n".join(lines)) == lines[2:]


def test_the_smoke_test_fails_on_a_word_on_stderr(tmp_path: Path) -> None:
    quiet = _program(tmp_path, "quiet", "echo done")
    assert smoke.call(quiet, home=tmp_path) == "done\n"
    for script, words in (("echo oops >&2", "oops"), ("exit 3", "exit code 3")):
        with pytest.raises(smoke.Smoke, match=words):
            smoke.call(_program(tmp_path, "loud", script), home=tmp_path)
    with pytest.raises(smoke.Smoke, match="cannot be started"):
        smoke.call(tmp_path / "absent", home=tmp_path)


def test_a_missing_file_fails_the_smoke_test(tmp_path: Path) -> None:
    with pytest.raises(smoke.Smoke, match=r"form\.pdf was not made"):
        smoke.expect_file(tmp_path / "form.pdf", b"%PDF-")


@pytest.mark.parametrize(("name", "shown"), [("DISPLAY", True), ("WAYLAND_DISPLAY", True), ("EDITOR", False)])
def test_a_display_is_known_by_its_variables(monkeypatch: pytest.MonkeyPatch, name: str, shown: bool) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv(name, ":0")
    assert run.has_display() is shown
