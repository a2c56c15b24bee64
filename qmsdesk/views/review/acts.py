"""What the buttons of the review page do, each one step through the services; the page tells errors."""

from __future__ import annotations

from functools import partial

from qmsdesk.i18n import _
from qmsdesk.registers.reviews import OUTPUTS, REVIEW
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import records, review
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.onerecord.saving import Tried
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.editors import Kit

FORMS = {
    "QR-9.3-01": _("管理评审计划 QR-9.3-01"),
    "QR-9.3-02": _("管理评审输入材料 QR-9.3-02"),
    "QR-9.3-03": _("管理评审会议签到表 QR-9.3-03"),
    "QR-9.3-04": _("管理评审报告 QR-9.3-04"),
    "QR-9.3-05": _("管理评审决议跟踪表 QR-9.3-05"),
}


class ReviewActs:
    """Every act gives the Change it made, or None when it was refused."""

    def __init__(self, kit: Kit, tried: Tried, messages: Messages, jobs: Jobs, preview: Preview | None) -> None:
        self._sitting, self._tried = kit.sitting, tried
        self._messages, self._prints = messages, Prints(kit.sitting, jobs, preview)

    def open_new(self, *, like: bool) -> records.Change | None:
        """Another review planned for today, with what the last one had when ``like``."""
        last = review.latest(self._sitting.db) if like else None
        source = last.id if last is not None else None
        return self._tried(partial(review.open_review, self._sitting, self._sitting.clock.today(), like=source))

    def renew(self, record: int) -> records.Change | None:
        """更新快照."""
        change = self._tried(partial(review.take_snapshot, self._sitting, record))
        if change is not None:
            self._messages.done(_("评审输入已取 {} 的数据").format(self._sitting.clock.today()))
        return change

    def remove(self, record: int, line: int) -> records.Change | None:
        """Take a decision out."""
        return self._tried(partial(records.delete_line, self._sitting, REVIEW, record, OUTPUTS, line))

    def print_form(self, key: str, record: int) -> None:
        """One of the forms of a review, previewed."""
        sitting = self._sitting

        def render() -> Rendered:
            from qmsdesk.reports import review_forms

            return review_forms.of_record(sitting.db, key, record, sitting.clock.now())

        self._prints.show(FORMS[key], render)
