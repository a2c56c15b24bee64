"""The detail pane of a training: its evaluation first, then plan, files, attendance and history."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import Row
from qmsdesk.models.training import Training
from qmsdesk.registers.spec import Register
from qmsdesk.registers.training import ATTENDANCE, EVALUATION
from qmsdesk.services import reading
from qmsdesk.services.training import Session, mean
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.training.charts import MarksChart
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.styling import column, label, row, rule


class PlanForm(RecordForm):
    """The fields of the record without those of the evaluation, which have a tab of their own."""

    def __init__(self, kit: Kit, register: Register, parent: QWidget | None = None) -> None:
        sections = tuple(s for s in register.sections if s.title != EVALUATION.title)
        super().__init__(kit, replace(register, sections=sections), parent)


class EffectTab(QScrollArea):
    """有效性评价: who came, the distribution of marks, the fields of the evaluation, what was done about it.

    ``opened`` carries register and number of a record that follows up this training.
    """

    opened = Signal(str, str)

    def __init__(self, kit: Kit, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._visit: Visit | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self)
        self.setWidget(body)
        lines = column(body, spacing=4)
        self.turnout, self.result = label("", "strong"), label("", "label")
        head = row(margins=(16, 10, 16, 0))
        head.addWidget(self.turnout)
        head.addStretch(1)
        head.addWidget(self.result)
        lines.addLayout(head)
        self.marks = MarksChart(kit.theme)
        holder = row(margins=(16, 4, 16, 0))
        holder.addWidget(self.marks)
        lines.addLayout(holder)
        self.hint = label("", "hint", wrap=True)
        self.hint.setContentsMargins(16, 0, 16, 0)
        lines.addWidget(self.hint)
        self.form = RecordForm(kit, replace(register, sections=(replace(EVALUATION, title=""),)), body)
        lines.addWidget(self.form)
        self.form.build()
        self._rule = rule()
        lines.addWidget(self._rule)
        self.trail: QHBoxLayout = row(spacing=6, margins=(16, 4, 16, 8))
        lines.addLayout(self.trail)
        lines.addStretch(1)

    def set_visit(self, visit: Visit | None) -> None:
        """Show another training."""
        self._visit = visit
        self.form.set_visit(visit)
        self._show()

    def refresh(self) -> None:
        """The stored training changed."""
        self.form.refresh()
        self._show()

    def _show(self) -> None:
        visit = self._visit
        case = visit.case() if visit is not None else None
        session = Session(case.row, case.lines[ATTENDANCE.key]) if case else None
        self.turnout.setText(_turnout(session))
        self.result.setText(_result(session))
        self.marks.set_marks(session.scores if session else (), session.row.of(Training.pass_mark) if session else None)
        self.hint.setText(_hint(session))
        self.hint.setVisible(bool(self.hint.text()))
        followers: list[tuple[str, Row]] = []
        if case is not None:
            followers = [("training", r) for r in case.pointing(Training.origin)]
            followers += [("nonconformity", r) for r in case.pointing(Nonconformity.origin)]
        self._show_trail(followers)

    def _show_trail(self, followers: list[tuple[str, Row]]) -> None:
        while (item := self.trail.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self._rule.setVisible(bool(followers))
        if not followers:
            return
        self.trail.addWidget(label(_("跟踪"), "label"))
        db = self._kit.sitting.db
        for key, found in followers[:3]:
            number = str(found["number"])
            made = link(self._kit.theme, number, lambda k=key, n=number: self.opened.emit(k, n))  # type: ignore[misc]
            model = Training if key == "training" else Nonconformity
            made.setToolTip(reading.display(db, model.status, found["status"]))
            self.trail.addWidget(made)
        self.trail.addStretch(1)


class TrainingPane(DetailPane):
    """``asked`` carries what the buttons under the attendance want: invite, present, import."""

    FORM = PlanForm
    asked = Signal(str)
    opened = Signal(str, str)

    def build(self) -> None:
        """As any pane, with the evaluation in front."""
        fresh = not self._ready
        super().build()
        if fresh:
            self.effect = EffectTab(self._kit, self.register, self.tabs)
            self.effect.opened.connect(self.opened)
            self.tabs.lines_made.connect(self._add_tools)
            self.tabs.add_front(self.effect, _("有效性评价"))

    def set_visit(self, visit: Visit | None) -> None:
        """As any pane; a training that is still to be held opens on what it is about."""
        before = self.visit.record if self.visit else None
        super().set_visit(visit)
        if visit is not None and visit.row is not None and visit.record != before:
            if visit.row.of(Training.held_on) is None:
                self.tabs.show_form()
            else:
                self.tabs.setCurrentWidget(self.effect)

    def _add_tools(self, tab: LinesTab) -> None:
        theme: Theme = self._kit.theme
        tab.add_tools(
            button(theme, _("加入应到"), "user-add-line", small=True, on_click=lambda: self.asked.emit("invite")),
            button(theme, _("全部到场"), "check-double-line", small=True, on_click=lambda: self.asked.emit("present")),
        )


def _turnout(session: Session | None) -> str:
    if session is None:
        return ""
    if not session.held:
        return _("应到 {} 人").format(len(session.lines))
    return _("实到 {}/{} 人").format(len(session.present), len(session.lines))


def _result(session: Session | None) -> str:
    if session is None:
        return ""
    average, (passed, known) = mean(session.scores), session.outcome
    parts = [_("平均 {}").format(average)] if average is not None else []
    parts += [_("合格 {}/{}（{}%）").format(passed, known, passed * 100 // known)] if known else []
    return "\u2003".join(parts)


def _hint(session: Session | None) -> str:
    """What this tab waits for."""
    if session is None:
        return _("填好基本信息后，在签到里加入应到人员。")
    if not session.lines:
        return _("还没有应到人员：到签到里加入。")
    if not session.held:
        return _("实施以后在签到里登记到场和成绩，再点登记实施。")
    return "" if session.scores else _("没有成绩：不考核的培训按方法和标准评价即可。")
