"""表A.1 kept in Excel, for one survey: a line for each item with what was found, whatever the sheet calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from qmsdesk.errors import Refused, UserError
from qmsdesk.exchange.headings import Head
from qmsdesk.exchange.importing import ImportPlan, read_plan
from qmsdesk.exchange.plan import OnDuplicate, PlanRow
from qmsdesk.exchange.values import understood
from qmsdesk.i18n import _
from qmsdesk.models.project import Survey, SurveyFinding
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.project import FINDINGS, SURVEY
from qmsdesk.registers.spec import Section, Sheet
from qmsdesk.registers.survey_words import caption, near_items
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.survey import SurveyItem, survey_items

_OF_LINES = {f: words for f, words in SURVEY.sheet.synonyms.items() if f.model is SurveyFinding}
_REMARK = _("备注")
# The same register, seen as a sheet of findings: nothing of the survey itself stands in it.
_SHEET = replace(
    SURVEY,
    title=_("现场调研表"),
    sections=(Section("", ()),),
    lines=(FINDINGS,),
    check=lambda _case: [],
    sheet=Sheet(
        key=(Survey.number,), line=FINDINGS, synonyms=_OF_LINES, choices=SURVEY.sheet.choices, near=SURVEY.sheet.near
    ),
)
_NUMBER = str(Survey.number.verbose_name)
_GROUP = _("调研项目")
"""In the standard's table this column names the group; other sheets head the items so."""
_GROUPS = (_("调研维度"), _("维度"), _("评价维度"), _("评价项目"), _("类别"), _("分类"), _("模块"))
_CODE = re.compile(r"\s*(\d\.\d)")


def read_survey(
    sitting: Sitting,
    survey: int,
    path: Path,
    *,
    sheet: str | None = None,
    head_row: int = 0,
    on_duplicate: OnDuplicate = "update",
    progress: Progress = silent,
) -> ImportPlan:
    """Plan the import of a file into the findings of a survey; ``importing.apply`` writes it as one step.

    An item is known by its number, its short name or the words of 表A.1; a name that only comes near is taken where the
    number before it says the same, else it is asked. Refused when the survey is locked or gone; UserError for a file
    that holds no such table.
    """
    row = reading.row(sitting.db, Survey, survey)
    if row is None or row["deleted_at"] is not None:
        raise Refused(_("这次调研已不存在。"), _("刷新后再试。"))
    if reason := records.locked(SURVEY, row):
        raise Refused(_("不能导入调研表：{}。").format(reason))

    def read(*left_out: str) -> ImportPlan:
        # A column 编号 in such a sheet counts its items, it names no survey.
        return read_plan(
            sitting, _SHEET, path, sheet=sheet, head_row=head_row,
            mapping=dict.fromkeys((_NUMBER, *_GROUPS, *left_out), ""), on_duplicate=on_duplicate,
            defaults={Survey.number: row["number"]}, progress=progress,
        )  # fmt: skip

    try:
        plan = read(_GROUP)
        if not plan.headed.column_of(SurveyFinding.item):
            plan = read()
    except UserError:
        plan = read()
    _judge_by_words(plan)
    _keep_remarks(plan)
    _recognise(plan)
    return plan


def _judge_by_words(plan: ImportPlan) -> None:
    """Where 现状 is described and judged in two columns, the one that judges is taken for 现状."""
    state = _head_of(plan, SurveyFinding.state)
    if state is None or _judging(plan, state):
        return
    for other in plan.headed.heads:
        if other.how == "twice" and _judging(plan, other):
            plan.remap(other.column, SurveyFinding.state)
            if not plan.headed.column_of(SurveyFinding.note):
                plan.remap(state.column, SurveyFinding.note)
            return


def _keep_remarks(plan: ImportPlan) -> None:
    """Beside a column that describes, 备注 tells where it was looked up; it goes to 依据 while that is free."""
    for head in plan.headed.heads:
        if head.how == "twice" and head.text == _REMARK and not plan.headed.column_of(SurveyFinding.evidence):
            plan.remap(head.column, SurveyFinding.evidence)
            return


def _recognise(plan: ImportPlan) -> None:
    """Take an inexact name where the number of its line means the very item that comes nearest."""
    counting = [h for h in plan.headed.heads if h.how == "serial" or h.text == _NUMBER]
    words = {row.text(SurveyFinding.item).strip(): row for row in plan.rows}
    for word, row in words.items():
        if word and not understood(SurveyFinding.item, word, plan.words.get(SurveyFinding.item, {})):
            numbers = [plan.headed.sheet.cell(row.sheet_row, h.column).shown.strip() for h in counting]
            if code := _CODE.match(word):
                numbers.append(code[1])
            nearest = near_items(word)[:1]
            found = {each.code for number in numbers for each in _numbered(number) if caption(each) in nearest}
            if len(found) == 1:
                plan.map_choice(SurveyFinding.item, word, tuple(found))


def _numbered(number: str) -> Iterator[SurveyItem]:
    """The items a number may mean: their code, their place in the whole table or in their group."""
    for place, each in enumerate(survey_items(), 1):
        if number in {each.code, str(place), each.code.partition(".")[2]}:
            yield each


def _head_of(plan: ImportPlan, field: object) -> Head | None:
    return next((h for h in plan.headed.heads if h.field is field), None)


def _judging(plan: ImportPlan, head: Head) -> bool:
    """Whether most of a column are words of 现状."""
    texts = [plan.headed.sheet.cell(row.sheet_row, head.column).text.strip() for row in _own(plan)]
    filled = [text for text in texts if text]
    known = sum(bool(understood(SurveyFinding.state, text, plan.words[SurveyFinding.state])) for text in filled)
    return known * 2 > len(filled)


def _own(plan: ImportPlan) -> list[PlanRow]:
    return [row for row in plan.rows if row.line is None]
