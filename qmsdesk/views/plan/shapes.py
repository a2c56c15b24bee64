"""How the child rows of a plan are listed: items by parts of 6.6.1, talks, the enterprise's opinions, deviations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.project import PlanDeviation, PlanFeedback, PlanItem, PlanTalk
from qmsdesk.registers.plans import DEVIATIONS, FEEDBACK, ITEMS, NEEDED_PARTS, PARTS, TALKS
from qmsdesk.registers.spec import Lines
from qmsdesk.services import plans, reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.onerecord.entries import FollowedEntry
from qmsdesk.views.onerecord.rows_pane import Shape
from qmsdesk.views.onerecord.rows_tree import Cell, Head, Listed
from qmsdesk.views.register.visit import LineEntry, Visit

ITEM_SHAPE = Shape(
    ITEMS,
    _("方案项"),
    _("新增方案项"),
    _("新方案项"),
    (
        (_("序号"), 62), (_("痛点"), 110), (_("措施"), 0), (_("责任人"), 62), (_("期限"), 86), (_("目标指标"), 96),
        (_("阶段成果"), 96), (_("完成"), 86),
    ),
    (
        (PlanItem.part,), (PlanItem.pain,), (PlanItem.measure,), (PlanItem.owner,), (PlanItem.due_on,),
        (PlanItem.indicator,), (PlanItem.resource,), (PlanItem.node,), (PlanItem.training,), (PlanItem.acceptance,),
        (PlanItem.done_on,), (PlanItem.result,),
    ),
    (PlanItem.part, PlanItem.pain, PlanItem.measure),
)  # fmt: skip
TALK_SHAPE = Shape(
    TALKS,
    _("可行性研讨"),
    _("新增研讨"),
    _("新研讨"),
    ((_("日期"), 92), (_("议题"), 0), (_("参加人"), 150), (_("结论"), 200)),
    ((PlanTalk.held_on,), (PlanTalk.topic,), (PlanTalk.people,), (PlanTalk.conclusion,)),
    (PlanTalk.held_on, PlanTalk.topic),
)
FEEDBACK_SHAPE = Shape(
    FEEDBACK,
    _("企业意见"),
    _("新增意见"),
    _("新意见"),
    ((_("日期"), 92), (_("意见"), 0), (_("提出人"), 80), (_("采纳情况"), 76), (_("处理说明"), 160)),
    ((PlanFeedback.given_on,), (PlanFeedback.text,), (PlanFeedback.given_by,), (PlanFeedback.adopted,),
     (PlanFeedback.reply,)),
    (PlanFeedback.given_on, PlanFeedback.text),
)  # fmt: skip
DEVIATION_SHAPE = Shape(
    DEVIATIONS,
    _("偏差与调整"),
    _("记录偏差"),
    _("新偏差"),
    ((_("发现日期"), 92), (_("偏差"), 0), (_("涉及"), 76), (_("原因"), 120), (_("调整"), 160)),
    ((PlanDeviation.found_on,), (PlanDeviation.deviation,), (PlanDeviation.plan_item,), (PlanDeviation.cause,),
     (PlanDeviation.adjustment,), (PlanDeviation.decided_by,)),
    (PlanDeviation.found_on, PlanDeviation.deviation),
    label_width=88,
)  # fmt: skip
_ADOPTED = dict(PlanFeedback.ADOPTED)


class PlanEntry(FollowedEntry):
    """A row of a plan; a version that was superseded is only looked at."""

    def reason_closed(self, field: AnyField | None = None) -> str:
        """The plan's reason, but for what is followed while it is in force."""
        plan = self.visit.row
        if plan is not None and plan["status"] == "superseded":
            return self.visit.reason_closed()
        return super().reason_closed(field)


def make_entry(visit: Visit, spec: Lines, line: Row | None, preset: Mapping[AnyField, object]) -> LineEntry:
    """A row of a plan as it is typed into."""
    return PlanEntry(visit, spec, line, dict(preset))


