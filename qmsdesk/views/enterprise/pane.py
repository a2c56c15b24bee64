"""The form of the enterprise with what speaks against taking part, and the tools of the self-check."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLabel

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.project import SELF_CHECKS
from qmsdesk.services import certification, eligibility, reading
from qmsdesk.services.eligibility import Caution
from qmsdesk.views.enterprise.cautions import CautionCard
from qmsdesk.views.enterprise.certificate import CertificateCard
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.styling import label

_WIDTHS = (0, 76, 96, 150)  # of the self-check: its items are sentences and take what is left


class EnterpriseForm(RecordForm):
    """The fields under the cautions, and what follows from the certificate under its own fields.

    ``asked`` carries the caution somebody wants to see to.
    """

    asked = Signal(object)

    def build(self) -> None:
        """As any form, with the cautions first."""
        super().build()
        self.cautions = CautionCard(self._kit.theme, self.asked.emit, self)
        layout = self.layout()
        assert isinstance(layout, QBoxLayout)
        layout.insertWidget(0, self.cautions)
        self.certificate = CertificateCard(self._kit.theme, self.focus_field, self)
        layout.insertWidget(layout.indexOf(self.rows[Enterprise.surveillance_on]) + 1, self.certificate)


class EnterprisePane(DetailPane):
    """``asked`` carries the caution somebody wants to see to."""

    FORM = EnterpriseForm
    asked = Signal(object)

    def build(self) -> None:
        """As any pane; the self-check can be begun with the basic requirements."""
        fresh = not self._ready
        super().build()
        if fresh:
            self._window: QLabel | None = None
            self.tabs.lines_made.connect(self._add_tools)
            form = self.form
            assert isinstance(form, EnterpriseForm)
            form.asked.connect(self.asked)

    def show_state(self) -> None:
        """The cautions and the window follow whatever was saved, here or elsewhere."""
        super().show_state()
        sitting, form = self._kit.sitting, self.form
        assert isinstance(form, EnterpriseForm)
        today = sitting.clock.today()
        form.cautions.show_cautions(eligibility.cautions(sitting.db, today))
        form.certificate.show_standing(certification.standing(reading.enterprise(sitting.db), today))
        if self._window is not None:
            self._window.setText(eligibility.window(sitting.db, today).text)

    def fill_basics(self) -> None:
        """填入基本要求: the lines of 5.1 that are not there yet."""
        if not self.flush():
            self.form.first_wanted()
            return
        try:
            change = eligibility.fill_basics(self._kit.sitting)
        except UserError as error:
            self._messages.error(error)
            return
        if change is None:
            self._messages.done(_("基本要求都已在自查里"))
        else:
            self._saved_elsewhere(change)

    def show_caution(self, caution: Caution) -> None:
        """Lead to the field of the enterprise a caution is about; one of the self-check to its rows."""
        places = {f.name: f for f in (*SELF_CHECKS.fields, *self.register.fields)}
        self.focus_field(places.get(caution.field))

    def _add_tools(self, tab: LinesTab) -> None:
        if tab.spec is not SELF_CHECKS:
            return
        sitting = self._kit.sitting
        tab.table.set_columns(_WIDTHS)
        self._window = label(eligibility.window(sitting.db, sitting.clock.today()).text, "hint", wrap=True)
        tab.add_tools(button(self._kit.theme, _("填入基本要求"), "add-line", small=True, on_click=self.fill_basics))
        tab.add_note(self._window)
