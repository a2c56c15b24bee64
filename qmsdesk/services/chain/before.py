"""The part of the chain before anything is done: survey, diagnosis, plan (6.5, 6.6)."""

from __future__ import annotations

import datetime as dt

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.project import Diagnosis, Opinion, Plan, PlanItem, Survey, SurveyFinding
from qmsdesk.services import plans
from qmsdesk.services.chain import nodes
from qmsdesk.services.chain.graph import Graph
from qmsdesk.services.chain.nodes import Key, Node
from qmsdesk.services.chain.source import Source, label, told
from qmsdesk.standard.survey import survey_items


def add_project(graph: Graph, source: Source, today: dt.date) -> None:
    """Findings, opinions and items of the plan, with the links between them; indicators must be there already."""
    found = _findings(graph, source)
    _items(graph, source, today)
    _opinions(graph, source, found)


def _findings(graph: Graph, source: Source) -> dict[str, list[tuple[int, Key]]]:
    """By item of 表A.1: the survey and the node."""
    titles = {item.code: item.label for item in survey_items()}
    found: dict[str, list[tuple[int, Key]]] = {}
    for survey, row, _place in source.lines(SurveyFinding, SurveyFinding.survey):
        code = row.of(SurveyFinding.item)
        key = Key("survey", survey.id, "survey_finding", row.id)
        details = told(
            (_("现状 {}"), row.of(SurveyFinding.value)),
            (_("依据 {}"), row.of(SurveyFinding.evidence)),
            ("{}", row.of(SurveyFinding.note)),
            (_("调研 {}"), survey["number"]),
        )
        state = label(SurveyFinding.state, row.of(SurveyFinding.state))
        graph.add(
            Node(key, nodes.FINDING, _("表A.1 {}").format(code), titles.get(code, code), state, details,
                 survey["number"], source.files("survey", survey.id))
        )  # fmt: skip
        found.setdefault(code, []).append((survey.id, key))
    for indicator in source.of(Indicator).values():
        for _survey, key in found.get(indicator.of(Indicator.survey_item).strip(), ()):
            graph.link(key, Key("indicator", indicator.id), _("指标的调研项"))
    return found


def _opinions(graph: Graph, source: Source, found: dict[str, list[tuple[int, Key]]]) -> None:
    items = {key.line: key for key in graph.nodes if key.line_key == "plan_item"}
    surveys = source.of(Survey)
    for diagnosis, row, place in source.lines(Opinion, Opinion.diagnosis):
        key = Key("diagnosis", diagnosis.id, "opinion", row.id)
        adopted = row.of(Opinion.adopted)
        details = told(
            (_("不采纳：{}"), row.of(Opinion.reason) if adopted == "rejected" else ""),
            (_("落实结果 {}"), row.of(Opinion.result)),
            (_("诊断 {}"), diagnosis["number"]),
        )
        state = label(Opinion.adopted, adopted) or _("待确认")
        graph.add(
            Node(key, nodes.OPINION, _("意见 {}").format(place), row.of(Opinion.text), state, details,
                 diagnosis["number"], source.files("diagnosis", diagnosis.id))
        )  # fmt: skip
        survey = diagnosis.of(Diagnosis.survey)
        for of_survey, finding in found.get(row.of(Opinion.item) or "", ()):
            if survey not in surveys or of_survey == survey:
                graph.link(finding, key, _("意见的调研项"))
        if row.of(Opinion.plan_item) in items:
            graph.link(key, items[row.of(Opinion.plan_item)], _("意见的方案项"))
        if row.of(Opinion.indicator) is not None:
            graph.link(key, Key("indicator", row.of(Opinion.indicator)), _("意见的对应指标"))


def _items(graph: Graph, source: Source, today: dt.date) -> None:
    keys: dict[int, Key] = {}
    rows: list[Row] = []
    for plan, row, place in source.lines(PlanItem, PlanItem.plan):
        key = keys[row.id] = Key("plan", plan.id, "plan_item", row.id)
        rows.append(row)
        details = told(
            (_("痛点 {}"), row.of(PlanItem.pain)),
            (_("内容 {}"), label(PlanItem.part, row.of(PlanItem.part))),
            (_("期限 {}"), row.of(PlanItem.due_on)),
            (_("完成 {}"), row.of(PlanItem.done_on)),
            (_("成果 {}"), row.of(PlanItem.result)),
            (_("方案第 {} 版"), plan.of(Plan.version)),
        )
        number = _("{} 第 {} 项").format(plan["number"], place)
        graph.add(
            Node(key, nodes.ITEM, number, row.of(PlanItem.measure), _state(plan, row, today), details, plan["number"],
                 source.files("plan", plan.id), row.of(PlanItem.part))
        )  # fmt: skip
    for row in rows:
        key = keys[row.id]
        if row.of(PlanItem.copied_from) in keys:
            graph.link(keys[row.of(PlanItem.copied_from)], key, _("新版方案"), beside=True)
        if row.of(PlanItem.indicator) is not None:
            graph.link(key, Key("indicator", row.of(PlanItem.indicator)), _("方案项的目标指标"))


def _state(plan: Row, row: Row, today: dt.date) -> str:
    status = plan.of(Plan.status)
    return label(Plan.status, status) if status == "superseded" else plans.state(row, plan, today)
