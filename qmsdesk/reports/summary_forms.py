"""总结 on paper (6.11): the questionnaire on the assistance FM-6.11.2, and the summary page FM-6.11."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmsdesk.clock import in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import ProgrammeAnswer, ProgrammeLog
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.registers.acceptance import ANSWERS, PROGRAMME_LOG, mean_of
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import improving, reading, summary
from qmsdesk.standard.questionnaire import RULE, questionnaire
from qmsdesk.standard.values import plain

if TYPE_CHECKING:
    from qmsdesk.reports.form_grid import FormGrid

QUESTIONNAIRE = Form(
    "FM-6.11.2", _("认证提升帮扶满意度问卷"), _("DB3203/T 1023—2023　6.11.2"), "FM-6.11.2", "A/0",
    (
        Column(_("序号"), 11), Column(_("问题"), 88, "L"), Column(_("评分"), 30), Column(_("说明"), 40, "L"),
    ),
    (_("填写人"), _("企业（盖章）")),
)  # fmt: skip
SUMMARY = Form(
    "FM-6.11", _("认证提升总结"), _("DB3203/T 1023—2023　6.11"), "FM-6.11", "A/0",
    (
        Column(_("编号"), 20), Column(_("日期"), 22), Column(_("内容"), 90, "L"), Column(_("相关机构"), 37, "L"),
    ),
    (_("编制"), _("批准（最高管理者）")),
)  # fmt: skip
FORMS = (QUESTIONNAIRE, SUMMARY)
BY_KEY = {form.key: form for form in FORMS}


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """The questionnaire of a number (without one the latest) or blank, or the summary of all that is recorded.

    UserError for an unknown form or number, where there is no questionnaire yet, and for a blank summary.
    """
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if form is QUESTIONNAIRE:
        return _blank(db, when) if blank else _filled(db, _row(db, number), when)
    if blank or number:
        raise UserError(_("认证提升总结由记录汇总，没有空白表和编号。"), _("先在“总结”里登记，再打印。"))
    return _summary(db, when)


def _row(db: Database, number: str) -> Row:
    kind = summary.QUESTIONNAIRE
    if number:
        row = reading.by_number(db, PROGRAMME_LOG, number)
        if row is None or row["deleted_at"] is not None or row.of(ProgrammeLog.kind) != kind:
            raise UserError(_("没有编号为“{}”的满意度问卷。").format(number), _("检查编号。"))
        return row
    rows = next(part.rows for part in summary.parts(db) if part.key == kind)
    if not rows:
        raise UserError(_("还没有满意度问卷。"), _("在“总结”里新建，或打印空白问卷。"))
    return rows[-1]


def _blank(db: Database, when: dt.datetime) -> Rendered:
    from qmsdesk.reports.form_grid import FormGrid

    known = questionnaire()
    sheet = FormGrid(db, QUESTIONNAIRE, when)
    sheet.line(_("填写日期：　　年　　月　　日"))
    boxes = "　".join(str(score) for score, _word in known.scale)
    _explain(sheet)
    sheet.table(QUESTIONNAIRE, [(str(no), text, boxes, "") for no, text in enumerate(known.questions, 1)])
    sheet.boxes(((_("意见和建议"), ""),), tall=26)
    sheet.sign(*QUESTIONNAIRE.signatures)
    return sheet.finish()


def _filled(db: Database, row: Row, when: dt.datetime) -> Rendered:
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid

    sheet = FormGrid(db, QUESTIONNAIRE, when, mark=standing.mark(row))
    sheet.line(_("问卷编号：{}　填写日期：{}").format(row["number"], row.of(ProgrammeLog.logged_on)))
    if party := reading.display(db, ProgrammeLog.party, row.of(ProgrammeLog.party)):
        sheet.notes((_("帮扶机构：{}").format(party),))
    _explain(sheet)
    _answers(sheet, db, row)
    own = "" if row.of(ProgrammeLog.content) == questionnaire().title else str(row.of(ProgrammeLog.content))
    said = "；".join(filter(None, (own, str(row["remark"]))))
    sheet.boxes(((_("意见和建议"), said),), tall=14)
    sheet.sign(*QUESTIONNAIRE.signatures)
    sheet.standing(db, PROGRAMME_LOG, row)
    return sheet.finish()


def _explain(sheet: FormGrid) -> None:
    sheet.notes((_("评分：{}。").format(questionnaire().scale_text), RULE))


def _answers(sheet: FormGrid, db: Database, row: Row) -> None:
    from qmsdesk.reports.table import Cell

    answers = reading.lines(db, ANSWERS, row.id)
    fields = (ProgrammeAnswer.question, ProgrammeAnswer.score, ProgrammeAnswer.note)
    lines: list[tuple[str | Cell | None, ...]] = [
        (str(no), *(reading.display(db, f, line.of(f)) for f in fields)) for no, line in enumerate(answers, 1)
    ]
    mean = mean_of(answers)
    if mean is not None:
        score = Cell(plain(mean), bold=True)
        lines.append((Cell(_("问卷得分"), across=2, bold=True), None, score, summary.counted(answers)))
    sheet.table(QUESTIONNAIRE, lines, empty=_("还没有填入问题"))


def _summary(db: Database, when: dt.datetime) -> Rendered:
    from qmsdesk.reports.form_grid import FormGrid

    sheet = FormGrid(db, SUMMARY, when)
    sheet.line(_("编制日期：{}").format(in_china(when.isoformat()).date()))
    sheet.boxes(((_("评价结果"), improving.summary(improving.basis(db))),), tall=9)
    for part in summary.parts(db):
        title = _("{}（{}）：{}").format(part.title, part.clause, part.words)
        if part.key == summary.QUESTIONNAIRE and part.rows:
            sheet.page.section(title, follows=16)
            _answers(sheet, db, part.rows[-1])
        else:
            sheet.table(SUMMARY, list(_lines(db, part)), title=title, empty=part.asked)
    sheet.sign(*SUMMARY.signatures)
    return sheet.finish()


def _lines(db: Database, part: summary.Part) -> Iterator[tuple[str, ...]]:
    for row in part.rows:
        yield (
            str(row["number"]), str(row.of(ProgrammeLog.logged_on)), str(row.of(ProgrammeLog.content)),
            reading.display(db, ProgrammeLog.party, row.of(ProgrammeLog.party)),
        )  # fmt: skip
