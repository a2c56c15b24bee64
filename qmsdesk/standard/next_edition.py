"""ISO 9001:2026 beside GB/T 19001—2016: where each clause went and what changes, as a hint only.

The national standard has not been converted, so no record links to these clauses and nobody is certified by them here:
they stay out of ``clauses.EDITIONS``. Chinese titles and notes are ours.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.standard.clauses import DEFAULT_EDITION, Clause, Edition, base
from qmsdesk.standard.data import load

NEXT = Edition("2026", "ISO 9001:2026", _("质量管理体系 要求"), "Quality management systems — Requirements",
               "iso9001_2026.json")
STANDING = _("国家标准未转换，仍按 GB/T 19001—2016。")
"""What has to be said wherever the coming edition is shown."""
TRANSLATED = _("中文标题和说明由本程序翻译、编写，不是国家标准的译文。")


def next_clauses() -> tuple[Clause, ...]:
    """Every clause in order; ``summary`` is our line on what changes, empty where nothing of weight does."""
    return tuple(_catalogue().values())


def successors(number: str, edition: str = DEFAULT_EDITION) -> tuple[Clause, ...]:
    """Where a clause of GB/T 19001—2016 is found, also by a reference such as ``8.5.1 d)``.

    Empty for one it does not have and for other catalogues.
    """
    head = base(number)
    if edition != _source()["from"]:
        return ()
    known = _catalogue()
    return tuple(known[each] for each in _source()["moved"].get(head, [head]) if each in known)


def is_new(number: str) -> bool:
    """The number did not exist in GB/T 19001—2016."""
    return number in _source()["new"]


@cache
def _source() -> dict[str, Any]:
    found: dict[str, Any] = load(NEXT.file)
    return found


@cache
def _catalogue() -> dict[str, Clause]:
    return {row["number"]: Clause(edition=NEXT.key, **row) for row in _source()["clauses"]}
