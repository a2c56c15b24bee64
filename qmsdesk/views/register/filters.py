"""The row of filter chips: 全部 and the categories with their counts, then facets with menus of several ticks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.database import gbk
from qmsdesk.models.fields import MultiField
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.editor_choice import TickMenu
from qmsdesk.views.register.editors import is_relation
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.chips import Chip
from qmsdesk.views.widgets.header import Toolbar

_MOST_CHIPS = 9
Equals = Mapping[AnyField, tuple[Any, ...]]


class FilterRow(Toolbar):
    """``filtered`` carries the new ``Query.equals``. Counts and offers come from the database, never from the rows."""

    filtered = Signal(object)

    def __init__(self, theme: Theme, sitting: Sitting, query: reading.Query, parent: QWidget | None = None) -> None:
        super().__init__(theme, chips=True, parent=parent)
        self._theme, self._sitting, self._query = theme, sitting, query
        fields = query.register.filters
        first = fields[0] if fields else None
        one_of = first is not None and bool(first.choices) and len(first.choices) <= _MOST_CHIPS
        self._category: AnyField | None = first if one_of and not isinstance(first, MultiField) else None
        self.all = Chip(theme, _("全部"))
        self.all.clicked.connect(self.clear)
        self.add(self.all)
        self.categories: dict[Any, Chip] = {}
        if self._category is not None:
            for key, text in self._category.choices:
                chip = Chip(theme, str(text))
                chip.clicked.connect(partial(self._choose, key))
                self.categories[key] = chip
                self.add(chip)
        self.facets: dict[AnyField, Chip] = {}
        others = [f for f in fields if f is not self._category]
        if others:
            self.separate()
        for field in others:
            menu = TickMenu(self)
            chip = Chip(theme, str(field.verbose_name), menu=menu)
            menu.aboutToShow.connect(partial(self.fill_menu, field))
            menu.aboutToHide.connect(partial(self._take_menu, field))
            chip.cleared.connect(partial(self._clear, field))
            self.facets[field] = chip
            self.add(chip)
        self.stretch()
        if not fields:
            self.hide()

    def show_query(self, query: reading.Query) -> None:
        """Counts and marks for another query."""
        self._query = query
        db = self._sitting.db
        chosen = query.equals.get(self._category, ()) if self._category is not None else ()
        others = query.where(equals={f: v for f, v in query.equals.items() if f is not self._category})
        self.all.set_count(others.count(db))
        self.all.setChecked(not query.equals)
        if self._category is not None:
            counts = query.facets(db, self._category)
            for key, chip in self.categories.items():
                chip.set_count(counts.get(key, 0))
                chip.setChecked(key in chosen)
                chip.setVisible(bool(counts.get(key)) or key in chosen)
        for field, chip in self.facets.items():
            words = self._words(field)
            chip.set_values("、".join(words(v) for v in query.equals.get(field, ())))

    def fill_menu(self, field: AnyField) -> None:
        """The values a facet has under the other filters, with how often; ticked where it is filtered to."""
        menu = self.facets[field].menu()
        menu.clear()
        words, chosen = self._words(field), self._query.equals.get(field, ())
        counts = self._query.facets(self._sitting.db, field)
        for value in chosen:
            counts.setdefault(value, 0)
        for value in self._ordered(field, counts):
            action = QAction(_("{word}（{count}）").format(word=words(value), count=counts[value]), menu)
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.setData((value,))
            menu.addAction(action)

    def filter_text(self) -> str:
        """The filters in words, for print and export."""
        parts = []
        for field, values in self._query.equals.items():
            words = self._words(field)
            parts.append(_("{}：{}").format(field.verbose_name, "、".join(words(v) for v in values)))
        if self._query.search:
            parts.append(_("含“{}”").format(self._query.search))
        return "；".join(parts)

    def set_filter(self, field: AnyField, values: tuple[Any, ...]) -> None:
        """Filter a field to some values; none takes the filter away."""
        equals = {f: v for f, v in self._query.equals.items() if f is not field}
        if values:
            equals[field] = values
        self.filtered.emit(equals)

    def clear(self) -> None:
        """Show all."""
        self.filtered.emit({})

    def _choose(self, key: Any, _checked: bool = False) -> None:
        now = self._query.equals.get(self._category, ())
        self.set_filter(self._category, () if now == (key,) else (key,))

    def _clear(self, field: AnyField) -> None:
        self.set_filter(field, ())

    def _take_menu(self, field: AnyField) -> None:
        ticked = tuple(a.data()[0] for a in self.facets[field].menu().actions() if a.isChecked())
        if ticked != tuple(self._query.equals.get(field, ())):
            self.set_filter(field, ticked)

    def _words(self, field: AnyField) -> Any:
        if is_relation(field):
            captions = reading.captions(self._sitting.db, field.rel_model)
            return lambda value: captions.get(value, _("（未填）"))
        labels = {key: str(text) for key, text in field.choices or ()}
        return lambda value: labels.get(value, str(value or _("（未填）")))

    def _ordered(self, field: AnyField, counts: Mapping[Any, int]) -> list[Any]:
        if field.choices:
            order = {key: place for place, (key, _text) in enumerate(field.choices)}
            return sorted(counts, key=lambda value: order.get(value, len(order)))
        words = self._words(field)
        return sorted(counts, key=lambda value: (value is None, -counts[value], gbk(words(value))))
