"""The table with the side column of total, points by category, checks and signatures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.assessment.checks_card import ChecksCard
from qmsdesk.views.assessment.sheet_model import SheetModel
from qmsdesk.views.assessment.sign_box import SignBox
from qmsdesk.views.assessment.state import Shown
from qmsdesk.views.assessment.table_card import TableCard
from qmsdesk.views.assessment.total_card import CategoryBars, TotalCard
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.shell.breakpoints import NORMAL, Breakpoint
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.styling import column, row

_SIDE = {"wide": 400, "normal": 360, "compact": 332, "narrow": 0}


class AssessmentBody(QWidget):
    """In a narrow window the side column and the table take turns; the side column comes first."""

    def __init__(self, kit: Kit, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = kit.theme, model
        self._size: Breakpoint = NORMAL
        self.card = TableCard(kit, model)
        self.table = self.card.table
        self.total = TotalCard(kit.theme)
        self.bars = CategoryBars(kit.theme)
        self._bars_card = Card(kit.theme, _("各评价项目得分"))
        self._bars_card.add_padded(self.bars)
        self._bars_card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.checks = ChecksCard(kit.theme)
        self.sign = SignBox(kit)
        self.checks.add(self.sign)
        self._side = QWidget()
        self._turn = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._side)
        self._turn.setContentsMargins(0, 0, 0, 0)
        self._turn.setSpacing(12)
        figures = QWidget()
        figures.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        first = column(figures, spacing=12)
        first.addWidget(self.total)
        first.addWidget(self._bars_card)
        first.addStretch(1)
        self._turn.addWidget(figures)
        self._turn.addWidget(self.checks, 1)
        self.tabs = Segmented([("side", _("总评与检查")), ("table", _("表 C.1"))])
        self.tabs.chosen.connect(lambda _key: self._take_turns())
        self.tabs.hide()
        both = row(spacing=12)
        both.addWidget(self.card, 1)
        both.addWidget(self._side)
        lines = column(self, spacing=8)
        lines.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addLayout(both, 1)

    def show_version(self, shown: Shown, drift: str) -> None:
        """Another version, or new figures of this one."""
        self.card.show_version(shown, drift)
        self.total.show_sheet(shown.sheet, final=shown.final)
        self.bars.show_sheet(shown.sheet)
        self.checks.show_checks(shown.blockers, shown.sheet, final=shown.final)
        self.sign.show_version(shown)

    def flush(self) -> bool:
        """Commit what is being typed anywhere; False when something is red."""
        table, sign = self.table.flush(), self.sign.flush()
        return table and sign

    def forget(self) -> None:
        """Give up what was refused."""
        self._model.forget()
        self.sign.forget()

    def problems(self) -> str:
        """What the status bar says of red cells and fields."""
        wrong = self._model.problems()
        if wrong:
            return _("{} 未保存：{}").format(len(wrong), wrong[0])
        entry = self.sign.entry
        return _("1 项有误，未保存") if entry is not None and entry.problems else ""

    def set_size(self, size: Breakpoint) -> None:
        """Follow the window."""
        self._size = size
        narrow = size.overlay_detail
        self.tabs.setVisible(narrow)
        width = self._theme.px(_SIDE[size.name])
        self._side.setMinimumWidth(width)
        self._side.setMaximumWidth(width or 16_777_215)
        across = QBoxLayout.Direction.LeftToRight if narrow else QBoxLayout.Direction.TopToBottom
        self._turn.setDirection(across)
        self.bars.set_compact(compact=size.compact)
        self._take_turns()

    def _take_turns(self) -> None:
        narrow, table = self._size.overlay_detail, self.tabs.value() == "table"
        self.card.setVisible(table or not narrow)
        self._side.setVisible(not table or not narrow)
