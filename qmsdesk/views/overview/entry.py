"""How the page is put into the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Register
from qmsdesk.services import reading
from qmsdesk.services.evidence.verdict import FILES
from qmsdesk.services.overview import BUNDLE, Place
from qmsdesk.views.shell.page import PageSpec

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk
    from qmsdesk.views.overview.page import OverviewPage

KEY = "overview"


def spec(build: Callable[[], OverviewPage]) -> PageSpec:
    """The first entry of the sidebar."""
    return PageSpec(KEY, _("总览"), "dashboard-line", build)


def target_in(register: Register, field: str) -> object | None:
    """What a page focuses for a field that is not one of the record itself: a field of its child rows, its files."""
    if field == FILES:
        return _("附件")
    table, _dot, name = field.rpartition(".")
    spec = next((spec for spec in register.lines if spec.key == table), None)
    return next((f for f in spec.fields if f.name == name), None) if spec is not None else None


def page(desk: Desk, bundle: str) -> OverviewPage:
    """The page; ``bundle`` is the key of the page 导出资料包."""
    from qmsdesk.views.overview.page import OverviewPage

    def open_place(place: Place) -> None:
        if place.register == BUNDLE:
            desk.go(bundle, None)
            return
        if place.register == "indicator" and place.round:
            from qmsdesk.views.indicators.page import Target
            from qmsdesk.views.office.pages import page_key

            desk.go(page_key("indicator"), Target(place.number, place.field, round=place.round))
            return
        register = BY_KEY[place.register]
        wanted = target_in(register, place.field)
        row = reading.by_number(desk.sitting.db, register, place.number) if wanted is not None else None
        if row is None:
            desk.open_record(place.register, place.number, place.field)
        else:
            desk.go(place.register, (row.id, wanted))

    return OverviewPage(desk.theme, desk.sitting, desk.watch, desk.jobs, desk.preview, open_place)
