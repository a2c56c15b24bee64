"""The total with its grade on the scale of 表2, the strict total beside it, and the points of each category."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.services import graded
from qmsdesk.services.assessment import Sheet
from qmsdesk.standard.grading import FAILED
from qmsdesk.standard.scoring import RULE_TITLES
from qmsdesk.views.assessment.cells import possible
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.bars import GradeBar
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.states import mark
from qmsdesk.views.widgets.styling import column, label, row, rule, set_property

_SHORT = {
    "compliance": _("合规与诚信"),
    "strategy": _("战略及风险"),
    "resources": _("资源配置"),
    "product_improvement": _("产品改进"),
    "purchasing": _("采购及供方"),
    "realization": _("产品实现"),
    "customers": _("顾客满意"),
    "innovation": _("改进与创新"),
    "distinctive": _("企业特色"),
}


class TotalCard(Card):
    """合计评分 and 评价等级; ``scale_asked`` opens the explanation of the rule."""

    scale_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._total, self._of = label("", "total"), label("", "label")
        self._grade, self._medal = label("", "total"), IconLabel(theme, "medal-line", "ok", 22)
        heads = row()
        heads.addWidget(label(_("合计评分"), "label"))
        heads.addStretch(1)
        heads.addWidget(label(_("评价等级（表 2）"), "label"))
        figures = row()
        figures.addWidget(self._total)
        figures.addWidget(self._of, 0, Qt.AlignmentFlag.AlignBottom)
        figures.addStretch(1)
        figures.addWidget(self._medal)
        figures.addWidget(self._grade)
        self.bar = GradeBar(theme)
        self._rule, self._strict = label("", "caption"), label("", "caption")
        self._adjusted = Pill(theme, "")
        self.scale_link = link(theme, _("口径"), self.scale_asked.emit)
        self.scale_link.setToolTip(_("五种计分口径和等级界限的说明与调整"))
        foot = row(spacing=6)
        for part in (self._rule, self._adjusted):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self._strict)
        foot.addWidget(self.scale_link)
        lines = column(spacing=4, margins=(14, 8, 14, 6))
        lines.addLayout(heads)
        lines.addLayout(figures)
        lines.addWidget(self.bar)
        lines.addWidget(rule())
        lines.addLayout(foot)
        self.body.addLayout(lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_sheet(self, sheet: Sheet, *, final: bool = False) -> None:
        """The total of a sheet; without one while no counted row is judged, unless the version is final."""
        total, grade = graded.figures(sheet, final=final)
        known = total != graded.NO_TOTAL
        self._total.setText(total)
        self._of.setText(_("/ {} 分").format(sheet.maximum))
        how = mark(grade)
        self._grade.setText(grade)
        set_property(self._grade, "tone", how.tone)
        self._medal.set_icon("medal-line" if how.tone == "ok" else how.icon, how.tone)
        bands = [(Decimal(0), FAILED), *((Decimal(low), grade) for grade, low in sheet.bands.items())]
        spoken = _("合计评分 {total} 分，满分 {of} 分，{grade}")
        spoken = spoken.format(total=total, of=sheet.maximum, grade=grade)
        reached = Decimal(sheet.total) if known else Decimal(-1)  # none of the bands
        self.bar.set_grade(reached, Decimal(sheet.maximum), bands, spoken)
        self._rule.setText(_("计分：{}").format(RULE_TITLES[sheet.rule]))  # type: ignore[index]
        changed = sheet.adjusted or sheet.rule != "any"
        self._adjusted.set_state(_("已调整") if changed else "", "warn", "equalizer-line")
        strict = _("须全部达成时 {} 分 {}").format(sheet.totals_by_rule["all"], sheet.grades_by_rule["all"])
        self._strict.setText(strict if known and sheet.rule != "all" else "")

    def total(self) -> str:
        """The figure shown."""
        return self._total.text()

    def strict(self) -> str:
        """The words about the strict total."""
        return self._strict.text()


class _Bar(NamedTuple):
    label: str
    got: Decimal
    possible: Decimal
    words: str
    quiet: bool


class CategoryBars(QWidget):
    """Points got of points possible, a line per category."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: Sequence[_Bar] = ()
        self._high = 22
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_sheet(self, sheet: Sheet) -> None:
        """The categories of a sheet."""
        made = []
        for one in sheet.categories:
            most = possible(sheet, one.key) or "0"
            words = {"not_selected": _("未选取"), "pending": _("待评")}.get(one.status, "")
            if one.score != "0" or not words:
                words = f"{one.score}/{most}"
            got, of = Decimal(one.score), Decimal(most)
            made.append(_Bar(_SHORT[one.key], got, of, words, one.status == "not_selected"))
        self._bars = made
        self.setAccessibleName(_("各评价项目得分"))
        self.setAccessibleDescription("；".join(f"{bar.label} {bar.words}" for bar in made))
        self.updateGeometry()
        self.update()

    def set_compact(self, *, compact: bool) -> None:
        """Closer lines in a small window."""
        self._high = 16 if compact else 22
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """A line per category."""
        return QSize(200, self._theme.px(self._high) * max(len(self._bars), 1))

    def minimumSizeHint(self) -> QSize:
        """All lines, always."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names, bars, words."""
        painter, theme = QPainter(self), self._theme
        painter.setFont(theme.font(12))
        high, name, words = theme.px(self._high), theme.px(76), theme.px(48)
        widest = max((bar.possible for bar in self._bars), default=Decimal(1)) or Decimal(1)
        room = self.width() - name - words - 8
        for place, bar in enumerate(self._bars):
            top = place * high
            painter.setPen(theme.color("text3" if bar.quiet else "text2"))
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(0, top, name, high), right, bar.label)
            thick = theme.px(11)
            box = QRectF(name + 8, top + (high - thick) / 2, float(bar.possible / widest) * room, thick)
            painter.fillRect(box, theme.color("track"))
            painter.setPen(theme.color("border2"))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            if bar.possible:
                got = QRectF(box.x(), box.y(), box.width() * float(bar.got / bar.possible), box.height())
                painter.fillRect(got, theme.color("actual"))
            painter.setPen(theme.color("text3" if bar.quiet else "text"))
            left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(QRectF(box.right() + 7, top, words, high), left, bar.words)
        painter.end()
