"""提升方案 over its versions: a new version, what differs, how far it is, what it lacks (6.6, 6.7.3)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import peewee as pw

from qmsdesk.errors import Blocked, Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Fields, Row
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.project import Plan, PlanDeviation, PlanFeedback, PlanItem, PlanTalk
from qmsdesk.registers.plans import DEVIATIONS, FEEDBACK, ITEMS, NEEDED_PARTS, PARTS, PLAN, TALKS
from qmsdesk.registers.spec import Values
from qmsdesk.services import indicators, ordering, reading, records
from qmsdesk.services.case import shown
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.values import text

Kind = Literal["added", "removed", "changed", "same"]
KINDS: dict[Kind, str] = {"added": _("新增"), "removed": _("取消"), "changed": _("修改"), "same": _("未变")}
FOLLOWED = Fields((PlanItem.result, PlanItem.done_on))
"""What is filled in while a plan is carried out: no part of what a version says."""
OPEN = ("draft", "consulting")
_REASON = Plan.change_reason.max_length


@dataclass(frozen=True)
class Gap:
    """Something a plan lacks, in words; ``part`` where an item of it is missing, else the row and field to fill."""

    text: str
    lines: str = ITEMS.key
    line: int = 0
    field: AnyField = None
    part: str = ""


@dataclass(frozen=True)
class Progress:
    """调整进度: how many items are done, and which are late."""

    done: int
    total: int
    late: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """As it stands on screen and on paper."""
        return _("已完成 {}/{} 项").format(self.done, self.total)

    @property
    def late_words(self) -> str:
        """Empty when nothing is late."""
        return _("逾期 {} 项").format(len(self.late)) if self.late else ""


@dataclass(frozen=True)
class Difference:
    """An item in two versions; ``fields`` are those that differ."""

    kind: Kind
    old: Row | None
    new: Row | None
    fields: tuple[AnyField, ...] = ()


def latest(db: pw.Database) -> Row | None:
    """The plan being worked on, else the one in force, else the last: the one a page opens with."""
    rows = _live(db)
    for states in (OPEN, ("approved",), ("superseded",)):
        found = [row for row in rows if row["status"] in states]
        if found:
            return found[-1]
    return None


def open_plan(db: pw.Database) -> Row | None:
    """The newest plan that takes items: a draft, or one out for opinions."""
    return next((row for row in reversed(_live(db)) if row["status"] in OPEN), None)


def in_force(db: pw.Database) -> Row | None:
    """The plan approved last."""
    return next((row for row in reversed(_live(db)) if row["status"] == "approved"), None)


def items_of(db: pw.Database, plan_id: int) -> list[Row]:
    """The items of a version in their order; their numbers are their places."""
    return reading.lines(db, ITEMS, plan_id)


def versions(db: pw.Database, plan_id: int) -> list[Row]:
    """All versions of the plan this is one of, the first first: of one title, or with items copied from another."""
    rows = {row.id: row for row in _live(db)}
    if plan_id not in rows:
        return []
    by_item = {item.id: item.of(PlanItem.plan) for item in reading.rows(db, PlanItem)}
    beside: dict[int, set[int]] = defaultdict(set)
    by_title: dict[str, list[int]] = defaultdict(list)
    for row in rows.values():
        by_title[row.of(Plan.title)].append(row.id)
    for same in by_title.values():
        for each in same:
            beside[each].update(same)
    for item in reading.rows(db, PlanItem, PlanItem.copied_from.is_null(False)):
        here, there = item.of(PlanItem.plan), by_item.get(item.of(PlanItem.copied_from), 0)
        if here in rows and there in rows:
            beside[here].add(there)
            beside[there].add(here)
    family, waiting = {plan_id}, [plan_id]
    while waiting:
        more = beside[waiting.pop()] - family
        family |= more
        waiting += more
    return sorted((rows[each] for each in family), key=lambda row: (row.of(Plan.version), row.id))


def free_title(db: pw.Database) -> str:
    """A title for a new plan that none has as its first version."""
    taken = {row.of(Plan.title) for row in reading.rows(db, Plan)}
    name = _("认证提升方案")
    return next(each for each in (name, *(_("{}（{}）").format(name, n) for n in range(2, 1000))) if each not in taken)


def open_new(sitting: Sitting) -> records.Change:
    """A new plan, version 1."""
    return records.save(sitting, PLAN, None, {Plan.title: free_title(sitting.db)})


def revise(sitting: Sitting, plan_id: int, reason: str) -> records.Change:
    """Version n+1 of an approved plan as a draft with all its items; talks, opinions and deviations stay with n.

    Where no version is in force, as after the newest was voided, it is made from the last that stands. One step of
    undo. Blocked without a reason, Refused for any other version and while a newer one is drafted.
    """
    with sitting.batch(_("出新版")) as current:
        row = reading.row(sitting.db, Plan, plan_id)
        if row is None or row["deleted_at"] is not None or row["void_reason"]:
            raise Refused(_("这个方案已作废或不存在。"), _("刷新后再试。"))
        family = versions(sitting.db, plan_id)
        drafted = next((each for each in family if each["status"] in OPEN), None)
        if drafted is not None and drafted.id != plan_id:
            number, version = drafted["number"], drafted.of(Plan.version)
            raise Refused(_("第 {} 版（{}）还没有批准。").format(version, number), _("先完成或删除它，再出新版。"))
        if not _renewed(family, row):
            draft = row["status"] in OPEN
            raise Refused(
                _("“{}”第 {} 版还没有批准。").format(row["number"], row.of(Plan.version)) if draft
                else _("“{}”第 {} 版已被替代。").format(row["number"], row.of(Plan.version)),
                _("可以直接修改。") if draft else _("从有效的版本出新版。"),
            )  # fmt: skip
        if not reason.strip():
            raise Blocked(_("出新版须写明更改原因。"), (str(Plan.change_reason.verbose_name),))
        named = reading.rows(sitting.db, Plan, Plan.title == row.of(Plan.title))
        version = max(each.of(Plan.version) for each in (*family, *named)) + 1
        kept = {f: row.of(f) for f in (Plan.title, Plan.author, Plan.summary)}
        values: Values = {**kept, Plan.version: version, Plan.change_reason: reason.strip()[:_REASON]}
        values |= {f: _target(sitting.db, row, f) for f in (Plan.party, Plan.approver)}
        made = records.save(sitting, PLAN, None, values).record
        for item in items_of(sitting.db, plan_id):
            records.save_line(sitting, PLAN, made, ITEMS, None, _copied(sitting.db, item))
        return records.Change(PLAN.key, made, "add", current.batch, frozenset(current.records))


def renewable(db: pw.Database, row: Row) -> bool:
    """Whether a new version can be made from this one."""
    return not row["void_reason"] and _renewed(versions(db, row.id), row)


def _renewed(family: Sequence[Row], row: Row) -> bool:
    """It is in force; or nothing is, nor is drafted, and it is the last that stands."""
    if row["status"] == "approved":
        return True
    return row["status"] == "superseded" and {r["status"] for r in family} == {"superseded"} and row.id == family[-1].id


def reason_from(deviation: Row) -> str:
    """What a new version gives as its reason when a deviation leads to it."""
    day, text = deviation.of(PlanDeviation.found_on), deviation.of(PlanDeviation.deviation)
    said = _("{} 发现偏差：{}").format(day, text)
    if deviation.of(PlanDeviation.adjustment):
        said += _("；调整：{}").format(deviation.of(PlanDeviation.adjustment))
    return said if len(said) <= _REASON else said[: _REASON - 1] + "…"


def compare(db: pw.Database, old_id: int, new_id: int) -> list[Difference]:
    """The items of two versions side by side, in the order of the newer one; what was taken out comes last.

    An item is the same where it was copied from the other, or where pain and measure are.
    """
    every = {item.id: item for item in reading.rows(db, PlanItem)}
    old = {item.id: item for item in items_of(db, old_id)}
    new = items_of(db, new_id)
    named = {(i.of(PlanItem.pain), i.of(PlanItem.measure)): i.id for i in old.values()}
    found: list[Difference] = []
    taken: set[int] = set()
    for item in new:
        source = next((each for each in _before(every, item) if each in old and each not in taken), None)
        if source is None:
            source = named.get((item.of(PlanItem.pain), item.of(PlanItem.measure)))
            source = source if source not in taken else None
        if source is None:
            found.append(Difference("added", None, item))
            continue
        taken.add(source)
        differ = tuple(f for f in ITEMS.fields if f not in FOLLOWED and item.of(f) != old[source].of(f))
        found.append(Difference("changed" if differ else "same", old[source], item, differ))
    return [*found, *(Difference("removed", item, None) for key, item in old.items() if key not in taken)]


def newest(db: pw.Database, item_id: int) -> Row | None:
    """An item in the newest version that carries it on and stands: what an opinion's item has become."""
    return carried(reading.rows(db, PlanItem), {row.id for row in _live(db)}).get(item_id)


