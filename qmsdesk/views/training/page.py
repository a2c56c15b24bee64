"""分层培训 (6.7.2.2): four tiers above; list, coverage and plan at the left; the training at hand at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QSettings, QTimer
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers.training import TRAINING
from qmsdesk.services import reading, records, training
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.training import Gap
from qmsdesk.standard.tiers import TIERS, Tier
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.outside import Outside
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.split import SplitBody
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.training.acts import PLAN_FORM, TrainingActs
from qmsdesk.views.training.board import COVERAGE, LIST, PLAN, Board
from qmsdesk.views.training.cards import TierCards
from qmsdesk.views.training.pane import TrainingPane
from qmsdesk.views.training.parts import arrange, head_buttons, more_entries

if TYPE_CHECKING:
    from qmsdesk.views.office.files import FileChooser
    from qmsdesk.views.preview import Preview

_CONCERNS = frozenset({"training", "person", "department", "document"})


class TrainingPage(RegisterPage):
    """The page of the register, dressed anew. ``preview`` shows a print, ``open_record`` goes to another register."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        *,
        outside: Outside | None = None,
        settings: QSettings | None = None,
        preview: Preview | None = None,
        open_record: Callable[[str, str], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.year = -1  # of list, plan and chart; 0 for all of them, not chosen yet
        self.facts = training.read(sitting.db, sitting.clock.today())
        super().__init__(theme, sitting, TRAINING, messages, jobs, outside, settings, parent, pane=TrainingPane)
        self._open, self._files = open_record, files
        self.training_acts = TrainingActs(theme, sitting, messages, jobs, preview, self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.reread)
        self.import_button, self.print_button, self.new_button = head_buttons(
            theme, self.import_attendance, self.print_form, self.new_record
        )
        for made in (self.import_button, self.print_button, self.new_button):
            self.header.add_action(made)
        self.print_button.setVisible(preview is not None)
        for made in (self.import_button, self.new_button):
            made.setEnabled(not sitting.workspace.read_only)
        self._wire()
        self.choose_year(_first_year(self.facts))

    def lay_out(self, settings: QSettings | None) -> SplitBody:
        """The tiers over the board with the list, which stands beside the pane."""
        self.cards, self.board = TierCards(self.theme, TIERS), Board(self.theme, self.panel)
        body = SplitBody(self.theme, self.board, self.pane, settings, "register/training/pane")
        self.set_body(arrange(self.cards, body), padded=False)
        return body

    def choose_year(self, year: int) -> None:
        """Show another year; 0 shows all of them."""
        if year != self.year and self.follow.leave():
            self.year = year
            self.panel.set_query(self.model.query.where(scope=partial(training.scope, year)))

    def reread(self) -> None:
        """Compute everything anew."""
        self._later.stop()
        self.facts = training.read(self.sitting.db, self.sitting.clock.today())
        self._show()

    def mend(self, tier: Tier, gap: Gap) -> None:
        """What the link of a card does."""
        if gap.kind == "people":
            self.training_acts.make_up_tier(tier.key)
        elif gap.kind == "ineffective" and gap.session is not None:
            self.training_acts.make_up(gap.session.id, [r.of(Attendance.person) for r in gap.session.lines])
        elif gap.session is not None:
            field = Training.evaluated_on if gap.kind == "evaluate" else Training.held_on
            self.show_target((gap.session.id, field))
        elif gap.kind == "nobody":
            self.go_to.emit("person", None)
        else:
            subjects = tuple(t.key for t in gap.topics or tier.topics)
            self.begin({Training.tiers: (tier.key,), Training.subjects: subjects})

    def begin(self, preset: Mapping[AnyField, Any]) -> None:
        """A blank training with some values."""
        if self.acts.writable() and self.leave():
            self.board.open_tab(LIST)
            self.panel.show_deleted(False)
            self.follow.start_blank(Visit(self.sitting, self.register, None, preset))

    # What the window calls.

    def new_record(self) -> None:
        """Ctrl+N: in the list, of the tier it is filtered to."""
        tiers = self.model.query.equals.get(Training.tiers, ())
        self.begin({Training.tiers: tuple(tiers)} if tiers else {})

    def show_target(self, target: object) -> None:
        """A training by id, with a field of it; another year is shown for it."""
        record = target[0] if isinstance(target, tuple) else target
        if isinstance(record, int):
            self.board.open_tab(LIST)
            if self.model.row_of(record) < 0 and self.year:
                self.choose_year(0)
        super().show_target(target)

    def focus_search(self) -> None:
        """Ctrl+F: unfold the tools of the list."""
        self.board.open_tab(LIST)
        self.board.show_tools(on=True)
        super().focus_search()

    def print_page(self) -> None:
        """Ctrl+P: the plan of the year where it is in front, else the list."""
        if self.board.tab() == PLAN:
            self.print_form(PLAN_FORM)
        else:
            super().print_page()

    def panes(self) -> list[QWidget]:
        """F6: the table in front, then the pane."""
        return [self.board.front(), *([self.pane.tabs] if self.body.pane_open() else [])]

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """A narrower pane, a lower chart."""
        super().apply_breakpoint(size)
        self.cards.set_narrow(narrow=size.overlay_detail)
        self.board.set_small(compact=size.compact, narrow=size.overlay_detail)
        self.board.fit_coverage()

    def print_form(self, key: str) -> None:
        """One of the forms, of the training at hand or of the year."""
        if self.flush():
            year = self.year or self.sitting.clock.today().year
            self.training_acts.print_form(key, self._record(), year)

    # Inside.

    def _wire(self) -> None:
        board, acts, filters = self.board, self.training_acts, self.panel.filters
        self.cards.asked.connect(self.mend)
        board.year_chosen.connect(self.choose_year)
        board.tiers_chosen.connect(lambda keys: filters.set_filter(Training.tiers, tuple(keys)))
        board.waiting_chosen.connect(lambda on: filters.set_filter(Training.status, ("held",) if on else ()))
        board.coverage.opened.connect(self._open_cell)
        board.plan.activated.connect(lambda index: self.show_target(board.plan_model.sessions[index.row()].id))
        board.moved.connect(self._fill)
        self.panel.queried.connect(self._queried)
        self.followed.connect(self._figures_follow)
        acts.made.connect(self.made)
        acts.created.connect(lambda record: self.show_target((record, Training.planned_on)))
        pane = self.pane
        assert isinstance(pane, TrainingPane)
        pane.asked.connect(lambda what: self._act(acts.invite if what == "invite" else acts.all_present))
        pane.opened.connect(lambda register, number: self._open and self._open(register, number))
        self.menu.aboutToShow.connect(lambda: more_entries(self.menu, acts, self._act))

    def _figures_follow(self, change: records.Change) -> None:
        if _CONCERNS & {change.register, *(register for register, _record in change.records)}:
            self._later.start()

    def import_attendance(self) -> None:
        """导入签到表: names, marks and who was there from a sheet, after a look at it."""
        from qmsdesk.views.training.attendance_dialog import import_attendance

        record = self._record()
        if record is None:
            self._messages.note("info", _("先选中一次培训，再导入签到表。"))
            return
        if not self.acts.writable() or not self.leave():
            return
        change = import_attendance(self.theme, self.sitting, self._messages, self._files, record, self)
        if change is not None:
            self.made(change)
            self._messages.done(_("已导入签到表"))

    def _act(self, act: Callable[[int], object]) -> None:
        record = self._record()
        if record is None:
            self._messages.note("info", _("先选中一次培训。"))
        elif self.acts.writable() and self.leave():
            act(record)

    def _record(self) -> int | None:
        return self.follow.visit.record if self.follow.visit else None

    def _queried(self) -> None:
        """A saved view brings no year along."""
        if self.year > 0 and self.model.query.scope is tuple:
            self.year = 0
        self._show()

    def _show(self) -> None:
        """Cards, tabs, chips and chart from the facts."""
        views = training.coverage(self.facts)
        tiers = tuple(self.model.query.equals.get(Training.tiers, ()))
        self._shown = [v for v in views if not tiers or v.tier.key in tiers]
        self.cards.show_tiers(self.facts, views)
        board, today = self.board, self.sitting.clock.today()
        year, sessions = self.year or today.year, training.of_year(self.facts.sessions, self.year or None)
        board.show_months(training.by_month(self.facts.sessions, year), year)
        board.set_counts(len(sessions), len({p for v in self._shown for p in v.due}))
        board.set_years(sorted({*training.years(self.facts), today.year}, reverse=True), self.year)
        board.set_tiers(tiers)
        waiting = self.model.query.equals.get(Training.status) == ("held",)
        board.set_waiting(sum(s.held and not s.evaluated for s in sessions), on=waiting)
        self._fill()

    def _fill(self, _tab: int = LIST) -> None:
        """The tab in front; what is not looked at waits."""
        board, today = self.board, self.sitting.clock.today()
        if board.tab() == COVERAGE:
            names = reading.captions(self.sitting.db, Department)
            homes = {p: names.get(row.of(Person.department), "") for p, row in self.facts.people.items()}
            board.coverage_model.load(self.facts, self._shown, homes)
            board.fit_coverage()
        elif board.tab() == PLAN:
            tiers = {v.tier.key for v in self._shown}
            sessions = training.of_year(self.facts.sessions, self.year or None)
            mine = [s for s in sessions if tiers & set(s.row.of(Training.tiers))]
            board.plan_model.load(mine, self.year or today.year, today)
        self._say_where()

    def _open_cell(self, index: QModelIndex) -> None:
        model = self.board.coverage_model
        topic, person = model.topic(index.column()), model.person(index.row())
        if topic is not None:
            person = self.training_acts.missing(self.facts, topic, self)
        if person is not None and self._open is not None:
            self._open("person", str(self.facts.people[person]["number"]))

    def _say_where(self) -> None:
        if self.year < 0:
            return  # still being built
        visit = self.follow.visit
        sessions = training.of_year(self.facts.sessions, self.year or None)
        held = [s for s in sessions if s.held]
        totals = _("计划 {} 场，完成 {} 场　培训 {} 人次").format(
            len(sessions), len(held), sum(len(s.present) for s in held)
        )
        where = self.panel.position_text() if self.board.tab() == LIST else self.board.tabs.tabText(self.board.tab())
        self.say(where, totals, visit.note() if visit and visit.unsaved() else "")


def _first_year(known: training.Facts) -> int:
    """This year when anything is planned in it, else the latest one with sessions, else this one."""
    years, now = training.years(known), known.today.year
    return now if now in years or not years else years[0]
