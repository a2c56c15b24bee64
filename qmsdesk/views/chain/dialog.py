"""追溯链: eight steps side by side; picking a card walks the chain from it, in both directions, back and forward."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.chain import STEPS, Key, Node, chain_of
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.chain.detail import DetailBar
from qmsdesk.views.chain.step_column import StepColumn
from qmsdesk.views.chain.trail import Trail
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.styling import column, frame, label, row

_SIZE = QSize(1400, 660)
_NARROW = 1180  # pixels of the design; below it the steps stand in two rows


class ChainDialog(QDialog):
    """``opened`` carries the node whose record is wanted, ``filed`` that whose files are, ``gone`` a gap to close,

    ``printed`` the chain. UserError when the key has no chain.
    """

    opened = Signal(object)
    filed = Signal(object)
    gone = Signal(object)
    printed = Signal(object)

    def __init__(self, theme: Theme, sitting: Sitting, key: Key, parent: QWidget | None = None) -> None:
        self.chain = chain_of(sitting.db, key, sitting.clock.today())
        super().__init__(parent)
        self._theme, self._sitting = theme, sitting
        self.trail: Trail[Key] = Trail(key)
        self.setWindowTitle(_("追溯链"))
        self.resize(QSize(theme.px(_SIZE.width()), theme.px(_SIZE.height())).boundedTo(self._room()))
        ground = frame("dialogbody", self)
        lines = column(ground, spacing=12, margins=(16, 12, 16, 12))
        lines.addLayout(self._head())
        self.columns = [StepColumn(theme, place, title) for place, title in enumerate(STEPS.values(), 1)]
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(12)
        self.area.setWidget(holder)
        lines.addWidget(self.area, 1)
        self.detail = DetailBar(theme)
        lines.addWidget(self.detail)
        whole: QVBoxLayout = column(self)
        whole.addWidget(ground, 1)
        whole.addWidget(self._foot())
        self._across = 0
        self._arrange()
        self._connect()
        self._show()

    def walk(self, node: Node) -> None:
        """Walk from a node."""
        self.trail.go(node.key)
        self._reread()

    def step(self, by: int) -> None:
        """Back (−1) or forward (+1) among the places walked from."""
        if self.trail.step(by):
            self._reread()

    def node(self) -> Node | None:
        """The card at the cursor."""
        return self._front.list.node()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In two rows where there is no room for one."""
        super().resizeEvent(event)
        self._arrange()

    def _room(self) -> QSize:
        window = self.parentWidget()
        return window.size() - QSize(48, 64) if window is not None else _SIZE

    def _head(self) -> QHBoxLayout:
        line = row(spacing=4)
        theme = self._theme
        self.back = tool_button(theme, _("后退（Alt+←）"), "arrow-left-line", "ghost", icon_only=True)
        self.forward = tool_button(theme, _("前进（Alt+→）"), "arrow-right-line", "ghost", icon_only=True)
        self.title = Elided("", "h2")
        self.print_button = button(theme, _("打印"), "printer-line", on_click=self._print)
        line.addWidget(self.back)
        line.addWidget(self.forward)
        line.addWidget(self.title, 1)
        line.addWidget(self.print_button)
        return line

    def _foot(self) -> QWidget:
        foot = frame("dialogfoot", self)
        line = row(foot, margins=(16, 9, 16, 9))
        line.addWidget(label(_("单击或空格以一张卡片为当前；双击或回车打开记录；方向键换卡片和环节"), "caption"), 1)
        close = button(self._theme, _("关闭"), on_click=self.reject)
        line.addWidget(close)
        return foot

    def _arrange(self) -> None:
        across = len(self.columns) if self.width() >= self._theme.px(_NARROW) else len(self.columns) // 2
        if across == self._across:
            return
        self._across = across
        for place, each in enumerate(self.columns):
            self._grid.addWidget(each, place // across, place % across)
        for place in range(len(self.columns)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)

    def _connect(self) -> None:
        self._front = self.columns[0]
        self.back.clicked.connect(lambda: self.step(-1))
        self.forward.clicked.connect(lambda: self.step(1))
        for keys, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.step, by))
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._print)
        self.detail.opened.connect(self._open)
        self.detail.filed.connect(self._file)
        for place, each in enumerate(self.columns):
            each.gone.connect(self._go)
            each.list.centred.connect(self.walk)
            each.list.opened.connect(self._open)
            each.list.sideways.connect(partial(self._sideways, place))
            each.list.moved.connect(partial(self._moved, each))

    def _reread(self) -> None:
        self.chain = chain_of(self._sitting.db, self.trail.here, self._sitting.clock.today())
        self._show()

    def _show(self) -> None:
        """The chain, the cursor on the first card it is walked from."""
        current = frozenset(self.chain.starts)
        for each, step in zip(self.columns, self.chain.steps, strict=True):
            each.show_step(step, current)
        self.back.setEnabled(self.trail.can_step(-1))
        self.forward.setEnabled(self.trail.can_step(1))
        start = self.chain.node(self.chain.starts[0])
        assert start is not None
        more = _(" 等 {} 项").format(len(current)) if len(current) > 1 else ""
        self.title.say(_("追溯链：{} {}{}").format(start.number, start.caption, more))
        for place, step in enumerate(self.chain.steps):
            for at, node in enumerate(step.nodes):
                if node.key == start.key:
                    self._focus(place, at)

    def _focus(self, place: int, at: int) -> None:
        self._front = self.columns[place]
        for each in self.columns:
            if each is not self._front:
                each.list.clearSelection()
        self._front.list.place(at)
        self._front.list.setFocus()
        self.area.ensureWidgetVisible(self._front)
        self.detail.show_node(self.node(), self.chain)

    def _sideways(self, place: int, by: int) -> None:
        """The nearest step on that side that has cards; the card in the same height."""
        at = self.columns[place].list.currentIndex().row()
        while 0 <= (place := place + by) < len(self.columns):
            if not self.columns[place].is_empty():
                self._focus(place, at)
                return

    def _moved(self, which: StepColumn) -> None:
        if which.list.hasFocus():
            self._front = which
            self.detail.show_node(self.node(), self.chain)

    def _open(self) -> None:
        self._leave(self.opened)

    def _file(self) -> None:
        self._leave(self.filed)

    def _leave(self, signal: object) -> None:
        node = self.node()
        if node is not None:
            self.accept()
            signal.emit(node)  # type: ignore[attr-defined]

    def _go(self, gap: object) -> None:
        self.accept()
        self.gone.emit(gap)

    def _print(self) -> None:
        self.printed.emit(self.chain)
