"""工作计划: states, the draft of ten stages, meetings made from it, and the release of the requirements of running."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked, Refused, UserError
from qmsdesk.exchange.exporting import export
from qmsdesk.exchange.importing import apply, read_plan
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.project import Milestone
from qmsdesk.models.running import Meeting, MeetingAttendee
from qmsdesk.models.workspace import create
from qmsdesk.registers.people import PERSON
from qmsdesk.registers.project import MILESTONE
from qmsdesk.registers.running import ATTENDEES, MEETING
from qmsdesk.services import attachments, history, reading, records, workflow, workplan
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard import work_plan
from qmsdesk.standard.stages import STAGES
from tests.services.conftest import DAY, Staff

START = dt.date(2026, 3, 2)


def task(sitting: Sitting, stage: str, name: str, **days: dt.date) -> int:
    fields = {getattr(Milestone, key): day for key, day in days.items()}
    values = {Milestone.stage: stage, Milestone.task: name, **fields}
    return records.save(sitting, MILESTONE, None, values).record


def stage(sitting: Sitting, key: str) -> workplan.StagePlan:
    return next(each for each in workplan.read(sitting.db, DAY).stages if each.stage.key == key)


def test_a_stage_is_late_before_it_is_running_and_done_only_as_a_whole(sitting: Sitting) -> None:
    assert stage(sitting, "d").state == "none"
    first = task(sitting, "d", "准备", planned_on=DAY, due_on=DAY)
    assert stage(sitting, "d").state == "waiting"  # the last day is not late yet
    second = task(sitting, "d", "访谈", due_on=DAY - dt.timedelta(days=1))
    assert stage(sitting, "d").state == "late"
    records.save(sitting, MILESTONE, second, {Milestone.done_on: DAY})
    found = stage(sitting, "d")
    assert (found.state, found.done, found.actual.last) == ("running", 1, None)
    assert found.planned == workplan.Span(DAY - dt.timedelta(days=1), DAY)
    records.save(sitting, MILESTONE, first, {Milestone.started_on: DAY, Milestone.done_on: DAY})
    assert stage(sitting, "d").state == "done"
    records.void(sitting, MILESTONE, first, "重复")
    assert len(stage(sitting, "d").tasks) == 1


def test_the_draft_has_all_ten_stages_and_is_one_step(sitting: Sitting) -> None:
    workplan.draft(sitting, START)
    plan = workplan.read(sitting.db, DAY)
    assert all(2 <= len(each.tasks) <= 4 or each.stage.key == "i" for each in plan.stages)
    assert all(each.row.of(Milestone.led_by) for each in plan.tasks)
    first = plan.stages[0].tasks[0].row
    assert (first.of(Milestone.planned_on), first.of(Milestone.due_on)) == (START, dt.date(2026, 3, 6))
    assert len(sitting.done) == 1
    records.undo(sitting)
    assert workplan.read(sitting.db, DAY).tasks == []


def test_stages_that_have_tasks_are_not_drafted_again(sitting: Sitting) -> None:
    own = task(sitting, "c", "自己写的启动会")
    workplan.draft(sitting, START)
    assert [each.row.id for each in stage(sitting, "c").tasks] == [own]
    before = reading.rows(sitting.db, Milestone)
    with pytest.raises(Refused, match="十个环节都已有任务"):
        workplan.draft(sitting, START)
    with pytest.raises(UserError, match="不合理"):
        workplan.draft(sitting, dt.date(9000, 1, 1))
    assert reading.rows(sitting.db, Milestone) == before


def test_suggested_days_are_working_days_in_order() -> None:
    for day in (START + dt.timedelta(days=offset) for offset in range(7)):
        for each in (*work_plan.project(), *work_plan.surveillance()):
            first, last = each.planned(day)
            assert first <= last
            assert first.weekday() < 5
    assert {each.stage for each in work_plan.project()} == {each.key for each in STAGES}


def test_the_kick_off_is_opened_once_with_the_working_group_to_sign_in(sitting: Sitting, staff: Staff) -> None:
    records.save(sitting, PERSON, staff.author, {Person.group_role: "member"})
    records.save(sitting, PERSON, staff.approver, {Person.group_role: "leader"})
    made = workplan.open_meeting(sitting, "kick_off")
    lines = reading.lines(sitting.db, ATTENDEES, made.record)
    assert [line.of(MeetingAttendee.person) for line in lines] == [staff.approver, staff.author]
    assert not any(line.of(MeetingAttendee.signed) for line in lines)
    again = workplan.open_meeting(sitting, "kick_off")
    assert (again.record, again.what) == (made.record, "same")
    with pytest.raises(Blocked):
        workplan.open_meeting(sitting, "regular")
    records.undo(sitting)
    assert workplan.meeting(sitting.db, "kick_off") is None


def test_releasing_sets_the_start_of_the_system_in_the_same_batch(sitting: Sitting) -> None:
    made = workplan.open_meeting(sitting, "release").record
    (verb,) = MEETING.workflow.verbs
    with pytest.raises(Blocked, match="运行要求"):
        workflow.run(sitting, MEETING, made, verb)
    assert workplan.started_on(sitting.db) is None
    records.save(sitting, MEETING, made, {Meeting.minutes: "自今日起按新文件运行"})
    change = workflow.run(sitting, MEETING, made, verb)
    assert (change.what, workplan.started_on(sitting.db)) == ("release", DAY)
    assert {key for key, _record in change.records} == {"meeting", "enterprise"}
    entries = list(history.entries(sitting.db, batch=change.batch))
    assert [entry.register for entry in entries] == ["meeting", "enterprise"]
    row = reading.row(sitting.db, Meeting, made)
    assert row is not None
    assert workflow.verbs(MEETING, row) == ()  # once
    with pytest.raises(Blocked, match="运行要求已发布"):
        records.delete(sitting, MEETING, [made])


def test_a_release_that_lies_ahead_waits_for_its_day(sitting: Sitting) -> None:
    values = {Meeting.kind: "release", Meeting.held_on: DAY + dt.timedelta(days=1), Meeting.minutes: "明日起"}
    made = records.save(sitting, MEETING, None, values).record
    with pytest.raises(Blocked, match="会议日期还没有到"):
        workflow.run(sitting, MEETING, made, MEETING.workflow.verbs[0])
    enterprise = reading.enterprise(sitting.db)
    assert enterprise is not None
    assert enterprise.of(Enterprise.system_started_on) is None


def _released(sitting: Sitting, day: dt.date = DAY, topic: str = "发布") -> int:
    values = {Meeting.kind: "release", Meeting.held_on: day, Meeting.topic: topic, Meeting.minutes: "按新文件运行"}
    made = records.save(sitting, MEETING, None, values).record
    workflow.run(sitting, MEETING, made, MEETING.workflow.verbs[0])
    return made


def test_a_second_release_never_moves_the_start_of_the_system(sitting: Sitting) -> None:
    first = DAY - dt.timedelta(days=1)
    _released(sitting, first)
    with pytest.raises(Blocked, match=f"体系运行开始日已是 {first}，要改在企业档案里改"):
        _released(sitting)
    assert workplan.started_on(sitting.db) == first
    _released(sitting, first, "补发")  # the same day again changes nothing
    assert workplan.started_on(sitting.db) == first


def test_of_a_released_meeting_day_and_kind_are_closed_the_rest_stays_open(
    sitting: Sitting, staff: Staff, evidence: Path
) -> None:
    made = _released(sitting)
    for values in ({Meeting.held_on: DAY - dt.timedelta(days=1)}, {Meeting.kind: "other"}):
        with pytest.raises(Blocked, match="运行要求已发布"):
            records.save(sitting, MEETING, made, values)
    records.save(sitting, MEETING, made, {Meeting.decisions: "每月检查", Meeting.place: "会议室"})
    records.save_line(sitting, MEETING, made, ATTENDEES, None, {MeetingAttendee.person: staff.author})
    attachments.attach(sitting, MEETING, made, evidence)
    row = reading.row(sitting.db, Meeting, made)
    assert row is not None
    assert (row.of(Meeting.held_on), row.of(Meeting.kind), row.of(Meeting.decisions)) == (DAY, "release", "每月检查")


def test_a_released_meeting_comes_back_released(sitting: Sitting, tmp_path: Path) -> None:
    made = _released(sitting)
    records.save(sitting, MEETING, None, {Meeting.kind: "regular", Meeting.held_on: DAY, Meeting.topic: "例会"})
    export(sitting.db, MEETING, tmp_path / "会议.xlsx")
    with create(tmp_path / "别处", Clock(DAY)) as other:
        elsewhere = Sitting(other, "何静", Clock(DAY))
        apply(elsewhere, read_plan(elsewhere, MEETING, tmp_path / "会议.xlsx"))
        back = {row.of(Meeting.kind): row["status"] for row in reading.rows(other.db, Meeting)}
    assert back == {"release": "released", "regular": ""}
    rows = reading.rows(sitting.db, Meeting)
    shown = {row.id: reading.display(sitting.db, Meeting.status, row["status"]) for row in rows}
    assert (shown.pop(made), set(shown.values())) == ("已发布", {""})


def test_other_meetings_release_nothing(sitting: Sitting) -> None:
    made = workplan.open_meeting(sitting, "promotion").record
    records.save(sitting, MEETING, made, {Meeting.minutes: "学习手册"})
    row = reading.row(sitting.db, Meeting, made)
    assert row is not None
    assert workflow.verbs(MEETING, row) == ()
    with pytest.raises(Blocked, match="现在的状态不能"):
        workflow.run(sitting, MEETING, made, MEETING.workflow.verbs[0])
