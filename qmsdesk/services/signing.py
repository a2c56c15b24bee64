"""签署: who confirms a record, in which role and in which way; never an electronic signature in the legal sense.

A signature is no step of undo. It ends (已失效) with the next change of what was signed, see ``records.write``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import peewee as pw

from qmsdesk.clock import CHINA, in_china
from qmsdesk.errors import Blocked, Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.people import Person
from qmsdesk.models.system import Attachment, Signature
from qmsdesk.registers.kinds import one_line, to_text
from qmsdesk.registers.spec import Register, Values
from qmsdesk.services import attachments, history, reading, records, signatures, validity
from qmsdesk.services.sitting import Sitting

ROLES = (_("编制"), _("审核"), _("批准"), _("责任人"), _("验证人"), _("评价人"), _("企业负责人"), _("部门负责人"))
"""What is offered; any other role can be written."""


def sign(
    sitting: Sitting,
    register: Register,
    record_id: int,
    role: str,
    name: str,
    way: str = "program",
    *,
    day: dt.date | None = None,
    scan: Path | None = None,
) -> records.Change:
    """Add a signature; a locked record takes it too.

    ``program`` is a confirmation by the operator himself, now. ``ink`` was written on paper on ``day`` and needs a
    file: ``scan``, or one that the record has. Raises Blocked for what is void or under 更正, for somebody else's
    confirmation, and for ink without a file; Invalid for a role or name that cannot be saved.
    """
    values: Values = {Signature.role: one_line(role), Signature.name: one_line(name), Signature.way: way}
    problems = validity.problems(sitting.db, (Signature.role, Signature.name), None, values)
    if problems:
        raise records.Invalid(problems)
    with sitting.batch(_("签署"), final=True):
        row = _signable(sitting, register, record_id)
        at = sitting.clock.now()
        if way == "program" and values[Signature.name] != sitting.operator:
            raise Blocked(
                _("程序内确认只能由本人做：现在的使用人是“{}”。").format(sitting.operator), (),
                _("换使用人，或打印出来手签后扫描上传。"),
            )  # fmt: skip
        if way == "ink":
            if day is None or day > sitting.clock.today():
                raise Blocked(_("手签须写明签字日期，不能晚于今天。"), (_("签字日期"),))
            at = dt.datetime.combine(day, dt.time(), CHINA).astimezone(dt.UTC)
            if scan is not None:
                title = _("{role}签字扫描件").format(role=values[Signature.role])
                attachments.attach(
                    sitting, register, record_id, scan, title=title, evidence_on=day, kind="scan", signing=True
                )
            elif not any(_shows(file) for file in reading.attachments(sitting.db, register.key, record_id)):
                text = _("手签“{}”须有签字后的扫描件。").format(row["number"])
                raise Blocked(text, (_("扫描件（附件）"),), _("先扫描或拍照上传，再登记手签。"))
        told = {f.name: value for f, value in values.items()}
        more = {"register": register.key, "record": record_id, "operator": sitting.operator}
        image = history.added(Signature, {**told, **more, "at": at.isoformat(timespec="seconds")})
        return records.write(sitting, register, [image], "sign", record=record_id)


def told(db: pw.Database, register: str, record_id: int) -> list[tuple[str, str, str, str, str]]:
    """The signatures of a record as text: role, name, date, way, and 已失效 for those that ended."""
    return [
        (
            row.of(Signature.role),
            row.of(Signature.name),
            f"{in_china(row['at']):%Y-%m-%d}",
            to_text(Signature.way, row.of(Signature.way)),
            str(Signature.void.verbose_name) if row.of(Signature.void) else "",
        )
        for row in signatures.of_record(db, register, record_id)
    ]


def people(db: pw.Database, today: dt.date) -> Sequence[str]:
    """Whom to offer as signers, by pinyin: nobody who left."""
    working = (Person.void_reason == "") & ((Person.left_on.is_null()) | (Person.left_on >= today))
    rows = reading.rows(db, Person, working, order=(pw.fn.gbk(Person.name),))
    return list(dict.fromkeys(str(row.of(Person.name)) for row in rows))


def _shows(file: Row) -> bool:
    """A file that is not itself still waiting for a signature."""
    return bool(file.of(Attachment.state) != "unsigned")


def _signable(sitting: Sitting, register: Register, record_id: int) -> Row:
    row = reading.row(sitting.db, register.model, record_id)
    if row is None:
        raise Refused(_("这条记录已不存在。"), _("刷新后再试。"))
    if row["void_reason"] or row["deleted_at"] is not None:
        raise Blocked(_("不能签署“{}”：{}。").format(row["number"], records.locked(register, row)))
    if row["correcting"]:
        raise Blocked(_("“{}”正在更正，不能签署。").format(row["number"]), (), _("先完成或放弃更正。"))
    return row
