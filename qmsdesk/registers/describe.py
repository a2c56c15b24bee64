"""A register in words, for ``registers --json`` and the help of templates."""

from __future__ import annotations

from typing import Any

import peewee as pw

from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import (
    ClausesField,
    DateField,
    ExactField,
    LongTextField,
    MonthField,
    MultiField,
    PeriodField,
)
from qmsdesk.registers.spec import Register, required

_KINDS: tuple[tuple[type, str], ...] = (
    (ExactField, "number"), (DateField, "date"), (MonthField, "month"), (PeriodField, "period"),
    (MultiField, "choices"), (ClausesField, "clauses"), (LongTextField, "text"), (pw.ForeignKeyField, "relation"),
    (pw.BooleanField, "yesno"), (pw.IntegerField, "integer"),
)  # fmt: skip


def kind(f: AnyField) -> str:
    """The kind of a field in one word."""
    named = next((word for cls, word in _KINDS if isinstance(f, cls)), "text")
    return "choice" if f.choices and named == "text" else named


def describe(register: Register) -> dict[str, Any]:
    """Key, title and the columns of the sheet with label, kind, whether required, choices and further headings."""
    needed = set(required(register.fields)) | set(required(register.sheet.line.fields if register.sheet.line else ()))
    return {
        "key": register.key,
        "title": register.title,
        "columns": [
            {
                "label": str(f.verbose_name),
                "kind": kind(f),
                "required": f in needed or (f.name == "number" and not register.numbering),
                "choices": [label for _key, label in f.choices or ()],
                "synonyms": list(register.sheet.synonyms.get(f, ())),
                "choice_synonyms": list(register.sheet.choices.get(f, {})),
            }
            for f in register.sheet_fields
        ],
    }
