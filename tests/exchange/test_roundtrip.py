"""What is exported imports again into an empty workspace as the same records, for every register."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.exchange.exporting import export, template
from qmsdesk.exchange.importing import apply, read_plan
from qmsdesk.models.base import AnyField
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Department, Enterprise, Party, PartyPerson, Person
from qmsdesk.models.workspace import create
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.sheet import Values
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting

FILLED = ("enterprise", "department", "person", "party", "document", "indicator", "measurement", "assessment")
"""The registers of the firm below; ``tests/registers`` takes every register there and back."""
NEEDS = {"measurement": ("indicator",)}
CLOCK = Clock(dt.date(2026, 10, 15))
WHEN = dt.datetime(2026, 10, 15, 2, tzinfo=dt.UTC)


class Firm:
    """A workspace with something awkward in every field."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting

    def add(self, key: str, values: Values) -> int:
        return records.save(self.sitting, BY_KEY[key], None, values).record

    def line(self, key: str, lines: str, record: int, values: Values) -> None:
        register = BY_KEY[key]
        records.save_line(self.sitting, register, record, register.lines_of(lines), None, values)

    def fill(self) -> None:
        self.add(
            "enterprise",
            {
                Enterprise.name: "徐州恒岩示例精密机械有限公司",
                Enterprise.short_name: "恒岩示例",
                Enterprise.revenue: Decimal("1860.50"),
                Enterprise.employees: 40,
                Enterprise.scope: "轴套、法兰\n支架",
                Enterprise.system_started_on: dt.date(2026, 1, 5),
            },
        )
        quality = self.add("department", {Department.name: "质量部", Department.duties: "=1+1\n@检验"})
        works = self.add("department", {Department.name: "生产部"})
        he = self.add(
            "person",
            {
                Person.name: "何静",
                Person.department: quality,
                Person.tiers: ("b", "c"),
                Person.is_key: True,
                Person.joined_on: dt.date(2015, 6, 1),
                Person.remark: "㙟 䶮",
            },
        )
        twin = self.add("person", {Person.name: "何静", Person.department: works, Person.post: "-1 班"})
        records.save(self.sitting, BY_KEY["department"], quality, {Department.manager: he})
        party = self.add(
            "party", {Party.name: "示例认证(江苏)有限公司", Party.approval_number: "007", Party.contact: "+86 示例"}
        )
        self.line("party", "party_person", party, {PartyPerson.name: "沈工", PartyPerson.kinds: ("trainer", "auditor")})
        with self.sitting.batch("受控文件"):  # as an import brings them in: with their states
            self._documents(quality, he, twin)
        self._indicators(he, twin)
        self.add(
            "assessment",
            {
                Assessment.name: "2026 年自评",
                Assessment.round: "第一轮",
                Assessment.evaluator: he,
                Assessment.assessed_on: dt.date(2026, 10, 15),
                Assessment.rule: "any",
            },
        )

    def _documents(self, quality: int, he: int, twin: int) -> None:
        manual = self.add(
            "document",
            {
                Document.number: "HY-QM-01",
                Document.title: "质量手册",
                Document.level: "manual",
                Document.department: quality,
                Document.owner: twin,
                Document.clauses: ("2016/4.4", "1023/6.7.2.3"),
                Document.retention: "while_valid",
                Document.retention_years: 3,
                Document.existing: True,
            },
        )
        revision = DocumentRevision
        self.line(
            "document",
            "document_revision",
            manual,
            {
                revision.version: "A/0",
                revision.status: "obsolete",
                revision.effective_on: dt.date(2026, 1, 5),
                revision.obsolete_on: dt.date(2026, 6, 20),
                revision.author: he,
                revision.content: "首版\n全部",
            },
        )
        self.line(
            "document",
            "document_revision",
            manual,
            {
                revision.version: "1.0",
                revision.status: "in_force",
                revision.effective_on: dt.date(2026, 6, 20),
                revision.approver: twin,
                revision.reason: "'=审核",
                revision.needs_training: True,
            },
        )
        self.line(
            "document",
            "distribution",
            manual,
            {
                Distribution.copy_number: "01",
                Distribution.department: quality,
                Distribution.person: he,
                Distribution.issued_on: dt.date(2026, 6, 21),
            },
        )
        records.save(self.sitting, BY_KEY["document"], manual, {Document.status: "in_force"})
        self.add(
            "document",
            {Document.number: "10.10", Document.title: "草稿", Document.level: "form", Document.parent: manual},
        )

    def _indicators(self, he: int, twin: int) -> None:
        cases: list[tuple[Values, list[Values]]] = [
            (
                {
                    Indicator.name: "客户退货率",
                    Indicator.category: "customers",
                    Indicator.kind: "ratio",
                    Indicator.unit: "%",
                    Indicator.direction: "lower",
                    Indicator.owner: twin,
                    Indicator.formula: "退货÷交付",
                },
                [
                    _round("第一轮", "1.779", "1.0", "0.801", baseline="2025-10~2025-12"),
                    _round("第二轮", "0.801", "0.5", ""),
                ],
            ),
            (
                {
                    Indicator.name: "炉温",
                    Indicator.category: "realization",
                    Indicator.kind: "value",
                    Indicator.unit: "℃",
                    Indicator.direction: "range",
                },
                [_round("第一轮", "17.5", "18~26", "21.50")],
            ),
            (
                {Indicator.name: "规划", Indicator.category: "strategy", Indicator.kind: "yesno"},
                [_round("一", "否", "是", "是")],
            ),
            (
                {
                    Indicator.name: "技艺传承",
                    Indicator.category: "distinctive",
                    Indicator.kind: "qualitative",
                    Indicator.judge: he,
                    Indicator.criterion: "带徒",
                    Indicator.counted: False,
                },
                [{**_round("第一轮", "带徒0名", "=带徒2名", "2"), IndicatorRound.judged: "achieved"}],
            ),
        ]
        for values, rounds in cases:
            record = self.add("indicator", values)
            for each in rounds:
                self.line("indicator", "indicator_round", record, each)
            if values[Indicator.kind] == "ratio":
                self.add(
                    "measurement",
                    {
                        Measurement.indicator: record,
                        Measurement.period: "2025-10",
                        Measurement.numerator: Decimal(820),
                        Measurement.denominator: Decimal("45200.00"),
                        Measurement.reporter: he,
                        Measurement.source: "台账",
                    },
                )
                self.add(
                    "measurement",
                    {
                        Measurement.indicator: record,
                        Measurement.period: "2025-11",
                        Measurement.value: Decimal("0.5000"),
                        Measurement.status: "verified",
                        Measurement.verifier: he,
                        Measurement.verified_on: dt.date(2026, 1, 3),
                    },
                )
                self.add(
                    "measurement",
                    {
                        Measurement.indicator: record,
                        Measurement.period: "2025-12",
                        Measurement.value: Decimal("1.23456789012345678"),
                    },
                )


