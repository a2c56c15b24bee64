"""Findings by kind: chips with counts, one line each, and the way to the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from qmsdesk.i18n import _
from qmsdesk.views.documents.facts_page import GO
from qmsdesk.views.documents.rows import Head, JumpTable, RowsModel
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.table import DataTable

ALL = "all"


class Found(Protocol):
    """What both kinds of finding have."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def register(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def field(self) -> str: ...


class FindingCard(Card):
    """``opened`` carries a finding. ``tones`` colour the kinds."""

    opened = Signal(object)

    def __init__(
        self, theme: Theme, title: str, kinds: Mapping[str, str], tones: Mapping[str, str], nothing: tuple[str, str]
    ) -> None:
        super().__init__(theme, title)
        self._kinds, self._tones = dict(kinds), dict(tones)
        self._found: list[Found] = []
        self.filter = Segmented([(ALL, _("全部")), *self._kinds.items()])
        self.filter.chosen.connect(lambda _key: self._show())
        self.add_head(self.filter)
        self.model = RowsModel([Head(_("类型"), 156, pill=True), Head(_("问题"), 0), Head("", 76, link=True)], self)
        self.table = JumpTable(theme, self.model, title)
        self.table.opened.connect(self.opened)
        self._nothing = nothing
        self._empty = EmptyState(theme, "checkbox-circle-line", *nothing)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self._empty)
        self.add(self.stack, 1)

    def show_findings(self, found: Sequence[Found]) -> None:
        """Show what was found; the kind that is chosen stays."""
        self._found = list(found)
        counts = {kind: sum(f.kind == kind for f in found) for kind in self._kinds}
        self.filter.set_text(ALL, _("全部 {:,}").format(len(found)))
        for kind, text in self._kinds.items():
            self.filter.set_text(kind, f"{text} {counts[kind]:,}")
        self._show()

    def choose(self, kind: str) -> None:
        """Show one kind."""
        self.filter.set_value(kind)
        self._show()

    def shown(self) -> list[str]:
        """The sentences in sight."""
        return [str(r[1]) for r in self.model.rows]

    def panes(self) -> list[DataTable]:
        """The table."""
        return [self.table]

    def _show(self) -> None:
        kind = self.filter.value()
        wanted = [f for f in self._found if kind in (ALL, f.kind)]
        tones = {(n, 0): self._tones.get(f.kind, "warn") for n, f in enumerate(wanted)}
        self.model.show([(self._kinds[f.kind], f.text, GO) for f in wanted], wanted, tones)
        self.stack.setCurrentIndex(0 if wanted else 1)
        title, text = self._nothing
        self._empty.set_text(title if kind == ALL else _("没有“{}”").format(self._kinds[kind]), text)
