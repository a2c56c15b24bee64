"""Row images, the chain, and what is undone with them (architecture §4).

An entry is one record's change. Its body lists ``[table, id, before|None, after|None]``: the whole row when it is
added or removed, the changed columns when it is edited. ``apply`` is the only code that writes rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import peewee as pw

from qmsdesk.clock import Clock
from qmsdesk.errors import Refused, StorageError
from qmsdesk.i18n import _
from qmsdesk.models import chain
from qmsdesk.models.base import Base
from qmsdesk.models.system import History
from qmsdesk.models.tables import KEPT
from qmsdesk.registers.kinds import several_lines

_COLUMNS = [f'"{f.column_name}"' for f in History._meta.sorted_fields]
_INSERT = f'INSERT INTO "history" ({", ".join(_COLUMNS)}) VALUES ({", ".join("?" * len(_COLUMNS))})'

Image = list[Any]  # [table, id, before, after]; JSON


class Changed(Refused):
    """A row no longer is what the change expected; nothing was written."""


@dataclass(frozen=True)
class Author:
    """Who writes: the operator in words and the user of this machine beside him."""

    by: str
    system_user: str
    clock: Clock


@dataclass(frozen=True)
class Entry:
    """One entry of the chain."""

    seq: int
    batch: int
    at: str
    by: str
    system_user: str
    verb: str
    register: str
    record: int
    body: str
    prev: str
    hash: str

    @property
    def content(self) -> dict[str, Any]:
        """``rows``, the images, and ``why``, the reason given; StorageError when the body was damaged."""
        try:
            found = json.loads(self.body)
            if all(len(image) == 4 for image in found["rows"]) and isinstance(found["why"], str):
                return dict(found)
        except (ValueError, KeyError, TypeError):
            pass
        raise StorageError(_("历史第 {} 条的内容读不出来。").format(self.seq), _("用“检查数据”查看，从备份恢复。"))

    @property
    def rows(self) -> list[Image]:
        return list(self.content["rows"])

    @property
    def why(self) -> str:
        return str(self.content["why"])


@dataclass(frozen=True)
class Head:
    """The end of the chain, an anchor to print and to keep outside: any later tampering before it can be found."""

    seq: int
    hash: str
    at: str

    @property
    def short(self) -> str:
        """Two groups of four characters, as printed in the foot of every page."""
        return f"{self.hash[:4]}-{self.hash[4:8]}".upper() if self.hash else "0000-0000"


EMPTY = Head(0, "", "1970-01-01T00:00:00.000+00:00")


def head(db: pw.Database) -> Head:
    """The end of the chain, ``EMPTY`` before its first entry."""
    found = db.execute_sql('SELECT "seq", "hash", "at" FROM "history" ORDER BY "seq" DESC LIMIT 1').fetchone()
    return Head(*found) if found else EMPTY


def stored(model: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    """Python values by field name as they lie in the file, which is what images hold."""
    out: dict[str, Any] = {}
    for field in model.fields():
        if field.name in values:
            value = field.db_value(values[field.name])
            out[field.name] = int(value) if isinstance(value, bool) else value
    return out


def image(db: pw.Database, model: type[Base], row_id: int) -> dict[str, Any] | None:
    """The stored row as an image, None when there is none."""
    fields = list(model.fields())
    names = ", ".join(f'"{f.column_name}"' for f in fields)
    cursor = db.execute_sql(f'SELECT {names} FROM "{model.table()}" WHERE "id" = ?', (row_id,))
    row = cursor.fetchone()
    return None if row is None else {f.name: v for f, v in zip(fields, row, strict=True)}


def defaults(model: type[Base]) -> dict[str, Any]:
    return {f.name: f.default() if callable(f.default) else f.default for f in model.fields() if f.name != "id"}


def added(model: type[Base], values: dict[str, Any]) -> Image:
    """The image of a new row; the id is known once it is applied."""
    return [model.table(), None, None, stored(model, {**defaults(model), **values})]


def edited(db: pw.Database, model: type[Base], row_id: int, values: dict[str, Any]) -> Image | None:
    """The image of an edit, None when it changes nothing."""
    now = image(db, model, row_id)
    if now is None:
        raise Changed(_("这条记录已不存在。"), _("刷新后再试。"))
    new = stored(model, values)
    after = {k: v for k, v in new.items() if now[k] != v or type(now[k]) is not type(v)}
    return [model.table(), row_id, {k: now[k] for k in after}, after] if after else None


def removed(db: pw.Database, model: type[Base], row_id: int) -> Image:
    now = image(db, model, row_id)
    if now is None:
        raise Changed(_("这一行已不存在。"), _("刷新后再试。"))
    return [model.table(), row_id, now, None]


def apply(db: pw.Database, images: Sequence[Image]) -> list[Image]:
    """Write the images, or raise ``Changed`` when a row is not what ``before`` says; returns them with their ids."""
    out: list[Image] = []
    for table, row_id, before, after in images:
        model = KEPT[table]
        now = image(db, model, row_id) if row_id else None
        if before is not None and (now is None or any(now[k] != v for k, v in before.items())):
            raise Changed(_("这条记录在此期间已被改动，不能撤销或覆盖。"), _("刷新后再修改。"))
        if before is None and now is not None:
            raise Changed(_("这条记录已存在，不能再次写入。"), _("刷新后再试。"))
        try:
            row_id = _write(db, model, row_id, before, after)
        except pw.IntegrityError as error:
            raise _conflict(error) from error
        out.append([table, row_id, before, {**after, "id": row_id} if before is None else after])
    return out


def _write(db: pw.Database, model: type[Base], row_id: int | None, before: Any, after: Any) -> int:
    """Write one image and return the id of its row."""
    table, columns = model.table(), {f.name: f.column_name for f in model.fields()}
    if after is None:
        db.execute_sql(f'DELETE FROM "{table}" WHERE "id" = ?', (row_id,))
    elif before is None:
        values = {**after, **({"id": row_id} if row_id else {})}
        names = ", ".join(f'"{columns[k]}"' for k in values)
        marks = ", ".join("?" * len(values))
        cursor = db.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(values.values()))
        return int(row_id or cursor.lastrowid)
    else:
        sets = ", ".join(f'"{columns[k]}" = ?' for k in after)
        db.execute_sql(f'UPDATE "{table}" SET {sets} WHERE "id" = ?', (*after.values(), row_id))
    assert row_id is not None
    return row_id


def _conflict(error: pw.IntegrityError) -> Changed:
    if "FOREIGN KEY" in str(error):
        return Changed(_("别的记录指向这条记录，这一步不能做。"), _("先改指向它的记录。"))
    return Changed(_("编号或名称已被别的记录使用，这一步不能做。"), _("先改用了它的记录。"))


def digest(prev: str, entry: Entry) -> str:
    """The hash of an entry that follows ``prev``."""
    return chain.link(prev, (entry.seq, entry.batch, entry.at, entry.by, entry.system_user, entry.verb, entry.register,
                             entry.record, entry.body))  # fmt: skip


def append(
    db: pw.Database,
    author: Author,
    images: Sequence[Image],
    *,
    register: str,
    record: int,
    verb: str,
    batch: int = 0,
    why: str = "",
) -> int:
    """Add an entry to the chain and return its batch; runs inside the caller's transaction."""
    last = head(db)
    body = chain.body(images, several_lines(why))
    at = author.clock.now().isoformat(timespec="milliseconds")
    seq = last.seq + 1
    entry = Entry(seq, batch or seq, at, author.by, author.system_user, verb, register, record, body, last.hash, "")
    row = (*astuple(entry)[:-1], digest(last.hash, entry))
    # The statement is fixed: composing it anew for each entry would cost more than writing it.
    db.execute_sql(_INSERT, row)
    return entry.batch


