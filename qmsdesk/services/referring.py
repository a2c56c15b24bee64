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
    """The numbers of live records that point at this one or a child row of it, or that it raised.

    They do so by themselves or by a child row of theirs.
    """
    holders: dict[str, None] = {}
    for came_from in (Nonconformity.origin, Training.origin, Improvement.origin):
        for row in reading.rows(db, came_from.model, came_from.startswith(origin(register.key, record_id))):
            holders[str(row["number"])] = None
    own = {spec.model: spec for spec in register.lines}
    for model in KEPT.values():
        for f in _relations(model):
            if f.rel_model is register.model and model not in own:
                condition = f == record_id
            elif f.rel_model in own:
                spec = own[f.rel_model]
                condition = f << spec.model.select(spec.model.id).where(spec.parent == record_id)
            else:
                continue
            for row in reading.rows(db, model, condition):
                holder = _holder(db, model, row)
                itself = model is register.model or model in own
                if holder is not None and not (itself and holder.id == record_id):
                    holders[str(holder["number"] or holder.id)] = None
    return list(holders)


def line_references(db: pw.Database, model: type[Base], line_id: int) -> list[str]:
    """The numbers of the records that point at a child row, void ones and those in the recycle bin too.

    All of them keep it: a row that goes leaves nothing behind to point at, where a record leaves itself.
    """
    holders: dict[str, None] = {}
    for pointing in KEPT.values():
        for f in (f for f in _relations(pointing) if f.rel_model is model and f.verbose_name):
            for (row_id,) in db.execute(pointing.select(pointing.id).where(f == line_id)).fetchall():
                row = reading.row(db, pointing, row_id)
                found = record_of(db, pointing, row) if row is not None else None
                if found is not None:
                    holder = found[1]
                    binned = _("（在回收站里）") if holder["deleted_at"] is not None else ""
                    holders[f"{holder['number'] or holder.id}{binned}"] = None
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
            found = record_of(db, f.rel_model, target) if target is not None else None
            if found is None:
                continue
            home, record = found
            itself = home is register.model and record.id == row.id
            if not itself and record["deleted_at"] is not None:
                caption = record.of(home.caption())
                raise Blocked(
                    _("不能恢复“{}”：它指向的“{}”也在回收站里。").format(row["number"], caption), (caption,),
                    _("先恢复“{}”。").format(caption),
                )  # fmt: skip


def _relations(model: type[Base]) -> list[AnyField]:
    return [f for f in model.fields() if isinstance(f, pw.ForeignKeyField)]


def record_of(db: pw.Database, model: type[Base], row: Row) -> tuple[type[Record], Row] | None:
    """The record a row is or belongs to, with its table; also when it is void or in the recycle bin."""
    if issubclass(model, Record):
        return model, row
    home = lines_of(model)
    record = reading.row(db, home[0].model, row.of(home[1].parent)) if home else None
    return (home[0].model, record) if home and record is not None else None


def _holder(db: pw.Database, model: type[Base], row: Row) -> Row | None:
    """The live record a row is or belongs to."""
    found = record_of(db, model, row)
    return found[1] if found is not None and found[1]["deleted_at"] is None else None
