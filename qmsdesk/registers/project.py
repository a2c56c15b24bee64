"""The improvement project before it is carried out: 基本要求自查, 报名, 工作计划, 现场调研, 质量诊断 (5.1, 6.1–6.5)."""

from __future__ import annotations

from collections.abc import Sequence

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.project import (
    Application,
    Diagnosis,
    Milestone,
    Opinion,
    SelfCheck,
    Survey,
    SurveyFinding,
    SurveyInterview,
)
from qmsdesk.registers.common import in_order, not_yet
from qmsdesk.registers.spec import (
    Case,
    Column,
    Due,
    Lines,
    Problem,
    Proposal,
    Register,
    Section,
    Sheet,
    Values,
    Verb,
    Workflow,
)
from qmsdesk.registers.survey_words import ITEM_WORDS, NOTE_HEADINGS, STATE_HEADINGS, STATE_WORDS, near_items

SELF_CHECKS = Lines(
    "self_check",
    _("基本要求自查"),
    SelfCheck.enterprise,
    (SelfCheck.item, SelfCheck.result, SelfCheck.checked_on, SelfCheck.note),
    natural=(SelfCheck.item,),
)


def _recommender(case: Case) -> Sequence[str]:
    row = case.row
    needed = row.of(Application.way) not in {None, "self"} and not row.of(Application.recommender)
    return (str(Application.recommender.verbose_name),) if needed else ()


def _application_locked(row: Row) -> str:
    state = row.of(Application.status)
    return _("遴选已有结果，修改须更正") if state in {"selected", "rejected"} else ""


APPLICATION = Register(
    key="application",
    title=_("报名与遴选"),
    model=Application,
    clauses=("1023/6.2",),
    numbering="SQ-{n:02}",
    columns=(
        Application.number,
        Application.reason,
        Application.way,
        Application.recommender,
        Application.applied_on,
        Application.status,
        Application.result_on,
        Application.notice,
    ),
    sections=(
        Section(_("报名"), (Application.way, Application.recommender, Application.applied_on, Application.reason)),
        Section(_("遴选"), (Application.result_on, Application.notice)),
        Section(_("其他"), (Application.number, Application.clauses, Application.remark)),
    ),
    search=(Application.number, Application.recommender, Application.notice, Application.reason),
    filters=(Application.status, Application.way),
    order_by=(Application.applied_on,),
    check=lambda case: [
        *in_order(case.row, Application.applied_on, Application.result_on),
        *not_yet(case, Application.applied_on, Application.result_on),
    ],
    happened=Application.applied_on,
    workflow=Workflow(
        verbs=(
            Verb(
                "apply",
                _("报名"),
                ("draft",),
                "applied",
                required=(Application.way, Application.applied_on),
                check=_recommender,
            ),
            Verb("select", _("已入选"), ("applied",), "selected", required=(Application.result_on, Application.notice)),
            Verb("reject", _("未入选"), ("applied",), "rejected", required=(Application.result_on,), needs_reason=True),
        ),
        locked=_application_locked,
    ),
    sheet=Sheet(
        key=(Application.number,),
        states=True,
        synonyms={
            Application.way: (_("申请方式"),),
            Application.applied_on: (_("申请日期"), _("报名时间")),
            Application.reason: (_("申请理由"),),
        },
        example={Application.way: _("自主申请"), Application.reason: _("老板带头，愿意改（示例）")},
    ),
)


def _round_is_a_year(proposal: Proposal) -> list[Problem]:
    """The first round has no name; any other is the year of a surveillance audit, or its tasks would be lost to it."""
    if proposal.before is not None and Milestone.round not in proposal.changed:
        return []  # an older name must not keep the task from being ticked off
    name = str(proposal.after.of(Milestone.round) or "")
    if not name or (len(name) == 4 and name.isascii() and name.isdigit()):
        return []
    return [Problem(_("轮次写四位年份，首轮不填"), Milestone.round)]


def _first_round(values: Values) -> Values:
    """Sheets may say 首轮 where the first round is left blank here."""
    said = str(values.get(Milestone.round) or "").strip()
    return {**values, Milestone.round: ""} if said in {_("首轮"), _("第一轮")} else values


