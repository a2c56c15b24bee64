"""The sample enterprise: its figures, its year in history, and that it is always the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from qmsdesk.clock import Clock
from qmsdesk.errors import Cancelled, UserError
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.indicators import Assessment, Indicator, Measurement
from qmsdesk.models.people import Department, Enterprise, Party, PartyPerson, Person
from qmsdesk.models.resources import Equipment, Instrument, Supplier
from qmsdesk.models.reviews import Review, ReviewOutput
from qmsdesk.models.system import Attachment
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.reviews import OUTPUTS
from qmsdesk.services import (
    assessment,
    attachments,
    checking,
    feeds,
    history,
    narrative,
    readiness,
    reading,
    sample,
    training,
)
from qmsdesk.services import indicators as tracked
from qmsdesk.standard.clauses import clause

TODAY = dt.date(2026, 10, 20)
# The head of the SHA-256 of the names of those who drafted the standard, so that they need not stand here.
DRAFTERS = {
    "a82f0be861a42cb0",
    "a7bf84bf5f01e9d3",
    "9df2e90797851662",
    "77f56a38a9490987",
    "cf0bb9cdddd3defd",
    "ed727459a02e9d38",
    "66b1b901df91e013",
    "adc2da6b961400a0",
    "c949af810543bf34",
    "5f22d7f0ddeebbf3",
    "53156b772f786f59",
    "2fc37b5405c0af75",
    "68395ba15f0d724f",
    "f7d4d94b14c8c0b5",
}


@pytest.fixture(scope="module")
def hy(demo_built: Path) -> Iterator[Workspace]:
    with open_workspace(demo_built, Clock(TODAY), write=False) as opened:
        yield opened


def test_totals_by_every_rule(hy: Workspace) -> None:
    sheet = assessment.compute(hy.db)
    assert (sheet.rule, sheet.total, sheet.grade, sheet.maximum) == ("any", "60", "优秀", "90")
    assert sheet.totals_by_rule == {
        "any": "60", "all": "40", "representative": "60", "proportional": "51.67", "per_indicator": "80",
    }  # fmt: skip
    assert sheet.grades_by_rule["all"] == "良好"
    assert (sheet.pending, sheet.adjusted) == (0, False)
    counted = [row for row in sheet.rows if row.counted]
    assert len(counted) == 12
    assert sum(row.result == "achieved" for row in counted) == 8
    assert {c.key: c.status for c in sheet.categories}["distinctive"] == "not_selected"


@pytest.mark.parametrize(
    ("indicator", "before", "after", "result"),
    [
        ("行政处罚次数", "0.00", "0.00", "achieved"),
        ("安全特性风险措施落实率", "60.00", "100.00", "achieved"),
        ("按期检定校准率", "78.57", "100.00", "achieved"),
        ("设备完好率", "92.97", "96.66", "not_achieved"),
        ("轴套内孔圆度 Cpk", "0.92", "1.21", "not_achieved"),
        ("采购产品合格率", "94.12", "97.56", "achieved"),
        ("一次交验合格率", "92.45", "96.73", "achieved"),
        ("准时交付率", "86.00", "93.64", "not_achieved"),
        ("生产计划按时完成率", "84.92", "95.93", "achieved"),
        ("顾客满意度", "85.00", "92.00", "achieved"),
        ("客户退货率", "1.78", "0.80", "achieved"),
        ("质量损失率", "2.63", "2.04", "not_achieved"),
    ],
)
def test_the_values_of_table_c1(hy: Workspace, indicator: str, before: str, after: str, result: str) -> None:
    row = next(r for r in assessment.compute(hy.db).rows if r.indicator == indicator)
    assert (_cents(row.before), _cents(row.after), row.result) == (before, after, result)


def test_a_loss_that_rounds_to_its_target_has_not_reached_it(hy: Workspace) -> None:
    row = next(r for r in assessment.compute(hy.db).rows if r.indicator == "质量损失率")
    assert (row.target, row.after, row.result) == ("2", "2.040613", "not_achieved")


def test_version_one_is_final_and_the_next_one_is_begun(hy: Workspace) -> None:
    first, second = assessment.versions(hy.db)
    assert (first.of(Assessment.status), first.of(Assessment.grade)) == ("final", "优秀")
    assert (first.of(Assessment.total), first.of(Assessment.assessed_on)) == (Decimal(60), dt.date(2026, 10, 15))
    assert second.of(Assessment.status) == "draft"
    assert assessment.blockers(hy.db, second) == []
    frozen, now = assessment.sheet_of(hy.db, first), assessment.sheet_of(hy.db, second)
    assert assessment.compare(frozen, now) == []
    assert Counter(w.code for w in frozen.warnings) == {"no_evidence": 3}
    assert [(w.code, w.number) for w in now.warnings] == [("no_evidence", "ZB-008"), ("no_evidence", "ZB-009")]


def test_what_the_registers_hold(hy: Workspace) -> None:
    db = hy.db
    assert len(reading.rows(db, Department)) == 7
    assert len(reading.rows(db, Person)) == 40
    assert len(reading.rows(db, Indicator)) == 14
    assert len(reading.rows(db, Measurement)) == 134
    levels = Counter(d.of(Document.level) for d in reading.rows(db, Document, Document.void_reason == ""))
    assert levels == {"manual": 1, "procedure": 17, "instruction": 14, "form": 46, "external": 17}
    states = Counter(d.of(Document.status) for d in reading.rows(db, Document, Document.void_reason == ""))
    assert states == {"in_force": 89, "obsolete": 3, "draft": 2, "review": 1}
    later = [r for r in reading.rows(db, DocumentRevision) if r.of(DocumentRevision.reason)]
    assert [len(later), len(reading.rows(db, Distribution))] == [6, 49]
    assert all(d.of(Document.clauses) for d in reading.rows(db, Document))
    by_tier = Counter(t for p in reading.rows(db, Person) for t in p.of(Person.tiers))
    assert by_tier == {"a": 40, "b": 8, "c": 6, "d": 9}
    void = [r["number"] for register in ALL for r in reading.rows(db, register.model, register.model.void_reason != "")]
    assert len(void) == 2


def test_the_procedure_that_does_not_apply_is_left_out_with_its_reason(hy: Workspace) -> None:
    assert reading.by_number(hy.db, DOCUMENT, "HY-QP-09") is None
    enterprise = reading.enterprise(hy.db)
    assert enterprise is not None
    assert "8.3" in enterprise.of(Enterprise.not_applicable)
    assert "来图加工" in enterprise.of(Enterprise.not_applicable)


def test_every_clause_is_in_its_catalogue(hy: Workspace) -> None:
    for register in ALL:
        for row in reading.rows(hy.db, register.model):
            for reference in row["clauses"]:
                edition, _slash, number = reference.partition("/")
                assert clause(edition, number).edition == edition


def test_the_workspace_is_in_order(hy: Workspace) -> None:
    report = checking.check(hy)
    assert report.findings == ()
    assert report.files == 180
    assert report.head.at.startswith("2026-10-20")


def test_history_reads_like_a_year(hy: Workspace) -> None:
    entries = list(history.entries(hy.db))
    times = [e.at for e in entries]
    assert times == sorted(times)
    assert times[0].startswith("2025-09-08")
    people = {p.of(Person.name) for p in reading.rows(hy.db, Person)}
    assert {e.by for e in entries} <= people
    assert len({e.by for e in entries}) > 15
    changed = [e for e in narrative.all_entries(hy.db) if "年度合同" in e.why]
    assert ["提升目标：93 → 95" in e.text for e in changed] == [True]


def test_months_are_reported_by_one_and_verified_by_another(hy: Workspace) -> None:
    months = reading.rows(hy.db, Measurement, Measurement.void_reason == "")
    assert all(m.of(Measurement.reporter) != m.of(Measurement.verifier) for m in months)
    states = {(m.of(Measurement.period) < "2026-09", m.of(Measurement.status)) for m in months}
    assert states == {(True, "locked"), (False, "verified")}


def test_a_month_without_complaints_is_no_sample(hy: Workspace) -> None:
    rows = {e.row.indicator: e for e in tracked.evaluate(tracked.read(hy.db), "2025—2026 第一轮")}
    complaints = rows["顾客投诉处理满意率"]
    assert not complaints.row.counted
    assert [str(m.of(Measurement.denominator)) for m in complaints.after.months] == ["0", "0", "0"]


def test_the_pages_are_alive(hy: Workspace) -> None:
    judged = {j.requirement.title: j.verdict.state for j in readiness.judge(readiness.facts(hy.db, TODAY))}
    assert judged["质量手册、程序文件、作业文件和表单"] == readiness.PARTIAL
    due = readiness.due(hy.db, TODAY)
    assert [item.number for item in due if item.overdue] == ["FA-2025-01", "HY-WL-13", "HY-LJ-016", "NC-2026-10"]
    assert {item.register for item in due} >= {"document", "person", "instrument", "equipment", "licence", "training"}


def test_the_year_of_the_system(hy: Workspace) -> None:
    """What domain.md tells of the year: twelve sessions, one audit, its findings and one that came back."""
    views = {view.tier.key: view for view in training.coverage(training.read(hy.db, TODAY))}
    assert [len(v.held) for v in views.values()] == [2, 2, 4, 4]
    assert (len(views["a"].covered), len(views["a"].due)) == (39, 40)
    (audit,) = reading.rows(hy.db, Audit)
    assert (audit["status"], audit["number"]) == ("closed", "NS-2026-01")
    cases = reading.rows(hy.db, Nonconformity)
    assert Counter(row["status"] for row in cases) == {"closed": 11, "verifying": 1}
    assert sum(row.of(Nonconformity.source) == "audit" for row in cases) == 5
    assert [row["number"] for row in cases if row.of(Nonconformity.round) == 2] == ["NC-2026-05"]
    (review,) = reading.rows(hy.db, Review)
    decisions = reading.lines(hy.db, OUTPUTS, review.id)
    assert (review["status"], len(decisions)) == ("closed", 4)
    assert [line.of(ReviewOutput.decision) for line in decisions if line.of(ReviewOutput.done_on) is None] == [
        "主轴套圆度攻关"
    ]
    assert len(reading.rows(hy.db, Instrument)) == 46
    assert len(reading.rows(hy.db, Equipment)) == 31
    assert [row["name"] for row in reading.rows(hy.db, Supplier, Supplier.state == "dropped")] == ["示例铸造厂"]


def test_what_is_typed_by_month_is_what_the_registers_say(hy: Workspace) -> None:
    """The figures of the year follow from the records too, so that a reviewer finds the same both ways."""
    periods = ["2025-10", "2025-11", "2025-12", "2026-07", "2026-08", "2026-09"]
    due = feeds.figures(hy.db, "3.3", periods, TODAY)
    assert [(int(f.numerator), int(f.denominator)) for f in due] == [(4, 5), (3, 4), (4, 5), (5, 5), (4, 4), (7, 7)]
    risks = feeds.figures(hy.db, "2.1", ["2025-12", "2026-03", "2026-06", "2026-09"], TODAY)
    assert [(int(f.numerator), int(f.denominator)) for f in risks] == [(6, 10), (8, 11), (10, 12), (12, 12)]
    asked = feeds.figures(hy.db, "7.1", ["2025-12", "2026-09"], TODAY)
    assert [f.value for f in asked] == [Decimal(85), Decimal(92)]
    handled = feeds.figures(hy.db, "7.3", ["2025-10", "2025-11", "2025-12", "2026-01"], TODAY)
    assert [(int(f.numerator), int(f.denominator)) for f in handled] == [(1, 1), (2, 2), (0, 0), (1, 2)]


def test_firms_are_marked_and_nobody_is_a_drafter_of_the_standard(hy: Workspace) -> None:
    firms = [r["name"] for model in (Enterprise, Party) for r in reading.rows(hy.db, model)]
    outside = [p.of(PartyPerson.name) for p in reading.rows(hy.db, PartyPerson)]
    assert all("示例" in name for name in [*firms, *outside])
    assert [e.of(Enterprise.is_sample) for e in reading.rows(hy.db, Enterprise)] == [True]
    staff = [p.of(Person.name) for p in reading.rows(hy.db, Person)]
    assert not {_digest(name) for name in staff} & DRAFTERS
    assert {c for name in staff for c in name} >= {"㙟", "䶮"}


def test_attachments_are_real_files(hy: Workspace) -> None:
    kinds: Counter[str] = Counter()
    total = 0
    for row in reading.rows(hy.db, Attachment):
        data = attachments.place(hy, row.of(Attachment.sha256)).read_bytes()
        kinds[Path(row.of(Attachment.name)).suffix] += 1
        total += len(data)
        assert _says_sample(row.of(Attachment.name), data)
    assert kinds == {".pdf": 66, ".xlsx": 72, ".jpg": 42}
    assert total < 3_000_000


def test_building_again_gives_the_same_heads(hy: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QMSDESK_TODAY", "2031-02-28")
    steps: list[tuple[int, int]] = []
    sample.build(tmp_path / "again", lambda _stage, done, total: steps.append((done, total)))
    assert steps == [(n, len(steps) - 1) for n in range(len(steps))]
    with open_workspace(tmp_path / "again", Clock(TODAY), write=False) as again:
        assert history.head(again.db) == history.head(hy.db)
    assert _tree(tmp_path / "again") == _tree(hy.folder)


def test_a_cancelled_build_leaves_nothing(tmp_path: Path) -> None:
    def stop(_stage: str, done: int, _total: int) -> None:
        if done == 6:  # after the first attachments
            raise Cancelled

    with pytest.raises(Cancelled):
        sample.build(tmp_path / "new", stop)
    assert not (tmp_path / "new").exists()
    (tmp_path / "empty").mkdir()
    with pytest.raises(Cancelled):
        sample.build(tmp_path / "empty", stop)
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="不是空文件夹"):
        sample.build(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def _cents(text: str) -> str:
    return str(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _says_sample(name: str, data: bytes) -> bool:
    """Whether the file opens, and says that it is a sample where its text can be read."""
    if name.endswith(".jpg"):
        return Image.open(io.BytesIO(data)).size == (640, 420)
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return "示例" in book.read("xl/worksheets/sheet1.xml").decode()
    document = pypdfium2.PdfDocument(data)
    try:
        return "示例" in document[0].get_textpage().get_text_bounded()
    finally:
        document.close()


def _tree(folder: Path) -> dict[str, str]:
    files = folder / "files"
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files.rglob("*") if p.is_file()}