def carried(items: Sequence[Row], plans: Collection[int]) -> dict[int, Row]:
    """By every item: the last of those copied from it that stand in one of ``plans``, itself where none was.

    An item is missing where nothing of it stands: its plan is void or deleted, and no later version has it.
    """
    heirs: dict[int, list[Row]] = defaultdict(list)
    for item in items:
        heirs[item.of(PlanItem.copied_from) or 0].append(item)
    found: dict[int, Row] = {}
    for item in items:
        family, waiting = {item.id: item}, [item]
        while waiting:
            more = [heir for heir in heirs[waiting.pop().id] if heir.id not in family]
            family |= {heir.id: heir for heir in more}
            waiting += more
        standing = [row_id for row_id, row in family.items() if row.of(PlanItem.plan) in plans]
        if standing:
            found[item.id] = family[max(standing)]
    return found


def progress(items: Iterable[Row], today: dt.date, status: str = "") -> Progress:
    """How far the items are; in a version that was replaced nothing is late, it is so in the one in force."""
    rows = list(items)
    late = () if status == "superseded" else tuple(row.id for row in rows if is_late(row, today))
    return Progress(sum(row.of(PlanItem.done_on) is not None for row in rows), len(rows), late)


def is_late(item: Row, today: dt.date) -> bool:
    """Its day has gone by and it is not done."""
    due = item.of(PlanItem.due_on)
    return item.of(PlanItem.done_on) is None and due is not None and due < today


