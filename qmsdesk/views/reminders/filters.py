"""The row of chips over the list: headings with their counts, then who and which register."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.database import gbk
from qmsdesk.services.due import GROUP_TITLES, DueItem, Group, group
from qmsdesk.views.register.editor_choice import TickMenu
from qmsdesk.views.reminders.model import register_title
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.chips import Chip
from qmsdesk.views.widgets.header import Toolbar

PERSON, REGISTER = "person", "register"
_NOBODY = _("（未指定）")
_OF: dict[str, Callable[[DueItem], str]] = {
    PERSON: lambda item: item.person or _NOBODY,
    REGISTER: lambda item: register_title(item.register) or item.register,
}


class ReminderFilters(Toolbar):
    """``filtered`` says that other items are wanted; ``wanted`` gives them."""

    filtered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, chips=True, parent=parent)
        self._items: Sequence[DueItem] = ()
        self._today = dt.date.min
        self._search = ""
        self._group: Group | None = None
        self._chosen: dict[str, set[str]] = {PERSON: set(), REGISTER: set()}
        self.all = Chip(theme, _("全部"))
        self.all.clicked.connect(self.clear)
        self.add(self.all)
        self.groups: dict[Group, Chip] = {}
        for key, title in GROUP_TITLES.items():
            chip = Chip(theme, title)
            chip.clicked.connect(partial(self._choose, key))
            self.groups[key] = chip
            self.add(chip)
        self.separate()
        self.facets: dict[str, Chip] = {}
        for facet, title in ((PERSON, _("责任人")), (REGISTER, _("台账"))):
            menu = TickMenu(self)
            chip = Chip(theme, title, menu=menu)
            menu.aboutToShow.connect(partial(self.fill_menu, facet))
            menu.aboutToHide.connect(partial(self._take_menu, facet))
            chip.cleared.connect(partial(self.choose, facet, frozenset()))
            self.facets[facet] = chip
            self.add(chip)
        self.stretch()

    def set_items(self, items: Sequence[DueItem], today: dt.date) -> None:
        """The whole list; what was chosen stays chosen."""
        self._items, self._today = items, today
        self._write()

    def set_search(self, text: str) -> None:
        """Words that every item must have somewhere."""
        self._search = text
        self._tell()

    def wanted(self) -> list[DueItem]:
        """The items that pass."""
        return [i for i in self._passing("") if self._group is None or group(i, self._today) == self._group]

    def active(self) -> bool:
        """Something is filtered or searched for."""
        return self._group is not None or any(self._chosen.values()) or bool(self._search.strip())

    def text(self) -> str:
        """The filters in words, for print and export."""
        parts = [GROUP_TITLES[self._group]] if self._group else []
        parts += [
            _("{}：{}").format(title, "、".join(sorted(self._chosen[facet], key=gbk)))
            for facet, title in ((PERSON, _("责任人")), (REGISTER, _("台账"))) if self._chosen[facet]
        ]  # fmt: skip
        if self._search.strip():
            parts.append(_("含“{}”").format(self._search.strip()))
        return "；".join(parts)

    def choose(self, facet: str, values: frozenset[str]) -> None:
        """Filter by some values of a facet; none takes the filter away."""
        self._chosen[facet] = set(values)
        self._tell()

    def choose_group(self, key: Group | None) -> None:
        """Show the items under one heading, or all."""
        self._group = key
        self._tell()

    def clear(self) -> None:
        """Show all; a search stays in its field."""
        self._group, self._chosen = None, {PERSON: set(), REGISTER: set()}
        self._tell()

    def fill_menu(self, facet: str) -> None:
        """The values a facet has under the other filters, with how often."""
        menu = self.facets[facet].menu()
        menu.clear()
        counts = Counter(_OF[facet](item) for item in self._passing(facet))
        for value in sorted({*counts, *self._chosen[facet]}, key=lambda v: (v == _NOBODY, gbk(v))):
            action = QAction(_("{word}（{count}）").format(word=value, count=counts[value]), menu)
            action.setCheckable(True)
            action.setChecked(value in self._chosen[facet])
            action.setData(value)
            menu.addAction(action)

    def _take_menu(self, facet: str) -> None:
        ticked = frozenset(a.data() for a in self.facets[facet].menu().actions() if a.isChecked())
        if ticked != self._chosen[facet]:
            self.choose(facet, ticked)

    def _choose(self, key: Group, _checked: bool = False) -> None:
        self.choose_group(None if self._group == key else key)

    def _passing(self, but: str) -> list[DueItem]:
        """What passes all filters but that of the headings and of one facet."""
        words = self._search.casefold().split()
        wanted = [(_OF[facet], values) for facet, values in self._chosen.items() if values and facet != but]
        found = (i for i in self._items if all(of(i) in values for of, values in wanted))
        return [i for i in found if all(w in _haystack(i) for w in words)] if words else list(found)

    def _tell(self) -> None:
        self._write()
        self.filtered.emit()

    def _write(self) -> None:
        found = self._passing("")
        counts = Counter(group(item, self._today) for item in found)
        self.all.set_count(len(found))
        self.all.setChecked(self._group is None and not any(self._chosen.values()))
        for key, chip in self.groups.items():
            chip.set_count(counts[key])
            chip.setChecked(key == self._group)
            chip.setVisible(bool(counts[key]) or key == self._group)
        for facet, chip in self.facets.items():
            chip.set_values("、".join(sorted(self._chosen[facet], key=gbk)))


def _haystack(item: DueItem) -> str:
    parts = (item.title, item.number, item.person, item.department, register_title(item.register))
    return "\n".join(parts).casefold()
