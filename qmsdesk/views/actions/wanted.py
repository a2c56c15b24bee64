"""What the pages of 不符合与纠正 ask of one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qmsdesk.models.base import AnyField

KEY = "nonconformity"
_CONCERNS = frozenset({KEY, "department", "person", "enterprise"})


@dataclass(frozen=True)
class Wanted:
    """The records to list: filters by field, and words to search for."""

    equals: Mapping[AnyField, tuple[Any, ...]] = field(default_factory=dict)
    search: str = ""


def concerns(change: object) -> bool:
    """A saved change touches what is counted and named here."""
    touched = {register for register, _record in getattr(change, "records", ())}
    return bool((touched | {getattr(change, "register", "")}) & _CONCERNS)