MILESTONE = Register(
    key="milestone",
    title=_("工作计划"),
    model=Milestone,
    clauses=("1023/6.1", "1023/6.3"),
    numbering="JH-{n:03}",
    columns=(
        Milestone.number,
        Milestone.task,
        Milestone.stage,
        Milestone.owner,
        Milestone.due_on,
        Milestone.done_on,
        Milestone.led_by,
        Milestone.planned_on,
        Milestone.started_on,
        Milestone.round,
        Milestone.result,
    ),
    sections=(
        Section(_("任务"), (Milestone.stage, Milestone.task, Milestone.led_by, Milestone.owner)),
        Section(_("计划"), (Milestone.planned_on, Milestone.due_on)),
        Section(_("实际"), (Milestone.started_on, Milestone.done_on, Milestone.result)),
        Section(_("其他"), (Milestone.round, Milestone.number, Milestone.clauses, Milestone.remark)),
    ),
    search=(Milestone.number, Milestone.task, Milestone.result),
    filters=(Milestone.round, Milestone.stage, Milestone.led_by, Milestone.owner),
    order_by=(Milestone.round, Milestone.stage, Milestone.planned_on, Milestone.number),
    check=lambda case: [
        *in_order(case.row, Milestone.planned_on, Milestone.due_on),
        *in_order(case.row, Milestone.started_on, Milestone.done_on),
        *not_yet(case, Milestone.started_on, Milestone.done_on),
    ],
    workflow=Workflow(guard=_round_is_a_year),
    due=(Due(Milestone.due_on, _("工作计划任务"), lambda: (Milestone.done_on.is_null(),), person=Milestone.owner),),
    sheet=Sheet(
        key=(Milestone.round, Milestone.stage, Milestone.task),
        derive=_first_round,
        synonyms={
            Milestone.stage: (_("阶段"), _("工作阶段")),
            Milestone.task: (_("工作内容"), _("工作任务"), _("任务内容")),
            Milestone.led_by: (_("主导单位"), _("责任单位")),
            Milestone.owner: (_("负责人"),),
            Milestone.planned_on: (_("开始日期"), _("开始时间")),
            Milestone.due_on: (_("完成期限"), _("完成时间"), _("截止日期")),
            Milestone.done_on: (_("完成日期"),),
        },
        choices={
            Milestone.stage: {
                # A stage by its letter, with and without the bracket, and by its name alone.
                word: (str(key),)
                for key, label in Milestone.stage.choices
                for word in (str(key), f"{key})", f"{key}）", str(label).partition(" ")[2])
            }
        },
        example={
            Milestone.stage: _("d) 现场调研"),
            Milestone.task: _("访谈部门负责人（示例）"),
            Milestone.led_by: _("认证机构"),
            Milestone.planned_on: "2026-02-02",
            Milestone.due_on: "2026-02-06",
        },
    ),
)

INTERVIEWS = Lines(
    "survey_interview",
    _("访谈"),
    SurveyInterview.survey,
    (SurveyInterview.person, SurveyInterview.level, SurveyInterview.note),
    natural=(SurveyInterview.person,),
)
FINDINGS = Lines(
    "survey_finding",
    _("调研内容"),
    SurveyFinding.survey,
    (SurveyFinding.item, SurveyFinding.state, SurveyFinding.value, SurveyFinding.evidence, SurveyFinding.note),
    natural=(SurveyFinding.item,),
)


def _surveyed() -> pw.Node:
    """How many of the items have a state; a blank one is not surveyed yet."""
    done = (SurveyFinding.survey == Survey.id) & (SurveyFinding.state.is_null(False))
    return SurveyFinding.select(pw.fn.COUNT(SurveyFinding.id)).where(done)


SURVEY = Register(
    key="survey",
    title=_("现场调研"),
    model=Survey,
    clauses=("1023/6.5",),
    numbering="DY-{n:02}",
    columns=(
        Survey.number,
        Survey.summary,
        Survey.surveyed_on,
        Survey.until,
        Survey.methods,
        Survey.party,
        Survey.surveyors,
        Column(_("已调研项"), Survey.id, _surveyed, 72),
    ),
    sections=(
        Section(_("调研"), (Survey.surveyed_on, Survey.until, Survey.methods, Survey.place)),
        Section(_("调研人员"), (Survey.party, Survey.surveyors)),
        Section(_("其他"), (Survey.summary, Survey.number, Survey.clauses, Survey.remark)),
    ),
    search=(Survey.number, Survey.surveyors, Survey.summary),
    filters=(Survey.methods, Survey.party),
    order_by=(Survey.surveyed_on,),
    lines=(FINDINGS, INTERVIEWS),
    check=lambda case: [*in_order(case.row, Survey.surveyed_on, Survey.until), *not_yet(case, Survey.surveyed_on)],
    happened=Survey.surveyed_on,
    sheet=Sheet(
        key=(Survey.surveyed_on,),
        synonyms={
            Survey.surveyed_on: (_("日期"), _("开始日期")),
            Survey.methods: (_("方法"),),
            Survey.surveyors: (_("调研人员"),),
            SurveyFinding.item: (_("现场调研工作内容"), _("工作内容"), _("调研项目"), _("项目"), _("内容")),
            SurveyFinding.state: STATE_HEADINGS,
            SurveyFinding.value: (_("数值"), _("数据"), _("现状数据")),
            SurveyFinding.evidence: (_("证据"), _("佐证")),
            SurveyFinding.note: NOTE_HEADINGS,
            SurveyInterview.person: (_("姓名"), _("访谈人")),
        },
        choices={SurveyFinding.item: ITEM_WORDS, SurveyFinding.state: STATE_WORDS},
        near={SurveyFinding.item: near_items},
        example={Survey.surveyed_on: "2026-02-03", Survey.surveyors: _("示例丙"), Survey.methods: _("访问调查")},
    ),
)

