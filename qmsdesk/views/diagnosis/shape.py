"""How opinions are listed: their numbers, what was decided, where they led, what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.project import Opinion, PlanItem
from qmsdesk.registers.project import OPINIONS
from qmsdesk.services import plans
from qmsdesk.services.diagnoses import Target
from qmsdesk.standard.categories import category
from qmsdesk.views.onerecord.rows_pane import Shape
from qmsdesk.views.onerecord.rows_tree import Cell, Head, Listed

FOLLOWED = (Opinion.plan_item, Opinion.indicator, Opinion.result)
SHAPE = Shape(
    OPINIONS,
    _("诊断意见"),
    _("新增意见"),
    _("新意见"),
    (
        (_("序号"), 46), (_("诊断意见"), 0), (_("评价项目"), 92), (_("采纳"), 64), (_("方案项"), 112),
        (_("落实"), 112),
    ),
    (
        (Opinion.text,), (Opinion.category,), (Opinion.item,), (Opinion.adopted,), (Opinion.reason,),
        *((field,) for field in FOLLOWED),
    ),
    (Opinion.text,),
)  # fmt: skip
_ADOPTED = dict(Opinion.ADOPTED)


def listed(lines: Sequence[Row], led: Mapping[int, Target], today: dt.date) -> tuple[Head, ...]:
    """The opinions of a report in their order."""
    return (Head(tuple(_listed(no, line, led.get(line.id), today) for no, line in enumerate(lines, 1))),)


def state(line: Row, target: Target | None, today: dt.date) -> str:
    """One word for where an opinion has got to: its item of the plan says so where there is one."""
    adopted = line.of(Opinion.adopted)
    if adopted == "rejected":
        return str(_ADOPTED[adopted])
    if not adopted:
        return _("待确认")
    if target is not None:
        return plans.state(target.item, target.plan, today)
    return _("已落实") if line.of(Opinion.result) else _("未开始")


def _listed(no: int, line: Row, target: Target | None, today: dt.date) -> Listed:
    text, adopted, word = line.of(Opinion.text), line.of(Opinion.adopted), state(line, target, today)
    title = category(line.of(Opinion.category)).short if line.of(Opinion.category) else ""
    item, measure = (target.words, target.item.of(PlanItem.measure)) if target is not None else ("", "")
    if target is None and adopted == "adopted":
        shown = Cell(_("没有方案项"), "bad")
    else:
        short = target.short if target is not None else ""
        shown = Cell(short, "text2", tip=f"{item}　{measure}".strip())
    cells = (
        Cell(str(no)), Cell(text, tip=text), Cell(title, "text2"),
        Cell(str(_ADOPTED[adopted]) if adopted else _("未填"), "" if adopted else "bad"), shown,
        Cell("" if adopted == "rejected" else word, pill=True),
    )  # fmt: skip
    return Listed(line.id, cells, f"{no}　{text}", word)
