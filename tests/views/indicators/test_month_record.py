"""The record behind a month: its lock opens by 更正, in the dialog and in the grid."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from qmsdesk.models.indicators import Measurement
from qmsdesk.registers.indicators import MEASUREMENT
from qmsdesk.services import correcting, history, monthly, records
from qmsdesk.services.monthly import MonthLine
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.indicators.definition import RecordDialog
from qmsdesk.views.indicators.page import IndicatorsPage
from qmsdesk.views.indicators.paste import plan
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.views.indicators import sample
from tests.views.indicators.conftest import NAME, Open

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


@pytest.fixture
def page(open_page: Open, sitting: Sitting) -> IndicatorsPage:
    return open_page(sitting, NAME, trend=False).page


def month(page: IndicatorsPage, period: str = "2026-09") -> MonthLine:
    return next(line for line in page.months.model.months if line.period == period)


def locked(page: IndicatorsPage, sitting: Sitting) -> int:
    row = month(page).row
    assert row is not None
    verifier = row.of(Measurement.reporter)
    assert verifier is not None
    monthly.verify(sitting, [row.id], verifier, sample.TODAY, waiver="只有一名质量人员")
    page.apply_change(monthly.lock(sitting, [row.id]))
    return row.id


def test_a_locked_month_is_corrected_in_its_record(
    qtbot: QtBot, page: IndicatorsPage, sitting: Sitting, answer: Answer
) -> None:
    record = locked(page, sitting)

    def mend(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        pane = dialog.pane
        assert pane.bar.text() == "这个月的数据已锁定，修改须更正"
        assert pane.form.rows[Measurement.late_reason].isHidden()
        answer(explain)
        pane.verbs.buttons["correct"].click()
        line = pane.form.editors[Measurement.numerator].control
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.selectAll()
        line.insert("120")
        pane.flush()
        answer(explain)
        pane.verbs.buttons["finish"].click()
        dialog.accept()

    def explain(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.insert("漏扣 1 件")
        dialog.verb_button.click()

    answer(mend)
    page.months.open_record(month(page))
    row = month(page).row
    assert row is not None
    assert (row.id, row.of(Measurement.numerator), row["corrections"], row["status"]) == (
        record, Decimal(120), 1, "locked"
    )  # fmt: skip
    whys = [e.why for e in history.entries(sitting.db, register="measurement", record=record)][-3:]
    assert whys == ["漏扣 1 件", "漏扣 1 件", "漏扣 1 件；人员有限：漏扣 1 件"]


def test_the_grid_takes_a_month_under_correction(page: IndicatorsPage, sitting: Sitting) -> None:
    record = locked(page, sitting)
    assert page.months.model.closed(month(page))
    page.apply_change(correcting.begin(sitting, MEASUREMENT, record, "漏扣 1 件"))
    assert not page.months.model.closed(month(page))
    assert page.months.model.evaluated is not None
    fields: list[object] = [Measurement.numerator, Measurement.denominator]
    indicator = page.months.model.evaluated.indicator
    made = plan([["120", "125"]], [month(page)], "2026-09", fields, indicator, sample.TODAY, reverse=False)
    assert [row.problem for row in made.rows] == [""]
    records.save(sitting, MEASUREMENT, record, {Measurement.numerator: Decimal(120)})
    page.apply_change(correcting.finish(sitting, MEASUREMENT, record, waiver="只有一名质量人员"))
    assert page.months.model.closed(month(page))
