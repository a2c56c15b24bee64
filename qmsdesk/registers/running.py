"""帮扶巡诊, 会议 with 运行要求发布 (6.4, 6.7.1, 6.7.2.4)."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import Row
from qmsdesk.models.people import Enterprise
from qmsdesk.models.running import Meeting, MeetingAttendee, Visit
from qmsdesk.registers.actions import raised
from qmsdesk.registers.common import in_order, not_yet
from qmsdesk.registers.spec import (
    Case,
    Due,
    Edit,
    Lines,
    Problem,
    Register,
    Section,
    Sheet,
    Told,
    Verb,
    Workflow,
    origin,
)


def _raise(case: Case) -> Sequence[Edit]:
    """What was found becomes a nonconformity of the process, when advice alone is not enough."""
    row = case.row
    more = {
        Nonconformity.found_on: row.of(Visit.visited_on),
        Nonconformity.department: row.of(Visit.department),
        Nonconformity.owner: row.of(Visit.owner),
        Nonconformity.factors: row.of(Visit.factors),
        Nonconformity.source_note: _("{} 巡诊").format(row["number"]),
    }
    made = raised("process", row.of(Visit.finding), origin("visit", row.id), more)
    return (Edit(Nonconformity, None, made),)


def _not_raised_yet(case: Case) -> Sequence[str]:
    numbers = [str(row["number"]) for row in case.pointing(Nonconformity.origin)]
    return (_("没有转过（已有 {}）").format("、".join(numbers)),) if numbers else ()


def _check_visit(case: Case) -> list[Problem]:
    row = case.row
    problems = in_order(row, Visit.visited_on, Visit.done_on) + in_order(row, Visit.visited_on, Visit.due_on)
    problems += not_yet(case, Visit.visited_on, Visit.done_on)
    if row.of(Visit.done_on) and not row.of(Visit.result):
        problems.append(Problem(_("已完成，还没有写结果"), Visit.result))
    return problems


def _which_tools(row: Row) -> str:
    """6.7.2.4 c) wants tools and methods to be used; where no advice is written yet, that it should name them."""
    return "" if row.of(Visit.advice) else _("建议里写明所用的质量管理工具和方法，如 5S、鱼骨图、检查表")


VISIT = Register(
    key="visit",
    title=_("帮扶巡诊"),
    model=Visit,
    clauses=("1023/6.7.1", "1023/6.7.2.4"),
    numbering="XZ-{year}-{n:02}",
    columns=(
        Visit.number,
        Visit.finding,
        Visit.visited_on,
        Visit.factors,
        Visit.owner,
        Visit.due_on,
        Visit.done_on,
        Visit.expert,
        Visit.department,
    ),
    sections=(
        Section(
            _("巡诊"),
            (Visit.visited_on, Visit.party, Visit.expert, Visit.factors, Visit.finding, Visit.advice),
            (Told(_("提示"), _which_tools),),
        ),
        Section(_("整改"), (Visit.department, Visit.owner, Visit.due_on, Visit.done_on, Visit.result)),
        Section(_("其他"), (Visit.number, Visit.clauses, Visit.remark)),
    ),
    search=(Visit.number, Visit.finding, Visit.advice, Visit.expert, Visit.result),
    filters=(Visit.factors, Visit.department, Visit.owner, Visit.party),
    order_by=(Visit.visited_on, Visit.number),
    check=_check_visit,
    happened=Visit.visited_on,
    due=(Due(Visit.due_on, _("巡诊问题整改"), lambda: (Visit.done_on.is_null(),), person=Visit.owner),),
    workflow=Workflow(
        verbs=(Verb("raise", _("转为不符合"), ("",), check=_not_raised_yet, effect=_raise),),
    ),
    sheet=Sheet(
        key=(Visit.number,),
        beside={Visit.owner: Visit.department},
        synonyms={
            Visit.visited_on: (_("日期"), _("巡诊时间"), _("帮扶日期"), _("指导日期")),
            Visit.finding: (_("问题"), _("发现问题"), _("存在问题"), _("问题描述")),
            Visit.party: (_("认证机构"), _("帮扶机构")),
            Visit.expert: (_("专家姓名"), _("老师"), _("巡诊人")),
            Visit.factors: (_("环节(人机料法环测)"), _("人机料法环测"), _("类别")),
            Visit.advice: (_("改进建议"), _("指导意见"), _("整改建议")),
            Visit.department: (_("部门"),),
            Visit.owner: (_("责任"), _("整改责任人")),
            Visit.due_on: (_("整改期限"), _("要求完成日期")),
            Visit.done_on: (_("整改完成日期"), _("完成时间")),
            Visit.result: (_("整改结果"), _("完成情况")),
        },
        example={
            Visit.visited_on: "2026-03-26",
            Visit.finding: _("卡尺过期仍在用（示例）"),
            Visit.factors: _("测"),
            Visit.advice: _("清点全部在用器具，贴状态标识"),
            Visit.due_on: "2026-04-10",
        },
    ),
)

ATTENDEES = Lines(
    "meeting_attendee",
    _("参加人"),
    MeetingAttendee.meeting,
    (MeetingAttendee.person, MeetingAttendee.signed),
    natural=(MeetingAttendee.person,),
)


_RELEASED = "released"
"""The state of a 运行要求发布 that was carried out; other meetings have no states."""


def _check_meeting(case: Case) -> list[Problem]:
    """Minutes and decisions are of a meeting that was held."""
    row = case.row
    written = row.of(Meeting.minutes) or row.of(Meeting.decisions)
    return not_yet(case, Meeting.held_on) if written or _is_release(row) else []


def _is_release(row: Row) -> bool:
    return bool(row.of(Meeting.kind) == "release")


def _before_release(case: Case) -> Sequence[str]:
    """There is an enterprise whose system does not run since another day, and the requirements are written down."""
    row, missing = case.row, []
    if not (row.of(Meeting.minutes).strip() or row.of(Meeting.decisions).strip()):
        missing.append(_("运行要求（写在纪要或决议里）"))
    if case.enterprise is None:
        missing.append(_("企业档案"))
    elif (began := case.enterprise.of(Enterprise.system_started_on)) not in (None, row.of(Meeting.held_on)):
        missing.append(_("体系运行开始日已是 {}，要改在企业档案里改").format(began))
    return missing


def _start_system(case: Case) -> Sequence[Edit]:
    """The system runs from the day of the meeting on (6.7.2.4 b); a day that is known already is never moved."""
    assert case.enterprise is not None  # the gate asks for it
    if case.enterprise.of(Enterprise.system_started_on) is not None:
        return ()
    return (Edit(Enterprise, case.enterprise.id, {Enterprise.system_started_on: case.row.of(Meeting.held_on)}),)


def _released(row: Row) -> str:
    """Day and kind of a meeting that set the beginning of the system stay; what was said there can be completed."""
    return _("运行要求已发布，会议类型和日期不再改，要改先更正") if row["status"] == _RELEASED else ""


def _what_release_does(row: Row) -> str:
    if not _is_release(row):
        return ""
    if row["status"] == _RELEASED:
        return _("已发布，体系运行开始日在企业档案里")
    return _("发布时把企业档案里的体系运行开始日定为会议日期 {}").format(row.of(Meeting.held_on))


MEETING = Register(
    key="meeting",
    title=_("会议"),
    model=Meeting,
    clauses=("1023/6.4", "1023/6.7.2.4"),
    numbering="HY-{year}-{n:02}",
    columns=(
        Meeting.number,
        Meeting.topic,
        Meeting.kind,
        Meeting.held_on,
        Meeting.status,
        Meeting.place,
        Meeting.host,
        Meeting.decisions,
    ),
    sections=(
        Section(
            _("会议"),
            (Meeting.kind, Meeting.held_on, Meeting.topic, Meeting.place, Meeting.host),
            (Told(_("发布"), _what_release_does),),
        ),
        Section(_("纪要"), (Meeting.minutes, Meeting.decisions)),
        Section(_("其他"), (Meeting.number, Meeting.clauses, Meeting.remark)),
    ),
    search=(Meeting.number, Meeting.topic, Meeting.minutes, Meeting.decisions),
    filters=(Meeting.kind, Meeting.host),
    order_by=(Meeting.held_on,),
    lines=(ATTENDEES,),
    check=_check_meeting,
    happened=Meeting.held_on,
    workflow=Workflow(
        verbs=(
            Verb(
                "release",
                _("发布运行要求"),
                ("",),
                _RELEASED,
                check=_before_release,
                effect=_start_system,
                offered=_is_release,
            ),
        ),
        locked=_released,
        stays_open=(
            Meeting.topic,
            Meeting.place,
            Meeting.host,
            Meeting.minutes,
            Meeting.decisions,
            Meeting.late_reason,
            Meeting.clauses,
            Meeting.remark,
            ATTENDEES,
        ),
        files_open=lambda row: row["status"] == _RELEASED,
    ),
    due=(Due(Meeting.held_on, _("会议"), lambda: (Meeting.minutes == "",), person=Meeting.host),),
    sheet=Sheet(
        key=(Meeting.kind, Meeting.held_on, Meeting.topic),
        states=True,
        synonyms={
            Meeting.kind: (_("类型"), _("会议性质")),
            Meeting.held_on: (_("日期"), _("时间"), _("会议时间"), _("召开日期")),
            Meeting.topic: (_("会议名称"), _("主题"), _("会议主题"), _("会议")),
            Meeting.place: (_("会议地点"),),
            Meeting.host: (_("主持人"), _("会议主持")),
            Meeting.minutes: (_("会议纪要"), _("内容"), _("会议内容")),
            Meeting.decisions: (_("会议决议"), _("决定事项")),
            MeetingAttendee.person: (_("姓名"), _("参会人"), _("参会人员")),
            MeetingAttendee.signed: (_("签名"), _("是否签到")),
        },
        choices={
            Meeting.kind: {
                _("启动"): ("kick_off",),
                _("宣贯"): ("promotion",),
                _("首次会"): ("opening",),
                _("末次会"): ("closing",),
                _("例会"): ("regular",),
            }
        },
        example={
            Meeting.kind: _("质量例会"),
            Meeting.held_on: "2026-03-02",
            Meeting.topic: _("二月质量情况（示例）"),
            Meeting.place: _("会议室"),
            Meeting.decisions: _("3 月 15 日前完成量具清点"),
        },
    ),
)
