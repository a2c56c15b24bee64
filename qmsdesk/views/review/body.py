"""What stands on the review page under its head, and which row each of its forms types into."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.reviews import ReviewInput, ReviewOutput
from qmsdesk.registers.reviews import INPUTS, OUTPUTS
from qmsdesk.services.review import TITLES, Output, View
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.onerecord.entries import FollowedEntry
from qmsdesk.views.onerecord.page import RecordBody
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.review.conclusion_card import ConclusionCard
from qmsdesk.views.review.facts_card import FactsCard
from qmsdesk.views.review.inputs_card import InputsCard
from qmsdesk.views.review.outputs_card import OutputsCard
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, row


class ReviewBody(RecordBody):
    """Facts, cautions, inputs with the conclusion, decisions; or what stands there without a review."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = kit.theme
        self._visit: Visit | None = None
        self._view: View | None = None
        # From the outside in: what is put into a place that is styled already is styled once.
        filled = QWidget(self)
        self.addWidget(filled)
        self.facts, self.caution = FactsCard(theme, filled), MessageBar(theme, "warn", parent=filled)
        choices = [("inputs", _("评审输入")), ("outputs", _("评审决定")), ("conclusion", _("评审结论"))]
        self.side = Segmented(choices, filled)
        self.side.chosen.connect(lambda _key: self._take_turns())
        self._narrow = False
        self.left = QWidget(filled)
        self.inputs, self.conclusion = InputsCard(kit, self.left), ConclusionCard(kit, self.left)
        self.outputs = OutputsCard(kit, filled)
        lines = column(self.left, spacing=12)
        lines.addWidget(self.inputs, 1)
        lines.addWidget(self.conclusion)
        lines = column(filled, spacing=12)
        lines.addWidget(self.facts)
        lines.addWidget(self.caution)
        lines.addWidget(self.side, 0, Qt.AlignmentFlag.AlignLeft)
        both = row(spacing=12)
        both.addWidget(self.left, 697)
        both.addWidget(self.outputs, 449)
        lines.addLayout(both, 1)
        self.new_button = button(theme, _("新建评审"), "add-line", "primary")
        self.new_button.setEnabled(not kit.sitting.workspace.read_only)
        text = _("6.8.1 建议体系运行 3 至 6 个月进行内部审核和管理评审。新建后十二项评审输入从各台账取数。")
        self.addWidget(EmptyState(theme, "slideshow-3-line", _("还没有管理评审"), text, self.new_button))
        self._take_turns()
        self.inputs.follow()
        self.outputs.follow()
        self.inputs.chosen.connect(self._show_input)
        self.outputs.chosen.connect(self._show_output)
        self.outputs.form.marked.connect(self._show_head)

    def forms(self) -> tuple[EntryForm, ...]:
        """Everything that is typed into."""
        return (self.inputs.form, self.outputs.form, self.conclusion.form)

    def show_empty(self) -> None:
        """There is no review."""
        self._visit = self._view = None
        for form in self.forms():
            form.show_entry(None)
        self.setCurrentIndex(1)

    def show_review(self, sitting: Sitting, visit: Visit, view: View, stale: Collection[str]) -> None:
        """A review, or the same one after something was saved; what is being typed stays."""
        another = visit is not self._visit
        self._visit, self._view = visit, view
        self.setCurrentIndex(0)
        self.facts.show_review(sitting, view)
        self.caution.set_message("warn", "；".join(view.cautions) if view.row["status"] == "planned" else "")
        writable = not visit.reason_closed()
        self.inputs.show_review(view, stale, writable=writable)
        self.outputs.show_review(view, writable=writable)
        if another or self.conclusion.form.entry is None:
            self.conclusion.form.show_entry(visit)
        else:
            self.conclusion.form.refresh()
        self._show_input(self.inputs.code(), another=another)
        if not self._drafting() or another:
            self._show_output(self.outputs.line(), another=another)

    def begin_output(self, visit: Visit) -> None:
        """A blank decision in the form."""
        self.outputs.tree.clearSelection()
        self.outputs.form.show_entry(FollowedEntry(visit, OUTPUTS, None, {ReviewOutput.kind: "improvement"}))
        self._show_head()
        self._bring("outputs")
        self.outputs.form.focus_field(ReviewOutput.decision)

    def output(self, line: int) -> Output | None:
        """A decision by the id of its row."""
        outputs = self._view.outputs if self._view else ()
        return next((each for each in outputs if each.line.id == line), None)

    def jump(self, label: str, field: AnyField | None) -> bool:
        """To what a gate names, when it stands on this page; False when it is part of the plan."""
        if self._view is None:
            return False
        if field is not None and field in self.conclusion.form.editors:
            self._bring("conclusion")
            self.conclusion.form.focus_field(field)
            return True
        title = label.removeprefix(_("评审输入 {}").format(""))
        code = next((code for code, text in TITLES.items() if text == title), "")
        output = next(
            (each for each in self._view.outputs if f"“{each.line.of(ReviewOutput.decision)}”" in label), None
        )
        if code:
            self._bring("inputs")
            self.inputs.go(code)
            self.inputs.form.focus_field(ReviewInput.note)
        elif output is not None:
            self._bring("outputs")
            self.outputs.go(output.line.id)
            named = [f for f in self.outputs.form.editors if label.endswith(str(f.verbose_name))]
            self.outputs.form.focus_field(named[0] if named else ReviewOutput.due_on)
        elif label == OUTPUTS.title and self._visit is not None:
            self.begin_output(self._visit)
        else:
            return False
        return True

    def set_size(self, size: Breakpoint) -> None:
        """In a narrow window inputs and decisions take turns."""
        self._narrow = size.name == "narrow"
        for card in (self.inputs, self.outputs):
            card.set_compact(size.compact and not self._narrow)
        self._take_turns()

    def _drafting(self) -> bool:
        entry = self.outputs.form.entry
        return entry is not None and entry.is_draft and entry.touched

    def _bring(self, side: str) -> None:
        self.side.set_value(side)
        self._take_turns()

    def _take_turns(self) -> None:
        front, every = self.side.value(), not self._narrow
        self.side.setHidden(every)
        self.left.setVisible(every or front != "outputs")
        self.inputs.setVisible(every or front == "inputs")
        self.conclusion.setVisible(every or front == "conclusion")
        self.outputs.setVisible(every or front == "outputs")

    def _show_input(self, code: str, *, another: bool = False) -> None:
        view, visit, form = self._view, self._visit, self.inputs.form
        line = next((each for each in view.inputs if each.of(ReviewInput.code) == code), None) if view else None
        self.inputs.show_line(line)
        if visit is None or line is None:
            form.show_entry(None)
        elif another or form.entry is None:
            form.show_entry(FollowedEntry(visit, INPUTS, line))
        elif form.entry.row_id == line.id:
            form.refresh()
        elif form.flush():
            form.show_entry(FollowedEntry(visit, INPUTS, line))
        else:
            red = self._code_of(form.entry.row_id)
            QTimer.singleShot(0, self, lambda: self.inputs.go(red))

    def _code_of(self, line: int | None) -> str:
        lines = self._view.inputs if self._view else ()
        return next((each.of(ReviewInput.code) for each in lines if each.id == line), "a")

    def _show_output(self, line: int, *, another: bool = False) -> None:
        visit, form, output = self._visit, self.outputs.form, self.output(line)
        if visit is None or output is None or self._view is None:
            form.show_entry(None)
        elif another or form.entry is None:
            form.show_entry(FollowedEntry(visit, OUTPUTS, output.line))
        elif form.entry.row_id != line:
            form.flush()
            if form.unsaved():
                red = form.entry.row_id or 0
                QTimer.singleShot(0, self, lambda: self.outputs.go(red))
                return
            form.show_entry(FollowedEntry(visit, OUTPUTS, output.line))
        else:
            form.refresh()
        self._show_head()

    def _show_head(self) -> None:
        """The head and the fields of the decision in the form, also after one of them was refused."""
        entry, view = self.outputs.form.entry, self._view
        held = view is not None and view.row["status"] != "planned"
        new = entry is not None and entry.is_draft
        output = self.output(entry.row_id) if entry is not None and entry.row_id is not None else None
        self.outputs.show_output(output, held=held, new=new)
