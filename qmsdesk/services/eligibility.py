"""Whether an enterprise may take part (3.1, 5.1, 6.7.2.1): what speaks against it is said, never refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import peewee as pw

from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.compliance import Licence
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.project import Application, SelfCheck
from qmsdesk.registers.people import ENTERPRISE, size_of
from qmsdesk.registers.project import SELF_CHECKS
from qmsdesk.services import reading, records
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard import enterprise_size
from qmsdesk.standard.basic_requirements import BASICS, window_start

NO_PERSON_IN_LAW = ("sole", "individual")
"""Forms of an enterprise that is no legal person (3.1 注1)."""


@dataclass(frozen=True)
class Caution:
    """Something to look at, with its clause and where it is mended; ``number`` and ``field`` may be empty."""

    text: str
    clause: str
    register: str
    number: str = ""
    field: str = ""


@dataclass(frozen=True)
class Window:
    """近两年内 of 5.1: both days belong to it. ``applied`` is False while today stands in for the application."""

    first: dt.date
    last: dt.date
    applied: bool

    @property
    def text(self) -> str:
        """In words, for form and print."""
        said = _("近两年内：{} 至 {}（按报名日期，验收前按当日再查）") if self.applied else _(
            "近两年内：{} 至 {}（还没有报名日期，先按今天）"
        )  # fmt: skip
        return said.format(self.first, self.last)


def window(db: pw.Database, today: dt.date) -> Window:
    """24 months back from the day of the latest application."""
    live = (Application.deleted_at.is_null(), Application.void_reason == "")
    day = Application.select(pw.fn.MAX(Application.applied_on)).where(*live).scalar(db)
    last = day or today
    return Window(window_start(last), last, day is not None)


def cautions(db: pw.Database, today: dt.date) -> list[Caution]:
    """All that speaks against taking part, in the order of the clauses."""
    row = reading.enterprise(db)
    return [*_of_enterprise(row), *_licences(db, today), *_self_check(db, row), *_leaders(db, row, today)]


def fill_basics(sitting: Sitting) -> Change | None:
    """填入基本要求: the lines of 5.1 that the self-check has not got yet, as one step; None when it has all.

    Refused while there is no enterprise.
    """
    row = reading.enterprise(sitting.db)
    if row is None:
        raise Refused(_("还没有企业档案。"), _("先填写企业名称。"))
    known = {line.of(SelfCheck.item) for line in reading.lines(sitting.db, SELF_CHECKS, row.id)}
    wanted = [basic for basic in BASICS if basic.text not in known]
    change = None
    with sitting.batch(_("填入基本要求")):
        for basic in wanted:
            change, _line = records.save_line(
                sitting, ENTERPRISE, row.id, SELF_CHECKS, None, {SelfCheck.item: basic.text}
            )
    return change


def _of_enterprise(row: Row | None) -> Iterator[Caution]:
    if row is None:
        return
    size, number = size_of(row), str(row["number"])
    if size.key and not size.is_small_or_micro:
        text = _("规模为{}，不属于本标准适用的小微企业").format(size.title)
        yield Caution(text, "3.1", "enterprise", number, Enterprise.industry_row.name)
    code = str(row.of(Enterprise.gb4754) or "")
    if enterprise_size.is_outside(code):
        text = _("行业代码 {} 不在划型办法的 16 个行业里（铁路、金融、教育、卫生、公共管理等），规模仅供参考")
        yield Caution(text.format(code), "3.1", "enterprise", number, Enterprise.gb4754.name)
    if row.of(Enterprise.legal_form) in NO_PERSON_IN_LAW:
        form = dict(Enterprise.FORM)[row.of(Enterprise.legal_form)]
        text = _("{}不具有法人或法人分支机构资格").format(form)
        yield Caution(text, _("3.1 注1"), "enterprise", number, Enterprise.legal_form.name)


def _licences(db: pw.Database, today: dt.date) -> Iterator[Caution]:
    for row in reading.rows(db, Licence, Licence.void_reason == "", Licence.required):
        until = row.of(Licence.valid_until)
        if until is not None and until < today:
            text = _("{}已于 {} 到期").format(row.of(Licence.name), until)
            yield Caution(text, "5.1", "licence", str(row["number"]), Licence.valid_until.name)


def _self_check(db: pw.Database, row: Row | None) -> Iterator[Caution]:
    for line in reading.lines(db, SELF_CHECKS, row.id) if row is not None else ():
        if line.of(SelfCheck.result) == "no":
            text = _("自查不符合：{}").format(line.of(SelfCheck.item))
            yield Caution(text, "5.1", "enterprise", str(row["number"]) if row else "", SelfCheck.result.name)


def _leaders(db: pw.Database, row: Row | None, today: dt.date) -> Iterator[Caution]:
    """Whoever leads the working group without being the top manager needs a letter."""
    head = row.of(Enterprise.legal_representative) if row is not None else ""
    for person in reading.rows(db, Person, Person.void_reason == "", Person.group_role == "leader"):
        left = person.of(Person.left_on)
        gone = left is not None and left < today
        if head and not gone and person.of(Person.name) != head and not person.of(Person.authorisation):
            text = _("组长{}不是法定代表人{}，须有授权书").format(person.of(Person.name), head)
            yield Caution(text, "6.7.2.1", "person", str(person["number"]), Person.authorisation.name)
