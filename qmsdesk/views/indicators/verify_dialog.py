"""核实: by whom and when; who reported a month himself needs a reason (人员有限)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.indicators import Measurement
from qmsdesk.models.people import Person
from qmsdesk.registers.kinds import Unreadable
from qmsdesk.services import reading
from qmsdesk.services.monthly import MonthLine
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow


class VerifyDialog(Dialog):
    """After ``exec`` the answer is in ``verifier``, ``day`` and ``waiver``."""

    def __init__(self, kit: Kit, months: Sequence[MonthLine], parent: QWidget | None = None) -> None:
        names = "、".join(line.period for line in months)
        super().__init__(kit.theme, _("核实 {} 个月的数据？").format(len(months)), names, parent)
        self._reporters = {line.row.of(Measurement.reporter) for line in months if line.row}
        self.verifier, self.waiver = 0, ""
        self.day: dt.date = kit.sitting.clock.today()
        people = reading.captions(kit.sitting.db, Person)
        self.person = kit.editor(Measurement.verifier, self)
        operator = next((i for i, name in people.items() if name == kit.sitting.operator), None)
        self.person.load(operator, people.get(operator or 0, ""))
        self.date = kit.editor(Measurement.verified_on, self)
        self.date.load(self.day, self.day.isoformat())
        self._person_row = FormRow(kit.theme, _("核实人"), self.person, required=True, focus=self.person.control)
        self._date_row = FormRow(kit.theme, _("核实日期"), self.date, required=True, focus=self.date.control)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self._reason_row = FormRow(
            kit.theme,
            _("原因"),
            self.reason,
            required=True,
            hint=_("核实人与填报人是同一人。人员有限时写明原因可以继续，打印件上会注明。"),
        )
        for made in (self._person_row, self._date_row, self._reason_row):
            self.body.addWidget(made)
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.verb_button = self.add_button(_("核实"), "primary")
        self.verb_button.clicked.connect(self.accept)
        self.verb_button.setDefault(True)
        self.person.committed.connect(self._show_reason)
        self._show_reason()

    def accept(self) -> None:
        """Only with person, day and, where it is needed, the reason."""
        self._show_reason()
        verifier = self._person()
        self._person_row.set_error("" if verifier else _("选择核实人"))
        try:
            day = self.date.read()
            self._date_row.set_error("" if day else _("填写核实日期"))
        except Unreadable as why:
            day = None
            self._date_row.set_error(str(why))
        waiver = self.reason.text().strip()
        wanted = not self._reason_row.isHidden()
        self._reason_row.set_error(_("写明原因后才能继续") if wanted and not waiver else "")
        if not verifier or day is None or (wanted and not waiver):
            return
        self.verifier, self.day, self.waiver = verifier, day, waiver if wanted else ""
        super().accept()

    def _person(self) -> int:
        try:
            return int(self.person.read() or 0)
        except Unreadable:
            return 0

    def _show_reason(self) -> None:
        self._reason_row.setVisible(bool(self._person()) and self._person() in self._reporters)
        self.adjustSize()
