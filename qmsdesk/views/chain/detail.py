"""The card at the cursor in full: its text, its facts, what it is linked to, and the ways to its record and files."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.services.chain import Chain, Key, Node
from qmsdesk.views.chain.tones import tone_of
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, frame, label, row

_LINE = 2


class DetailBar(QWidget):
    """``opened`` asks for the record, ``filed`` for its files."""

    opened = Signal()
    filed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = frame("card", self)
        column(self).addWidget(card)
        line = row(card, spacing=12, margins=(14, 8, 14, 8))
        words = column(spacing=_LINE)
        head = row()
        self.number, self.pill = label("", "strong"), Pill(theme, "")
        self.caption = Elided()
        head.addWidget(self.number)
        head.addWidget(self.pill)
        head.addWidget(self.caption, 1)
        words.addLayout(head)
        self.facts, self.links = Elided("", "label"), Elided("", "caption")
        words.addWidget(self.facts)
        words.addWidget(self.links)
        line.addLayout(words, 1)
        self.files_button = button(theme, "", "attachment-2", on_click=self.filed.emit)
        self.open_button = button(theme, _("打开"), "arrow-right-up-line", "primary", on_click=self.opened.emit)
        line.addWidget(self.files_button)
        line.addWidget(self.open_button)

    def show_node(self, node: Node | None, chain: Chain) -> None:
        """Another card."""
        for part in (self.files_button, self.open_button):
            part.setEnabled(node is not None)
        if node is None:
            return
        self.number.setText(node.number)
        self.pill.set_state(node.state, tone_of(node.state))
        self.caption.say(node.caption)
        self.facts.say(" · ".join(node.details))
        self.links.say(_linked(node.key, chain))
        self.files_button.setText(_("附件 {}").format(node.files))
        self.files_button.setVisible(bool(node.files))
        self.open_button.setAccessibleName(_("打开 {}").format(node.number))


def _linked(key: Key, chain: Chain) -> str:
    """What leads to a node and what follows from it, each with the field that says so."""
    above = [(each.above, each.why) for each in chain.links if each.below == key]
    below = [(each.below, each.why) for each in chain.links if each.above == key]
    parts = [_("来自 {}").format(_named(above, chain))] if above else []
    parts += [_("引到 {}").format(_named(below, chain))] if below else []
    return "；".join(parts) or _("在这条链上没有连到别的记录")


def _named(ends: list[tuple[Key, str]], chain: Chain) -> str:
    """Numbers in the order of the steps, those linked by the same field together."""
    whys = dict(ends)
    by_why: dict[str, list[str]] = {}
    for node in chain.nodes():
        if node.key in whys:
            by_why.setdefault(whys[node.key], []).append(node.number)
    return "，".join(_("{}（{}）").format("、".join(numbers), why) for why, numbers in by_why.items())
