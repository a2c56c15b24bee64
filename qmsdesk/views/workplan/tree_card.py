"""The tasks under their stages."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.workplan import WorkPlan
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.tree import GroupedTree
from qmsdesk.views.workplan.model import DONE, LED, OWNER, PlanModel

_WIDTHS = (0, 112, 72, 96, 96, 96)


class _Tree(GroupedTree):
    """A stage has values in all its columns."""

    def _spread(self) -> None:
        self.expandAll()


class TreeCard(Card):
    """``task_chosen`` carries a record, ``stage_chosen`` the key of a stage."""

    task_chosen = Signal(int)
    stage_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("任务"), " ", parent=parent)
        self.model = PlanModel(self)
        self.tree = _Tree(theme, row_height=30)
        self.tree.setAccessibleName(_("各环节的任务"))
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setModel(self.model)
        self.tree.set_columns(_WIDTHS)
        self.add(self.tree, 1)
        self.tree.selectionModel().currentChanged.connect(self._current)

    def set_plan(self, plan: WorkPlan) -> None:
        """Show a plan; what is chosen is told again by the page."""
        with QSignalBlocker(self.tree.selectionModel()):
            self.model.set_plan(plan)
        tasks = plan.tasks
        done = sum(task.state == "done" for task in tasks)
        late = sum(task.state == "late" for task in tasks)
        text = _("{} 项，已完成 {}").format(len(tasks), done)
        self.set_title(_("任务"), text + (_("，逾期 {}").format(late) if late else ""))

    def go_to_task(self, record: int) -> None:
        """Select a task; nothing is told."""
        self._select(self.model.index_of(record))

    def go_to_stage(self, key: str) -> None:
        """Select a stage; nothing is told."""
        index = self.model.index_of_stage(key)
        self._select(index)
        if index.isValid():
            self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def set_narrow(self, *, narrow: bool, compact: bool) -> None:
        """Fewer columns where there is less room."""
        self.tree.setColumnHidden(LED, compact)
        self.tree.setColumnHidden(OWNER, narrow)
        self.tree.setColumnHidden(DONE, narrow)

    def _select(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        with QSignalBlocker(self.tree.selectionModel()):
            if index.isValid():
                self.tree.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            else:
                self.tree.selectionModel().clear()
        self.tree.viewport().update()
        if index.isValid():
            self.tree.scrollTo(index)

    def _current(self, index: QModelIndex) -> None:
        task, stage = self.model.task(index), self.model.stage(index)
        if task is not None:
            self.task_chosen.emit(task.row.id)
        elif stage is not None:
            self.stage_chosen.emit(stage.stage.key)
