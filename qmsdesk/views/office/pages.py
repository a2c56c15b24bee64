"""The pages of an open enterprise, in the order of 6.1; each is built when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.acceptance import entry as accepting
from qmsdesk.views.diagnosis import entry as diagnosis
from qmsdesk.views.documents.tabs import TAKE_IN, document_tabs, take_in_page
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.action_pages import action_tabs, review_tabs
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.grouped import GroupPage
from qmsdesk.views.office.outbound import Outbound
from qmsdesk.views.overview import entry as overview
from qmsdesk.views.plan import entry as plan
from qmsdesk.views.preview import Preview
from qmsdesk.views.reminders import entry as reminders
from qmsdesk.views.reminders.watch import Watch
from qmsdesk.views.shell.page import Page, PageSpec, Tab
from qmsdesk.views.summary import entry as summary
from qmsdesk.views.survey import entry as survey
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.workplan import entry as workplan

if TYPE_CHECKING:
    from qmsdesk.views.register.outside import Outside
    from qmsdesk.views.register.page import MakePane, RegisterPage

BEFORE, RUNNING, IMPROVING, ACCEPTING = _("前期与方案"), _("体系运行"), _("绩效改进"), _("验收与总结")
INDICATORS, ASSESSMENT, IMPORT, BUNDLE, SETTINGS = "indicators", "self_evaluation", "import", "bundle", "settings"
FIRST = overview.KEY
"""The page an enterprise opens with."""

_PAGE_OF = {
    "indicator": INDICATORS, "measurement": INDICATORS, "assessment": ASSESSMENT, "audit_programme": "audit"
}  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """What pages are built from."""

    sitting: Sitting
    theme: Theme
    messages: Messages
    jobs: Jobs
    files: FileChooser
    settings: QSettings
    preview: Preview
    go: Callable[[str, object], object]
    changed: Callable[[object], None]
    backed_up: Callable[[object], None]
    watch: Watch
    window: QWidget

    @cached_property
    def outside(self) -> Outside:
        """The roads from a register page to the rest of the program, the same for all of them."""
        from qmsdesk.views.register.outside import Outside

        out = Outbound(self.sitting, self.messages, self.jobs, self.files, self.preview)
        return Outside(self.import_file, out.export, out.print_list, out.print_record)

    def register_page(self, key: str, pane: MakePane | None = None) -> RegisterPage:
        """The page of a register, wired to the window; ``pane`` makes another pane than the plain one."""
        from qmsdesk.views.register.page import RegisterPage
        from qmsdesk.views.register.pane import DetailPane

        page = RegisterPage(
            self.theme, self.sitting, BY_KEY[key], self.messages, self.jobs, self.outside, self.settings,
            pane=pane or DetailPane,
        )  # fmt: skip
        page.changed.connect(self.changed)
        return page

    def show_chain(self, register: str, record_id: int, line_key: str = "", line_id: int = 0) -> None:
        """Show 追溯链 of a record, or of one of its child rows (the key of its ``Lines``, its id)."""
        from qmsdesk.views.chain.entry import show

        show(self, register, record_id, line_key, line_id)

    def open_record(self, register: str, number: str = "", field: str = "") -> None:
        """Go to the record of a register by number, and to a field of it."""
        page = page_key(register)
        if page != register:
            self.go(page, _page_target(register, number, field))
            return
        row = reading.by_number(self.sitting.db, BY_KEY[register], number) if number else None
        model = BY_KEY[register].model
        wanted = getattr(model, field, None) if field else None
        self.go(page, (row.id, wanted) if row is not None and wanted is not None else row.id if row else None)

    def import_file(self, register: Register, path: Path | None = None, record: int = 0) -> None:
        """Open the import of a register, or of the sheet of one ``record`` (表A.1 of a survey)."""
        self.go(IMPORT, (register.key, path, record) if path else register.key)


def page_specs(desk: Desk) -> list[PageSpec]:
    """The sidebar: pages that do not exist yet are not shown."""

    def register(key: str, icon: str, group: str, title: str = "", note: str = "") -> PageSpec:
        return PageSpec(key, title or BY_KEY[key].title, icon, lambda: desk.register_page(key), group, note)

    def tab(key: str, title: str = "") -> Tab:
        return Tab(key, title or BY_KEY[key].title, lambda: desk.register_page(key))

    def entry(key: str, title: str, icon: str, group: str, *tabs: Tab, note: str = "") -> PageSpec:
        return PageSpec(key, title, icon, lambda: GroupPage(desk.theme, title, tabs), group, note, tabs=tabs)

    specs = [
        overview.spec(lambda: overview.page(desk, BUNDLE)),
        reminders.spec(
            lambda: reminders.page(desk, page_key, lambda: (key for each in specs for key in each.all_keys))
        ),
        entry(
            "profile",
            _("企业档案"),
            "building-4-line",
            BEFORE,
            Tab("enterprise", _("基本信息"), lambda: _enterprise(desk)),
            tab("person"),
            tab("department"),
            tab("process"),
            tab("licence", _("证照")),
            tab("compliance_event", _("合规")),
            tab("party", _("机构")),
        ),
        entry("work_plan", _("工作计划"), "calendar-todo-line", BEFORE, *workplan.tabs(desk)),
        entry(
            survey.KEY,
            BY_KEY["survey"].title,
            "survey-line",
            BEFORE,
            *survey.tabs(desk),
            note=_("附录A"),
        ),
        entry(
            "diagnoses",
            _("质量诊断"),
            "stethoscope-line",
            BEFORE,
            *diagnosis.tabs(desk),
            note=_("附录B"),
        ),
        entry("plans", _("提升方案"), "lightbulb-line", BEFORE, *plan.tabs(desk)),
        entry("documents", _("文件与表单"), "file-list-3-line", RUNNING, *document_tabs(desk)),
        PageSpec("training", _("分层培训"), "book-open-line", lambda: _training(desk), RUNNING),
        entry("risks", _("风险与环境"), "shield-flash-line", RUNNING, tab("risk"), tab("context")),
        entry("resources", _("设备与检测"), "tools-line", RUNNING, tab("equipment"), tab("instrument")),
        register("supplier", "truck-line", RUNNING, _("供方与采购")),
        entry("customers", _("顾客反馈"), "customer-service-2-line", RUNNING, tab("complaint"), tab("satisfaction")),
        entry(
            "actions",
            _("不符合与纠正"),
            "error-warning-line",
            RUNNING,
            *action_tabs(desk),
        ),
        entry(
            "meetings",
            _("会议与巡诊"),
            "discuss-line",
            RUNNING,
            *workplan.running_tabs(desk),
        ),
        entry(
            "tracking",
            _("指标跟踪"),
            "line-chart-line",
            RUNNING,
            Tab(INDICATORS, _("指标"), lambda: _indicators(desk)),
            tab("analysis"),
        ),
        PageSpec("audit", _("内部审核"), "search-eye-line", lambda: _audit(desk), IMPROVING),
        entry(
            "reviews",
            _("管理评审"),
            "slideshow-3-line",
            IMPROVING,
            *review_tabs(desk),
        ),
        PageSpec(
            "improvement",
            BY_KEY["improvement"].title,
            "seedling-line",
            lambda: accepting.improvements(desk),
            IMPROVING,
        ),
        entry(
            "evaluation",
            _("自我评价"),
            "bar-chart-box-line",
            ACCEPTING,
            Tab(ASSESSMENT, _("成效评价"), lambda: _assessment(desk)),
            *accepting.tabs(desk),
            note=_("表C.1"),
        ),
        entry(
            "cases",
            _("优良案例"),
            "medal-line",
            ACCEPTING,
            Tab("case_study", _("案例"), lambda: _case(desk)),
            Tab("case_list", _("台账"), lambda: desk.register_page("case_study")),
            tab("achievement"),
            note=_("附录D"),
        ),
        PageSpec(
            "programme_log",
            BY_KEY["programme_log"].title,
            "hand-heart-line",
            lambda: summary.page(desk),
            ACCEPTING,
        ),
        PageSpec(BUNDLE, _("导出资料包"), "folder-zip-line", lambda: _bundle(desk), ACCEPTING),
        PageSpec(TAKE_IN, _("导入文件夹"), "folder-open-line", lambda: take_in_page(desk), hidden=True),
        PageSpec(IMPORT, _("导入 Excel"), "file-excel-2-line", lambda: _import(desk), hidden=True),
        PageSpec(SETTINGS, _("设置"), "settings-3-line", lambda: _settings(desk), hidden=True),
    ]
    return specs


def page_key(register: str) -> str:
    """The key of the page or tab that shows a register."""
    return _PAGE_OF.get(register, register)


def _page_target(register: str, number: str, field: str) -> object:
    if register == "assessment":
        return field or number or None
    if register == "audit_programme":
        return None
    from qmsdesk.views.indicators.page import Target

    return Target(number, field) if number else None


def _enterprise(desk: Desk) -> Page:
    from qmsdesk.views.enterprise.page import EnterprisePage

    page = EnterprisePage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, preview=desk.preview, open_record=desk.open_record
    )  # fmt: skip
    page.changed.connect(desk.changed)
    return page


def _training(desk: Desk) -> Page:
    from qmsdesk.views.training.page import TrainingPage

    page = TrainingPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, outside=desk.outside, settings=desk.settings,
        preview=desk.preview, open_record=desk.open_record,
    )  # fmt: skip
    page.changed.connect(desk.changed)
    return page


def _audit(desk: Desk) -> Page:
    from qmsdesk.views.audit.page import AuditPage

    page = AuditPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, preview=desk.preview,
        open_record=desk.open_record,
    )  # fmt: skip
    page.changed.connect(desk.changed)
    return page


def _indicators(desk: Desk) -> Page:
    from qmsdesk.views.indicators.page import IndicatorsPage

    page = IndicatorsPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, preview=desk.preview,
        import_file=desk.import_file, open_record=desk.open_record,
    )  # fmt: skip
    page.changed.connect(desk.changed)
    return page


def _assessment(desk: Desk) -> Page:
    from qmsdesk.views.assessment.page import AssessmentPage

    page = AssessmentPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, preview=desk.preview,
        open_record=desk.open_record,
    )  # fmt: skip
    page.changed.connect(desk.changed)
    return accepting.with_plan(desk, workplan.with_year(desk, page))


def _case(desk: Desk) -> Page:
    from qmsdesk.views.case.page import CasePage

    page = CasePage(desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, preview=desk.preview)
    page.changed.connect(desk.changed)
    return page


def _import(desk: Desk) -> Page:
    from qmsdesk.views.importing.page import ImportPage

    return ImportPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, desk.settings, desk.changed,
        lambda register: desk.go(page_key(register), None),
    )  # fmt: skip


def _bundle(desk: Desk) -> Page:
    from qmsdesk.views.bundling.page import BundlePage

    return BundlePage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, desk.settings, desk.open_record
    )  # fmt: skip


def _settings(desk: Desk) -> Page:
    from qmsdesk.views.assessment.scale import edit_scale
    from qmsdesk.views.office.settings_page import SettingsPage

    def scale() -> None:
        change: Any = edit_scale(desk.theme, desk.sitting, desk.messages)
        if change is not None:
            desk.changed(change)

    return SettingsPage(desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, scale, desk.backed_up)
