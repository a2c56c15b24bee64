"""What the help says about a register and about each of its fields: data under ``resources/help``, one file per area.

A file holds, by the key of a register, ``purpose`` and the entries of its ``fields`` and of its ``lines``. What all
registers share (编号, 条款, 备注, 补录说明) is written once in ``common.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from qmsdesk import paths
from qmsdesk.models.base import AnyField
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.spec import Register

COMMON = "common"


@dataclass(frozen=True)
class Place:
    """Where a field is filled in: a field of a register, or of one of its kinds of child rows (``line``)."""

    register: str
    line: str
    name: str

    @property
    def key(self) -> str:
        """As links name it: ``enterprise//name``, ``plan/plan_item/pain``."""
        return f"{self.register}/{self.line}/{self.name}"


@dataclass(frozen=True)
class FieldHelp:
    """How a field is filled in, with an example; ``clause`` is what asks for it, as records store clauses."""

    place: Place
    title: str
    where: str
    """The register, and the child row where it is one of those."""
    how: str
    example: str
    clause: str


def places(register: Register) -> Iterator[tuple[Place, AnyField]]:
    """Every field of a register and of its child rows, in the order of the form."""
    for field in register.fields:
        yield Place(register.key, "", field.name), field
    for lines in register.lines:
        for field in lines.fields:
            yield Place(register.key, lines.key, field.name), field


def help_of(field: AnyField) -> FieldHelp | None:
    """The help on a field of a register or child row; None for a field that no register shows."""
    place = _by_model().get((field.model, field.name))
    return help_at(place) if place is not None else None


def help_named(key: str) -> FieldHelp | None:
    """The help by ``Place.key``; None for anything else."""
    parts = key.split("/")
    return help_at(Place(*parts)) if len(parts) == 3 else None


def help_at(place: Place) -> FieldHelp | None:
    """The help on a place; None where nothing is written or there is no such field."""
    register = BY_KEY.get(place.register)
    field = next((field for each, field in places(register) if each == place), None) if register else None
    entry = _entry(place)
    if register is None or field is None or entry is None:
        return None
    line = f" · {register.lines_of(place.line).title}" if place.line else ""
    clause = entry.get("clause") or (register.clauses[0] if register.clauses else "")
    return FieldHelp(
        place, str(field.verbose_name), register.title + line, entry["how"], entry.get("example", ""), clause
    )  # fmt: skip


def purpose(register: Register) -> str:
    """What a register is for, in a sentence or two; empty where nothing is written."""
    return str(source().get(register.key, {}).get("purpose", ""))


@cache
def source() -> Mapping[str, Any]:
    """All files as one mapping."""
    found: dict[str, Any] = {}
    for file in sorted((paths.resources() / "help").glob("*.json")):
        found |= json.loads(file.read_text("utf-8"))
    return found


def _entry(place: Place) -> Mapping[str, str] | None:
    own = source().get(place.register, {})
    entries = own.get("lines", {}).get(place.line, {}) if place.line else own.get("fields", {})
    shared = {} if place.line else source().get(COMMON, {}).get("fields", {})
    found: Mapping[str, str] | None = entries.get(place.name) or shared.get(place.name)
    return found


@cache
def _by_model() -> Mapping[tuple[Any, str], Place]:
    return {(field.model, field.name): place for register in ALL for place, field in places(register)}
