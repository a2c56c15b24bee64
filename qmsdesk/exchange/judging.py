"""What rows mean to each other and to the records there are: added, updated, the same, a duplicate, refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from qmsdesk.exchange.plan import CellProblem, Group, LineWrite, OnDuplicate, PlanRow
from qmsdesk.exchange.rowreader import problem
from qmsdesk.exchange.rules import checks, guards
from qmsdesk.exchange.snapshot import Key, Snapshot, is_relation, key_part
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import fold
from qmsdesk.registers.sheet import Named, Values
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.services import records


class Judge:
    """Goes through all rows once; ``groups`` are then the records to be written, in the order of the file."""

    def __init__(self, register: Register, snapshot: Snapshot, on_duplicate: OnDuplicate) -> None:
        self.register = register
        self.sheet = register.sheet
        self.snapshot = snapshot
        self.on_duplicate = on_duplicate
        self.groups: dict[Key, Group] = {}
        self.numbers: dict[str, Key] = {}
        beside = set(self.sheet.line.fields) if self.sheet.line else set()
        self.beside = beside
        self.number = register.model.number

    def judge(self, rows: Sequence[PlanRow]) -> list[Group]:
        """Set status, note and problems of every row; the groups hold what is to be written."""
        for row in rows:
            row.problems = list(row.read_problems)
            row.note = ""
            row.status = "skip" if row.left_out else _worst(row.problems)
            if row.left_out:
                row.note = _("不导入")
        for row in rows:
            if row.line is None and not row.left_out:
                self._place(row)
        for row in rows:
            if row.line is not None and not row.bad and not row.left_out:
                self._place_line(row, row.line)
        self._check_self_relations()
        for group in self.groups.values():
            self._settle(group)
        for group in self.groups.values():
            self._check(group)
            self._orphans(group)
        return [g for g in self.groups.values() if any(r.status in {"add", "update"} for r in g.rows)]

    # One row of the main sheet

    def _place(self, row: PlanRow) -> None:
        blamed = {p.field for p in row.problems if p.level == "error"}
        if blamed & {*self.sheet.key, self.number}:
            return  # which record this is stays open until the cell is mended
        key = tuple(key_part(row.values.get(f)) for f in self.sheet.key)
        number = fold(str(row.values.get(self.number) or ""))
        target = self._target(row, key, number)
        if row.bad:
            return
        key = ("id", target) if target is not None else key
        if number and self.numbers.setdefault(number, key) != key:
            first = self.groups[self.numbers[number]].rows[0]
            self._blame(row, self.number, _("编号与第 {} 行重复").format(first.sheet_row))
            return
        group = self.groups.get(key)
        if group is None:
            group = self.groups[key] = Group(target)
        self._join(group, row)
        group.rows.append(row)

    def _target(self, row: PlanRow, key: Key, number: str) -> int | None:
        """The stored record a row means: that of its number, else that of its natural key."""
        by_key = self.snapshot.keys.get(key)
        by_number = self.snapshot.numbers.get(number) if number else None
        if number and by_number is None and number in self.snapshot.binned:
            caption = self.snapshot.binned[number]
            self._blame(row, self.number, _("编号已被回收站里的“{}”使用").format(caption))
        if by_number is not None and by_key is not None and by_number != by_key:
            caption = self.snapshot.rows[by_number].of(self.register.model.caption())
            self._blame(row, self.number, _("编号属于“{}”，与这一行不是同一条").format(caption))
        return by_number if by_number is not None else by_key

    def _join(self, group: Group, row: PlanRow) -> None:
        """Compare a row with those before it in the file and with the stored record, and take over its values."""
        lines = self.sheet.line
        own = {f: v for f, v in row.values.items() if f not in self.beside}
        stored = self.snapshot.rows.get(group.target) if group.target is not None else None
        line = self._line_values(row)
        if lines and line and set(line) <= row.defaulted and self.snapshot.lines_of(lines, group.target):
            line = {}  # the row says nothing about a child row, and there is one
        before = self._same_line(group, line)
        if before is not None and self._duplicate(row, _("与第 {} 行重复").format(before.sheet_row)):
            return
        if before is None and group.rows and (differs := self._differing(own, group.record)):
            first = group.rows[0].sheet_row
            text = _("与第 {} 行是同一条记录，而{}不同").format(first, differs.verbose_name)
            self._blame(row, differs, text)
            return
        stored_line = self._stored_line(group, row, line) if lines else None
        if stored is not None and before is None:
            known = lines is None or not line or stored_line is not None or bool(row.defaulted & set(lines.natural))
            if known and self._duplicate(row, _("已存在：{}").format(stored["number"])):
                return
            if not known and self.on_duplicate != "update" and (differs := self._differing(own, stored)):
                text = _("已存在：{}，而{}不同").format(stored["number"], differs.verbose_name)
                self._blame(row, differs, text)
                return
        changes = own if stored is None else _changes(own, stored, self.number)
        line_changes = line if stored_line is None else _changes(line, stored_line)
        if stored is not None and not self._open(row, stored, stored_line, changes, line_changes):
            return
        if stored is not None and not changes and not line_changes and before is None:
            row.status, row.note = "same", _("与已有记录相同")
            return
        if stored is not None or before is not None:
            row.status = "update" if row.status == "add" else row.status
            count = len(changes) + len(line_changes)
            row.note = row.note or _("{}，更新 {} 个字段").format(stored["number"] if stored else "", count).lstrip(
                "，"
            )
        if row.bad:
            return
        group.record.update(changes)
        if lines and line:
            self._write_line(group, row, lines, stored_line, line_changes, before)

    def _write_line(
        self, group: Group, row: PlanRow, lines: Lines, stored: Row | None, values: Values, before: PlanRow | None
    ) -> None:
        earlier = next((w for w in group.lines if before is not None and w.row is before), None)
        if earlier is not None:
            earlier.values.update(values)
        elif values:
            group.lines.append(LineWrite(row, lines, stored.id if stored else None, dict(values)))

    def _line_values(self, row: PlanRow) -> Values:
        """The child row beside the record; empty when the row says nothing about one."""
        lines = self.sheet.line
        values = {f: v for f, v in row.values.items() if f in self.beside}
        return values if (lines and any(f not in row.defaulted for f in values)) or row.defaulted & self.beside else {}

    def _same_line(self, group: Group, line: Values) -> PlanRow | None:
        """The earlier row of the file that is about the same record and child row."""
        for other in group.rows:
            if other.status not in {"add", "update", "same"}:
                continue
            if self.sheet.line is None or self._line_key(line) == self._line_key(self._line_values(other)):
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
        # A sheet that names no round means the only one there is.
        if len(stored) == 1 and line and row.defaulted & set(lines.natural):
            line.update({f: stored[0].of(f) for f in lines.natural})
            return stored[0]
        return None

    def _duplicate(self, row: PlanRow, text: str) -> bool:
        """Deal with a duplicate as asked; true when the row is finished with."""
        if self.on_duplicate == "update":
            row.note = text
            return False
        if self.on_duplicate == "skip":
            if not row.bad:
                row.status, row.note = "skip", text
        else:
            self._blame(row, self.sheet.key[0], text)
        return True

    def _differing(self, own: Values, other: Any) -> AnyField | None:
        """The first field in which a further row of the same record says something else."""
        values = {f.name: v for f, v in other.items()} if not isinstance(other, Row) else other
        for f, value in own.items():
            if f is self.number or values.get(f.name) in (None, "", ()):
                continue
            if f.name in values and key_part(values[f.name]) != key_part(value) and f not in set(self.sheet.derived):
                return f
        return None

    def _open(self, row: PlanRow, stored: Row, stored_line: Row | None, changes: Values, line_changes: Values) -> bool:
        """Whether the stored record and child row may be changed so; else the row says why not."""
        lines = self.sheet.line
        reason = records.locked(self.register, stored)
        parts = set(self.register.workflow.stays_open) if not stored["void_reason"] else set()
        if reason and (set(changes) - parts or (line_changes and lines not in parts)):
            self._blame(row, next(iter({**changes, **line_changes}), None), _("不能更新：{}").format(reason))
            return False
        if lines and stored_line is not None and line_changes and (reason := lines.locked(stored_line)):
            self._blame(row, next(iter(line_changes)), _("不能更新：{}").format(reason))
            return False
        return True

    # Child rows on sheets of their own

    def _place_line(self, row: PlanRow, lines: Lines) -> None:
        number = fold(str(row.values.get(self.number) or ""))
        key = self.numbers.get(number)
        target = self.snapshot.numbers.get(number)
        if key is None and target is None:
            self._blame(row, self.number, _("没有编号为“{}”的{}").format(row.text(self.number), self.register.title))
            return
        key = key or ("id", target)
        group = self.groups.setdefault(key, Group(target))
        values = {f: v for f, v in row.values.items() if f is not self.number}
        natural = tuple(key_part(values.get(f)) for f in lines.natural)
        for write in group.lines:
            same = write.lines is lines and tuple(key_part(write.values.get(f)) for f in lines.natural) == natural
            if same and self._duplicate(row, _("与第 {} 行重复").format(write.row.sheet_row if write.row else 0)):
                return
        stored = next(
            (x for x in self.snapshot.lines_of(lines, group.target)
             if tuple(key_part(x.of(f)) for f in lines.natural) == natural), None
        )  # fmt: skip
        changes = values if stored is None else _changes(values, stored)
        if stored is not None and self._duplicate(row, _("已存在：{}").format(row.text(self.number))):
            return
        if not changes:
            row.status, row.note = "same", _("与已有记录相同")
            return
        record = self.snapshot.rows.get(group.target) if group.target is not None else None
        reason = records.locked(self.register, record) if record else ""
        if reason and (record is None or record["void_reason"] or lines not in set(self.register.workflow.stays_open)):
            self._blame(row, self.number, _("不能更新：{}").format(reason))
            return
        row.status = "add" if stored is None else "update"
        group.lines.append(LineWrite(row, lines, stored.id if stored else None, changes))
        group.rows.append(row)

    # Whole records

    def _check_self_relations(self) -> None:
        """A record of the same register that a row names must exist or stand in the file."""
        caption = self.register.model.caption()
        groups = [g for g in self.groups.values() if g.record]
        named = {fold(str(g.record.get(f) or "")) for g in groups for f in (self.number, caption)}
        for group in groups:
            for f, found in list(group.record.items()):
                own = is_relation(f) and f.rel_model is self.register.model and isinstance(found, Named)
                if own and fold(found.caption) not in named and group.rows:
                    text = _("{}里没有“{}”").format(self.register.title, found.caption)
                    for row in group.rows:
                        self._blame(row, f, text)

    def _settle(self, group: Group) -> None:
        lines = self.sheet.line
        writes = [w for w in group.lines if w.lines is lines and w.row is not None and not w.row.bad]
        if lines is None or not writes:
            return
        stored = list(self.snapshot.lines_of(lines, group.target))
        by_id = {w.line_id: w for w in writes if w.line_id is not None}
        fields = lines.fields
        all_lines: list[Values] = [
            {**{f: row.of(f) for f in fields}, **(by_id[row.id].values if row.id in by_id else {})} for row in stored
        ]
        new = [w for w in writes if w.line_id is None]
        all_lines += [dict(w.values) for w in new]
        record = self.snapshot.rows.get(group.target) if group.target is not None else None
        known: Values = {f: record.of(f) for f in self.register.fields} if record else {}
        settled = self.sheet.settle({**known, **group.record}, all_lines, self.snapshot.today)
        owners = [by_id.get(row.id) for row in stored] + list(new)
        for index, doubt in settled.doubts:
            owner = owners[index] or writes[-1]
            assert owner.row is not None
            owner.row.problems.append(problem(owner.row, doubt.field, doubt.text, doubt.level, doubt.offers))
            owner.row.status = _worst(owner.row.problems)
        group.finish = settled.record if record is None else _changes(settled.record, record)
        for index, values in enumerate(settled.lines):
            existing = stored[index] if index < len(stored) else None
            more = values if existing is None else _changes(values, existing)
            if more and (write := owners[index]) is not None:
                write.values = {**write.values, **more}
            elif more and existing is not None:
                group.lines.append(LineWrite(None, lines, existing.id, dict(more)))

    def _check(self, group: Group) -> None:
        """The register's own rules: what they refuse is an error here, what they only say is a warning."""
        rows = [r for r in group.rows if not r.bad]
        if not rows:
            return
        found = [*guards(self.register, self.snapshot, group), *checks(self.register, self.snapshot, group)]
        for owner, each, level in found:
            row = owner if owner is not None else rows[0]
            row.problems.append(problem(row, each.field, each.text, level))
            row.status = _worst(row.problems, row.status)

    def _orphans(self, group: Group) -> None:
        """Child rows of a record that is not there and does not come in."""
        if group.target is None and not any(r.line is None and r.status == "add" for r in group.rows):
            for row in group.rows:
                if row.line is not None and not row.bad:
                    self._blame(row, self.number, _("所属的记录没有导入"))

    def _blame(self, row: PlanRow, f: AnyField | None, text: str) -> None:
        row.problems.append(problem(row, f, text))
        row.status, row.note = "error", ""


def _worst(problems: Iterable[CellProblem], otherwise: Any = "add") -> Any:
    levels = {p.level for p in problems}
    return "error" if "error" in levels else "question" if "question" in levels else otherwise


def _changes(values: Values, stored: Row, number: Any = None) -> Values:
    """What a row would change in a stored one; the same number in another width or case is no change."""
    return {
        f: v
        for f, v in values.items()
        if f.name in stored and stored[f.name] != v and not (f is number and fold(str(v)) == fold(stored[f.name]))
    }
