"""What stands on the page of a plan under its head: facts, gaps, and its child rows one kind at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.people import Party, Person
from qmsdesk.models.project import Plan, PlanFeedback, PlanItem
from qmsdesk.registers.plans import DEVIATIONS, FEEDBACK, ITEMS, TALKS
from qmsdesk.services import plans, reading
from qmsdesk.services.plans import Gap
from qmsdesk.views.onerecord.facts import FactsRow
from qmsdesk.views.onerecord.gap_line import GapLine
from qmsdesk.views.onerecord.page import RecordBody
from qmsdesk.views.onerecord.rows_pane import RowsPane
from qmsdesk.views.onerecord.saving import Typed
from qmsdesk.views.plan import shapes
from qmsdesk.views.plan.compare_pane import ComparePane
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.styling import column, label, row

_FACTS = (
    (_("认证机构"), 5), (_("编制人"), 3), (_("批准"), 4), (_("方案概述"), 6), (_("更改原因"), 5), (_("进度"), 5),
)  # fmt: skip
COMPARE = "compare"
_REASON = 4
_SHAPES = (shapes.ITEM_SHAPE, shapes.TALK_SHAPE, shapes.FEEDBACK_SHAPE, shapes.DEVIATION_SHAPE)


class PlanBody(RecordBody):
    """One version of a plan; or what stands there without one."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = kit.theme
        self._sitting = kit.sitting
        self._visit: Visit | None = None
        self._narrow = False
        self.aims: Mapping[int, str] = {}
        filled = QWidget(self)
        self.addWidget(filled)
        self.facts = FactsRow(theme, _FACTS, _("编辑方案的资料"), filled)
        self.note = label("", "caption")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.gaps = GapLine(theme, filled)
        self.parts = Segmented([*((s.spec.key, s.title) for s in _SHAPES), (COMPARE, _("版本对照"))], filled)
        self.parts.chosen.connect(self.bring)
        self.stack = QStackedWidget(filled)
        self.panes = {s.spec.key: RowsPane(kit, s, self.stack, shapes.make_entry) for s in _SHAPES}
        self.compare = ComparePane(theme, self.stack)
        for made in (*self.panes.values(), self.compare):
            self.stack.addWidget(made)
        self.item = self.panes[ITEMS.key]
        self.revise_button = button(theme, _("据此出新版"), "git-branch-line", small=True)
        self.panes[DEVIATIONS.key].add_tool(self.revise_button)
        line = row(spacing=12)
        line.addWidget(self.parts)
        line.addWidget(self.note, 1)
        lines = column(filled, spacing=10)
        for made_widget in (self.facts, self.gaps):
            lines.addWidget(made_widget)
        lines.addLayout(line)
        lines.addWidget(self.stack, 1)
        self.new_button = button(theme, _("新建方案"), "add-line", "primary")
        self.new_button.setEnabled(not kit.sitting.workspace.read_only)
        text = _(
            "6.6 认证机构按“一企一策”策划提升方案，内容包括 a)–h)，并征求企业意见。"
            "也可以在“质量诊断”里把采纳的意见写入方案。"
        )
        self.addWidget(EmptyState(theme, "lightbulb-line", _("还没有提升方案"), text, self.new_button))
        self.item.chosen.connect(lambda _line: self.show_aim())
        self.panes[DEVIATIONS.key].chosen.connect(lambda _line: self.show_tools())

    def forms(self) -> Sequence[Typed]:
        """The row in the form of each kind."""
        return tuple(pane.form for pane in self.panes.values())

    def show_empty(self) -> None:
        """There is no plan."""
        self._visit = None
        for pane in self.panes.values():
            pane.forget()
        self.setCurrentIndex(1)

    def show_plan(self, visit: Visit) -> None:
        """A version, or the same one after something was saved; what is being typed stays."""
        assert visit.row is not None
        sitting, status = self._sitting, str(visit.row["status"])
        self._visit = visit
        self.setCurrentIndex(0)
        lines = {spec.key: visit.lines(spec) for spec in (ITEMS, TALKS, FEEDBACK, DEVIATIONS)}
        progress = plans.progress(lines[ITEMS.key], sitting.clock.today(), status)
        self._show_facts(visit.row, progress)
        self._show_note(visit, status)
        void = bool(visit.row["void_reason"])
        self.gaps.show_gaps(() if void else plans.gaps(lines, status, sitting.clock.today()))
        writable = not visit.reason_closed()
        places = {each.id: no for no, each in enumerate(lines[ITEMS.key], 1)}
        rows, talks = lines[ITEMS.key], lines[TALKS.key]
        self.item.show_rows(visit, shapes.items(sitting, visit.row, rows, talks, writable=writable))
        self.panes[TALKS.key].show_rows(visit, shapes.talks(lines[TALKS.key]))
        self.panes[FEEDBACK.key].show_rows(visit, shapes.feedback(lines[FEEDBACK.key]))
        self.panes[DEVIATIONS.key].show_rows(visit, shapes.deviations(lines[DEVIATIONS.key], places))
        for shape in _SHAPES:
            count = len(lines[shape.spec.key])
            self.parts.set_text(shape.spec.key, f"{shape.title} {count}" if count else shape.title)
        if self.parts.value() == COMPARE:
            self.compare.show_plan(sitting, visit.row)
        self.show_aim()
        self.show_tools()

    def show_aim(self) -> None:
        """提升前 and 提升目标 under the indicator of the item in the form."""
        entry = self.item.form.entry
        chosen = entry.value(PlanItem.indicator) if entry is not None else None
        if chosen is not None and chosen not in self.aims:
            lines = self._visit.lines(ITEMS) if self._visit is not None else ()
            wanted = {chosen, *(line.of(PlanItem.indicator) for line in lines)}
            self.aims = plans.aims(self._sitting.db, wanted)
        self.item.form.rows[PlanItem.indicator].set_hint(self.aims.get(chosen, "") if chosen is not None else "")

    def show_tools(self) -> None:
        """A deviation leads to a new version of a plan in force."""
        approved = self._visit is not None and self._visit.row is not None and self._visit.row["status"] == "approved"
        stored = bool(self.panes[DEVIATIONS.key].line())
        self.revise_button.setVisible(approved and stored and not self._sitting.workspace.read_only)

    def bring(self, key: str) -> None:
        """Show one kind of rows, or the comparison."""
        self.parts.set_value(key)
        if key == COMPARE:
            if self._visit is not None and self._visit.row is not None:
                self.compare.show_plan(self._sitting, self._visit.row)
            self.stack.setCurrentWidget(self.compare)
        else:
            self.stack.setCurrentWidget(self.panes[key])

    def front(self) -> RowsPane | None:
        """The rows in front; None while versions are compared."""
        return self.panes.get(self.parts.value())

    def show_gap(self, gap: Gap) -> bool:
        """To the row and the field that are to be filled, or to a blank row."""
        pane = self.panes[gap.lines]
        self.bring(gap.lines)
        if gap.part:
            if pane.begin({PlanItem.part: gap.part}):
                pane.focus_field(PlanItem.pain)
        elif gap.line:
            return pane.go(gap.line, gap.field)
        else:
            pane.begin({})
        return True

    def jump(self, label: str, field: AnyField | None) -> bool:
        """To what a gate or a link names; False when it stands in the dialog of the plan."""
        if field is None:
            field = next(
                (
                    f for start, f in (
                        (ITEMS.title, PlanItem.owner), (ITEMS.title, PlanItem.due_on),
                        (FEEDBACK.title, PlanFeedback.adopted),
                    )
                    if label.startswith(start) and label.endswith(str(f.verbose_name))
                ),
                None,
            )  # fmt: skip
        known = next((gap for gap in self.gaps.gaps if isinstance(gap, Gap) and _about(gap, field)), None)
        if known is not None:
            return self.show_gap(known)
        key = ITEMS.key if label == ITEMS.title else ""
        if field is not None:
            key = next((key for key, pane in self.panes.items() if field in pane.form.editors), "")
        if not key or self._visit is None:
            return False
        rows = self._visit.lines(next(s.spec for s in _SHAPES if s.spec.key == key))
        where = next((each.id for each in rows if field is not None and not each.of(field)), 0)
        return self.show_gap(Gap(label, key, where or (rows[0].id if rows and field is not None else 0), field))

    def set_size(self, size: Breakpoint) -> None:
        """In a small window forms stand under their lists, and some columns and facts make room."""
        self._narrow = size.name == "narrow"
        for pane in self.panes.values():
            pane.set_narrow(self._narrow)
        for place, hidden in ((1, self._narrow), (5, size.compact), (6, self._narrow)):
            self.item.tree.hide_column(place, hidden)
        self.gaps.set_most(1 if self._narrow else 2 if size.compact else 3)
        self._show_facts_that_fit()

    def _show_facts_that_fit(self) -> None:
        row = self._visit.row if self._visit is not None else None
        again = row is not None and row.of(Plan.version) > 1
        self.facts.show_only([p for p in ((2, _REASON, 5) if self._narrow else range(6)) if again or p != _REASON])

    def _show_note(self, visit: Visit, status: str) -> None:
        said = {
            "approved": _("已批准：阶段成果、完成日期和偏差仍可填写，其他修改出新版"),
            "superseded": _("已被新版替代，只能查看"),
        }.get(status, "")
        self.note.setText(visit.sitting.workspace.read_only or said)
        self.note.setToolTip(self.note.text())

    def _show_facts(self, row: Row, progress: plans.Progress) -> None:
        db = self._sitting.db
        party, approver = reading.row(db, Party, row.of(Plan.party)), reading.row(db, Person, row.of(Plan.approver))
        approved = "　".join(
            str(part) for part in (approver.of(Person.name) if approver else "", row.of(Plan.approved_on)) if part
        )
        told = (
            party.of(Party.name) if party is not None else "", row.of(Plan.author), approved,
            " ".join(row.of(Plan.summary).split()), row.of(Plan.change_reason),
        )  # fmt: skip
        for fact, text in zip(self.facts.facts, told, strict=False):
            fact.set_fact(text or _("未填"), missing=not text)
        self.facts.facts[-1].set_fact(progress.words, progress.late_words)
        self._show_facts_that_fit()

    def focus_list(self) -> None:
        """The list in front has the cursor."""
        pane = self.front()
        (pane.tree if pane is not None else self.compare.tree).setFocus(Qt.FocusReason.OtherFocusReason)


def _about(gap: Gap, field: AnyField | None) -> bool:
    """Whether a field leads to this gap: 内容 to a part with nothing under it, others to the first row without."""
    return field is not None and (gap.field is field or (field is PlanItem.part and bool(gap.part)))
