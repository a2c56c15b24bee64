"""Changed bytes: in the history, in present rows, in attachments, anywhere in the file; and a missing attachment."""

from __future__ import annotations

import contextlib
import hashlib
import random
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models.tables import KEPT
from qmsdesk.models.workspace import FILE, open_workspace
from qmsdesk.services import checking


@dataclass
class Tally:
    """Flips by what came of them; ``missed`` are changes of content that nothing noticed."""

    history: int = 0
    rows: int = 0
    files: int = 0
    anywhere: int = 0
    silent: int = 0
    missed: tuple[str, ...] = ()


def flips(sample: Path, scratch: Path, times: int, *, seed: int = 1) -> Tally:
    """Flip one bit at a time, ``times`` in each place, and look whether ``check`` finds it."""
    folder, chance, tally = scratch / "flips", random.Random(seed), Tally()
    shutil.copytree(sample, folder)
    file = folder / FILE
    data = file.read_bytes()
    whole = _content(file)
    for place, texts in (("history", _bodies(file)), ("rows", _titles(file))):
        for text in chance.sample(texts, min(times, len(texts))):
            at = chance.choice(_places(data, text.encode()))
            setattr(tally, place, getattr(tally, place) + 1)
            _flip(file, data, at + chance.randrange(len(text.encode())), chance)
            if not found(folder):
                tally.missed += (f"{place}: {text[:20]}",)
    for _turn in range(times):
        at = chance.randrange(len(data))
        _flip(file, data, at, chance)
        tally.anywhere += 1
        if not found(folder):
            tally.silent += 1  # bytes that hold nothing, or a table outside the chain
            if _content(file) != whole:
                tally.missed += (f"byte {at} of the file",)
    file.write_bytes(data)
    _attachments(folder, times, chance, tally)
    return tally


def found(folder: Path) -> bool:
    """Whether opening refuses the workspace or ``check`` has findings."""
    try:
        with open_workspace(folder, Clock(), write=False) as workspace:
            return bool(checking.check(workspace).findings)
    except UserError:
        return True


def _attachments(folder: Path, times: int, chance: random.Random, tally: Tally) -> None:
    stored = sorted(path for path in (folder / "files").rglob("*") if path.is_file())
    for path in chance.sample(stored, min(times, len(stored))):
        data = path.read_bytes()
        path.chmod(0o644)
        tally.files += 1
        _flip(path, data, chance.randrange(len(data)), chance)
        if not found(folder):
            tally.missed += (f"attachment {path.name[:8]} changed",)
        path.unlink()
        if not found(folder):
            tally.missed += (f"attachment {path.name[:8]} missing",)
        path.write_bytes(data)
    if found(folder):
        tally.missed += ("the workspace is not in order when everything is back",)


def _flip(file: Path, data: bytes, at: int, chance: random.Random) -> None:
    broken = bytearray(data)
    broken[at] ^= 1 << chance.randrange(8)
    file.write_bytes(broken)


def _places(data: bytes, text: bytes) -> list[int]:
    places, at = [], data.find(text)
    while at >= 0:
        places.append(at)
        at = data.find(text, at + 1)
    return places


def _bodies(file: Path) -> list[str]:
    """Hashes of entries, and heads of bodies short enough to lie on one page."""
    with contextlib.closing(sqlite3.connect(file)) as db:
        rows = db.execute("SELECT hash, body FROM history").fetchall()
    return [text for digest, body in rows for text in (digest, body[:40]) if len(body.encode()) < 400]


def _titles(file: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(file)) as db:
        return [text for (text,) in db.execute("SELECT title FROM document UNION SELECT name FROM indicator")]


def _content(file: Path) -> str:
    """A hash of all records and their history; sequences and the log of exports stand outside the chain."""
    digest = hashlib.sha256()
    with contextlib.closing(sqlite3.connect(file)) as db:
        for table in (*KEPT, "history"):
            for row in db.execute(f'SELECT * FROM "{table}" ORDER BY 1'):
                digest.update(repr(row).encode())
    return digest.hexdigest()
