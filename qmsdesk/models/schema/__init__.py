"""Schema steps: frozen SQL, run in one exclusive transaction together with ``user_version``."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from qmsdesk.models.schema import step_0001

APPLICATION_ID = int.from_bytes(b"QMS1", "big")
STEPS = (step_0001.STATEMENTS,)
VERSION = len(STEPS)

# Re-created after every step: rebuilding a table drops its triggers.
_TRIGGERS = tuple(
    f"CREATE TRIGGER IF NOT EXISTS history_no_{verb} BEFORE {verb.upper()} ON history "
    "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for verb in ("update", "delete")
)


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def upgrade_file(path: Path) -> None:
    """``upgrade`` on a connection of its own, which is closed: it runs without foreign keys."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        upgrade(connection)


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring an empty or older file to the present schema, or change nothing.

    Foreign keys are off while tables are rebuilt and checked before the commit.
    """
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=0")
    connection.execute("BEGIN EXCLUSIVE")
    try:
        for statements in STEPS[version_of(connection) :]:
            for statement in statements:
                connection.execute(statement)
        for trigger in _TRIGGERS:
            connection.execute(trigger)
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            raise sqlite3.IntegrityError("a schema step broke a foreign key")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
