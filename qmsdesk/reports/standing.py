"""What every print of a record has to say of it: void, under 更正, corrected, entered late, signed, rules waived."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.registers.spec import Register
from qmsdesk.services import narrative, signing

NOT_ELECTRONIC = _("“程序内确认”记录姓名、时间和操作人，不是电子签名。")
_FEW = _("人员有限")


def mark(row: Row) -> str:
    """What is boxed on every page."""
    return _("已作废") if row["void_reason"] else _("更正中") if row["correcting"] else ""


def remarks(db: Database, register: Register, row: Row) -> tuple[str, ...]:
    """The sentences under the title of a record."""
    said = (
        (row["void_reason"], _("作废原因：{}").format(row["void_reason"])),
        (row["correcting"], _("更正中：{}").format(row["correcting"])),
        (row["corrections"], _("更正 {} 次").format(row["corrections"])),
        (row["late_reason"], _("补录说明：{}").format(row["late_reason"])),
    )
    return (*(text for there, text in said if there), *_waived(db, register, row))


def signatures(db: Database, register: Register, row: Row) -> tuple[tuple[str, str, str, str], ...]:
    """Role, name, date and way of each signature; one that ended says 已失效."""
    return tuple(
        (role, name, day, f"{way}（{ended}）" if ended else way)
        for role, name, day, way, ended in signing.told(db, register.key, row.id)
    )


def _waived(db: Database, register: Register, row: Row) -> tuple[str, ...]:
    """Independence rules that were overridden because there are few people."""
    found = []
    for told in narrative.of_record(db, register, row.id):
        found += [f"{told.verb}：{part}" for part in told.why.split("；") if part.startswith(_FEW)]
    return tuple(dict.fromkeys(found))
