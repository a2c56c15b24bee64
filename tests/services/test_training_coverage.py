"""The coverage of tiers and topics against cases counted by hand (6.7.2.2)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest

from qmsdesk.errors import Refused
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.spec import origin
from qmsdesk.registers.training import ATTENDANCE, TRAINING
from qmsdesk.services import reading, records, reminders, training, training_acts
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.training import TierView, TopicView
from qmsdesk.standard.tiers import DOCUMENT_AUTHORS, TIERS
from tests.services.conftest import DAY, add_revision, stored
from tests.services.test_training_gates import EVALUATION, attend, edit, plan, run

FIRST = dt.date(2026, 9, 20)


@dataclass
class Firm:
    """赵 leads (a, b), 钱 and 孙 build the system (c; 钱 is in the group), 李 works (a, d), 周 worked (a) and left."""

    sitting: Sitting
    department: int
    people: dict[str, int]

    def session(
        self, tiers: str, subjects: str, here: str, absent: str = "", day: dt.date = FIRST, **more: object
    ) -> int:
        made = plan(
            self.sitting, topic=f"{subjects} {day}", tiers=tuple(tiers), subjects=tuple(subjects.split()),
            planned_on=day, held_on=day, **more,
        )  # fmt: skip
        for name in here:
            attend(self.sitting, made, self.people[name], present=True)
        for name in absent:
            attend(self.sitting, made, self.people[name])
        run(self.sitting, made, "hold")
        return made

    def evaluate(self, made: int) -> None:
        edit(self.sitting, made, {**EVALUATION, Training.evaluator: self.people["赵"]})
        run(self.sitting, made, "evaluate")

    def tier(self, key: str) -> TierView:
        return next(v for v in training.coverage(training.read(self.sitting.db, DAY)) if v.tier.key == key)

    def topic(self, tier: str, topic: str) -> TopicView:
        return next(t for t in self.tier(tier).topics if t.topic.key == topic)

    def names(self, ids: object) -> str:
        return "".join(name for name, person in self.people.items() if person in ids)  # type: ignore[operator]

    def gaps(self, key: str) -> list[str]:
        return [gap.kind for gap in self.tier(key).gaps]


@pytest.fixture
def firm(sitting: Sitting) -> Firm:
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    people = {}
    for name, tiers, role, left in (
        ("赵", "ab", "leader", None), ("钱", "c", "member", None), ("孙", "c", None, None), ("李", "ad", None, None),
        ("周", "a", None, DAY - dt.timedelta(days=1)),
    ):  # fmt: skip
        values = {Person.name: name, Person.department: department, Person.tiers: tuple(tiers), Person.left_on: left}
        people[name] = records.save(sitting, PERSON, None, {**values, Person.group_role: role}).record
    return Firm(sitting, department, people)


def test_nothing_was_held_yet(firm: Firm) -> None:
    for key, due in (("a", "赵李"), ("b", "赵"), ("c", "钱孙"), ("d", "李")):
        view = firm.tier(key)
        assert (view.state, firm.names(view.due), view.covered, view.average) == ("missing", due, [], None)
        assert firm.gaps(key) == ["session"]


def test_a_topic_counts_who_was_there_by_tier_of_the_session(firm: Firm) -> None:
    made = firm.session("a", "awareness", "赵", "李周")
    seen = firm.topic("a", "awareness")
    assert (firm.names(seen.due), firm.names(seen.trained), firm.names(seen.missing)) == ("赵李", "赵", "李")
    assert (len(seen.sessions), firm.names(seen.evaluated)) == (1, "")
    assert firm.gaps("a") == ["people", "evaluate"]
    assert firm.tier("a").state == "partial"
    firm.evaluate(made)
    assert firm.names(firm.topic("a", "awareness").evaluated) == "赵"
    assert firm.gaps("a") == ["people"]


def test_one_person_in_two_tiers_is_taught_for_each_by_its_own_sessions(firm: Firm) -> None:
    firm.session("c", "tools", "钱孙李")
    assert firm.names(firm.topic("c", "tools").trained) == "钱孙"
    assert firm.names(firm.topic("d", "tools").trained) == ""
    firm.session("cd", "tools workplace cases", "李", day=FIRST + dt.timedelta(days=1))
    assert firm.names(firm.topic("d", "tools").trained) == "李"
    assert [t.topic.key for t in firm.tier("d").topics if t.sessions] == ["tools", "workplace", "cases"]
    assert firm.names(firm.tier("d").covered) == "李"


def test_made_up_counts_and_is_enough_for_the_verdict(firm: Firm) -> None:
    made = firm.session("a", "awareness", "赵", "李")
    line = next(r for r in reading.lines(firm.sitting.db, ATTENDANCE, made) if r["person"] == firm.people["李"])
    values = {Attendance.made_up_on: FIRST + dt.timedelta(days=7)}
    records.save_line(firm.sitting, TRAINING, made, ATTENDANCE, line.id, values)
    firm.evaluate(made)
    view = firm.tier("a")
    assert (view.state, view.gaps, firm.names(view.covered)) == ("met", (), "赵李")
    assert firm.names(firm.topic("a", "awareness").evaluated) == "赵李"


def test_a_required_topic_that_nobody_taught_leaves_the_tier_partial(firm: Firm) -> None:
    firm.evaluate(firm.session("b", "ideas concepts principles", "赵"))
    view = firm.tier("b")
    assert [t.key for t in view.taught_topics] == ["ideas", "concepts", "principles"]
    assert [(gap.kind, [t.title for t in gap.topics]) for gap in view.gaps] == [("topics", ["优良案例"])]
    assert firm.names(view.covered) == "赵"  # of what was taught he lacks nothing
    firm.evaluate(firm.session("b", "cases", "赵", day=FIRST + dt.timedelta(days=1)))
    assert firm.tier("b").state == "met"


def test_document_authors_are_wrote_a_version_or_before_that_are_of_the_group(firm: Firm) -> None:
    keys = [t.key for t in DOCUMENT_AUTHORS.topics]
    assert [t.topic.key for t in firm.tier("c").topics][-3:] == keys
    assert firm.names(firm.topic("c", "writing").due) == "钱"
    values = {Document.number: "QP-01", Document.title: "文件控制程序", Document.level: "procedure"}
    document = records.save(firm.sitting, DOCUMENT, None, values).record
    add_revision(firm.sitting, document, author=firm.people["孙"])
    assert firm.names(firm.topic("c", "writing").due) == "孙"
    firm.session("c", "standard writing", "钱")
    assert (firm.names(firm.tier("c").covered), firm.names(firm.topic("c", "writing").missing)) == ("钱", "孙")


def test_who_left_is_neither_due_nor_trained(firm: Firm) -> None:
    firm.session("a", "awareness", "赵李周")
    seen = firm.topic("a", "awareness")
    assert (firm.names(seen.due), firm.names(seen.trained)) == ("赵李", "赵李")


def test_planned_and_void_sessions_teach_nobody(firm: Firm) -> None:
    made = plan(firm.sitting, tiers=("a",), subjects=("awareness",), planned_on=DAY - dt.timedelta(days=1))
    attend(firm.sitting, made, firm.people["赵"], present=True)
    assert firm.names(firm.topic("a", "awareness").trained) == ""
    assert firm.gaps("a") == ["session", "overdue"]
    held = firm.session("a", "awareness", "赵李")
    assert firm.gaps("a") == ["evaluate", "overdue"]
    records.void(firm.sitting, TRAINING, held, "重复录入")
    assert firm.gaps("a") == ["session", "overdue"]


def test_an_ineffective_session_has_to_be_repeated(firm: Firm) -> None:
    made = firm.session("a", "awareness", "赵李")
    edit(firm.sitting, made, {**EVALUATION, Training.evaluator: firm.people["赵"], Training.conclusion: "ineffective"})
    run(firm.sitting, made, "evaluate")
    assert firm.gaps("a") == ["ineffective"]
    firm.evaluate(firm.session("a", "awareness", "赵李", day=FIRST + dt.timedelta(days=5)))
    assert firm.tier("a").state == "met"


def test_marks_are_averaged_exactly(firm: Firm) -> None:
    made = firm.session("d", "tools", "李")
    attend(firm.sitting, made, firm.people["孙"], present=True, score=Decimal("80.25"))
    line = reading.lines(firm.sitting.db, ATTENDANCE, made)[0]
    records.save_line(firm.sitting, TRAINING, made, ATTENDANCE, line.id, {Attendance.score: Decimal("70.05")})
    assert firm.tier("d").average == Decimal("75.2")  # 150.30 / 2 = 75.15


def test_months_count_what_was_planned_and_what_was_held(firm: Firm) -> None:
    firm.session("a", "awareness", "赵", day=dt.date(2026, 5, 20), late_reason="补录纸质记录")
    plan(firm.sitting, topic="计划未开", planned_on=dt.date(2026, 5, 28))
    late = plan(
        firm.sitting, topic="推迟", planned_on=dt.date(2026, 5, 30), held_on=dt.date(2026, 6, 3), late_reason="补录"
    )
    attend(firm.sitting, late, firm.people["赵"], present=True)
    run(firm.sitting, late, "hold")
    known = training.read(firm.sitting.db, DAY)
    months = training.by_month(known.sessions, 2026)
    assert months[4:6] == [(3, 1), (0, 1)]
    assert sum(p for p, _d in months) == 3
    assert training.by_month(known.sessions, 2025) == [(0, 0)] * 12
    assert training.years(known) == [2026]


def test_copy_last_takes_plan_and_people_but_no_results(firm: Firm) -> None:
    made = firm.session("a", "awareness", "赵", "李周", hours=Decimal(2), trainer="何卫东", pass_mark=Decimal(60))
    firm.evaluate(made)
    again = training_acts.copy_last(firm.sitting, made, dt.date(2027, 9, 1)).record
    row = stored(firm.sitting, Training, again)
    assert (row["status"], row["held_on"], row["conclusion"], row["method"]) == ("planned", None, None, "")
    assert (row["trainer"], row["hours"], row["subjects"]) == ("何卫东", Decimal(2), ("awareness",))
    lines = reading.lines(firm.sitting.db, ATTENDANCE, again)
    assert firm.names([r["person"] for r in lines]) == "赵李"  # 周 left
    assert not any(r["present"] or r["score"] for r in lines)
    records.undo(firm.sitting)
    assert reading.row(firm.sitting.db, Training, again) is None


def test_a_make_up_for_a_tier_is_for_all_who_lack_something(firm: Firm) -> None:
    firm.session("a", "awareness", "赵")  # 李 was not even on the list
    made = training_acts.make_up_tier(firm.sitting, "a", DAY).record
    row = stored(firm.sitting, Training, made)
    assert (row["tiers"], row["subjects"], row["status"]) == (("a",), ("awareness",), "planned")
    assert row["origin"].startswith(origin("training", 1))
    lines = reading.lines(firm.sitting.db, ATTENDANCE, made)
    assert firm.names([r["person"] for r in lines]) == "李"
    training_acts.all_present(firm.sitting, made)
    edit(firm.sitting, made, {Training.held_on: DAY})
    run(firm.sitting, made, "hold")
    assert firm.names(firm.tier("a").covered) == "赵李"
    with pytest.raises(Refused, match="没有要补训"):
        training_acts.make_up_tier(firm.sitting, "a")


def test_nobody_to_make_up_is_refused(firm: Firm) -> None:
    made = firm.session("a", "awareness", "赵李", "周")
    with pytest.raises(Refused, match="没有要补训的人员"):
        training_acts.schedule_make_up(firm.sitting, made)


def test_people_are_proposed_by_tier_and_invited_once(firm: Firm) -> None:
    made = plan(firm.sitting, tiers=("a", "c"))
    change = training_acts.invite(firm.sitting, made)
    assert change is not None
    lines = reading.lines(firm.sitting.db, ATTENDANCE, made)
    assert firm.names([r["person"] for r in lines]) == "赵钱孙李"
    assert training_acts.invite(firm.sitting, made) is None


def test_every_tier_is_seen_even_without_people(sitting: Sitting) -> None:
    views = training.coverage(training.read(sitting.db, DAY))
    assert [v.tier for v in views] == list(TIERS)
    assert all([gap.kind for gap in v.gaps] == ["nobody", "session"] for v in views)


def test_reminders_name_what_tiers_lack_and_what_is_late(firm: Firm) -> None:
    firm.session("a", "awareness", "赵")
    plan(firm.sitting, topic="计划未开", tiers=("b",), planned_on=DAY - dt.timedelta(days=3))
    found = reminders.read(firm.sitting.db, DAY + dt.timedelta(days=30))
    mine = [(i.kind, i.title, i.date) for i in found if i.register == "training"]
    later = DAY + dt.timedelta(days=30)
    assert [item for item in mine if item[0] == "due"] == [
        ("due", "培训计划：计划未开", DAY - dt.timedelta(days=3)),
        ("due", f"培训有效性评价：awareness {FIRST}", FIRST + dt.timedelta(days=30)),
    ]
    assert [item for item in mine if item[0] == "hint"] == [
        ("hint", "分层培训 a) 质量意识：1 人未参训：李", later),
        ("hint", "分层培训 b) 领导层：还没有实施培训", later),
        ("hint", "分层培训 c) 体系与制度建设：还没有实施培训", later),
        ("hint", "分层培训 d) 基层与班组长：还没有实施培训", later),
    ]
    assert len({i.key for i in found if i.register == "training"}) == len(mine)
