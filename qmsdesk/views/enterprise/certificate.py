"""认证 under its fields: the days that follow from the certificate, and what is wrong or missing about it (6.9.9)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.services.certification import NONE, Standing
from qmsdesk.standard.certification import SOURCE
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row

_TOP = Qt.AlignmentFlag.AlignTop
_NAME = 60


class CertificateCard(Card):
    """Hidden while there is no certificate. ``go`` is called with the field of a pressed link."""

    def __init__(self, theme: Theme, go: Callable[[AnyField], object], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("监督与再认证"), _("由发证日期和有效期算出"), parent=parent)
        self._go = go
        self.shown = NONE
        self._holder: QWidget | None = None
        self.hide()

    def show_standing(self, found: Standing) -> None:
        """Show another standing; the same one stays as it is."""
        if found == self.shown:
            return
        self.shown = found
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget(self)
        lines = column(self._holder, spacing=6)
        for each in found.warnings:
            lines.addWidget(self._warning(each.text, each.field))
        for name, text in found.dates:
            line = row(spacing=8)
            head = label(name, "label")
            head.setFixedWidth(self._theme.px(_NAME))
            line.addWidget(head, 0, _TOP)
            line.addWidget(label(text, wrap=True), 1)
            lines.addLayout(line)
        if found.dates:
            lines.addWidget(label(_("依据{}").format(SOURCE), "caption", wrap=True))
        self.add_padded(self._holder)
        self.setVisible(found.held)

    def _warning(self, text: str, field: AnyField) -> QWidget:
        made = QWidget(self._holder)
        line = row(made, spacing=6)
        said = label(text, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(IconLabel(self._theme, "error-warning-line", "warn", 14), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(said, 1)
        go = link(self._theme, _("去填写"), lambda: self._go(field))
        go.setAccessibleName(_("去填写：{}").format(field.verbose_name))
        line.addWidget(go, 0, Qt.AlignmentFlag.AlignVCenter)
        return made
