"""The file in hand: its sheet and heading row, how it is mapped, what happens to duplicates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSpinBox, QWidget

from qmsdesk.bundle.index_parts import size_text
from qmsdesk.exchange.importing import ImportPlan
from qmsdesk.i18n import _
from qmsdesk.views.importing.pick_box import PickBox
from qmsdesk.views.importing.schemes import Scheme
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import label, row, rule

_ROOMY = 1060  # pixels of the design


class SourceBar(QFrame):
    """Signals ask for another reading of the file; duplicates are judged anew without reading."""

    sheet_chosen = Signal(str)
    head_row_chosen = Signal(int)
    scheme_chosen = Signal(object)
    duplicates_chosen = Signal(str)

    def __init__(self, theme: Theme, change: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme = theme
        self._schemes: list[Scheme | None] = [None]
        self.name = Elided("", "strong")
        self.size_text = label("", "caption")
        self.sheet = PickBox(small=False)
        self.sheet.activated.connect(lambda _place: self.sheet_chosen.emit(self.sheet.currentText()))
        self.head = QSpinBox()
        self.head.setRange(1, 999)
        self.head.setKeyboardTracking(False)
        self.head.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head.setFixedWidth(theme.px(58))
        self.head.valueChanged.connect(self.head_row_chosen)
        self.scheme = PickBox(small=False)
        self.scheme.setMinimumContentsLength(8)
        self.scheme.activated.connect(lambda place: self.scheme_chosen.emit(self._schemes[place]))
        self.duplicates = Segmented((("stop", _("列为有误")), ("skip", _("跳过")), ("update", _("更新"))))
        self.duplicates.chosen.connect(self.duplicates_chosen)
        self.change = button(theme, _("换一个文件"), small=True, on_click=change)
        names = ((self.sheet, _("工作表")), (self.head, _("表头在第几行")), (self.scheme, _("对应方案")))
        for widget, name in names:
            widget.setAccessibleName(name)
        self.duplicates.setAccessibleName(_("重复时"))
        line = row(self, margins=(14, 7, 12, 7))
        line.addWidget(IconLabel(theme, "file-excel-2-line", "ok", 20))
        line.addWidget(self.name, 1)
        line.addWidget(self.size_text)
        self._spare: tuple[QWidget, ...] = (
            self.size_text, rule(vertical=True, length=18), rule(vertical=True, length=18),
            rule(vertical=True, length=18), label(_("对应方案"), "label"),
        )  # fmt: skip
        for part in (
            self._spare[1], label(_("工作表"), "label"), self.sheet, label(_("表头在第"), "label"),
            self.head, label(_("行"), "label"), self._spare[2], label(_("重复时"), "label"),
            self.duplicates, self._spare[3], self._spare[4], self.scheme, self.change,
        ):  # fmt: skip
            line.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what explains itself gives way to the name of the file."""
        super().resizeEvent(event)
        for part in self._spare:
            part.setVisible(self.width() >= self._theme.px(_ROOMY))

    def show_plan(self, path: Path, plan: ImportPlan) -> None:
        """Show which file, sheet and heading row a plan comes from."""
        self.name.say(path.name)
        self.name.setToolTip(str(path))
        self.size_text.setText(size_text(path.stat().st_size) if path.is_file() else "")
        with QSignalBlocker(self.sheet), QSignalBlocker(self.head):
            self.sheet.clear()
            self.sheet.addItems(plan.sheets)
            self.sheet.setCurrentText(plan.sheet)
            self.head.setValue(plan.headed.row)
        self.duplicates.set_value(plan.on_duplicate)

    def show_schemes(self, schemes: Sequence[Scheme], used: Scheme | None) -> None:
        """What can be chosen, and what was."""
        self._schemes = [None, *schemes]
        self.scheme.clear()
        self.scheme.addItem(_("自动识别"))
        for place, scheme in enumerate(schemes):
            self.scheme.addItem(_("{}（上次）").format(scheme.name) if not place else scheme.name)
        self.scheme.setCurrentIndex(self._schemes.index(used) if used in self._schemes else 0)
