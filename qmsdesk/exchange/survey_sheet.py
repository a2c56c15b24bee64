"""表A.1 kept in Excel, for one survey: a line for each item with what was found, whatever the sheet calls them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qmsdesk.errors import Refused, UserError
from qmsdesk.exchange.importing import ImportPlan, read_plan
from qmsdesk.exchange.plan import OnDuplicate
from qmsdesk.i18n import _
from qmsdesk.models.project import Survey, SurveyFinding
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.project import FINDINGS, SURVEY
from qmsdesk.registers.spec import Section, Sheet
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting

_OF_LINES = {f: words for f, words in SURVEY.sheet.synonyms.items() if f.model is SurveyFinding}
# The same register, seen as a sheet of findings: nothing of the survey itself stands in it.
_SHEET = replace(
    SURVEY,
    title=_("现场调研表"),
    sections=(Section("", ()),),
    lines=(FINDINGS,),
    check=lambda _case: [],
    sheet=Sheet(key=(Survey.number,), line=FINDINGS, synonyms=_OF_LINES, choices=SURVEY.sheet.choices),
)
_NUMBER = str(Survey.number.verbose_name)
_GROUP = _("调研项目")
"""In the standard's table this column names the group; other sheets head the items so."""


def read_survey(
    sitting: Sitting,
    survey: int,
    path: Path,
    *,
    on_duplicate: OnDuplicate = "update",
    progress: Progress = silent,
) -> ImportPlan:
    """Plan the import of a file into the findings of a survey; ``importing.apply`` writes it as one step.

    An item is known by its number, its short name or the words of 表A.1. Refused when the survey is locked or gone;
    UserError for a file that holds no such table.
    """
    row = reading.row(sitting.db, Survey, survey)
    if row is None or row["deleted_at"] is not None:
        raise Refused(_("这次调研已不存在。"), _("刷新后再试。"))
    if reason := records.locked(SURVEY, row):
        raise Refused(_("不能导入调研表：{}。").format(reason))

    def read(left_out: tuple[str, ...]) -> ImportPlan:
        # A column 编号 in such a sheet counts its items, it names no survey.
        return read_plan(
            sitting, _SHEET, path, mapping=dict.fromkeys(left_out, ""), on_duplicate=on_duplicate,
            defaults={Survey.number: row["number"]}, progress=progress,
        )  # fmt: skip

    try:
        plan = read((_NUMBER, _GROUP))
    except UserError:
        return read((_NUMBER,))
    return plan if plan.headed.column_of(SurveyFinding.item) else read((_NUMBER,))
