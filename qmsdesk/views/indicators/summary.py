"""打印汇总: all indicators of a round with their values, as the list prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.models.people import Enterprise
from qmsdesk.reports import register_list
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import history, reading
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.categories import category
from qmsdesk.standard.rows import DIRECTION_TITLES, RESULT_TITLES, result
from qmsdesk.views.indicators.figures import span, value_text

_COLUMNS = (
    Column(_("编号"), 18),
    Column(_("评价项目"), 44, "L"),
    Column(_("评价指标"), 52, "L"),
    Column(_("方向"), 20),
    Column(_("提升前"), 24, "R"),
    Column(_("提升目标"), 24, "R"),
    Column(_("提升后"), 24, "R"),
    Column(_("结果"), 18),
    Column(_("提升后取值期"), 36),
    Column(_("证据"), 12, "R"),
)


def render(sitting: Sitting, rows: Sequence[Evaluated], round_name: str, when: dt.datetime) -> Rendered:
    """The summary as PDF, printed at ``when``."""
    enterprise = reading.enterprise(sitting.db)
    sheet = register_list.ListSheet(
        title=_("指标跟踪汇总"),
        enterprise=enterprise.of(Enterprise.name) if enterprise else "",
        columns=_COLUMNS,
        rows=[_cells(one) for one in rows],
        standard=_("DB3203/T 1023—2023　6.9.5"),
        filter_text=_("轮次 {}").format(round_name) if round_name else "",
        head=history.head(sitting.db).short,
    )
    return register_list.render(sheet, when)


def _cells(one: Evaluated) -> list[str]:
    row = one.row
    return [
        row.number,
        category(row.category).title,
        row.indicator,
        DIRECTION_TITLES[row.direction] if row.numeric else "",
        value_text(row.before, row.unit),
        value_text(row.target, row.unit),
        value_text(row.after, row.unit, row.target),
        RESULT_TITLES[result(row)] if row.counted else _("不计分"),
        span(one.evaluation),
        str(row.evidence),
    ]
