"""评审输入: the twelve inputs of 9.3.2 with what the records say, where from, and what somebody adds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.reviews import Review, ReviewInput
from qmsdesk.registers.reviews import ready
from qmsdesk.services import reading
from qmsdesk.services.review import TITLES, View
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import column, label, rule
from qmsdesk.views.widgets.tree import GroupedTree

_CODE = Qt.ItemDataRole.UserRole + 401
_WIDTHS = (62, 200, 0, 72, 88, 88)
_SOURCE, _PROVIDER = 3, 4


@dataclass(frozen=True)
class Place:
    """Where the figures of an input come from: a word and the key of the page."""

    word: str
    register: str


SOURCES: dict[str, Place] = {
    "a": Place(_("评审"), "review_list"),
    "b": Place(_("台账"), "context"),
    "c1": Place(_("顾客"), "complaint"),
    "c2": Place(_("表C.1"), "assessment"),
    "c3": Place(_("指标"), "indicator"),
    "c4": Place(_("台账"), "nonconformity"),
    "c5": Place(_("器具"), "instrument"),
    "c6": Place(_("内审"), "audit"),
    "c7": Place(_("供方"), "supplier"),
    "d": Place(_("培训"), "training"),
    "e": Place(_("台账"), "risk"),
    "f": Place(_("改进"), "improvement"),
}


class InputsCard(Card):
    """``chosen`` carries the code of the input at the cursor, ``source_asked`` the page its figures come from."""

    chosen = Signal(str)
    source_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("评审输入"), _("自动取自各台账，评审当日固定为快照"), parent=parent)
        theme = kit.theme
        self._kit = kit
        self.add_tag(ClauseTag("9.3.2 a)–f)"))
        self.changed_pill = Pill(theme, "", parent=self)
        self.renew_button = button(theme, _("更新快照"), "refresh-line", small=True)
        self.add_head(self.changed_pill)
        self.add_head(self.renew_button)
        self.model = QStandardItemModel(0, len(_WIDTHS), self)
        self.tree = GroupedTree(theme, self, row_height=30)
        self.tree.setModel(self.model)
        self.tree.setSelectionMode(GroupedTree.SelectionMode.SingleSelection)
        self.tree.setEditTriggers(GroupedTree.EditTrigger.NoEditTriggers)
        self.tree.setAccessibleName(_("评审输入"))
        self.tree.clicked.connect(self._clicked)
        self.tree.activated.connect(self._open_source)
        self.add(self.tree, 1)
        self.add(rule())
        strip = QWidget(self)
        lines = column(strip, spacing=6, margins=(14, 8, 14, 10))
        self.told = label("", wrap=True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines.addWidget(self.told)
        self.form = EntryForm(
            kit, ((ReviewInput.note,), (ReviewInput.department, ReviewInput.reason)), label_width=64, parent=strip
        )
        self.form.editors[ReviewInput.note].control.setFixedHeight(theme.px(48))
        lines.addWidget(self.form)
        self.add(strip)
        self._filling = self._compact = False

    def set_compact(self, on: bool) -> None:
        """Without the column of who provides an input: the form under the table has it."""
        self._compact = on
        self.tree.setColumnHidden(_PROVIDER, on)

    def show_review(self, view: View, stale: Collection[str], *, writable: bool) -> None:
        """The inputs of a review; ``stale`` are those whose records say something else by now."""
        kept = self.code()
        day = view.row.of(Review.snapshot_on)
        shown = _("内容（{:%m-%d} 快照）").format(day) if day else _("内容（还没有快照）")
        self._filling = True
        self.model.clear()
        self.model.setHorizontalHeaderLabels([_("条目"), _("评审输入"), shown, _("来源"), _("提供"), _("状态")])
        group: QStandardItem | None = None
        for line in view.inputs:
            cells = self._cells(line, stale)
            if not line.of(ReviewInput.code).startswith("c"):
                self.model.appendRow(cells)
                continue
            if group is None:
                own = [each for each in view.inputs if each.of(ReviewInput.code).startswith("c")]
                count = _("已准备 {}/{}").format(sum(map(ready, own)), len(own))
                group = QStandardItem(_("c) 质量管理体系绩效和有效性的信息及趋势　{}").format(count))
                group.setData(True, Role.GROUP)
                self.model.appendRow(group)
            group.appendRow(cells)
        self.tree.set_columns(_WIDTHS)
        self.tree.setColumnHidden(_PROVIDER, self._compact)
        if group is not None:
            self.tree.setFirstColumnSpanned(group.row(), QModelIndex(), True)
        self.tree.expandAll()
        self._filling = False
        self.changed_pill.set_state(_("源数据已变") if stale else "")
        self.changed_pill.setToolTip("、".join(TITLES[code] for code in sorted(stale)))
        self.renew_button.setVisible(writable)
        unready = (line.of(ReviewInput.code) for line in view.inputs if not ready(line))
        self.go(kept or next(unready, "a"))

    def code(self) -> str:
        """The input at the cursor."""
        index = self.tree.currentIndex()
        return str(index.siblingAtColumn(0).data(_CODE) or "") if index.isValid() else ""

    def go(self, code: str) -> None:
        """Put the cursor on an input."""
        for place in self._places():
            if place.data(_CODE) == code:
                command = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self.tree.selectionModel().setCurrentIndex(place, command)

    def show_line(self, line: Row | None) -> None:
        """What stands under the table for the input at the cursor."""
        if line is None:
            self.told.setText("")
            return
        summary, links = line.of(ReviewInput.summary), line.of(ReviewInput.links)
        parts = [summary or _("记录里还没有这一项的数据，请写补充说明或不适用理由。")]
        if links:
            parts.append(_("来源：{}").format(links))
        self.told.setText("\n".join(parts))

    def follow(self) -> None:
        """Tell of every move of the cursor from now on."""
        self.tree.selectionModel().currentRowChanged.connect(self._moved)

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._filling and self.code():
            self.chosen.emit(self.code())

    def _places(self) -> list[QModelIndex]:
        tops = [self.model.index(place, 0) for place in range(self.model.rowCount())]
        below = [self.model.index(place, 0, top) for top in tops for place in range(self.model.rowCount(top))]
        return [*tops, *below]

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == _SOURCE:
            self._open_source(index)

    def _open_source(self, index: QModelIndex) -> None:
        code = str(index.siblingAtColumn(0).data(_CODE) or "")
        if code:
            self.source_asked.emit(SOURCES[code].register)

    def _cells(self, line: Row, stale: Collection[str]) -> list[QStandardItem]:
        code = line.of(ReviewInput.code)
        number, _space, title = TITLES[code].rpartition(" ")
        said = line.of(ReviewInput.summary) or line.of(ReviewInput.note)
        reason = line.of(ReviewInput.reason)
        text = said or (_("不适用：{}").format(reason) if reason else _("还没有内容"))
        filled = ready(line)
        state = _("有变化") if code in stale else _("已准备") if said else _("不适用") if reason else _("缺失")
        provider = reading.display(self._kit.sitting.db, ReviewInput.department, line.of(ReviewInput.department))
        texts = (number.split()[-1], title, text, SOURCES[code].word, provider, state)
        cells = [QStandardItem(each) for each in texts]
        cells[0].setData(code, _CODE)
        cells[2].setToolTip(text)
        if not filled:
            cells[2].setData("warn", Role.TONE)
        elif line.of(ReviewInput.summary) and line.of(ReviewInput.note):
            cells[2].setData(line.of(ReviewInput.note).replace("\n", " "), Role.CAPTION)
        cells[_SOURCE].setData("accent", Role.TONE)
        cells[_SOURCE].setData(("links-line", "accent"), Role.ICON)
        cells[5].setData("warn" if code in stale else True, Role.PILL)
        return cells
