"""What an indicator is and where it stands: 提升前, 提升目标, 提升后 with what they come from, formula, who reports."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.indicators import Indicator
from qmsdesk.services.indicators import Evaluated
from qmsdesk.standard.categories import category
from qmsdesk.standard.rows import DIRECTION_TITLES, RESULT_TITLES, result
from qmsdesk.views.indicators.figures import NO_VALUE, full_text, origin, reporting, value_text
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row, rule


class KeyFigure(QWidget):
    """A figure with its name above and where it comes from beneath."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        lines: QVBoxLayout = column(self)
        self._name = name
        lines.addWidget(label(name, "caption"))
        self._value = label(NO_VALUE, "figure")
        self._origin = label("", "caption")
        lines.addWidget(self._value)
        lines.addWidget(self._origin)

    def set_figure(self, value: str, source: str, tip: str = "", *, doubtful: bool = False) -> None:
        """``doubtful`` marks what was typed and does not agree with the months."""
        self._value.setText(value or NO_VALUE)
        self._value.setToolTip(tip)
        self._origin.setText(source)
        self._origin.setToolTip(source)
        self.setAccessibleName(f"{self._name} {value or NO_VALUE} {source}")
        self._origin.setProperty("tone", "warn" if doubtful else "")
        self._origin.style().unpolish(self._origin)
        self._origin.style().polish(self._origin)

    def value(self) -> str:
        """What is shown."""
        return self._value.text()

    def source(self) -> str:
        """The words beneath."""
        return self._origin.text()


class HeadCard(Card):
    """``edited`` asks for the definition, ``exported`` for the picture, ``evidence`` for the indicator's own files,

    ``traced`` for its chain.
    """

    edited = Signal()
    exported = Signal()
    evidence = Signal()
    traced = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, " ", " ", flat=True, parent=parent)
        self.pill = Pill(theme, "")
        self.add_tag(self.pill)
        self.files_button = button(theme, _("证据"), "attachment-2", small=True)
        self.files_button.clicked.connect(self.evidence)
        self.chain_button = button(theme, _("追溯链"), "node-tree", small=True)
        self.chain_button.setToolTip(_("从调研项到案例的追溯链（Ctrl+L）"))
        self.chain_button.clicked.connect(self.traced)
        self.export_button = button(theme, _("导出图片"), "image-line", small=True)
        self.export_button.clicked.connect(self.exported)
        self.edit_button = button(theme, _("编辑定义"), "pencil-line", small=True)
        self.edit_button.clicked.connect(self.edited)
        self.trend_button = button(theme, _("趋势图"), "line-chart-line", small=True)
        self.trend_button.setCheckable(True)
        for made in (self.trend_button, self.chain_button, self.files_button, self.export_button, self.edit_button):
            self.add_head(made)
        self.before, self.target, self.after = KeyFigure(_("提升前")), KeyFigure(_("提升目标")), KeyFigure(_("提升后"))
        self._formula = label("", wrap=True)
        self._reporting = label("", "caption")
        self.set_compact(compact=False)
        words = QWidget()
        lines = column(words, spacing=2)
        lines.addWidget(label(_("计算公式"), "caption"))
        lines.addWidget(self._formula)
        lines.addWidget(self._reporting)
        lines.addStretch(1)
        holder = QWidget()
        line = row(holder, spacing=16, margins=(14, 0, 14, 10))
        for figure in (self.before, self.target, self.after):
            line.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(rule(vertical=True))
        line.addWidget(words, 1)
        self.add(holder)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_compact(self, *, compact: bool, narrow: bool = False) -> None:
        """One line of formula in a small window; in a narrow one a switch between months and trend."""
        self.trend_button.setVisible(narrow)
        self._formula.setMaximumHeight(self._theme.px(20 if compact else 40))

    def show_indicator(self, evaluated: Evaluated, no: int | None, owner: str) -> None:
        """Another indicator, or new figures of it; ``no`` is its 序号 on 表C.1."""
        row_, unit = evaluated.row, evaluated.row.unit
        place = _("表 C.1 序号 {}").format(no) if no else _("不计分")
        self.set_title(row_.indicator, f"{category(row_.category).title} · {place}")
        self.pill.set_state(RESULT_TITLES[result(row_)])
        doubtful = "typed_differs" in row_.facts
        self.before.set_figure(
            value_text(row_.before, unit),
            self._source(evaluated, before=True),
            full_text(row_.before, unit),
            doubtful=doubtful and evaluated.before.differs(unit),
        )
        self.target.set_figure(value_text(row_.target, unit), DIRECTION_TITLES[row_.direction] if row_.numeric else "")
        self.after.set_figure(
            value_text(row_.after, unit, row_.target),
            self._source(evaluated, before=False),
            full_text(row_.after, unit),
            doubtful=doubtful and evaluated.after.differs(unit),
        )
        indicator = evaluated.indicator
        words = indicator.of(Indicator.formula) or indicator.of(Indicator.criterion)
        self._formula.setText(words or _("未写"))
        self._formula.setToolTip(words)
        self._reporting.setText(reporting(indicator, owner))

    def _source(self, evaluated: Evaluated, *, before: bool) -> str:
        taken = evaluated.before if before else evaluated.after
        said = origin(evaluated, taken, evaluated.baseline if before else evaluated.evaluation)
        if taken.differs(evaluated.row.unit):
            typed = value_text(taken.typed, evaluated.row.unit)
            return _("{}，与填写的 {} 不符").format(said, typed)
        return said
