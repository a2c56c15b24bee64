"""A checklist kept in Excel comes into the audit at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from qmsdesk.errors import Refused, UserError
from qmsdesk.exchange import importing
from qmsdesk.exchange.checklist import read_checklist
from qmsdesk.exchange.exporting import export
from qmsdesk.models.audits import AuditCheck
from qmsdesk.registers.audits import AUDIT, CHECKS
from qmsdesk.services import audit, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services import audit_sample

HEAD = ["序号", "标准条款", "检查项目/方法", "受审部门", "检查情况（客观证据）", "判定结果"]


def workbook(path: Path, *rows: list[str], head: list[str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["内部审核检查表"])
    sheet.append([])
    for row in (head or HEAD, *rows):
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with audit_sample.opened(tmp_path / "firm") as made:
        yield made


@pytest.fixture
def record(sitting: Sitting) -> int:
    audit_sample.staff(sitting)
    return audit.plan_audit(sitting, dt.date(2026, 10, 14))


def items(sitting: Sitting, record: int) -> list[tuple[object, ...]]:
    fields = (AuditCheck.clauses, AuditCheck.content, AuditCheck.judgement, AuditCheck.evidence)
    return [tuple(row.of(f) for f in fields) for row in reading.lines(sitting.db, CHECKS, record)]


def test_a_sheet_of_items_comes_in_as_one_step(sitting: Sitting, record: int, tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "检查表.xlsx",
        ["1", "8.5.1", "首件检验", "生产部", "抽 3 张", "√"],
        ["2", "7.1.5.2；8.6", "量具检定", "技术质量部", "卡尺无标识", "×"],
        ["3", "8.3", "设计", "", "", "N/A"],
    )
    sitting.done.clear()
    plan = read_checklist(sitting, record, path)
    assert not plan.bad
    result = importing.apply(sitting, plan)
    assert (result.added + result.updated, result.records) == (3, 0)
    assert items(sitting, record) == [
        (("2016/8.5.1",), "首件检验", "conforming", "抽 3 张"),
        (("2016/7.1.5.2", "2016/8.6"), "量具检定", "nonconforming", "卡尺无标识"),
        (("2016/8.3",), "设计", "not_applicable", ""),
    ]
    assert len(sitting.done) == 1
    records.undo(sitting)
    assert not items(sitting, record)


def test_an_item_that_is_there_is_updated(sitting: Sitting, record: int, tmp_path: Path) -> None:
    path = workbook(tmp_path / "检查表.xlsx", ["1", "8.5.1", "首件检验", "生产部", "", ""])
    importing.apply(sitting, read_checklist(sitting, record, path))
    workbook(path, ["1", "8.5.1", "首件检验", "生产部", "抽 3 张", "符合"])
    importing.apply(sitting, read_checklist(sitting, record, path))
    assert items(sitting, record) == [(("2016/8.5.1",), "首件检验", "conforming", "抽 3 张")]


def test_numbers_of_items_are_not_taken_for_numbers_of_audits(sitting: Sitting, record: int, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["JC-01", "8.5.1", "首件检验"], head=["编号", "条款", "检查内容"])
    importing.apply(sitting, read_checklist(sitting, record, path))
    assert len(items(sitting, record)) == 1
    assert len(reading.rows(sitting.db, AUDIT.model)) == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["1", "", "首件检验", "生产部", "", ""], "缺少标准条款"),
        (["1", "8.5.1", "", "生产部", "有", ""], "缺少检查项目/方法"),
        (["1", "第八章", "首件检验", "", "", ""], "看不懂的条款号"),
        (["1", "8.5.1", "首件检验", "", "", "还行"], "不在可选项里"),
        (["1", "8.5.1", "长" * 301, "", "", ""], "太长"),
    ],
)
def test_what_is_not_understood_is_named_and_nothing_is_written(
    sitting: Sitting, record: int, tmp_path: Path, row: list[str], sentence: str
) -> None:
    plan = read_checklist(sitting, record, workbook(tmp_path / "a.xlsx", ["1", "8.6", "放行", "", "", ""], row))
    assert sentence in "；".join(p.text for r in plan.bad for p in r.problems)
    with pytest.raises(Refused):
        importing.apply(sitting, plan)
    assert not items(sitting, record)


def test_a_file_that_is_no_checklist_is_refused(sitting: Sitting, record: int, tmp_path: Path) -> None:
    other = workbook(tmp_path / "a.xlsx", ["张三", "13800000000"], head=["姓名", "电话"])
    with pytest.raises(UserError, match="表头"):
        read_checklist(sitting, record, other)
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(UserError):
        read_checklist(sitting, record, broken)


def test_a_reported_audit_takes_no_checklist(sitting: Sitting, tmp_path: Path) -> None:
    firm = audit_sample.reported(sitting)
    path = workbook(tmp_path / "a.xlsx", ["1", "8.5.1", "首件检验", "生产部", "", ""])
    with pytest.raises(Refused, match="更正"):
        read_checklist(sitting, firm.audit, path)


def test_audits_with_all_their_lines_go_out_and_come_back(sitting: Sitting, tmp_path: Path) -> None:
    firm = audit_sample.reported(sitting)
    path = tmp_path / "内部审核.xlsx"
    export(sitting.db, AUDIT, path)
    before = {spec.key: [[r.of(f) for f in spec.fields] for r in reading.lines(sitting.db, spec, firm.audit)]
              for spec in AUDIT.lines}  # fmt: skip
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value == "NS-2025-01":
                    cell.value = "NS-2025-99"
    book.save(path)
    importing.apply(sitting, importing.read_plan(sitting, AUDIT, path))
    found = reading.by_number(sitting.db, AUDIT, "NS-2025-99")
    assert found is not None
    after = {spec.key: [[r.of(f) for f in spec.fields] for r in reading.lines(sitting.db, spec, found.id)]
             for spec in AUDIT.lines}  # fmt: skip
    assert after == before
    assert found["status"] == "reported"
    assert found["conclusion"] == "体系基本符合要求，运行有效"
