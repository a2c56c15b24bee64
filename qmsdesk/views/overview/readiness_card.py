"""验收准备度: every requirement with its state, filtered by state, standard and stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.services import overview
from qmsdesk.services.readiness import MET, MISSING, PARTIAL, STATE_TITLES, Judged
from qmsdesk.standard.stages import STAGES
from qmsdesk.views.overview.link_table import LinkTable
from qmsdesk.views.overview.readiness_model import (
    GO,
    WIDTHS,
    WIDTHS_COMPACT,
    WIDTHS_NARROW,
    ReadinessModel,
    link_word,
)
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.bars import SegmentBar
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import Chip, Segmented

ALL = "all"
STATES = (ALL, MET, PARTIAL, MISSING)
STANDARDS = {"": _("全部"), "1023": _("DB3203"), "2016": _("GB/T 19001")}
_STAGES = {"": _("全部"), **{each.key: f"{each.key}) {each.title}" for each in STAGES}}
_BAR = ((MET, "ok"), (PARTIAL, "warn_fill"), (MISSING, "bad"))


class ReadinessCard(Card):
    """``followed`` carries the requirement whose link was pressed, ``told`` the one asked about in full,

    ``clause`` the topic of the clause asked for, ``filtered`` says that another filter is in force.
    """

    followed = Signal(object)
    told = Signal(object)
    clause = Signal(str)
    filtered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("验收准备度"), parent=parent)
        self._judged: Sequence[Judged] = ()
        self._unfolded: frozenset[str] = frozenset()
        self.state, self.standard, self.stage = ALL, "", ""
        self.bar = SegmentBar(theme)
        self.bar.setMinimumWidth(24)
        self.bar.setMaximumWidth(theme.px(140))
        self.add_tag(self.bar)
        self.standard_chip = Chip(theme, _("标准"), menu=self._menu(STANDARDS, self.set_standard))
        self.standard_chip.cleared.connect(lambda: self.set_standard(""))
        self.stage_chip = Chip(theme, _("环节"), menu=self._menu(_STAGES, self.set_stage))
        self.stage_chip.cleared.connect(lambda: self.set_stage(""))
        self.segments = Segmented([(key, "") for key in STATES])
        self.segments.chosen.connect(self.set_state)
        for part in (self.standard_chip, self.stage_chip, self.segments):
            self.add_head(part)
        self.model = ReadinessModel(self)
        self.table = LinkTable(theme, GO)
        self.table.setAccessibleName(_("验收准备度"))
        self.table.setModel(self.model)
        self.table.set_columns(WIDTHS)
        self.table.opened.connect(self._opened)
        self.table.told.connect(self._told)
        self.table.context_requested.connect(self._context)
        self.model.modelReset.connect(self.table.span_groups)
        clear = button(theme, _("清除筛选"), "close-line", on_click=self.clear)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(theme, "filter-off-line", _("没有符合筛选的要求"), "", clear))
        self.add(self._stack, 1)

    def show_judged(self, judged: Sequence[Judged]) -> None:
        """The requirements as they are now, the cursor on the same one."""
        here = self.model.requirement(self.table.currentIndex().row())
        self._judged = judged
        self._show()
        if here is not None:
            self.choose(here.requirement.key)

    def shown(self) -> list[Judged]:
        """The requirements in the order of the list, folded ones left out."""
        rows = (self.model.requirement(row) for row in range(self.model.rowCount()))
        return [each for each in rows if each is not None]

    def wanted(self) -> list[Judged]:
        """The requirements that pass the filters, folded ones too."""
        scope = overview.within(self._judged, self.standard, self.stage)
        return overview.ordered(each for each in scope if self.state in (ALL, each.verdict.state))

    def current(self) -> Judged | None:
        """The requirement at the cursor."""
        return self.model.requirement(self.table.currentIndex().row())

    def choose(self, key: str) -> None:
        """Put the cursor on a requirement."""
        row = self.model.row_of(key)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))

    def set_state(self, state: str) -> None:
        """Only what is in this state; ``ALL`` for all."""
        self.state = state
        self._refilter()

    def set_standard(self, standard: str) -> None:
        """Only the requirements of a standard, empty for both."""
        self.standard = standard
        self._refilter()

    def set_stage(self, stage: str) -> None:
        """Only the requirements of a stage, empty for all."""
        self.stage = stage
        self._refilter()

    def clear(self) -> None:
        """Show all."""
        self.state, self.standard, self.stage = ALL, "", ""
        self._refilter()

    def filters(self) -> tuple[str, str, str]:
        """State, standard and stage in force."""
        return self.state, self.standard, self.stage

    def restore(self, filters: tuple[str, str, str]) -> None:
        """Filters as they were."""
        self.state, self.standard, self.stage = filters
        self._refilter()

    def filter_text(self) -> str:
        """The filters in words, empty without."""
        parts = (
            STATE_TITLES.get(self.state, ""),
            STANDARDS[self.standard] if self.standard else "",
            _STAGES[self.stage] if self.stage else "",
        )
        return "，".join(part for part in parts if part)

    def set_compact(self, *, compact: bool, narrow: bool, large: bool) -> None:
        """Narrower columns in a small window; no bar where it or the type leaves no room for it."""
        self.table.set_columns(WIDTHS_NARROW if narrow or large else WIDTHS_COMPACT if compact else WIDTHS)
        self.bar.setVisible(not narrow and not (compact and large))

    def _refilter(self) -> None:
        self._show()
        self.filtered.emit()

    def _show(self) -> None:
        scope = overview.within(self._judged, self.standard, self.stage)
        states = [each.verdict.state for each in scope]
        counts = {state: states.count(state) for state in (MET, PARTIAL, MISSING)}
        total = sum(counts.values())
        self.segments.set_value(self.state)
        self.segments.set_text(ALL, _("全部 {}").format(total))
        for state, count in counts.items():
            self.segments.set_text(state, f"{STATE_TITLES[state]} {count}")
        spoken = "，".join(_("{} {} 项").format(STATE_TITLES[state], counts[state]) for state, _role in _BAR)
        self.bar.set_parts([(counts[state], role) for state, role in _BAR], name=spoken)
        self.bar.setToolTip(spoken)
        self.standard_chip.set_values(STANDARDS[self.standard] if self.standard else "")
        self.stage_chip.set_values(_STAGES[self.stage] if self.stage else "")
        wanted = self.wanted()
        nothing_due = not any(each.counts for each in wanted)
        self.model.set_rows(wanted, unfolded=overview.FOLDED if nothing_due else self._unfolded)
        self._stack.setCurrentIndex(0 if wanted or not self._judged else 1)

    def _opened(self, row: int) -> None:
        each = self.model.requirement(row)
        if each is not None:
            self.followed.emit(each)
        elif state := self.model.heading(row):
            self._unfolded = self.model.unfolded ^ {state}
            self._show()
            self.table.setCurrentIndex(self.model.index(self.model.row_of_heading(state), 0))

    def _told(self, row: int) -> None:
        each = self.model.requirement(row)
        if each is not None:
            self.told.emit(each)
        else:
            self._opened(row)

    def _context(self, where: QPoint) -> None:
        each = self.current()
        if each is None:
            return
        menu = QMenu(self)
        menu.addAction(link_word(each), partial(self.followed.emit, each))
        menu.addAction(_("看全部缺口和依据"), partial(self.told.emit, each))
        menu.addAction(
            _("看条款 {}").format(each.requirement.reference), partial(self.clause.emit, each.requirement.topic)
        )
        menu.exec(self.table.viewport().mapToGlobal(where))
        menu.deleteLater()

    def _menu(self, choices: Mapping[str, str], choose: Callable[[str], object]) -> QMenu:
        menu = QMenu(self)
        for key, text in choices.items():
            menu.addAction(text, partial(choose, key))
        return menu
