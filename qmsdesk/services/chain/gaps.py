"""What is missing at a step, in words, and where to link it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qmsdesk.i18n import _
from qmsdesk.services.chain import nodes
from qmsdesk.services.chain.graph import Graph
from qmsdesk.services.chain.nodes import Gap, Node

Found = Mapping[str, Sequence[Node]]


def gap(step: str, found: Found, graph: Graph) -> Gap:
    """Why a step is empty, said of the neighbour that would name it."""
    return _BY_STEP[step](found, graph)


def _first(found: Found, *steps: str) -> Node | None:
    return next((found[step][0] for step in steps if found.get(step)), None)


def _any(graph: Graph, step: str) -> bool:
    return any(node.step == step for node in graph.nodes.values())


def _finding(found: Found, graph: Graph) -> Gap:
    if opinion := _first(found, nodes.OPINION):
        return Gap(_("诊断意见没有写明调研项，或调研里没有这一项"), "diagnosis", opinion.home, "item", opinion.key)
    if indicator := _first(found, nodes.INDICATOR):
        return Gap(_("指标没有写明调研项，或调研里没有这一项"), "indicator", indicator.home, "survey_item")
    if not _any(graph, nodes.FINDING):
        return Gap(_("还没有现场调研"), "survey")
    return Gap(_("没有调研项对应"), "survey")


def _opinion(found: Found, graph: Graph) -> Gap:
    if not _any(graph, nodes.OPINION):
        return Gap(_("还没有诊断意见"), "diagnosis")
    if _first(found, nodes.ITEM) is not None:
        return Gap(_("没有诊断意见写明落到这一方案项"), "diagnosis")
    if (finding := _first(found, nodes.FINDING)) is not None and finding.state:
        return Gap(_("调研现状“{}”，没有诊断意见对应").format(finding.state), "diagnosis")
    return Gap(_("没有诊断意见对应"), "diagnosis")


def _item(found: Found, graph: Graph) -> Gap:
    if not _any(graph, nodes.ITEM):
        return Gap(_("还没有提升方案"), "plan")
    action = _first(found, nodes.ACTION)
    if action is not None and action.key.register != "analysis":
        return Gap(_("没有写明落实的方案项"), action.key.register, action.home, "plan_item")
    opinion = _first(found, nodes.OPINION)
    if opinion is not None and opinion.state == _("不采纳"):
        return Gap(_("意见没有采纳，不列入方案"))
    if opinion is not None and any(graph.nodes[key].step == nodes.ITEM for key in graph.below(opinion.key)):
        return Gap(_("意见的方案项没有以这个指标为目标"), "plan")
    if opinion is not None:
        return Gap(_("意见没有落到方案项"), "diagnosis", opinion.home, "plan_item", opinion.key)
    return Gap(_("没有方案项对应"), "plan")


_CARRIED_BY = {"e": "training", "a": "document"}
"""What usually carries out a part of the plan (6.6.1)."""


def _action(found: Found, _graph: Graph) -> Gap:
    if _first(found, nodes.ITEM) is None:
        return Gap(_("没有培训、文件或措施对应"), "improvement")
    parts = [node.part for node in found[nodes.ITEM] if node.part in _CARRIED_BY]
    register = _CARRIED_BY[parts[0]] if parts else "improvement"
    return Gap(_("没有培训、文件或措施写明落实这一方案项"), register)


def _indicator(found: Found, graph: Graph) -> Gap:
    if not _any(graph, nodes.INDICATOR):
        return Gap(_("还没有评价指标"), "indicator")
    if item := _first(found, nodes.ITEM):
        return Gap(_("方案项没有定目标指标"), "plan", item.home, "indicator", item.key)
    if opinion := _first(found, nodes.OPINION):
        return Gap(_("意见没有对应指标"), "diagnosis", opinion.home, "indicator", opinion.key)
    return Gap(_("没有指标对应"), "indicator")


def _score(found: Found, graph: Graph) -> Gap:
    indicator = _first(found, nodes.INDICATOR)
    if not _any(graph, nodes.SCORE):
        return Gap(_("还没有成效评价"), "assessment")
    if indicator is not None:
        return Gap(_("这个指标不计分，不在表C.1 里"), "indicator", indicator.home, "counted")
    return Gap(_("没有走到指标，不在表C.1 里"))


def _case(found: Found, graph: Graph) -> Gap:
    if not _any(graph, nodes.CASE):
        return Gap(_("还没有优良案例"), "case_study")
    if _first(found, nodes.INDICATOR, nodes.SCORE) is None:
        return Gap(_("没有走到指标，案例没有引用"))
    return Gap(_("案例没有引用这个指标"), "case_study")


def _bundle(found: Found, graph: Graph) -> Gap:
    if not _any(graph, nodes.BUNDLE):
        return Gap(_("还没有导出过资料包"), "bundle")
    if _first(found, nodes.SCORE, nodes.CASE) is None:
        return Gap(_("没有走到表C.1 或案例，资料包只按台账收录"))
    return Gap(_("资料包导出在前，这些结果在后"), "bundle")


_BY_STEP: dict[str, Callable[[Found, Graph], Gap]] = {
    nodes.FINDING: _finding,
    nodes.OPINION: _opinion,
    nodes.ITEM: _item,
    nodes.ACTION: _action,
    nodes.INDICATOR: _indicator,
    nodes.SCORE: _score,
    nodes.CASE: _case,
    nodes.BUNDLE: _bundle,
}
