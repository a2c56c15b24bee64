"""What each row of a returned sheet would do: a new value, nothing, a conflict, or something that cannot be read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from qmsdesk.exchange import fill_in_work as works
from qmsdesk.exchange.fill_in_form import ACTIONS, HEAD_ROW, MONTHS, Ledger
from qmsdesk.exchange.fill_in_plan import FillRow
from qmsdesk.exchange.grid import Cell, Sheet
from qmsdesk.exchange.values import cell_text, value
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.registers.indicators import MEASUREMENT
from qmsdesk.registers.kinds import Unreadable, is_blank, to_text
from qmsdesk.registers.sheet import Values, Written
from qmsdesk.services import locking, monthly, reading
from qmsdesk.services.sitting import Sitting

_FIGURES = (Measurement.numerator, Measurement.denominator, Measurement.value)
_FILLED = {Measurement.numerator: 6, Measurement.denominator: 7, Measurement.value: 8, Measurement.source: 9}
_DONE, _RESULT = 6, 7


class _Wrong(Exception):
    """A cell cannot be read; the message says which and why."""


class Judge:
    """Judges rows against the workspace as it is now."""

    def __init__(self, sitting: Sitting, ledger: Ledger, serial_offset: int) -> None:
        self._db, self._today = sitting.db, sitting.clock.today()
        self._ledger, self._serial_offset = ledger, serial_offset
        self._places = works.places()

    def months(self, sheet: Sheet) -> list[FillRow]:
        """The rows of 月度数据."""
        return [self._month(sheet, line, no, *row) for line, no, row in self._rows("m")]

    def actions(self, sheet: Sheet) -> list[FillRow]:
        """The rows of 措施."""
        return [self._action(sheet, line, no, *row) for line, no, row in self._rows("a")]

    def _rows(self, kind: str) -> list[tuple[int, str, tuple[Any, ...]]]:
        """The rows of the ledger with their line on the sheet and the number each was given."""
        own = [(str(number), row[1:]) for number, row in enumerate(self._ledger.rows, 1) if row[0] == kind]
        return [(HEAD_ROW + place, number, row) for place, (number, row) in enumerate(own, 1)]

    # Months

    def _month(self, sheet: Sheet, line: int, no: str, indicator_id: int, period: str) -> FillRow:
        indicator = reading.row(self._db, Indicator, indicator_id)
        number = indicator["number"] if indicator else ""
        title = _("{} {}").format(period, indicator.of(Indicator.name) if indicator else _("已不存在的指标"))
        row = FillRow(MONTHS, line, number, title, indicator=indicator, period=period)
        cells = {f: sheet.cell(line, column) for f, column in _FILLED.items()}
        row.filled = "　".join(_named(f, cell) for f, cell in cells.items() if not cell.blank)
        if all(_empty(cells[f]) for f in _FIGURES):
            return row
        if indicator is None or indicator["deleted_at"] or indicator["void_reason"]:
            return row.shut("conflict", _("这个指标已删除或作废"))
        if indicator.of(Indicator.feed):
            return row.shut("conflict", _("这个指标改成了自动取数，不用填报"))
        if moved := _moved(sheet, line, {1: no, 2: number, 5: period}):
            return row.shut("error", moved)
        row.stored = reading.find(
            self._db, Measurement, {Measurement.indicator: indicator.id, Measurement.period: period}
        )
        try:
            values = self._figures(indicator, cells)
        except _Wrong as wrong:
            return row.shut("error", str(wrong))
        return self._weigh_month(row, indicator, values)

    def _weigh_month(self, row: FillRow, indicator: Row, values: Values) -> FillRow:
        stored = row.stored
        figures = {f: v for f, v in values.items() if f in _FILLED and f is not Measurement.source}
        if stored is not None and any(stored.of(f) is not None for f in _FIGURES):
            if all(stored.of(f) == figures.get(f) for f in _FIGURES):
                return row.shut("same", "")
            now = "　".join(
                f"{f.verbose_name} {to_text(f, stored.of(f))}" for f in _FIGURES if stored.of(f) is not None
            )
            return row.shut("conflict", _("下发以后已经填了：{}").format(now))
        if stored is not None and (reason := locking.locked(MEASUREMENT, stored)):
            return row.shut("locked", reason)
        problems = monthly.problems(indicator, stored, values, self._today)
        if problems:
            return row.shut("error", "；".join(p.text for p in problems))
        row.state, row.values = "new", values
        return row

    def _figures(self, indicator: Row, cells: dict[AnyField, Cell]) -> Values:
        values = {f: self._value(f, cell) for f, cell in cells.items() if f is not Measurement.value}
        values = {f: v for f, v in values.items() if v not in (None, "")}
        cell = cells[Measurement.value]
        _refuse_unreadable(Measurement.value, cell)
        written = {Measurement.value: Written(cell_text(Measurement.value, cell), "")}
        found = MEASUREMENT.sheet.read(values, written, lambda _f: indicator)
        if found.doubts:
            raise _Wrong(found.doubts[0].text)
        return {**values, **found.values}

    # Actions

    def _action(
        self, sheet: Sheet, line: int, no: str, table: str, record_id: int, line_id: int, done: str, result: str
    ) -> FillRow:
        number, title = (sheet.cell(line, column).text.strip() for column in (3, 4))
        row = FillRow(ACTIONS, line, number, title, record=record_id, place=self._places.get(table))
        cells = (sheet.cell(line, _DONE), sheet.cell(line, _RESULT))
        row.filled = "　".join(cell.text.strip() for cell in cells if not cell.blank)
        if row.place is None:
            return row.shut("conflict", _("这个台账已不在程序里"))
        action = row.place.action
        try:
            values = self._changes(action.done, cells[0], done) | self._changes(action.result, cells[1], result)
            if not values:
                return row
            if moved := _moved(sheet, line, {1: no}):
                raise _Wrong(moved)
            day = values.get(action.done)
            if isinstance(day, dt.date) and day > self._today:
                raise _Wrong(_("完成日期 {} 还没有到").format(day))
        except _Wrong as wrong:
            return row.shut("error", str(wrong))
        return self._weigh_action(row, line_id, values, {action.done: done, action.result: result})

    def _weigh_action(self, row: FillRow, line_id: int, values: Values, issued: dict[AnyField, str]) -> FillRow:
        place = row.place
        assert place is not None
        record = reading.row(self._db, place.register.model, row.record)
        stored = reading.row(self._db, place.action.model, line_id) if place.lines else record
        if record is None or stored is None or (place.lines and stored.of(place.lines.parent) != record.id):
            return row.shut("conflict", _("这一项已删除"))
        row.stored = stored
        if all(stored.of(f) == v for f, v in values.items()):
            return row.shut("same", "")
        if reason := works.shut(place, record, stored):
            return row.shut("locked", reason)
        if works.responsible(place.action, stored) != self._ledger.person:
            return row.shut("conflict", _("责任人已经换了"))
        for f in values:
            if to_text(f, stored.of(f)) != issued[f] and stored.of(f) != values[f]:
                now = to_text(f, stored.of(f)) or _("空")
                return row.shut("conflict", _("下发以后“{}”已改为“{}”").format(f.verbose_name, now[:40]))
        row.state, row.values = "new", values
        return row

    def _changes(self, f: AnyField, cell: Cell, issued: str) -> Values:
        """What a cell says beyond what stood in it; emptied it says nothing."""
        found = self._value(f, cell)
        return {} if found in (None, "") or to_text(f, found) == issued else {f: found}

    def _value(self, f: AnyField, cell: Cell) -> Any:
        _refuse_unreadable(f, cell)
        try:
            return value(f, cell_text(f, cell), {}, self._serial_offset)
        except Unreadable as problem:
            raise _Wrong(_("{}：{}").format(f.verbose_name, problem)) from None


def _moved(sheet: Sheet, line: int, issued: dict[int, str]) -> str:
    """What is wrong with the protected cells of a line, empty when it stands where it was issued."""
    for column, text in issued.items():
        found = sheet.cell(line, column).text.strip()
        if found != text:
            return _("这一行被移动或改动过：应为“{}”，现在是“{}”").format(text, found[:20])
    return ""


def _refuse_unreadable(f: AnyField, cell: Cell) -> None:
    if cell.problem:
        raise _Wrong(_("{}：{}").format(f.verbose_name, cell.problem))


def _empty(cell: Cell) -> bool:
    return not cell.problem and is_blank(cell.text)


def _named(f: AnyField, cell: Cell) -> str:
    return f"{f.verbose_name} {cell.shown.strip() or cell.problem}"
