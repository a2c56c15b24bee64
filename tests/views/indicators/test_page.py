"""The page around the months: tree, figures, trend, definition, prints, an empty enterprise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.registers.indicators import MEASUREMENT, ROUNDS
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.indicators.definition import RecordDialog
from qmsdesk.views.indicators.page import IndicatorsPage, Target
from qmsdesk.views.indicators.tree_model import COUNT
from qmsdesk.views.shell.breakpoints import COMPACT, NARROW, NORMAL
from qmsdesk.views.theme.apply import Theme
from tests.views.indicators import sample
from tests.views.indicators.conftest import NAME, Open
from tests.views.indicators.stage import Stage

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def groups(page: IndicatorsPage) -> dict[str, str]:
    """The categories of the tree with what they say at their right end."""
    model = page.tree.model
    tops = [model.index(r, 0) for r in range(model.rowCount())]
    return {top.data(): top.data(COUNT) for top in tops}


def names(page: IndicatorsPage) -> list[str]:
    return [e.row.indicator for e in page.tree.model.shown()]


def test_the_tree_counts_what_is_reached_by_category(page: IndicatorsPage) -> None:
    assert groups(page)["质量管理资源配置及管理"] == "1/2"
    assert groups(page)["产品实现与服务提供"] == "2/3"
    index = page.tree.model.index_of(page.tree.record())
    assert index.data() == NAME
    assert index.siblingAtColumn(1).data() == "96.73%"
    assert page.status.totals == "达成 8，未达成 4"


def test_the_list_is_filtered_by_words_and_by_what_is_missed(
    qtbot: QtBot, page: IndicatorsPage, sitting: Sitting
) -> None:
    page.focus_search()
    page.tree.filter.setText("率 交")
    assert names(page) == [NAME, "准时交付率"]
    page.tree.switch.chosen.emit("missed")
    page.tree.switch.set_value("missed")
    page.tree.filter.setText("")
    assert names(page) == ["设备完好率", "轴套内孔圆度Cpk", "准时交付率", "质量损失率"]
    page.show_target(sample.number(sitting, NAME))  # a link finds what the filter hides
    assert NAME in names(page)
    page.tree.filter.setText("合格")
    qtbot.keyClick(page.tree.filter, Qt.Key.Key_Escape)
    assert page.tree.filter.text() == ""
    qtbot.keyClick(page.tree.filter, Qt.Key.Key_Escape)
    assert page.tree.tree.hasFocus()


def test_arrows_in_the_tree_show_the_next_indicator(qtbot: QtBot, page: IndicatorsPage) -> None:
    page.tree.tree.setFocus()
    qtbot.keyClick(page.tree.tree, Qt.Key.Key_Down)
    assert page.head.after.value() == "93.64%"
    assert page.months.model.evaluated is not None
    assert page.months.model.evaluated.row.indicator == "准时交付率"


def test_key_figures_say_where_they_come_from(page: IndicatorsPage, sitting: Sitting) -> None:
    assert (page.head.before.value(), page.head.before.source()) == ("92.45%", "2025 年 10–12 月 294/318")
    assert (page.head.target.value(), page.head.target.source()) == ("96%", "越大越好")
    assert (page.head.after.value(), page.head.after.source()) == ("96.73%", "2026 年 7–9 月 355/367")
    assert page.head.pill.word() == "达成"
    sample.set_round(sitting, NAME, after="98")
    page.reload()
    assert page.head.after.source() == "2026 年 7–9 月 355/367，与填写的 98% 不符"
    page.show_target(sample.number(sitting, "行政处罚次数"))
    assert (page.head.after.value(), page.head.after.source()) == ("0 次", "手工填写")


def test_the_trend_is_drawn_in_three_views_and_both_themes(qtbot: QtBot, page: IndicatorsPage, theme: Theme) -> None:
    qtbot.waitUntil(lambda: page.trend.canvas is not None)
    assert page.trend.canvas is not None
    assert page.trend.canvas.accessibleName() == (
        "一次交验合格率：12 个点，2025-10 为 92.38，2026-09 为 96.80，达到目标 5 个"
    )
    with qtbot.waitSignal(page.trend.drawn):
        page.trend.view.set_value("quarter")
        page.trend.view.chosen.emit("quarter")
    assert "4 个点，2025-12 为 92.45" in page.trend.canvas.accessibleName()
    with qtbot.waitSignal(page.trend.drawn):
        page.trend.view.set_value("year")
        page.trend.view.chosen.emit("year")
    assert "12 个点" in page.trend.canvas.accessibleName()
    with qtbot.waitSignal(page.trend.drawn):
        theme.apply("dark")
    assert page.trend.canvas.figure.get_facecolor()[:3] == pytest.approx((0.118, 0.137, 0.165), abs=0.01)


def test_the_picture_is_exported_in_light_colours(shown: Stage[IndicatorsPage], qtbot: QtBot, tmp_path: Path) -> None:
    for name, start in (("图.png", b"\x89PNG"), ("图.svg", b"<?xml")):
        shown.outside.files.target = tmp_path / name
        qtbot.mouseClick(shown.page.head.export_button, Qt.MouseButton.LeftButton)
        assert (tmp_path / name).read_bytes().startswith(start)
    shown.outside.files.target = tmp_path / "没有的文件夹" / "图.png"
    qtbot.mouseClick(shown.page.head.export_button, Qt.MouseButton.LeftButton)
    assert "没有的文件夹" in shown.bars()[0]


def test_the_report_button_goes_to_the_first_due_month(qtbot: QtBot, page: IndicatorsPage, sitting: Sitting) -> None:
    row = sample.month(sitting, "准时交付率", "2026-05")
    assert row is not None
    page.changed.emit(records.delete(sitting, MEASUREMENT, [int(str(row["id"]))]))
    qtbot.mouseClick(page.tools.report_button, Qt.MouseButton.LeftButton)
    assert page.months.model.evaluated is not None
    assert page.months.model.evaluated.row.indicator == "准时交付率"
    line = page.months.table.month()
    assert line is not None
    assert (line.period, line.due) == ("2026-05", True)
    assert page.months.table.cells.editor is not None
    status = page.months.model.index(page.months.model.row_of("2026-05"), page.months.model.column_of("status"))
    assert status.data() == "待填"


def test_the_definition_is_edited_in_place(
    qtbot: QtBot, page: IndicatorsPage, sitting: Sitting, answer: Answer
) -> None:
    def edit(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        editor = dialog.pane.form.editors[Indicator.formula]
        line = editor.control
        assert isinstance(line, QLineEdit)
        line.setText("一次合格批 ÷ 交验总批 × 100%")
        line.editingFinished.emit()
        dialog.accept()

    answer(edit)
    qtbot.mouseClick(page.head.edit_button, Qt.MouseButton.LeftButton)
    found = reading.find(sitting.db, Indicator, {Indicator.name: NAME})
    assert found is not None
    assert found["formula"] == "一次合格批 ÷ 交验总批 × 100%"
    assert page.months.model.headerData(1, Qt.Orientation.Horizontal) == "一次合格批（分子）"


def test_prints_and_imports_are_handed_on(shown: Stage[IndicatorsPage], qtbot: QtBot) -> None:
    page, outside = shown.page, shown.outside
    qtbot.mouseClick(page.tools.import_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.months.import_button, Qt.MouseButton.LeftButton)
    assert [r.key for r in outside.imports] == ["indicator", "measurement"]
    qtbot.mouseClick(page.tools.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(outside.previews), timeout=30_000)
    assert outside.previews[0][0] == "指标跟踪汇总"
    assert outside.previews[0][1].data.startswith(b"%PDF")


def test_another_round_is_shown(page: IndicatorsPage, sitting: Sitting) -> None:
    found = reading.find(sitting.db, Indicator, {Indicator.name: NAME})
    assert found is not None
    values = {IndicatorRound.name: "2027 提升", IndicatorRound.before: "96.73", IndicatorRound.target: "98"}
    records.save_line(sitting, records.BY_KEY["indicator"], found.id, ROUNDS, None, values)
    page.choose_round("2027 提升")
    assert page.head.target.value() == "98%"
    assert page.tools.round_button.isVisible()
    page.choose_round(sample.ROUND)
    assert page.head.target.value() == "96%"


def test_an_empty_enterprise_begins_with_a_new_indicator(
    qtbot: QtBot, open_page: Open, tmp_path: Path, answer: Answer
) -> None:
    sitting = sample.empty(tmp_path / "新企业")
    shown = open_page(sitting)
    page = shown.page
    assert not page.months.isVisible()
    assert not page.tools.report_button.isEnabled()

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        dialog.visit.put(Indicator.category, "customers")
        change = dialog.visit.put(Indicator.name, "顾客满意度")
        dialog.pane.changed.emit(change)
        dialog.accept()

    answer(fill)
    page.new_record()
    assert groups(page) == {"顾客关系及顾客满意": "0/1"}
    assert page.months.isVisible()
    assert page.head.pill.word() == "待评"
    assert page.target() == Target("ZB-001")
    assert sample.round_of_any(sitting) == "2026 年提升"
    sitting.workspace.close()


def test_small_windows_hide_what_matters_least(page: IndicatorsPage) -> None:
    table, model = page.months.table, page.months.model
    page.apply_breakpoint(COMPACT)
    assert table.isColumnHidden(model.column_of("reporter"))
    page.apply_breakpoint(NARROW)
    assert table.isColumnHidden(model.column_of("source"))
    assert not page.trend.isVisible()
    page.head.trend_button.click()
    assert page.trend.isVisible()
    assert not page.months.isVisible()
    page.apply_breakpoint(NORMAL)
    assert page.months.isVisible()
    assert not table.isColumnHidden(model.column_of("reporter"))


def test_an_indicator_in_words_has_no_months(page: IndicatorsPage, sitting: Sitting) -> None:
    found = reading.find(sitting.db, Indicator, {Indicator.name: "行政处罚次数"})
    assert found is not None
    records.save(sitting, records.BY_KEY["indicator"], found.id, {Indicator.kind: "qualitative"})
    page.reload()
    page.show_target(found["number"])
    assert not page.months.table.isVisible()
    assert page.head.pill.word() == "待评"
    page.report_month()
    assert page.months.table.cells.editor is None


def test_whole_values_are_understood_as_in_a_sheet(qtbot: QtBot, page: IndicatorsPage, sitting: Sitting) -> None:
    page.show_target(sample.number(sitting, "顾客满意度"))
    page.months.way.set_value("whole")
    page.months.way.chosen.emit("whole")
    model = page.months.model
    index = model.index(model.row_of("2026-10"), model.column_of("value"))
    assert not model.setData(index, "0.92")
    assert "两种读法" in model.visits["2026-10"].problems[Measurement.value]
    assert model.setData(index, "92%")
    row = sample.month(sitting, "顾客满意度", "2026-10")
    assert row is not None
    assert str(row["value"]) == "92"
