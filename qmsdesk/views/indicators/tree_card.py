"""The left side: all indicators by category, filtered by words and by what is not reached."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.indicators import Evaluated
from qmsdesk.views.indicators.tree_model import COUNT, IndicatorTree, outcome
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.delegate import TableDelegate
from qmsdesk.views.widgets.styling import row
from qmsdesk.views.widgets.tree import GroupedTree

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_VALUE_WIDTH = 84
_INDENT = 10


class _Delegate(TableDelegate):
    """A category says at its right end how many of its indicators are reached."""

    def _content(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, _group: bool
    ) -> None:
        super()._content(painter, rect, index, group=False)
        count = index.data(COUNT)
        if count:
            painter.setFont(self.theme.font(12))
            painter.setPen(self.theme.color("text2"))
            painter.drawText(rect.adjusted(0, 0, -12, 0), _RIGHT, str(count))


class _Filter(QLineEdit):
    """Escape clears first, then leads back to the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
            return
        super().keyPressEvent(event)


class TreeCard(Card):
    """``chosen`` carries the record id of an indicator, ``added`` asks for a new one."""

    chosen = Signal(int)
    added = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("评价指标"), " ", parent=parent)
        self._wanted = 0
        plus = tool_button(theme, _("新建指标"), "add-line", small=True, icon_only=True)
        plus.clicked.connect(self.added)
        self.add_head(plus)
        self.model = IndicatorTree(self)
        self.filter = _Filter()
        self.filter.setProperty("small", True)
        self.filter.setPlaceholderText(_("筛选指标"))
        self.filter.setAccessibleName(_("筛选指标"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(theme.icon("search-line", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.switch = Segmented([("all", _("全部")), ("missed", _("未达成"))])
        holder = QWidget()
        line = row(holder, margins=(10, 8, 10, 8))
        line.addWidget(self.filter, 1)
        line.addWidget(self.switch)
        self.add(holder)
        self.tree = GroupedTree(theme, row_height=28)
        self.tree.setItemDelegate(_Delegate(theme, self.tree))
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("评价指标"))
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setIndentation(_INDENT)
        self.tree.setModel(self.model)
        self.tree.set_columns([0, _VALUE_WIDTH])
        self.add(self.tree, 1)
        self.tree.selectionModel().currentChanged.connect(self._current)
        self.filter.textChanged.connect(self._refilter)
        self.filter.left.connect(self.tree.setFocus)
        self.switch.chosen.connect(self._refilter)

    def set_rows(self, rows: Sequence[Evaluated]) -> None:
        """Show indicators; the chosen one stays chosen."""
        with QSignalBlocker(self.tree.selectionModel()):
            self.model.set_rows(rows)
        counted = [e for e in rows if e.row.counted]
        kinds = {e.row.category for e in counted}
        self.set_title(_("评价指标"), _("{kinds} 类 {count} 项").format(kinds=len(kinds), count=len(counted)))
        missed = sum(outcome(e) == "not_achieved" for e in counted)
        self.switch.set_text("missed", _("未达成 {}").format(missed) if missed else _("未达成"))
        self._restore()

    def choose(self, record: int) -> None:
        """Select an indicator; takes the filter away where it hides it."""
        self._wanted = record
        if not self.model.index_of(record).isValid():
            self.filter.clear()
            self.switch.set_value("all")
            self._refilter()
        self._restore()

    def record(self) -> int:
        """The chosen indicator, 0 for none."""
        return self._wanted

    def _restore(self) -> None:
        index = self.model.index_of(self._wanted)
        if not index.isValid():
            return
        flags = QItemSelectionModel.SelectionFlag
        with QSignalBlocker(self.tree.selectionModel()):
            self.tree.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.tree.viewport().update()
        self.tree.scrollTo(index)

    def _current(self, index: QModelIndex) -> None:
        evaluated = self.model.evaluated(index)
        if evaluated is not None and evaluated.indicator.id != self._wanted:
            self._wanted = evaluated.indicator.id
            self.chosen.emit(self._wanted)

    def _refilter(self, *_ignored: object) -> None:
        with QSignalBlocker(self.tree.selectionModel()):
            self.model.set_filter(self.filter.text(), missed=self.switch.value() == "missed")
        self._restore()
