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
from qmsdesk.registers.sheet_columns import columns_of
from qmsdesk.registers.spec import Register

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
    return {
        "key": register.key,
        "title": register.title,
        "columns": [
            {
                "label": c.heading,
                "kind": kind(c.field),
                "required": c.required,
                "choices": [label for _key, label in c.field.choices or ()],
                "synonyms": list(c.synonyms),
                "choice_synonyms": {
                    word: [str(dict(c.field.choices)[key]) for key in keys]
                    for word, keys in register.sheet.choices.get(c.field, {}).items()
                },
            }
            for c in columns_of(register)
        ],
    }
