"""Database work in the worker: a connection of its own, closed when the operation ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from qmsdesk.models.database import Database
from qmsdesk.progress import Progress

T = TypeVar("T")


def in_worker(db: Database, op: Callable[[Progress], T]) -> Callable[[Progress], T]:
    """The operation with a connection of the thread it will run in."""

    def run(progress: Progress) -> T:
        with db.connection_context():
            return op(progress)

    return run
