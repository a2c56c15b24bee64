"""The master lists, on paper and in Excel."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from qmsdesk.clock import CHINA
from qmsdesk.errors import UserError
from qmsdesk.exchange.document_lists import change_xlsx, listing_xlsx
from qmsdesk.models.documents import Distribution, Document
from qmsdesk.models.processes import Process
from qmsdesk.registers.documents import COPIES as HANDED_OUT
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.processes import PROCESS
from qmsdesk.reports import catalogue, document_forms
from qmsdesk.reports.document_forms import CHANGE, CONTROLLED, COPIES, EXTERNAL, FORMS, LISTS, RECORDS
from qmsdesk.reports.forms import Form
from qmsdesk.services import attachments, documents, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, Staff, add_revision, clock, evidence, sitting, staff
from tests.services.document_firm import JANUARY, Firm, run

__all__ = ["clock", "evidence", "sitting", "staff"]

WHEN = dt.datetime(2026, 10, 15, 10, tzinfo=CHINA)


@pytest.fixture
def firm(sitting: Sitting, staff: Staff, evidence: Path) -> Firm:
    made = Firm(sitting, staff, evidence)
    procedure = made.issued("HY-QP-01", clauses=("2016/7.5",))
    made.issued("QR-01", "form", parent=procedure, retention="while_valid", retention_years=3, storage="1 号柜")
    external = made.draft("WL-01", "external", source="标准网", received_on=JANUARY, checked_on=JANUARY,
                          title="GB/T 19001—2016 质量管理体系 要求")  # fmt: skip
    add_revision(sitting, external, "2016")
    attachments.attach(sitting, DOCUMENT, external, evidence)
    run(sitting, external, "approve")
    for document, day in ((procedure, JANUARY), (external, DAY)):
        values = {Distribution.copy_number: "01", Distribution.issued_on: day,
                  Distribution.department: staff.department, Distribution.person: staff.author}  # fmt: skip
        records.save_line(sitting, DOCUMENT, document, HANDED_OUT, None, values)
    made.revised(procedure, dt.date(2026, 12, 1), reason="内审 NC-01", content="5.2 增加核对")
    return made


def rows(firm: Firm, form: Form, day: dt.date | None = None) -> list[list[str]]:
    return [list(r) for r in document_forms.listing(form, documents.read(firm.sitting.db, DAY), day).rows]


def test_the_lists_hold_what_was_issued(firm: Firm) -> None:
    first, form = rows(firm, CONTROLLED)
    assert first == ["1", "HY-QP-01", "文件控制程序", "程序文件", "A/0", "2026-01-05", "2026-12-01", "质量部",
                     "示例甲/示例乙/示例乙", "7.5", "", ""]  # fmt: skip
    assert form[1] == "QR-01"
    (external,) = rows(firm, EXTERNAL)
    assert external == ["1", "GB/T 19001—2016 质量管理体系 要求", "WL-01", "2016", "标准", "标准网", "2026-01-05",
                        "质量部", "质量部", "2026-01-05", ""]  # fmt: skip
    (kept,) = rows(firm, RECORDS)
    assert kept[4:10] == ["HY-QP-01 文件控制程序", "质量部", "质量部", "有效期加 3 年", "", "1 号柜"]
    assert [(r[1], r[2], r[4], r[6]) for r in rows(firm, COPIES)] == [
        ("文件控制程序", "A/0", "01", "质量部　示例甲"),
        ("GB/T 19001—2016 质量管理体系 要求", "2016", "01", "质量部　示例甲"),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "version"), [(DAY, "A/0"), (dt.date(2026, 12, 1), "A/1")])
def test_a_list_of_a_day_holds_the_versions_of_that_day(firm: Firm, day: dt.date, version: str) -> None:
    assert [(r[1], r[4]) for r in rows(firm, CONTROLLED, day)] == [("HY-QP-01", version), ("QR-01", "A/0")]
    assert rows(firm, CONTROLLED, JANUARY - dt.timedelta(days=1)) == []


@pytest.mark.parametrize("form", LISTS, ids=lambda f: f.key)
def test_every_list_prints_and_exports(
    firm: Firm, form: Form, tool: Callable[[str], str], tmp_path: Path
) -> None:
    made = document_forms.listing(form, documents.read(firm.sitting.db, DAY))
    assert all(len(r) == len(form.columns) for r in made.rows)
    sheet = openpyxl.load_workbook(io.BytesIO(listing_xlsx(made, WHEN))).worksheets[0]
    assert [c.value for c in sheet[2]] == [c.title for c in form.columns]
    assert sheet.max_row == 2 + len(made.rows)
    file = tmp_path / "list.pdf"
    file.write_bytes(catalogue.render(firm.sitting.db, form.key, WHEN).data)
    text = subprocess.run([tool("pdftotext"), "-layout", file, "-"], capture_output=True, check=True).stdout.decode()
    assert form.title in text
    assert form.number in text
    assert made.rows[0][1][:2] in text.replace(" ", "")


def test_an_empty_firm_and_a_blank_form_print(sitting: Sitting) -> None:
    for form in (CONTROLLED, CHANGE):
        assert catalogue.render(sitting.db, form.key, WHEN, blank=True).pages == 1
    assert catalogue.render(sitting.db, COPIES.key, WHEN).pages == 1
    assert set(FORMS) <= set(catalogue.FORMS)


def test_the_change_request_says_what_was_changed(firm: Firm) -> None:
    document = reading.by_number(firm.sitting.db, DOCUMENT, "HY-QP-01")
    boxes = dict(document_forms.change_of(firm.sitting.db, document, DAY))
    assert boxes["修改性质"] == "条款修改"
    assert (boxes["原版本"], boxes["新版本"], boxes["修改理由"]) == ("A/0", "A/1", "内审 NC-01")
    assert boxes["影响评估"] == "收回旧版 1 份"
    assert catalogue.render(firm.sitting.db, CHANGE.key, WHEN, number="HY-QP-01").pages == 1
    sheet = openpyxl.load_workbook(io.BytesIO(change_xlsx(list(boxes.items()), WHEN))).worksheets[0]
    assert ("修改理由", "内审 NC-01") in [(r[0].value, r[1].value) for r in sheet.iter_rows()]
    for number, said in (("", "指明是哪份文件"), ("没有", "没有编号“没有”")):
        with pytest.raises(UserError, match=said):
            catalogue.render(firm.sitting.db, CHANGE.key, WHEN, number=number)


def test_the_matrix_prints(firm: Firm) -> None:
    values = {Process.name: "文件管理", Process.department: firm.staff.department}
    process = records.save(firm.sitting, PROCESS, None, values).record
    firm.draft("HY-QP-02", process=process, title="记录控制程序")
    made = document_forms.matrix(documents.read(firm.sitting.db, DAY))
    assert made.rows[0][:4] == ["文件管理", "质量部", "", "HY-QP-02 记录控制程序"]
    assert document_forms.pdf(firm.sitting.db, made, WHEN).pages >= 1


def test_a_document_called_off_is_so_on_the_list(firm: Firm) -> None:
    made = firm.issued("HY-QP-09", title="旧程序")
    run(firm.sitting, made, "obsolete", reason="并入")
    assert reading.row(firm.sitting.db, Document, made)
    last = next(r for r in rows(firm, CONTROLLED) if r[1] == "HY-QP-09")
    assert (last[6], last[11]) == ("2026-10-15", "作废")
    assert all(r[1] != "HY-QP-09" for r in rows(firm, CONTROLLED, DAY))
