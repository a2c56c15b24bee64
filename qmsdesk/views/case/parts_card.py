"""篇幅: the length of the whole against 2,000 字, and of each part against its share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.case import Written
from qmsdesk.standard.case_rules import LEAST, LIMIT, MOST, PARTS, PLANNED, Part
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.bars import Gauge, SegmentBar
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row, rule, set_property

_MARKS = {
    "empty": ("checkbox-blank-circle-line", "text3", "bad"),
    "short": ("contrast-fill", "warn", "warn"),
    "fits": ("checkbox-circle-fill", "ok", "ok"),
    "long": ("contrast-fill", "warn", "warn"),
}


class PartRow(QFrame):
    """One part: state, name, share, gauge, count. A click, or Enter on its name, asks for its editor."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self._theme, self._current = theme, False
        lines = column(self, spacing=3, margins=(12, 8, 12, 8))
        head = row(spacing=6)
        self._mark = IconLabel(theme, "checkbox-blank-circle-line", "text3", 16)
        self.title = link(theme, f"{part.letter}) {part.title}", lambda: self.chosen.emit(part.key))
        head.addWidget(self._mark)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(label(_("约 {}%").format(part.share), "caption"))
        lines.addLayout(head)
        self.gauge = Gauge(theme)
        lines.addWidget(self.gauge)
        foot = row(spacing=6)
        self.count, self.state = label(""), label("")
        foot.addWidget(self.count, 1)
        foot.addWidget(self.state)
        lines.addLayout(foot)

    def show_part(self, written: Written) -> None:
        """The length as it is now."""
        icon, role, tone = _MARKS[written.fit]
        self._mark.set_icon(icon, role)
        told = _("{n} 字，建议约 {suggested}")
        self.count.setText(told.format(n=f"{written.length:,}", suggested=f"{written.suggested:,}"))
        self.state.setText(written.words())
        set_property(self.state, "tone", tone)
        fill = "warn_fill" if written.fit in {"short", "long"} else "accent_fill"
        spoken = f"{written.part.title} {self.count.text()} {written.words()}"
        self.gauge.set_value(written.length, written.suggested, role=fill, name=spoken)

    def set_current(self, *, on: bool) -> None:
        """Whether this is the part that is typed into."""
        if on != self._current:
            self._current = on
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._current:
            with QPainter(self) as painter:
                painter.fillRect(self.rect(), self._theme.color("info_bg"))
                painter.fillRect(0, 0, 3, self.height(), self._theme.color("accent"))
        super().paintEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.part.key)
        super().mouseReleaseEvent(event)


class PartsCard(Card):
    """``chosen`` carries the key of a part, ``planned`` another length to plan for."""

    chosen = Signal(str)
    planned = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("篇幅"), _("按 Word 字数口径"), parent=parent)
        head = QWidget(self)
        lines = column(head, spacing=6, margins=(14, 10, 14, 10))
        line = row(spacing=6)
        self.total, self.rest = label("0", "figure"), label("")
        line.addWidget(self.total, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(label(_("/ {} 字").format(f"{LIMIT:,}"), "label"), 1, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.rest, 0, Qt.AlignmentFlag.AlignBottom)
        lines.addLayout(line)
        self.bar = SegmentBar(theme)
        lines.addWidget(self.bar)
        plan = row(spacing=6)
        self.plan = label("", "caption")
        self.change = link(theme, _("调整"))
        menu = QMenu(self.change)
        for length in PLANNED:
            text = _("{} 字").format(f"{length:,}")
            menu.addAction(text).triggered.connect(lambda _on=False, n=length: self.planned.emit(n))
        self.change.setMenu(menu)
        plan.addWidget(self.plan, 1)
        plan.addWidget(self.change)
        lines.addLayout(plan)
        self.add(head)
        self.rows: dict[str, PartRow] = {}
        for part in PARTS:
            self.add(rule())
            made = self.rows[part.key] = PartRow(theme, part, self)
            made.chosen.connect(self.chosen)
            self.add(made)
        self.add(rule())
        self.body.addStretch(1)
        text = _("浅蓝区为建议范围（建议字数的 {least}%–{most}%）。“约占”不作硬性限制，超过 {limit} 字不能定稿。")
        self.add_padded(label(text.format(least=LEAST, most=MOST, limit=f"{LIMIT:,}"), "caption", wrap=True))

    def show_parts(self, parts: Sequence[Written], planned: int, *, writable: bool) -> None:
        """The lengths as they are in the editors."""
        total = sum(each.length for each in parts)
        over = total > LIMIT
        self.total.setText(f"{total:,}")
        self.rest.setText(
            _("超 {} 字").format(f"{total - LIMIT:,}") if over else _("余 {} 字").format(f"{LIMIT - total:,}")
        )
        set_property(self.rest, "tone", "bad" if over else "ok")
        self.bar.set_parts(
            [(total, "bad" if over else "accent_fill")], max(LIMIT, total), f"{total} / {LIMIT} {self.rest.text()}"
        )
        self.plan.setText(_("计划篇幅 {} 字").format(f"{planned:,}"))
        self.change.setVisible(writable)
        for each in parts:
            self.rows[each.part.key].show_part(each)

    def set_current(self, key: str) -> None:
        """The part that is typed into."""
        for each in self.rows.values():
            each.set_current(on=each.part.key == key)