def state(item: Row, plan: Row, today: dt.date) -> str:
    """One word for how far an item is, the same wherever it is shown: 已完成, 逾期 n 天, 进行中, 未开始, 已被替代."""
    status = plan.of(Plan.status)
    if item.of(PlanItem.done_on) is not None:
        return _("已完成")
    if status == "superseded":
        return str(dict(Plan.status.choices)[status])
    if is_late(item, today):
        return _("逾期 {} 天").format((today - item.of(PlanItem.due_on)).days)
    return _("进行中") if status == "approved" else _("未开始")


def aims(db: pw.Database, wanted: Collection[int] | None = None) -> dict[int, str]:
    """提升前 and 提升目标 of indicators by their id, of all or of those ``wanted``, as they stand beside 目标指标.

    They are of the first round in which the indicator had a target: it is what the plan was made for, whatever rounds
    were opened since.
    """
    facts, said = indicators.read(db, whole=False), _("提升前 {}　提升目标 {}")
    found: dict[int, tuple[str, str]] = {}
    asked = [row for row in facts.indicators if wanted is None or row.id in wanted]
    for indicator in asked:
        for each in indicators.own_rounds(facts, indicator):
            before, target = text(each.row.before, each.row.unit), text(each.row.target, each.row.unit)
            if indicator.id not in found or target:
                found[indicator.id] = before, target
            if target:
                break
    units = {row.id: row.of(Indicator.unit) for row in asked}
    return {
        key: said.format(*(shown(value, unit) for value in found.get(key, ("", "")))) for key, unit in units.items()
    }


