"""The card in the middle: 检查表, 发现, 审核报告, 附件."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Fields
from qmsdesk.registers.audits import AUDIT
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.audit.checks_pane import ChecksPane
from qmsdesk.views.audit.findings_pane import FindingsPane
from qmsdesk.views.audit.report_pane import ReportPane
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.attachments import AttachmentsTab
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.styling import column, frame, row

TABS = ("checks", "findings", "report", "files")


class WorkCard(QFrame):
    """``saved`` carries a Change, ``marked`` says that something is red or begun, ``turned`` another tab."""

    saved = Signal(object)
    marked = Signal()
    turned = Signal(str)

    def __init__(self, kit: Kit, messages: Messages, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting: Sitting = kit.sitting
        self._shown: Shown | None = None
        self._visit: Visit | None = None
        self.setProperty("role", "card")
        theme = kit.theme
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("审核内容"))
        for _key in TABS:
            self.tabs.addTab("")
        self.by = Segmented([("clause", _("按条款")), ("department", _("按部门"))])
        head = frame("cardhead")
        head.setMinimumHeight(theme.px(40))
        line = row(head, margins=(6, 0, 10, 0))
        line.addWidget(self.tabs)
        line.addStretch(1)
        line.addWidget(self.by)
        self.checks = ChecksPane(kit, messages)
        self.findings = FindingsPane(theme)
        self.report = ReportPane(kit)
        self.files = AttachmentsTab(kit, messages, jobs)
        self._stack = QStackedWidget()
        for page in (self.checks, self.findings, self.report, self.files):
            self._stack.addWidget(page)
        lines = column(self, margins=(1, 1, 1, 1))
        lines.addWidget(head)
        lines.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._turn)
        self.by.chosen.connect(lambda _key: self._regroup())
        for saver in (self.checks, self.report, self.files):
            saver.saved.connect(self.saved)
        for marker in (self.checks, self.report):
            marker.marked.connect(self.marked)
        self.report.failed.connect(messages.failed)

    def show_audit(self, shown: Shown, visit: Visit | None) -> None:
        """Another audit, or the same one later; what is being typed stays."""
        self._shown, self._visit = shown, visit
        self.checks.show_audit(shown, visit, self.by.value())
        self.findings.show_audit(shown)
        self.report.show_visit(visit)
        self.files.set_visit(visit)
        found = len(self.findings.model.rows)
        files = len(reading.attachments(self._sitting.db, AUDIT.key, visit.record)) if visit and visit.record else 0
        titles = (_("检查表 {}").format(shown.tally.total), _("发现 {}").format(found), _("审核报告"),
                  _("附件 {}").format(files))  # fmt: skip
        for place, title in enumerate(titles):
            self.tabs.setTabText(place, title)

    def open_tab(self, key: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(TABS.index(key))

    def tab(self) -> str:
        """The tab in front."""
        return TABS[max(self.tabs.currentIndex(), 0)]

    def focus_field(self, field: AnyField) -> None:
        """To a field of the audit."""
        if field in Fields(AUDIT.fields):
            self.open_tab("report")
            self.report.focus_field(field)

    def flush(self) -> bool:
        """Commit what is being typed anywhere; False when something is red."""
        done = [self.checks.flush(), self.report.form.flush(), self.files.flush()]
        return all(done)

    def unsaved(self) -> bool:
        """Something typed is not in the file."""
        return self.checks.editor.unsaved() or self.report.form.unsaved() or self.files.unsaved()

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        self.checks.editor.forget()
        self.report.form.forget()
        self.files.forget()

    def problems(self) -> str:
        """What the status bar says of red fields."""
        if said := self.checks.editor.problems():
            return said
        return self._visit.note() if self._visit is not None and self._visit.unsaved() else ""

    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.by.setVisible(place == 0)
        self.turned.emit(TABS[place])

    def _regroup(self) -> None:
        if self._shown is not None and self.checks.flush():
            self.checks.tree.forget_folding()
            self.checks.show_audit(self._shown, self._visit, self.by.value())
