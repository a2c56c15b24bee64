"""Sheets that were issued to people: which enterprise they belong to, which is the latest, which came back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import peewee as pw

from qmsdesk.clock import in_china
from qmsdesk.models.system import ExportLog, History

KIND = "fill_in"
"""How the log of exports names an issued sheet; the file's name there holds its code."""

_CODE = re.compile(r"TB-([0-9A-F]{6})-(\d+)-(\d+)-([0-9A-F]{8})")


@dataclass(frozen=True)
class Code:
    """What a sheet carries: the enterprise, the person, the how many-th sheet of this person, a checksum."""

    enterprise: str
    person: int
    issue: int
    check: str

    def __str__(self) -> str:
        return f"TB-{self.enterprise}-{self.person}-{self.issue}-{self.check}"

    @classmethod
    def parse(cls, text: str) -> Code | None:
        """The code in a text, None when there is none."""
        found = _CODE.search(text)
        return cls(found[1], int(found[2]), int(found[3]), found[4]) if found else None


def enterprise_mark(db: pw.Database) -> str:
    """Six characters by which a sheet is known to belong here: those of the first entry of the history."""
    found = db.execute_sql('SELECT "hash" FROM "history" ORDER BY "seq" LIMIT 1').fetchone()
    return str(found[0])[:6].upper() if found else "000000"


def latest(db: pw.Database) -> dict[int, tuple[int, dt.date]]:
    """By person: the number of the sheet that was issued last, and its day."""
    mark = enterprise_mark(db)
    found: dict[int, tuple[int, dt.date]] = {}
    query = ExportLog.select(ExportLog.name, ExportLog.at).where(ExportLog.kind == KIND).order_by(ExportLog.id)
    for name, at in query.tuples().execute(db):
        code = Code.parse(name)
        if code is not None and code.enterprise == mark and code.issue >= found.get(code.person, (0, None))[0]:
            found[code.person] = (code.issue, in_china(at).date())
    return found


def imported(db: pw.Database, code: Code) -> str:
    """When a sheet was imported last and by whom, empty when it was not; the reason of its entries names the code."""
    query = (
        History.select(History.at, History.by)
        .where(History.body.contains(str(code)), History.verb << ("add", "edit"))
        .order_by(History.seq.desc())
        .limit(1)
    )
    for at, by in query.tuples().execute(db):
        return f"{in_china(at):%Y-%m-%d %H:%M} {by}"
    return ""
