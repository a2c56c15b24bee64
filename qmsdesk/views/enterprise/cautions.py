"""What speaks against taking part, over the form: calm lines with their clause and a link, nothing that blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.services.eligibility import Caution
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class CautionCard(Card):
    """One line for each caution; hidden while there is none. ``go`` is called with the caution of a pressed link."""

    def __init__(self, theme: Theme, go: Callable[[Caution], object], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("参加条件"), _("只作提醒，不影响保存"), parent=parent)
        self._go = go
        self.shown: tuple[Caution, ...] = ()
        self._holder: QWidget | None = None
        self.hide()

    def show_cautions(self, found: Sequence[Caution]) -> None:
        """Show others; the same ones stay as they are."""
        if tuple(found) == self.shown:
            return
        self.shown = tuple(found)
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget(self)
        lines = column(self._holder, spacing=6)
        for caution in self.shown:
            lines.addWidget(self._line(caution))
        self.add_padded(self._holder)
        self.setVisible(bool(self.shown))

    def _line(self, caution: Caution) -> QWidget:
        made = QWidget(self._holder)
        line = row(made, spacing=6)
        text = label(_("{}（{}）").format(caution.text, caution.clause), wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(IconLabel(self._theme, "error-warning-line", "warn", 14), 0, _MIDDLE)
        line.addWidget(text, 1)
        go = link(self._theme, _("去查看"), lambda: self._go(caution))
        go.setAccessibleName(_("去查看：{}").format(caution.text))
        line.addWidget(go, 0, _MIDDLE)
        return made
