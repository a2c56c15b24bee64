"""What another page asks a register page to list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qmsdesk.models.base import AnyField


@dataclass(frozen=True)
class Wanted:
    """The records to list: filters by field, and words to search for."""

    equals: Mapping[AnyField, tuple[Any, ...]] = field(default_factory=dict)
    search: str = ""
