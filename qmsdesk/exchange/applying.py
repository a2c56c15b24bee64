"""Write a plan: one backup, one transaction, one batch of history, one step of undo."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qmsdesk.errors import Refused
from qmsdesk.exchange.bare import ALSO_ADDED
from qmsdesk.exchange.collecting import homes, named
from qmsdesk.exchange.plan import Group, LineWrite
from qmsdesk.exchange.snapshot import is_relation
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Record
from qmsdesk.models.database import fold
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.sheet import Named, Values
from qmsdesk.registers.spec import Register
from qmsdesk.services import numbering, records
from qmsdesk.services.sitting import Sitting

if TYPE_CHECKING:
    from qmsdesk.exchange.importing import ImportPlan

_MOVED = _("编号让给导入的名单")


@dataclass
class ImportResult:
    """What an import did, in rows of the file; ``records`` are the records added. ``batch`` 0 means nothing."""

    added: int = 0
    updated: int = 0
    same: int = 0
    skipped: int = 0
    errors: int = 0
    records: int = 0
    also_created: list[tuple[Register, str]] = field(default_factory=list)
    batch: int = 0
    touched: frozenset[tuple[str, int]] = frozenset()


def apply(
    sitting: Sitting,
    plan: ImportPlan,
    *,
    partial: bool = False,
    reason: str = "",
    progress: Progress = silent,
) -> ImportResult:
    """Write the good rows of a plan; all or nothing unless ``partial``. ``reason`` is the 补录说明 of the whole file.

    Raises Refused when rows are bad, when the workspace has changed meanwhile, or when a save refuses; then, and when
    the user cancels, nothing is written.
    """
    _refuse_bad(plan, partial=partial)
    if not plan.groups:
        return _result(plan)
    sitting.workspace.require_writable()
    from qmsdesk.services import backup

    progress(_("备份"), 0, 1)
    backup.before_import(sitting)
    with sitting.batch(_("导入{}").format(plan.register.title)) as batch:
        before = [(row.status, row.note) for row in plan.rows]
        plan.refresh(sitting)
        if before != [(row.status, row.note) for row in plan.rows]:
            raise Refused(_("核对以后企业的数据又有改动，没有导入。"), _("重新核对预览，再导入一次。"))
        result = _result(plan)
        _Writer(sitting, plan, reason, progress).write()
        touched = frozenset(batch.records)
    result.batch, result.touched = batch.batch, touched
    return result


def _refuse_bad(plan: ImportPlan, *, partial: bool) -> None:
    if plan.missing:
        raise Refused(
            _("工作表“{}”缺少必需的列：{}。").format(plan.sheet, "、".join(plan.missing)),
            _("改表头文字，或指定哪一列是它。"),
        )
    bad = plan.bad
    if bad and not partial:
        raise Refused(_("有 {} 行有误或待确认，没有导入。").format(len(bad)), _("改正后再导入，或只导入没有问题的行。"))


def _result(plan: ImportPlan) -> ImportResult:
    counts = plan.counts()
    return ImportResult(
        added=counts["add"],
        updated=counts["update"],
        same=counts["same"],
        skipped=counts["skip"],
        errors=len(plan.bad),
        records=sum(group.target is None for group in plan.groups),
        also_created=plan.also_created,
    )


class _Writer:
    """Writes groups inside one batch; a refused save names the row of the file it came from."""

    def __init__(self, sitting: Sitting, plan: ImportPlan, reason: str, progress: Progress) -> None:
        self.sitting = sitting
        self.plan = plan
        self.register = plan.register
        self.reason = reason
        self.progress = progress
        self.homes = homes(plan.rows)
        self.ids: dict[Named, int] = {}
        self.own: dict[str, int] = {}
        self.later: list[tuple[int, AnyField, Named]] = []

    def write(self) -> None:
        for name in named(self.register, self.plan.rows, self.plan.groups):
            if not self._belongs_here(name):
                self._create_or_find(name)
        moved = self._make_room()
        for done, group in enumerate(self.plan.groups):
            self.progress(_("导入"), done, len(self.plan.groups))
            self._write_group(group)
        for record_id, f, name in self.later:
            found = self.own.get(fold(name.caption)) if name.model is self.register.model else None
            if found is None:
                found = self._create_or_find(name)
            records.save(self.sitting, self.register, record_id, {f: found}, reason=self.reason)
        for record_id in moved:
            free = numbering.next_number(self.sitting.db, self.register, self.sitting.clock.today())
            records.save(self.sitting, self.register, record_id, {self.register.model.number: free}, reason=_MOVED)
        self.progress(_("导入"), len(self.plan.groups), len(self.plan.groups))

    def _make_room(self) -> list[int]:
        """Take the numbers of the file off whoever was only named; those the file gives no number are returned."""
        number, snapshot = self.register.model.number, self.plan.snapshot
        wanted = {fold(str(group.record[number])): group for group in self.plan.groups if number in group.record}
        moved = []
        for text, group in wanted.items():
            holder = snapshot.numbers.get(text)
            if holder is None or holder == group.target:
                continue
            records.save(self.sitting, self.register, holder, {number: f"{text}-{holder}"}, reason=_MOVED)
            if not any(g.target == holder and number in g.record for g in self.plan.groups):
                moved.append(holder)
        return moved

    def _belongs_here(self, name: Named) -> bool:
        """Whether somebody named belongs to a record of this very file (the head of a new department)."""
        home = self.homes.get(name)
        return isinstance(home, Named) and home.model is self.register.model

    def _create(self, name: Named, home: int | Named | None) -> int:
        if name in self.ids:
            return self.ids[name]
        register = BY_MODEL[name.model]
        assert register.sheet.create is not None  # relations to other registers never give a name to be added
        values = register.sheet.create(name.caption, home)
        if name.number:
            values = {**values, register.model.number: name.number}
        ready = {f: self._create_or_find(v) if isinstance(v, Named) else v for f, v in values.items()}
        self.ids[name] = records.save(self.sitting, register, None, ready, reason=ALSO_ADDED).record
        return self.ids[name]

    def _create_or_find(self, name: Named) -> int:
        if name in self.ids:
            return self.ids[name]
        home = self.homes.get(name)
        found = self._known(name.model, name.caption, name.number, home)
        return found if found is not None else self._create(name, home)

    def _known(self, model: type[Record], caption: str, number: str, home: int | Named | None) -> int | None:
        """What is stored by now: a number tells namesakes apart, and so does where they belong."""
        from qmsdesk.services import reading

        told = {model.number_key: fold(number)} if number else {}
        places = [f for f in BY_MODEL[model].sheet.key if is_relation(f)]
        place = {f: home for f in places if isinstance(home, int)}
        row = reading.find(self.sitting.db, model, {model.caption(): caption, **told, **place})
        return row.id if row else None

    def _write_group(self, group: Group) -> None:
        rows = [r for r in group.rows if not r.bad]
        status = self.register.model.status
        # What comes in closed takes its child rows first: its state is written last.
        held_back = group.target is None and bool(group.lines) and bool(group.record.get(status))
        state = {status: group.record.pop(status)} if held_back else {}
        try:
            record_id = self._write_record(group)
            for write in sorted(group.lines, key=lambda w: w.line_id is None):
                if write.row is None or not write.row.bad:
                    self._write_line(record_id, write)
            if last := {**state, **group.finish}:
                records.save(self.sitting, self.register, record_id, last, reason=self.reason)
        except Refused as refused:
            place = rows[0].sheet_row if rows else 0
            raise Refused(_("第 {} 行不能导入：{}").format(place, refused.text), refused.hint) from refused

    def _write_record(self, group: Group) -> int:
        model: Any = self.register.model
        values = {f: v for f, v in group.record.items() if v is not None}
        waiting = {
            f: v for f, v in values.items() if isinstance(v, Named) and (v.model is model or self._belongs_here(v))
        }
        ready = self._ready({f: v for f, v in values.items() if f not in waiting})
        record_id = group.target
        if record_id is None:
            if self.reason and not ready.get(model.late_reason):  # what the row itself says comes first
                ready = {**ready, model.late_reason: self.reason}
            record_id = records.save(self.sitting, self.register, None, ready, reason=self.reason).record
        elif ready:
            records.save(self.sitting, self.register, record_id, ready, reason=self.reason)
        for f in (model.number, model.caption()):
            if text := str(ready.get(f) or ""):
                self.own.setdefault(fold(text), record_id)
        self.later += [(record_id, f, name) for f, name in waiting.items()]
        return record_id

    def _write_line(self, record_id: int, write: LineWrite) -> None:
        values = self._ready({f: v for f, v in write.values.items() if v is not None})
        records.save_line(
            self.sitting, self.register, record_id, write.lines, write.line_id, values, reason=self.reason
        )

    def _ready(self, values: Values) -> Values:
        return {f: self._create_or_find(v) if is_relation(f) and isinstance(v, Named) else v for f, v in values.items()}
