"""验收评价, 优良案例, 总结 (6.9.1–6.9.6, 6.10, 6.11)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import (
    Acceptance,
    AcceptanceExpert,
    AcceptanceScore,
    CaseIndicator,
    CaseStudy,
    ProgrammeAnswer,
    ProgrammeLog,
)
from qmsdesk.models.base import Row
from qmsdesk.registers.common import not_yet
from qmsdesk.registers.spec import Case, Lines, Problem, Proposal, Register, Section, Sheet, Verb, Workflow
from qmsdesk.standard import case_rules, questionnaire
from qmsdesk.standard.values import plain

EXPERTS = Lines(
    "acceptance_expert",
    _("评审专家"),
    AcceptanceExpert.acceptance,
    (AcceptanceExpert.expert, AcceptanceExpert.duty),
    natural=(AcceptanceExpert.expert,),
)


def _score_guard(proposal: Proposal) -> list[Problem]:
    score = proposal.after.of(AcceptanceScore.score)
    if score is not None and Decimal(score) < 0:
        return [Problem(_("评价分数不能小于 0"), AcceptanceScore.score)]
    return []


SCORES = Lines(
    "acceptance_score",
    _("项目得分"),
    AcceptanceScore.acceptance,
    (AcceptanceScore.category, AcceptanceScore.score, AcceptanceScore.note),
    natural=(AcceptanceScore.category,),
    guard=_score_guard,
)


def _check_acceptance(case: Case) -> list[Problem]:
    problems = not_yet(case, Acceptance.held_on)
    given = [Decimal(row.of(AcceptanceScore.score)) for row in case.lines[SCORES.key] if row.of(AcceptanceScore.score)]
    total = case.row.of(Acceptance.total)
    if total is not None and case.lines[SCORES.key] and Decimal(total) != sum(given, Decimal(0)):
        text = _("合计评分 {} 不等于各项目之和 {}").format(total, sum(given, Decimal(0)))
        problems.append(Problem(text, Acceptance.total))
    return problems


def _missing_to_finish(case: Case) -> Sequence[str]:
    missing = [] if case.lines[EXPERTS.key] else [_("评审专家")]
    return missing if case.lines[SCORES.key] else [*missing, _("项目得分")]


ACCEPTANCE = Register(
    key="acceptance",
    title=_("验收评价"),
    model=Acceptance,
    clauses=("1023/6.9",),
    numbering="YS-{n:02}",
    columns=(
        Acceptance.number,
        Acceptance.round,
        Acceptance.held_on,
        Acceptance.organiser,
        Acceptance.ways,
        Acceptance.total,
        Acceptance.grade,
        Acceptance.status,
        Acceptance.opinion,
    ),
    sections=(
        Section(_("验收"), (Acceptance.held_on, Acceptance.round, Acceptance.organiser, Acceptance.ways)),
        Section(_("结果"), (Acceptance.total, Acceptance.grade, Acceptance.opinion)),
        Section(_("其他"), (Acceptance.number, Acceptance.clauses, Acceptance.remark)),
    ),
    search=(Acceptance.number, Acceptance.round, Acceptance.opinion),
    filters=(Acceptance.status, Acceptance.organiser),
    order_by=(Acceptance.held_on,),
    lines=(SCORES, EXPERTS),
    check=_check_acceptance,
    happened=Acceptance.held_on,
    workflow=Workflow(
        verbs=(
            Verb(
                "finalise",
                _("确认验收结果"),
                ("draft",),
                "final",
                required=(
                    Acceptance.held_on,
                    Acceptance.organiser,
                    Acceptance.ways,
                    Acceptance.total,
                    Acceptance.grade,
                    Acceptance.opinion,
                ),
                check=_missing_to_finish,
            ),
        ),
        locked=lambda row: _("验收结果已确认，修改须更正") if row.of(Acceptance.status) == "final" else "",
    ),
    sheet=Sheet(
        key=(Acceptance.number,),
        states=True,
        synonyms={
            Acceptance.held_on: (_("日期"), _("评审日期")),
            Acceptance.organiser: (_("组织机构"),),
            Acceptance.total: (_("总分"), _("合计")),
            Acceptance.grade: (_("等级"),),
            AcceptanceExpert.expert: (_("姓名"), _("评审专家")),
            AcceptanceScore.category: (_("项目"),),
            AcceptanceScore.score: (_("得分"), _("分数")),
        },
        example={Acceptance.held_on: "2026-09-18", Acceptance.round: _("第一次验收（示例）")},
    ),
)

CASE_INDICATORS = Lines(
    "case_indicator",
    _("引用指标"),
    CaseIndicator.case,
    (CaseIndicator.indicator, CaseIndicator.form),
    natural=(CaseIndicator.indicator, CaseIndicator.form),
)
PARTS = (CaseStudy.profile, CaseStudy.problem, CaseStudy.practice, CaseStudy.effect, CaseStudy.lesson)


def case_length(row: Row) -> int:
    """What counts of a case: its five parts; title, drafting units and inserted tables stand outside (D.2)."""
    return sum(case_rules.count(row.of(part)) for part in PARTS)


def _unfit_for_print(case: Case) -> Sequence[str]:
    """What the rules of annex D forbid; whether the parts keep to their shares is for the author to judge."""
    found = []
    length = case_length(case.row)
    if length > case_rules.LIMIT:
        found.append(_("正文 {} 字，超过 {} 字").format(length, case_rules.LIMIT))
    named = case_rules.units(case.row.of(CaseStudy.authors))
    if len(named) > case_rules.UNITS:
        found.append(_("主要起草单位 {} 家，多于 {} 家").format(len(named), case_rules.UNITS))
    elif case.row.of(CaseStudy.authors) and not named:
        found.append(str(CaseStudy.authors.verbose_name))
    return found


CASE_STUDY = Register(
    key="case_study",
    title=_("优良案例"),
    model=CaseStudy,
    clauses=("1023/6.10",),
    numbering="AL-{n:02}",
    columns=(
        CaseStudy.number,
        CaseStudy.title,
        CaseStudy.status,
        CaseStudy.written_on,
        CaseStudy.authors,
    ),
    sections=(
        Section(_("案例"), (CaseStudy.title, CaseStudy.authors, CaseStudy.written_on)),
        Section(_("正文"), PARTS),
        Section(_("其他"), (CaseStudy.number, CaseStudy.clauses, CaseStudy.remark)),
    ),
    search=(CaseStudy.number, CaseStudy.title, *PARTS),
    filters=(CaseStudy.status,),
    order_by=(CaseStudy.number,),
    lines=(CASE_INDICATORS,),
    check=lambda case: not_yet(case, CaseStudy.written_on),
    happened=CaseStudy.written_on,
    workflow=Workflow(
        verbs=(
            Verb(
                "finalise",
                _("定稿"),
                ("draft",),
                "final",
                required=(*PARTS, CaseStudy.authors, CaseStudy.written_on),
                check=_unfit_for_print,
            ),
        ),
        locked=lambda row: _("案例已定稿，修改须更正") if row.of(CaseStudy.status) == "final" else "",
    ),
    sheet=Sheet(
        key=(CaseStudy.title,),
        states=True,
        synonyms={
            CaseStudy.title: (_("标题"), _("案例名称")),
            CaseStudy.problem: (_("问题"), _("质量管理问题")),
            CaseStudy.practice: (_("做法"),),
            CaseStudy.effect: (_("成效"),),
            CaseStudy.authors: (_("起草单位"),),
        },
        example={CaseStudy.title: _("小刀具里的大质量（示例）")},
    ),
)

def _answer_guard(proposal: Proposal) -> list[Problem]:
    score = proposal.after.of(ProgrammeAnswer.score)
    if score is not None and not questionnaire.fits(Decimal(score)):
        best = questionnaire.questionnaire().best
        return [Problem(_("评分填 1 到 {} 的整数").format(best), ProgrammeAnswer.score)]
    return []


ANSWERS = Lines(
    "programme_answer",
    _("问卷评分"),
    ProgrammeAnswer.log,
    (ProgrammeAnswer.question, ProgrammeAnswer.score, ProgrammeAnswer.note),
    natural=(ProgrammeAnswer.question,),
    guard=_answer_guard,
)


def mean_of(answers: Sequence[Row]) -> Decimal | None:
    """The score of a questionnaire by its answers; None while no question is rated."""
    return questionnaire.mean(row.of(ProgrammeAnswer.score) for row in answers)


def _check_log(case: Case) -> list[Problem]:
    problems = not_yet(case, ProgrammeLog.logged_on)
    answers, score = case.lines[ANSWERS.key], case.row.of(ProgrammeLog.score)
    if answers and case.row.of(ProgrammeLog.kind) != "questionnaire":
        problems.append(Problem(_("只有满意度问卷有评分的题"), ProgrammeLog.kind))
    elif (mean := mean_of(answers)) is not None and score != mean:
        text = _("评分 {} 不是各题的平均 {}").format(plain(score) if score is not None else _("（空）"), plain(mean))
        problems.append(Problem(text, ProgrammeLog.score))
    return problems

PROGRAMME_LOG = Register(
    key="programme_log",
    title=_("总结"),
    model=ProgrammeLog,
    clauses=("1023/6.11",),
    numbering="ZJ-{n:03}",
    columns=(
        ProgrammeLog.number,
        ProgrammeLog.content,
        ProgrammeLog.kind,
        ProgrammeLog.logged_on,
        ProgrammeLog.party,
        ProgrammeLog.score,
    ),
    sections=(
        Section(
            _("内容"),
            (ProgrammeLog.kind, ProgrammeLog.logged_on, ProgrammeLog.content, ProgrammeLog.party, ProgrammeLog.score),
        ),
        Section(_("其他"), (ProgrammeLog.number, ProgrammeLog.clauses, ProgrammeLog.remark)),
    ),
    search=(ProgrammeLog.number, ProgrammeLog.content),
    filters=(ProgrammeLog.kind, ProgrammeLog.party),
    order_by=(ProgrammeLog.logged_on, ProgrammeLog.number),
    lines=(ANSWERS,),
    check=_check_log,
    happened=ProgrammeLog.logged_on,
    sheet=Sheet(
        key=(ProgrammeLog.number,),
        synonyms={
            ProgrammeLog.kind: (_("类别"),),
            ProgrammeLog.logged_on: (_("时间"),),
            ProgrammeLog.party: (_("机构"),),
        },
        choices={
            ProgrammeLog.kind: {
                _("满意度问卷"): ("questionnaire",),
                _("问卷"): ("questionnaire",),
                _("宣传"): ("publicity",),
                _("标杆"): ("benchmark",),
                _("经验"): ("lesson",),
            }
        },
        example={
            ProgrammeLog.kind: _("宣传推广"),
            ProgrammeLog.logged_on: "2026-10-12",
            ProgrammeLog.content: _("公众号发布案例（示例）"),
        },
    ),
)  # fmt: skip
