"""认证 (6.9.9): what follows from the certificate of the enterprise, what is missing and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import peewee as pw

from qmsdesk.clock import later
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.people import Enterprise
from qmsdesk.services import reading
from qmsdesk.services.due import DueItem
from qmsdesk.standard import certification as rules

_NEEDED = (Enterprise.certifier, Enterprise.certificate, Enterprise.certified_on, Enterprise.certificate_until)
_ORDINALS = (_("首次"), _("第二次"), _("第三次"), _("第四次"))


@dataclass(frozen=True)
class Warned:
    """Something to mend, in words, and the field where it is done."""

    text: str
    field: AnyField


@dataclass(frozen=True)
class Standing:
    """The certificate as it stands: ``dates`` are computed lines, ``warnings`` what is wrong or missing."""

    held: bool
    dates: tuple[tuple[str, str], ...]
    warnings: tuple[Warned, ...]


NONE = Standing(held=False, dates=(), warnings=())


def held(row: Row) -> bool:
    """Whether there is a certificate: its number or its day of issue is known."""
    return bool(row.of(Enterprise.certificate) or row.of(Enterprise.certified_on))


def standing(row: Row | None, today: dt.date) -> Standing:
    """What follows from the certificate of the enterprise on a day; ``NONE`` where there is none."""
    if row is None or not held(row):
        return NONE
    known = _cycle(row)
    return Standing(True, tuple(_dates(known)) if known else (), tuple(_warnings(row, known, today)))


def due(db: pw.Database, today: dt.date) -> list[DueItem]:
    """The next surveillance while no day ahead is set for it, and recertification from half a year before the end."""
    row = reading.enterprise(db)
    known = _cycle(row) if row is not None else None
    if row is None or known is None or known.recertify_by < today:
        return []
    number, found = str(row["number"]), []
    day = row.of(Enterprise.surveillance_on)
    limit = known.next_by(day, today)
    if limit is not None and (day is None or day < today):
        said = _("监督审核已逾期，最迟应在 {}") if limit < today else _("监督审核还没有排定，最迟 {}")
        text = said.format(limit)
        found.append(DueItem("enterprise", number, text, limit, limit < today, "due", row.id,
                             Enterprise.surveillance_on.name, topic="surveillance"))  # fmt: skip
    if today >= later(known.recertify_by, -rules.AHEAD):
        text = _("再认证：现场审核须在证书 {} 到期前完成").format(known.recertify_by)
        found.append(DueItem("enterprise", number, text, known.recertify_by, False, "hint", row.id,
                             Enterprise.certificate_until.name, topic="recertification"))  # fmt: skip
    return found


def _cycle(row: Row) -> rules.Cycle | None:
    issued, until = row.of(Enterprise.certified_on), row.of(Enterprise.certificate_until)
    return rules.cycle(issued, until) if issued is not None and (until is None or until >= issued) else None


def _dates(known: rules.Cycle) -> Iterator[tuple[str, str]]:
    told = [_("{}不晚于 {}").format(_ordinal(n), day) for n, day in enumerate(known.surveillance)]
    yield _("监督审核"), _("，").join(told)
    by = _("{} 前完成现场审核") if known.whole else _("{} 前完成现场审核（有效期未填，按三年计）")
    yield _("再认证"), by.format(known.recertify_by)


def _ordinal(place: int) -> str:
    return _ORDINALS[place] if place < len(_ORDINALS) else _("第 {} 次").format(place + 1)


def _warnings(row: Row, known: rules.Cycle | None, today: dt.date) -> Iterator[Warned]:
    empty = [f for f in _NEEDED if not row.of(f)]
    if empty:
        names = "、".join(str(f.verbose_name) for f in empty)
        yield Warned(_("已登记证书，还缺：{}").format(names), empty[0])
    issued, until = row.of(Enterprise.certified_on), row.of(Enterprise.certificate_until)
    if issued is not None and issued > today:
        yield Warned(_("发证日期 {} 还没有到").format(issued), Enterprise.certified_on)
    if until is not None and until < today:
        yield Warned(_("证书已于 {} 到期，不能再作为有效证书使用").format(until), Enterprise.certificate_until)
        return
    if issued is not None and until is not None and until > later(issued, rules.CYCLE):
        yield Warned(_("证书有效期超过三年，核对发证日期和有效期"), Enterprise.certificate_until)
    if until is not None and today >= later(until, -rules.AHEAD):
        yield Warned(_("证书 {} 到期，此前要完成再认证的现场审核").format(until), Enterprise.certificate_until)
    if known is not None:
        yield from _surveillance(row.of(Enterprise.surveillance_on), known, today)


def _surveillance(day: dt.date | None, known: rules.Cycle, today: dt.date) -> Iterator[Warned]:
    limit, field = known.next_by(day, today), Enterprise.surveillance_on
    missed = limit is not None and limit < today
    if day is None:
        if limit is not None:
            said = _("监督审核已逾期：最迟应在 {}，还没有登记") if missed else _("还没有登记下次监督审核，最迟 {}")
            yield Warned(said.format(limit), field)
    elif day < today:
        said = _("（已逾期，最迟应在 {}）") if missed else _("（最迟 {}）")
        text = _("监督审核日期 {} 已过，登记下一次").format(day)
        yield Warned(text + (said.format(limit) if limit else ""), field)
    elif limit is not None and day > limit:
        text = _("下次监督审核 {} 晚于 {}：首次在发证后 12 个月内，以后相隔不超过 12 个月")
        yield Warned(text.format(day, limit), field)
