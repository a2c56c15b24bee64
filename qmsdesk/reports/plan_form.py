"""The forms of the improvement plan: 认证提升方案, 方案征求意见记录, 方案调整记录 (DB3203/T 1023 6.6, 6.7.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qmsdesk.clock import day_in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.project import Plan, PlanDeviation, PlanFeedback, PlanItem, PlanTalk
from qmsdesk.registers.kinds import one_line
from qmsdesk.registers.plans import DEVIATIONS, FEEDBACK, NEEDED_PARTS, PARTS, PLAN, TALKS
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import plans, reading

if TYPE_CHECKING:
    from qmsdesk.reports.form_grid import Box, FormGrid

_STANDARD = _("DB3203/T 1023—2023　{}")
WHOLE = Form(
    "FM-6.6", _("认证提升方案"), _STANDARD.format("6.6"), "FM-6.6", "A/0",
    (
        Column(_("序号"), 10), Column(_("痛点"), 34, "L"), Column(_("措施"), 46, "L"), Column(_("资源"), 24, "L"),
        Column(_("责任人"), 16), Column(_("期限"), 25), Column(_("评价节点"), 18), Column(_("目标指标"), 32, "L"),
        Column(_("培训"), 20, "L"), Column(_("验收条件"), 26, "L"), Column(_("阶段成果和完成日期"), 30, "L"),
    ),
    (_("编制（认证机构）"), _("企业意见（签字或盖章）"), _("批准")),
    landscape=True,
)  # fmt: skip
CONSULTED = Form(
    "FM-6.6.2", _("方案征求意见记录"), _STANDARD.format("6.6.2"), "FM-6.6.2", "A/0",
    (
        Column(_("序号"), 12), Column(_("日期"), 24), Column(_("企业意见"), 60, "L"), Column(_("提出人"), 20),
        Column(_("采纳情况"), 20), Column(_("处理说明"), 33, "L"),
    ),
    (_("企业代表（签字或盖章）"), _("认证机构（签字）")),
)  # fmt: skip
ADJUSTED = Form(
    "FM-6.7.3", _("方案调整记录"), _STANDARD.format("6.7.3"), "FM-6.7.3", "A/0",
    (
        Column(_("序号"), 12), Column(_("发现日期"), 24), Column(_("偏差"), 62, "L"),
        Column(_("涉及的方案项"), 50, "L"), Column(_("原因分析"), 46, "L"), Column(_("调整"), 56, "L"),
        Column(_("决定人"), 20),
    ),
    (_("认证机构（签字）"), _("企业代表（签字）")),
    landscape=True,
)  # fmt: skip
FORMS = (WHOLE, CONSULTED, ADJUSTED)
BY_KEY = {form.key: form for form in FORMS}
_TALKS = (
    Column(_("日期"), 24), Column(_("研讨议题"), 90, "L"), Column(_("参加人"), 60, "L"), Column(_("结论"), 95, "L"),
)  # fmt: skip
_VERSIONS = (
    Column(_("版本"), 16), Column(_("编号"), 34), Column(_("状态"), 24), Column(_("批准人"), 24),
    Column(_("批准日期"), 26), Column(_("更改原因"), 120, "L"),
)  # fmt: skip
_BLANK = 10


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A form of the version of that number, of the one in force without a number; the two records also blank.

    UserError for an unknown form or number, where there is no plan yet, and for the plan as a blank.
    """
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if blank:
        if form is WHOLE:
            raise UserError(_("“{}”没有空白表。").format(form.title), _("先新建方案，再打印。"))
        return _blank(db, form, when)
    row = reading.by_number(db, PLAN, number) if number else plans.in_force(db) or plans.latest(db)
    if row is None or row["deleted_at"] is not None:
        if number:
            raise UserError(_("提升方案里没有编号“{}”。").format(number), _("检查编号。"))
        raise UserError(_("还没有提升方案。"), _("先新建方案。"))
    return _draw(db, form, row, when)


def _blank(db: Database, form: Form, when: dt.datetime) -> Rendered:
    from qmsdesk.reports.form_grid import FormGrid

    sheet = FormGrid(db, form, when)
    sheet.line(_("方案：　　　　　　　　　　第　　版"))
    sheet.table(form, [(str(no), *[""] * (len(form.columns) - 1)) for no in range(1, _BLANK + 1)])
    sheet.sign(*form.signatures)
    return sheet.finish()


def _draw(db: Database, form: Form, row: Row, when: dt.datetime) -> Rendered:
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid

    mark = standing.mark(row) or (_("未批准") if form is WHOLE and row["status"] in plans.OPEN else "")
    sheet = FormGrid(db, form, when, mark=mark)
    words = _Words(db, row)
    sheet.line(_("编号：{}　第 {} 版").format(row["number"], row.of(Plan.version)))
    if form is WHOLE:
        _whole(sheet, words, day_in_china(when))
    elif form is CONSULTED:
        _consulted(sheet, words)
    else:
        _adjusted(sheet, words)
    sheet.standing(db, PLAN, row)
    sheet.sign(*form.signatures)
    return sheet.finish()


