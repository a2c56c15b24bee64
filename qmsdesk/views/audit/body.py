"""Programme and plan at the left, the audit in the middle, its nonconformities at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.views.audit.findings_card import FindingsCard
from qmsdesk.views.audit.plan_card import PlanCard
from qmsdesk.views.audit.programme_card import ProgrammeCard
from qmsdesk.views.audit.work_card import WorkCard
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.shell.breakpoints import NORMAL, Breakpoint
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.styling import column, row

_LEFT = {"wide": 320, "normal": 295, "compact": 264, "narrow": 0}
_RIGHT = {"wide": 420, "normal": 388, "compact": 320, "narrow": 0}


class AuditBody(QWidget):
    """In a narrow window the three columns take turns."""

    def __init__(
        self,
        kit: Kit,
        messages: Messages,
        jobs: Jobs,
        open_record: Callable[[str, str], object] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._size = kit.theme, NORMAL
        # From the outside in: what is put into a place that is styled already is styled once.
        lines = column(self, spacing=8)
        self.turns = Segmented(
            [("plan", _("方案与计划")), ("work", _("检查与报告")), ("findings", _("不符合"))], self
        )  # fmt: skip
        self.turns.set_value("work")
        self.turns.chosen.connect(lambda _key: self._turn())
        self.turns.hide()
        lines.addWidget(self.turns, 0, Qt.AlignmentFlag.AlignLeft)
        all_three = row(spacing=12)
        lines.addLayout(all_three, 1)
        self.left = QWidget(self)
        side = column(self.left, spacing=12)
        all_three.addWidget(self.left)
        self.programme = ProgrammeCard(kit.theme, self.left)
        side.addWidget(self.programme)
        self.plan = PlanCard(kit.theme, self.left)
        side.addWidget(self.plan, 1)
        self.work = WorkCard(kit, messages, jobs, self)
        all_three.addWidget(self.work, 1)
        self.findings = FindingsCard(kit, messages, jobs, open_record, self)
        all_three.addWidget(self.findings)
        kit.theme.changed.connect(self._turn)
        self._turn()

    def set_size(self, size: Breakpoint) -> None:
        """Follow the window."""
        self._size = size
        self.turns.setVisible(size.overlay_detail)
        self.work.checks.tree.set_narrow(narrow=size.compact and not size.overlay_detail)
        self.work.checks.set_compact(compact=size.compact)
        self.findings.set_compact(compact=size.compact and not size.overlay_detail)
        self._turn()

    def show_turn(self, key: str) -> None:
        """Bring a column to the front where only one has room."""
        self.turns.set_value(key)
        self._turn()

    def _turn(self) -> None:
        name, alone = self._size.name, self._size.overlay_detail
        for key, widget, widths in (("plan", self.left, _LEFT), ("findings", self.findings, _RIGHT)):
            width = self._theme.px(widths[name])
            widget.setMinimumWidth(width)
            widget.setMaximumWidth(width or 16_777_215)
            widget.setVisible(not alone or self.turns.value() == key)
        self.work.setVisible(not alone or self.turns.value() == "work")
