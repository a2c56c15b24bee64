"""账龄: what is open, by how long it has been; the oldest first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.services import nonconformity
from qmsdesk.services.nonconformity import Open
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.actions.wanted import KEY, concerns
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.bars import SegmentBar
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import column, label, row
from qmsdesk.views.widgets.tree import GroupedTree

_RECORD = Qt.ItemDataRole.UserRole + 301
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WIDTHS = (136, 0, 96, 90, 80, 100)
_TONES = ("accent_fill", "accent_fill", "warn_fill", "warn_fill", "bad_fill")


class AgeingPage(Page):
    """Enter or a double click goes to the record."""

    def __init__(self, theme: Theme, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("账龄"), ("GB/T 19001 10.2",), parent=parent)
        self._sitting, self._stale = sitting, False
        self.bars: list[SegmentBar] = []
        self.counts = [label("", "strong") for _tone in _TONES]
        self.titles = [label("", "caption") for _tone in _TONES]
        self.model = QStandardItemModel(0, 6, self)
        self.tree = GroupedTree(theme)
        self.tree.setModel(self.model)
        self.tree.set_columns(_WIDTHS)
        self.tree.setEditTriggers(GroupedTree.EditTrigger.NoEditTriggers)
        self.tree.setAccessibleName(_("没有关闭的不符合，按账龄"))
        self.tree.activated.connect(self.open_row)
        self.empty = EmptyState(theme, "checkbox-circle-line", _("没有未关闭的不符合"))
        body = QWidget()
        lines = column(body, spacing=12)
        lines.addWidget(self._summary(theme))
        listed = Card(theme)
        listed.add(self.tree, 1)
        listed.add(self.empty, 1)
        lines.addWidget(listed, 1)
        self.set_body(body)
        self.reload()

    def reload(self) -> None:
        """Read again."""
        self._stale = False
        ages = nonconformity.ageing(self._sitting.db, self._sitting.clock.today())
        total = sum(len(age.open) for age in ages)
        for bar, title, count, age, tone in zip(self.bars, self.titles, self.counts, ages, _TONES, strict=True):
            title.setText(age.title)
            name = _("{}：{} 项").format(age.title, len(age.open))
            bar.set_parts([(len(age.open), tone)], max(total, 1), name)
            count.setText(str(len(age.open)))
        self.model.clear()
        self.model.setHorizontalHeaderLabels(
            [_("编号"), _("不符合事实"), _("状态"), _("责任人"), _("已开立"), _("逾期")]
        )
        for age in reversed(ages):
            if age.open:
                head = QStandardItem(_("{}　{} 项").format(age.title, len(age.open)))
                head.setData(True, Role.GROUP)
                for each in age.open:
                    head.appendRow(_cells(each))
                self.model.appendRow(head)
        self.tree.set_columns(_WIDTHS)
        for place in range(self.model.rowCount()):
            self.tree.setFirstColumnSpanned(place, QModelIndex(), True)
        self.tree.expandAll()
        self.tree.setVisible(bool(total))
        self.empty.setVisible(not total)
        late = sum(1 for age in ages for each in age.open if each.late)
        self.say("", _("未关闭 {}，逾期 {}").format(total, late))

    def open_row(self, index: QModelIndex) -> None:
        """To the record of a row."""
        record = index.siblingAtColumn(0).data(_RECORD)
        if record is not None:
            self.go_to.emit(KEY, int(record))

    def entered(self) -> None:
        """Catch up with what was saved elsewhere."""
        if self._stale:
            self.reload()
        self.tree.setFocus()

    def apply_change(self, change: object) -> None:
        """A nonconformity was saved."""
        if concerns(change):
            self._stale = True
            if self.isVisible():
                self.reload()

    def panes(self) -> list[QWidget]:
        """The list."""
        return [self.tree]

    def help_topic(self) -> str:
        """GB/T 19001 10.2."""
        return "2016/10.2"

    def _summary(self, theme: Theme) -> QWidget:
        card = Card(theme)
        holder = QWidget()
        line = row(holder, spacing=16, margins=(14, 10, 14, 10))
        for title, count in zip(self.titles, self.counts, strict=True):
            part = column(spacing=4)
            part.addWidget(title)
            part.addWidget(count)
            bar = SegmentBar(theme)
            self.bars.append(bar)
            part.addWidget(bar)
            line.addLayout(part, 1)
        card.add(holder)
        return card


def _cells(each: Open) -> list[QStandardItem]:
    late = _("逾期 {} 天").format(each.late) if each.late else ""
    texts = (each.number, each.fact, each.status, each.owner, _("{} 天").format(each.days), late)
    cells = [QStandardItem(text) for text in texts]
    cells[0].setData(each.id, _RECORD)
    cells[2].setData(True, Role.PILL)
    cells[4].setData(int(_RIGHT.value), Qt.ItemDataRole.TextAlignmentRole)
    cells[5].setData("bad", Role.TONE)
    return cells
