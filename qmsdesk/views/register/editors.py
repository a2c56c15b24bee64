"""Which editor edits which kind of field: the one place of the views that looks at the database library's fields."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import peewee as pw
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import ClausesField, DateField, LongTextField, MonthField, MultiField, PeriodField
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.editor import Editor, LongEditor, TextEditor
from qmsdesk.views.register.editor_choice import ChoiceEditor, FlagEditor, MultiEditor
from qmsdesk.views.register.editor_clauses import EXAMPLE, ClausesCell, ClausesEditor
from qmsdesk.views.register.editor_date import DateEditor
from qmsdesk.views.register.editor_relation import RelationEditor
from qmsdesk.views.theme.apply import Theme


@dataclass(frozen=True)
class Kit:
    """What editors need from outside: the theme, and the sitting for what relations offer and for today."""

    theme: Theme
    sitting: Sitting

    def editor(self, field: AnyField, parent: QWidget | None = None) -> Editor:
        """The editor of a field; named for screen readers by its form row or cell."""
        made = ChoiceEditor(field) if field.choices and not isinstance(field, MultiField) else _editor(field, self)
        return self._named(made, parent)

    def cell(self, field: AnyField, parent: QWidget | None = None) -> Editor:
        """The editor of a field in a cell: clauses are a line of text there."""
        if isinstance(field, ClausesField):
            return self._named(ClausesCell(field, placeholder=EXAMPLE), parent)
        return self.editor(field, parent)

    def _named(self, made: Editor, parent: QWidget | None) -> Editor:
        field = made.field
        made.setParent(parent)
        made.setObjectName(field.name)
        made.control.setAccessibleName(str(field.verbose_name or field.name))
        made.control.setToolTip("\n".join(part for part in (str(field.help_text or ""), _("F1 查看怎么填")) if part))
        return made


@singledispatch
def _editor(field: Any, _kit: Kit) -> Editor:
    return TextEditor(field)


@_editor.register
def _long(field: LongTextField, kit: Kit) -> Editor:
    return LongEditor(field, kit.theme.px)


@_editor.register
def _flag(field: pw.BooleanField, _kit: Kit) -> Editor:
    return FlagEditor(field)


@_editor.register
def _several(field: MultiField, _kit: Kit) -> Editor:
    return MultiEditor(field)


@_editor.register
def _date(field: DateField, kit: Kit) -> Editor:
    today = kit.sitting.clock.today()
    return DateEditor(field, kit.theme, QDate(today.year, today.month, today.day))


@_editor.register
def _month(field: MonthField, _kit: Kit) -> Editor:
    return TextEditor(field, placeholder=_("年-月，如 2025-10"))


@_editor.register
def _period(field: PeriodField, _kit: Kit) -> Editor:
    return TextEditor(field, placeholder=_("如 2025-10~2025-12"))


@_editor.register
def _clauses(field: ClausesField, kit: Kit) -> Editor:
    return ClausesEditor(field, kit.theme)


@_editor.register
def _relation(field: pw.ForeignKeyField, kit: Kit) -> Editor:
    sitting = kit.sitting

    def offers(stored: int | None) -> list[tuple[int, str]]:
        return reading.offers(sitting.db, field, sitting.clock.today(), stored)

    target = BY_MODEL.get(field.rel_model)
    return RelationEditor(field, offers, target.title if target else str(field.verbose_name), kit.theme)


def is_relation(field: AnyField) -> bool:
    """The field points at a row of another table."""
    return isinstance(field, pw.ForeignKeyField)
