"""What stands on the diagnosis page under its head: facts, gaps, opinions with a form, the conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.people import Party
from qmsdesk.models.project import Diagnosis, Opinion, Survey
from qmsdesk.registers.project import OPINIONS
from qmsdesk.services import diagnoses, reading
from qmsdesk.services.diagnoses import Gap, Target
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.diagnosis.shape import SHAPE, listed
from qmsdesk.views.onerecord.facts import FactsRow
from qmsdesk.views.onerecord.gap_line import GapLine
from qmsdesk.views.onerecord.page import RecordBody
from qmsdesk.views.onerecord.rows_pane import RowsPane
from qmsdesk.views.onerecord.saving import Typed
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column

_FACTS = (
    (_("依据的调研"), 5), (_("诊断机构"), 6), (_("诊断人员"), 5), (_("诊断日期"), 3), (_("诊断意见"), 5),
)  # fmt: skip
CONCLUSION = (Diagnosis.summary, Diagnosis.representative, Diagnosis.confirmed_on)


class DiagnosisBody(RecordBody):
    """The opinions of one report; or what stands there without one."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = kit.theme
        self._visit: Visit | None = None
        self.led: Mapping[int, Target] = {}
        filled = QWidget(self)
        self.addWidget(filled)
        self.facts = FactsRow(theme, _FACTS, _("编辑诊断报告的资料"), filled)
        self.note = MessageBar(theme, "info", parent=filled)
        self.gaps = GapLine(theme, filled)
        self.pane = RowsPane(kit, SHAPE, filled)
        self.take_button = button(theme, _("从调研带入"), "survey-line", small=True)
        self.write_button = button(theme, _("写入提升方案"), "lightbulb-line", small=True)
        for made in (self.take_button, self.write_button):
            self.pane.list.add_head(made)
        self.item_button = button(theme, _("看方案项"), "", small=True)
        self.pane.add_tool(self.item_button)
        self.conclusion = self._conclusion(kit)
        lines = column(filled, spacing=10)
        for made_widget in (self.facts, self.note, self.gaps):
            lines.addWidget(made_widget)
        lines.addWidget(self.pane, 1)
        self.new_button = button(theme, _("新建诊断报告"), "add-line", "primary")
        self.new_button.setEnabled(not kit.sitting.workspace.read_only)
        text = _("6.5.8 认证机构依据现场调研编制诊断报告，企业逐条确认诊断意见，双方在表 B.1 上签字。")
        self.addWidget(EmptyState(theme, "stethoscope-line", _("还没有质量诊断"), text, self.new_button))
        self.pane.chosen.connect(lambda _line: self.show_tools())
        self.pane.form.marked.connect(self.show_tools)

    def forms(self) -> Sequence[Typed]:
        """The opinion at the cursor, and the conclusion."""
        return (self.pane.form, self.conclusion)

    def show_empty(self) -> None:
        """There is no report."""
        self._visit = None
        self.pane.forget()
        self.conclusion.show_entry(None)
        self.setCurrentIndex(1)

    def show_diagnosis(self, sitting: Sitting, visit: Visit) -> None:
        """A report, or the same one after something was saved; what is being typed stays."""
        assert visit.row is not None
        another = visit is not self._visit
        self._visit = visit
        self.setCurrentIndex(0)
        lines = visit.lines(OPINIONS)
        self.led = diagnoses.targets(sitting.db, lines)
        self._show_facts(sitting, visit)
        signed = bool(visit.reason_closed()) and not sitting.workspace.read_only and not visit.row["void_reason"]
        text = _("诊断意见已签署。方案项、对应指标和落实结果仍可填写，其他修改须更正。")
        self.note.set_message("info", text if signed else "")
        self.gaps.show_gaps(() if visit.row["void_reason"] else diagnoses.gaps(lines, self.led))
        self.pane.show_rows(visit, listed(lines, self.led, sitting.clock.today()))
        if another or self.conclusion.entry is None:
            self.conclusion.show_entry(visit)
        else:
            self.conclusion.refresh()
        open_now = not visit.reason_closed()
        self.take_button.setVisible(open_now)
        self.take_button.setEnabled(bool(diagnoses.offered(sitting.db, visit.row)) if open_now else False)
        self.take_button.setToolTip(_("把依据的调研里薄弱和未开展的调研项带成诊断意见，已有的不重复"))
        waiting = len(diagnoses.unwritten(lines, self.led))
        self.write_button.setText(_("写入提升方案 {}").format(waiting) if waiting else _("写入提升方案"))
        self.write_button.setEnabled(bool(waiting))
        self.write_button.setVisible(not sitting.workspace.read_only and not visit.row["void_reason"])
        self.write_button.setToolTip(_("把已采纳、还没有方案项的意见写成方案项"))
        self.show_tools()

    def show_tools(self) -> None:
        """What can be done with the opinion at the cursor; the reason stands where one is asked for."""
        entry = self.pane.form.entry
        self.item_button.setVisible(self.pane.line() in self.led)
        rejected = entry is not None and entry.value(Opinion.adopted) == "rejected"
        reason = rejected or (entry is not None and bool(entry.text(Opinion.reason)))
        self.pane.form.rows[Opinion.reason].setVisible(reason)

    def jump(self, label: str, field: AnyField | None) -> bool:
        """To what a gate or a link names; False when it stands in the dialog of the report."""
        if field is not None and field in self.conclusion.editors and not self.closing.isHidden():
            self.conclusion.focus_field(field)
            return True
        lines = self._visit.lines(OPINIONS) if self._visit is not None else ()
        if field is not None and field in self.pane.form.editors:
            first = next((line.id for line in lines if not line.of(field)), lines[0].id if lines else 0)
            known = next((gap for gap in diagnoses.gaps(lines, self.led) if gap.field is field), None)
            return self.show_gap(known or Gap(label, first, field))
        if label == OPINIONS.title:
            self.pane.begin()
            return True
        wanted = next((f for f in (Opinion.reason, Opinion.adopted) if label.endswith(str(f.verbose_name))), None)
        gap = next((each for each in diagnoses.gaps(lines, self.led) if each.field is wanted), None)
        return gap is not None and self.show_gap(gap)

    def show_gap(self, gap: Gap) -> bool:
        """To the opinion and the field that are to be filled."""
        if not gap.line:
            self.pane.begin()
            return True
        if not self.pane.go(gap.line):
            return False
        if gap.field is Opinion.reason:
            self.pane.form.rows[Opinion.reason].setVisible(True)
        self.pane.focus_field(gap.field)
        return True

    def set_size(self, size: Breakpoint) -> None:
        """In a small window the form stands under the list, and facts that are in the dialog too make room."""
        narrow = size.name == "narrow"
        self.pane.set_narrow(narrow)
        self.closing.setHidden(narrow)  # the dialog of the report has it too
        self.facts.show_only((2, 3, 4) if narrow else range(len(_FACTS)))
        self.gaps.set_most(1 if narrow else 2 if size.compact else 3)
        self.pane.tree.hide_column(2, size.compact)

    def _conclusion(self, kit: Kit) -> EntryForm:
        card = Card(kit.theme, _("诊断结论与企业确认"), parent=self.pane.left)
        holder = QWidget(card)
        rows = ((Diagnosis.summary,), (Diagnosis.representative, Diagnosis.confirmed_on))
        form = EntryForm(kit, rows, stars=CONCLUSION, label_width=64, parent=holder)
        form.editors[Diagnosis.summary].control.setFixedHeight(kit.theme.px(46))
        column(holder, margins=(14, 8, 14, 10)).addWidget(form)
        card.add(holder)
        self.closing = card
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.pane.under.addWidget(card)
        return form

    def _show_facts(self, sitting: Sitting, visit: Visit) -> None:
        row, db = visit.row, sitting.db
        assert row is not None
        survey = reading.row(db, Survey, row.of(Diagnosis.survey))
        party = reading.row(db, Party, row.of(Diagnosis.party))
        lines = visit.lines(OPINIONS)
        told = (
            f"{survey['number']}　{survey.of(Survey.surveyed_on)}" if survey is not None else "",
            party.of(Party.name) if party is not None else "",
            row.of(Diagnosis.diagnosers), str(row.of(Diagnosis.diagnosed_on) or ""),
        )  # fmt: skip
        for fact, text in zip(self.facts.facts, told, strict=False):
            fact.set_fact(str(text) or _("未填"), missing=not text)
        adopted = sum(line.of(Opinion.adopted) == "adopted" for line in lines)
        waiting = len(diagnoses.unwritten(lines, self.led))
        bad = _("未落到方案 {}").format(waiting) if waiting else ""
        self.facts.facts[-1].set_fact(_("{} 条，采纳 {} 条").format(len(lines), adopted), bad)
