"""预计自评得分: the total of the latest 表C.1 with its grade on the scale of 表2."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.services import graded
from qmsdesk.services.overview import Overview
from qmsdesk.standard.rows import RESULT_TITLES, Result
from qmsdesk.views.overview.press_card import PressCard
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import label, row

_SHOWN: tuple[Result, ...] = ("achieved", "not_achieved", "pending", "no_sample")
_ALWAYS = frozenset({"achieved", "not_achieved"})


class MarkedBar(QWidget):
    """A total on its scale with a mark and a word at the lower bound of each grade."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks: list[tuple[Decimal, str]] = []
        self._value, self._maximum = Decimal(0), Decimal(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_value(self, value: Decimal, maximum: Decimal, marks: Sequence[tuple[Decimal, str]]) -> None:
        """``marks`` are lower bound and grade."""
        self._value, self._maximum, self._marks = value, max(maximum, Decimal(1)), sorted(marks)
        self.update()

    def sizeHint(self) -> QSize:
        """Bar and words."""
        return QSize(self._theme.px(160), self._theme.px(26))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar, then marks over it and words under it; the highest grade names its bound."""
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            high, top = float(theme.px(6)), float(theme.px(2))
            scale = self.width() / float(self._maximum)
            clip = QPainterPath()
            clip.addRoundedRect(QRectF(0, top, self.width(), high), high / 2, high / 2)
            painter.fillPath(clip, theme.color("track"))
            painter.save()
            painter.setClipPath(clip)
            painter.fillRect(QRectF(0, top, float(self._value) * scale, high), theme.color("accent"))
            painter.restore()
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text2"))
            free = 0.0
            for bound, grade in self._marks:
                x = float(bound) * scale
                painter.fillRect(QRectF(x - 0.75, 0, 1.5, top + high + 2), theme.color("text"))
                words = _("{} {}").format(grade, f"{bound.normalize():f}") if bound == self._marks[-1][0] else grade
                width = painter.fontMetrics().horizontalAdvance(words)
                left = min(max(x - width / 2, free), self.width() - width)
                if left >= free:
                    box = QRectF(left, top + high + 2, width + 1, self.height() - top - high - 2)
                    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
                    free = left + width + 4


class ScoreCard(PressCard):
    """Opens 自我评价; ``result_asked`` carries the result whose indicators are wanted."""

    result_asked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._title, self._tag = label("", "h3"), label(_("表 C.1"), "key")
        self._pill = Pill(theme, "")
        head = row(spacing=6)
        head.addWidget(self._title)
        head.addWidget(self._tag)
        head.addStretch(1)
        head.addWidget(self._pill)
        self._total, self._of = label("", "figure"), label("", "label")
        figures = row(spacing=2)
        bottom = Qt.AlignmentFlag.AlignBottom
        self._of.setContentsMargins(4, 0, 0, 4)
        figures.addWidget(self._total)
        figures.addWidget(self._of, 0, bottom)
        figures.addStretch(1)
        self.results: dict[Result, QPushButton] = {}
        for key in _SHOWN:
            self.results[key] = link(theme, "", partial(self.result_asked.emit, key))
            figures.addWidget(self.results[key], 0, bottom)
        self._bar = MarkedBar(theme)
        self.lines.addLayout(head)
        self.lines.addLayout(figures)
        self.lines.addWidget(self._bar)
        self.settle(*self.results.values())

    def show_overview(self, shown: Overview) -> None:
        """The figures of a sheet."""
        sheet, counts = shown.sheet, shown.counts()
        total, grade = graded.figures(sheet, final=shown.final)
        known = total != graded.NO_TOTAL
        title = _("自评得分") if shown.final else _("预计自评得分")
        self._title.setText(title)
        self._pill.set_state(grade, None if known else "neutral")
        self._total.setText(total)
        self._of.setText(_("/ {} 分").format(sheet.maximum))
        words = []
        for key, made in self.results.items():
            number = counts.get(key, 0)
            made.setVisible(bool(number) or (key in _ALWAYS and bool(counts)))
            made.setText(f"{RESULT_TITLES[key]} {number}")
            made.setToolTip(_("看{}的 {} 个计分指标").format(RESULT_TITLES[key], number))
            made.setAccessibleName(made.toolTip())
            if number or key in _ALWAYS:
                words.append(made.text())
        marks = [(Decimal(low), name) for name, low in sheet.bands.items()]
        self._bar.set_value(Decimal(sheet.total), Decimal(sheet.maximum), marks)
        spoken = _("{} {} 分，满分 {} 分，{}；{}。打开自我评价").format(
            title, self._total.text(), sheet.maximum, grade, "，".join(words)
        )
        self.setAccessibleName(spoken)
        strict = sheet.totals_by_rule["all"], sheet.grades_by_rule["all"]
        told = _("打开自我评价；须全部达成时 {} 分，{}").format(*strict)
        self.setToolTip(told if known and sheet.rule != "all" else _("打开自我评价"))

    def figures(self) -> tuple[str, str, str, str]:
        """Total, maximum, grade and counts as shown."""
        counts = "　".join(made.text() for made in self.results.values() if not made.isHidden())
        return self._total.text(), self._of.text(), self._pill.word(), counts
