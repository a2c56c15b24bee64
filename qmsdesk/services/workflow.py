"""Verbs: flush, re-read, test lock, ° fields, gates and independence, then write, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qmsdesk.errors import Blocked
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Record, Row
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.spec import Case, Edit, Register, Verb
from qmsdesk.services import history, lateness, reading, records, referring
from qmsdesk.services.sitting import Sitting


@dataclass(frozen=True)
class Gate:
    """What stands before a verb: labels of what is missing, and independence rules a reason can override.

    ``fields`` says where a label is mended, when there is one place.
    """

    missing: tuple[str, ...]
    waivable: tuple[str, ...]
    fields: Mapping[str, AnyField] = field(default_factory=dict)


def verbs(register: Register, row: Row) -> Sequence[Verb]:
    """The acts offered in the record's present state; none while a 更正 is open."""
    if row["void_reason"] or row["deleted_at"] or row["correcting"]:
        return ()
    return tuple(v for v in register.workflow.verbs if row["status"] in v.sources and v.offered(row))


def gate(sitting: Sitting, register: Register, record_id: int, verb: Verb) -> Gate:
    """What is missing before the verb can run, in words."""
    return gate_of(reading.case(sitting.db, register, record_id, sitting.clock.today()), register, verb)


def gate_of(case: Case, register: Register, verb: Verb) -> Gate:
    """As ``gate``, for a record that was read already."""
    places = {str(f.verbose_name): f for f in empty(case.row, verb.required)}
    missing = [*places, *verb.check(case)]
    if not verb.danger:
        late = register.model.late_reason
        if lateness.missing(register, case.row, case.today):
            missing.append(str(late.verbose_name))
            places[str(late.verbose_name)] = late
        for problem in register.check(case):
            missing.append(problem.text)
            if problem.field is not None:
                places[problem.text] = problem.field
    return Gate(tuple(missing), tuple(verb.waivable(case)), places)


def empty(row: Row, fields: Iterable[AnyField]) -> list[AnyField]:
    """Those of the ° fields that are not filled."""
    return [f for f in fields if row.of(f) in (None, "", ())]


def run(
    sitting: Sitting, register: Register, record_id: int, verb: Verb, *, reason: str = "", waiver: str = ""
) -> records.Change:
    """Perform a verb; Blocked with the missing labels when its gate is shut. Not undone by Ctrl+Z.

    ``waiver`` is the reason to override broken independence rules (人员有限), kept in history and printed. What a verb
    edits in other records has entries of their own, so that their histories tell of it.
    """
    with sitting.batch(verb.label, final=True):
        row = reading.row(sitting.db, register.model, record_id)
        if row is not None and row["correcting"]:
            raise Blocked(_("“{}”正在更正，不能{}。").format(row["number"], verb.label), (), _("先完成或放弃更正。"))
        if row is None or verb not in verbs(register, row):
            raise Blocked(_("现在的状态不能{}。").format(verb.label))
        case = reading.case(sitting.db, register, record_id, sitting.clock.today())
        shut = gate_of(case, register, verb)
        missing = [*shut.missing, *(() if reason.strip() or not verb.needs_reason else (_("原因"),))]
        if missing:
            raise Blocked(_("还不能{}，缺：{}。").format(verb.label, "、".join(missing)), missing)
        why = "；".join(text for text in (reason.strip(), waived(verb.label, shut.waivable, waiver)) if text)
        values = {"status": verb.target} if verb.target else {}
        image = history.edited(sitting.db, register.model, record_id, {**values, **_stamps(sitting)})
        effects = _Effects(sitting, register, record_id)
        for edit in verb.effect(case):
            effects.add(edit)
        images = [*([image] if image else ()), *effects.own]
        back = _goes_back(register, row["status"], verb.target)
        change = records.write(sitting, register, images, verb.key, record=record_id, reason=why, content=back)
        by = "；".join(text for text in (f"{register.title} {row['number']} {verb.label}", why) if text)
        for (_key, other), (home, touched) in effects.others.items():
            records.write(sitting, home, touched, "edit", record=other, reason=by)
        for each in effects.raised:
            raised = records.save(sitting, BY_MODEL[each.model], None, each.values)
            for spec, line in each.lines:
                records.save_line(sitting, BY_MODEL[each.model], raised.record, spec, None, line)
        return replace(change, records=frozenset(sitting.open_batch.records))


def waived(label: str, broken: Sequence[str], waiver: str) -> str:
    """What history says of overridden independence rules; Blocked where they are broken and no reason is given."""
    if broken and not waiver.strip():
        raise Blocked(_("不能{}：{}。").format(label, "；".join(broken)), broken, _("人员有限时，写明原因可以继续。"))
    return _("人员有限：{}").format(waiver.strip()) if broken else ""


def _stamps(sitting: Sitting) -> dict[str, Any]:
    return {"changed_at": sitting.clock.now().isoformat(timespec="seconds"), "changed_by": sitting.operator}


def _goes_back(register: Register, now: str, target: str) -> bool:
    """Whether a verb leads to an earlier state (改版, 再分析): what was signed is then worked on again."""
    order = [key for key, _label in register.model.status.choices or ()]
    return now in order and target in order and order.index(target) < order.index(now)


class _Effects:
    """The edits of a verb, sorted by the record whose history has to tell of them; ``raised`` are new records."""

    def __init__(self, sitting: Sitting, register: Register, record_id: int) -> None:
        self._sitting, self._register, self._record = sitting, register, record_id
        self.own: list[history.Image] = []
        self.others: dict[tuple[str, int], tuple[Register, list[history.Image]]] = {}
        self.raised: list[Edit] = []

    def add(self, edit: Edit) -> None:
        """Sort one edit in; one that changes nothing is dropped."""
        if edit.id is None and issubclass(edit.model, Record):
            self.raised.append(edit)
            return
        home, record = self._home(edit)
        elsewhere = (home.key, record) != (self._register.key, self._record)
        values = {f.name: v for f, v in edit.values.items()}
        if edit.id is None:
            image: history.Image | None = history.added(edit.model, values)
        else:
            image = history.edited(self._sitting.db, edit.model, edit.id, values)
            if image is not None and elsewhere and edit.model is home.model:
                stamped = {**values, **_stamps(self._sitting)}
                image = history.edited(self._sitting.db, edit.model, edit.id, stamped)
        if image is not None and elsewhere:
            self.others.setdefault((home.key, record), (home, []))[1].append(image)
        elif image is not None:
            self.own.append(image)

    def _home(self, edit: Edit) -> tuple[Register, int]:
        """The record that an edited row is or belongs to."""
        if edit.model is self._register.model or edit.model in BY_MODEL:
            register = self._register if edit.model is self._register.model else BY_MODEL[edit.model]
            return register, int(edit.id or 0)
        found = referring.lines_of(edit.model, self._register)
        if found is None:
            return self._register, self._record
        register, spec = found
        row = reading.row(self._sitting.db, edit.model, edit.id)
        return register, int(row.of(spec.parent) if row is not None else edit.values[spec.parent])
