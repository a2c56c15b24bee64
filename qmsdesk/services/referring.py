"""Who points at a record, and which record a row belongs to."""

from __future__ import annotations

import peewee as pw

from qmsdesk.errors import Blocked
from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import AnyField, Base, Record, Row
from qmsdesk.models.results import Improvement
from qmsdesk.models.tables import KEPT
from qmsdesk.models.training import Training
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.spec import Lines, Register, origin
from qmsdesk.services import reading


def references(db: pw.Database, register: Register, record_id: int) -> list[str]:
    """The numbers of live records that point at this one, by themselves, by a child row, or as what raised them."""
    holders: dict[str, None] = {}
    for came_from in (Nonconformity.origin, Training.origin, Improvement.origin):
        for row in reading.rows(db, came_from.model, came_from.startswith(origin(register.key, record_id))):
            holders[str(row["number"])] = None
    own = {spec.model for spec in register.lines}
    for model in KEPT.values():
        pointing = [f for f in _relations(model) if f.rel_model is register.model and model not in own]
        for row in (row for f in pointing for row in reading.rows(db, model, f == record_id)):
            holder = _holder(db, model, row)
            if holder is not None and (model is not register.model or holder.id != record_id):
                holders[str(holder["number"] or holder.id)] = None
    return list(holders)


def lines_of(model: type[Base], *first: Register) -> tuple[Register, Lines] | None:
    """The register whose child rows a table holds; ``first`` are asked before the others."""
    return next(((r, spec) for r in (*first, *ALL) for spec in r.lines if spec.model is model), None)


def refuse_gone_targets(db: pw.Database, register: Register, row: Row) -> None:
    """Blocked when a record, or one of its child rows, points at something in the recycle bin."""
    rows: list[tuple[type[Base], Row]] = [(register.model, row)]
    rows += [(spec.model, line) for spec in register.lines for line in reading.lines(db, spec, row.id)]
    for model, each in rows:
        for f in _relations(model):
            target = reading.row(db, f.rel_model, each.of(f))
            itself = f.rel_model is register.model and each.of(f) == row.id
            if target is not None and not itself and target.get("deleted_at") is not None:
                caption = target.of(f.rel_model.caption())
                raise Blocked(
                    _("不能恢复“{}”：它指向的“{}”也在回收站里。").format(row["number"], caption), (caption,),
                    _("先恢复“{}”。").format(caption),
                )  # fmt: skip


def _relations(model: type[Base]) -> list[AnyField]:
    return [f for f in model.fields() if isinstance(f, pw.ForeignKeyField)]


def _holder(db: pw.Database, model: type[Base], row: Row) -> Row | None:
    """The live record a row is or belongs to."""
    if issubclass(model, Record):
        return row
    home = lines_of(model)
    record = reading.row(db, home[0].model, row.of(home[1].parent)) if home else None
    return record if record is not None and record["deleted_at"] is None else None
