"""The later stages of the workshop: audit, review, evaluation, acceptance, case, summary."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from qmsdesk.models.acceptance import Acceptance, AcceptanceExpert, CaseStudy
from qmsdesk.models.indicators import Assessment
from qmsdesk.models.reviews import Review, ReviewAttendee, ReviewInput, ReviewOutput
from qmsdesk.registers.reviews import ready
from qmsdesk.services import assessment
from qmsdesk.views.acceptance.page import AcceptancePage
from qmsdesk.views.assessment.checks_card import CheckRow
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.audit.dialogs import ReportDialog
from qmsdesk.views.audit.page import AuditPage
from qmsdesk.views.case.page import CasePage
from qmsdesk.views.indicators.evidence import EvidenceDialog
from qmsdesk.views.review.page import ReviewPage
from tests.e2e import hands
from tests.e2e import stages_data as data
from tests.e2e.conftest import Desk
from tests.e2e.stages import attach, bring, confirm, missing, paste
from tests.e2e.year import press, run
from tests.e2e.year_audit import choose, finish, plan_action, verify

TOP, QUALITY, FOREMAN = data.PEOPLE[:3]


def audit(desk: Desk, papers: Path) -> None:
    """Three months after the release: held, reported, its one nonconformity closed."""
    desk.clock.turn("2026-06-22")
    bring(desk, "audit", data.AUDIT, papers)
    page = desk.go("audit")
    assert isinstance(page, AuditPage)
    desk.click(page.tools.next_button)
    assert page.shown.state == "held", [bar.text() for bar in page.messages.bars()]
    hands.turn(desk, page.work.tabs, "附件")
    paste(desk, page.work.files, papers, "首末次会议签到和报告")

    def report(dialog: QDialog) -> None:
        assert isinstance(dialog, ReportDialog)
        desk.click(dialog.verb_button)

    desk.when_asked(report)
    desk.click(page.tools.next_button)
    (found,) = page.findings.records
    panel = choose(desk, found)
    plan_action(desk, panel, corrected="2026-06-22", due="2026-06-30", owner=FOREMAN)
    desk.clock.turn("2026-06-29")
    finish(desk, choose(desk, found), "2026-06-29")
    verify(desk, choose(desk, found), "2026-06-29", "有效", QUALITY)
    run(desk, choose(desk, found), "close")
    assert not missing(desk).keys() & {"audit", "audit_time", "g_audit", "g_corrective"}


def review(desk: Desk, papers: Path) -> None:
    """Twelve inputs, one decision that is carried out, closed."""
    desk.clock.turn("2026-07-06")
    page = desk.go("review")
    assert isinstance(page, ReviewPage)
    desk.click(page.body.new_button)

    def prepare(dialog: QDialog) -> None:
        pane = dialog.pane  # type: ignore[attr-defined]
        hands.fill(desk, pane.form, {Review.chair: TOP, Review.held_on: "2026-07-06"})
        hands.turn(desk, pane.tabs, "参加人")
        hands.row(
            desk, pane.tabs.lines_tab("review_attendee"), {ReviewAttendee.person: QUALITY, ReviewAttendee.present: "是"}
        )
        attach(desk, pane, papers, "管理评审签到")
        press(desk, dialog, "关闭")

    desk.when_asked(prepare)
    desk.click(page.body.facts.edit)
    desk.click(page.head.act)
    desk.click(page.body.inputs.renew_button)
    for line in page.shown.inputs:
        if not ready(line):
            page.body.inputs.go(line.of(ReviewInput.code))
            hands.fill(desk, page.body.inputs.form, {ReviewInput.note: "会上口头汇报"})
    page.body.inputs.tree.setFocus()
    desk.press(Qt.Key.Key_N, control=True)
    hands.fill(desk, page.body.outputs.form, {
        ReviewOutput.decision: "增购一台卡尺", ReviewOutput.owner: data.PEOPLE[3], ReviewOutput.due_on: "2026-12-31",
    })  # fmt: skip
    hands.fill(desk, page.body.conclusion.form, {
        Review.suitability: "适宜", Review.adequacy: "充分", Review.effectiveness: "有效", Review.conclusion: "有效。",
    })  # fmt: skip
    desk.click(page.head.act)
    assert page.head.pill.word() == "关闭"
    assert not missing(desk).keys() & {"review", "g_review", "actions", "kept"}


def evaluate(desk: Desk, papers: Path) -> None:
    """The months of 提升后, a paper behind every indicator, 表C.1 final, the bundle, the acceptance, the plan."""
    desk.clock.turn("2026-10-06")
    bring(desk, "measurement", data.months(4, 9), papers)
    page = desk.go("self_evaluation")
    assert isinstance(page, AssessmentPage)
    hands.fill(desk, page.content.sign, {Assessment.evaluator: QUALITY, Assessment.head: TOP})
    for name in ("按期检定校准率", "采购产品合格率", "一次交验合格率"):
        row = _check(page, name)
        desk.wait(row.link.isVisible)
        desk.when_asked(lambda dialog, n=name: evidence(desk, dialog, papers, n))
        desk.click(row.link)
        desk.settle()
        desk.go("self_evaluation")
    desk.when_asked(confirm)
    desk.click(page.content.sign.button)
    final = assessment.versions(desk.sitting.db)[-1]
    assert final.of(Assessment.status) == "final", page.content.checks.texts()
    assert (str(final.of(Assessment.total)), final.of(Assessment.grade)) == ("30", "良好")
    assert not missing(desk).keys() & {"assessment", "evidence", "traceable", "data"}


def _check(page: AssessmentPage, name: str) -> CheckRow:
    return next(row for row in page.content.checks.rows if name in row.text() and row.link.text() == "补附件")


def evidence(desk: Desk, dialog: QDialog, papers: Path, title: str) -> None:
    """Paste a paper among the files of an indicator."""
    assert isinstance(dialog, EvidenceDialog)
    paste(desk, dialog.files, papers, title)
    press(desk, dialog, "关闭")


def accept(desk: Desk, papers: Path) -> None:
    """The experts' scores beside the own ones; what is to be improved next."""
    desk.clock.turn("2026-10-15")
    page = desk.go("acceptance")
    assert isinstance(page, AcceptancePage)
    desk.click(page.body.new_button)
    hands.fill(desk, page.body.facts, {
        Acceptance.held_on: "2026-10-15", Acceptance.organiser: data.OFFICE, Acceptance.ways: "文件评审；现场评审",
    })  # fmt: skip
    table = page.body.table
    for place in range(table.model().rowCount()):
        category = str(table.model().index(place, 0).data())
        desk.cell(table, place, 3)
        desk.keys("10" if any(name in category for name in ("资源", "采购", "产品实现")) else "0")
        desk.press(Qt.Key.Key_Return)
    for expert in ("专家乙（示例）", "专家丙（示例）"):
        hands.row(desk, page.body.experts, {AcceptanceExpert.expert: expert})
    desk.click(page.body.result.fill_button)
    hands.fill(desk, page.body.opinion, {Acceptance.opinion: "同意通过（示例）"})
    assert page.head.missing == ()
    desk.click(page.head.act)
    assert page.head.pill.word() == "已确认"
    bring(desk, "improvement", data.IMPROVEMENTS, papers)
    assert not missing(desk).keys() & {"acceptance", "experts", "ways", "improvement", "feasible"}


def tell(desk: Desk, papers: Path) -> None:
    """The case drafted from the records and written to its end; questionnaire, publicity, benchmark, lesson."""
    desk.clock.turn("2026-10-20")
    page = desk.go("case_study")
    assert isinstance(page, CasePage)
    desk.click(page.body.new_button)
    for key, text in data.CASE.items():
        page.body.go_to_part(key)
        hands.put(desk, page.body.form.parts[key], text)
    hands.fill(desk, page.body.form, {CaseStudy.written_on: "2026-10-20"})
    desk.click(page.head.act)
    assert page.head.pill.word() == "已定稿", page.head.missing
    bring(desk, "programme_log", data.LOGS, papers)
    assert not missing(desk).keys() & {"case", "case_figures", "lesson", "benchmark", "questionnaire", "publicity"}
