"""Clause catalogues by edition: GB/T 19001—2016 and DB3203/T 1023—2023. Records link to (edition, number)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.standard.data import load


@dataclass(frozen=True)
class Edition:
    """A standard in one edition; ``key`` is what records store."""

    key: str
    standard: str
    title_zh: str
    title_en: str
    file: str


@dataclass(frozen=True)
class Clause:
    """One numbered clause. Titles of ``untitled`` clauses are ours or the parent's, so that lists can name them.

    ``maintain`` (保持) and ``retain`` (保留) tell whether GB/T 19001 asks there for documents or for records;
    ``summary`` is one line of our own. To DB3203/T 1023 belong ``force`` (应, 须, 宜, 不宜, 可 or none), ``who``
    (keys of ``stages.PARTIES``) and ``text``, the words of the standard that the help shows.
    """

    edition: str
    number: str
    title_zh: str
    title_en: str
    untitled: bool = False
    maintain: bool = False
    retain: bool = False
    summary: str = ""
    force: str = ""
    who: tuple[str, ...] = ()
    text: str = ""


DEFAULT_EDITION = "2016"
PROJECT_EDITION = "1023"
EDITIONS: dict[str, Edition] = {each.key: each for each in (
    Edition("2016", "GB/T 19001—2016", _("质量管理体系 要求"), "Quality management systems — Requirements",
            "gbt19001_2016.json"),
    Edition("1023", "DB3203/T 1023—2023", _("小微企业质量管理体系认证提升工作规范"),
            "Specification for quality management system certification improvement of small and micro enterprises",
            "db3203_1023_2023.json"),
)}

_NUMBER = re.compile(r"(?:[A-Z](?:\.\d+)*|\d+(?:\.\d+)*)")


def clauses(edition: str = DEFAULT_EDITION) -> tuple[Clause, ...]:
    """Every clause of an edition in order; ``UserError`` for an edition the program does not know."""
    return tuple(_catalogue(edition).values())


def clause(edition: str, number: str) -> Clause:
    """One clause, also by a reference with a letter such as ``8.5.1 d)``; ``UserError`` when there is none."""
    found = _catalogue(edition).get(base(number))
    if found is None:
        raise UserError(_("{standard} 没有条款“{number}”。").format(standard=EDITIONS[edition].standard, number=number),
                        _("条款号写成 7.5.3 的样子。"))
    return found


def lowest(edition: str = DEFAULT_EDITION) -> tuple[Clause, ...]:
    """The clauses without sub-clauses, which hold the requirements."""
    every = clauses(edition)
    parents = {each.number.rpartition(".")[0] for each in every}
    return tuple(each for each in every if each.number not in parents)


def base(reference: str) -> str:
    """The clause number at the head of a reference: ``8.5.1`` of ``8.5.1 d)``; without one, the reference itself."""
    found = _NUMBER.match(reference.strip())
    return found[0] if found else reference


def sort_key(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Natural order: 6.9 before 6.10, annexes after clauses, a letter of a list after its clause."""
    head = base(number)
    parts = [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in head.split(".")]
    rest = number.strip()[len(head):].strip()
    return (*parts, *([(True, 0, rest)] if rest else []))


@cache
def _catalogue(edition: str) -> dict[str, Clause]:
    if edition not in EDITIONS:
        raise UserError(_("没有版本“{edition}”的条款目录。").format(edition=edition),
                        _("可选：{editions}。").format(editions="、".join(EDITIONS)))
    rows: list[dict[str, Any]] = load(EDITIONS[edition].file)["clauses"]
    return {row["number"]: Clause(edition=edition, **{**row, "who": tuple(row.get("who", ()))}) for row in rows}
