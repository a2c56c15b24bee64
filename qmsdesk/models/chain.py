"""The hash of the history chain; the schema runner and the services write entries by the same rule."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any


def link(prev: str, parts: Sequence[object]) -> str:
    """The hash over the text as stored. Each part stands behind its length, so that none can pass for its neighbour."""
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in map(str, (prev, *parts))).encode()).hexdigest()


def body(images: Sequence[Any], why: str) -> str:
    """What an entry says: the reason and the row images, as stored."""
    content = {"v": 1, "why": why, "rows": list(images)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
