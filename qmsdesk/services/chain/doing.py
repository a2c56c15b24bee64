"""The part of the chain that is done: training, documents, actions, analyses (6.7, 6.8, 6.9.7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.documents import Document
from qmsdesk.models.project import PlanItem
from qmsdesk.models.results import Analysis, Improvement
from qmsdesk.models.training import Training
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.kinds import one_line
from qmsdesk.services import reading
from qmsdesk.services.chain import nodes
from qmsdesk.services.chain.graph import Graph
from qmsdesk.services.chain.nodes import Key, Node
from qmsdesk.services.chain.source import Source, label, told


@dataclass(frozen=True)
class _Kind:
    """A register whose records carry out an item of the plan, or work at an indicator."""

    register: str
    caption: AnyField
    item: AnyField | None = None
    indicator: AnyField | None = None
    details: Callable[[Row], tuple[str, ...]] = lambda _row: ()


_KINDS = (
    _Kind(
        "training", Training.topic, Training.plan_item,
        details=lambda row: told((_("计划 {}"), row.of(Training.planned_on)), (_("举办 {}"), row.of(Training.held_on))),
    ),
    _Kind(
        "document", Document.title, Document.plan_item,
        details=lambda row: told(("{}", label(Document.level, row.of(Document.level)))),
    ),
    _Kind(
        "improvement", Improvement.title, Improvement.plan_item, Improvement.indicator,
        lambda row: told((_("结果 {}"), row.of(Improvement.result)),
                         (_("效果 {}"), label(Improvement.effectiveness, row.of(Improvement.effectiveness)))),
    ),
    _Kind(
        "nonconformity", Nonconformity.fact, Nonconformity.plan_item,
        details=lambda row: told((_("来源 {}"), label(Nonconformity.source, row.of(Nonconformity.source))),
                                 (_("纠正措施 {}"), row.of(Nonconformity.action))),
    ),
    _Kind(
        "analysis", Analysis.topic, None, Analysis.indicator,
        lambda row: told((_("结论 {}"), row.of(Analysis.conclusion))),
    ),
)  # fmt: skip


def add_actions(graph: Graph, source: Source, start: Key) -> None:
    """Records that name an item of the plan or an indicator, and the start wherever it stands."""
    items = {key.line: key for key in graph.nodes if key.line_key == "plan_item"}
    targets = _targets(source)
    for kind in _KINDS:
        model: Any = BY_KEY[kind.register].model
        linked = [f.is_null(False) for f in (kind.item, kind.indicator) if f is not None]
        if start.register == kind.register:
            linked.append(model.id == start.record)
        condition = linked[0]
        for each in linked[1:]:
            condition |= each
        for row in reading.rows(source.db, model, model.void_reason == "", condition, order=(model.number, model.id)):
            key = Key(kind.register, row.id)
            graph.add(_node(kind, row, source.files(kind.register, row.id)))
            item = items.get(row.of(kind.item)) if kind.item is not None else None
            if item is not None:
                graph.link(item, key, _("落实的方案项"))
            own = row.of(kind.indicator) if kind.indicator is not None else None
            if own is not None:
                graph.link(key, Key("indicator", own), _("对应指标"))
            else:  # what carries out an item works for the indicator the item is to move
                for target in targets.get(item.line, ()) if item else ():
                    graph.link(key, Key("indicator", target), _("方案项的目标指标"))


def _node(kind: _Kind, row: Row, files: int) -> Node:
    register = BY_KEY[kind.register]
    status = register.model.status
    caption = one_line(str(row.of(kind.caption)))
    details = (register.title, *kind.details(row))
    return Node(
        Key(kind.register, row.id), nodes.ACTION, row["number"], caption, label(status, row.of(status)), details,
        row["number"], files,
    )  # fmt: skip


def _targets(source: Source) -> dict[int, set[int]]:
    """The indicators an item of the plan is to move: its own, and those of the other versions of it."""
    rows = {row.id: row for _plan, row, _place in source.lines(PlanItem, PlanItem.plan)}
    first = {row_id: _first(rows, row_id) for row_id in rows}
    together: dict[int, set[int]] = {}
    for row_id, row in rows.items():
        if row.of(PlanItem.indicator) is not None:
            together.setdefault(first[row_id], set()).add(row.of(PlanItem.indicator))
    return {row_id: together.get(first[row_id], set()) for row_id in rows}


def _first(rows: dict[int, Row], row_id: int) -> int:
    """The item in the oldest version that is still there."""
    seen = {row_id}
    while (before := rows[row_id].of(PlanItem.copied_from)) in rows and before not in seen:
        row_id = before
        seen.add(before)
    return row_id
