"""How the chain of a record is opened from any page, and where its cards lead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from qmsdesk.errors import UserError
from qmsdesk.i18n import _

if TYPE_CHECKING:
    from qmsdesk.reports.rendered import Rendered
    from qmsdesk.services.chain import Chain, Gap, Key, Node
    from qmsdesk.views.office.pages import Desk

_BUNDLE = "bundle"


def show(desk: Desk, register: str, record: int, line_key: str = "", line: int = 0) -> None:
    """Show the chain of a record, or of a child row of it; comes back at once, the dialog stays."""
    from qmsdesk.services.chain import Key
    from qmsdesk.views.chain.dialog import ChainDialog

    try:
        dialog = ChainDialog(desk.theme, desk.sitting, Key(register, record, line_key, line), desk.window)
    except UserError as error:
        desk.messages.error(error)
        return
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.opened.connect(partial(_open, desk))
    dialog.filed.connect(partial(_files, desk))
    dialog.gone.connect(partial(_go, desk))
    dialog.printed.connect(partial(_print, desk))
    dialog.open()


def _open(desk: Desk, node: Node) -> None:
    key = node.key
    if key.register == _BUNDLE:
        desk.go(_BUNDLE, None)
    elif key.register == "assessment":
        desk.open_record("assessment", _number(desk, key.line))
    elif not key.line or not _row(desk, key):
        desk.open_record(key.register, node.home)


def _row(desk: Desk, key: Key) -> bool:
    """The child row itself, where the page of its record can show it."""
    from qmsdesk.models.project import SurveyFinding
    from qmsdesk.services import reading
    from qmsdesk.views.office.pages import page_key

    place: object = key.line
    if key.line_key == "survey_finding":
        row = reading.row(desk.sitting.db, SurveyFinding, key.line)
        place = f"{key.line_key}.{row.of(SurveyFinding.item)}" if row is not None else ""
    if key.line_key not in ("survey_finding", "opinion", "plan_item") or not place:
        return False
    desk.go(page_key(key.register), (key.record, place))
    return True


def _files(desk: Desk, node: Node) -> None:
    """The files of its record."""
    from qmsdesk.views.office.pages import page_key

    if node.key.register == "indicator":
        desk.open_record("indicator", node.home, "evidence")
    elif node.key.register == "assessment":
        _open(desk, node)
    else:
        desk.go(page_key(node.key.register), (node.key.record, _("附件")))


def _go(desk: Desk, gap: Gap) -> None:
    """Where what is missing is linked: the field of the record, else the page."""
    if gap.register == _BUNDLE:
        desk.go(_BUNDLE, None)
    elif gap.at is None or not _row(desk, gap.at):
        desk.open_record(gap.register, gap.number, gap.field)


def _number(desk: Desk, indicator: int) -> str:
    from qmsdesk.models.indicators import Indicator
    from qmsdesk.services import reading

    row = reading.row(desk.sitting.db, Indicator, indicator)
    return str(row["number"]) if row is not None else ""


def _print(desk: Desk, chain: Chain) -> None:
    from qmsdesk.models.people import Enterprise
    from qmsdesk.services import reading
    from qmsdesk.views.office.prints import Prints

    first = chain.node(chain.starts[0])
    title = f"{first.number} {first.caption}" if first is not None else ""

    def render() -> Rendered:
        from qmsdesk.reports import chain_print

        row = reading.enterprise(desk.sitting.db)
        name = row.of(Enterprise.name) if row is not None else ""
        return chain_print.render(chain, title, name, desk.sitting.clock.now())

    Prints(desk.sitting, desk.jobs, desk.preview).show(_("追溯链"), render)
