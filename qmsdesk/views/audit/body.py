"""Programme and plan at the left, the audit in the middle, its nonconformities at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.views.audit.findings_card import FindingsCard
from qmsdesk.views.audit.plan_card import PlanCard
from qmsdesk.views.audit.programme_card import ProgrammeCard
from qmsdesk.views.audit.work_card import WorkCard
from qmsdesk.views.shell.breakpoints import NORMAL, Breakpoint
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.styling import column, row

_LEFT = {"wide": 320, "normal": 295, "compact": 252, "narrow": 0}
_RIGHT = {"wide": 420, "normal": 388, "compact": 320, "narrow": 0}


class AuditBody(QWidget):
    """In a narrow window the three columns take turns."""

    def __init__(
        self, theme: Theme, programme: ProgrammeCard, plan: PlanCard, work: WorkCard, findings: FindingsCard
    ) -> None:
        super().__init__()
        self._theme, self._size = theme, NORMAL
        self.left = QWidget()
        side = column(self.left, spacing=12)
        side.addWidget(programme)
        side.addWidget(plan, 1)
        self.work, self.findings = work, findings
        self.turns = Segmented([("plan", _("方案与计划")), ("work", _("检查与报告")), ("findings", _("不符合"))])
        self.turns.set_value("work")
        self.turns.chosen.connect(lambda _key: self._turn())
        self.turns.hide()
        all_three = row(spacing=12)
        all_three.addWidget(self.left)
        all_three.addWidget(work, 1)
        all_three.addWidget(findings)
        lines = column(self, spacing=8)
        lines.addWidget(self.turns, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addLayout(all_three, 1)
        theme.changed.connect(self._turn)
        self._turn()

    def set_size(self, size: Breakpoint) -> None:
        """Follow the window."""
        self._size = size
        self.turns.setVisible(size.overlay_detail)
        self.work.checks.tree.set_narrow(narrow=size.compact and not size.overlay_detail)
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
