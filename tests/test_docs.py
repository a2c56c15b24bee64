"""README, CONTRIBUTING and the notes say what is so: commands parse, links lead somewhere, the example runs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from qmsdesk.cli import parser
from qmsdesk.registers.catalogue import BY_KEY

ROOT = Path(__file__).resolve().parent.parent
PAPERS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/design.md")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)

# Does with the example of CONTRIBUTING what a user would do; run apart, because it adds to the tables of the program.
TRIAL = """
import datetime as dt, sqlite3, sys
from pathlib import Path
from qmsdesk.clock import Clock
from qmsdesk.exchange import exporting, importing
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.tables import KEPT
from qmsdesk.registers import catalogue
from qmsdesk.reports import from_records
from qmsdesk.services import checking, founding, history, reading, records
from qmsdesk.services.sitting import Sitting

KEPT[Gauge.table()] = Gauge
for known, key in ((catalogue.BY_KEY, "gauge"), (catalogue.BY_MODEL, Gauge)):
    known[key] = GAUGE
place, clock = Path(sys.argv[1]), Clock(dt.date(2026, 10, 15))
workspaces.create(place / "firm", clock).close()
with sqlite3.connect(place / "firm" / "records.qms") as connection:
    connection.executescript(SQL)
connection.close()
with workspaces.open_workspace(place / "firm", clock) as workspace:
    sitting = Sitting(workspace, "示例甲", clock)
    founding.found(sitting, "徐州示例机械有限公司")
    made = records.save(sitting, GAUGE, None, {Gauge.name: "千分尺", Gauge.calibrate_on: dt.date(2026, 12, 1)})
    row = reading.row(sitting.db, Gauge, made.record)
    assert row["number"] == "JL-001", row
    assert list(reading.Query(GAUGE, search="千分").ids(sitting.db)) == [made.record]
    exporting.export(sitting.db, GAUGE, place / "out.xlsx")
    assert from_records.register_pdf(sitting.db, reading.Query(GAUGE), clock.now()).pages == 1
    exporting.template(GAUGE, place / "blank.xlsx")
    records.undo(sitting)
    assert list(reading.Query(GAUGE).ids(sitting.db)) == []
    (place / "in.csv").write_text("设备名称,类型,有效期至\\n游标卡尺,卡尺,2027.3.1\\n", "utf-8")
    plan = importing.read_plan(sitting, GAUGE, place / "in.csv")
    assert importing.apply(sitting, plan).added == 1, [r.problems for r in plan.rows]
    report = checking.check(workspace)
    assert report.findings == (), report.findings
print("as promised")
"""


def blocks(paper: str, kind: str) -> list[str]:
    return [body for found, body in BLOCK.findall((ROOT / paper).read_text("utf-8")) if found == kind]


@pytest.mark.parametrize("paper", ["README.md", "README.zh-CN.md"])
def test_commands_can_be_typed_as_they_stand(paper: str) -> None:
    lines = [line for block in blocks(paper, "sh") for line in block.splitlines() if line.startswith("qmsdesk ")]
    named = set()
    for line in lines:
        arguments = parser.build().parse_args(shlex.split(line, comments=True)[1:])
        named.add(arguments.command)
        assert getattr(arguments, "register", "") in {"", *BY_KEY}, line
    assert named == set(parser.COMMANDS)


@pytest.mark.parametrize("paper", PAPERS)
def test_links_lead_somewhere(paper: str) -> None:
    text = (ROOT / paper).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("https://"):
            assert (ROOT / paper).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("paper", PAPERS)
def test_files_and_modules_named_exist(paper: str) -> None:
    text = re.sub(BLOCK, "", (ROOT / paper).read_text("utf-8"))
    places = (ROOT, ROOT / "qmsdesk", *(path for path in (ROOT / "qmsdesk").iterdir() if path.is_dir()))
    for name in re.findall(r"`(\w[\w./-]*\.(?:py|md|toml|spec))`", text):
        if name != "qmsdesk/models/schema/step_0003.py":  # the one to be written
            assert any((place / name).is_file() for place in places), name


def test_make_targets_named_exist() -> None:
    known = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for paper in PAPERS:
        named = set(re.findall(r"`make (\w+)`", (ROOT / paper).read_text("utf-8")))
        assert named <= known, named - known


def test_pictures_are_small() -> None:
    for name in ("overview", "indicators", "audit", "assessment"):
        assert 10_000 < (ROOT / "docs" / "screenshots" / f"{name}.png").stat().st_size <= 200_000


def test_the_trap_that_contributing_warns_of() -> None:
    exec(blocks("CONTRIBUTING.md", "python")[0], {})


def test_the_register_of_contributing_works(tmp_path: Path) -> None:
    model, declaration = blocks("CONTRIBUTING.md", "python")[1:]
    (sql,) = blocks("CONTRIBUTING.md", "sql")
    script = tmp_path / "trial.py"
    script.write_text(f"{model}\n{declaration}\nSQL = {sql!r}\n{TRIAL}", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, script, tmp_path], capture_output=True, text=True, check=False, env=environment
    )
    assert run.stderr == ""
    assert run.stdout.strip() == "as promised"


def test_the_example_is_as_short_as_promised() -> None:
    declaration = blocks("CONTRIBUTING.md", "python")[2]
    assert len(declaration.splitlines()) <= 34
