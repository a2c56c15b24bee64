"""``check``: is the workspace what its history says (architecture §4, §5)?"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import peewee as pw

from qmsdesk.errors import StorageError
from qmsdesk.i18n import _
from qmsdesk.models import schema
from qmsdesk.models.base import Base
from qmsdesk.models.database import snapshot
from qmsdesk.models.system import Attachment
from qmsdesk.models.tables import KEPT
from qmsdesk.models.workspace import Workspace
from qmsdesk.progress import Progress, silent
from qmsdesk.services import attachments, history


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; ``code`` is stable, ``text`` one Chinese sentence."""

    code: str
    text: str


@dataclass(frozen=True)
class Report:
    """The outcome of a check; in order when there are no findings."""

    findings: tuple[Finding, ...]
    entries: int
    files: int
    head: history.Head


def check(
    workspace: Workspace, progress: Progress = silent, *, files: bool = True, anchor: tuple[int, str] | None = None
) -> Report:
    """Database, foreign keys, stored types, chain, replay against the present rows, and every attachment.

    ``anchor`` is (sequence, hash) of a bundle or print: the chain must still contain it.
    """
    findings: list[Finding] = []
    progress(_("检查数据文件"), 0, 4)
    try:
        with snapshot(workspace.db) as db:
            # Text that is no longer UTF-8 is read as something else, so that what holds it can be named.
            db.connection().text_factory = lambda data: data.decode("utf-8", "backslashreplace")
            findings += _database(db)
            progress(_("检查历史"), 1, 4)
            entries = list(history.entries(db))
            findings += _chain(entries)
            findings += _anchor(entries, anchor)
            progress(_("核对记录"), 2, 4)
            findings += _replay(db, entries)
            findings += _types(db)
            head = history.head(db)
            query = Attachment.select(Attachment.sha256, Attachment.name).order_by(Attachment.id).tuples()
            named = dict(query.execute(db)) if files else {}
    except (pw.DatabaseError, sqlite3.DatabaseError) as error:
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_BUSY:
            raise StorageError(_("数据文件正被别的程序占用，没有检查。"), _("稍后再试。")) from error
        findings.append(Finding("database", _("数据文件已损坏，有的内容读不出来；请从备份恢复。")))
        return Report(tuple(findings), 0, 0, history.EMPTY)
    findings += _files(workspace, named, progress)
    return Report(tuple(findings), len(entries), len(named), head)


def _database(db: pw.Database) -> Iterator[Finding]:
    for (text,) in db.execute_sql("PRAGMA integrity_check").fetchall():
        if text != "ok":
            yield Finding("database", _("数据文件的结构有损坏：{}。").format(text))
    expected = _guards(sqlite3.connect(":memory:"), fresh=True)
    found = _guards(db.connection())
    for name in sorted(name for name, sql in expected.items() if found.get(name) != sql):
        yield Finding("schema", _("数据文件里的保护规则 {} 缺失或被改动。").format(name))
    for table, row_id, target, _n in db.execute_sql("PRAGMA foreign_key_check").fetchall():
        yield Finding("foreign_key", _("表 {} 第 {} 行指向 {} 中不存在的记录。").format(table, row_id, target))


def _guards(connection: sqlite3.Connection, *, fresh: bool = False) -> dict[str, str]:
    """The triggers and indexes of a database, of a new one when ``fresh``: what keeps history and keys as they are."""
    query = "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    if not fresh:
        return dict(connection.execute(query).fetchall())
    with contextlib.closing(connection):
        schema.upgrade(connection)
        return dict(connection.execute(query).fetchall())


def _chain(entries: list[history.Entry]) -> Iterator[Finding]:
    previous = ""
    for expected, entry in enumerate(entries, 1):
        if entry.seq != expected:
            yield Finding("history", _("历史第 {} 条缺失。").format(expected))
            return
        if entry.prev != previous or entry.hash != history.digest(previous, entry):
            yield Finding("history", _("历史第 {} 条被改动过（{}，{}）。").format(entry.seq, entry.at, entry.by))
            return
        previous = entry.hash


def _anchor(entries: list[history.Entry], anchor: tuple[int, str] | None) -> Iterator[Finding]:
    if anchor is None:
        return
    seq, digest = anchor
    if seq > len(entries) or (seq > 0 and entries[seq - 1].hash != digest):
        yield Finding("anchor", _("历史中找不到资料包记下的第 {} 条：导出以后历史被改写或删减。").format(seq))


def _replay(db: pw.Database, entries: list[history.Entry]) -> Iterator[Finding]:
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for entry in entries:
        try:
            images = entry.rows
        except StorageError as error:
            yield Finding("history", error.text)
            return
        for table, row_id, _before, after in images:
            if after is None:
                rows.pop((table, row_id), None)
            else:
                rows[table, row_id] = {**rows.get((table, row_id), {}), **after}
    for table, model in KEPT.items():
        names = [f.name for f in model.fields()]
        columns = ", ".join(f'"{f.column_name}"' for f in model.fields())
        for stored in db.execute_sql(f'SELECT {columns} FROM "{table}"').fetchall():
            present = dict(zip(names, stored, strict=True))
            expected = rows.pop((table, present["id"]), None)
            if expected is None:
                yield Finding("replay", _("表 {} 第 {} 行不是本程序写入的。").format(table, present["id"]))
            elif differing := [k for k in names if k in expected and expected[k] != present[k]]:
                yield Finding(
                    "replay", _("{} 的“{}”与历史不一致。").format(_name(model, present), _labels(model, differing))
                )
    for table, row_id in rows:
        yield Finding("replay", _("表 {} 第 {} 行在历史里有，数据里没有。").format(table, row_id))


def _types(db: pw.Database) -> Iterator[Finding]:
    for table, model in KEPT.items():
        for f in model.fields():
            kind = "integer" if isinstance(f, pw.IntegerField | pw.BooleanField | pw.ForeignKeyField) else "text"
            wrong = db.execute_sql(
                f'SELECT "id" FROM "{table}" WHERE "{f.column_name}" IS NOT NULL AND typeof("{f.column_name}") <> ?',
                (kind,),
            ).fetchall()
            for (row_id,) in wrong:
                yield Finding(
                    "type", _("表 {} 第 {} 行的“{}”类型不对。").format(table, row_id, f.verbose_name or f.name)
                )


def _files(workspace: Workspace, named: dict[str, str], progress: Progress) -> Iterator[Finding]:
    for done, (sha256, name) in enumerate(named.items(), 1):
        progress(_("核对附件"), done, len(named))
        try:
            for _block in attachments.read_checked(workspace, sha256, name):
                pass
        except StorageError as error:
            yield Finding("attachment", error.text)


def _name(model: type[Base], row: dict[str, Any]) -> str:
    return str(row.get("number") or json.dumps(row.get(model.caption().name), ensure_ascii=False))


def _labels(model: type[Base], names: list[str]) -> str:
    by_name = {f.name: f for f in model.fields()}
    return "、".join(str(by_name[n].verbose_name or n) for n in names)
