"""What is not in the file, by name: the question before it is dropped says it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable


@runtime_checkable
class Named(Protocol):
    """Something typed into that can name its fields."""

    def unsaved_labels(self) -> list[str]:
        """What the fields are called whose text is not in the file."""


def labels_of(parts: Iterable[object]) -> list[str]:
    """The fields of the parts of a page, or of the row that a part shows; each name once."""
    found: list[str] = []
    for part in parts:
        teller = part if isinstance(part, Named) else getattr(part, "entry", None)
        if isinstance(teller, Named):
            found += teller.unsaved_labels()
    return list(dict.fromkeys(found))
