"""两层皮: where paper and practice have come apart, each line with the way to mend it (6.7.2.3)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QSpinBox

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.services import document_findings, documents, records, settings
from qmsdesk.services.document_findings import Finding
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.documents.facts_page import FactsPage, OpenRecord
from qmsdesk.views.documents.finding_card import FindingCard
from qmsdesk.views.documents.gap_dialog import GapDialog
from qmsdesk.views.documents.outbound import DocumentOutbound
from qmsdesk.views.messages import Messages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.styling import label

_TONES = {"old_version": "bad", "owner_left": "bad", "recall": "bad", "existing": "neutral"}


class FindingsPage(FactsPage):
    """The list, and after how many months without a record a form counts as unused; ``changed`` tells of that."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        outbound: DocumentOutbound,
        open_record: OpenRecord,
        messages: Messages,
    ) -> None:
        super().__init__(theme, sitting, outbound, open_record, _("两层皮"), ("6.7.2.3 d)", "GB/T 19001 4.4.2"))
        self._messages = messages
        nothing = (_("没有发现两层皮"), _("程序都有表单，表单都有记录，用的都是有效版本。"))
        self.card = FindingCard(theme, _("写的和做的不一致"), document_findings.KINDS, _TONES, nothing)
        self.card.opened.connect(self.open_finding)
        self.months = QSpinBox()
        self.months.setRange(1, 60)
        self.months.setSuffix(_(" 个月"))
        self.months.setKeyboardTracking(False)
        self.months.setAccessibleName(_("几个月没有记录算不用"))
        self.months.setEnabled(not sitting.workspace.read_only)
        self.months.valueChanged.connect(self._set_months)
        self.card.set_footer(label(_("表单几个月没有记录算不用："), "label"), self.months, None)
        self.set_body(self.card)
        self.refresh()

    def refresh(self) -> None:
        """Show what is found now."""
        months = document_findings.quiet_months(self.sitting.db)
        self.months.blockSignals(True)
        self.months.setValue(months)
        self.months.blockSignals(False)
        found = document_findings.findings(self.known, months)
        self.card.show_findings(found)
        self.say(_("{:,} 处").format(len(found)))

    def open_finding(self, found: Finding) -> None:
        """Go to the record; what an 既有 document lacks is filled in here, since the record itself is closed."""
        document = self.known.documents.get(found.record)
        revision = self.known.current(document) if document is not None else None
        if found.kind != "existing" or document is None or revision is None or self.sitting.workspace.read_only:
            self.jump(found)
            return
        if not documents.gaps(document, revision):  # only its file is missing: that is attached in the list
            self.jump(found)
            return
        dialog = GapDialog(self.theme, self.sitting, document, revision, self.window())
        if dialog.exec() == int(QDialog.DialogCode.Accepted) and dialog.change is not None:
            self.changed.emit(dialog.change)
            self.reload()

    def _set_months(self, months: int) -> None:
        try:
            document_findings.set_quiet_months(self.sitting, months)
        except UserError as error:
            self._messages.error(error)
        else:
            self.changed.emit(records.Change(settings.REGISTER, 0, "set", 0))
        self.refresh()
