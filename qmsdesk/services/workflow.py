"""Verbs: flush, re-read, test lock, ° fields, gates and independence, then write, all in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qmsdesk.errors import Blocked
from qmsdesk.i18n import _
from qmsdesk.models.base import Record, Row
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.spec import Case, Register, Verb
from qmsdesk.services import history, reading, records
from qmsdesk.services.sitting import Sitting


@dataclass(frozen=True)
class Gate:
    """What stands before a verb: labels of what is missing, and independence rules a reason can override."""

    missing: tuple[str, ...]
    waivable: tuple[str, ...]


def verbs(register: Register, row: Row) -> Sequence[Verb]:
    """The acts offered in the record's present state."""
    if row["void_reason"] or row["deleted_at"]:
        return ()
    return tuple(v for v in register.workflow.verbs if row["status"] in v.sources)


def gate(sitting: Sitting, register: Register, record_id: int, verb: Verb) -> Gate:
    """What is missing before the verb can run, in words."""
    return gate_of(reading.case(sitting.db, register, record_id, sitting.clock.today()), register, verb)


def gate_of(case: Case, register: Register, verb: Verb) -> Gate:
    """As ``gate``, for a record that was read already."""
    missing = [str(f.verbose_name) for f in verb.required if case.row.of(f) in (None, "", ())]
    missing += verb.check(case)
    if not verb.danger:
        missing += [problem.text for problem in register.check(case)]
    return Gate(tuple(missing), tuple(verb.waivable(case)))


def run(
    sitting: Sitting, register: Register, record_id: int, verb: Verb, *, reason: str = "", waiver: str = ""
) -> records.Change:
    """Perform a verb; Blocked with the missing labels when its gate is shut. Not undone by Ctrl+Z.

    ``waiver`` is the reason to override broken independence rules (人员有限), kept in history and printed.
    """
    with sitting.batch(verb.label, final=True):
        row = reading.row(sitting.db, register.model, record_id)
        if row is None or verb not in verbs(register, row):
            raise Blocked(_("现在的状态不能{}。").format(verb.label))
        case = reading.case(sitting.db, register, record_id, sitting.clock.today())
        shut = gate_of(case, register, verb)
        missing = [*shut.missing, *(() if reason.strip() or not verb.needs_reason else (_("原因"),))]
        if missing:
            raise Blocked(_("还不能{}，缺：{}。").format(verb.label, "、".join(missing)), missing)
        if shut.waivable and not waiver.strip():
            raise Blocked(
                _("不能{}：{}。").format(verb.label, "；".join(shut.waivable)),
                shut.waivable,
                _("人员有限时，写明原因可以继续。"),
            )
        images: list[history.Image] = []
        values = {"status": verb.target} if verb.target else {}
        stamps = {"changed_at": sitting.clock.now().isoformat(timespec="seconds"), "changed_by": sitting.operator}
        image = history.edited(sitting.db, register.model, record_id, {**values, **stamps})
        if image:
            images.append(image)
        raised = []
        for edit in verb.effect(case):
            if edit.id is None and issubclass(edit.model, Record):
                raised.append(edit)
                continue
            named = {f.name: v for f, v in edit.values.items()}
            if edit.id is None:
                images.append(history.added(edit.model, named))
            elif found := history.edited(sitting.db, edit.model, edit.id, named):
                images.append(found)
        waived = _("人员有限：{}").format(waiver.strip()) if shut.waivable else ""
        why = "；".join(text for text in (reason.strip(), waived) if text)
        change = records.write(sitting, register, images, verb.key, record=record_id, reason=why)
        for each in raised:
            records.save(sitting, BY_MODEL[each.model], None, each.values)
        return change
