"""How sheets of a register were mapped before, remembered for this user on this machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from PySide6.QtCore import QSettings

from qmsdesk.exchange.importing import ImportPlan
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Register

_MOST = 5
Words = Mapping[AnyField, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Scheme:
    """Headings of the file placed by hand at labels (empty leaves a column out), and what words were said to mean."""

    name: str
    mapping: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, list[str]]] = field(default_factory=dict)


class Schemes:
    """The schemes of one register, or of sheets of one ``record``, the last used first; what is unreadable is none."""

    def __init__(self, settings: QSettings, register: Register, record: int = 0) -> None:
        self._settings, self._key = settings, f"import/{register.key}{'/sheet' if record else ''}/schemes"

    def all(self) -> list[Scheme]:
        """What is remembered."""
        try:
            return [_scheme(item) for item in json.loads(str(self._settings.value(self._key, "[]")))]
        except (ValueError, TypeError, AttributeError):
            return []

    def add(self, scheme: Scheme) -> None:
        """Put one at the top; an older one of that name goes."""
        kept = [scheme, *(s for s in self.all() if s.name != scheme.name)][:_MOST]
        self._settings.setValue(self._key, json.dumps([asdict(s) for s in kept], ensure_ascii=False))

    def fitting(self, plan: ImportPlan) -> Scheme | None:
        """The latest scheme whose headings all stand in this file."""
        headings = {c.heading for c in plan.columns}
        return next((s for s in self.all() if set(s.mapping) <= headings and _speaks(s, plan)), None)


def apply_scheme(plan: ImportPlan, scheme: Scheme) -> None:
    """Map a fresh plan as it was mapped before; labels and words that are gone are passed over."""
    labels = {c.heading: c.field for c in plan.sheet_columns}
    for column in plan.columns:
        label = scheme.mapping.get(column.heading)
        if label == "":
            plan.remap(column.column, None)
        elif label in labels:
            plan.remap(column.column, labels[label])
    for label, words in scheme.words.items():
        f = labels.get(label)
        known = {key for key, _text in (f.choices or ())} if f is not None else set()
        for word, keys in words.items():
            if f is not None and keys and set(keys) <= known:
                plan.map_choice(f, word, keys)


def scheme_of(plan: ImportPlan, words: Words) -> Scheme | None:
    """What was placed by hand in a plan; None when nothing was."""
    labels = {c.field: c.heading for c in plan.sheet_columns}
    mapping = {
        c.heading: labels[c.field] if c.field is not None else ""
        for c in plan.columns if c.heading and c.how in {"manual", "ignored"}
    }  # fmt: skip
    said = {labels[f]: {word: list(keys) for word, keys in found.items()} for f, found in words.items() if f in labels}
    return Scheme(plan.sheet, mapping, said) if mapping or said else None


def _scheme(item: Any) -> Scheme:
    made = Scheme(**item)
    texts = [*made.mapping, *made.mapping.values(), *made.words]
    if not all(isinstance(text, str) for text in [made.name, *texts]):
        raise TypeError
    return made


def _speaks(scheme: Scheme, plan: ImportPlan) -> bool:
    """Whether there is anything in it for this file: a sheet of that name, or headings that were placed."""
    return bool(scheme.mapping) or scheme.name == plan.sheet
