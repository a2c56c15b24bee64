"""One nonconformity: what was found, how far it is, what is next, its files and rounds, and the verbs at the foot.

The page of the register and the audit page both show it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.registers.kinds import display_clause
from qmsdesk.registers.spec import Register
from qmsdesk.services import nonconformity, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.actions.state_line import StateLine
from qmsdesk.views.actions.step_form import StepForm
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row

OpenRecord = Callable[[str, str], object]


class Facts(QWidget):
    """What was found, how grave it is, where it came from."""

    def __init__(self, theme: Theme, open_record: OpenRecord | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._open = open_record
        self._source: nonconformity.Source | None = None
        self.grade = Pill(theme, "", parent=self)
        self.place = label("", "caption")
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.source = link(theme, "", self.jump, icon="links-line")
        self.fact = label("", wrap=True)
        self.line = StateLine(theme, self)
        lines = column(self, spacing=4, margins=(16, 0, 12, 6))
        first = row()
        first.addWidget(self.grade)
        first.addWidget(self.place, 1)
        first.addWidget(self.source)
        lines.addLayout(first)
        lines.addWidget(self.fact)
        lines.addWidget(self.line)

    def show_visit(self, visit: Visit | None) -> None:
        """The record as it is now."""
        filled = visit is not None and visit.row is not None
        self.setVisible(filled)
        if visit is None or visit.row is None:
            return
        row, db = visit.row, visit.sitting.db
        self.grade.set_state(visit.text(Nonconformity.grade))
        clauses = "、".join(display_clause(clause) for clause in row.of(Nonconformity.clauses))
        round_ = _("第 {} 轮").format(row.of(Nonconformity.round)) if row.of(Nonconformity.round) > 1 else ""
        parts = (visit.text(Nonconformity.department), clauses, round_)
        self.place.setText(" · ".join(part for part in parts if part))
        self.place.setToolTip(self.place.text())
        self.fact.setText(row.of(Nonconformity.fact))
        self._source = nonconformity.source_of(db, row)
        self.source.setText(self._source.number if self._source else "")
        self.source.setToolTip(_("来源记录：{}").format(self._source.title) if self._source else "")
        self.source.setAccessibleName(self.source.toolTip())
        self.source.setVisible(self._source is not None and self._open is not None)
        self.line.set_nodes(nonconformity.nodes(db, row, visit.sitting.clock.today()))

    def jump(self) -> None:
        """To the record that raised this one."""
        if self._source is not None and self._open is not None:
            self._open(self._source.register, self._source.number)


class NonconformityPanel(DetailPane):
    """``changed`` carries every Change. ``open_record`` goes to a record by register and number.

    ``single`` leaves out the buttons that widen and fold it beside a list.
    """

    FORM = StepForm

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        *,
        open_record: OpenRecord | None = None,
        single: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Kit(theme, sitting), NONCONFORMITY, messages, jobs, parent, single=single)
        self._open_record = open_record

    def build(self) -> None:
        """Head, facts and line of states, tabs, verbs."""
        if self._ready:
            return
        super().build()
        self.head.number.hide()
        self.facts = Facts(self._kit.theme, self._open_record, self)
        self.facts.line.chosen.connect(self._open_step)
        lines = self.layout()
        assert isinstance(lines, QVBoxLayout)
        lines.insertWidget(1, self.facts)

    def show_record(self, record: int | None) -> bool:
        """Show another nonconformity, None for none; False when something typed here is red and stays."""
        if not self.flush():
            return False
        self.set_visit(Visit(self._kit.sitting, NONCONFORMITY, record) if record is not None else None)
        return True

    def record(self) -> int | None:
        """The one shown."""
        return self.visit.record if self.visit is not None else None

    def leave(self) -> bool:
        """Ask about what is red; True when the panel may be left."""
        self.flush()
        if not self.unsaved():
            return True
        if not self._messages.ask_drop(fields=self.unsaved_labels()):
            self.form.first_wanted()
            return False
        self.forget()
        return True

    def apply_change(self, change: object) -> None:
        """Something was saved elsewhere: show this one as it is now."""
        if isinstance(change, records.Change) and self.visit is not None:
            self.refresh()

    def show_state(self) -> None:
        """Head, facts, line and steps."""
        super().show_state()
        self.facts.show_visit(self.visit)
        form = self.form
        assert isinstance(form, StepForm)
        stored = self.visit is not None and self.visit.row is not None
        form.show_nodes(self.facts.line.nodes() if stored else (), self.visit)

    def _open_step(self, key: str) -> None:
        self.tabs.setCurrentIndex(0)
        form = self.form
        assert isinstance(form, StepForm)
        form.open_step(key)


def beside_list(open_record: OpenRecord | None) -> Callable[[Kit, Register, Messages, Jobs], DetailPane]:
    """What makes the panel for the page of the register."""

    def make(kit: Kit, _register: Register, messages: Messages, jobs: Jobs) -> DetailPane:
        return NonconformityPanel(kit.theme, kit.sitting, messages, jobs, open_record=open_record, single=False)

    return make
