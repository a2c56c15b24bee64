"""不符合与纠正措施: the list of the register with the panel of one nonconformity beside it."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.registers.spec import Register
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.actions.panel import NonconformityPanel, OpenRecord
from qmsdesk.views.actions.wanted import Wanted
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.theme.apply import Theme


class NonconformityPage(RegisterPage):
    """``show_target`` also takes a ``Wanted``: the records that a bar of the Pareto chart counts."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        outside: Outside | None = None,
        settings: QSettings | None = None,
        *,
        open_record: OpenRecord | None = None,
        parent: QWidget | None = None,
    ) -> None:
        def pane(_kit: Kit, _register: Register, _messages: Messages, _jobs: Jobs) -> DetailPane:
            return NonconformityPanel(theme, sitting, messages, jobs, open_record=open_record, single=False)

        super().__init__(
            theme, sitting, NONCONFORMITY, messages, jobs, outside, settings, parent, pane=pane
        )  # fmt: skip

    def show_target(self, target: object) -> None:
        """A record, a field of one, or what to list."""
        if not isinstance(target, Wanted):
            super().show_target(target)
        elif self.leave():
            query = self.model.query.where(equals=target.equals, search=target.search, order=None, deleted=False)
            self.panel.show_view(query)
            self.table.setFocus()