def empty_parts(items: Sequence[Row], talks: Sequence[Row]) -> list[str]:
    """The letters of 6.6.1 nothing stands under; what was talked over counts for d)."""
    there = {str(item.of(PlanItem.part)) for item in items} | ({"d"} if talks else set())
    return [key for key in NEEDED_PARTS if key not in there]


def gaps(lines: Mapping[str, Sequence[Row]], status: str, today: dt.date) -> list[Gap]:
    """What a plan lacks: parts of 6.6.1, people and days, answers to opinions, results, causes of deviations."""
    items = lines[ITEMS.key]
    found = [
        Gap(_("缺 {}").format(PARTS[key]), part=key) for key in empty_parts(items, lines[TALKS.key])
    ]  # fmt: skip
    found += _lacking(ITEMS.key, items, PlanItem.owner, _("方案项 {} 没有责任人"))
    found += _lacking(ITEMS.key, items, PlanItem.due_on, _("方案项 {} 没有期限"))
    if status == "consulting" and not lines[FEEDBACK.key]:
        found.append(Gap(_("还没有企业意见"), FEEDBACK.key, field=PlanFeedback.text))
    found += _lacking(FEEDBACK.key, lines[FEEDBACK.key], PlanFeedback.adopted, _("企业意见 {} 没有采纳情况"))
    found += _lacking(TALKS.key, lines[TALKS.key], PlanTalk.conclusion, _("研讨 {} 没有结论"))
    if status == "approved":
        late = [(no, item) for no, item in enumerate(items, 1) if is_late(item, today)]
        found += _named(ITEMS.key, late, PlanItem.done_on, _("方案项 {} 逾期没有完成"))
        mute = [(no, i) for no, i in enumerate(items, 1) if i.of(PlanItem.done_on) and not i.of(PlanItem.result)]
        found += _named(ITEMS.key, mute, PlanItem.result, _("方案项 {} 没有写阶段成果"))
    found += _lacking(DEVIATIONS.key, lines[DEVIATIONS.key], PlanDeviation.cause, _("偏差 {} 没有原因"))
    found += _lacking(DEVIATIONS.key, lines[DEVIATIONS.key], PlanDeviation.adjustment, _("偏差 {} 没有调整"))
    return found


def _lacking(key: str, rows: Sequence[Row], field: AnyField, text: str) -> list[Gap]:
    return _named(key, [(no, row) for no, row in enumerate(rows, 1) if not row.of(field)], field, text)


def _named(key: str, rows: Sequence[tuple[int, Row]], field: AnyField, text: str) -> list[Gap]:
    if not rows:
        return []
    return [Gap(text.format(ordering.places([no for no, _row in rows])), key, rows[0][1].id, field)]


def _live(db: pw.Database) -> list[Row]:
    return reading.rows(db, Plan, Plan.void_reason == "", order=(Plan.version, Plan.id))


def _before(every: Mapping[int, Row], item: Row) -> list[int]:
    """The item itself and those it was copied from, the nearest first."""
    found = [item.id]
    while (source := every[found[-1]].of(PlanItem.copied_from)) in every and source not in found:
        found.append(source)
    return found


def _copied(db: pw.Database, item: Row) -> dict[AnyField, object]:
    values: dict[AnyField, object] = {f: _target(db, item, f) for f in ITEMS.fields}
    return {**values, PlanItem.copied_from: item.id}


def _target(db: pw.Database, row: Row, f: AnyField) -> object:
    """A value for a new row: it cannot point at what is void or gone by now."""
    value = row.of(f)
    if not isinstance(f, pw.ForeignKeyField) or value is None:
        return value
    target = reading.row(db, f.rel_model, value)
    gone = target is None or target.get("void_reason") or target.get("deleted_at") is not None
    return None if gone else value
