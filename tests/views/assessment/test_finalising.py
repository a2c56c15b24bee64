"""What stands before 定稿, 定稿 itself, versions, and the rule with its reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.indicators import Assessment
from qmsdesk.services import assessment
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.assessment.cells import PLACE
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.assessment.scale import ScaleDialog
from qmsdesk.views.assessment.versions import CompareDialog
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.views.assessment.conftest import Open
from tests.views.indicators import sample
from tests.views.indicators.stage import Stage

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]
LOSS = "质量损失率"


def press(row: int, page: AssessmentPage, qtbot: QtBot) -> None:
    """The link of a line of the checks."""
    qtbot.mouseClick(page.content.checks.rows[row].link, Qt.MouseButton.LeftButton)


def confirm(dialog: QDialog) -> None:
    assert isinstance(dialog, ConfirmDialog)
    dialog.verb_button.click()


@pytest.fixture
def lacking(sitting: Sitting, open_page: Open) -> Stage[AssessmentPage]:
    """A sample whose last indicator has no 提升后."""
    sample.set_round(sitting, LOSS, evaluation=None)
    return open_page(sitting)


def test_finalising_is_shut_while_something_is_missing(
    qtbot: QtBot, lacking: Stage[AssessmentPage], sitting: Sitting
) -> None:
    page, sign = lacking.page, lacking.page.content.sign
    assert page.content.checks.texts()[:2] == ["序号 12 质量损失率：提升后未填", "未填评价人"]
    assert not sign.button.isEnabled()
    assert sign.note() == "还有 2 项必改。定稿后数据固定，修改须另存新版本。"

    press(0, page, qtbot)
    editor = page.content.table.cells.editor
    assert editor is not None
    assert isinstance(editor.control, QLineEdit)
    qtbot.keyClicks(editor.control, "2.01%")
    qtbot.keyClick(editor.control, Qt.Key.Key_Return)
    assert sample.round_of(sitting, LOSS)["after"] == "2.01"

    press(0, page, qtbot)
    person = sign.editors[Assessment.evaluator]
    assert person.control.hasFocus() or person.control.isAncestorOf(page.window().focusWidget())
    line = person.control.findChildren(QLineEdit)[0]
    line.setText("何静")
    line.editingFinished.emit()
    assert [r.must for r in page.content.checks.rows].count(True) == 0
    assert sign.button.isEnabled()
    assert page.header.title() == "自我评价"
    row = assessment.versions(sitting.db)[0]
    assert row.of(Assessment.evaluator) == sample.people(sitting)["何静"]


def test_warnings_lead_to_where_they_are_mended(qtbot: QtBot, shown: Stage[AssessmentPage], sitting: Sitting) -> None:
    page = shown.page
    texts = page.content.checks.texts()
    press(texts.index("序号 5 轴套内孔圆度Cpk：缺证据"), page, qtbot)
    press(texts.index("序号 12 质量损失率：月份未核实"), page, qtbot)
    assert shown.outside.gone == [
        ("indicator", (sample.number(sitting, "轴套内孔圆度Cpk"), "evidence")),
        ("indicator", (sample.number(sitting, LOSS), "month")),
    ]


def test_a_final_version_is_read_only_and_signed(
    qtbot: QtBot, sitting: Sitting, open_page: Open, answer: Answer
) -> None:
    sample.signed_draft(sitting)
    page = open_page(sitting).page
    asked = answer(confirm)
    qtbot.mouseClick(page.content.sign.button, Qt.MouseButton.LeftButton)
    assert isinstance(asked[0], ConfirmDialog)
    assert "自评人：何静，企业负责人：陈启明" in asked[0].text.text()

    row = assessment.versions(sitting.db)[0]
    assert (row.of(Assessment.status), str(row.of(Assessment.total))) == ("final", "60")
    assert page.shown.final
    sign = page.content.sign
    assert sign._pills["evaluator"].word() == "已签 2026-10-15"
    assert not sign.editors[Assessment.evaluator].is_open()
    table = page.content.table
    assert table.go(sample.number(sitting, LOSS), "target")
    qtbot.keyClicks(table, "3")
    assert table.cells.editor is None
    assert not sitting.done  # 定稿 is never undone

    sample.set_round(sitting, LOSS, target="2.1")
    page.reload()
    assert page.content.total.total() == "60"
    assert "定稿后源数据已变：质量损失率" in page.content.card.bar.text()


def test_cancelling_the_question_leaves_the_draft(
    qtbot: QtBot, sitting: Sitting, open_page: Open, answer: Answer
) -> None:
    sample.signed_draft(sitting)
    page = open_page(sitting).page
    answer(QDialog.reject)
    qtbot.mouseClick(page.content.sign.button, Qt.MouseButton.LeftButton)
    assert not page.shown.final


def test_versions_are_kept_and_compared(qtbot: QtBot, sitting: Sitting, open_page: Open, answer: Answer) -> None:
    assessment.finalise(sitting, sample.signed_draft(sitting))
    page = open_page(sitting).page
    qtbot.mouseClick(page.content.sign.button, Qt.MouseButton.LeftButton)  # 另存新版本
    assert (page.shown.version, page.shown.final) == (2, False)
    sample.set_round(sitting, LOSS, target="2.1")
    page.reload()

    page.tools.fill()
    names = [action.text() for action in page.tools.versions.actions() if action.text()]
    assert names[:2] == ["第 2 版　未定稿　2026-10-15", "第 1 版　已定稿　2026-10-15　60 分 优秀"]
    seen: list[tuple[str, str, str]] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, CompareDialog)
        seen.extend((d.label, d.old, d.new) for d in dialog.differences())
        assert dialog.model.index(0, 1).data() == "提升目标"
        dialog.accept()

    answer(look)
    page.tools.compared.emit()
    assert seen == [("提升目标", "2", "2.1"), ("提升结果", "not_achieved", "achieved"), ("合计评分", "60", "70")]

    page.tools.versions.actions()[1].trigger()
    assert (page.shown.version, page.shown.final) == (1, True)
    assert page.model.index(11, PLACE["target"]).data() == "2%"
    assert not page.content.sign.button.isVisible()  # only the newest version is renewed


def test_another_rule_asks_for_a_reason(qtbot: QtBot, page: AssessmentPage, sitting: Sitting, answer: Answer) -> None:
    def change(dialog: QDialog) -> None:
        assert isinstance(dialog, ScaleDialog)
        assert not dialog.save_button.isEnabled()
        dialog.choices["proportional"].click()
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        assert dialog.reason_row.error() == "写明原因后才能调整"
        dialog._reason.setText("评审组要求按比例")
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)

    answer(change)
    qtbot.mouseClick(page.content.total.scale_link, Qt.MouseButton.LeftButton)
    assert assessment.rule_of(sitting.db) == "proportional"
    assert assessment.scale_reason(sitting.db) == "评审组要求按比例"
    assert page.content.total.total() == "51.67"
    assert page.content.total._adjusted.word() == "已调整"


def test_bounds_that_make_no_scale_are_refused(page: AssessmentPage, sitting: Sitting, answer: Answer) -> None:
    def change(dialog: QDialog) -> None:
        assert isinstance(dialog, ScaleDialog)
        dialog.bounds["good"].setText("65")
        assert not dialog.save_button.isEnabled()
        assert "从高到低" in dialog._wrong.text()
        dialog.accept()
        assert dialog.isVisible()
        dialog.reject()

    answer(change)
    page.content.total.scale_link.click()
    assert not assessment.bands_of(sitting.db).adjusted