def entries(
    db: pw.Database, *, register: str = "", record: int = 0, batch: int = 0, newest_first: bool = False, limit: int = 0
) -> Iterator[Entry]:
    """The chain, whole or narrowed; read in one go, so that no cursor blocks a commit."""
    query = History.select().order_by(History.seq.desc() if newest_first else History.seq)
    if register:
        query = query.where(History.register == register)
    if record:
        query = query.where(History.record == record)
    if batch:
        query = query.where(History.batch == batch)
    if limit:
        query = query.limit(limit)
    for row in db.execute(query).fetchall():
        yield Entry(*row)


def added_since(db: pw.Database, register: str, record: int, verb: str, table: str) -> set[int] | None:
    """The ids of rows of a table that came to a record after a verb ran last; None when it never did."""
    found: set[int] = set()
    for entry in entries(db, register=register, record=record, newest_first=True):
        if entry.verb == verb:
            return found
        found |= {row_id for name, row_id, before, after in entry.rows if name == table and not before and after}
    return None


def visits(db: pw.Database, register: str, record: int) -> int:
    """How many batches touched a record."""
    query = History.select(pw.fn.COUNT(History.batch.distinct()))
    return int(query.where((History.register == register) & (History.record == record)).scalar(db))


def reverse(images: Sequence[Image]) -> list[Image]:
    """The images that take these back."""
    return [[table, row_id, after, before] for table, row_id, before, after in reversed(images)]
