"""How the survey page is put into the window: the survey at hand, and all surveys as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.views.shell.page import Tab

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk
    from qmsdesk.views.survey.page import SurveyPage

KEY = "surveys"
"""The entry of the sidebar; its tabs have keys of their own."""


def tabs(desk: Desk) -> tuple[Tab, ...]:
    """调研 and 台账."""
    return (
        Tab("survey", _("调研"), lambda: page(desk)),
        Tab("survey_list", _("台账"), lambda: desk.register_page("survey")),
    )


def page(desk: Desk) -> SurveyPage:
    """The page of the last survey."""
    from qmsdesk.registers.project import SURVEY
    from qmsdesk.views.survey.page import SurveyPage

    made = SurveyPage(
        desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, preview=desk.preview,
        open_record=desk.open_record,
        import_sheet=lambda record, path: desk.import_file(SURVEY, path, record),
    )  # fmt: skip
    made.changed.connect(desk.changed)
    return made
