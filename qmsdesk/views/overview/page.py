"""总览 (6.1): the stages, the expected score, the indicators, what is missing for the acceptance, what is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.errors import Cancelled
from qmsdesk.i18n import _
from qmsdesk.models.people import Enterprise
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import overview, reading
from qmsdesk.services.due import DueItem
from qmsdesk.services.overview import BUNDLE, Overview, Place
from qmsdesk.services.readiness import Judged
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.rows import Result
from qmsdesk.standard.stages import STAGES
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.overview.body import Body
from qmsdesk.views.overview.count_dialog import CountDialog
from qmsdesk.views.overview.detail_dialog import DetailDialog
from qmsdesk.views.overview.readiness_card import ALL
from qmsdesk.views.reminders.entry import KEY as REMINDERS
from qmsdesk.views.reminders.entry import field_of
from qmsdesk.views.reminders.watch import Watch
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.styling import label

if TYPE_CHECKING:
    from qmsdesk.views.preview import Preview

TITLE = _("总览")
AFTER = 300
"""Milliseconds after the last change: nothing is computed inside a save."""
PATIENCE = 400
"""Milliseconds before the page says that it computes: what takes less only flickers."""
_WEEKDAYS = _("一二三四五六日")


class OverviewPage(Page):
    """``open_place`` goes to a record, a register or the page of the bundle."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        watch: Watch,
        jobs: Jobs,
        preview: Preview,
        open_place: Callable[[Place], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, TITLE, parent=parent)
        self._sitting, self._watch, self._jobs = sitting, watch, jobs
        self._preview, self._open = preview, open_place
        self._mark: tuple[object, ...] = ()
        self.shown: Overview | None = None
        self.acceptance = link(theme, "", self._open_acceptance)
        self.print_button = button(theme, _("打印总览"), "printer-line", on_click=self.print_page)
        self.export_button = button(
            theme, _("导出资料包"), "folder-zip-line", "primary", on_click=lambda: open_place(Place(BUNDLE))
        )
        for part in (self.acceptance, self.print_button, self.export_button):
            self.header.add_action(part)
        self.content = Body(theme)
        self.waiting = label("", "label")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.waiting)
        self._stack.addWidget(self.content)
        self.set_body(self._stack)
        self._computing = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(lambda: self.waiting.setText(_("正在计算…")))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self.catch_up)
        self._connect()
        self.reload()

    @property
    def renewable(self) -> bool:  # type: ignore[override]
        """Not while the worker computes: it hands back to this page."""
        return not self._computing

    def reload(self) -> None:
        """Compute everything in the worker, and show it then: the window is there before, and stays at hand."""
        self._timer.stop()
        if self._computing:
            return  # what was saved meanwhile is seen when the result comes
        db, today = self._sitting.db, self._sitting.clock.today()
        self._mark = overview.mark(db, today)
        self._computing = True
        if self.shown is None:
            self._patience.start()
        op = in_worker(db, lambda _progress: overview.read(db, today))
        self._jobs.run(_("计算总览"), op, self._show, self._not_computed, quiet=True)

    def _not_computed(self, error: BaseException) -> None:
        self._computing = False
        self._patience.stop()
        self._mark = ()
        if not isinstance(error, Cancelled):
            raise error

    def _show(self, shown: Overview) -> None:
        self._computing = False
        self._patience.stop()
        self.shown, today = shown, shown.today
        self._stack.setCurrentWidget(self.content)
        weekday = _WEEKDAYS[today.weekday()]
        self.header.set_meta(
            _("{} 年 {} 月 {} 日　星期{}").format(today.year, today.month, today.day, weekday)
        )  # fmt: skip
        self._show_acceptance(shown)
        self.content.show_overview(shown)
        self._show_due()
        self._say()
        self.catch_up()

    def catch_up(self) -> None:
        """Compute again when something was saved or exported since, or another day began."""
        if self._mark != overview.mark(self._sitting.db, self._sitting.clock.today()):
            self.reload()

    def choose_stage(self, key: str) -> None:
        """Only the requirements of a stage, whatever their state; the same one again, or an empty key, shows all."""
        readiness = self.content.readiness
        readiness.restore((ALL, "", "" if key == readiness.stage else key))

    def show_state(self, state: str) -> None:
        """The requirements of all stages that are in a state; ``ALL`` for all."""
        self.content.readiness.restore((state, "", ""))
        self.content.readiness.table.setFocus()

    def show_results(self, result: Result) -> None:
        """The counted indicators with that result."""
        if self.shown is None:
            return
        rows = [row for row in self.shown.sheet.rows if row.counted and row.result == result]
        dialog = CountDialog(self.theme, result, rows, self.shown.sheet.round, self)
        dialog.exec()
        if dialog.chosen is not None:
            self._open(dialog.chosen)

    def follow(self, each: Judged) -> None:
        """Go to where a requirement is mended, or to its evidence."""
        self._open(overview.place_of(each))

    def explain(self, each: Judged) -> None:
        """Everything that is missing and every record that speaks for a requirement."""
        dialog = DetailDialog(self.theme, each, self)
        dialog.exec()
        if dialog.chosen is not None:
            self._open(dialog.chosen)

    # What the window calls.

    def entered(self) -> None:
        """Catch up with what was saved elsewhere; the list takes the focus."""
        super().entered()
        self._watch.catch_up()
        self.catch_up()
        self.content.readiness.table.setFocus()

    def apply_change(self, _change: object) -> None:
        """Something was saved: follow a moment later, or when the page is seen again."""
        if self.isVisible():
            self._timer.start()

    def show_target(self, target: object) -> None:
        """Filters of the list and the requirement at its cursor."""
        if isinstance(target, tuple) and len(target) == 2:
            self.content.readiness.restore(target[0])
            self.content.readiness.choose(target[1])

    def target(self) -> object:
        """The filters in force and the requirement at the cursor."""
        each = self.content.readiness.current()
        return (self.content.readiness.filters(), each.requirement.key if each else "")

    def print_page(self) -> None:
        """打印总览: the requirements as they are filtered."""
        shown = self.shown
        if shown is None:
            return
        wanted, words = self.content.readiness.wanted(), self.content.readiness.filter_text()
        due, sitting = list(self._watch.items), self._sitting

        def render() -> Rendered:
            from qmsdesk.reports import overview_print

            row = reading.enterprise(sitting.db)
            name = row.of(Enterprise.name) if row else ""
            return overview_print.render(shown, name, wanted, words, due, sitting.clock.now())

        Prints(sitting, self._jobs, self._preview).show(TITLE, render)

    def help_topic(self) -> str:
        """The clause of the requirement at the cursor, else that of the work flow."""
        each = self.content.readiness.current()
        return each.requirement.topic if each is not None else "1023/6.1"

    def panes(self) -> list[QWidget]:
        """Stages, requirements, what is due."""
        return [self.content.flow.stepper, self.content.readiness.table, self.content.todo.table]

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Fewer cards and narrower columns where there is less room."""
        super().apply_breakpoint(size)
        self.content.apply_breakpoint(size)

    # Building.

    def _connect(self) -> None:
        content = self.content
        content.flow.chosen.connect(self.choose_stage)
        content.flow.state_asked.connect(self.show_state)
        content.flow.clause_opened.connect(lambda clause: self.clause_opened.emit(f"1023/{clause}"))
        content.score.result_asked.connect(self.show_results)
        content.score.clicked.connect(lambda _on=False: self.shown and self._open(self.shown.evaluation))
        for card in content.cards:
            card.clicked.connect(lambda _on=False, made=card: self._open(made.place))
        content.steps.followed.connect(self._open)
        content.readiness.followed.connect(self.follow)
        content.readiness.told.connect(self.explain)
        content.readiness.clause.connect(self.clause_opened)
        content.readiness.filtered.connect(lambda: content.flow.stepper.set_picked(content.readiness.stage))
        content.todo.followed.connect(self._follow_item)
        content.todo.all_asked.connect(lambda: self.go_to.emit(REMINDERS, None))
        self._watch.updated.connect(self._show_due)

    def _show_due(self) -> None:
        self.content.todo.show_items(self._watch.items, self._watch.today, self._sitting.operator)

    def _follow_item(self, item: DueItem) -> None:
        self._open(Place(item.register, item.number, field_of(item)))

    def _open_acceptance(self) -> None:
        if self.shown is not None:
            found = self.shown.acceptance
            self._open(found.place if found is not None else Place("milestone"))

    def _show_acceptance(self, shown: Overview) -> None:
        found = shown.acceptance
        if found is None:
            self.acceptance.setText(_("还没有拟定验收日"))
            self.acceptance.setToolTip(_("在工作计划里给环节 h) 填计划完成日期"))
            return
        days = (found.day - shown.today).days
        if found.held:
            text = _("已于 {} 验收").format(found.day)
        elif days < 0:
            text = _("拟定验收日 {} 已过 {} 天").format(found.day, -days)
        elif days == 0:
            text = _("今天是拟定验收日")
        else:
            text = _("距拟定验收日 {} 还有 {} 天").format(found.day, days)
        self.acceptance.setText(text)
        self.acceptance.setToolTip(_("打开写有这个日期的记录"))

    def _say(self) -> None:
        shown = self.shown
        assert shown is not None
        titles = {stage.key: f"{stage.key}) {stage.title}" for stage in STAGES}
        here = _("当前环节 {}").format(titles[shown.current]) if shown.current else ""
        self.say(here, _("{} 项要求：已满足 {}").format(shown.of, shown.done))
