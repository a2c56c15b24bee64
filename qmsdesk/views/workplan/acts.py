"""What the buttons of the work plan do beside editing a task; errors are told, nothing is raised."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.services import records, rounds, workplan
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.workplan.dialogs import StartDialog, YearDialog
from qmsdesk.views.workplan.indicators_dialog import IndicatorsDialog

OpenRecord = Callable[[str, str], object]


class PlanActs:
    """Every act gives the Change it made, None when it was given up or refused."""

    def __init__(self, kit: Kit, messages: Messages, open_record: OpenRecord | None, window: QWidget) -> None:
        self._kit, self._messages, self._open, self._window = kit, messages, open_record, window

    def writable(self) -> bool:
        """Whether anything can be written; says so where not."""
        reason = self._kit.sitting.workspace.read_only
        if reason:
            self._messages.note("warn", reason)
        return not reason

    def draft(self) -> records.Change | None:
        """按十个环节起草."""
        if not workplan.missing_stages(self._kit.sitting.db):
            self._messages.note("info", _("十个环节都已有任务，没有要起草的；需要时在环节下新建任务。"))
            return None
        dialog = StartDialog(self._kit, self._window)
        dialog.exec()
        return self._told(dialog.change, _("已起草工作计划"))

    def take_indicators(self) -> records.Change | None:
        """The indicators of the authority's plan become indicators."""
        dialog = IndicatorsDialog(self._kit, self._window)
        dialog.exec()
        return self._told(dialog.change, _("计划里的 {} 项指标已转为评价指标").format(dialog.count))

    def open_year(self) -> records.Change | None:
        """开启监督年度."""
        sitting = self._kit.sitting
        dialog = YearDialog(self._kit, rounds.outlook(sitting.db, sitting.clock.today()), self._window)
        dialog.exec()
        return self._told(dialog.change, _("已开启监督年度，首轮的数据没有变"))

    def open_meeting(self, kind: str) -> records.Change | None:
        """The meeting of a kind, made where there is none, is opened on its page."""
        try:
            change = workplan.open_meeting(self._kit.sitting, kind)
        except UserError as error:
            self._messages.error(error)
            return None
        return change if change.what != "same" else None

    def go_to_meeting(self, kind: str) -> None:
        """Open the meeting of a kind."""
        row = workplan.meeting(self._kit.sitting.db, kind)
        if row is not None:
            self.go("meeting", row["number"])

    def go(self, register: str, number: str) -> None:
        """Open a register or a record of it."""
        if self._open is not None:
            self._open(register, number)

    def _told(self, change: records.Change | None, text: str) -> records.Change | None:
        if change is not None:
            self._messages.done(text)
        return change
