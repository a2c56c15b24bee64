"""What is due or advised beyond declared dates: months, evidence that expires, audit and review, old drafts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import peewee as pw

from qmsdesk.clock import CHINA, day_in_china, later
from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Enterprise
from qmsdesk.models.reviews import Review
from qmsdesk.models.system import Attachment
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.services import open_months, reading
from qmsdesk.services.due import DueItem

STALE_DRAFT = 30
"""Days after which a draft is mentioned."""

_FIRST, _LAST = 3, 6
_YEAR = 12
_NAMED = 3
_AT_ONCE = 500  # ids in one statement: SQLite takes a limited number of values


def months(db: pw.Database, today: dt.date) -> list[DueItem]:
    """One item for every indicator with months to report (6.7.2.4 d)."""
    return [
        DueItem(
            "indicator", each.indicator["number"],
            _("填报：{} {}").format(_spell(each.periods), each.indicator.of(Indicator.name)),
            each.due_on, each.due_on < today, "month", each.indicator.id, "month", 0, each.person_id, each.person,
            each.department,
        )
        for each in open_months.read(db, today)
    ]  # fmt: skip


def evidence(db: pw.Database, today: dt.date) -> list[DueItem]:
    """Files whose validity ends; one that was marked 过期 has been seen to."""
    query = (
        Attachment.select(Attachment.id, Attachment.register, Attachment.record, Attachment.title, Attachment.name,
                          Attachment.valid_until)
        .where(Attachment.valid_until.is_null(False), Attachment.state != "expired")
    )  # fmt: skip
    by_register: dict[str, list[tuple[int, int, str, dt.date]]] = defaultdict(list)
    for file, register, record, title, name, until in query.tuples().execute(db):
        by_register[register].append((file, record, title or name, until))
    found = []
    for key, files in by_register.items():
        numbers = _numbers(db, key, {record for _file, record, _title, _until in files})
        found += [
            DueItem(key, numbers[record], _("证据到期：{}").format(title), until, until < today, "due", record,
                    "attachments", file)
            for file, record, title, until in files if record in numbers
        ]  # fmt: skip
    return found


def audit_and_review(db: pw.Database, today: dt.date) -> list[DueItem]:
    """The first internal audit and review 3 to 6 months after the system began (6.8.1), then one every 12 months."""
    enterprise = reading.enterprise(db)
    began = enterprise.of(Enterprise.system_started_on) if enterprise else None
    found = []
    for register, model, name in (("audit", Audit, _("内部审核")), ("review", Review, _("管理评审"))):
        held = model.select(pw.fn.MAX(model.held_on)).where(model.deleted_at.is_null(), model.void_reason == "")
        last = held.scalar(db)
        if last is not None:
            until = later(last, _YEAR)
            text = _("{}：上次是 {}，两次之间不宜超过 12 个月").format(name, last)
            opens = later(last, _YEAR - 1)
        elif began is not None:
            until = later(began, _LAST)
            text = _("首次{}：宜在体系运行 3 至 6 个月内（{} 至 {}）").format(name, later(began, _FIRST), until)
            opens = later(began, _FIRST)
        else:
            continue
        if today >= opens:
            found.append(DueItem(register, "", text, until, until < today, "hint"))
    return found


def drafts(db: pw.Database, today: dt.date) -> list[DueItem]:
    """Drafts that have waited for their gate for more than ``STALE_DRAFT`` days: one item for each register."""
    limit = today - dt.timedelta(days=STALE_DRAFT)
    found = []
    for register in ALL:
        model = register.model
        if not register.workflow.verbs or (model.status.choices or (("",),))[0][0] != "draft":
            continue
        stale = (
            model.status == "draft", model.deleted_at.is_null(), model.void_reason == "",
            model.created_at < dt.datetime.combine(limit, dt.time(), CHINA).astimezone(dt.UTC).isoformat(),
        )  # fmt: skip
        count = model.select(pw.fn.COUNT(model.id)).where(*stale).scalar(db)
        if count:
            first = model.select(model.created_at, model.number, model.id).where(*stale)
            oldest, number, record = db.execute(first.order_by(model.created_at, model.id).limit(1)).fetchone()
            text = _("{}：{} 份草稿超过 {} 天没有完成").format(register.title, count, STALE_DRAFT)
            day = day_in_china(oldest) + dt.timedelta(days=STALE_DRAFT)
            found.append(DueItem(register.key, number, text, day, True, "hint", record))
    return found


def _spell(periods: tuple[str, ...]) -> str:
    if len(periods) <= _NAMED:
        return "、".join(periods)
    return _("{} 至 {} 共 {} 个月").format(periods[0], periods[-1], len(periods))


def _numbers(db: pw.Database, key: str, records: set[int]) -> dict[int, str]:
    """The numbers of the live ones among some records."""
    register = BY_KEY.get(key)
    if register is None:
        return {}
    model = register.model
    query = model.select(model.id, model.number).where(model.deleted_at.is_null(), model.void_reason == "")
    if len(records) <= _AT_ONCE:
        query = query.where(model.id << list(records))
    return {record: number for record, number in db.execute(query).fetchall() if record in records}
