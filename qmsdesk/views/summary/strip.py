"""The four kinds of the summary over the list: what there is of each, what is asked, and a button to begin one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.summary import PUBLICITY, QUESTIONNAIRE, Part
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, frame, label, row

_NEW = {QUESTIONNAIRE: _("新建问卷"), PUBLICITY: _("登记宣传"), "benchmark": _("登记对照"), "lesson": _("写经验")}


class Strip(QWidget):
    """``begun`` carries the kind of a record to be made, ``chosen`` the kind to list, ``clause_opened`` a clause."""

    begun = Signal(str)
    chosen = Signal(str)
    clause_opened = Signal(str)

    def __init__(self, theme: Theme, parts: Sequence[Part], *, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground = frame("page")
        column(self).addWidget(ground)
        line = row(ground, spacing=12, margins=(20, 12, 20, 12))
        self.cards: dict[str, PartCard] = {}
        for part in parts:
            card = PartCard(theme, part, writable=writable)
            card.begin.clicked.connect(lambda _on=False, k=part.key: self.begun.emit(k))
            card.chosen.connect(self.chosen)
            card.clause.opened.connect(self.clause_opened)
            line.addWidget(card, 1)
            self.cards[part.key] = card
        self.show_parts(parts)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_parts(self, parts: Sequence[Part]) -> None:
        """What there is now."""
        for part in parts:
            self.cards[part.key].show_part(part)


class PartCard(Card):
    """One kind; a click anywhere on it lists its records."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, part: Part, *, writable: bool) -> None:
        super().__init__(theme)
        self._key = part.key
        holder = QWidget(self)
        lines = column(holder, spacing=4, margins=(12, 8, 12, 8))
        head = row(spacing=6)
        self._mark = IconLabel(theme, "checkbox-circle-fill", "ok", 16)
        self.clause = ClauseTag(part.clause, _("打开条款"))
        head.addWidget(self._mark)
        head.addWidget(label(part.title, "strong"))
        head.addStretch(1)
        head.addWidget(self.clause)
        self.words, self.asked = label("", wrap=True), label(part.asked, "caption", wrap=True)
        foot = row(spacing=6)
        self.begin = link(theme, _NEW[part.key])
        self.begin.setVisible(writable)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.begin)
        lines.addLayout(head)
        lines.addLayout(foot)
        lines.addWidget(self.asked)
        self.add(holder)

    def show_part(self, part: Part) -> None:
        """Its count in words; what is asked stays in sight until there is one."""
        self.words.setText(part.words)
        self._mark.set_icon(*(("checkbox-circle-fill", "ok") if part.rows else ("checkbox-blank-circle-line", "text3")))
        self.setAccessibleName(f"{part.title}：{part.words}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """List its records."""
        super().mousePressEvent(event)
        self.chosen.emit(self._key)