class _Words:
    """A version as it is printed."""

    def __init__(self, db: Database, row: Row) -> None:
        self.db, self.row = db, row
        self.items = plans.items_of(db, row.id)
        self.talks, self.said, self.deviations = (
            reading.lines(db, spec, row.id) for spec in (TALKS, FEEDBACK, DEVIATIONS)
        )
        self.places = {item.id: no for no, item in enumerate(self.items, 1)}

    def of(self, field: AnyField) -> str:
        """A field of the plan."""
        return self.at(self.row, field)

    def at(self, line: Row, field: AnyField) -> str:
        """A field of one of its rows."""
        return one_line(reading.display(self.db, field, line.of(field)))

    def every(self, line: Row, fields: Sequence[AnyField]) -> tuple[str, ...]:
        """Several fields of a row."""
        return tuple(self.at(line, field) for field in fields)


def _whole(sheet: FormGrid, words: _Words, today: dt.date) -> None:
    boxes: list[Box] = [
        (_("方案名称"), words.of(Plan.title), _("认证机构"), words.of(Plan.party)),
        (_("编制人"), words.of(Plan.author), _("批准"),
         "　".join(filter(None, (words.of(Plan.approver), words.of(Plan.approved_on))))),
        (_("方案概述"), words.of(Plan.summary)),
    ]  # fmt: skip
    if words.of(Plan.change_reason):
        boxes.append((_("更改原因"), words.of(Plan.change_reason)))
    sheet.boxes(boxes)
    aims = plans.aims(words.db)
    for key, title in PARTS.items():
        own = [item for item in words.items if item.of(PlanItem.part) == key]
        talked = key == "d" and bool(words.talks)
        if own or (key in NEEDED_PARTS and not talked):
            sheet.table(WHOLE, [_item(words, item, aims) for item in own], title=title, empty=_("没有内容"))
        if talked:
            lines = [
                words.every(talk, (PlanTalk.held_on, PlanTalk.topic, PlanTalk.people, PlanTalk.conclusion))
                for talk in words.talks
            ]
            sheet.table(_TALKS, lines, title=_("可行性研讨") if own else title)
    if words.said:
        sheet.table(CONSULTED, _feedback(words), title=_("企业意见（6.6.2）"))
    if words.deviations:
        sheet.table(ADJUSTED, _deviations(words), title=_("偏差与调整（6.7.3）"))
    sheet.table(_VERSIONS, _versions(words), title=_("版本"))
    progress = plans.progress(words.items, today, str(words.row["status"]))
    sheet.notes(("，".join(filter(None, (progress.words, progress.late_words))),))


def _item(words: _Words, item: Row, aims: dict[int, str]) -> tuple[str, ...]:
    first = (PlanItem.pain, PlanItem.measure, PlanItem.resource, PlanItem.owner, PlanItem.due_on, PlanItem.node)
    aim = item.of(PlanItem.indicator)
    told = aims.get(aim, "").replace("　", "\n") if aim else ""
    goal = "\n".join(filter(None, (words.at(item, PlanItem.indicator), told)))
    done = "\n".join(filter(None, words.every(item, (PlanItem.result, PlanItem.done_on))))
    return (
        str(words.places[item.id]), *words.every(item, first), goal,
        *words.every(item, (PlanItem.training, PlanItem.acceptance)), done,
    )  # fmt: skip


def _consulted(sheet: FormGrid, words: _Words) -> None:
    sheet.boxes([(_("方案名称"), words.of(Plan.title), _("认证机构"), words.of(Plan.party))])
    sheet.table(CONSULTED, _feedback(words), empty=_("没有企业意见"))


def _adjusted(sheet: FormGrid, words: _Words) -> None:
    sheet.boxes([(_("方案名称"), words.of(Plan.title), _("认证机构"), words.of(Plan.party))])
    sheet.table(ADJUSTED, _deviations(words), empty=_("没有偏差"))
    sheet.table(_VERSIONS, _versions(words), title=_("版本"))


def _feedback(words: _Words) -> list[tuple[str, ...]]:
    fields = (PlanFeedback.given_on, PlanFeedback.text, PlanFeedback.given_by, PlanFeedback.adopted, PlanFeedback.reply)
    return [(str(no), *words.every(line, fields)) for no, line in enumerate(words.said, 1)]


def _deviations(words: _Words) -> list[tuple[str, ...]]:
    found = []
    for no, line in enumerate(words.deviations, 1):
        item = line.of(PlanDeviation.plan_item)
        place = _("第 {} 项　").format(words.places[item]) if item in words.places else ""
        found.append(
            (
                str(no), *words.every(line, (PlanDeviation.found_on, PlanDeviation.deviation)),
                place + words.at(line, PlanDeviation.plan_item),
                *words.every(line, (PlanDeviation.cause, PlanDeviation.adjustment, PlanDeviation.decided_by)),
            )
        )  # fmt: skip
    return found


def _versions(words: _Words) -> list[tuple[str, ...]]:
    fields = (Plan.status, Plan.approver, Plan.approved_on, Plan.change_reason)
    family = plans.versions(words.db, words.row.id) or [words.row]
    return [
        (_("第 {} 版").format(row.of(Plan.version)), row["number"], *words.every(row, fields)) for row in family
    ]  # fmt: skip
