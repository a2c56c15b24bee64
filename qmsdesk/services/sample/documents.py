"""Documents: drafted, approved in one go on the day of issue, revised, handed out and taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.registers.documents import COPIES, DOCUMENT, REVISIONS
from qmsdesk.registers.spec import Lines
from qmsdesk.services import reading
from qmsdesk.services.documents import settle
from qmsdesk.services.sample.acts import Act, Desk, Raw, moment, table

_REVISION = ("version", "author", "reviewer", "approver", "approved_on", "effective_on")
_NOT_STORED = {*_REVISION, "stops"}


def acts(data: dict[str, Any]) -> Iterator[Act]:
    """``groups`` of documents with their first version, then the revisions and copies of some."""
    page = data["page"]
    for group in data["groups"]:
        for row in table(group):
            yield from _issued({**group["all"], **row}, group, group.get("page", page))
    for row in table(data["revisions"]):
        yield Act(moment(row["drafted"]), row["author"], partial(_revise, row, page))
        yield Act(moment(row["approved"]), row["approver"], partial(_verb, row["number"], "approve"))
        yield Act(moment(f"{row['effective_on']} 08:00"), row["approver"], _take_effect)
    for handed in data["copies"]:
        for number in handed["documents"]:
            for n, (department, person) in enumerate(handed["to"], handed.get("first", 1)):
                copy = {"copy_number": f"{n:02}", "department": department, "person": person,
                        "issued_on": handed["at"][:10]}  # fmt: skip
                yield Act(moment(handed["at"]), handed["by"], partial(_hand_out, number, copy))
    for row in table(data["returned"]):
        yield Act(moment(row["at"]), row["by"], partial(_take_back, row["document"], row["copy"]))


def _issued(row: Raw, group: Raw, page: Sequence[str]) -> Iterator[Act]:
    """``stops`` says how far an unfinished one came: ``file`` (none attached), ``draft`` or ``submit``."""
    stops = row.get("stops", "")
    ending = "" if stops == "file" else group["ending"]
    yield Act(moment(group["drafted"]), row["author"], partial(_draft, row, ending, page))
    if stops == "submit":
        yield Act(moment(group["approved"]), row["author"], partial(_verb, row["number"], "submit"))
    elif not stops:
        yield Act(moment(group["approved"]), row["approver"], partial(_verb, row["number"], "approve"))


def _draft(row: Raw, ending: str, page: Sequence[str], desk: Desk) -> None:
    record = desk.add(DOCUMENT, {k: v for k, v in row.items() if k not in _NOT_STORED})
    desk.line(DOCUMENT, record, REVISIONS, {k: row[k] for k in _REVISION})
    if ending:
        _attach(desk, record, row, ending, page)


def _revise(row: Raw, page: Sequence[str], desk: Desk) -> None:
    record = desk.id_of(Document, row["number"])
    desk.verb(DOCUMENT, record, "revise")
    draft = next(r for r in _lines(desk, REVISIONS, record) if r.of(DocumentRevision.status) == "draft")
    desk.line(DOCUMENT, record, REVISIONS, {k: row[k] for k in (*_REVISION, "reason", "content")}, draft.id)
    title = reading.captions(desk.sitting.db, Document)[record]
    _attach(desk, record, {**row, "title": title}, row["ending"], page)


def _attach(desk: Desk, record: int, row: Raw, ending: str, page: Sequence[str]) -> None:
    name = f"{row['number']}_{row['version']}{ending}".replace("/", "")
    words = {k: v or "" for k, v in row.items()}
    lines = [line.format(**words) for line in page]
    desk.attach(DOCUMENT, record, name, lines, title=f"{row['title']} {row['version']}")


def _verb(number: str, key: str, desk: Desk) -> None:
    desk.verb(DOCUMENT, desk.id_of(Document, number), key)


def _take_effect(desk: Desk) -> None:
    """On the first day of a version it takes the place of the old one."""
    settle(desk.sitting)


def _hand_out(number: str, copy: Raw, desk: Desk) -> None:
    desk.line(DOCUMENT, desk.id_of(Document, number), COPIES, copy)


def _take_back(number: str, copy: str, desk: Desk) -> None:
    record = desk.id_of(Document, number)
    line = next(r for r in _lines(desk, COPIES, record) if r["copy_number"] == copy)
    desk.line(DOCUMENT, record, COPIES, {"returned_on": desk.today.isoformat()}, line.id)


def _lines(desk: Desk, spec: Lines, record: int) -> list[Row]:
    return reading.lines(desk.sitting.db, spec, record)
