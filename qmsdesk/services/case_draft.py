"""A first draft of a good case from what the records tell; the author shortens and rounds it off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseIndicator, CaseStudy
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Enterprise
from qmsdesk.models.project import Diagnosis, Opinion, Plan, PlanItem
from qmsdesk.registers.acceptance import CASE_INDICATORS, CASE_STUDY
from qmsdesk.registers.kinds import one_line
from qmsdesk.registers.spec import Values
from qmsdesk.services import case, reading, records, rounds, standing
from qmsdesk.services.assessment import SheetRow
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.values import plain

_ORDINALS = _("一二三四五六七八九十")
_SHOWN = 2  # indicators whose comparison is inserted


def draft(sitting: Sitting) -> records.Change:
    """Open a case and fill it from the records: one step, taken back by one undo. 启示 is left to the author."""
    db = sitting.db
    reached = [row for row in rounds.results(db).rows if row.result == "achieved" and row.before and row.after]
    better = sorted((row for row in reached if row.before != row.after), key=lambda row: not row.counted)
    with sitting.batch(_("新建优良案例")):
        change = records.save(sitting, CASE_STUDY, None, _values(db, better))
        ids = {row["number"]: row.id for row in reading.rows(db, Indicator)}
        for row in better[:_SHOWN]:
            line = {CaseIndicator.indicator: ids[row.number], CaseIndicator.form: "table"}
            records.save_line(sitting, CASE_STUDY, change.record, CASE_INDICATORS, None, line)
    return change


def _values(db: pw.Database, better: Sequence[SheetRow]) -> Values:
    firm = reading.enterprise(db)
    name = firm.of(Enterprise.name) if firm else ""
    return {
        CaseStudy.title: _title(firm, better),
        CaseStudy.profile: _profile(firm) if firm else "",
        CaseStudy.problem: _problems(db),
        CaseStudy.practice: _practice(db),
        CaseStudy.effect: _effect(better),
        CaseStudy.authors: name,
    }


def _title(firm: Row | None, better: Sequence[SheetRow]) -> str:
    """Something to improve on: the firm, and what it raised."""
    name = (firm.of(Enterprise.short_name) or firm.of(Enterprise.name)) if firm else _("企业")
    if not better:
        text = _("{}：质量管理体系认证提升案例").format(name)
    else:
        row = better[0]
        text = _("{}：{}").format(name, _moved(row))
    return text[: CaseStudy.title.max_length]


def _moved(row: SheetRow) -> str:
    before, after = case.shown(row.before, row.unit), case.shown(row.after, row.unit)
    return _("{}由 {} 变为 {}").format(one_line(row.indicator), before, after)


def _profile(firm: Row) -> str:
    told = [
        firm.of(Enterprise.name),
        _("位于{}").format(firm.of(Enterprise.district)) if firm.of(Enterprise.district) else "",
        _("所属行业为{}").format(firm.of(Enterprise.industry)) if firm.of(Enterprise.industry) else "",
        _("现有从业人员 {} 人").format(firm.of(Enterprise.employees)) if firm.of(Enterprise.employees) else "",
        _("年营业收入 {} 万元").format(plain(firm.of(Enterprise.revenue))) if firm.of(Enterprise.revenue) else "",
    ]
    scope = firm.of(Enterprise.scope).strip().rstrip("。")
    certified = firm.of(Enterprise.certificate)
    state = _("已取得质量管理体系认证（{}）").format(certified) if certified else _("尚未取得质量管理体系认证")
    return _sentence("，".join(part for part in told if part)) + _sentence(scope) + _sentence(state)


def _problems(db: pw.Database) -> str:
    """The opinions of the diagnosis that stands, one after the other."""
    found = standing.diagnosis(reading.rows(db, Diagnosis, Diagnosis.void_reason == ""))
    opinions = reading.rows(db, Opinion, Opinion.diagnosis == found.id, order=(Opinion.position, Opinion.id)) \
        if found is not None else []  # fmt: skip
    texts = [one_line(row.of(Opinion.text)).rstrip("。；") for row in opinions]
    numbered = [_("{}是{}").format(number, text) for number, text in zip(_ORDINALS, texts, strict=False)]
    return _sentence("；".join(numbered))


def _practice(db: pw.Database) -> str:
    """A paragraph for each item of the plan: what hurt, what was done, what came of it."""
    plans = reading.rows(db, Plan, Plan.void_reason == "")
    if not plans:
        return ""
    items = reading.rows(db, PlanItem, PlanItem.plan == plans[-1].id, order=(PlanItem.position, PlanItem.id))
    return "\n".join(_paragraphs(items))


def _paragraphs(items: Sequence[Row]) -> Iterator[str]:
    for place, row in enumerate(items):
        number = _ORDINALS[place] if place < len(_ORDINALS) else str(place + 1)
        heading = _("（{}）{}").format(number, one_line(row.of(PlanItem.measure)).rstrip("。"))
        result = one_line(row.of(PlanItem.result)).rstrip("。")
        pain = one_line(row.of(PlanItem.pain)).rstrip("。")
        rest = _("针对“{}”，").format(pain) + (_("阶段成果：{}").format(result) if result else _("补写具体做法"))
        yield _sentence(heading) + _sentence(rest)


def _effect(better: Sequence[SheetRow]) -> str:
    return _sentence("；".join(_moved(row) for row in better))


def _sentence(text: str) -> str:
    return f"{text}。" if text else ""
