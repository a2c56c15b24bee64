"""Named views of a list: its filters, order and search, kept for this user and offered again after a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.columns import view_columns
from qmsdesk.views.register.editors import is_relation
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow

LONGEST = 30


class SavedViews:
    """The views of one register in the user's settings; what cannot be read there counts as none.

    Records that a filter points at are kept by their names, not their ids: the next enterprise has others.
    """

    def __init__(self, settings: QSettings, sitting: Sitting, query: reading.Query) -> None:
        self._settings, self._sitting, self._all = settings, sitting, query.where(equals={}, search="", order=None)
        self._key = f"views/{query.register.key}"

    def names(self) -> list[str]:
        """In the order they were first saved."""
        return list(self._stored())

    def keep(self, name: str, query: reading.Query) -> None:
        """Keep what a query narrows and how it sorts; a view of the same name is replaced."""
        order = query.order
        headers = {id(c.source): c.header for c in view_columns(query.register)}
        view = {
            "search": query.search,
            "equals": {f.name: [self._written(f, v) for v in values] for f, values in query.equals.items()},
            "order": headers.get(id(order.column), "") if order else "",
            "descending": bool(order and order.descending),
        }
        self._store({**self._stored(), name: view})

    def remove(self, name: str) -> None:
        """Forget a view."""
        self._store({key: view for key, view in self._stored().items() if key != name})

    def query(self, name: str) -> tuple[reading.Query, list[str]]:
        """What a view lists here, and the words of its filters that mean nothing in this enterprise."""
        view = self._stored().get(name, {})
        register = self._all.register
        equals: dict[AnyField, tuple[Any, ...]] = {}
        unknown: list[str] = []
        wanted = view.get("equals")
        for f in register.filters:
            kept = wanted.get(f.name) if isinstance(wanted, dict) else None
            known = [self._read(f, value) for value in kept] if isinstance(kept, list) else []
            values = tuple(value for found in known for value in found)
            unknown += [str(value) for value, found in zip(kept or (), known, strict=False) if not found]
            if values:
                equals[f] = values
        sources = {c.header: c.source for c in view_columns(register)}
        source = sources.get(str(view.get("order")))
        order = reading.Order(source, descending=view.get("descending") is True) if source is not None else None
        return self._all.where(equals=equals, search=str(view.get("search") or ""), order=order), unknown

    def _written(self, f: AnyField, value: Any) -> Any:
        if value is None or not is_relation(f):
            return value if isinstance(value, bool | int | str) or value is None else str(value)
        return reading.captions(self._sitting.db, f.rel_model).get(value, "")

    def _read(self, f: AnyField, value: Any) -> tuple[Any, ...]:
        """The value meant, in a tuple; empty when it means none here."""
        if value is None:
            return (None,)
        if is_relation(f):
            captions = reading.captions(self._sitting.db, f.rel_model)
            return tuple(row_id for row_id, caption in captions.items() if caption == value)
        if f.choices and value not in dict(f.choices):
            return ()
        return (value,)

    def _stored(self) -> dict[str, dict[str, Any]]:
        try:
            views = json.loads(str(self._settings.value(self._key, "{}")))
        except ValueError:
            return {}
        return {n: v for n, v in views.items() if isinstance(v, dict)} if isinstance(views, dict) else {}

    def _store(self, views: dict[str, dict[str, Any]]) -> None:
        self._settings.setValue(self._key, json.dumps(views, ensure_ascii=False))


def _same(one: reading.Query, other: reading.Query) -> bool:
    """Both list the same in the same order; fields are compared by identity, since ``==`` on them makes SQL."""
    orders = [(id(q.order.column), q.order.descending) if q.order else None for q in (one, other)]
    return orders[0] == orders[1] and (one.search, one.equals, one.deleted) == (
        other.search,
        other.equals,
        other.deleted,
    )


class ViewsMenu(QMenu):
    """视图: the names, 保存当前视图…, 删除. ``chosen`` carries a Query and the words that mean nothing here."""

    chosen = Signal(object, object)

    def __init__(self, theme: Theme, views: SavedViews, now: Callable[[], reading.Query], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._views, self._now, self._owner = theme, views, now, parent
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what is saved; the view that is shown is ticked."""
        self.clear()
        now, names = self._now(), self._views.names()
        for name in names:
            query, _unknown = self._views.query(name)
            action = self.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(_same(query, now))
            action.triggered.connect(lambda _on, n=name: self.chosen.emit(*self._views.query(n)))
        self.addSeparator()
        self.addAction(self._theme.icon("save-line"), _("保存当前视图…"), self.save)
        if names:
            drop = self.addMenu(_("删除"))
            for name in names:
                drop.addAction(name.replace("&", "&&"), partial(self._views.remove, name))

    def save(self) -> None:
        """Ask for a name and keep what is listed under it."""
        dialog = SaveView(self._theme, self._views.names(), self._owner.window())
        if dialog.exec() == int(Dialog.DialogCode.Accepted):
            self._views.keep(dialog.chosen(), self._now())


class SaveView(Dialog):
    """Asks under which name; a name in use is said to be replaced before it is."""

    def __init__(self, theme: Theme, names: list[str], parent: QWidget) -> None:
        super().__init__(theme, _("保存当前视图"), _("记住现在的筛选、排序和搜索词，下次从“视图”里选。"), parent)
        self._names = names
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST)
        self.row = FormRow(theme, _("名称"), self.name, required=True)
        self.body.addWidget(self.row)
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.save_button = self.add_button(_("保存视图"), "primary")
        self.save_button.clicked.connect(self.accept)
        self.save_button.setDefault(True)
        self.name.textChanged.connect(self._tell)
        self.name.setFocus()

    def chosen(self) -> str:
        """The name written."""
        return " ".join(self.name.text().split())

    def accept(self) -> None:
        """Only with a name."""
        if not self.chosen():
            self.row.set_error(_("给视图起个名称"))
            self.name.setFocus()
            return
        super().accept()

    def _tell(self) -> None:
        self.row.set_error("")
        self.row.set_hint(_("已有这个名称，保存后替换原来的视图") if self.chosen() in self._names else "")
