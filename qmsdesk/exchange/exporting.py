"""Registers as .xlsx, .csv and .json that import again without loss, and blank templates to fill in.

In .csv a text that a spreadsheet would take for a formula gets an apostrophe in front, which import takes off again;
numbers stay as they are. A .csv holds the main sheet only, .xlsx and .json hold all child rows.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from qmsdesk.clock import day_in_china
from qmsdesk.errors import UserError
from qmsdesk.exchange.grid_csv import guard
from qmsdesk.exchange.snapshot import Snapshot, is_relation
from qmsdesk.exchange.workbook import Page, Value, build
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.kinds import to_text
from qmsdesk.registers.sheet_columns import SheetColumn, columns_of, further_lines, line_columns
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import history
from qmsdesk.services.saving import write_file

ENDINGS = (".xlsx", ".csv", ".json")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?%?")


def export(
    db: Any,
    register: Register,
    out: Path,
    rows: Sequence[int] | None = None,
    *,
    when: dt.datetime | None = None,
    progress: Progress = silent,
) -> int:
    """Write records to ``out`` by its ending and return how many; ``rows`` are ids in the order wanted, None is all.

    ``when`` is the time inside the file, that of the last change unless given: the same records give the same bytes.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise UserError(_("不能导出为“{}”。").format(out.suffix or out.name), _("文件名以 .xlsx、.csv 或 .json 结尾。"))
    moment = when or dt.datetime.fromisoformat(history.head(db).at)
    sheet = _Sheets(db, register, day_in_china(moment), rows, progress)
    data = {".xlsx": lambda: build(sheet.pages(), moment), ".csv": sheet.csv, ".json": sheet.json}[ending]()
    write_file(out, data)
    return len(sheet.ids)


def workbook(db: Any, register: Register, when: dt.datetime) -> bytes:
    """All live records as .xlsx bytes."""
    return build(_Sheets(db, register, day_in_china(when), None, silent).pages(), when)


