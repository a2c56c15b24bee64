"""The internal audit of the year, and what becomes of its two findings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import Audit, AuditCheck, AuditSlot
from qmsdesk.registers.actions import ROUNDS
from qmsdesk.services import reading
from qmsdesk.views.actions.panel import NonconformityPanel
from qmsdesk.views.audit.dialogs import ArrangeDialog, FillDialog, NewAuditDialog, ReportDialog
from qmsdesk.views.audit.page import AuditPage
from tests.e2e import hands
from tests.e2e.conftest import LEFT, Desk
from tests.e2e.year import press, run, waiting

NC = Nonconformity


def hold_audit(desk: Desk) -> tuple[int, int]:
    """Programme, plan, checklist, judgements by figure keys, report; the ids of the two nonconformities it raises."""
    desk.clock.turn("2027-05-10")
    assert [title[:4] for _day, title in waiting(desk, "audit")] == ["内部审核"]
    page = desk.go("audit")
    assert isinstance(page, AuditPage)

    def plan(dialog: QDialog) -> None:
        assert isinstance(dialog, NewAuditDialog)
        for field, text in (
            (Audit.planned_on, "2027-05-17"), (Audit.title, "2027 年度内部审核"), (Audit.leader, "何静")
        ):  # fmt: skip
            hands.put(desk, dialog.editors[field], text)
        press(desk, dialog, "新建审核")

    desk.when_asked(plan)
    hands.trigger(page.tools.menu(), "新建审核")
    assert page.header.title() == "NS-2027-01 2027 年度内部审核"
    matrix = page.programme.matrix
    place = [each.name for each in matrix.rows].index("生产部")
    desk.qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.place_of(place, 5))
    assert matrix.rows[place].planned == {5}
    assert waiting(desk, "audit", "实施") == [("2027-05-17", "实施内部审核：2027 年度内部审核")]
    desk.go("audit")
    desk.when_asked(lambda dialog: arrange(desk, dialog))
    desk.click(page.plan.edit)
    desk.when_asked(lambda dialog: list_items(desk, dialog))
    desk.click(page.work.checks.fill_button)
    desk.settle()

    desk.clock.turn("2027-05-17")
    hands.turn(desk, page.work.tabs, "审核报告")
    hands.fill(desk, page.work.report.form, {
        Audit.held_on: "2027-05-17", Audit.scope: "生产部的生产过程", Audit.criteria: "GB/T 19001—2016，体系文件",
    })  # fmt: skip
    desk.click(page.tools.next_button)
    assert page.shown.state == "held", [bar.text() for bar in page.messages.bars()]
    judge(desk, page)
    hands.turn(desk, page.work.tabs, "审核报告")
    hands.fill(desk, page.work.report.form, {
        Audit.summary: "两项一般不符合", Audit.conclusion: "体系基本有效", Audit.effectiveness: "有效",
        Audit.reported_on: "2027-05-17",
    })  # fmt: skip

    def report(dialog: QDialog) -> None:
        assert isinstance(dialog, ReportDialog)
        desk.click(dialog.verb_button)

    desk.when_asked(report)
    desk.click(page.tools.next_button)
    assert page.tools.pill.word() == "跟踪整改"
    first, second = page.findings.records
    return first, second


def arrange(desk: Desk, dialog: QDialog) -> None:
    """One slot, and an auditor of another department than the one audited."""
    assert isinstance(dialog, ArrangeDialog)
    hands.row(desk, dialog.lines["audit_slot"], {
        AuditSlot.day: "2027-05-17", AuditSlot.starts: "08:30", AuditSlot.ends: "11:30",
        AuditSlot.department: "生产部", AuditSlot.clauses: "8.5.1；8.5.2", AuditSlot.auditor: "何静",
    })  # fmt: skip
    press(desk, dialog, "关闭")


def list_items(desk: Desk, dialog: QDialog) -> None:
    """生成检查表 for one department and a few clauses."""
    assert isinstance(dialog, FillDialog)
    dialog.list.setFocus()
    for place in range(dialog.list.count()):
        dialog.list.setCurrentRow(place)
        if dialog.list.item(place).text() != "生产部":
            desk.press(Qt.Key.Key_Space, on=dialog.list)
    hands.put(desk, dialog.only, "7.1；8.5")
    desk.press(Qt.Key.Key_Space, on=dialog.by_documents)
    press(desk, dialog, "生成检查表")


def judge(desk: Desk, page: AuditPage) -> None:
    """2 on the first two items with what was seen, 1 on the others; the keyboard alone."""
    hands.turn(desk, page.work.tabs, "检查表")
    checks, tree = page.work.checks, page.work.checks.tree
    tree.setFocus()
    judged: list[int] = []
    desk.press(Qt.Key.Key_Home, on=tree)
    while len(judged) < page.shown.tally.total:
        if not tree.record() or tree.record() in judged:
            before = tree.currentIndex()
            desk.press(Qt.Key.Key_Down, on=tree)
            assert tree.currentIndex() != before
            continue
        judged.append(tree.record())
        wrong = len(judged) <= 2
        desk.press(Qt.Key.Key_2 if wrong else Qt.Key.Key_1, on=tree)
        if wrong:
            desk.press(Qt.Key.Key_Return, on=tree)
            evidence, grade = f"第 {len(judged)} 处没有记录", "一般"
            hands.fill(desk, checks.editor, {AuditCheck.evidence: evidence, AuditCheck.grade: grade})
            tree.setFocus()
    tally = page.shown.tally
    assert tally.total > 2
    assert (tally.judged, tally.by) == (tally.total, {"nonconforming": 2, "conforming": tally.total - 2})


# 不符合与纠正


def correct(desk: Desk, first: int, second: int) -> None:
    """Both are analysed and mended; the first one is closed, the second judged 无效 and goes back to its analysis."""
    asked = waiting(desk, "nonconformity", "原因分析")
    assert [day for day, _title in asked] == ["2027-06-01", "2027-06-01"]
    desk.clock.turn("2027-05-18")
    for record in (first, second):
        panel = choose(desk, record)
        plan_action(desk, panel, corrected="2027-05-17", due="2027-06-08")
    assert waiting(desk, "nonconformity", "原因分析") == []
    assert [day for day, _title in waiting(desk, "nonconformity", "纠正措施完成")] == ["2027-06-08"] * 2

    desk.clock.turn("2027-06-07")
    for record in (first, second):
        finish(desk, choose(desk, record), "2027-06-07")
    assert [day for day, _title in waiting(desk, "nonconformity", "纠正措施验证")][-2:] == ["2027-06-17"] * 2

    desk.clock.turn("2027-06-16")
    verify(desk, choose(desk, first), "2027-06-16", "有效")
    run(desk, choose(desk, first), "close")
    assert state(desk, first) == ("closed", 1)
    panel = choose(desk, second)
    verify(desk, panel, "2027-06-16", "无效")
    assert not panel.verbs.buttons["close"].isEnabled()
    run(desk, panel, "reopen")
    assert state(desk, second) == ("analysis", 2)
    assert panel.facts.place.text().endswith("第 2 轮")
    hands.turn(desk, panel.tabs, "以前各轮")
    assert panel.tabs.lines_tab(ROUNDS.key).model.rowCount() == 1
    assert len(waiting(desk, "nonconformity", "纠正措施验证")) == 1  # the one of the sample
    assert [day for day, _title in waiting(desk, "nonconformity", "原因分析")] == ["2027-07-01"]
    page = desk.go("audit")
    assert isinstance(page, AuditPage)
    desk.when_asked(QDialog.reject)
    desk.click(page.tools.next_button)
    assert "关闭" in str(desk.dialogs[-1].windowTitle())
    assert page.tools.pill.word() == "跟踪整改"  # one is open still


def close_audit(desk: Desk, second: int) -> None:
    """The second round is effective, so that the audit can be closed."""
    desk.clock.turn("2027-07-01")
    panel = choose(desk, second)
    plan_action(desk, panel, due="2027-07-08")
    finish(desk, panel, "2027-07-01")
    verify(desk, panel, "2027-07-01", "有效")
    run(desk, panel, "close")
    assert state(desk, second) == ("closed", 2)
    page = desk.go("audit")
    assert isinstance(page, AuditPage)
    desk.click(page.tools.next_button)
    assert page.tools.pill.word() == "关闭"


def choose(desk: Desk, record: int) -> NonconformityPanel:
    """The nonconformity on the page of its audit, by its tab."""
    page = desk.go("audit")
    assert isinstance(page, AuditPage)
    tabs, place = page.findings.tabs, page.findings.records.index(record)
    desk.qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(place).center())
    panel = page.findings.panel
    desk.wait(lambda: panel.record() == record)
    hands.turn(desk, panel.tabs, "基本信息")
    return panel


def step(desk: Desk, panel: NonconformityPanel, key: str, values: dict[object, str]) -> None:
    """Open a step by its node, and fill it."""
    line = panel.facts.line
    desk.qtbot.mouseClick(line, LEFT, pos=line.place_of(key))
    hands.fill(desk, panel.form, values)


def plan_action(
    desk: Desk, panel: NonconformityPanel, *, due: str, corrected: str = "", owner: str = "许志强"
) -> None:
    """Correction, causes and measures; a further round has its correction already."""
    if corrected:
        step(desk, panel, "correction", {NC.correction: "当场补记", NC.corrected_on: corrected})
        run(desk, panel, "analyse")
    step(desk, panel, "cause", {NC.factors: "人；法", NC.cause: "没有规定记录的时机", NC.extension: "其他班组已查"})
    step(desk, panel, "action", {NC.action: "写入作业指导书并培训", NC.action_owner: owner, NC.due_on: due})
    run(desk, panel, "plan")


def finish(desk: Desk, panel: NonconformityPanel, day: str) -> None:
    """The measures are done."""
    step(desk, panel, "action", {NC.done_on: day})
    run(desk, panel, "finish")


def verify(desk: Desk, panel: NonconformityPanel, day: str, effect: str, by: str = "谢芳") -> None:
    """What was looked at, by whom, and what it came to."""
    step(desk, panel, "verify", {
        NC.verify_method: "现场抽查", NC.verify_evidence: "抽 10 份记录", NC.verifier: by, NC.verified_on: day,
        NC.effectiveness: effect,
    })  # fmt: skip


def state(desk: Desk, record: int) -> tuple[str, int]:
    """State and round."""
    row = reading.row(desk.sitting.db, NC, record)
    assert row is not None
    return row["status"], row["round"]
