"""管理评审 (6.8.1, 6.8.2, GB/T 19001 9.3): inputs, decisions and conclusion of one review on one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.reviews import Review
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.services import reading, records, review
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.onerecord.head import RecordHead, Words
from qmsdesk.views.onerecord.page import OneRecordPage
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.review.acts import FORMS, ReviewActs
from qmsdesk.views.review.body import ReviewBody
from qmsdesk.views.review.comparison import Comparison
from qmsdesk.views.theme.apply import Theme

_CLAUSES = ("6.8.1", "6.8.2", "GB/T 19001 9.3")
_WORDS = Words(_("历次评审"), _("新建评审"), _("复制上次评审"), FORMS, _("评审计划、参加人和附件"))
OpenRecord = Callable[[str, str], object]


class ReviewPage(OneRecordPage):
    """``open_record`` goes to the page of a register."""

    body: ReviewBody

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        *,
        preview: Preview | None = None,
        open_record: OpenRecord | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, REVIEW, messages, jobs, _CLAUSES, parent)
        self._open_record = open_record
        self._comparison = Comparison(sitting, jobs, self._moved)
        self.shown: review.View | None = None
        self.acts = ReviewActs(self.kit, self.tried, messages, jobs, preview)
        head = RecordHead(theme, self.header, REVIEW, _WORDS, _day_of, writable=not sitting.workspace.read_only)
        head.copied.connect(self.open_like)
        self.start(head, self._make_body())

    def rows(self) -> Sequence[Row]:
        """By the day they are planned for."""
        return reading.rows(self.sitting.db, Review, order=(Review.planned_on.desc(), Review.id.desc()))

    def latest(self) -> int | None:
        """The newest review."""
        found = review.latest(self.sitting.db)
        return found.id if found is not None else None

    def look(self, visit: Visit) -> None:
        """Let the snapshot be compared with the records; its marks come when that is done."""
        assert visit.row is not None
        self._comparison.look(visit.row)

    def _moved(self) -> None:
        if self.visit is not None and self.visit.row is not None:
            self.show_body(self.visit)

    def show_body(self, visit: Visit) -> None:
        """Inputs, decisions, conclusion."""
        assert visit.record is not None
        self.shown = review.read(self.sitting.db, visit.record, self.sitting.clock.today())
        self.body.show_review(self.sitting, visit, self.shown, self._comparison.codes)

    def caption(self, visit: Visit) -> str:
        """The title of the review."""
        return visit.text(Review.title)

    def tell(self) -> None:
        """How many inputs are there, how many decisions have nobody."""
        shown = self.shown
        if shown is None:
            return
        unassigned = _("未指派 {}").format(shown.unassigned) if shown.unassigned else ""
        self.say(_("评审输入 {}/{}").format(shown.ready, len(review.CODES)), unassigned, self.problem())

    def make_new(self) -> records.Change | None:
        """Plan another review."""
        return self.acts.open_new(like=False)

    def open_like(self) -> None:
        """Plan another review with what the last one had."""
        change = self.acts.open_new(like=True) if self.leave() else None
        if change is not None:
            self.visit = Visit(self.sitting, REVIEW, change.record)
            self.made(change, look=True)

    def renew(self) -> None:
        """更新快照."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self.made(self.acts.renew(record), look=True)

    def add_output(self) -> None:
        """Begin a decision; it is saved once it has its words."""
        if self.visit is not None and not self.visit.reason_closed() and self.flush():
            self.body.begin_output(self.visit)

    def remove_output(self) -> None:
        """Take the decision at the cursor out, or the one just begun; undo brings the first back."""
        record, form = self.target(), self.body.outputs.form
        if form.entry is None or not isinstance(record, int):
            return
        line = form.entry.row_id
        change = self.acts.remove(record, line) if line is not None else None
        if line is None or change is not None:
            form.forget()
            form.show_entry(None)
            self.reload()
        self.made(change)

    def print_form(self, key: str) -> None:
        """One of the forms of this review, previewed."""
        record = self.target()
        if isinstance(record, int) and self.flush():
            self.acts.print_form(key, record)

    def entered(self) -> None:
        """The inputs have the cursor."""
        super().entered()
        self.body.inputs.tree.setFocus()

    def new_record(self) -> None:
        """Ctrl+N: another decision; a review where there is none."""
        if self.visit is not None:
            self.add_output()
        else:
            super().new_record()

    def print_page(self) -> None:
        """Ctrl+P: the report."""
        self.print_form("QR-9.3-04")

    def help_topic(self) -> str:
        """9.3."""
        return "2016/9.3"

    def _make_body(self) -> ReviewBody:
        body = ReviewBody(self.kit, self)
        for form in body.forms():
            self.connect_form(form)
        body.facts.edit_asked.connect(self.open_dialog)
        body.inputs.renew_button.clicked.connect(self.renew)
        body.inputs.source_asked.connect(lambda key: self._open_record(key, "") if self._open_record else None)
        body.outputs.added.connect(self.add_output)
        body.outputs.removed.connect(self.remove_output)
        body.conclusion.report.clicked.connect(self.print_page)
        body.new_button.clicked.connect(lambda _on=False: self.open_new())
        return body


def _day_of(row: Row) -> str:
    return str(row.of(Review.held_on) or row.of(Review.planned_on))