class _Sheets:
    """The records of one register as sheets."""

    def __init__(
        self, db: Any, register: Register, today: dt.date, ids: Sequence[int] | None, progress: Progress
    ) -> None:
        self.register = register
        self.snapshot = Snapshot(db, register, today)
        live = [i for i, row in self.snapshot.rows.items() if not row["void_reason"]]
        self.ids = [i for i in ids if i in self.snapshot.rows] if ids is not None else live
        self.progress = progress

    def main(self, *, exact: bool) -> tuple[list[SheetColumn], list[list[Value]]]:
        """The main sheet: a line per record, or per child row where these stand beside their record."""
        columns = list(columns_of(self.register))
        out: list[list[Value]] = []
        for done, record_id in enumerate(self.ids):
            if done % 200 == 0:
                self.progress(_("导出"), done, len(self.ids))
            record = self.snapshot.rows[record_id]
            beside = self.register.sheet.line
            lines: Sequence[Row | None] = self.snapshot.lines_of(beside, record_id) if beside else ()
            for line in lines or (None,):
                special = self.register.sheet.write(record, line, partial(self._look, record))
                out.append([self._value(c, record, line, special, exact=exact) for c in columns])
        return columns, out

    def _look(self, record: Row, f: AnyField) -> Row | None:
        return self.snapshot.row_of(f, record.of(f))

    def _value(self, column: SheetColumn, record: Row, line: Row | None, special: Any, *, exact: bool) -> Value:
        if column.field in special:
            return str(special[column.field])
        source = record if column.line is None else line
        return None if source is None else self.value(column.field, source.of(column.field), exact=exact)

    def value(self, f: AnyField, stored: Any, *, exact: bool) -> Value:
        """A stored value as a cell: dates and numbers stay what they are where the format can hold them."""
        if stored is None or stored == "" or stored == ():
            return None
        if is_relation(f):
            known = self.snapshot.known[f.rel_model]
            return known.name(stored) if stored in known.rows else None
        typed = isinstance(stored, dt.date | Decimal) or (isinstance(stored, int) and not isinstance(stored, bool))
        return stored if exact and typed else to_text(f, stored)

    def line_rows(self, lines: Lines, *, exact: bool) -> list[list[Value]]:
        number = self.register.model.number
        return [
            [str(self.snapshot.rows[i].of(number)), *(self.value(f, row.of(f), exact=exact) for f in lines.fields)]
            for i in self.ids
            for row in self.snapshot.lines_of(lines, i)
        ]

    def pages(self) -> list[Page]:
        columns, rows = self.main(exact=True)
        pages = [Page(self.register.title, [c.heading for c in columns], rows)]
        for lines in further_lines(self.register):
            headings = [c.heading for c in line_columns(self.register, lines)]
            pages.append(Page(str(lines.title), headings, self.line_rows(lines, exact=True)))
        return pages

    def csv(self) -> bytes:
        columns, rows = self.main(exact=False)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([c.heading for c in columns])
        for row in rows:
            texts = ["" if v is None else str(v) for v in row]
            writer.writerow([t if _NUMBER.fullmatch(t) else guard(t) for t in texts])
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    def json(self) -> bytes:
        """Keys and values as stored, relations by name; headings beside them for people."""
        fields = [c.field for c in columns_of(self.register) if c.line is None]
        records = []
        for i in self.ids:
            record = {f.name: self._plain(f, self.snapshot.rows[i].of(f)) for f in fields}
            record["status"] = self.snapshot.rows[i]["status"]
            for lines in self.register.lines:
                rows = self.snapshot.lines_of(lines, i)
                record[lines.key] = [{f.name: self._plain(f, row.of(f)) for f in lines.fields} for row in rows]
            records.append(record)
        document = {
            "register": self.register.key,
            "title": self.register.title,
            "columns": {f.name: str(f.verbose_name) for f in fields},
            "records": records,
        }
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    def _plain(self, f: AnyField, stored: Any) -> Any:
        if is_relation(f) and stored is not None:
            return self.value(f, stored, exact=False)
        if isinstance(stored, Decimal):
            return format(stored, "f")
        if isinstance(stored, dt.date):
            return stored.isoformat()
        return list(stored) if isinstance(stored, tuple) else stored


def template(register: Register, out: Path, when: dt.datetime | None = None) -> None:
    """A blank sheet with headings, choices as drop-downs, and a grey example row that is not imported as it stands."""
    if out.suffix.lower() != ".xlsx":
        raise UserError(_("模板只能存为 .xlsx。"), _("文件名以 .xlsx 结尾。"))
    columns = columns_of(register)
    example = register.sheet.example
    note = _("说明：带 * 的列必填，其余可空；列的顺序可以调整。灰色的示例行供参考，不改动就不会导入，也可以删去。")
    main = Page(
        register.title,
        [_starred(c) for c in columns],
        [[example.get(c.field) for c in columns]] if example else [],
        title=note,
        choices={i: c.choices for i, c in enumerate(columns) if c.choices},
        grey_rows=frozenset({0}),
    )
    pages = [main]
    for lines in further_lines(register):
        head = line_columns(register, lines)
        choices = {i: c.choices for i, c in enumerate(head) if c.choices}
        pages.append(
            Page(str(lines.title), [("*" if c.required else "") + c.heading for c in head], [], choices=choices)
        )
    pages.append(_help(columns))
    moment = when or dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    write_file(out, build(pages, moment))


def _starred(column: SheetColumn) -> str:
    return ("*" if column.required else "") + column.heading


def _help(columns: Sequence[SheetColumn]) -> Page:
    rows: list[list[Value]] = [
        [c.heading, _("必填") if c.required else "", "、".join(c.choices), "、".join(c.synonyms),
         str(c.field.help_text or "")]
        for c in columns
    ]  # fmt: skip
    return Page(_("填写说明"), [_("列"), _("必填"), _("可选项"), _("也认得的表头"), _("怎么填")], rows)
