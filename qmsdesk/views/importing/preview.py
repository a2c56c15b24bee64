"""The right side: every row with what becomes of it, filtered by state, and the bar that mends them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from qmsdesk.exchange.importing import CellProblem, ImportPlan, PlanRow
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.views.importing.fix_bar import FixBar
from qmsdesk.views.importing.preview_model import (
    NOTE_WIDTH,
    ROW_WIDTH,
    STATUS_WIDTH,
    PreviewModel,
    width_of,
    worst_of,
)
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.table import DataTable

_STATES = (
    ("all", _("全部")), ("add", _("新增")), ("update", _("更新")), ("question", _("请确认")), ("error", _("有误")),
)  # fmt: skip
Issue = tuple[PlanRow, CellProblem]


class PreviewCard(Card):
    """``changed`` comes when a row was corrected or left out."""

    changed = Signal()

    def __init__(self, theme: Theme, download: Callable[[], object]) -> None:
        super().__init__(theme, _("预览与检查"))
        self._plan: ImportPlan | None = None
        self._wide = False
        self.model = PreviewModel(self)
        self.model.typed.connect(self.correct)
        self.columns_button = button(theme, _("全部列"), small=True, on_click=self._toggle_columns)
        self.filter = Segmented(_STATES)
        self.filter.chosen.connect(lambda _key: self._reload())
        self.add_head(self.columns_button)
        self.add_head(self.filter)
        self.table = DataTable(theme)
        self.table.setAccessibleName(_("预览与检查"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.add(self.table, 1)
        self.fix = FixBar(theme, download)
        self.fix.corrected.connect(self._fixed)
        self.fix.left_out.connect(self._leave_out)
        self.fix.stepped.connect(self.step)
        self.add(self.fix)

    def show_plan(self, plan: ImportPlan) -> None:
        """A fresh plan: every row, the first problem in hand."""
        self._plan = plan
        self.filter.set_value("all")
        self._reload()
        found = self.issues()
        self._go(found[0] if found else None)

    def refresh(self) -> None:
        """The same plan was judged anew; a mapping may have changed its columns."""
        plan = self._plan
        if plan is None:
            return
        known = {id(row) for row in plan.rows}
        if not _same(self._shown_fields(plan), self.model.fields) or any(id(r) not in known for r in self.model.rows):
            self._reload()
        self.model.refresh()
        self._count()
        shown = self.fix.row
        if shown is None or not any(shown is each for each in plan.rows):
            found = self.issues()
            self._go(found[0] if found else None)
        else:
            self._show(shown)

    def issues(self) -> list[Issue]:
        """What has to be mended or answered, in the order of the file."""
        rows = self._plan.bad if self._plan else []
        return [(row, p) for row in rows for p in row.problems if p.level != "warning"]

    def correct(self, shown: PlanRow, f: AnyField, text: str) -> None:
        """Put another text for a field; it is read as if it stood in the file."""
        if self._plan is not None:
            self._plan.correct(shown, f, text)
            self._judged()

    def step(self, by: int) -> None:
        """The next or the previous problem, round the end."""
        self.flush()
        found = self.issues()
        if found:
            self._go(found[(self._at(found) + by) % len(found)])
            self.fix.focus_editor()

    def flush(self) -> None:
        """Take what was typed in the bar, and stay."""
        pending = self.fix.take()
        if pending is not None:
            self.correct(*pending)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        if self._plan is not None and not _same(self._shown_fields(self._plan), self.model.fields):
            self._reload()
        self._select(self.fix.row, self.fix.problem)

    def _fixed(self, shown: PlanRow, f: AnyField, text: str) -> None:
        """修正: when the row is in order, on to the next problem."""
        self.correct(shown, f, text)
        if shown.bad:
            self._go((shown, worst_of(shown)))
        else:
            after = [issue for issue in self.issues() if issue[0].sheet_row >= shown.sheet_row] or self.issues()
            self._go(after[0] if after else None)
        self.fix.focus_editor()

    def _leave_out(self, shown: PlanRow, out: bool) -> None:
        if self._plan is None:
            return
        self._plan.leave_out(shown, out)
        self._judged()
        if out:
            found = self.issues()
            after = [issue for issue in found if issue[0].sheet_row >= shown.sheet_row] or found
            self._go(after[0] if after else None)

    def _judged(self) -> None:
        self.model.refresh()
        self._count()
        if self.fix.row is not None:
            self._show(self.fix.row)
        self.changed.emit()

    def _reload(self) -> None:
        plan = self._plan
        if plan is None:
            return
        fields = self._shown_fields(plan)
        self.model.show_plan(plan, fields, self.filter.value())
        widths = [width_of(f, plan.rows) for f in fields]
        self.table.set_columns([ROW_WIDTH, *widths, STATUS_WIDTH, NOTE_WIDTH if self._wide else 0])
        hidden = len(plan.fields) - len(fields)
        self.columns_button.setVisible(bool(hidden) or self._wide)
        self.columns_button.setText(_("只看主要列") if self._wide else _("另有 {} 列").format(hidden))
        self._count()

    def _shown_fields(self, plan: ImportPlan) -> list[AnyField]:
        """All fields, or those that matter most within the width: keys, wrong ones, required ones, then in order."""
        fields = plan.fields
        if self._wide:
            return fields
        wrong = {p.field for row in plan.bad for p in row.problems if p.field is not None}
        required = {c.field for c in plan.sheet_columns if c.required}
        first = {*plan.register.sheet.key, *required}
        room = self._theme_width() - ROW_WIDTH - STATUS_WIDTH - NOTE_WIDTH
        chosen: set[AnyField] = set()
        for f in sorted(fields, key=lambda f: 0 if f in first else 1 if f in wrong else 2):
            width = width_of(f, plan.rows)
            if width <= room:
                chosen.add(f)
                room -= width
        return [f for f in fields if f in chosen]

    def _theme_width(self) -> int:
        """The width of the table in pixels of the design."""
        return int(self.width() / max(self._theme.px(100) / 100, 0.1)) - 12

    def _count(self) -> None:
        plan = self._plan
        if plan is None:
            return
        counts = plan.counts()
        for key, text in _STATES:
            number = len(plan.rows) if key == "all" else counts[key]  # type: ignore[index]
            self.filter.set_text(key, f"{text} {number:,}")
        self.set_title(_("预览与检查"), _("{:,} 行").format(len(plan.rows)))
        found = self.issues()
        errors = sum(p.level == "error" for _row, p in found)
        self.fix.set_count(self._at(found) + 1 if self._in_hand(found) else 0, errors, len(found) - errors)

    def _in_hand(self, found: Sequence[Issue]) -> bool:
        return any(row is self.fix.row and p is self.fix.problem for row, p in found)

    def _at(self, found: Sequence[Issue]) -> int:
        """The place of the problem in hand; before the next one when a good row is selected."""
        for place, (row, p) in enumerate(found):
            if row is self.fix.row and p is self.fix.problem:
                return place
        here = self.fix.row.sheet_row if self.fix.row is not None else 0
        return sum(row.sheet_row < here for row, _p in found) - 1

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            shown = self.model.rows[current.row()]
            if shown is not self.fix.row:
                self.flush()
                self._show(shown, self.model.field_at(current.column()))

    def _show(self, shown: PlanRow, f: AnyField | None = None) -> None:
        """The bar shows a row; of several problems the one of the cell, else the worst."""
        found = shown.problem_of(f) if f is not None else None
        worst = worst_of(shown) if shown.bad else None
        problem = found if found is not None and found.level != "warning" else worst
        if self.fix.typed() and shown is self.fix.row and problem is self.fix.problem:
            return
        self.fix.show_row(shown, problem)
        self._count()

    def _go(self, issue: tuple[PlanRow, CellProblem | None] | None) -> None:
        if issue is None:
            self.fix.show_row(None, None)
            self._count()
            return
        self.fix.show_row(*issue)
        self._select(*issue)
        self._count()

    def _select(self, shown: PlanRow | None, problem: CellProblem | None) -> None:
        if shown is None:
            return
        if self.model.place_of(shown) < 0:
            self.filter.set_value("all")
            self._reload()
        place = self.model.place_of(shown)
        index = self.model.index(place, self.model.column_of(problem.field if problem else None))
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.table.scrollTo(index)

    def _toggle_columns(self) -> None:
        self._wide = not self._wide
        self._reload()
        self._select(self.fix.row, self.fix.problem)


def _same(one: Sequence[AnyField], other: Sequence[AnyField]) -> bool:
    """By identity: ``==`` between fields makes SQL."""
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
