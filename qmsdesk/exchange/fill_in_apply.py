"""Write a returned sheet: one backup, one transaction, one batch of history, one step of undo."""

from __future__ import annotations

from qmsdesk.errors import Refused, UserError
from qmsdesk.exchange.fill_in_plan import FillPlan, FillRow
from qmsdesk.i18n import _
from qmsdesk.models.indicators import Measurement
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.indicators import MEASUREMENT
from qmsdesk.services import backup, lateness, reading, records
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting


def apply(sitting: Sitting, plan: FillPlan, progress: Progress = silent) -> Change:
    """Write the rows that bring something new; all or none.

    UserError when there is none, Refused when a row was changed since the preview or a save refuses; then, and when
    the user cancels, nothing is written.
    """
    ready = plan.ready
    if not ready:
        raise UserError(_("这份填报表里没有可以导入的内容。"), _("看预览里每一行的说明。"))
    sitting.workspace.require_writable()
    progress(_("备份"), 0, 1)
    backup.before_import(sitting)
    with sitting.batch(_("导入{}的填报表").format(plan.ledger.name)) as batch:
        for done, row in enumerate(ready):
            progress(_("导入"), done, len(ready))
            _write(sitting, plan, row)
        change = Change("", 0, "import", batch.batch, frozenset(batch.records))
    progress(_("导入"), len(ready), len(ready))
    return change


def _write(sitting: Sitting, plan: FillPlan, row: FillRow) -> None:
    try:
        if row.indicator is not None:
            _month(sitting, plan, row)
        else:
            _action(sitting, plan, row)
    except Refused as refused:
        text = _("“{}”第 {} 行不能导入：{}").format(row.sheet, row.row, refused.text)
        raise Refused(text, refused.hint) from refused


def _month(sitting: Sitting, plan: FillPlan, row: FillRow) -> None:
    assert row.indicator is not None
    key = {Measurement.indicator: row.indicator.id, Measurement.period: row.period}
    _refuse_changed(row, reading.find(sitting.db, Measurement, key))
    values = {**row.values, Measurement.reporter: plan.ledger.person}
    if row.stored is None:
        late = lateness.is_late(row.period, sitting.clock.today())
        why = {Measurement.late_reason: _("责任人用填报表补报")} if late else {}
        records.save(sitting, MEASUREMENT, None, {**key, **values, **why}, reason=plan.reason)
    else:
        records.save(sitting, MEASUREMENT, row.stored.id, values, reason=plan.reason)


def _action(sitting: Sitting, plan: FillPlan, row: FillRow) -> None:
    place, stored = row.place, row.stored
    assert place is not None
    assert stored is not None
    _refuse_changed(row, reading.row(sitting.db, place.action.model, stored.id))
    if place.lines is None:
        records.save(sitting, place.register, stored.id, row.values, reason=plan.reason)
    else:
        records.save_line(sitting, place.register, row.record, place.lines, stored.id, row.values, reason=plan.reason)


def _refuse_changed(row: FillRow, now: object) -> None:
    if now != row.stored:
        raise Refused(_("核对以后这条记录又有改动。"), _("重新读取这个文件，再导入一次。"))
