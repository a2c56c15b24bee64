"""质量诊断 between survey and plan: opinions out of weak items, written into the plan, what they lack (6.5.8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.errors import Blocked, Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.project import Diagnosis, Opinion, Plan, PlanItem, Survey
from qmsdesk.registers.plans import ITEMS, PLAN
from qmsdesk.registers.project import DIAGNOSIS, OPINIONS
from qmsdesk.registers.spec import Values
from qmsdesk.services import ordering, plans, reading, records, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.surveying import Found


@dataclass(frozen=True)
class Gap:
    """Something the opinions lack, in words, with the first row and the field to fill."""

    text: str
    line: int = 0
    field: AnyField = None


@dataclass(frozen=True)
class Wish:
    """An opinion to be written into the plan: where it stands in 6.6.1 and what is to be done."""

    opinion: int
    part: str
    measure: str


@dataclass(frozen=True)
class Target:
    """The item of the plan an opinion led to, in its newest version."""

    item: Row
    plan: Row
    place: int

    @property
    def words(self) -> str:
        """As it is named beside an opinion."""
        return f"{self.plan['number']} {self.short}"

    @property
    def short(self) -> str:
        """Without the number of the plan, for a narrow column."""
        return _("第 {} 版第 {} 项").format(self.plan.of(Plan.version), self.place)


def latest(db: pw.Database) -> Row | None:
    """The diagnosis made last."""
    rows = reading.rows(db, Diagnosis, Diagnosis.void_reason == "")
    return max(rows, key=lambda row: (str(row.of(Diagnosis.diagnosed_on) or "9"), row.id), default=None)


def open_diagnosis(sitting: Sitting) -> records.Change:
    """A new report for today's date on the last survey; its title is not in use yet."""
    taken = {row.of(Diagnosis.title) for row in reading.rows(sitting.db, Diagnosis)}
    name = _("认证提升企业质量诊断报告")
    titles = (name, *(_("{}（第{}次）").format(name, n) for n in range(2, 1000)))
    values: Values = {
        Diagnosis.title: next(each for each in titles if each not in taken),
        Diagnosis.diagnosed_on: sitting.clock.today(),
    }
    survey = surveying.latest(sitting.db)
    if survey is not None:
        values |= {
            Diagnosis.survey: survey.id, Diagnosis.party: survey.of(Survey.party),
            Diagnosis.diagnosers: survey.of(Survey.surveyors),
        }  # fmt: skip
    return records.save(sitting, DIAGNOSIS, None, values)


def offered(db: pw.Database, diagnosis: Row) -> list[Found]:
    """The weak items of the survey a diagnosis stands on that no opinion of it names yet, in the order of 表A.1."""
    survey = reading.row(db, Survey, diagnosis.of(Diagnosis.survey))
    if survey is None or survey["void_reason"] or survey["deleted_at"] is not None:
        return []
    named = {line.of(Opinion.item) for line in reading.lines(db, OPINIONS, diagnosis.id)}
    items = (found for group in surveying.read(db, survey.id).groups for found in group.items)
    return [found for found in items if found.state in surveying.WEAK and found.item.code not in named]


def take_over(sitting: Sitting, diagnosis_id: int) -> tuple[records.Change, int]:
    """An opinion for every weak item; one batch. Refused where there is none, Blocked when the report is signed."""
    row = _open(sitting.db, diagnosis_id)
    found = offered(sitting.db, row)
    if not found:
        why = _("先选定依据的调研。") if row.of(Diagnosis.survey) is None else _("薄弱和未开展的调研项都已有诊断意见。")
        raise Refused(_("没有可以带入的调研项。"), why)
    texts = {line.of(Opinion.text) for line in reading.lines(sitting.db, OPINIONS, diagnosis_id)}
    with sitting.batch(_("从调研带入诊断意见")) as current:
        for each in found:
            text = surveying.proposed_opinion(each)
            if text in texts:
                text = _("{}（{}）").format(text[:380], each.item.code)
            texts.add(text)
            values: Values = {Opinion.text: text, Opinion.category: each.item.category, Opinion.item: each.item.code}
            if len(each.indicators) == 1:
                values[Opinion.indicator] = each.indicators[0].id
            records.save_line(sitting, DIAGNOSIS, diagnosis_id, OPINIONS, None, values)
        change = records.Change(DIAGNOSIS.key, diagnosis_id, "edit", current.batch, frozenset(current.records))
    return change, len(found)


def unwritten(lines: Sequence[Row], led: Collection[int] | None = None) -> list[Row]:
    """Adopted opinions without an item of the plan.

    ``led`` are those that led to one, as ``targets`` finds them: without it an item counts that stands in a plan which
    is void or deleted.
    """
    written = {row.id for row in lines if row.of(Opinion.plan_item) is not None} if led is None else led
    return [row for row in lines if row.of(Opinion.adopted) == "adopted" and row.id not in written]