OPINIONS = Lines(
    "opinion",
    _("诊断意见"),
    Opinion.diagnosis,
    (
        Opinion.text,
        Opinion.category,
        Opinion.item,
        Opinion.adopted,
        Opinion.reason,
        Opinion.plan_item,
        Opinion.indicator,
        Opinion.result,
    ),
    natural=(Opinion.text,),
)


def _missing_to_confirm(case: Case) -> Sequence[str]:
    opinions = case.lines[OPINIONS.key]
    missing = [] if opinions else [_("诊断意见")]
    open_ones = [str(no) for no, row in enumerate(opinions, 1) if not row.of(Opinion.adopted)]
    if open_ones:
        missing.append(_("意见 {} 的采纳情况").format("、".join(open_ones)))
    unsaid = [
        str(no)
        for no, row in enumerate(opinions, 1)
        if row.of(Opinion.adopted) == "rejected" and not row.of(Opinion.reason)
    ]
    if unsaid:
        missing.append(_("意见 {} 的不采纳理由").format("、".join(unsaid)))
    return missing


def _missing_to_sign(case: Case) -> Sequence[str]:
    """Both sign on paper: the scan of 表B.1 is what remains (6.5.8)."""
    scan = () if case.attachments else (_("双方签字盖章的扫描件（附件）"),)
    return (*_missing_to_confirm(case), *scan)


_CONFIRMED = (Diagnosis.diagnosed_on, Diagnosis.diagnosers, Diagnosis.summary)

DIAGNOSIS = Register(
    key="diagnosis",
    title=_("质量诊断"),
    model=Diagnosis,
    clauses=("1023/6.5.8",),
    numbering="ZD-{n:02}",
    columns=(
        Diagnosis.number,
        Diagnosis.title,
        Diagnosis.diagnosed_on,
        Diagnosis.party,
        Diagnosis.diagnosers,
        Diagnosis.status,
        Diagnosis.representative,
        Diagnosis.confirmed_on,
        Column(
            _("意见数"),
            Diagnosis.id,
            lambda: Opinion.select(pw.fn.COUNT(Opinion.id)).where(Opinion.diagnosis == Diagnosis.id),
            64,
        ),
    ),
    sections=(
        Section(
            _("诊断"),
            (
                Diagnosis.title,
                Diagnosis.survey,
                Diagnosis.party,
                Diagnosis.diagnosers,
                Diagnosis.diagnosed_on,
                Diagnosis.summary,
            ),
        ),
        Section(_("企业确认"), (Diagnosis.representative, Diagnosis.confirmed_on)),
        Section(_("其他"), (Diagnosis.number, Diagnosis.clauses, Diagnosis.remark)),
    ),
    search=(Diagnosis.number, Diagnosis.title, Diagnosis.diagnosers, Diagnosis.summary),
    filters=(Diagnosis.status, Diagnosis.party),
    order_by=(Diagnosis.diagnosed_on,),
    lines=(OPINIONS,),
    check=lambda case: [
        *in_order(case.row, Diagnosis.diagnosed_on, Diagnosis.confirmed_on),
        *not_yet(case, Diagnosis.diagnosed_on, Diagnosis.confirmed_on),
    ],
    happened=Diagnosis.diagnosed_on,
    workflow=Workflow(
        verbs=(
            Verb("confirm", _("企业确认"), ("draft",), "confirmed", required=_CONFIRMED, check=_missing_to_confirm),
            Verb(
                "sign",
                _("签署"),
                ("confirmed",),
                "signed",
                required=(*_CONFIRMED, Diagnosis.representative, Diagnosis.confirmed_on),
                check=_missing_to_sign,
            ),
        ),
        locked=lambda row: _("诊断意见已签署，修改须更正") if row.of(Diagnosis.status) == "signed" else "",
        # What became of an opinion is known long after the signing.
        stays_open=(Opinion.plan_item, Opinion.indicator, Opinion.result),
    ),
    sheet=Sheet(
        key=(Diagnosis.title,),
        states=True,
        synonyms={
            Diagnosis.title: (_("报告名称"), _("名称")),
            Diagnosis.diagnosers: (_("诊断人"), _("诊断专家")),
            Diagnosis.representative: (_("法定代表人或授权代表"),),
            Opinion.text: (_("意见"), _("诊断意见内容")),
            Opinion.category: (_("类别"),),
            Opinion.adopted: (_("是否采纳"), _("采纳")),
            Opinion.reason: (_("理由"),),
        },
        choices={
            Opinion.item: ITEM_WORDS,
            Opinion.adopted: {_("是"): ("adopted",), _("否"): ("rejected",), _("未采纳"): ("rejected",)},
        },
        example={Diagnosis.title: _("认证提升企业质量诊断报告（示例）"), Diagnosis.diagnosed_on: "2026-02-12"},
    ),
)
