"""What a chain is made of: nodes, the links between them, the eight steps, and what is missing at a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from qmsdesk.i18n import _

FINDING, OPINION, ITEM, ACTION = "finding", "opinion", "item", "action"
INDICATOR, SCORE, CASE, BUNDLE = "indicator", "score", "case", "bundle"
STEPS: dict[str, str] = {
    FINDING: _("表A.1 调研项"),
    OPINION: _("诊断意见"),
    ITEM: _("方案项"),
    ACTION: _("培训、文件、措施"),
    INDICATOR: _("指标"),
    SCORE: _("表C.1 与验收"),
    CASE: _("优良案例"),
    BUNDLE: _("资料包"),
}
"""The steps in their order."""

PARTICIPANTS = frozenset(
    {
        "survey", "diagnosis", "plan", "training", "document", "nonconformity", "improvement", "analysis", "indicator",
        "measurement", "assessment", "acceptance", "case_study",
    }
)  # fmt: skip
"""Registers whose records have a chain."""


class Key(NamedTuple):
    """Which record, or which child row of it (the key of its ``Lines``, its id).

    A row of 表C.1 is ``("assessment", its id, "indicator", the indicator's id)``, a bundle ``("bundle", its id)``.
    """

    register: str
    record: int
    line_key: str = ""
    line: int = 0


@dataclass(frozen=True)
class Node:
    """An object of a step. ``home`` is the number of its record, ``files`` how many are attached to that.

    ``part`` is a–h of 6.6.1 for an item of the plan.
    """

    key: Key
    step: str
    number: str
    caption: str
    state: str = ""
    details: tuple[str, ...] = ()
    home: str = ""
    files: int = 0
    part: str = ""


@dataclass(frozen=True)
class Link:
    """From an earlier node to a later one, or to the other version of an item; ``why`` names the field."""

    above: Key
    below: Key
    why: str
    beside: bool = False


@dataclass(frozen=True)
class Gap:
    """What is missing at a step, and where it is linked: a register, a record's number, a field by name.

    ``at`` is the child row of that record where the field stands on one.
    """

    text: str
    register: str = ""
    number: str = ""
    field: str = ""
    at: Key | None = None


@dataclass(frozen=True)
class Step:
    """One of the eight steps; ``gap`` is set where it has no node."""

    key: str
    title: str
    nodes: tuple[Node, ...]
    gap: Gap | None = None


@dataclass(frozen=True)
class Chain:
    """All that leads to the ``starts`` and all that follows from them, and the links between all that is shown.

    There are several starts where a record stands for its child rows (a plan for its items).
    """

    starts: tuple[Key, ...]
    steps: tuple[Step, ...]
    links: tuple[Link, ...]

    def nodes(self) -> Iterator[Node]:
        """All nodes, step by step."""
        for step in self.steps:
            yield from step.nodes

    def node(self, key: Key) -> Node | None:
        """The node of a key."""
        return next((node for node in self.nodes() if node.key == key), None)
