"""The four sheets a workshop keeps give exactly the right results, every row either in or named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.errors import Refused
from qmsdesk.exchange.importing import ImportPlan, apply, read_plan
from qmsdesk.exchange.report import summary
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Person
from qmsdesk.models.system import History
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import assessment, reading, records
from qmsdesk.services.sitting import Sitting

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
INDICATORS, MONTHS, DOCUMENTS = (
    SAMPLES / name for name in ("01_指标一览.xlsx", "02_月度数据.xlsx", "03_受控文件清单.xlsx")
)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """The list of people in the encoding it came in: GBK, as Excel writes it in China."""
    path = tmp_path / "04_花名册.csv"
    path.write_bytes((SAMPLES / "04_花名册.csv").read_text("utf-8").encode("gbk"))
    return path


def places(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(row.sheet_row, p.heading, p.found) for row in plan.bad for p in row.problems]


def test_indicator_sheet(sitting: Sitting) -> None:
    plan = read_plan(sitting, BY_KEY["indicator"], INDICATORS)
    assert plan.counts() == {"add": 13, "error": 3}
    assert places(plan) == [
        (18, "评价项目", "顾客关系"), (19, "提升后", "待定"), (20, "提升目标", "≥95%"),
    ]  # fmt: skip
    assert [(s.row, s.why) for s in plan.skipped_lines] == [(22, "说明文字"), (23, "签署行")]
    assert plan.unknown_headings == ()
    with pytest.raises(Refused):
        apply(sitting, plan)
    assert not reading.rows(sitting.db, Indicator)

    assert apply(sitting, plan, partial=True).added == 13
    stored = {row["name"]: row for row in reading.rows(sitting.db, Indicator)}
    rounds = {row.of(IndicatorRound.indicator): row for row in reading.rows(sitting.db, IndicatorRound)}
    assert {r["name"] for r in rounds.values()} == {"第一轮"}
    values = {
        name: tuple(rounds[row.id].of(f) for f in (IndicatorRound.before, IndicatorRound.target, IndicatorRound.after))
        for name, row in stored.items()
    }
    assert values["行政处罚次数"] == ("0", "0", "0")
    assert values["按期检定校准率"] == ("78.57", "100", "100")
    assert values["设备完好率"] == ("92.97", "97", "96.66")
    assert values["轴套内孔圆度Cpk"] == ("0.92", "1.33", "1.21")
    assert values["质量损失率"] == ("2.6308", "2.0", "2.0406")
    assert values["技艺传承"] == ("带徒0名", "带徒2名", "带徒2名，工艺卡12份")
    kinds = {name: (row["kind"], row["category"], row["counted"]) for name, row in stored.items()}
    assert kinds["技艺传承"] == ("qualitative", "distinctive", False)
    assert kinds["设备完好率"] == ("ratio", "resources", True), "the merged 评价项目 cell is filled down"
    assert kinds["生产计划按时完成率"] == ("ratio", "realization", True)
    assert stored["质量损失率"]["remark"] == "显示 2.0%"


def test_the_import_is_one_step_of_history_that_undo_takes_back(sitting: Sitting) -> None:
    result = apply(sitting, read_plan(sitting, BY_KEY["indicator"], INDICATORS), partial=True)
    batches = {row["batch"] for row in History.select(History.batch).dicts().execute(sitting.db)}
    assert batches == {result.batch}
    assert len(sitting.done) == 1
    records.undo(sitting)
    assert not reading.rows(sitting.db, Indicator)
    assert not reading.rows(sitting.db, IndicatorRound)
    assert list((sitting.workspace.folder / "backups").iterdir()), "a backup stands before the import"


def ratio(sitting: Sitting, indicator: int, first: str, last: str) -> Decimal:
    rows = [r for r in reading.rows(sitting.db, Measurement, Measurement.indicator == indicator)
            if first <= r["period"] <= last]  # fmt: skip
    top, bottom = (sum((r[part] for r in rows), Decimal(0)) for part in ("numerator", "denominator"))
    return top / bottom * 100


def test_monthly_sheet(sitting: Sitting) -> None:
    apply(sitting, read_plan(sitting, BY_KEY["indicator"], INDICATORS), partial=True)
    handled = {
        Indicator.name: "顾客投诉处理满意率",
        Indicator.category: "customers",
        Indicator.kind: "ratio",
        Indicator.unit: "%",
    }
    records.save(sitting, BY_KEY["indicator"], None, handled)
    plan = read_plan(sitting, BY_KEY["measurement"], MONTHS)
    assert plan.counts() == {"add": 3 * 12 + 8}
    assert [(s.row, s.why) for s in plan.skipped_lines] == [(13, "说明文字")]
    apply(sitting, plan)
    ids = {row["name"]: row.id for row in reading.rows(sitting.db, Indicator)}
    expected = {
        "采购产品合格率": ("94.12", "97.56"),
        "一次交验合格率": ("92.45", "96.73"),
        "客户退货率": ("1.779", "0.801"),
    }
    for name, (before, after) in expected.items():
        places_ = Decimal(1).scaleb(Decimal(before).as_tuple().exponent)
        assert ratio(sitting, ids[name], "2025-10", "2025-12").quantize(places_) == Decimal(before)
        assert ratio(sitting, ids[name], "2026-07", "2026-09").quantize(places_) == Decimal(after)
    months = reading.rows(sitting.db, Measurement, Measurement.indicator == ids["顾客投诉处理满意率"])
    assert [m["period"][2:] for m in months] == ["25-10", "25-11", "26-01", "26-02", "26-04", "26-06", "26-08", "26-09"]
    assert [m["period"] for m in months if m["denominator"] == 0] == ["2026-02", "2026-08"]


def test_document_list(sitting: Sitting) -> None:
    plan = read_plan(sitting, BY_KEY["document"], DOCUMENTS)
    assert plan.counts() == {"add": 10, "error": 2}
    assert places(plan) == [(14, "生效日期", "2026-2-30"), (15, "文件编号", "")]
    assert [(s.row, s.why) for s in plan.skipped_lines] == [(17, "合计行")]
    result = apply(sitting, plan, partial=True)
    assert (result.added, result.records) == (10, 9)
    documents = {row["number"]: row for row in reading.rows(sitting.db, Document)}
    assert len(documents) == 9
    levels = {number: row["level"] for number, row in documents.items()}
    assert levels["HY-QM-01"] == "manual"
    assert levels["HY-QP-02"] == "procedure"
    assert levels["HY-WI-05"] == "instruction"
    assert levels["HY-QR-7.2-02"] == "form"
    assert levels["WL-03"] == "external"
    assert {(row["status"], row["existing"]) for row in documents.values()} == {("in_force", True)}
    lines = BY_KEY["document"].lines_of("document_revision")
    versions = reading.lines(sitting.db, lines, documents["HY-QP-14"].id)
    assert [(v["version"], v["status"], v["effective_on"], v["obsolete_on"]) for v in versions] == [
        ("A/0", "obsolete", dt.date(2026, 1, 5), dt.date(2026, 6, 20)),
        ("A/1", "in_force", dt.date(2026, 6, 20), None),
    ]
    serial = reading.lines(sitting.db, lines, documents["HY-QP-10"].id)
    assert serial[0].of(DocumentRevision.effective_on) == dt.date(2026, 1, 5)
    created = [(register.key, name) for register, name in result.also_created]
    assert ("department", "行政人事部") in created
    assert ("person", "郭敏") in created
    people = {row["name"]: row for row in reading.rows(sitting.db, Person)}
    assert documents["HY-QP-10"]["owner"] == people["郭敏"].id
    assert people["郭敏"]["department"] == documents["HY-QP-10"]["department"]


@pytest.mark.parametrize(
    ("on_duplicate", "counts"),
    [
        ("skip", {"add": 4, "skip": 1, "error": 2}),
        ("stop", {"add": 4, "error": 3}),
        ("update", {"add": 4, "update": 1, "error": 2}),
    ],
)
def test_list_of_people(sitting: Sitting, people: Path, on_duplicate: str, counts: dict[str, int]) -> None:
    plan = read_plan(sitting, BY_KEY["person"], people, on_duplicate=on_duplicate)  # type: ignore[arg-type]
    assert plan.counts() == counts
    apply(sitting, plan, partial=True)
    people = {row["name"]: row for row in reading.rows(sitting.db, Person)}
    assert set(people) == {"陈启明", "何静", "吴国栋", "谢芳"}
    assert people["陈启明"]["tiers"] == ("a", "b")
    assert people["何静"]["tiers"] == ("b", "c"), "a blank in the second line takes nothing away"
    assert people["何静"]["joined_on"] == dt.date(2015, 6, 1)


def test_a_missing_day_is_completed_in_place(sitting: Sitting, people: Path) -> None:
    plan = read_plan(sitting, BY_KEY["person"], people, on_duplicate="skip")
    row = next(r for r in plan.bad if r.text(Person.name) == "许志强")
    assert row.problems[0].place == "F5"
    assert "只有年月" in row.problems[0].text
    plan.correct(row, Person.joined_on, "2016-5-3")
    assert row.status == "add"
    assert apply(sitting, plan, partial=True).added == 5


def test_the_summary_names_every_row(sitting: Sitting) -> None:
    plan = read_plan(sitting, BY_KEY["document"], DOCUMENTS)
    told = summary(plan)
    assert (told["written"], told["rows"], told["add"], told["error"]) == (False, 12, 10, 2)
    assert [(p["row"], p["cell"], p["column"]) for p in told["problems"]] == [
        (14, "E14", "生效日期"),
        (15, "B15", "文件编号"),
    ]


def test_scores_of_the_indicator_sheet(sitting: Sitting) -> None:
    apply(sitting, read_plan(sitting, BY_KEY["indicator"], INDICATORS), partial=True)
    totals = {
        rule: assessment.compute(sitting.db, rule=rule) for rule in ("any", "all", "proportional", "per_indicator")
    }
    assert {rule: sheet.total for rule, sheet in totals.items()} == {
        "any": "60", "all": "40", "proportional": "51.67", "per_indicator": "80",
    }  # fmt: skip
    assert totals["any"].grade == "优秀"
