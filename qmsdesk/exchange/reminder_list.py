"""The list of what is due as a workbook and on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qmsdesk.exchange.workbook import Page, Value, build
from qmsdesk.i18n import _
from qmsdesk.models.database import Database
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.reports import register_list
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import history, reading
from qmsdesk.services.due import GROUP_TITLES, DueItem, group, word

TITLE = _("到期与提醒")
_COLUMNS = (
    Column(_("分组"), 18.0, "L"),
    Column(_("日期"), 22.0, "L"),
    Column(_("到期"), 20.0, "L"),
    Column(_("事项"), 62.0, "L"),
    Column(_("编号"), 26.0, "L"),
    Column(_("台账"), 24.0, "L"),
    Column(_("责任人"), 18.0, "L"),
    Column(_("部门"), 18.0, "L"),
)


def workbook(items: Sequence[DueItem], today: dt.date, when: dt.datetime) -> bytes:
    """The items as .xlsx, dates as dates."""
    rows: list[list[Value]] = []
    for item in items:
        cells = _cells(item, today)
        rows.append([cells[0], item.date, *cells[2:]])
    return build([Page(TITLE, [column.title for column in _COLUMNS], rows)], when)


def pdf(db: Database, items: Sequence[DueItem], today: dt.date, when: dt.datetime, filter_text: str = "") -> Rendered:
    """The items as PDF."""
    enterprise = reading.enterprise(db)
    sheet = register_list.ListSheet(
        TITLE, enterprise.of(Enterprise.name) if enterprise else "", _COLUMNS, [_cells(i, today) for i in items],
        filter_text=filter_text, head=history.head(db).short,
    )  # fmt: skip
    return register_list.render(sheet, when)


def _cells(item: DueItem, today: dt.date) -> list[str]:
    register = BY_KEY.get(item.register)
    return [
        GROUP_TITLES[group(item, today)], item.date.isoformat(), word(item, today), item.title, item.number,
        register.title if register else "", item.person, item.department,
    ]  # fmt: skip