def write_into_plan(sitting: Sitting, diagnosis_id: int, wishes: Sequence[Wish]) -> tuple[records.Change, Row]:
    """An item of the plan for each adopted opinion, linked to it; one step of undo. Returns the plan they stand in.

    The newest plan that is not approved takes them; where there is none a new one is begun, as the next version of the
    plan in force, or of the last that was, when there is one. Refused for opinions that are not adopted or have an item
    already; Blocked when a measure is missing.
    """
    row = _open(sitting.db, diagnosis_id)
    lines = {line.id: line for line in reading.lines(sitting.db, OPINIONS, diagnosis_id)}
    waiting = {line.id for line in unwritten(list(lines.values()), targets(sitting.db, list(lines.values())))}
    wrong = [wish for wish in wishes if wish.opinion not in waiting]
    if wrong or not wishes:
        raise Refused(_("只有已采纳、还没有方案项的意见才写入方案。"), _("刷新后再试。"))
    bare = [str(list(lines).index(w.opinion) + 1) for w in wishes if not w.measure.strip() or not w.part]
    if bare:
        missing = _("意见 {} 的措施或内容").format("、".join(bare))
        raise Blocked(_("还不能写入方案，缺：{}。").format(missing), (missing,))
    with sitting.batch(_("写入提升方案")) as current:
        plan = _plan(sitting, row)
        for wish in wishes:
            opinion = lines[wish.opinion]
            values = {
                PlanItem.pain: _short(opinion.of(Opinion.text), PlanItem.pain.max_length),
                PlanItem.measure: wish.measure.strip(), PlanItem.part: wish.part,
                PlanItem.indicator: opinion.of(Opinion.indicator),
            }  # fmt: skip
            _change, item = records.save_line(sitting, PLAN, plan, ITEMS, None, values)
            records.save_line(sitting, DIAGNOSIS, diagnosis_id, OPINIONS, opinion.id, {Opinion.plan_item: item})
        change = records.Change(DIAGNOSIS.key, diagnosis_id, "edit", current.batch, frozenset(current.records))
    found = reading.row(sitting.db, Plan, plan)
    assert found is not None
    return change, found


def targets(db: pw.Database, lines: Sequence[Row]) -> dict[int, Target]:
    """By opinion: the item of the plan it led to, as it stands in the newest version that carries it on.

    An opinion is missing where that plan is void or deleted and no later version has the item.
    """
    if not any(line.of(Opinion.plan_item) for line in lines):
        return {}
    rows = {row.id: row for row in reading.rows(db, Plan, Plan.void_reason == "")}
    standing = plans.carried(reading.rows(db, PlanItem), rows)
    found = {}
    for line in lines:
        item = standing.get(line.of(Opinion.plan_item))
        if item is not None:
            plan = rows[item.of(PlanItem.plan)]
            ids = [each.id for each in plans.items_of(db, plan.id)]
            found[line.id] = Target(item, plan, ids.index(item.id) + 1)
    return found


def gaps(lines: Sequence[Row], led: Mapping[int, Target]) -> list[Gap]:
    """What the opinions lack, from 采纳 to 落实结果; ``led`` are their ``targets``."""
    if not lines:
        return [Gap(_("还没有诊断意见"), 0, Opinion.text)]
    places = {line.id: no for no, line in enumerate(lines, 1)}
    done = [
        line for line in lines
        if line.id in led and led[line.id].item.of(PlanItem.done_on) and not line.of(Opinion.result)
    ]  # fmt: skip
    kinds: tuple[tuple[str, list[Row], AnyField], ...] = (
        (_("意见 {} 没有采纳情况"), [line for line in lines if not line.of(Opinion.adopted)], Opinion.adopted),
        (
            _("意见 {} 不采纳没有理由"),
            [each for each in lines if each.of(Opinion.adopted) == "rejected" and not each.of(Opinion.reason)],
            Opinion.reason,
        ),
        (_("采纳的意见 {} 没有方案项"), unwritten(lines, led), Opinion.plan_item),
        (_("意见 {} 的方案项已完成，没有落实结果"), done, Opinion.result),
    )  # fmt: skip
    return [
        Gap(text.format(ordering.places([places[row.id] for row in rows])), rows[0].id, field)
        for text, rows, field in kinds if rows
    ]  # fmt: skip


def _open(db: pw.Database, diagnosis_id: int) -> Row:
    row = reading.row(db, Diagnosis, diagnosis_id)
    if row is None or row["deleted_at"] is not None or row["void_reason"]:
        raise Refused(_("这份诊断报告已作废或不存在。"), _("刷新后再试。"))
    return row


def _plan(sitting: Sitting, diagnosis: Row) -> int:
    """The plan the items go into."""
    found = plans.open_plan(sitting.db)
    if found is not None:
        return found.id
    last = plans.in_force(sitting.db) or plans.latest(sitting.db)
    if last is not None:
        return plans.revise(sitting, last.id, _("纳入 {} 的诊断意见").format(diagnosis["number"])).record
    values = {Plan.title: plans.free_title(sitting.db), Plan.party: diagnosis.of(Diagnosis.party)}
    return records.save(sitting, PLAN, None, values).record


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
