"""The chain of one object, walked from it in both directions."""

from __future__ import annotations

import datetime as dt

import peewee as pw

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.indicators import Measurement
from qmsdesk.services import reading
from qmsdesk.services.chain.before import add_project
from qmsdesk.services.chain.doing import add_actions
from qmsdesk.services.chain.gaps import gap
from qmsdesk.services.chain.graph import Graph
from qmsdesk.services.chain.nodes import STEPS, Chain, Key, Node, Step
from qmsdesk.services.chain.results import add_indicators, add_results
from qmsdesk.services.chain.source import Source


def chain_of(db: pw.Database, key: Key, today: dt.date) -> Chain:
    """All that leads to an object and all that follows from it; in every chain of ``b`` that holds ``a``, and back.

    A record that holds parts of the chain as child rows (survey, diagnosis, plan, acceptance, assessment) stands for
    all of them, a month for its indicator; items of the plan are late or not by ``today``. UserError for what has no
    chain, is void or in the recycle bin.
    """
    graph = _graph(db, key, today)
    starts = _starts(db, graph, key)
    if not starts:
        text = _("这条记录不在追溯链里：它已作废、已删除，或还没有可以连起来的内容。")
        raise UserError(text, _("先填写调研内容、诊断意见、方案项或指标。"))
    reached = graph.reach(starts)
    found: dict[str, list[Node]] = {step: [] for step in STEPS}
    for node in graph.nodes.values():
        if node.key in reached:
            found[node.step].append(node)
    steps = tuple(
        Step(step, title, tuple(found[step]), None if found[step] else gap(step, found, graph))
        for step, title in STEPS.items()
    )
    return Chain(starts, steps, graph.links_among(reached))


def _graph(db: pw.Database, start: Key, today: dt.date) -> Graph:
    graph, source = Graph(), Source(db)
    add_indicators(graph, source)
    add_project(graph, source, today)
    add_actions(graph, source, start)
    add_results(graph, source)
    return graph


def _starts(db: pw.Database, graph: Graph, key: Key) -> tuple[Key, ...]:
    if key in graph.nodes:
        return (key,)
    if key.register == "measurement":
        month = reading.row(db, Measurement, key.record)
        found = Key("indicator", month.of(Measurement.indicator)) if month is not None else key
        return (found,) if found in graph.nodes else ()
    if key.line_key == "indicator":  # a row of an older version of 表C.1
        found = Key("indicator", key.line)
        return (found,) if found in graph.nodes else ()
    return tuple(each for each in graph.nodes if (each.register, each.record) == (key.register, key.record))
