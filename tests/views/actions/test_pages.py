"""The list, the Pareto chart and the ages, and the way between them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qmsdesk.models.actions import Nonconformity
from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.services import records
from qmsdesk.views.actions.ageing_page import AgeingPage
from qmsdesk.views.actions.panel import NonconformityPanel, beside_list
from qmsdesk.views.actions.pareto_page import ParetoPage
from qmsdesk.views.actions.printing import NONCONFORMITY_FORMS, Forms
from qmsdesk.views.actions.wanted import KEY
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.wanted import Wanted
from qmsdesk.views.theme.apply import Theme
from tests.views.actions.conftest import Filled, Show, Stage

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def _page(theme: Theme, filled: Filled, stage: Stage) -> RegisterPage:
    return RegisterPage(theme, filled.sitting, NONCONFORMITY, stage.messages, stage.jobs, pane=beside_list(None))


def test_the_panel_follows_the_list(qtbot: QtBot, show: Show, filled: Filled, theme: Theme) -> None:
    page = show(lambda s: _page(theme, filled, s)).widget
    page.entered()
    page.show_target(filled.late)
    assert isinstance(page.pane, NonconformityPanel)
    assert page.pane.record() == filled.late
    page.show_target((filled.late, Nonconformity.cause))
    assert page.pane.form.editors[Nonconformity.cause].control.hasFocus()
    page.show_target(Wanted({Nonconformity.status: ("closed",)}))
    assert list(page.model.ids) == [filled.closed]
    page.show_target(Wanted(search="流转卡"))
    assert (list(page.model.ids), page.panel.search.text()) == ([filled.fresh], "流转卡")


def test_a_bar_leads_to_what_it_counts(qtbot: QtBot, show: Show, filled: Filled, theme: Theme) -> None:
    stage = show(lambda _s: ParetoPage(theme, filled.sitting))
    page = stage.widget
    assert [(bar.label, bar.count) for bar in page.chart.bars()] == [("法", 2)]
    qtbot.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=page.chart.bar_rect(0).center().toPoint())
    assert stage.gone.pop() == (KEY, Wanted({Nonconformity.factors: ("method",)}))
    assert page.chart.accessibleName() == "原因类别：法 2（100.0%）"
    page.show_target("clauses")
    page.chart.setFocus()
    qtbot.keyClick(page.chart, Qt.Key.Key_Space)
    assert stage.gone.pop() == (KEY, Wanted(search="2016/8.5.1"))
    page.show_target("department")
    page.table.setCurrentIndex(page.model.index(0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert stage.gone.pop() == (KEY, Wanted({Nonconformity.department: (filled.department,)}))
    page.span.button("last").click()
    assert page.chart.bars() == ()
    qtbot.mouseClick(page.chart, Qt.MouseButton.LeftButton)
    assert not stage.gone


def test_the_chart_follows_what_is_saved(show: Show, filled: Filled, theme: Theme) -> None:
    page = show(lambda _s: ParetoPage(theme, filled.sitting)).widget
    change = records.save(filled.sitting, NONCONFORMITY, filled.fresh, {Nonconformity.factors: ("man", "method")})
    page.apply_change(change)
    assert [(bar.label, bar.count) for bar in page.chart.bars()] == [("法", 3), ("人", 1)]


def test_ages_lead_to_the_record(qtbot: QtBot, show: Show, filled: Filled, theme: Theme) -> None:
    stage = show(lambda _s: AgeingPage(theme, filled.sitting))
    page = stage.widget
    assert [count.text() for count in page.counts] == ["1", "1", "0", "0", "0"]
    first = page.model.index(0, 0, page.model.index(0, 0))
    assert (first.data(), first.siblingAtColumn(5).data()) == ("NC-2025-01", "逾期 2 天")
    page.tree.setCurrentIndex(first)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert stage.gone == [(KEY, filled.late)]
    for record in (filled.late, filled.fresh):
        page.apply_change(records.void(filled.sitting, NONCONFORMITY, record, "重复"))
    assert not page.empty.isHidden()


def test_forms_are_previewed(qtbot: QtBot, show: Show, filled: Filled, theme: Theme) -> None:
    stage = show(lambda s: _page(theme, filled, s))
    page = stage.widget
    page.entered()
    page.show_target(filled.late)
    seen: list[tuple[str, int]] = []
    forms = Forms(filled.sitting, stage.jobs, lambda title, made: seen.append((title, made.pages)), page)
    button = forms.button(NONCONFORMITY_FORMS)
    for act in button.menu().actions():
        act.trigger()
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert [title for title, _pages in seen] == [
        "纠正措施处理单 QR-10.2-01", "不符合项报告 QR-9.2-05",
        "空白纠正措施处理单 QR-10.2-01", "空白不符合项报告 QR-9.2-05",
    ]  # fmt: skip
    button.deleteLater()