def items(
    sitting: Sitting, plan: Row, rows: Sequence[Row], talks: Sequence[Row], *, writable: bool
) -> tuple[Head, ...]:
    """The items under a)–h); a part of 6.6.1 with nothing under it says so."""
    today = sitting.clock.today()
    empty = plans.empty_parts(rows, talks)
    numbered = list(enumerate(rows, 1))
    heads = []
    for key, title in PARTS.items():
        own = tuple(_item(sitting, no, row, plan, today) for no, row in numbered if row.of(PlanItem.part) == key)
        lack = "" if key not in empty else _("缺失：按回车添加") if writable else _("缺失")
        if own or lack or key in NEEDED_PARTS:
            note = _("（见可行性研讨 {} 次）").format(len(talks)) if key == "d" and talks else ""
            heads.append(Head(own, f"{title}{note}", lack, {PlanItem.part: key}))
    return tuple(heads)


def talks(rows: Sequence[Row]) -> tuple[Head, ...]:
    """The talks in their order."""
    return _flat(
        (
            row,
            (
                Cell(str(row.of(PlanTalk.held_on))), _text(row, PlanTalk.topic), _text(row, PlanTalk.people),
                _text(row, PlanTalk.conclusion, _("未填")),
            ),
            row.of(PlanTalk.topic), "",
        )
        for row in rows
    )  # fmt: skip


def feedback(rows: Sequence[Row]) -> tuple[Head, ...]:
    """What the enterprise said, in its order."""
    found = []
    for row in rows:
        adopted = row.of(PlanFeedback.adopted)
        word = str(_ADOPTED[adopted]) if adopted else _("待确认")
        cells = (
            Cell(str(row.of(PlanFeedback.given_on))), _text(row, PlanFeedback.text), _text(row, PlanFeedback.given_by),
            Cell(word, "" if adopted else "bad"), _text(row, PlanFeedback.reply),
        )  # fmt: skip
        found.append((row, cells, row.of(PlanFeedback.text), word))
    return _flat(found)


def deviations(rows: Sequence[Row], places: Mapping[int, int]) -> tuple[Head, ...]:
    """The deviations in their order; ``places`` are the numbers of the items."""
    found = []
    for row in rows:
        place = places.get(row.of(PlanDeviation.plan_item) or 0)
        cells = (
            Cell(str(row.of(PlanDeviation.found_on))), _text(row, PlanDeviation.deviation),
            Cell(_("第 {} 项").format(place) if place else "", "text2"),
            _text(row, PlanDeviation.cause, _("未分析")), _text(row, PlanDeviation.adjustment, _("未调整")),
        )  # fmt: skip
        found.append((row, cells, row.of(PlanDeviation.deviation), ""))
    return _flat(found)


def _item(sitting: Sitting, no: int, row: Row, plan: Row, today: dt.date) -> Listed:
    owner, due = _name(sitting, row, PlanItem.owner), row.of(PlanItem.due_on)
    word = plans.state(row, plan, today)
    cells = (
        Cell(str(no)), _text(row, PlanItem.pain), _text(row, PlanItem.measure),
        Cell(owner or _("未定"), "" if owner else "bad"),
        Cell(str(due) if due else _("未定"), "" if due and not plans.is_late(row, today) else "bad"),
        Cell(_name(sitting, row, PlanItem.indicator), "text2"), _text(row, PlanItem.result),
        Cell(str(row.of(PlanItem.done_on)), "ok", tip=row.of(PlanItem.result)) if row.of(PlanItem.done_on)
        else Cell(_("逾期") if plans.is_late(row, today) else "", pill=True, tip=word),
    )  # fmt: skip
    return Listed(row.id, cells, f"{no}　{row.of(PlanItem.measure)}", word)


def _name(sitting: Sitting, row: Row, field: AnyField) -> str:
    return reading.display(sitting.db, field, row.of(field))


def _text(row: Row, field: AnyField, empty: str = "") -> Cell:
    text = str(row.of(field) or "")
    return Cell(text or empty, "" if text else "bad" if empty else "", tip=text)


def _flat(rows: object) -> tuple[Head, ...]:
    made = tuple(Listed(row.id, cells, title, word) for row, cells, title, word in rows)  # type: ignore[attr-defined]
    return (Head(made),)
