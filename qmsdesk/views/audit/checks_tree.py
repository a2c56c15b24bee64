"""The checklist on screen: arrows move, 1–4 judge, Enter goes to the evidence, Delete takes an item out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.audits import AuditCheck
from qmsdesk.models.base import Row
from qmsdesk.views.audit.checks_model import DEPARTMENT, RESULT, SEGMENTS, ChecksModel
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.delegate import PADDING, TableDelegate
from qmsdesk.views.widgets.tree import GroupedTree

KEYS: dict[int, str] = {
    Qt.Key.Key_0: "open",
    Qt.Key.Key_1: "conforming",
    Qt.Key.Key_2: "nonconforming",
    Qt.Key.Key_3: "observation",
    Qt.Key.Key_4: "not_applicable",
}
"""The judgement behind each figure key."""
_MANY = 25  # with more items, chapters in which nothing was found are folded


class _Delegate(TableDelegate):
    """A head shows whether it is folded, and says behind its title how far it is and what was found."""

    def _content(self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, group: bool) -> None:
        if not group:
            super()._content(painter, rect, index, group)
            return
        view, side = self.parent(), self.theme.px(14)
        open_now = isinstance(view, QTreeView) and view.isExpanded(index.sibling(index.row(), 0))
        arrow = QRectF(rect.x() + 5, rect.center().y() - side / 2 + 0.5, side, side)
        self.theme.icons.paint(painter, arrow, "arrow-down-s-line" if open_now else "arrow-right-s-line", "text2")
        inside = rect.adjusted(side + 3, 0, 0, 0)
        super()._content(painter, inside, index, group)
        painter.setFont(self.theme.font(13, bold=True))
        x = inside.x() + PADDING + painter.fontMetrics().horizontalAdvance(str(index.data() or "")) + 12
        painter.setFont(self.theme.font(12))
        for text, token in index.data(SEGMENTS) or ():
            painter.setPen(self.theme.color(token))
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(QRect(x, rect.y(), width + 2, rect.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
            x += width + 12


class ChecksTree(GroupedTree):
    """``chosen`` carries the id of an item, 0 for none; ``judged`` a judgement for the item at the cursor.

    ``evidence_asked`` is Enter or a double click, ``removed`` Delete; ``menu_asked`` carries a place for the menu.
    """

    chosen = Signal(int)
    judged = Signal(str)
    evidence_asked = Signal()
    removed = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, theme: Theme, model: ChecksModel, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, row_height=29)
        self.checks = model
        self._wanted = 0
        self._folded: set[str] | None = None
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName(_("检查表"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setExpandsOnDoubleClick(False)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setAllColumnsShowFocus(False)  # the row is marked by its bar and ground
        self.setModel(model)
        self.set_columns([68, 0, 86, 84, 42])
        self.selectionModel().currentChanged.connect(self._current)
        self.collapsed.connect(lambda index: self._fold(index, folded=True))
        self.expanded.connect(lambda index: self._fold(index, folded=False))
        model.modelReset.connect(self._unfold)

    def record(self) -> int:
        """The item at the cursor, 0 for none."""
        found = self.checks.check(self.currentIndex())
        return found.id if found is not None else 0

    def choose(self, check: int) -> bool:
        """Put the cursor on an item and show it; False when it is not there."""
        self._wanted = check
        index = self.checks.index_of(check)
        if index.isValid():
            self.setExpanded(index.parent(), True)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)
        return index.isValid()

    def forget_folding(self) -> None:
        """Another audit: fold what is in order anew."""
        self._folded = None

    def step(self, by: int) -> None:
        """To the next item below or above, over the heads."""
        index = self.currentIndex()
        while index.isValid():
            index = self.indexBelow(index) if by > 0 else self.indexAbove(index)
            if self.checks.check(index) is not None:
                self.setCurrentIndex(index)
                return

    def set_narrow(self, *, narrow: bool) -> None:
        """A small window does without the departments."""
        self.setColumnHidden(DEPARTMENT, narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The item at the cursor stays in view when its fields open under the list."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Figures judge, Enter and F2 lead to the evidence."""
        here = self.checks.check(self.currentIndex()) is not None
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if here and plain and event.key() in KEYS:
            self.judged.emit(KEYS[event.key()])
        elif here and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.evidence_asked.emit()
        elif here and event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.menu_asked.emit(self.visualRect(self.currentIndex()).bottomLeft())
        elif not here and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.setExpanded(self.currentIndex(), not self.isExpanded(self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a head folds it, one on a result offers the judgements."""
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if self.checks.check(index) is None:
            self.setExpanded(index, not self.isExpanded(index))
        elif index.column() == RESULT:
            self.menu_asked.emit(self.visualRect(index).bottomLeft())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """To the evidence."""
        super().mouseDoubleClickEvent(event)
        if self.checks.check(self.indexAt(event.position().toPoint())) is not None:
            self.evidence_asked.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The judgements for the item under the pointer."""
        index = self.indexAt(event.pos())
        if self.checks.check(index) is not None:
            self.setCurrentIndex(index)
            self.menu_asked.emit(event.pos())

    def _current(self, index: QModelIndex) -> None:
        found = self.checks.check(index)
        if found is not None and found.id != self._wanted:
            self._wanted = found.id
            self.chosen.emit(found.id)

    def _fold(self, index: QModelIndex, *, folded: bool) -> None:
        if self._folded is None or not 0 <= index.row() < len(self.checks.groups):
            return
        key = self.checks.groups[index.row()].key
        (self._folded.add if folded else self._folded.discard)(key)

    def _unfold(self) -> None:
        """Open what was open; of a long list that is judged, what has nothing to look at stays folded."""
        groups = self.checks.groups
        folded = self._folded
        if folded is None:
            total = sum(len(group.items) for group in groups)
            folded = {g.key for g in groups if total > _MANY and _in_order(g.items)}
        for row, group in enumerate(groups):
            self.setExpanded(self.checks.index(row, 0), group.key not in folded)
        self._folded = set(folded)
        if self._wanted:
            index = self.checks.index_of(self._wanted)
            if index.isValid():
                flags = QItemSelectionModel.SelectionFlag
                self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)


def _in_order(items: Sequence[tuple[int, Row]]) -> bool:
    return all(row.of(AuditCheck.judgement) in {"conforming", "not_applicable"} for _no, row in items)
