"""Saves, checks and judgements of readiness against what SQLite alone costs."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from pathlib import Path

from qmsdesk.models.database import PRAGMAS
from qmsdesk.models.people import Person
from qmsdesk.models.tables import KEPT
from qmsdesk.models.workspace import FILE, open_workspace
from qmsdesk.registers.people import PERSON
from qmsdesk.services import checking, history, readiness, records
from qmsdesk.services.sitting import Sitting
from tests.bench import fill
from tests.bench.measure import Figure, median, seconds

SAVES, ROWS = 200, 100_000


def saves(folder: Path) -> Figure:
    """New records and edits of one field, half and half, against commits of one row."""
    with open_workspace(folder, fill.CLOCK) as workspace:
        sitting = Sitting(workspace, "何静", fill.CLOCK)

        def save() -> None:
            for turn in range(SAVES // 2):
                name = f"计时{history.head(sitting.db).seq}-{turn}"
                person = records.save(sitting, PERSON, None, {Person.name: name, Person.department: 1}).record
                records.save(sitting, PERSON, person, {Person.post: "检验员"})

        value = median(save, 3) / SAVES
    with contextlib.closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as raw:
        for name, setting in {**PRAGMAS, "journal_mode": "DELETE"}.items():
            raw.execute(f"PRAGMA {name}={setting}")
        raw.execute("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT)")

        def commit() -> None:
            for turn in range(SAVES):
                raw.execute("BEGIN IMMEDIATE")
                raw.execute("INSERT INTO t (text) VALUES (?)", (f"计时{turn}",))
                raw.execute("COMMIT")

        floor = median(commit, 3) / SAVES
    return Figure("one save", value, floor, "raw commit of one row", note=f"{1 / value:.0f} a second")


def check(folder: Path) -> Figure:
    """A history of 100,000 entries against reading and hashing it bare."""
    with open_workspace(folder, fill.CLOCK) as workspace:
        fill.edits(Sitting(workspace, "何静", fill.CLOCK), ROWS - history.head(workspace.db).seq)
        found = checking.check(workspace, files=False)
        assert (found.entries, found.findings) == (ROWS, ())
        value = median(lambda: checking.check(workspace, files=False), 3)

    def bare() -> None:
        with contextlib.closing(sqlite3.connect(folder / FILE)) as raw:
            raw.execute("PRAGMA integrity_check").fetchall()
            prev = ""
            for row in raw.execute("SELECT * FROM history ORDER BY seq"):
                prev = hashlib.sha256("\n".join(map(str, (prev, *row[:9]))).encode()).hexdigest()

    return Figure("check a history of 100,000 entries", value, median(bare, 3), "reading and hashing it")


def status(sample: Path) -> Figure:
    """What is in place and due in the sample enterprise, against reading all its rows."""
    today = fill.CLOCK.today()
    with open_workspace(sample, fill.CLOCK, write=False) as workspace:
        readiness.status_json(workspace.db, today)
        value = median(lambda: readiness.status_json(workspace.db, today), 5)
    with contextlib.closing(sqlite3.connect(sample / FILE)) as raw:
        floor = median(lambda: [raw.execute(f'SELECT * FROM "{table}"').fetchall() for table in KEPT], 5)
    return Figure("status of the sample enterprise", value, floor, "reading all its rows")


def build(folder: Path) -> float:
    """Seconds to fill a workspace with 10,000 documents, for the record."""
    sitting = fill.found(folder)
    try:
        return seconds(lambda: fill.documents(sitting, 10_000))
    finally:
        sitting.workspace.close()
