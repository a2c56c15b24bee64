"""What the buttons of the review page do, each one step through the services; errors are told, nothing is raised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.progress import Progress
from qmsdesk.registers.reviews import OUTPUTS, REVIEW
from qmsdesk.registers.spec import Verb
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import records, review, workflow
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.create import create_target
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.review.tools import FORMS


class ReviewActs:
    """Every act gives the Change it made, or None when it was refused."""

    def __init__(self, kit: Kit, messages: Messages, jobs: Jobs, preview: Preview | None) -> None:
        self._kit, self._sitting = kit, kit.sitting
        self._messages, self._jobs, self._preview = messages, jobs, preview

    def open_new(self, *, like: bool) -> records.Change | None:
        """Another review planned for today, with what the last one had when ``like``."""
        last = review.latest(self._sitting.db) if like else None
        source = last.id if last is not None else None
        return self._try(partial(review.open_review, self._sitting, self._sitting.clock.today(), like=source))

    def renew(self, record: int) -> records.Change | None:
        """更新快照."""
        change = self._try(partial(review.take_snapshot, self._sitting, record))
        if change is not None:
            self._messages.done(_("评审输入已取 {} 的数据").format(self._sitting.clock.today()))
        return change

    def run(self, record: int, verb: Verb) -> records.Change | None:
        """召开 or 关闭评审."""
        return self._try(partial(workflow.run, self._sitting, REVIEW, record, verb))

    def remove(self, record: int, line: int) -> records.Change | None:
        """Take a decision out."""
        return self._try(partial(records.delete_line, self._sitting, REVIEW, record, OUTPUTS, line))

    def make_target(self, field: AnyField, name: str, parent: QWidget) -> records.Change | None:
        """Make the record that a relation is to point at."""
        return create_target(self._kit, self._messages, field, name, parent)

    def print_form(self, key: str, record: int) -> None:
        """One of the forms of a review, previewed."""
        show, sitting, title = self._preview, self._sitting, FORMS[key]
        if show is None:
            return

        def render(_progress: Progress) -> Rendered:
            from qmsdesk.reports import review_forms

            return review_forms.of_record(sitting.db, key, record, sitting.clock.now())

        self._jobs.run(_("打印{}").format(title), in_worker(sitting.db, render), lambda made: show(title, made))

    def _try(self, act: Callable[[], records.Change]) -> records.Change | None:
        try:
            return act()
        except UserError as error:
            self._messages.error(error)
            return None
