"""The top of ``index.html``: whose bundle it is, what it holds, how the assessment came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qmsdesk.bundle.index_parts import card, cell, note, pill, size_text, small, table, text
from qmsdesk.bundle.plan import BundleInfo, Entry
from qmsdesk.i18n import _

_STATES = {
    "achieved": ("ok", "check", _("达成")),
    "not_achieved": ("warn", "cross", _("未达成")),
    "pending": ("neutral", "half", _("待评")),
    "not_selected": ("neutral", "dash", _("未选用")),
}
_RULES = {
    "any": _("每个评价项目有一项指标达成即得分"),
    "all": _("每个评价项目的指标全部达成才得分"),
    "representative": _("每个评价项目按代表指标得分"),
    "proportional": _("每个评价项目按达成比例得分"),
    "per_indicator": _("每项指标单独得分"),
}


def cover(info: BundleInfo, entries: Sequence[Entry]) -> str:
    """Enterprise, purpose, figures, and the head of the history chain."""
    state = pill("warn", "half", _("预审版")) if info.preliminary else pill("ok", "check", _("正式版"))
    size, unit = size_text(sum(entry.length for entry in entries)).split(" ")
    figures = _figure(_("文件"), f"{len(entries):,}") + _figure(_("大小"), size, text(unit))
    figures += _score(info.assessment or {}) + _figure(_("缺少"), f"{len(info.gaps):,}", text(_("项")))
    head = _("第 {seq} 条 · {at:%Y-%m-%d %H:%M:%S}（北京时间）").format(seq=info.head.seq, at=info.head.local)
    facts = {
        _("依据标准"): text(info.standard),
        _("期间"): text(_period(info)),
        _("历史校验"): f'{text(head)}<br><span class="mono">{text(info.head.hash)}</span>',
        _("生成程序"): text(f"QMSDesk {info.program_version}"),
    }
    listed = "".join(f"<dt>{text(label)}</dt><dd>{value}</dd>" for label, value in facts.items())
    return (
        f'<header class="card cover" id="cover"><p class="crumb">{text(_("质量管理体系认证提升 · 资料包"))}</p>'
        f"<h1>{text(info.enterprise)} {pill('info', 'folder', info.profile_title)}{state}</h1>"
        f'<dl class="figures">{figures}</dl><dl class="facts">{listed}</dl></header>'
    )


def assessment(info: BundleInfo) -> str:
    """The nine categories of 表C.1 with their scores; empty when the bundle carries no assessment."""
    result = info.assessment or {}
    categories = result.get("categories")
    if not isinstance(categories, list | tuple) or not categories:
        return ""
    rows = [_category(number, item) for number, item in enumerate(categories, 1) if isinstance(item, Mapping)]
    heads = [
        ("c-n", _("序号")),
        ("", _("评价项目")),
        ("c-due", _("提升结果")),
        ("c-size r", _("评价分数")),
    ]
    totals = result.get("totals_by_rule")
    words = ""
    if rule := _RULES.get(str(result.get("rule"))):
        words += _("计分口径：{rule}。").format(rule=rule)
    if isinstance(totals, Mapping) and "all" in totals:
        words += _("指标全部达成才得分时为 {n} 分。").format(n=totals["all"])
    if result.get("adjusted"):
        words += _("等级界限经过调整。")
    beside = small(_("表C.1 各评价项目；逐项指标见自我评价"))
    return card("assessment", _("成效评价"), table(heads, rows) + (note(words) if words else ""), beside)


def _category(number: int, item: Mapping[str, object]) -> str:
    status = str(item.get("status", ""))
    state = pill(*_STATES.get(status, ("neutral", "dash", status)))
    # What is not judged yet has no score; a 0 would read as failed.
    score = str(item.get("score", "")) if status in ("achieved", "not_achieved") else ""
    return f"<tr>{cell(str(number))}{cell(text(str(item.get('title', ''))))}{cell(state)}{cell(text(score), 'r')}</tr>"


def _score(result: Mapping[str, object]) -> str:
    if result.get("total") is None:
        return _figure(_("合计评分"), "—", text(_("未评价")))
    maximum = result.get("maximum")
    figures = _figure(_("合计评分"), str(result["total"]), text(f"/ {maximum}") if maximum is not None else "")
    if grade := str(result.get("grade") or ""):
        pending = result.get("pending")
        figures += _figure(_("等级"), grade, text(_("{n} 项待评").format(n=pending)) if pending else "")
    return figures


def _figure(label: str, value: str, unit: str = "") -> str:
    return f"<div><dt>{text(label)}</dt><dd>{text(value)}<small>{unit}</small></dd></div>"


def _period(info: BundleInfo) -> str:
    start, end = info.period
    if start and end:
        return _("{start} 至 {end}").format(start=start, end=end)
    if start:
        return _("{start} 起").format(start=start)
    return _("截至 {end}").format(end=end) if end else _("全部")
