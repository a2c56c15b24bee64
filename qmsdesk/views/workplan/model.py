"""The ten stages with their tasks as a table of two levels."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from qmsdesk.i18n import _
from qmsdesk.models.project import Milestone
from qmsdesk.services.workplan import TITLES, StagePlan, Task, WorkPlan
from qmsdesk.views.widgets.grouped_model import NONE, GroupedModel, Index
from qmsdesk.views.widgets.roles import Role

WHAT, LED, OWNER, DUE, DONE, STATE = range(6)
HEADERS = (_("环节和任务"), _("主导方"), _("责任人"), _("计划完成"), _("实际完成"), _("状态"))
_Data = Qt.ItemDataRole
_PARTIES = dict(Milestone.LED_BY)


class PlanModel(GroupedModel):
    """Stages with ``Role.GROUP`` over their tasks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stages: tuple[StagePlan, ...] = ()

    def set_plan(self, plan: WorkPlan) -> None:
        """Show a plan; in place where the same tasks are shown as before."""
        before = [[task.row.id for task in stage.tasks] for stage in self._stages]
        if before and before == [[task.row.id for task in stage.tasks] for stage in plan.stages]:
            self._stages = plan.stages
            for place, stage in enumerate(plan.stages):
                head = self.index(place, 0)
                self.dataChanged.emit(head, self.index(place, STATE))
                if stage.tasks:
                    self.dataChanged.emit(self.index(0, 0, head), self.index(len(stage.tasks) - 1, STATE, head))
            return
        self.beginResetModel()
        self._stages = plan.stages
        self.endResetModel()

    def stage(self, index: Index) -> StagePlan | None:
        """The stage of a row, also that of a task."""
        if not index.isValid():
            return None
        return self._stages[index.internalId() - 1 if index.internalId() else index.row()]

    def task(self, index: Index) -> Task | None:
        """The task of a row, None for a stage."""
        stage = self.stage(index)
        return stage.tasks[index.row()] if stage is not None and index.internalId() else None

    def index_of(self, record: int) -> QModelIndex:
        """Where a task stands."""
        for place, stage in enumerate(self._stages):
            for row, task in enumerate(stage.tasks):
                if task.row.id == record:
                    return self.index(row, 0, self.index(place, 0))
        return QModelIndex()

    def index_of_stage(self, key: str) -> QModelIndex:
        """Where a stage stands."""
        keys = [stage.stage.key for stage in self._stages]
        return self.index(keys.index(key), 0) if key in keys else QModelIndex()

    def sizes(self) -> list[int]:
        """How many tasks each stage has."""
        return [len(stage.tasks) for stage in self._stages]

    def columnCount(self, _parent: Index = NONE) -> int:
        """As many as headings."""
        return len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Headings."""
        wanted = orientation == Qt.Orientation.Horizontal and role == _Data.DisplayRole
        return HEADERS[section] if wanted else None

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts, states as pills."""
        stage, task = self.stage(index), self.task(index)
        if stage is None:
            return None
        if role == Role.PILL:
            return index.column() == STATE or None
        if task is None:
            return _stage_data(stage, index.column(), role)
        return _task_data(task, index.column(), role)


def _stage_data(stage: StagePlan, column: int, role: int) -> Any:
    if role == Role.GROUP:
        return True
    if role == Role.CAPTION and column == WHAT:
        return _("{}/{} 项").format(stage.done, len(stage.tasks)) if stage.tasks else _("还没有任务")
    if role == Role.TONE and column in (LED, OWNER, DUE, DONE):
        return "text2"
    if role == _Data.DisplayRole:
        return (
            f"{stage.stage.key}) {stage.stage.title}", stage.stage.led_by_text, "",
            str(stage.planned.last or ""), str(stage.actual.last or ""), TITLES[stage.state],
        )[column]  # fmt: skip
    return None


def _task_data(task: Task, column: int, role: int) -> Any:
    row = task.row
    if role == _Data.DisplayRole:
        return (
            row.of(Milestone.task), _PARTIES.get(row.of(Milestone.led_by) or "", ""), task.owner,
            str(task.planned.last or ""), str(task.actual.last or ""), TITLES[task.state],
        )[column]  # fmt: skip
    if role == _Data.ToolTipRole:
        span = {DUE: task.planned.text, DONE: task.actual.text}.get(column, "")
        return span or None
    if role == Role.TONE:
        return "bad" if column == DUE and task.state == "late" else None
    if role == _Data.AccessibleTextRole and column == WHAT:
        return f"{row.of(Milestone.task)} {TITLES[task.state]}"
    return None