def _round(name: str, before: str, target: str, after: str, baseline: str | None = None) -> Values:
    return {
        IndicatorRound.name: name,
        IndicatorRound.before: before,
        IndicatorRound.target: target,
        IndicatorRound.after: after,
        IndicatorRound.baseline: baseline,
    }


def content(sitting: Sitting, register: Register) -> list[dict[str, Any]]:
    """The records in words, relations by what they are called, so that ids do not matter."""

    def words(fields: tuple[AnyField, ...], row: Any) -> dict[str, str]:
        return {f.name: reading.display(sitting.db, f, row.of(f)) for f in fields}

    out = []
    for row in reading.rows(sitting.db, register.model, order=(register.model.number,)):
        record: dict[str, Any] = {"number": row["number"], "status": row["status"], **words(register.fields, row)}
        for lines in register.lines:
            record[lines.key] = [words(lines.fields, each) for each in reading.lines(sitting.db, lines, row.id)]
        out.append(record)
    return out


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    """Read only by the tests, so one serves all."""
    with create(tmp_path_factory.mktemp("firm") / "w", CLOCK) as workspace:
        sitting = Sitting(workspace, "何静", CLOCK)
        Firm(sitting).fill()
        yield sitting


def carry(source: Sitting, target: Sitting, register: Register, path: Path) -> None:
    export(source.db, register, path)
    plan = read_plan(target, register, path, on_duplicate="update")
    assert [p.text for row in plan.bad for p in row.problems] == []
    assert plan.unknown_headings == ()
    assert plan.missing == ()
    apply(target, plan)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("register", [BY_KEY[key] for key in FILLED], ids=lambda r: r.key)
