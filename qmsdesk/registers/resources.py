"""设备, 计量器具, 合格供方 (GB/T 19001 7.1.3, 7.1.5, 8.4)."""

from __future__ import annotations

from decimal import Decimal

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.resources import (
    Calibration,
    Equipment,
    EquipmentEvent,
    Instrument,
    Supplier,
    SupplierEvaluation,
)
from qmsdesk.registers.common import in_order, latest, not_yet
from qmsdesk.registers.resource_sheets import EQUIPMENT_SHEET, INSTRUMENT_SHEET, SUPPLIER_SHEET
from qmsdesk.registers.spec import Case, Column, Due, Lines, Problem, Proposal, Register, Section

EVENTS = Lines(
    "equipment_event",
    _("保养与检修"),
    EquipmentEvent.equipment,
    (
        EquipmentEvent.happened_on,
        EquipmentEvent.kind,
        EquipmentEvent.content,
        EquipmentEvent.stopped_hours,
        EquipmentEvent.result,
        EquipmentEvent.person,
        EquipmentEvent.next_on,
    ),
    natural=(EquipmentEvent.happened_on, EquipmentEvent.kind, EquipmentEvent.content),
)
NEXT_MAINTENANCE = latest(_("下次保养"), EquipmentEvent.equipment, EquipmentEvent.next_on)


def _check_equipment(case: Case) -> list[Problem]:
    problems = []
    for line in case.lines[EVENTS.key]:
        problems += in_order(line, EquipmentEvent.happened_on, EquipmentEvent.next_on)
    return problems


def _positive(f: AnyField, value: int | None) -> list[Problem]:
    return [Problem(_("{}要大于 0").format(f.verbose_name), f)] if value is not None and value < 1 else []


EQUIPMENT = Register(
    key="equipment",
    title=_("设备"),
    model=Equipment,
    clauses=("2016/7.1.3",),
    numbering="SB-{n:03}",
    columns=(
        Equipment.number,
        Equipment.name,
        Equipment.model,
        Equipment.department,
        Equipment.place,
        Equipment.key,
        Equipment.state,
        NEXT_MAINTENANCE,
        Equipment.owner,
    ),
    sections=(
        Section(_("设备"), (Equipment.number, Equipment.name, Equipment.model, Equipment.maker, Equipment.quantity)),
        Section(
            _("使用"), (Equipment.department, Equipment.place, Equipment.started_on, Equipment.key, Equipment.state)
        ),
        Section(_("保养"), (Equipment.cycle_months, Equipment.owner)),
        Section(_("其他"), (Equipment.clauses, Equipment.remark)),
    ),
    search=(Equipment.number, Equipment.name, Equipment.model, Equipment.maker, Equipment.place),
    filters=(Equipment.state, Equipment.department, Equipment.key),
    order_by=(Equipment.number,),
    lines=(EVENTS,),
    check=lambda case: [
        *_positive(Equipment.quantity, case.row.of(Equipment.quantity)),
        *_positive(Equipment.cycle_months, case.row.of(Equipment.cycle_months)),
        *_check_equipment(case),
    ],
    due=(
        Due(
            NEXT_MAINTENANCE, _("设备保养"), lambda: (Equipment.state << ("in_use", "repair"),), person=Equipment.owner
        ),
    ),
    sheet=EQUIPMENT_SHEET,
)

CALIBRATIONS = Lines(
    "calibration",
    _("检定校准"),
    Calibration.instrument,
    (
        Calibration.done_on,
        Calibration.result,
        Calibration.valid_until,
        Calibration.certificate,
        Calibration.agency,
        Calibration.due_on,
    ),
    natural=(Calibration.done_on,),
)
VALID_UNTIL = latest(_("检定有效期至"), Calibration.instrument, Calibration.valid_until)


def _last_result() -> pw.Node:
    """What the last verification said."""
    last = Calibration.alias()
    mine = last.select(last.result).where(last.instrument == Instrument.id)
    return mine.order_by(last.done_on.desc(), last.id.desc()).limit(1)


def _check_instrument(case: Case) -> list[Problem]:
    problems = _positive(Instrument.cycle_months, case.row.of(Instrument.cycle_months))
    for line in case.lines[CALIBRATIONS.key]:
        problems += in_order(line, Calibration.done_on, Calibration.valid_until)
    lines = sorted(case.lines[CALIBRATIONS.key], key=lambda line: line.of(Calibration.done_on))
    failed = bool(lines) and lines[-1].of(Calibration.result) == "failed"
    if failed and case.row.of(Instrument.state) in {"in_use", "lent"}:
        problems.append(Problem(_("最近一次检定不合格，不能在用"), Instrument.state))
    return problems


