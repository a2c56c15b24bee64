"""The list of what is due as a sheet and on paper."""

from __future__ import annotations

import datetime as dt
import io

from qmsdesk.exchange import reminder_list
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import founding
from qmsdesk.services.due import DueItem
from qmsdesk.services.sitting import Sitting

TODAY = dt.date(2026, 10, 15)
ITEMS = [
    DueItem("document", "HY-QP-01", "文件评审：采购控制程序", TODAY - dt.timedelta(5), True, person="示例甲"),
    DueItem("indicator", "ZB-001", "=填报：2026-09 合格率", dt.date(2026, 10, 5), True, "month"),
    DueItem("unknown", "", "首次内部审核", TODAY, False, "hint"),
]


def test_the_sheet_says_it_in_words_and_dates(sitting: Sitting) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(reminder_list.workbook(ITEMS, TODAY, sitting.clock.now())))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0][:4] == ["分组", "日期", "到期", "事项"]
    assert rows[1][:3] == ["逾期", dt.datetime(2026, 10, 10), "逾期 5 天"]
    assert rows[1][3:] == ["文件评审：采购控制程序", "HY-QP-01", DOCUMENT.title, "示例甲", None]
    assert [row[0] for row in rows[2:]] == ["本月应填", "提示"]
    assert book.worksheets[0]["D3"].data_type == "s"


def test_the_print_is_a_pdf_also_of_nothing(sitting: Sitting) -> None:
    founding.found(sitting, "徐州示例机械有限公司")
    for items in (ITEMS, []):
        made = reminder_list.pdf(sitting.db, items, TODAY, sitting.clock.now(), "责任人：示例甲")
        assert made.data.startswith(b"%PDF-")
