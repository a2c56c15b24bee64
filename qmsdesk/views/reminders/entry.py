"""How the page, the figures in the sidebar and the sentence at the start are put into the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services.due import DueItem
from qmsdesk.services.reminders import Counts
from qmsdesk.views.messages import Messages
from qmsdesk.views.reminders.watch import Watch
from qmsdesk.views.shell.page import PageSpec
from qmsdesk.views.shell.sidebar import Sidebar
from qmsdesk.views.theme.tokens import Tone

if TYPE_CHECKING:
    from qmsdesk.views.office.pages import Desk
    from qmsdesk.views.reminders.page import RemindersPage

KEY = "reminders"


def spec(build: Callable[[], RemindersPage]) -> PageSpec:
    """The entry of the sidebar."""
    return PageSpec(KEY, _("到期与提醒"), "alarm-warning-line", build)


def page(desk: Desk, page_key: Callable[[str], str], keys: Callable[[], Iterable[str]]) -> RemindersPage:
    """The page; ``page_key`` says which page shows a register, ``keys`` which pages there are."""
    from qmsdesk.views.reminders.outbound import ReminderOutbound
    from qmsdesk.views.reminders.page import RemindersPage
    from qmsdesk.views.reminders.sheets import Sheets

    return RemindersPage(
        desk.theme,
        desk.watch,
        ReminderOutbound(desk.sitting, desk.messages, desk.jobs, desk.files, desk.preview),
        Sheets(desk.theme, desk.sitting, desk.messages, desk.jobs, desk.files, desk.changed),
        lambda item: desk.open_record(item.register, item.number, field_of(item)),
        lambda register: register in BY_KEY and page_key(register) in set(keys()),
    )


def field_of(item: DueItem) -> str:
    """The field that a record is opened at; a child row is found on its record, a file among its evidence."""
    if item.field == "attachments":
        return "evidence" if item.register == "indicator" else ""
    return "" if item.line else item.field


def show_badges(sidebar: Sidebar, specs: Iterable[PageSpec], watch: Watch, page_key: Callable[[str], str]) -> None:
    """The count behind each entry: red what is overdue, grey what waits besides; the page itself has the sum."""
    found: dict[str, tuple[int, int]] = {}
    for register, (late, rest) in watch.badges().items():
        for key in (page_key(register), KEY):
            before = found.get(key, (0, 0))
            found[key] = (before[0] + late, before[1] + rest)
    for each in specs:
        if each.hidden:
            continue
        parts = [found.get(key, (0, 0)) for key in each.all_keys]
        late, rest = sum(part[0] for part in parts), sum(part[1] for part in parts)
        words = _("{} 项逾期") if late else _("{} 项待办") if rest else ""
        sidebar.set_badge(each.key, late or rest, "bad" if late else "neutral", words.format(late or rest))


def tell(watch: Watch, messages: Messages, go: Callable[[str], object]) -> None:
    """Say at the start what is urgent, with the way to the page."""
    tone, text = sentence(watch.counts)
    if text:
        messages.note(tone, text, _("查看"), lambda: go(KEY))


def sentence(counts: Counts) -> tuple[Tone, str]:
    """What is said when an enterprise is opened; empty when nothing is urgent."""
    parts = [
        _("逾期 {} 项").format(counts.overdue) if counts.overdue else "",
        _("7 天内到期 {} 项").format(counts.soon) if counts.soon else "",
        _("本月应填 {} 项").format(counts.months) if counts.months else "",
    ]
    tone: Tone = "warn" if counts.overdue else "info"
    return tone, "，".join(part for part in parts if part)