INSTRUMENT = Register(
    key="instrument",
    title=_("计量器具"),
    model=Instrument,
    clauses=("2016/7.1.5",),
    numbering="JL-{n:03}",
    columns=(
        Instrument.number,
        Instrument.name,
        Instrument.serial,
        Instrument.model,
        Instrument.range,
        Instrument.accuracy,
        Instrument.department,
        Instrument.state,
        Column(_("检定结果"), Calibration.result, _last_result, 80, pill=True),
        VALID_UNTIL,
        Instrument.keeper,
    ),
    sections=(
        Section(
            _("器具"),
            (
                Instrument.number,
                Instrument.name,
                Instrument.serial,
                Instrument.model,
                Instrument.maker,
                Instrument.range,
                Instrument.unit,
                Instrument.accuracy,
            ),
        ),
        Section(_("使用"), (Instrument.department, Instrument.place, Instrument.keeper, Instrument.state)),
        Section(_("检定"), (Instrument.cycle_months,)),
        Section(_("其他"), (Instrument.clauses, Instrument.remark)),
    ),
    search=(Instrument.number, Instrument.name, Instrument.serial, Instrument.model, Instrument.place),
    filters=(Instrument.state, Instrument.department, Instrument.keeper),
    order_by=(Instrument.number,),
    lines=(CALIBRATIONS,),
    check=_check_instrument,
    due=(
        Due(VALID_UNTIL, _("计量器具检定到期"), lambda: (Instrument.state << ("in_use", "lent"),),
            person=Instrument.keeper),
    ),
    sheet=INSTRUMENT_SHEET,
)  # fmt: skip

_POINTS = (
    (SupplierEvaluation.quality, 60),
    (SupplierEvaluation.delivery, 20),
    (SupplierEvaluation.price, 10),
    (SupplierEvaluation.service, 5),
    (SupplierEvaluation.response, 5),
)


def _score_guard(proposal: Proposal) -> list[Problem]:
    """Points beyond what an aspect can give, and a total that is not their sum."""
    row, problems = proposal.after, []
    for f, most in _POINTS:
        if (value := row.of(f)) is not None and not 0 <= Decimal(value) <= most:
            problems.append(Problem(_("{}在 0 到 {} 之间").format(f.verbose_name, most), f))
    given = [Decimal(row.of(f)) for f, _most in _POINTS if row.of(f) is not None]
    total = row.of(SupplierEvaluation.total)
    if total is not None and len(given) == len(_POINTS) and Decimal(total) != sum(given):
        text = _("总分 {} 不等于各项之和 {}").format(total, sum(given))
        problems.append(Problem(text, SupplierEvaluation.total))
    if total is not None and not 0 <= Decimal(total) <= 100:
        problems.append(Problem(_("总分在 0 到 100 之间"), SupplierEvaluation.total))
    return problems


EVALUATIONS = Lines(
    "supplier_evaluation",
    _("供方评价"),
    SupplierEvaluation.supplier,
    (
        SupplierEvaluation.evaluated_on,
        *(f for f, _most in _POINTS),
        SupplierEvaluation.total,
        SupplierEvaluation.result,
        SupplierEvaluation.evaluator,
        SupplierEvaluation.next_on,
        SupplierEvaluation.note,
    ),
    natural=(SupplierEvaluation.evaluated_on,),
    guard=_score_guard,
)
NEXT_EVALUATION = latest(_("下次评价"), SupplierEvaluation.supplier, SupplierEvaluation.next_on)


def _last_total() -> pw.Node:
    last = SupplierEvaluation.alias()
    mine = last.select(last.total).where(last.supplier == Supplier.id)
    return mine.order_by(last.evaluated_on.desc(), last.id.desc()).limit(1)


def _check_supplier(case: Case) -> list[Problem]:
    row = case.row
    problems = in_order(row, Supplier.approved_on, Supplier.dropped_on)
    problems += not_yet(case, Supplier.approved_on, Supplier.dropped_on)
    lines = case.lines[EVALUATIONS.key]
    for line in lines:
        problems += in_order(line, SupplierEvaluation.evaluated_on, SupplierEvaluation.next_on)
    if row.of(Supplier.state) == "approved" and not lines:
        problems.append(Problem(_("合格供方还没有评价记录"), Supplier.state))
    return problems


SUPPLIER = Register(
    key="supplier",
    title=_("合格供方"),
    model=Supplier,
    clauses=("2016/8.4",),
    numbering="GF-{n:03}",
    columns=(
        Supplier.number,
        Supplier.name,
        Supplier.category,
        Supplier.products,
        Supplier.state,
        Column(_("最近评分"), SupplierEvaluation.total, _last_total, 76),
        NEXT_EVALUATION,
        Supplier.contact,
        Supplier.phone,
    ),
    sections=(
        Section(_("供方"), (Supplier.name, Supplier.category, Supplier.products, Supplier.contact, Supplier.phone,
                           Supplier.address)),
        Section(_("资格"), (Supplier.state, Supplier.approved_on, Supplier.dropped_on)),
        Section(_("其他"), (Supplier.number, Supplier.clauses, Supplier.remark)),
    ),
    search=(Supplier.number, Supplier.name, Supplier.products, Supplier.contact),
    filters=(Supplier.state, Supplier.category),
    order_by=(Supplier.number,),
    lines=(EVALUATIONS,),
    check=_check_supplier,
    due=(Due(NEXT_EVALUATION, _("供方再评价"), lambda: (Supplier.state << ("approved", "suspended"),)),),
    sheet=SUPPLIER_SHEET,
)  # fmt: skip
