"""A checklist kept in Excel, for one audit: its columns alone, whatever the sheet calls them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qmsdesk.errors import Refused
from qmsdesk.exchange.importing import ImportPlan, read_plan
from qmsdesk.exchange.plan import OnDuplicate
from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.audits import AUDIT, CHECK_HEADINGS, CHECK_WORDS, CHECKS
from qmsdesk.registers.spec import Section, Sheet
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting

# The same register, seen as a sheet of items: nothing of the audit itself stands in it.
_SHEET = replace(
    AUDIT,
    title=_("内部审核检查表"),
    sections=(Section("", ()),),
    lines=(CHECKS,),
    check=lambda _case: [],
    sheet=Sheet(key=(Audit.number,), line=CHECKS, synonyms=CHECK_HEADINGS, choices=CHECK_WORDS),
)


def read_checklist(
    sitting: Sitting,
    audit: int,
    path: Path,
    *,
    on_duplicate: OnDuplicate = "update",
    progress: Progress = silent,
) -> ImportPlan:
    """Plan the import of a file into the checklist of an audit; ``importing.apply`` writes it as one step.

    An item is found again by its content and department. Refused when the audit is locked or gone; UserError for a
    file that holds no checklist.
    """
    row = reading.row(sitting.db, Audit, audit)
    if row is None or row["deleted_at"] is not None:
        raise Refused(_("这条记录已不存在。"), _("刷新后再试。"))
    if reason := records.locked(AUDIT, row):
        raise Refused(_("不能导入检查表：{}。").format(reason))
    # A column 编号 in such a sheet counts its items, it names no audit.
    mapping = {str(Audit.number.verbose_name): ""}
    return read_plan(
        sitting,
        _SHEET,
        path,
        mapping=mapping,
        on_duplicate=on_duplicate,
        defaults={Audit.number: row["number"]},
        progress=progress,
    )