def test_round_trip(
    firm: Sitting, new_sitting: Callable[[str], Sitting], tmp_path: Path, register: Register, ending: str
) -> None:
    target = new_sitting("target")
    # Two people of one name are told apart by their numbers, so the people go first.
    for key in () if register.key in {"person", "department"} else ("person", *NEEDS.get(register.key, ())):
        carry(firm, target, BY_KEY[key], tmp_path / f"{key}.xlsx")
    carry(firm, target, register, tmp_path / f"out.{ending}")
    expected, got = content(firm, register), content(target, register)
    if ending == "csv":
        # One file holds one table: the child rows with a sheet of their own are not in it.
        for record in (*expected, *got):
            for lines in register.lines:
                if lines is not register.sheet.line:
                    record.pop(lines.key)
    assert got == expected
    again = read_plan(target, register, tmp_path / f"out.{ending}", on_duplicate="update")
    assert set(again.counts()) == {"same"}


@pytest.mark.parametrize("register", ALL, ids=lambda r: r.key)
def test_template_is_blank_until_filled_in(sitting: Sitting, tmp_path: Path, register: Register) -> None:
    path = tmp_path / "t.xlsx"
    template(register, path)
    plan = read_plan(sitting, register, path)
    assert (plan.rows, plan.missing, plan.unknown_headings) == ([], (), ())
    assert [s.why for s in plan.skipped_lines] == (["模板里的示例行"] if register.sheet.example else [])


@pytest.mark.parametrize("register", [r for r in ALL if r.sheet.example], ids=lambda r: r.key)
def test_template_with_the_example_changed_is_read(sitting: Sitting, tmp_path: Path, register: Register) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "t.xlsx"
    template(register, path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = next(c.column for c in sheet[2] if c.value == "备注")
    sheet.cell(3, column).value = "改过"
    book.save(path)
    for f, text in register.sheet.example.items():
        if f.name == "indicator":
            records.save(sitting, BY_KEY["indicator"], None, {Indicator.name: text, Indicator.category: "realization"})
        elif getattr(f, "rel_model", None) is Document:
            form = {Document.number: "HY-QR-01", Document.title: text, Document.level: "form"}
            records.save(sitting, BY_KEY["document"], None, form)
    plan = read_plan(sitting, register, path)
    assert plan.counts() == {"add": 1}, [p.text for p in plan.rows[0].problems]


def test_the_template_offers_choices(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    template(BY_KEY["indicator"], tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    offered = [rule.formula1 for rule in sheet.data_validations.dataValidation]
    assert '"越大越好,越小越好,区间"' in offered
    assert sheet["B2"].value == "*评价项目"
    assert sheet.freeze_panes == "A3"


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_same_records_same_bytes(firm: Sitting, tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"1.{ending}", tmp_path / f"2.{ending}"
    export(firm.db, BY_KEY["document"], first, when=WHEN)
    export(firm.db, BY_KEY["document"], second, when=WHEN)
    assert first.read_bytes() == second.read_bytes()


def test_csv_holds_nothing_a_spreadsheet_would_run(firm: Sitting, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    export(firm.db, BY_KEY["department"], path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in path.read_text("utf-8-sig")
    assert ',"=1+1' not in path.read_text("utf-8-sig")


def test_an_xlsx_cell_is_never_a_formula(firm: Sitting, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    export(firm.db, BY_KEY["department"], tmp_path / "d.xlsx")
    cells = [c for row in load_workbook(tmp_path / "d.xlsx").worksheets[0].iter_rows() for c in row]
    assert "=1+1\n@检验" in {c.value for c in cells}
    assert "f" not in {c.data_type for c in cells}


def test_json_for_programs(firm: Sitting, tmp_path: Path) -> None:
    export(firm.db, BY_KEY["indicator"], tmp_path / "i.json")
    document = json.loads((tmp_path / "i.json").read_text("utf-8"))
    first = document["records"][0]
    assert (first["category"], first["unit"], first["owner"]) == ("customers", "%", "何静（RY-002）")
    assert [r["target"] for r in first["indicator_round"]] == ["1.0", "0.5"]
    assert document["columns"]["category"] == "评价项目"


def test_chosen_rows_keep_their_order(firm: Sitting, tmp_path: Path) -> None:
    ids = [row.id for row in reading.rows(firm.db, Person)]
    assert export(firm.db, BY_KEY["person"], tmp_path / "p.json", rows=list(reversed(ids))) == len(ids)
    document = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert [r["number"] for r in document["records"]] == ["RY-002", "RY-001"]


@pytest.mark.parametrize("name", ["x.pdf", "x", "x.xls"])
def test_unknown_endings_are_refused(firm: Sitting, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError):
        export(firm.db, BY_KEY["person"], tmp_path / name)
    assert not (tmp_path / name).exists()
