"""Schema steps: frozen SQL, run in one exclusive transaction together with ``user_version``."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.models import chain
from qmsdesk.models.schema import step_0001, step_0002, step_0003

APPLICATION_ID = int.from_bytes(b"QMS1", "big")
STEPS = (step_0001.STATEMENTS, step_0002.STATEMENTS, step_0003.STATEMENTS)
VERSION = len(STEPS)

# Re-created after every step: rebuilding a table drops its triggers.
_TRIGGERS = tuple(
    f"CREATE TRIGGER IF NOT EXISTS history_no_{verb} BEFORE {verb.upper()} ON history "
    "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for verb in ("update", "delete")
)


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def upgrade_file(path: Path, at: str) -> None:
    """``upgrade`` on a connection of its own, which is closed: it runs without foreign keys."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        upgrade(connection, at)


def upgrade(connection: sqlite3.Connection, at: str = "") -> None:
    """Bring an empty or older file to the present schema, or change nothing.

    Foreign keys are off while tables are rebuilt and checked before the commit. What the steps changed in rows that
    history knows is one entry of the chain, written ``at`` that time (UTC).
    """
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=0")
    connection.execute("BEGIN EXCLUSIVE")
    try:
        version = version_of(connection)
        before = _rows(connection) if version else {}
        for statements in STEPS[version:]:
            for statement in statements:
                connection.execute(statement)
        for trigger in _TRIGGERS:
            connection.execute(trigger)
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise sqlite3.IntegrityError("a schema step broke a foreign key")
        if before and version < VERSION:
            _record_differences(connection, before, at)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


_Rows = dict[tuple[str, int], dict[str, Any]]
_NOT_IN_HISTORY = ("history", "sequence", "export_log")


def _rows(connection: sqlite3.Connection) -> _Rows:
    """Every row that history knows, by table and id, under the names that images use."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = [name for (name,) in connection.execute(query).fetchall() if name not in _NOT_IN_HISTORY]
    found: _Rows = {}
    for table in tables:
        cursor = connection.execute(f'SELECT * FROM "{table}"')
        names = [column[0].removesuffix("_id") for column in cursor.description]
        for stored in cursor.fetchall():
            row = dict(zip(names, stored, strict=True))
            found[table, row["id"]] = row
    return found


def _record_differences(connection: sqlite3.Connection, before: _Rows, at: str) -> None:
    after = _rows(connection)
    images: list[Any] = []
    for table, row_id in sorted({*before, *after}):
        old, new = before.get((table, row_id)), after.get((table, row_id))
        if old is None or new is None:
            images.append([table, row_id, old, new])
        elif changed := {name for name in new if name not in old or old[name] != new[name]}:
            known = {name: old[name] for name in changed if name in old}
            images.append([table, row_id, known, {name: new[name] for name in changed}])
    if images:
        last = connection.execute('SELECT "seq", "hash" FROM "history" ORDER BY "seq" DESC LIMIT 1').fetchone()
        seq, prev = (last[0] + 1, last[1]) if last else (1, "")
        row = (seq, seq, at, _("升级程序"), "", "upgrade", "", 0, chain.body(images, ""))
        values = (*row, prev, chain.link(prev, row))
        connection.execute(f'INSERT INTO "history" VALUES ({", ".join("?" * len(values))})', values)
