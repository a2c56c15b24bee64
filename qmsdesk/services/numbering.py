"""Numbers of records: given inside the transaction, never given twice, unique after NFKC and case folding."""

from __future__ import annotations

import datetime as dt
import re

import peewee as pw

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading, settings
from qmsdesk.services.sitting import Sitting

KEY = "numbering"
_ADVANCE = (  # fixed: an import numbers thousands of records
    'INSERT INTO "sequence" ("key", "last") VALUES (?, 1) '
    'ON CONFLICT ("key") DO UPDATE SET "last" = "sequence"."last" + 1'
)
_LAST = 'SELECT "last" FROM "sequence" WHERE "key" = ?'


def pattern(db: pw.Database, register: Register) -> str:
    """The numbering pattern in 设置, else that of the register; ``{year}`` and ``{n:03}`` are filled in."""
    return settings.get(db, f"{KEY}.{register.key}") or register.numbering


def set_pattern(sitting: Sitting, register: Register, template: str) -> None:
    """Change the pattern of a register; numbers already given stay. UserError when it cannot number."""
    clean = template.strip()
    checked(clean)
    settings.put(sitting, f"{KEY}.{register.key}", clean, _("更改编号规则"))


def checked(template: str) -> str:
    """What the first number of a pattern looks like; UserError when the pattern is none."""
    hint = _("写成 ZB-{n:03} 的样子：{n:03} 是三位序号，{year} 是年份。")
    if not re.fullmatch(r"[^{}]*(\{year\}[^{}]*)?\{n(:0[1-9])?\}[^{}]*", template) or len(template) > 40:
        raise UserError(_("“{}”不能用来编号。").format(template), hint)
    return template.format(year=2026, n=1)


def next_number(db: pw.Database, register: Register, today: dt.date) -> str:
    """The next free number, empty for registers whose numbers the firm itself writes."""
    template = pattern(db, register)
    if not template:
        return ""
    prefix = re.sub(r"\{n[^}]*\}", "", template.replace("{year}", f"{today.year:04}"))
    while True:
        n = _advance(db, f"{register.key}:{prefix}")
        number = template.format(year=today.year, n=n)
        if reading.by_number(db, register, number) is None:
            return number


def _advance(db: pw.Database, key: str) -> int:
    db.execute_sql(_ADVANCE, (key,))
    return int(db.execute_sql(_LAST, (key,)).fetchone()[0])
