"""The chain: what each step of it holds on the sample, that it is walked both ways, and that its gaps are honest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models.acceptance import CaseStudy
from qmsdesk.models.base import Base, Row
from qmsdesk.models.indicators import Assessment, Indicator, Measurement
from qmsdesk.models.project import Opinion, Plan, PlanItem, SurveyFinding
from qmsdesk.models.results import Improvement
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.results import IMPROVEMENT
from qmsdesk.services import diagnoses, exportlog, plans, reading, records
from qmsdesk.services.chain import STEPS, Chain, Key, Node, chain_of
from qmsdesk.services.chain.graph import Graph
from qmsdesk.services.sitting import Sitting

TODAY = dt.date(2026, 10, 20)
STEP_KEYS = tuple(STEPS)
SPARE = {"行政处罚次数": {"opinion", "item", "action"}}
"""What was found good needs no opinion and no measure."""
QUOTED = {"按期检定校准率", "一次交验合格率", "采购产品合格率", "准时交付率"}


@pytest.fixture(scope="module")
def hy(demo_built: Path) -> Iterator[Workspace]:
    with open_workspace(demo_built, Clock(TODAY), write=False) as opened:
        yield opened


def row_id(hy: Workspace, model: type[Base], **values: object) -> int:
    found = reading.find(hy.db, model, {getattr(model, name): value for name, value in values.items()})
    assert found is not None
    return found.id


def indicator(hy: Workspace, name: str) -> Key:
    return Key("indicator", row_id(hy, Indicator, name=name))


def gaps(chain: Chain) -> set[str]:
    return {step.key for step in chain.steps if step.gap is not None}


def test_every_indicator_of_table_c1_has_its_chain(hy: Workspace) -> None:
    for row in reading.rows(hy.db, Indicator, Indicator.counted):
        name = row.of(Indicator.name)
        missing = SPARE.get(name, set()) | {"bundle"} | (set() if name in QUOTED else {"case"})
        assert gaps(chain_of(hy.db, Key("indicator", row.id), TODAY)) == missing, name


def test_the_chain_of_one_indicator(hy: Workspace) -> None:
    chain = chain_of(hy.db, indicator(hy, "按期检定校准率"), TODAY)
    assert [(step.key, [node.number for node in step.nodes]) for step in chain.steps] == [
        ("finding", ["表A.1 3.3"]),
        ("opinion", ["意见 2"]),
        ("item", ["FA-2025-01 第 2 项"]),
        ("action", ["HY-QP-07", "NC-2026-03"]),
        ("indicator", ["ZB-003"]),
        ("score", ["表C.1 第 1 版 序号 3", "表C.1 第 2 版 序号 3"]),
        ("case", ["AL-2026-01"]),
        ("bundle", []),
    ]
    found = chain.node(indicator(hy, "按期检定校准率"))
    assert found is not None
    assert (found.state, found.home) == ("达成", "ZB-003")
    assert found.details[0] == "提升前 78.57%，目标 100%，提升后 100%"
    assert found.files > 0
    assert chain.steps[5].nodes[0].caption == "78.57% → 100%，目标 100%"
    assert {link.why for link in chain.links} >= {"意见的调研项", "意见的方案项", "落实的方案项", "案例引用的指标"}


def test_from_every_object_of_a_chain_its_start_is_reached_again(hy: Workspace) -> None:
    for name in ("按期检定校准率", "生产计划按时完成率"):
        start = indicator(hy, name)
        chain = chain_of(hy.db, start, TODAY)
        for node in chain.nodes():
            back = chain_of(hy.db, node.key, TODAY)
            assert node.key in back.starts
            assert back.node(start) is not None, node


def test_a_record_stands_for_its_rows_and_a_month_for_its_indicator(hy: Workspace) -> None:
    plan = row_id(hy, Plan, number="FA-2025-01")
    chain = chain_of(hy.db, Key("plan", plan), TODAY)
    assert [key.line_key for key in chain.starts] == ["plan_item"] * 10
    assert chain_of(hy.db, Key("plan", plan, "plan_talk", 1), TODAY).starts == chain.starts
    month = reading.rows(hy.db, Measurement, Measurement.void_reason == "")[0]
    found = Key("indicator", month.of(Measurement.indicator))
    assert chain_of(hy.db, Key("measurement", month.id), TODAY).starts == (found,)
    row = Key("assessment", row_id(hy, Assessment, version=1), "indicator", found.record)
    assert chain_of(hy.db, row, TODAY).starts in {(row,), (found,)}
    assert chain_of(hy.db, Key("assessment", 9999, "indicator", found.record), TODAY).starts == (found,)


def test_a_finding_that_was_good_says_why_it_leads_nowhere(hy: Workspace) -> None:
    finding = reading.find(hy.db, SurveyFinding, {SurveyFinding.item: "9.5"})
    assert finding is not None
    chain = chain_of(hy.db, Key("survey", finding.of(SurveyFinding.survey), "survey_finding", finding.id), TODAY)
    assert [step.gap.text for step in chain.steps if step.gap is not None] == [
        "调研现状“较好”，没有诊断意见对应",
        "没有方案项对应",
        "没有培训、文件或措施对应",
        "没有指标对应",
        "没有走到指标，不在表C.1 里",
        "没有走到指标，案例没有引用",
        "还没有导出过资料包",
    ]
    places = {step.gap.register for step in chain.steps if step.gap is not None} - {"", "bundle"}
    assert places <= set(BY_KEY)


def test_what_is_void_or_unknown_has_no_chain(hy: Workspace) -> None:
    void = reading.rows(hy.db, Measurement, Measurement.void_reason != "")[0]
    assert chain_of(hy.db, Key("measurement", void.id), TODAY).starts == (
        Key("indicator", void.of(Measurement.indicator)),
    )
    for key in (Key("training", 9999), Key("plan", 9999), Key("survey", 0), Key("", 0), Key("person", 1)):
        with pytest.raises(UserError, match="不在追溯链里"):
            chain_of(hy.db, key, TODAY)


def test_a_record_without_an_item_stands_alone_and_says_so(hy: Workspace) -> None:
    alone = chain_of(hy.db, Key("nonconformity", 4), TODAY)
    assert [node.key for node in alone.nodes()] == [Key("nonconformity", 4)]
    gap = alone.steps[2].gap
    assert gap is not None
    assert (gap.text, gap.register, gap.field) == ("没有写明落实的方案项", "nonconformity", "plan_item")


def test_a_bundle_holds_what_was_there_when_it_was_made(demo: Path) -> None:
    with open_workspace(demo, Clock(TODAY)) as opened:
        exportlog.add(opened, Clock(dt.date(2026, 10, 17)), "何静", "bundle", "早.zip", "aa")
        exportlog.add(opened, Clock(TODAY), "何静", "bundle", "资料包.zip", "bb")
        exportlog.add(opened, Clock(TODAY), "何静", "list", "指标.xlsx", "cc")
        case = Key("case_study", row_id(opened, CaseStudy, number="AL-2026-01"))
        bundles = chain_of(opened.db, case, TODAY).steps[-1].nodes
        assert [node.caption for node in bundles] == ["资料包.zip"]
        whole = chain_of(opened.db, bundles[0].key, TODAY)
        assert whole.node(case) is not None
        assert whole.node(indicator(opened, "客户退货率")) is not None


def test_what_is_voided_or_deleted_leaves_every_chain(demo: Path) -> None:
    with open_workspace(demo, Clock(TODAY)) as opened:
        sitting = Sitting(opened, "何静", Clock(TODAY))
        start = indicator(opened, "生产计划按时完成率")
        gone = Key("improvement", row_id(opened, Improvement, title="工单齐套检查"))
        assert chain_of(opened.db, start, TODAY).node(gone) is not None
        records.void(sitting, IMPROVEMENT, gone.record, "登记错了")
        chain = chain_of(opened.db, start, TODAY)
        assert chain.node(gone) is None
        gap = chain.steps[2].gap
        assert gap is not None
        assert gap.text == "没有方案项对应"
        with pytest.raises(UserError, match="已作废"):
            chain_of(opened.db, gone, TODAY)


def test_the_versions_of_an_item_stand_side_by_side(demo: Path) -> None:
    with open_workspace(demo, Clock(TODAY)) as opened:
        sitting = Sitting(opened, "何静", Clock(TODAY))
        first = row_id(opened, Plan, number="FA-2025-01")
        second = plans.revise(sitting, first, "准时交付率目标调整").record
        start = indicator(opened, "准时交付率")
        chain = chain_of(opened.db, start, TODAY)
        items = chain.steps[2].nodes
        assert {node.key.record for node in items} == {first, second}
        assert any(link.beside and link.why == "新版方案" for link in chain.links)
        document = next(node for node in chain.steps[3].nodes if node.number == "HY-QP-13")
        for node in (*items, document):
            assert {each.key for each in chain_of(opened.db, node.key, TODAY).steps[2].nodes} >= {
                each.key for each in items
            }


def test_reading_takes_as_many_statements_for_much_as_for_little(hy: Workspace) -> None:
    counts = []
    for key in (Key("nonconformity", 4), Key("plan", row_id(hy, Plan, number="FA-2025-01"))):
        said: list[str] = []
        hy.db.connection().set_trace_callback(said.append)
        chain = chain_of(hy.db, key, TODAY)
        hy.db.connection().set_trace_callback(None)
        counts.append((len(said), len(list(chain.nodes()))))
    (few, small), (many, large) = counts
    assert (small, few) == (1, many)
    assert large > 50


KEYS = [Key("x", place) for place in range(12)]
PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.booleans()), max_size=30)


@given(PAIRS)
def test_walking_is_symmetric_whatever_is_linked(pairs: list[tuple[int, int, bool]]) -> None:
    graph = Graph()
    for place, key in enumerate(KEYS):
        graph.add(Node(key, STEP_KEYS[place % 8], str(place), ""))
    for one, other, beside in pairs:
        graph.link(KEYS[min(one, other)], KEYS[max(one, other)], "", beside=beside)
    reached = {key: graph.reach([key]) for key in KEYS}
    for key in KEYS:
        assert key in reached[key]
        for other in reached[key]:
            assert key in reached[other]


def test_an_item_that_is_late_says_so_as_in_the_plan_and_in_the_diagnosis(hy: Workspace) -> None:
    opinion = next(row for row in reading.rows(hy.db, Opinion) if row.of(Opinion.plan_item) == late_item(hy).id)
    target = diagnoses.targets(hy.db, [opinion])[opinion.id]
    assert opinion.of(Opinion.result)
    for day, word in ((TODAY, "逾期 20 天"), (dt.date(2026, 9, 30), "进行中")):
        chain = chain_of(hy.db, Key("diagnosis", opinion.of(Opinion.diagnosis), "opinion", opinion.id), day)
        assert [node.state for node in chain.steps[2].nodes] == [word]
        assert plans.state(target.item, target.plan, day) == word


def late_item(hy: Workspace) -> Row:
    return next(row for row in reading.rows(hy.db, PlanItem) if row.of(PlanItem.pain) == "圆度能力不足")
