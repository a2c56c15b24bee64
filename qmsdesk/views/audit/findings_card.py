"""The right column: the nonconformities of the audit as tabs over the panel of the one at hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import Row
from qmsdesk.registers.kinds import to_text
from qmsdesk.views.actions.panel import NonconformityPanel
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.styling import column, frame, row


class FindingsCard(QFrame):
    """``changed`` carries every Change of the panel; ``raised`` asks for 开具不符合 of the item at the cursor."""

    changed = Signal(object)
    raised = Signal()

    def __init__(
        self,
        kit: Kit,
        messages: Messages,
        jobs: Jobs,
        open_record: Callable[[str, str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = self._theme = kit.theme
        self.setProperty("role", "card")
        self.records: list[int] = []
        lines = column(self, margins=(1, 1, 1, 1))
        head = frame("cardhead", self)
        head.setMinimumHeight(theme.px(40))
        lines.addWidget(head)
        line = row(head, spacing=2, margins=(2, 0, 8, 0))
        self.tabs = QTabBar(head)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setIconSize(QSize(theme.px(12), theme.px(12)))
        self.tabs.setAccessibleName(_("不符合报告"))
        line.addWidget(self.tabs, 1)
        self.raise_button = button(
            theme, _("开具不符合"), "add-line", small=True, on_click=self.raised.emit, parent=head
        )  # fmt: skip
        self.raise_button.setAccessibleName(_("开具不符合"))
        self.raise_button.setToolTip(_("为检查表里选中的不符合或观察项开具报告"))
        line.addWidget(self.raise_button)
        self._stack = QStackedWidget(self)
        lines.addWidget(self._stack, 1)
        self.panel = NonconformityPanel(
            theme, kit.sitting, messages, jobs, open_record=open_record, parent=self._stack
        )  # fmt: skip
        self._stack.addWidget(self.panel)
        text = _(
            "判为不符合的检查项，出具审核报告时各开具一份；也可以在现场先行开具。"
            "原因、措施和验证在这里跟踪到关闭（6.8.2）。"
        )
        empty = EmptyState(theme, "error-warning-line", _("还没有不符合报告"), text, parent=self._stack)
        self._stack.addWidget(empty)
        self.tabs.currentChanged.connect(self._turn)
        self.panel.changed.connect(self.changed)

    def show_audit(self, shown: Shown, *, writable: bool) -> None:
        """Another audit, or the same one later; the one at hand stays."""
        findings = list(shown.facts.findings) if shown.facts else []
        kept = self.panel.record()
        ids = [row.id for row in findings]
        self.tabs.blockSignals(True)
        if ids != self.records:
            while self.tabs.count():
                self.tabs.removeTab(0)
            for _found in findings:
                self.tabs.addTab("")
            self.records = ids
        for place, found in enumerate(findings):
            self._dress(place, found)
        if kept in ids:
            self.tabs.setCurrentIndex(ids.index(kept))
        self.tabs.blockSignals(False)
        correcting = shown.facts is not None and bool(shown.facts.audit["correcting"])
        self.raise_button.setVisible(writable and (correcting or shown.state in {"held", "reported"}))
        self._stack.setCurrentIndex(0 if ids else 1)
        if kept not in ids:
            waiting = [row.id for row in findings if row["status"] != "closed"]
            self._show(next(iter(waiting), ids[0]) if ids else None)
        else:
            self.panel.refresh()

    def choose(self, record: int) -> bool:
        """Show a nonconformity; False when it is none of this audit."""
        if record not in self.records:
            return False
        self.tabs.setCurrentIndex(self.records.index(record))
        return True

    def set_compact(self, *, compact: bool) -> None:
        """A narrow column leaves the room to the tabs."""
        self.raise_button.setText("" if compact else _("开具不符合"))

    def flush(self) -> bool:
        """Commit what is being typed; False when something is red."""
        return self.panel.flush()

    def _dress(self, place: int, row: Row) -> None:
        state = row["status"]
        icon, token = ("checkbox-circle-fill", "ok") if state == "closed" else ("time-line", "text2")
        if state == "verifying":
            icon, token = "error-warning-line", "warn"
        number = str(row["number"])
        head, _dash, tail = number.rpartition("-")
        short = f"{head.split('-')[0]}-{tail}" if head else number
        self.tabs.setTabText(place, short)
        self.tabs.setTabIcon(place, self._theme.icon(icon, token))
        self.tabs.setTabToolTip(place, f"{number} {to_text(Nonconformity.status, state)}")

    def _turn(self, place: int) -> None:
        if 0 <= place < len(self.records):
            kept = self.panel.record()
            if not self._show(self.records[place]) and kept in self.records:
                self.tabs.blockSignals(True)
                self.tabs.setCurrentIndex(self.records.index(kept))
                self.tabs.blockSignals(False)

    def _show(self, record: int | None) -> bool:
        return self.panel.show_record(record)
