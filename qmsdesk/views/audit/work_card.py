"""The card in the middle: 检查表, 发现, 审核报告, 附件."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Fields
from qmsdesk.registers.audits import AUDIT
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
        self._shown: Shown | None = None
        self._visit: Visit | None = None
        self.setProperty("role", "card")
        self._kit, self._messages, self._jobs = kit, messages, jobs
        theme = kit.theme
        lines = column(self, margins=(1, 1, 1, 1))
        head = frame("cardhead", self)
        head.setMinimumHeight(theme.px(40))
        lines.addWidget(head)
        line = row(head, margins=(6, 0, 10, 0))
        self.tabs = QTabBar(head)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("审核内容"))
        for _key in TABS:
            self.tabs.addTab("")
        line.addWidget(self.tabs)
        line.addStretch(1)
        self.by = Segmented([("clause", _("按条款")), ("department", _("按部门"))], head)
        line.addWidget(self.by)
        self._stack = QStackedWidget(self)
        lines.addWidget(self._stack, 1)
        self.checks = ChecksPane(kit, messages, self._stack)
        self._stack.addWidget(self.checks)
        self.findings = FindingsPane(theme, self._stack)
        self._stack.addWidget(self.findings)
        self._made: dict[str, ReportPane | AttachmentsTab] = {}
        self.tabs.currentChanged.connect(self._turn)
        self.by.chosen.connect(lambda _key: self._regroup())
        self.checks.saved.connect(self.saved)
        self.checks.marked.connect(self.marked)

    @property
    def report(self) -> ReportPane:
        """The fields of the report, made when they are first looked at."""
        made = self._made.get("report")
        if not isinstance(made, ReportPane):
            made = self._made["report"] = ReportPane(self._kit, self._stack)
            self._stack.addWidget(made)
            made.saved.connect(self.saved)
            made.marked.connect(self.marked)
            made.failed.connect(self._messages.failed)
            made.show_visit(self._visit)
        return made

    @property
    def files(self) -> AttachmentsTab:
        """The files of the audit, made when they are first looked at."""
        made = self._made.get("files")
        if not isinstance(made, AttachmentsTab):
            made = self._made["files"] = AttachmentsTab(self._kit, self._messages, self._jobs, self._stack)
            self._stack.addWidget(made)
            made.saved.connect(self.saved)
            made.set_visit(self._visit)
        return made

    def show_audit(self, shown: Shown, visit: Visit | None) -> None:
        """Another audit, or the same one later; what is being typed stays."""
        self._shown, self._visit = shown, visit
        self.checks.show_audit(shown, visit, self.by.value())
        self.findings.show_audit(shown)
        if "report" in self._made:
            self.report.show_visit(visit)
        if "files" in self._made:
            self.files.set_visit(visit)
        found = len(self.findings.model.rows)
        count = shown.facts.case.attachments if shown.facts else 0
        titles = (_("检查表 {}").format(shown.tally.total), _("发现 {}").format(found), _("审核报告"),
                  _("附件 {}").format(count))  # fmt: skip
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
        return all([self.checks.flush(), *(made.flush() for made in self._made.values())])

    def unsaved(self) -> bool:
        """Something typed is not in the file."""
        return self.checks.unsaved() or any(made.unsaved() for made in self._made.values())

    def forget(self) -> None:
        """Drop what was refused or only begun."""
        self.checks.forget()
        for made in self._made.values():
            made.forget()

    def problems(self) -> str:
        """What the status bar says of red fields."""
        if said := self.checks.problems():
            return said
        return self._visit.note() if self._visit is not None and self._visit.unsaved() else ""

    def _turn(self, place: int) -> None:
        pages: tuple[Callable[[], QWidget], ...] = (
            lambda: self.checks, lambda: self.findings, lambda: self.report, lambda: self.files
        )  # fmt: skip
        self._stack.setCurrentWidget(pages[place]())
        self.by.setVisible(place == 0)
        self.turned.emit(TABS[place])

    def _regroup(self) -> None:
        if self._shown is not None and self.checks.flush():
            self.checks.tree.forget_folding()
            self.checks.show_audit(self._shown, self._visit, self.by.value())
