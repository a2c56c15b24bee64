"""Where the parts of the page stand: bars over the months, tasks at the left, a task or a stage at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.project import Milestone
from qmsdesk.registers.project import MILESTONE
from qmsdesk.services.workplan import StagePlan, WorkPlan
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.styling import column, row
from qmsdesk.views.workplan.links import Link
from qmsdesk.views.workplan.stage_card import StageCard
from qmsdesk.views.workplan.strip import PlanStrip
from qmsdesk.views.workplan.tree_card import TreeCard

_PANE = {"wide": 420, "normal": 380, "compact": 340, "narrow": 300}


class Body(QStackedWidget):
    """The parts by name; the page connects them. ``begin`` makes the draft, ``import_file`` opens the import."""

    def __init__(
        self,
        kit: Kit,
        messages: Messages,
        jobs: Jobs,
        begin: Callable[[], object],
        import_file: Callable[[], object] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = kit.theme
        self._theme, self._writable = theme, not kit.sitting.workspace.read_only
        self.strip, self.tree = PlanStrip(theme), TreeCard(theme)
        self.stage, self.pane = StageCard(theme), DetailPane(kit, MILESTONE, messages, jobs, single=True)
        self._side = QStackedWidget()
        self._side.addWidget(self.stage)
        self._side.addWidget(self.pane)
        self._holder = Card(theme)
        self._holder.add(self._side, 1)
        self.begin_button = button(theme, _("按十个环节起草"), "calendar-todo-line", "primary", on_click=begin)
        others = [button(theme, _("导入 Excel"), "file-excel-2-line", on_click=import_file)] if import_file else []
        for made in (self.begin_button, *others):
            made.setVisible(self._writable)
        text = _("从前期准备到总结十个环节（6.1、6.3）。起草后，日期、责任人和任务都可以改。")
        self.addWidget(self._filled())
        self.addWidget(
            EmptyState(theme, "calendar-todo-line", _("还没有工作计划"), text, self.begin_button, *others)
        )  # fmt: skip

    @property
    def empty(self) -> bool:
        """Nothing is planned yet."""
        return self.currentIndex() == 1

    def show_plan(self, plan: WorkPlan, *, begun: bool) -> None:
        """Show a plan, or that there is none; ``begun`` while a first task is being typed."""
        self.setCurrentIndex(0 if plan.tasks or begun else 1)
        self.strip.set_plan(plan)
        self.tree.set_plan(plan)

    def show_task(self, visit: Visit) -> None:
        """A task, stored or only begun, at the right; the lists go to it."""
        self.setCurrentIndex(0)
        if visit.row is not None:
            self.strip.go(visit.row.of(Milestone.stage))
            self.tree.go_to_task(visit.row.id)
        self._side.setCurrentWidget(self.pane)

    def show_stage(self, stage: StagePlan, links: Sequence[Link]) -> None:
        """A stage at the right; the lists go to it."""
        self.tree.go_to_stage(stage.stage.key)
        self.stage.show_stage(stage, links, writable=self._writable)
        self._side.setCurrentWidget(self.stage)

    def panes(self) -> list[QWidget]:
        """What F6 goes through."""
        side: QWidget = self.pane if self._side.currentWidget() is self.pane else self.stage.add_button
        return [self.strip, self.tree.tree, side]

    def set_size(self, size: Breakpoint) -> None:
        """Fewer columns, a narrower pane."""
        narrow = size.name == "narrow"
        self.strip.set_size(narrow=narrow, compact=size.compact)
        self.tree.set_narrow(narrow=narrow, compact=size.compact)
        self._holder.setFixedWidth(self._theme.px(_PANE[size.name]))

    def _filled(self) -> QWidget:
        top = Card(self._theme)
        holder = column(margins=(0, 4, 0, 6))
        holder.addWidget(self.strip)
        top.body.addLayout(holder)
        below: QHBoxLayout = row(spacing=12)
        below.addWidget(self.tree, 1)
        below.addWidget(self._holder)
        filled = QWidget()
        lines = column(filled, spacing=12)
        lines.addWidget(top)
        lines.addLayout(below, 1)
        return filled
