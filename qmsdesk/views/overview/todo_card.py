"""待办: what is due, of all or of who works here, with the way to where it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStackedWidget, QStyle, QStyleOptionViewItem, QWidget

from qmsdesk.i18n import _
from qmsdesk.services import reminders
from qmsdesk.services.due import DueItem
from qmsdesk.views.overview.link_table import LinkTable
from qmsdesk.views.overview.todo_model import WHAT, WIDTHS, TodoModel
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.delegate import PADDING, Index, TableDelegate
from qmsdesk.views.widgets.roles import Role

ALL, MINE = "all", "mine"
_ROW, _HEAD = 46, 26
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _TwoLines(TableDelegate):
    """Title over caption, each on one line, behind an icon."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(Role.GROUP):
            super().paint(painter, option, index)
            return
        theme, rect = self.theme, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = getattr(option.widget, "hover_row", -1) == index.row()
        painter.save()
        painter.fillRect(rect, theme.color("selected" if chosen else "hover" if hovered else "surface"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if index.column() == WHAT:
            self._what(painter, rect, index, chosen=chosen)
        else:
            painter.setFont(theme.font(13, bold=bool(index.data(Role.BOLD))))
            painter.setPen(theme.color(index.data(Role.TONE)))
            painter.drawText(rect.adjusted(0, 0, -12, 0), _RIGHT, str(index.data()))
        painter.restore()

    def _what(self, painter: QPainter, rect: QRect, index: Index, *, chosen: bool) -> None:
        theme = self.theme
        if chosen:
            painter.fillRect(QRect(rect.x(), rect.y(), 3, rect.height()), theme.color("accent"))
        side = theme.px(16)
        left = rect.x() + PADDING + 4
        theme.icons.paint(painter, QRectF(left, rect.center().y() - side / 2 + 0.5, side, side), *index.data(Role.ICON))
        left += side + 8
        half = rect.height() // 2
        room = rect.right() - left - 4
        for size, role, text, top in (
            (13, "text", index.data(), rect.y() + 3),
            (12, "text3", index.data(Role.CAPTION), rect.y() + half - 1),
        ):
            font = theme.font(size)
            painter.setFont(font)
            painter.setPen(theme.color(role))
            shown = QFontMetrics(font).elidedText(str(text), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, top, room, half - 2), _LEFT, shown)


class TodoTable(LinkTable):
    """Rows of two lines under low headings."""

    def __init__(self, theme: Theme, model: TodoModel) -> None:
        super().__init__(theme, -1, row_height=_ROW)
        self._items = model
        self.setItemDelegate(_TwoLines(theme, self))
        self.setModel(model)
        self.set_columns(WIDTHS)
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self.arrange)
        theme.changed.connect(self.arrange)

    def arrange(self) -> None:
        """Headings over both columns, lower than items."""
        self.span_groups()
        for row in self._items.headings():
            self.setRowHeight(row, self.theme.px(_HEAD))


class TodoCard(Card):
    """``followed`` carries the item to go to, ``all_asked`` asks for the page 到期与提醒."""

    followed = Signal(object)
    all_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("待办"), parent=parent)
        self._items: Sequence[DueItem] = ()
        self._today, self._me = dt.date.min, ""
        self.total = link(theme, "", self.show_all)
        self.add_tag(self.total)
        self.more = link(theme, _("到期与提醒"), self.all_asked.emit)
        self.more.setToolTip(_("打开到期与提醒，里面还有提示"))
        self.add_tag(self.more)
        self.whose = Segmented([(ALL, _("全部")), (MINE, "")])
        self.whose.chosen.connect(lambda _key: self._show())
        self._only = ""
        self.add_head(self.whose)
        self.model = TodoModel(self)
        self.table = TodoTable(theme, self.model)
        self.table.setAccessibleName(_("待办"))
        self.table.opened.connect(self._opened)
        self.table.told.connect(self._opened)
        self._empty = EmptyState(theme, "checkbox-circle-line", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.add(self._stack, 1)

    def show_items(self, items: Sequence[DueItem], today: dt.date, me: str) -> None:
        """What is due; ``me`` is who works here."""
        self._items, self._today, self._me = reminders.dated(items), today, me
        self._show()

    def show_all(self) -> None:
        """Whoever has to do it, and whenever."""
        self.whose.set_value(ALL)
        self._only = ""
        self._show()
        self.table.setFocus()

    def set_narrow(self, narrow: bool) -> None:
        """Without the way to the page where there is no room."""
        self.more.setVisible(not narrow)

    def shown(self) -> list[DueItem]:
        """The items in the order of the list."""
        rows = (self.model.item(row) for row in range(self.model.rowCount()))
        return [item for item in rows if item is not None]

    def _show(self) -> None:
        mine = [item for item in self._items if item.person == self._me]
        wanted = mine if self.whose.value() == MINE else self._items
        self.total.setText(_("{} 项").format(len(self._items)))
        self.total.setToolTip(_("看全部 {} 项").format(len(self._items)))
        self.total.setAccessibleName(_("看全部 {} 项待办").format(len(self._items)))
        self.whose.set_text(MINE, _("我的 {}").format(len(mine)))
        self.whose.button(MINE).setToolTip(_("责任人是 {} 的").format(self._me))
        self.model.set_items(wanted, self._today, self._only)
        self._empty.set_text(
            _("没有到期的事项"), _("{} 天内没有要办的事，也没有漏填的月份。").format(reminders.HORIZON)
        )  # fmt: skip
        self._stack.setCurrentIndex(0 if wanted else 1)

    def _opened(self, row: int) -> None:
        item, title = self.model.item(row), self.model.heading(row)
        if item is not None:
            self.followed.emit(item)
        elif title:
            self._only = "" if self.model.only == title else title
            self._show()
            places = [place for place in self.model.headings() if self.model.heading(place) == title]
            self.table.setCurrentIndex(self.model.index(places[0], 0))
