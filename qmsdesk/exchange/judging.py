"""What rows mean to each other and to the records there are: added, updated, the same, a duplicate, refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qmsdesk.exchange.bare import Bare
from qmsdesk.exchange.plan import Group, LineWrite, OnDuplicate, PlanRow
from qmsdesk.exchange.rowreader import problem
from qmsdesk.exchange.settling import blame, changed, settle, worst
from qmsdesk.exchange.snapshot import Key, Snapshot, key_part
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import fold
from qmsdesk.registers.sheet import Values
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import history, records

_LEFT_OUT = _("不随导入增加；要保留就作为附件加进去")


@dataclass
class _Meeting:
    """A row of the main sheet and what it meets: the row before it on the same matter, the stored record and line."""

    row: PlanRow
    group: Group
    own: Values
    line: Values
    stored: Row | None
    stored_line: Row | None = None
    before: PlanRow | None = None


class Judge:
    """Goes through all rows once; the groups are then the records to be written, in the order of the file."""

    def __init__(
        self, register: Register, snapshot: Snapshot, on_duplicate: OnDuplicate, bare: Bare | None = None
    ) -> None:
        self.register = register
        self.sheet = register.sheet
        self.snapshot = snapshot
        self.on_duplicate = on_duplicate
        self.bare = bare
        self.bare_ids = bare.ids if bare else frozenset()
        self.alone: dict[Key, int] = {}
        self.groups: dict[Key, Group] = {}
        self.numbers: dict[str, Key] = {}
        self.beside: set[AnyField] = set(self.sheet.line.fields) if self.sheet.line else set()
        self.number: Any = register.model.number
        self.defaults = history.defaults(register.model)

    def judge(self, rows: Sequence[PlanRow]) -> list[Group]:
        """Set status, note and problems of every row; the groups hold what is to be written."""
        for row in rows:
            row.problems = list(row.read_problems)
            row.duplicate = False
            row.status, row.note = ("skip", _("不导入")) if row.left_out else (worst(row.problems), "")
        self.alone = self.bare.alone(rows) if self.bare else {}
        for row in rows:
            if row.line is None and not row.left_out:
                self._place(row)
        for row in rows:
            if row.line is not None and not row.bad and not row.left_out:
                self._place_line(row, row.line)
        settle(self.register, self.snapshot, list(self.groups.values()))
        return [g for g in self.groups.values() if any(r.status in {"add", "update"} for r in g.rows)]

    # Rows of the main sheet

    def _place(self, row: PlanRow) -> None:
        blamed = {p.field for p in row.problems if p.level == "error"}
        if blamed & {*self.sheet.key, self.number}:
            return  # which record this is stays open until the cell is mended
        number = fold(str(row.values.get(self.number) or ""))
        key = self._key(row, number)
        target, refusal = self._target(key, number)
        if refusal:
            blame(row, self.number, refusal)
            return
        key = ("id", target) if target is not None else key
        if number and self.numbers.setdefault(number, key) != key:
            first = self.groups[self.numbers[number]].rows[0]
            blame(row, self.number, _("编号与第 {} 行重复").format(first.sheet_row))
            return
        group = self.groups.setdefault(key, Group(target))
        meeting = self._meeting(group, row)
        if not self._settled_as_duplicate(meeting) and not self._contradicts(meeting):
            self._take_over(meeting)
        group.rows.append(row)

    def _key(self, row: PlanRow, number: str) -> Key:
        """The natural key of a row; what its cells do not give is that of the record of its number, else the default.

        A work plan without 轮次 is about the first round, whose name is empty.
        """
        if self.sheet.single:
            return next(iter(self.snapshot.keys), ("single",))
        given = {f: row.values.get(f) for f in self.sheet.key}
        if not any(given.values()):
            return ("row", row.sheet_row)  # its number comes with the import, so it is none of the others
        known = self.snapshot.numbers.get(number) if number else None
        there = self.snapshot.rows[known] if known is not None and known not in self.bare_ids else self.defaults
        return tuple(key_part(there[f.name] if value is None else value) for f, value in given.items())

    def _target(self, key: Key, number: str) -> tuple[int | None, str]:
        """The stored record a row means, that of its number before that of its natural key; or why there is none."""
        by_key = self.snapshot.keys.get(key, self.alone.get(key[:1]))
        by_number = self.snapshot.numbers.get(number) if number else None
        if by_number in self.bare_ids:
            by_number = None  # it was given to somebody who was only named; the list says whose it is
        if by_number is None:
            if number in self.snapshot.binned:
                return None, _("编号已被回收站里的“{}”使用").format(self.snapshot.binned[number])
            return by_key, ""
        if by_key is not None and by_number != by_key:
            caption = self.snapshot.rows[by_number].of(self.register.model.caption())
            return None, _("编号属于“{}”，与这一行不是同一条").format(caption)
        return by_number, ""

    def _meeting(self, group: Group, row: PlanRow) -> _Meeting:
        lines = self.sheet.line
        own = {f: v for f, v in row.values.items() if f not in self.beside}
        line = self._line_values(row)
        if lines and line and set(line) <= row.defaulted and self.snapshot.lines_of(lines, group.target):
            line = {}  # the row says nothing about a child row, and there is one
        stored = self.snapshot.rows.get(group.target) if group.target is not None else None
        met = _Meeting(row, group, own, line, stored)
        met.before = self._same_line(group, line)
        met.stored_line = self._stored_line(group, row, line) if lines else None
        return met

    def _line_values(self, row: PlanRow) -> Values:
        """The child row beside the record; empty when the row says nothing about one."""
        values = {f: v for f, v in row.values.items() if f in self.beside}
        return values if any(v is not None for v in values.values()) else {}

    def _same_line(self, group: Group, line: Values) -> PlanRow | None:
        """The earlier row of the file that is about the same record and child row."""
        for other in group.rows:
            if other.status in {"add", "update", "same"} and (
                self.sheet.line is None or self._line_key(line) == self._line_key(self._line_values(other))
            ):
                return other
        return None

    def _line_key(self, line: Values) -> Key:
        natural = self.sheet.line.natural if self.sheet.line else ()
        return tuple(key_part(line.get(f)) for f in natural)

    def _stored_line(self, group: Group, row: PlanRow, line: Values) -> Row | None:
        lines = self.sheet.line
        assert lines is not None
        stored = self.snapshot.lines_of(lines, group.target)
        for each in stored:
            if line and tuple(key_part(each.of(f)) for f in lines.natural) == self._line_key(line):
                return each
        if len(stored) == 1 and line and row.defaulted & set(lines.natural):
            # A sheet that names no round means the only one there is.
            line.update({f: stored[0].of(f) for f in lines.natural})
            return stored[0]
        return None

    def _settled_as_duplicate(self, met: _Meeting) -> bool:
        """Whether the row only repeats what is in the file or the workspace, and was dealt with as asked."""
        if met.before is not None:
            return self._duplicate(met.row, _("与第 {} 行重复").format(met.before.sheet_row))
        if met.stored is None or met.stored.id in self.bare_ids:
            return False
        lines = self.sheet.line
        unnamed = lines is None or not met.line or bool(met.row.defaulted & set(lines.natural))
        known = unnamed or met.stored_line is not None
        return known and self._duplicate(met.row, _("已存在：{}").format(met.stored["number"]))

    def _duplicate(self, row: PlanRow, text: str) -> bool:
        """Deal with a duplicate as asked; true when the row is finished with."""
        if self.on_duplicate == "update":
            row.note = text
            return False
        if self.on_duplicate == "skip":
            if not row.bad:
                row.status, row.note = "skip", text
        else:
            blame(row, self.sheet.key[0], text)
            row.duplicate = True
            if row.line is None and len(self.sheet.key) > 1:  # all of it is the same, not its first part alone
                whole = "、".join(str(f.verbose_name) for f in self.sheet.key if f.verbose_name)
                row.problems[-1] = replace(row.problems[-1], heading=whole, found="")
        return True

    def _contradicts(self, met: _Meeting) -> bool:
        """Whether a further child row comes with other values for its record."""
        if met.before is not None:
            return False
        group, row = met.group, met.row
        if group.rows and (f := self._differing(met.own, {g.name: v for g, v in group.record.items()})):
            text = _("与第 {} 行是同一条记录，而{}不同").format(group.rows[0].sheet_row, f.verbose_name)
        elif met.stored and met.stored.id in self.bare_ids:
            return False
        elif met.stored and self.on_duplicate != "update" and (f := self._differing(met.own, met.stored)):
            text = _("已存在：{}，而{}不同").format(met.stored["number"], f.verbose_name)
        else:
            return False
        blame(row, f, text)
        return True

    def _differing(self, own: Values, other: dict[str, Any]) -> AnyField | None:
        for f, value in own.items():
            there = other.get(f.name)
            if f is self.number or f in set(self.sheet.derived) or there in (None, "", ()):
                continue
            if key_part(there) != key_part(value):
                return f
        return None

    def _take_over(self, met: _Meeting) -> None:
        """Let the row add to its record what is new in it."""
        row, stored, state = met.row, met.stored, self.register.model.status
        changes = met.own if stored is None else changed(met.own, stored, self.number)
        if stored is not None and changes.pop(state, None) is not None:
            row.problems.append(problem(row, state, _("已有记录的状态不随导入改变"), "warning"))
        line_changes = met.line if met.stored_line is None else changed(met.line, met.stored_line)
        if stored is not None and not self._open(row, stored, met.stored_line, changes, line_changes):
            return
        if stored is not None and met.before is None and not changes and not line_changes:
            row.status, row.note = "same", _("与已有记录相同")
            return
        if row.bad:
            return
        if stored is not None or met.before is not None:
            row.status = "update"
            row.note = row.note or _("更新 {} 个字段").format(len(changes) + len(line_changes))
        met.group.record.update(changes)
        self._take_over_line(met, line_changes)

    def _take_over_line(self, met: _Meeting, values: Values) -> None:
        lines = self.sheet.line
        earlier = next((w for w in met.group.lines if met.before is not None and w.row is met.before), None)
        if earlier is not None:
            earlier.values.update(values)
        elif lines and values:
            met.group.lines.append(LineWrite(met.row, lines, met.stored_line.id if met.stored_line else None, values))

    def _open(self, row: PlanRow, stored: Row, stored_line: Row | None, changes: Values, line_changes: Values) -> bool:
        """Whether the stored record and child row may be changed so; else the row says why not."""
        lines = self.sheet.line
        reason = records.locked(self.register, stored)
        parts = _stays_open(self.register, stored)
        refused = reason if set(changes) - parts or (line_changes and lines not in parts) else ""
        if not refused and lines and stored_line is not None and line_changes:
            refused = records.line_locked(lines, stored, stored_line)
        if refused:
            blame(row, next(iter({**changes, **line_changes}), None), _("不能更新：{}").format(refused))
        return not refused

    # Child rows on sheets of their own

    def _place_line(self, row: PlanRow, lines: Lines) -> None:
        number = fold(str(row.values.get(self.number) or ""))
        target = self.snapshot.numbers.get(number)
        key = self.numbers.get(number) or (("id", target) if target is not None else None)
        if key is None:
            text = _("没有编号为“{}”的{}").format(row.text(self.number), self.register.title)
            blame(row, self.number, text)
            return
        group = self.groups.setdefault(key, Group(target))
        values = {f: v for f, v in row.values.items() if f is not self.number}
        parts_of = lines.natural or tuple(values)  # rows without a name of their own are the same when all of it is
        natural = tuple(key_part(values.get(f)) for f in parts_of)
        for write in group.lines:
            same = write.lines is lines and tuple(key_part(write.values.get(f)) for f in parts_of) == natural
            if same and self._duplicate(row, _("与第 {} 行重复").format(write.row.sheet_row if write.row else 0)):
                return
        stored = next(
            (r for r in self.snapshot.lines_of(lines, group.target)
             if tuple(key_part(r.of(f)) for f in parts_of) == natural), None
        )  # fmt: skip
        if lines.kept:
            row.status, row.note = ("same", _("与已有记录相同")) if stored else ("skip", f"{lines.kept}，{_LEFT_OUT}")
            return
        if stored is not None and self._duplicate(row, _("已存在：{}").format(row.text(self.number))):
            return
        changes = values if stored is None else changed(values, stored)
        if not changes:
            row.status, row.note = "same", _("与已有记录相同")
            return
        record = self.snapshot.rows.get(group.target) if group.target is not None else None
        reason = records.locked(self.register, record) if record else ""
        if record and reason:
            parts = _stays_open(self.register, record)
            if lines in parts or (stored is not None and set(changes) <= parts):
                reason = ""
        if record and stored is not None and not reason:
            reason = records.line_locked(lines, record, stored)
        if reason:
            blame(row, self.number, _("不能更新：{}").format(reason))
            return
        row.status = "add" if stored is None else "update"
        group.lines.append(LineWrite(row, lines, stored.id if stored else None, changes))
        group.rows.append(row)


def _stays_open(register: Register, row: Row) -> set[Any]:
    """What of a locked record can be changed all the same."""
    flow = register.workflow
    return set() if row["void_reason"] else {part for part in flow.stays_open if flow.open_when_locked(part, row)}
