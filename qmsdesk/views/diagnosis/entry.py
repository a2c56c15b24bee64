"""How 质量诊断 is put into the window: the report at hand, and all reports as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.shell.page import Page, Tab

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk


def tabs(desk: Desk) -> tuple[Tab, ...]:
    """诊断 and 台账."""
    return (
        Tab("diagnosis", _("诊断"), lambda: page(desk)),
        Tab("diagnosis_list", _("台账"), lambda: desk.register_page("diagnosis")),
    )


def page(desk: Desk) -> Page:
    """The report at hand."""
    from qmsdesk.views.diagnosis.page import DiagnosisPage

    made = DiagnosisPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, preview=desk.preview, go=desk.go
    )
    made.changed.connect(desk.changed)
    return made
