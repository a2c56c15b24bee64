"""How the page is put into the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.services.overview import BUNDLE, Place
from qmsdesk.views.shell.page import PageSpec

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk
    from qmsdesk.views.overview.page import OverviewPage

KEY = "overview"


def spec(build: Callable[[], OverviewPage]) -> PageSpec:
    """The first entry of the sidebar."""
    return PageSpec(KEY, _("总览"), "dashboard-line", build)


def page(desk: Desk, bundle: str) -> OverviewPage:
    """The page; ``bundle`` is the key of the page 导出资料包."""
    from qmsdesk.views.overview.page import OverviewPage

    def open_place(place: Place) -> None:
        if place.register == BUNDLE:
            desk.go(bundle, None)
        else:
            desk.open_record(place.register, place.number, place.field)

    return OverviewPage(desk.theme, desk.sitting, desk.watch, desk.jobs, desk.preview, open_place)
