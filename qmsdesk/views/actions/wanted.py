"""What the pages of 不符合与纠正 show."""

from __future__ import annotations

KEY = "nonconformity"
_CONCERNS = frozenset({KEY, "department", "person", "enterprise"})


def concerns(change: object) -> bool:
    """A saved change touches what is counted and named here."""
    touched = {register for register, _record in getattr(change, "records", ())}
    return bool((touched | {getattr(change, "register", "")}) & _CONCERNS)
