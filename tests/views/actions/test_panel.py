"""The panel of a nonconformity: steps, line of states, verbs, rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.actions import Nonconformity
from qmsdesk.registers.actions import ROUNDS
from qmsdesk.registers.spec import origin
from qmsdesk.services import nonconformity, reading, records
from qmsdesk.views.actions.panel import NonconformityPanel
from qmsdesk.views.actions.step_form import NODES
from qmsdesk.views.theme.apply import Theme
from tests.views.actions.conftest import Filled, Show, Stage

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


@pytest.fixture
def stage(show: Show, filled: Filled, theme: Theme) -> Stage:
    def make(stage: Stage) -> NonconformityPanel:
        return NonconformityPanel(
            theme, filled.sitting, stage.messages, stage.jobs, open_record=lambda *where: stage.gone.append(where)
        )

    return show(make)


def opened(stage: Stage, record: int) -> NonconformityPanel:
    panel: NonconformityPanel = stage.widget
    assert panel.show_record(record)
    return panel


def open_steps(panel: NonconformityPanel) -> list[str]:
    return [key for key, block in zip(NODES, panel.form.blocks, strict=True) if block.is_open()]


def test_the_step_in_hand_is_open_and_the_others_in_short(stage: Stage, filled: Filled) -> None:
    panel = opened(stage, filled.late)
    assert open_steps(panel) == ["verify"]
    texts = [(block.caption.text(), block.short.text()) for block in panel.form.blocks]
    assert texts[1] == ("韩志远 10-16", "补做首件检验")
    assert texts[3] == ("韩志远 10-31", "修订作业指导书")
    assert texts[4][0] == "应于 11-10 完成"
    assert panel.facts.fact.text() == "4 张首件检验记录没有签字"
    assert panel.facts.place.text() == "生产部 · 8.5.1"
    assert open_steps(opened(stage, filled.closed)) == []
    assert panel.bar.text() == "不符合已关闭，只能查看"


def test_the_line_of_states_says_where_it_is_and_leads_to_the_step(qtbot: QtBot, stage: Stage, filled: Filled) -> None:
    panel = opened(stage, filled.late)
    line = panel.facts.line
    assert "验证 逾期 2 天" in line.accessibleName()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.place_of("cause"))
    assert open_steps(panel) == ["cause", "verify"]
    assert panel.form.editors[Nonconformity.factors].control.hasFocus()
    line.setFocus()
    for _press in range(3):
        qtbot.keyClick(line, Qt.Key.Key_Right)
    assert line.accessibleDescription() == "关闭 未开始"
    panel.form.blocks[NODES.index("verify")].set_open(on=False)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "verify" in open_steps(panel)


def put(panel: NonconformityPanel, field: object, value: object) -> None:
    change = panel.form.put(field, value)
    assert change is not None
    panel.show_state()


def test_it_is_verified_and_closed(qtbot: QtBot, stage: Stage, filled: Filled) -> None:
    panel = opened(stage, filled.late)
    close = panel.verbs.buttons["close"]
    assert not close.isEnabled()
    assert panel.verbs.missing == ["验证方法", "验证证据", "验证人", "验证日期", "有效性"]
    put(panel, Nonconformity.verify_evidence, "全部签字")
    put(panel, Nonconformity.verifier, filled.verifier)
    put(panel, Nonconformity.verified_on, dt.date(2025, 11, 12))
    put(panel, Nonconformity.effectiveness, "effective")
    panel.focus_field(Nonconformity.verify_method)
    panel.form.editors[Nonconformity.verify_method].control.insert("抽查整改后的记录")
    assert panel.flush()
    told: list[records.Change] = []
    panel.changed.connect(told.append)
    qtbot.mouseClick(panel.verbs.buttons["close"], Qt.MouseButton.LeftButton)
    assert told[0].what == "close"
    assert panel.visit is not None
    assert panel.visit.row is not None
    assert panel.visit.row["status"] == "closed"
    assert [node.state for node in panel.facts.line.nodes()] == ["done"] * 6


def test_who_is_responsible_verifies_with_a_reason_only(
    qtbot: QtBot, stage: Stage, filled: Filled, answer: Answer
) -> None:
    panel = opened(stage, filled.late)
    for field, value in (
        (Nonconformity.verify_method, "抽查"), (Nonconformity.verify_evidence, "全部签字"),
        (Nonconformity.verifier, filled.owner), (Nonconformity.verified_on, dt.date(2025, 11, 12)),
        (Nonconformity.effectiveness, "effective"),
    ):  # fmt: skip
        put(panel, field, value)

    def give_reason(dialog: QDialog) -> None:
        dialog.findChild(QLineEdit).setText("只有一名内审员")
        dialog.accept()

    seen = answer(give_reason)
    qtbot.mouseClick(panel.verbs.buttons["close"], Qt.MouseButton.LeftButton)
    assert seen
    assert reading.row(filled.sitting.db, Nonconformity, filled.late)["status"] == "closed"


def test_what_did_not_work_goes_back_with_its_round_kept(qtbot: QtBot, stage: Stage, filled: Filled) -> None:
    panel = opened(stage, filled.late)
    for field, value in (
        (Nonconformity.verify_evidence, "仍有 2 张漏签"), (Nonconformity.verifier, filled.verifier),
        (Nonconformity.verified_on, dt.date(2025, 11, 12)), (Nonconformity.effectiveness, "ineffective"),
    ):  # fmt: skip
        put(panel, field, value)
    qtbot.mouseClick(panel.verbs.buttons["reopen"], Qt.MouseButton.LeftButton)
    assert open_steps(panel) == ["cause"]
    assert panel.facts.place.text() == "生产部 · 8.5.1 · 第 2 轮"
    rounds = panel.tabs.lines_tab(ROUNDS.key)
    assert rounds.model.index(0, 0).data() == "1"
    assert rounds.model.rowCount() == 1  # no blank one: nobody writes a round by hand
    assert rounds.remove_button.isHidden()


def test_a_refused_value_keeps_the_panel(stage: Stage, filled: Filled, answer: Answer) -> None:
    panel = opened(stage, filled.late)
    panel.focus_field(Nonconformity.due_on)
    panel.form.editors[Nonconformity.due_on].control.setText("不是日期")
    assert not panel.show_record(filled.fresh)
    assert panel.record() == filled.late
    answer(lambda dialog: dialog.reject())
    assert not panel.leave()
    answer(lambda dialog: dialog.accept())
    assert panel.leave()
    assert panel.show_record(filled.fresh)
    assert open_steps(panel) == ["open", "correction"]


def test_it_leads_to_the_record_it_came_from(stage: Stage, filled: Filled) -> None:
    first = nonconformity.raise_nonconformity(
        filled.sitting, "process", "又一次", came_from=origin("nonconformity", filled.late)
    ).record
    panel = opened(stage, first)
    assert panel.facts.source.text() == "NC-2025-01"
    panel.facts.source.click()
    assert stage.gone == [("nonconformity", "NC-2025-01")]
    assert opened(stage, filled.late).facts.source.isHidden()


def test_what_is_saved_elsewhere_is_seen(stage: Stage, filled: Filled) -> None:
    panel = opened(stage, filled.late)
    from qmsdesk.registers.actions import NONCONFORMITY

    change = records.save(filled.sitting, NONCONFORMITY, filled.late, {Nonconformity.grade: "severe"})
    panel.apply_change(change)
    assert panel.facts.grade.word() == "严重"
    assert panel.show_record(None)
    assert panel.facts.isHidden()
