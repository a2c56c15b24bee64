"""总览 on paper: stages, score, indicators, requirements, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from qmsdesk.i18n import _
from qmsdesk.reports.document import Document
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered
from qmsdesk.reports.table import Cell, Row, Table
from qmsdesk.services import graded, overview, reminders
from qmsdesk.services.due import DueItem, word
from qmsdesk.services.overview import Overview, percent
from qmsdesk.services.readiness import STATE_TITLES, Judged, Progress
from qmsdesk.standard.rows import RESULT_TITLES, Result
from qmsdesk.standard.scoring import rule_title

_STAGES = (
    Column(_("环节"), 46, "L"),
    Column(_("主导方"), 44, "L"),
    Column(_("已满足/到期"), 30),
    Column(_("完成度"), 24),
)
_INDICATORS = (
    Column(_("评价指标"), 50, "L"), Column(_("提升前"), 26, "R"), Column(_("提升目标"), 26, "R"),
    Column(_("提升后"), 26, "R"), Column(_("提升结果"), 24),
)  # fmt: skip
_REQUIREMENTS = (
    Column(_("状态"), 16), Column(_("条款"), 28, "L"), Column(_("要求"), 44, "L"),
    Column(_("还缺什么 / 依据"), 66, "L"),
)  # fmt: skip
_DUE = (
    Column(_("到期"), 24), Column(_("日期"), 22), Column(_("事项"), 76, "L"), Column(_("编号"), 26, "L"),
    Column(_("责任人"), 20, "L"),
)  # fmt: skip
_RESULTS: tuple[Result, ...] = ("achieved", "not_achieved", "pending", "no_sample")


def render(
    shown: Overview, enterprise: str, judged: Sequence[Judged], filter_text: str, due: Sequence[DueItem],
    when: dt.datetime,
) -> Rendered:  # fmt: skip
    """The page as PDF/A-2b; ``judged`` are the requirements to list, ``filter_text`` says which they are."""
    document = Document(_("总览"), enterprise, when)
    document.heading(_("认证提升总览"))
    document.pair(_("企业名称：{name}").format(name=enterprise), shown.today.isoformat())
    total = _("总完成度 {}%（{}/{} 项要求）").format(percent(shown.done, shown.of), shown.done, shown.of)
    document.pair(total, _acceptance(shown))
    document.section(_("工作流程（6.1）"))
    _table(document, _STAGES, [_stage(each) for each in shown.stages])
    document.section(_("自我评价（表 C.1）"))
    document.paragraph(_score(shown), size=10.5)
    if shown.cards:
        document.down += 2
        _table(document, _INDICATORS, [_indicator(card) for card in shown.cards])
    document.section(_("验收准备度"))
    if filter_text:
        document.paragraph(_("筛选：{text}").format(text=filter_text), size=9)
    _table(document, _REQUIREMENTS, [_requirement(each) for each in judged])
    document.section(_("待办"))
    _table(document, _DUE, [_item(each, shown.today) for each in reminders.dated(due)])
    return document.finish()


def _table(document: Document, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """A table over the width of the page."""
    scale = document.width / sum(column.width for column in columns)
    table = Table(document, [replace(column, width=column.width * scale) for column in columns], size=9, low=6.5)
    table.draw(rows or [[Cell(_("没有记录"), across=len(columns), align="C")]])


def _acceptance(shown: Overview) -> str:
    found = shown.acceptance
    if found is None:
        return ""
    return (_("验收日 {}") if found.held else _("拟定验收日 {}")).format(found.day)


def _stage(each: Progress) -> list[str]:
    stage = each.stage
    share = f"{percent(each.done, each.of)}%" if each.of else _("未到期")
    return [f"{stage.key}) {stage.title}", stage.led_by_text, f"{each.done}/{each.of}" if each.of else "", share]


def _score(shown: Overview) -> str:
    sheet, counts = shown.sheet, shown.counts()
    if not counts:
        return _("还没有计分的评价指标。")
    results = "，".join(_("{} {} 项").format(RESULT_TITLES[key], counts[key]) for key in _RESULTS if counts.get(key))
    kind = _("已定稿") if shown.final else _("未定稿")
    total, grade = graded.figures(sheet, final=shown.final)
    return _("合计评分 {} 分（满分 {} 分，{}），{}；{}；{}。").format(
        total, sheet.maximum, rule_title(sheet.rule), grade, results, kind
    )


def _indicator(card: overview.Card) -> list[str]:
    row = card.evaluated.row
    values = [overview.value_text(value, row.unit) for value in (row.before, row.target, row.after)]
    return [row.indicator, *values, RESULT_TITLES[card.result]]


def _requirement(each: Judged) -> list[str]:
    requirement = each.requirement
    return [STATE_TITLES[each.verdict.state], requirement.reference, requirement.title, overview.explain(each)]


def _item(item: DueItem, today: dt.date) -> list[str]:
    return [word(item, today), item.date.isoformat(), item.title, item.number, item.person]
