"""The widgets do what the design says, by mouse, by keyboard and for a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.tokens import DARK, LIGHT
from qmsdesk.views.widgets import states
from qmsdesk.views.widgets.bars import Gauge, GradeBar, SegmentBar, Sparkline
from qmsdesk.views.widgets.buttons import action, button, tool_button
from qmsdesk.views.widgets.calendar import Calendar
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import Chip, ClauseTag, Segmented
from qmsdesk.views.widgets.dialog import ConfirmDialog
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.header import PageHeader
from qmsdesk.views.widgets.message_bar import MessageArea, MessageBar
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.steps import StepBar
from qmsdesk.views.widgets.toast import Toast

STATES = (
    "已满足 部分 缺失 未到期 不适用 达成 未达成 待评 无样本 有效 部分有效 无效 未评价 未定稿 已定稿 草稿 审核中 作废 "
    "计划 已实施 已评价 已报告 关闭 开立 分析 实施 待验证 定稿 录入 已核实 已锁定 已报名 "
    "已遴选 未入选 已确认 已签署 征求意见 批准"
)


@pytest.mark.parametrize("word", STATES.split())
def test_every_state_of_the_records_has_a_mark(theme: Theme, word: str) -> None:
    assert word in states.MARKS
    theme.icon(states.mark(word).icon)


def test_all_marks_can_be_drawn(theme: Theme) -> None:
    for mark in states.MARKS.values():
        assert theme.icon(mark.icon).pixmap(12, 12).toImage().allGray() in (True, False)
        assert mark.tone in ("ok", "warn", "bad", "info", "neutral")


def test_a_state_with_a_number_keeps_its_mark() -> None:
    assert states.mark("逾期 5 天") == states.mark("逾期")
    assert states.mark("从未听说").tone == "neutral"
    assert states.mark("草稿", "bad").tone == "bad"


def test_a_pill_says_its_state_and_grows_with_it(qtbot: QtBot, theme: Theme) -> None:
    pill = Pill(theme, "草稿")
    qtbot.addWidget(pill)
    narrow = pill.sizeHint().width()
    pill.set_state("逾期 12 天")
    assert pill.accessibleName() == "逾期 12 天"
    assert pill.sizeHint().width() > narrow
    assert pill.grab().toImage().pixelColor(pill.sizeHint().width() // 2, 2) == QColor(LIGHT.bad_bg)
    pill.set_state("")
    assert pill.isHidden()


def test_buttons_answer_to_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    pressed: list[str] = []
    made = button(theme, "导出资料包", "folder-zip-line", "primary", on_click=lambda: pressed.append("a"))
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert pressed == ["a"]


def test_an_icon_button_has_a_name_and_a_tip(qtbot: QtBot, theme: Theme) -> None:
    made = tool_button(theme, "增加指标", "add-line", icon_only=True)
    qtbot.addWidget(made)
    assert made.accessibleName() == "增加指标"
    assert made.toolTip() == "增加指标"
    assert made.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_tool_button_shares_its_action(qtbot: QtBot, theme: Theme) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    done: list[int] = []
    shared = action(theme, "打印", "printer-line", "Ctrl+P", lambda: done.append(1), parent=page)
    made = tool_button(theme, shared, parent=page)
    assert not made.icon().isNull()
    made.click()
    shared.setEnabled(False)
    made.click()
    assert done == [1]
    assert not made.isEnabled()


def test_a_facet_shows_values_and_is_taken_back(qtbot: QtBot, theme: Theme) -> None:
    chip = Chip(theme, "责任部门", menu=QMenu())
    qtbot.addWidget(chip)
    chip.set_values("技术质量部、生产部")
    chip.show()
    assert chip.accessibleName() == "责任部门：技术质量部、生产部"
    assert chip.isChecked()
    with qtbot.waitSignal(chip.cleared):
        qtbot.keyClick(chip, Qt.Key.Key_Delete)
    with qtbot.waitSignal(chip.cleared):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 10, chip.height() // 2))
    chip.set_values("")
    assert not chip.isChecked()


def test_a_category_counts(qtbot: QtBot, theme: Theme) -> None:
    chip = Chip(theme, "表单", 1337)
    qtbot.addWidget(chip)
    assert chip.text() == "表单 1,337"
    with qtbot.waitSignal(chip.toggled):
        qtbot.keyClick(chip, Qt.Key.Key_Space)


def test_segments_move_with_the_arrows(qtbot: QtBot) -> None:
    made = Segmented([("month", "月"), ("quarter", "季"), ("total", "累计")])
    qtbot.addWidget(made)
    assert made.value() == "month"
    with qtbot.waitSignal(made.chosen) as caught:
        qtbot.keyClick(made, Qt.Key.Key_Right)
    assert caught.args == ["quarter"]
    qtbot.keyClick(made, Qt.Key.Key_Left)
    qtbot.keyClick(made, Qt.Key.Key_Left)
    assert made.value() == "total"


def test_a_clause_tag_opens_its_clause(qtbot: QtBot, theme: Theme) -> None:
    header = PageHeader(theme, "自我评价", ["6.9.5"], "2025 年度")
    qtbot.addWidget(header)
    tag = header.findChild(ClauseTag)
    assert tag is not None
    with qtbot.waitSignal(header.clause_opened) as caught:
        tag.click()
    assert caught.args == ["6.9.5"]
    assert "6.9.5" in tag.accessibleName()


def test_a_crumb_leads_back(qtbot: QtBot, theme: Theme) -> None:
    header = PageHeader(theme, "导入 Excel")
    qtbot.addWidget(header)
    header.set_title("导入 Excel", "文件与表单台账")
    crumb = next(made for made in header.findChildren(QWidget) if made.property("kind") == "link")
    with qtbot.waitSignal(header.crumb_pressed):
        qtbot.mouseClick(crumb, Qt.MouseButton.LeftButton)


def test_a_form_row_ties_everything_together(qtbot: QtBot, theme: Theme) -> None:
    box = QLineEdit()
    row = FormRow(theme, "生效日期", box, required=True, help_text="批准时填写", hint="年-月-日")
    qtbot.addWidget(row)
    label = next(made for made in row.findChildren(QLabel) if made.text() == "生效日期")
    assert label.buddy() is box
    assert box.accessibleName() == "生效日期"
    assert "年-月-日" in box.accessibleDescription()
    row.set_error("批准前请填写生效日期")
    assert box.property("state") == "error"
    assert box.accessibleDescription().startswith("批准前请填写生效日期")
    row.set_error("")
    assert box.property("state") == ""
    assert row.error() == ""


def test_a_wrong_field_is_drawn_red(qtbot: QtBot, theme: Theme) -> None:
    box = QComboBox()
    row = FormRow(theme, "类别", box)
    qtbot.addWidget(row)
    row.resize(320, 60)
    row.show()
    row.set_error("请选择类别")
    assert box.grab().toImage().pixelColor(box.width() // 2, 0) == QColor(LIGHT.bad)


def test_the_focus_is_seen(qtbot: QtBot, theme: Theme) -> None:
    page = QWidget()
    lines = QVBoxLayout(page)
    parts: list[QWidget] = [
        QLineEdit(),
        QComboBox(),
        button(theme, "默认"),
        tool_button(theme, "导出"),
        Chip(theme, "表单"),
    ]
    for part in parts:
        lines.addWidget(part)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    for part in parts:
        parts[0 if part is not parts[0] else 1].setFocus(Qt.FocusReason.TabFocusReason)
        before = part.grab().toImage()
        part.setFocus(Qt.FocusReason.TabFocusReason)
        assert part.grab().toImage() != before
        assert part.grab().toImage().pixelColor(part.width() // 2, 1) == QColor(LIGHT.accent), type(part).__name__


def test_confirming_wants_a_reason_and_starts_on_it(qtbot: QtBot, theme: Theme) -> None:
    dialog = ConfirmDialog(theme, "作废“WI-04”？", "已引用的 12 条记录不受影响。", "作废", reason="原因")
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    assert isinstance(dialog.focusWidget(), QLineEdit)
    assert not dialog.verb_button.isEnabled()
    dialog.accept()
    assert dialog.isVisible(), "accepted without a reason"
    box = dialog.findChild(QLineEdit)
    assert box is not None
    box.insert("   ")
    assert not dialog.verb_button.isEnabled()
    box.insert("该工序改为外协 ")
    dialog.verb_button.click()
    assert dialog.result() == int(QDialog.DialogCode.Accepted)
    assert dialog.reason_text() == "该工序改为外协"


def test_escape_and_enter_do_not_destroy(qtbot: QtBot, theme: Theme) -> None:
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        dialog = ConfirmDialog(theme, "作废“WI-04”？", "", "作废")
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.keyClick(dialog, key)
        assert dialog.result() == int(QDialog.DialogCode.Rejected)
        assert not dialog.isVisible()


@pytest.fixture
def home(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_a_toast_goes_by_itself(qtbot: QtBot, theme: Theme, home: QWidget) -> None:
    toast = Toast(theme, home)
    assert toast.timer.interval() == 10_000
    toast.timer.setInterval(0)
    with qtbot.waitSignal(toast.closed):
        toast.say("已删除 1 条培训记录")
    assert toast.isHidden()


def test_a_toast_waits_under_the_mouse(qtbot: QtBot, theme: Theme, home: QWidget) -> None:
    toast = Toast(theme, home)
    toast.say("已删除 1 条培训记录")
    assert toast.timer.isActive()
    point = QPointF(5, 5)
    toast.enterEvent(QEnterEvent(point, point, point))
    assert not toast.timer.isActive()
    toast.leaveEvent(QEvent(QEvent.Type.Leave))
    assert toast.timer.isActive()


def test_a_toast_undoes_once_and_is_the_only_one(qtbot: QtBot, theme: Theme, home: QWidget) -> None:
    undone: list[str] = []
    toast = Toast(theme, home)
    toast.say("第一条", lambda: undone.append("first"))
    toast.say("第二条", lambda: undone.append("second"))
    assert toast.text() == "第二条"
    toast.undo()
    toast.undo()
    assert undone == ["second"]
    assert toast.isHidden()


def test_a_toast_stays_at_the_bottom(qtbot: QtBot, theme: Theme, home: QWidget) -> None:
    toast = Toast(theme, home)
    toast.say("很长的句子" * 60)
    assert toast.width() <= home.width()
    home.resize(1000, 500)
    assert abs(toast.geometry().center().x() - 500) <= 1
    assert toast.geometry().bottom() < 500


def test_message_bars_are_not_repeated(qtbot: QtBot, theme: Theme) -> None:
    area = MessageArea()
    qtbot.addWidget(area)
    assert area.isHidden()
    for text in ("甲", "乙", "甲"):
        area.put(MessageBar(theme, "bad", text, closable=True))
    assert [bar.text() for bar in area.bars()] == ["甲", "乙"]
    area.bars()[0].closed.emit()
    assert [bar.text() for bar in area.bars()] == ["乙"]
    area.clear()
    assert area.isHidden()


def test_a_message_leads_somewhere(qtbot: QtBot, theme: Theme) -> None:
    went: list[str] = []
    bar = MessageBar(theme, "warn", "还有 10 项未满足验收要求。", "查看缺项", lambda: went.append("gaps"))
    qtbot.addWidget(bar)
    bar.press_link()
    assert went == ["gaps"]
    assert bar.accessibleName() == "还有 10 项未满足验收要求。"


def test_an_empty_state_names_what_is_missing(qtbot: QtBot, theme: Theme) -> None:
    made = EmptyState(
        theme, "book-open-line", "还没有培训记录", "6.7.2.2 要求按四个层级培训", button(theme, "新建培训")
    )
    qtbot.addWidget(made)
    assert made.accessibleName() == "还没有培训记录"
    made.set_text("没有找到")
    assert made.accessibleName() == "没有找到"


def test_a_card_has_head_body_and_foot(qtbot: QtBot, theme: Theme) -> None:
    card = Card(theme, "评价指标", "9 类 16 项")
    qtbot.addWidget(card)
    inside = QLabel("内容")
    card.add_padded(inside)
    card.add_head(button(theme, "增加", small=True))
    card.set_footer(QLabel("合计"), None, QLabel("34"))
    card.show()
    shown = [made.text() for made in card.findChildren(QLabel) if made.isVisible()]
    assert shown == ["评价指标", "9 类 16 项", "内容", "合计", "34"]


def test_steps_are_said(qtbot: QtBot, theme: Theme) -> None:
    steps = StepBar(theme, ["选择文件", "对应列并检查", "导入", "完成"], 1)
    qtbot.addWidget(steps)
    assert steps.accessibleName() == "第 2 步，共 4 步：对应列并检查"
    first = steps.grab().toImage()
    steps.set_current(4)
    assert "全部完成" in steps.accessibleName()
    assert steps.grab().toImage() != first


def _figures(theme: Theme) -> list[tuple[QWidget, Callable[[], None]]]:
    segments, grade, gauge, line = SegmentBar(theme), GradeBar(theme), Gauge(theme), Sparkline(theme)
    bands = [(Decimal(0), "不合格"), (Decimal(10), "合格"), (Decimal(30), "良好"), (Decimal(60), "优秀")]
    return [
        (segments, lambda: segments.set_parts([(12, "ok"), (8, "warn_fill"), (-1, "bad")], 22, "已满足 12")),
        (grade, lambda: grade.set_grade(Decimal("51.67"), Decimal(90), bands, "51.67 分，良好")),
        (gauge, lambda: gauge.set_value(559, 660, name="559 字")),
        (line, lambda: line.set_values([Decimal(94), None, Decimal("97.7")], Decimal("97.5"), "97.7%")),
    ]


def test_figures_draw_what_they_are_given_and_say_it(qtbot: QtBot, theme: Theme) -> None:
    for figure, fill in _figures(theme):
        qtbot.addWidget(figure)
        figure.resize(300, figure.sizeHint().height())
        empty = figure.grab().toImage()
        fill()
        assert figure.accessibleName()
        assert figure.grab().toImage() != empty


def test_the_calendar_follows_the_theme(qtbot: QtBot, theme: Theme) -> None:
    calendar = Calendar(theme)
    qtbot.addWidget(calendar)
    assert calendar.locale().name() == "zh_CN"
    for tokens, mode in ((LIGHT, "light"), (DARK, "dark")):
        theme.apply(mode)
        weekend = calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
        assert weekend == QColor(tokens.text2)


def test_icons_of_buttons_grow_with_the_font(qtbot: QtBot, theme: Theme) -> None:
    made = button(theme, "导出", "download-2-line")
    qtbot.addWidget(made)
    assert made.iconSize().height() == 16
    theme.apply("light", 1.3)
    assert made.iconSize().height() == 21


def test_figures_bear_odd_values(qtbot: QtBot, theme: Theme) -> None:
    grade, line, segments = GradeBar(theme), Sparkline(theme), SegmentBar(theme)
    for figure in (grade, line, segments):
        qtbot.addWidget(figure)
        figure.resize(200, 40)
    grade.set_grade(Decimal(120), Decimal(90), [(Decimal(0), "不合格")])
    line.set_values([None, None], None)
    segments.set_parts([], 0)
    for figure in (grade, line, segments):
        assert not figure.grab().isNull()


def test_a_question_for_a_reason_is_ready_for_typing(qtbot: QtBot, theme: Theme) -> None:
    dialog = ConfirmDialog(theme, "更正？", "", "开始更正", reason="更正原因", danger=False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    box = dialog.focusWidget()
    assert isinstance(box, QLineEdit)
    box.insert("日期写错")
    assert dialog.reason_text() == "日期写错"
