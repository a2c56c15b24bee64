"""评审决定与措施: the decisions by kind, and the one at the cursor with what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.reviews import Review, ReviewOutput
from qmsdesk.registers.reviews import FOLLOWED, assigned
from qmsdesk.services import reading
from qmsdesk.services.review import Output, View
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import column, frame, label, row, rule
from qmsdesk.views.widgets.tree import GroupedTree

_LINE = Qt.ItemDataRole.UserRole + 402
_WIDTHS = (78, 0, 66, 88, 94)
_DUE = 3
_PLAN: tuple[tuple[AnyField, ...], ...] = (
    (ReviewOutput.kind,),
    (ReviewOutput.decision,),
    (ReviewOutput.basis,),
    (ReviewOutput.owner,),
    (ReviewOutput.due_on,),
    (ReviewOutput.measure,),
)
_FOLLOWED: tuple[tuple[AnyField, ...], ...] = (
    (ReviewOutput.done_on,),
    (ReviewOutput.result,),
    (ReviewOutput.verifier,),
    (ReviewOutput.waiver,),
    (ReviewOutput.verified_on,),
    (ReviewOutput.effectiveness,),
)


class OutputsCard(Card):
    """``chosen`` carries the id of the decision at the cursor; ``added`` and ``removed`` ask for it."""

    chosen = Signal(int)
    added = Signal()
    removed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("评审决定与措施"), parent=parent)
        theme = kit.theme
        self._kit = kit
        self._filling = self._compact = False
        self.add_tag(ClauseTag("9.3.3"))
        self.add_button = button(theme, _("新增决定"), "add-line", small=True, on_click=self.added.emit)
        self.add_head(self.add_button)
        self.model = QStandardItemModel(0, len(_WIDTHS), self)
        self.tree = GroupedTree(theme, self, row_height=30)
        self.tree.setModel(self.model)
        self.tree.setSelectionMode(GroupedTree.SelectionMode.SingleSelection)
        self.tree.setEditTriggers(GroupedTree.EditTrigger.NoEditTriggers)
        self.tree.setAccessibleName(_("评审决定"))
        self.tree.setIndentation(14)
        self.add(self.tree, 5)
        self.add(rule())
        self.title = label("", "h2")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pill = Pill(theme, "", parent=self)
        head = QWidget(self)
        line = row(head, margins=(14, 8, 14, 4))
        line.addWidget(self.title, 1)
        line.addWidget(self.pill)
        self.add(head)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add(self.area, 6)
        inside = QWidget(self.area)
        self.area.setWidget(inside)
        stars = (ReviewOutput.kind, ReviewOutput.decision, ReviewOutput.owner, ReviewOutput.due_on)
        self.form = EntryForm(kit, (*_PLAN, *_FOLLOWED), stars=stars, label_width=88, parent=inside)
        lines = column(inside, margins=(14, 2, 14, 10))
        lines.addWidget(self.form)
        lines.addStretch(1)
        foot = frame("cardfoot", self)
        self.hint = label(_("有责任人和期限的决定列入到期与提醒"), "caption")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.remove_button = button(theme, _("删除决定"), "", "danger", on_click=self.removed.emit)
        line = row(foot, margins=(14, 6, 14, 6))
        line.addWidget(self.hint, 1)
        line.addWidget(self.remove_button)
        self.add(foot)

    def set_compact(self, on: bool) -> None:
        """Without the column of the dates: the form has them, and what is late says so as its state."""
        self._compact = on
        self.tree.setColumnHidden(_DUE, on)

    def show_review(self, view: View, *, writable: bool) -> None:
        """The decisions of a review by kind; the cursor stays where it was."""
        entry = self.form.entry
        kept = (entry.row_id if entry is not None else None) or self.line()
        self._filling = True
        self.model.clear()
        self.model.setHorizontalHeaderLabels([_("编号"), _("决定"), _("责任人"), _("期限"), _("状态")])
        for letter, (kind, title) in zip("abc", ReviewOutput.KIND, strict=True):
            own = [output for output in view.outputs if output.line.of(ReviewOutput.kind) == kind]
            if own:
                group = QStandardItem(f"{letter}) {title}")
                group.setData(True, Role.GROUP)
                for output in own:
                    group.appendRow(self._cells(output, view.row.of(Review.planned_on).year))
                self.model.appendRow(group)
        self.tree.set_columns(_WIDTHS)
        self.tree.setColumnHidden(_DUE, self._compact)
        for place in range(self.model.rowCount()):
            self.tree.setFirstColumnSpanned(place, QModelIndex(), True)
        self.tree.expandAll()
        self._filling = False
        self.add_button.setVisible(writable)
        self.remove_button.setVisible(writable)
        self.go(kept or next((output.line.id for output in view.outputs if not assigned(output.line)), 0))

    def show_output(self, output: Output | None, *, held: bool, new: bool = False) -> None:
        """The head over the form; what became of a decision is asked for once the review was held."""
        self.title.setText(
            f"{output.number}　{output.line.of(ReviewOutput.decision)}" if output else _("新决定") if new else ""
        )
        self.pill.set_state(output.words() if output else "")
        line = output.line if output else None
        fields: Sequence[AnyField] = [f for each in _PLAN for f in each]
        if line is not None and held:
            fields = [*fields, *FOLLOWED]
            own = line.of(ReviewOutput.verifier) == line.of(ReviewOutput.owner) is not None
            entry = self.form.entry
            asked = entry is not None and ReviewOutput.verifier in entry.problems
            if not (own or asked or line.of(ReviewOutput.waiver)):
                fields = [f for f in fields if f is not ReviewOutput.waiver]
        self.form.show_only(fields)
        self.form.setVisible(output is not None or new)
        self.remove_button.setEnabled(output is not None or new)

    def line(self) -> int:
        """The id of the decision at the cursor, 0 without one."""
        index = self.tree.currentIndex()
        return int(index.siblingAtColumn(0).data(_LINE) or 0) if index.isValid() else 0

    def go(self, line: int) -> bool:
        """Put the cursor on a decision; on the first one where that is not there."""
        tops = [self.model.index(place, 0) for place in range(self.model.rowCount())]
        places = [self.model.index(place, 0, top) for top in tops for place in range(self.model.rowCount(top))]
        found = next((place for place in places if place.data(_LINE) == line), places[0] if places else None)
        if found is None:
            return False
        command = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.tree.selectionModel().setCurrentIndex(found, command)
        return True

    def follow(self) -> None:
        """Tell of every move of the cursor from now on."""
        self.tree.selectionModel().currentRowChanged.connect(self._moved)

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._filling and self.line():
            self.chosen.emit(self.line())

    def _cells(self, output: Output, year: int) -> list[QStandardItem]:
        line, db = output.line, self._kit.sitting.db
        owner = reading.display(db, ReviewOutput.owner, line.of(ReviewOutput.owner))
        due = line.of(ReviewOutput.due_on)
        texts = (
            output.number,
            line.of(ReviewOutput.decision),
            owner or _("未指定"),
            (f"{due:%m-%d}" if due.year == year else f"{due}") if due else _("未定"),
            output.words(),
        )
        cells = [QStandardItem(each) for each in texts]
        cells[0].setData(line.id, _LINE)
        cells[1].setToolTip(line.of(ReviewOutput.decision))
        for cell, missing in ((cells[2], not owner), (cells[3], due is None)):
            if missing:
                cell.setData("bad", Role.TONE)
        cells[4].setData(True, Role.PILL)
        return cells
