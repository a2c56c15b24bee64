"""调研概况: days, place, the five methods as chips (6.5.2), by whom, and what it came to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.project import Survey
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Chip, ClauseTag
from qmsdesk.views.widgets.form import LABEL_WIDTH
from qmsdesk.views.widgets.styling import column, label, row

_ROWS = (
    (Survey.surveyed_on, Survey.until),
    (Survey.party,),
    (Survey.surveyors,),
    (Survey.place,),
    (Survey.summary,),
    (Survey.remark,),
)


class ProfileCard(Card):
    """``chosen`` carries the methods that are ticked now."""

    chosen = Signal(object)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("调研概况"), parent=parent)
        self.tag = ClauseTag("6.5.2")
        self.add_tag(self.tag)
        holder = QWidget(self)
        lines = column(holder, spacing=7, margins=(14, 8, 14, 10))
        line = row(spacing=5)
        name = label(str(Survey.methods.verbose_name), "label")
        name.setFixedWidth(kit.theme.px(LABEL_WIDTH))
        name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(name, 0, Qt.AlignmentFlag.AlignVCenter)
        self.chips: dict[str, Chip] = {}
        for key, title in Survey.METHOD:
            chip = self.chips[key] = Chip(kit.theme, str(title))
            chip.clicked.connect(lambda _on=False: self.chosen.emit(self.methods()))
            line.addWidget(chip)
        line.addStretch(1)
        lines.addLayout(line)
        self.form = EntryForm(kit, _ROWS, stars=(Survey.surveyed_on,), parent=holder)
        lines.addWidget(self.form)
        lines.addStretch(1)
        self.add(holder, 1)

    def methods(self) -> tuple[str, ...]:
        """The methods ticked, in the order of the standard."""
        return tuple(key for key, chip in self.chips.items() if chip.isChecked())

    def show_visit(self, visit: Visit, *, another: bool) -> None:
        """A survey, or the same one after something was saved; what is being typed stays."""
        if another or self.form.entry is None:
            self.form.show_entry(visit)
        else:
            self.form.refresh()
        stored, writable = visit.value(Survey.methods) or (), not visit.reason_closed(Survey.methods)
        for key, chip in self.chips.items():
            chip.setChecked(key in stored)
            chip.setEnabled(writable)
