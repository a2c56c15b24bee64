"""The life of a nonconformity: every gate with its labels, rounds until it is effective, what is counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest

from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.actions import NonconformingOutput, Nonconformity, NonconformityRound
from qmsdesk.models.base import Row
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.actions import ANALYSE_DAYS, NONCONFORMITY, ROUNDS
from qmsdesk.registers.outputs import NONCONFORMING_OUTPUT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.spec import Register, Values, Verb, origin
from qmsdesk.services import history, nonconformity, reading, records, reminders, workflow
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import DAY, add_document, add_revision, stored

FOUND = DAY - dt.timedelta(days=30)


@dataclass(frozen=True)
class Cast:
    """A department and three people of it."""

    department: int
    owner: int
    doer: int
    verifier: int


@pytest.fixture
def cast(sitting: Sitting) -> Cast:
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "生产部"}).record
    names = ("示例责任人", "示例措施人", "示例验证人")
    people = [
        records.save(sitting, PERSON, None, {Person.name: n, Person.department: department}).record for n in names
    ]
    return Cast(department, *people)


@pytest.fixture
def opened(sitting: Sitting) -> int:
    values: Values = {Nonconformity.found_on: FOUND}
    return nonconformity.raise_nonconformity(sitting, "audit", "4 张首件检验记录没有签字", values=values).record


def verb(key: str, register: Register = NONCONFORMITY) -> Verb:
    return next(v for v in register.workflow.verbs if v.key == key)


def put(sitting: Sitting, record: int, values: Values) -> None:
    records.save(sitting, NONCONFORMITY, record, values)


def run(sitting: Sitting, record: int, key: str, waiver: str = "") -> Row:
    workflow.run(sitting, NONCONFORMITY, record, verb(key), waiver=waiver)
    return stored(sitting, Nonconformity, record)


def missing(sitting: Sitting, record: int, key: str) -> tuple[str, ...]:
    with pytest.raises(Blocked) as blocked:
        workflow.run(sitting, NONCONFORMITY, record, verb(key))
    return tuple(blocked.value.missing)


def opening(cast: Cast) -> Values:
    return {
        Nonconformity.basis: "GB/T 19001 8.5.1",
        Nonconformity.grade: "general",
        Nonconformity.department: cast.department,
        Nonconformity.owner: cast.owner,
        Nonconformity.correction: "补做首件检验",
        Nonconformity.corrected_on: FOUND + dt.timedelta(days=1),
    }


def analysis(cast: Cast) -> Values:
    return {
        Nonconformity.factors: ("man", "method"),
        Nonconformity.cause: "规定里没写未签字不得开机",
        Nonconformity.extension: "其他工序没有同样问题",
        Nonconformity.action: "修订作业指导书并宣贯",
        Nonconformity.action_owner: cast.doer,
        Nonconformity.due_on: FOUND + dt.timedelta(days=16),
    }


def verification(cast: Cast, effectiveness: str) -> Values:
    return {
        Nonconformity.verify_method: "抽查整改后的记录",
        Nonconformity.verify_evidence: "30 张全部签字",
        Nonconformity.verifier: cast.verifier,
        Nonconformity.verified_on: FOUND + dt.timedelta(days=20),
        Nonconformity.effectiveness: effectiveness,
    }


def to_verification(sitting: Sitting, record: int, cast: Cast) -> None:
    for values, key in ((opening(cast), "analyse"), (analysis(cast), "plan")):
        put(sitting, record, values)
        run(sitting, record, key)
    put(sitting, record, {Nonconformity.done_on: FOUND + dt.timedelta(days=15)})
    run(sitting, record, "finish")


def test_each_gate_lists_what_is_missing_and_opens(sitting: Sitting, opened: int, cast: Cast) -> None:
    at_first = ("判定依据", "性质", "责任部门", "责任人", "纠正", "纠正日期")
    assert missing(sitting, opened, "analyse") == at_first
    put(sitting, opened, opening(cast))
    assert run(sitting, opened, "analyse")["status"] == "analysis"
    assert missing(sitting, opened, "plan") == (
        "原因类别", "原因分析", "举一反三", "纠正措施", "措施负责人", "完成期限"
    )  # fmt: skip
    put(sitting, opened, analysis(cast))
    assert run(sitting, opened, "plan")["status"] == "action"
    assert missing(sitting, opened, "finish") == ("完成日期",)
    put(sitting, opened, {Nonconformity.done_on: FOUND + dt.timedelta(days=15)})
    row = run(sitting, opened, "finish")
    assert row["status"] == "verifying"
    assert row.of(Nonconformity.verify_by) == FOUND + dt.timedelta(days=25)
    assert missing(sitting, opened, "close") == ("验证方法", "验证证据", "验证人", "验证日期", "有效性")
    put(sitting, opened, verification(cast, "effective"))
    row = run(sitting, opened, "close")
    assert (row["status"], row.of(Nonconformity.closed_on)) == ("closed", DAY)


def test_what_was_taken_out_again_is_missing_when_it_is_to_be_closed(sitting: Sitting, opened: int, cast: Cast) -> None:
    to_verification(sitting, opened, cast)
    put(sitting, opened, {**verification(cast, "effective"), Nonconformity.extension: "", Nonconformity.owner: None})
    assert missing(sitting, opened, "close") == ("责任人", "举一反三")


def test_a_closed_one_is_locked_for_fields_and_rounds(sitting: Sitting, opened: int, cast: Cast) -> None:
    to_verification(sitting, opened, cast)
    put(sitting, opened, verification(cast, "effective"))
    run(sitting, opened, "close")
    with pytest.raises(Blocked, match="已关闭"):
        put(sitting, opened, {Nonconformity.remark: "改"})
    with pytest.raises(Refused):
        records.delete(sitting, NONCONFORMITY, [opened])


def test_the_verifier_is_not_responsible_unless_there_is_a_reason(sitting: Sitting, opened: int, cast: Cast) -> None:
    to_verification(sitting, opened, cast)
    for person in (cast.owner, cast.doer):
        put(sitting, opened, {**verification(cast, "effective"), Nonconformity.verifier: person})
        assert missing(sitting, opened, "close") == ("验证人就是责任人",)
    assert run(sitting, opened, "close", waiver="只有两个人")["status"] == "closed"
    last = list(history.entries(sitting.db, register="nonconformity", record=opened))[-1]
    assert "人员有限：只有两个人" in last.why


def test_an_action_that_does_not_work_is_analysed_again_and_kept(sitting: Sitting, opened: int, cast: Cast) -> None:
    to_verification(sitting, opened, cast)
    put(sitting, opened, verification(cast, "effective"))
    assert missing(sitting, opened, "reopen") == ("有效性为“部分有效”或“无效”",)
    put(sitting, opened, {Nonconformity.effectiveness: "ineffective"})
    assert missing(sitting, opened, "close") == ("有效性为“有效”（不是的话退回分析）",)
    row = run(sitting, opened, "reopen")
    assert (row["status"], row.of(Nonconformity.round)) == ("analysis", 2)
    for cleared in (Nonconformity.cause, Nonconformity.done_on, Nonconformity.verifier, Nonconformity.effectiveness):
        assert row.of(cleared) in ("", None)
    kept = reading.lines(sitting.db, ROUNDS, opened)[0]
    assert kept.of(NonconformityRound.cause) == "规定里没写未签字不得开机"
    assert kept.of(NonconformityRound.effectiveness) == "ineffective"
    assert kept.of(NonconformityRound.verifier) == cast.verifier

    put(sitting, opened, {**analysis(cast), Nonconformity.cause: "卡片没有随模具流转"})
    run(sitting, opened, "plan")
    put(sitting, opened, {Nonconformity.done_on: FOUND + dt.timedelta(days=18)})
    run(sitting, opened, "finish")
    put(sitting, opened, verification(cast, "partly"))
    assert run(sitting, opened, "reopen").of(Nonconformity.round) == 3
    put(sitting, opened, analysis(cast))
    run(sitting, opened, "plan")
    put(sitting, opened, {Nonconformity.done_on: FOUND + dt.timedelta(days=19)})
    run(sitting, opened, "finish")
    put(sitting, opened, verification(cast, "effective"))
    assert run(sitting, opened, "close")["status"] == "closed"
    assert [r.of(NonconformityRound.round) for r in reading.lines(sitting.db, ROUNDS, opened)] == [1, 2]


def test_a_round_is_neither_written_nor_changed_by_hand(sitting: Sitting, opened: int, cast: Cast) -> None:
    with pytest.raises(records.Invalid, match="退回分析"):
        records.save_line(sitting, NONCONFORMITY, opened, ROUNDS, None, {NonconformityRound.round: 1})
    with pytest.raises(records.Invalid, match="轮次"):
        put(sitting, opened, {Nonconformity.round: 2})
    to_verification(sitting, opened, cast)
    put(sitting, opened, verification(cast, "partly"))
    run(sitting, opened, "reopen")
    line = reading.lines(sitting.db, ROUNDS, opened)[0].id
    with pytest.raises(Blocked, match="按当时的样子保留"):
        records.save_line(sitting, NONCONFORMITY, opened, ROUNDS, line, {NonconformityRound.cause: "改"})
    with pytest.raises(Blocked):
        records.delete_line(sitting, NONCONFORMITY, opened, ROUNDS, line)


def test_the_document_to_change_needs_a_version_since_the_finding(sitting: Sitting, opened: int, cast: Cast) -> None:
    day = FOUND + dt.timedelta(days=9)
    with sitting.batch("导入"):
        document = add_document(sitting)
        add_revision(sitting, document, status="in_force", effective_on=FOUND - dt.timedelta(days=1))
    with sitting.batch("导入"):
        other = add_document(sitting, "HY-QP-02")
        add_revision(sitting, other, status="in_force", effective_on=day)
    put(sitting, opened, opening(cast))
    run(sitting, opened, "analyse")
    put(sitting, opened, {**analysis(cast), Nonconformity.document: document})
    run(sitting, opened, "plan")
    put(sitting, opened, {Nonconformity.done_on: DAY})
    assert missing(sitting, opened, "finish") == ("“文件控制程序”在发现之后生效的版本",)
    add_revision(sitting, document, "A/1", status="draft", effective_on=day)
    assert missing(sitting, opened, "finish") == ("“文件控制程序”在发现之后生效的版本",)
    put(sitting, opened, {Nonconformity.document: other})
    assert run(sitting, opened, "finish")["status"] == "verifying"


def test_an_observation_is_closed_without_effectiveness(sitting: Sitting, opened: int, cast: Cast) -> None:
    to_verification(sitting, opened, cast)
    put(sitting, opened, {**verification(cast, "effective"), Nonconformity.effectiveness: None})
    assert missing(sitting, opened, "close") == ("有效性",)
    put(sitting, opened, {Nonconformity.grade: "observation"})
    assert run(sitting, opened, "close")["status"] == "closed"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({Nonconformity.corrected_on: FOUND - dt.timedelta(days=1)}, "纠正日期早于发现日期"),
        ({Nonconformity.corrected_on: DAY + dt.timedelta(days=1)}, "纠正日期还没有到"),
    ],
    ids=["before the finding", "in the future"],
)
def test_dates_that_cannot_be_stand_before_every_gate(
    sitting: Sitting, opened: int, cast: Cast, values: Values, text: str
) -> None:
    put(sitting, opened, {**opening(cast), **values})
    assert missing(sitting, opened, "analyse") == (text,)


def test_a_row_raises_one_nonconformity_only(sitting: Sitting) -> None:
    came_from = origin("complaint", 7)
    first = nonconformity.raise_nonconformity(sitting, "complaint", "交付短少", came_from=came_from).record
    row = stored(sitting, Nonconformity, first)
    assert (row.of(Nonconformity.found_on), row["number"]) == (DAY, "NC-2026-01")
    with pytest.raises(Blocked, match="NC-2026-01"):
        nonconformity.raise_nonconformity(sitting, "complaint", "又一次", came_from=came_from)
    with pytest.raises(records.Invalid, match="不符合事实"):
        nonconformity.raise_nonconformity(sitting, "process", "")
    records.void(sitting, NONCONFORMITY, first, "开错了")
    assert nonconformity.raise_nonconformity(sitting, "complaint", "又一次", came_from=came_from).record != first


def add_output(sitting: Sitting, **more: object) -> int:
    named = {getattr(NonconformingOutput, name): value for name, value in more.items()}
    values = {NonconformingOutput.found_on: DAY, NonconformingOutput.product: "法兰盘", **named}
    return records.save(sitting, NONCONFORMING_OUTPUT, None, values).record


def test_what_raised_a_nonconformity_is_kept(sitting: Sitting) -> None:
    made = add_output(sitting, problem="砂眼")
    raised = workflow.run(sitting, NONCONFORMING_OUTPUT, made, NONCONFORMING_OUTPUT.workflow.verbs[0])
    with pytest.raises(Blocked, match="被 1 条记录引用") as blocked:
        records.delete(sitting, NONCONFORMING_OUTPUT, [made])
    (number,) = (row["number"] for row in reading.rows(sitting.db, Nonconformity))
    assert tuple(blocked.value.missing) == (number,)
    records.delete(sitting, NONCONFORMITY, [next(r for key, r in raised.records if key == "nonconformity")])
    records.delete(sitting, NONCONFORMING_OUTPUT, [made])


def test_an_output_becomes_a_nonconformity_once(sitting: Sitting) -> None:
    made = add_output(sitting, quantity=Decimal(12), unit="件", place="incoming")
    act = verb("raise", NONCONFORMING_OUTPUT)
    with pytest.raises(Blocked) as blocked:
        workflow.run(sitting, NONCONFORMING_OUTPUT, made, act)
    assert blocked.value.missing == ("不合格描述",)
    records.save(sitting, NONCONFORMING_OUTPUT, made, {NonconformingOutput.problem: "内孔超差"})
    workflow.run(sitting, NONCONFORMING_OUTPUT, made, act)
    row = reading.rows(sitting.db, Nonconformity)[0]
    assert row.of(Nonconformity.fact) == "法兰盘 12 件：内孔超差"
    assert row.of(Nonconformity.source) == "supplier"
    found = nonconformity.source_of(sitting.db, row)
    assert found is not None
    assert (found.register, found.number) == (
        "nonconforming_output",
        stored(sitting, NonconformingOutput, made)["number"],
    )
    with pytest.raises(Blocked, match="还没有转过"):
        workflow.run(sitting, NONCONFORMING_OUTPUT, made, act)


def test_a_concession_wants_somebody_who_may_give_it(sitting: Sitting) -> None:
    made = add_output(sitting, disposal="concession", problem="色差")
    case = reading.case(sitting.db, NONCONFORMING_OUTPUT, made, DAY)
    assert [p.text for p in NONCONFORMING_OUTPUT.check(case)] == ["让步接收还差授权人"]


def test_without_a_source_record_nothing_leads_back(sitting: Sitting, opened: int) -> None:
    assert nonconformity.source_of(sitting.db, stored(sitting, Nonconformity, opened)) is None
    made = nonconformity.raise_nonconformity(sitting, "audit", "x", came_from=origin("audit", 99)).record
    assert nonconformity.source_of(sitting.db, stored(sitting, Nonconformity, made)) is None


def test_the_line_of_states_follows(sitting: Sitting, opened: int, cast: Cast) -> None:
    def line(today: dt.date = DAY) -> list[tuple[str, str]]:
        found = nonconformity.nodes(sitting.db, stored(sitting, Nonconformity, opened), today)
        return [(node.state, node.words()) for node in found]

    assert line(FOUND)[:3] == [("done", "09-15"), ("current", "09-30"), ("open", "—")]
    assert line()[1] == ("overdue", "逾期 15 天")
    to_verification(sitting, opened, cast)
    assert line() == [
        ("done", "09-15"), ("done", "09-16"), ("done", "10-15"), ("done", "09-30"), ("overdue", "逾期 5 天"),
        ("open", "—"),
    ]  # fmt: skip
    put(sitting, opened, verification(cast, "ineffective"))
    run(sitting, opened, "reopen")
    assert [state for state, _words in line()] == ["done", "done", "current", "open", "open", "open"]
    late = FOUND + dt.timedelta(days=20 + ANALYSE_DAYS + 1)  # from the verification that sent it back
    assert line(late)[2] == ("overdue", "逾期 1 天")
    assert nonconformity.tally(sitting.db, late - dt.timedelta(days=1)).late == 0
    asked = [item for item in reminders.read(sitting.db, late) if item.register == NONCONFORMITY.key]
    assert [(item.date, item.topic) for item in asked] == [(late - dt.timedelta(days=1), "不符合的原因分析")]


def test_counts_for_the_pareto_chart(sitting: Sitting, cast: Cast) -> None:
    rows = (
        (("man", "method"), ("2016/8.5.1",), FOUND),
        (("method",), ("2016/8.5.1", "2016/7.5"), FOUND),
        ((), (), DAY),
    )
    for factors, clauses, day in rows:
        values: Values = {
            Nonconformity.factors: factors,
            Nonconformity.clauses: clauses,
            Nonconformity.department: cast.department,
            Nonconformity.found_on: day,
        }
        nonconformity.raise_nonconformity(sitting, "audit", "示例", values=values)
    gone = nonconformity.raise_nonconformity(sitting, "audit", "示例", values={Nonconformity.factors: ("man",)}).record
    records.void(sitting, NONCONFORMITY, gone, "重复")

    def bars(by: object) -> list[tuple[str, int, str, str]]:
        return [(b.label, b.count, str(b.share), str(b.cumulative)) for b in nonconformity.pareto(sitting.db, by)]

    assert bars(Nonconformity.factors) == [("法", 2, "66.7", "66.7"), ("人", 1, "33.3", "100.0")]
    assert bars(Nonconformity.clauses) == [("8.5.1", 2, "66.7", "66.7"), ("7.5", 1, "33.3", "100.0")]
    assert bars(Nonconformity.department) == [("生产部", 3, "100.0", "100.0")]
    assert bars(Nonconformity.grade) == []
    later = nonconformity.pareto(sitting.db, Nonconformity.source, since=DAY, until=DAY)
    assert [(b.label, b.count) for b in later] == [("内部审核", 1)]


def test_ages_and_tally(sitting: Sitting, opened: int) -> None:
    nonconformity.raise_nonconformity(sitting, "process", "刚发现")
    nonconformity.raise_nonconformity(
        sitting, "process", "很久以前", values={Nonconformity.found_on: DAY - dt.timedelta(days=200)}
    )
    found = nonconformity.ageing(sitting.db, DAY)
    assert [(age.title, len(age.open)) for age in found] == [
        ("0–15 天", 1), ("16–30 天", 1), ("31–60 天", 0), ("61–90 天", 0), ("90 天以上", 1)
    ]  # fmt: skip
    assert found[1].open[0].late == 15
    counts = nonconformity.tally(sitting.db, DAY)
    assert (counts.open, counts.closed, counts.late, counts.total) == (3, 0, 2, 3)
