"""Rules for the documented information of GB/T 19001 (domain: 4 to keep up, 21 to retain)."""

from __future__ import annotations

import datetime as dt

from qmsdesk.i18n import _
from qmsdesk.models.actions import NonconformingOutput
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.people import Enterprise
from qmsdesk.models.resources import Calibration, Instrument, Supplier, SupplierEvaluation
from qmsdesk.models.running import RecordForm
from qmsdesk.services import calibrations as verified
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.verdict import NONE_NEEDED, Missing, Verdict, absent, each, lack, speak, weigh

PERIOD_DAYS = 366
"""Records count that were formed within a year."""


def scope(known: Facts) -> Verdict:
    """4.3: the scope is written down."""
    return _written(known, Enterprise.scope)


def policy(known: Facts) -> Verdict:
    """5.2.2: the policy is written down."""
    return _written(known, Enterprise.policy)


def _written(known: Facts, f: object) -> Verdict:
    row = known.enterprise
    if row is None:
        return absent(_("企业档案未建立"), "enterprise")
    missing = lack(row, Enterprise, f)
    return weigh(missing, () if missing else speak([row], Enterprise))


def objectives(known: Facts) -> Verdict:
    """6.2.1: objectives have a target and somebody responsible."""
    rows = [row for row in known.indicators.indicators if row.of(Indicator.counted)]
    if not rows:
        return absent(_("还没有质量目标（评价指标）"), "indicator")
    rounds = known.indicators.rounds
    aimed = {row.id for row in rows if any(r.of(IndicatorRound.target) for r in rounds.get(row.id, []))}
    missing = each(rows, Indicator, lambda r: r.id in aimed, _("{} 没有目标"))
    missing += each(rows, Indicator, lambda r: r.of(Indicator.owner) is not None, _("{} 没有责任人"), "owner")
    return weigh(missing, speak([row for row in rows if row.id in aimed], Indicator))


def instruments(known: Facts) -> Verdict:
    """7.1.5.1: every instrument in use has a result."""
    rows = [row for row in known.of(Instrument) if verified.asked(row)]
    if not rows:
        return absent(_("还没有计量器具；不需要的在“不适用条款及理由”写明"), "instrument")
    done = known.lines(Calibration, Calibration.instrument)
    missing = each(rows, Instrument, lambda r: bool(done.get(r.id)), _("{} 没有检定校准记录"))
    return weigh(missing, speak([row for row in rows if done.get(row.id)], Instrument))


def calibrations(known: Facts) -> Verdict:
    """7.1.5.2: every instrument in use is within its period by its last verification, and passed that."""
    rows = [row for row in known.of(Instrument) if verified.asked(row)]
    if not rows:
        return absent(_("还没有计量器具；不需要的在“不适用条款及理由”写明"), "instrument")
    last = verified.last(known.of(Calibration))
    good = [row for row in rows if verified.holds(last.get(row.id), known.today)]
    late = [row for row in rows if row not in good]
    text = _("{} {} 不在检定有效期内或检定不合格")
    missing = [
        Missing(text.format(r["number"], r.of(Instrument.name)), "instrument", r["number"]) for r in late
    ]  # fmt: skip
    return weigh(missing, speak(good, Instrument))


def suppliers(known: Facts) -> Verdict:
    """8.4.1: approved suppliers were evaluated within a year."""
    rows = [row for row in known.of(Supplier) if row.of(Supplier.state) in {"approved", "suspended"}]
    if not rows:
        return absent(_("还没有合格供方"), "supplier")
    first = known.today - dt.timedelta(days=PERIOD_DAYS)
    lines = known.lines(SupplierEvaluation, SupplierEvaluation.supplier)
    good = {s for s, found in lines.items() if any(r.of(SupplierEvaluation.evaluated_on) >= first for r in found)}
    missing = each(rows, Supplier, lambda r: r.id in good, _("{} 12 个月内没有评价"))
    return weigh(missing, speak([row for row in rows if row.id in good], Supplier))


def outputs(known: Facts) -> Verdict:
    """8.7.2: nonconforming outputs have their disposal and who authorised it."""
    rows = known.of(NonconformingOutput)
    if not rows:
        return absent(_("还没有不合格品记录"), "nonconforming_output")
    missing = [
        each for row in rows
        for each in lack(row, NonconformingOutput, NonconformingOutput.disposal, NonconformingOutput.authorised_by)
    ]  # fmt: skip
    return weigh(missing, speak(rows, NonconformingOutput))


def kept_records(known: Facts, *clauses: str) -> Verdict:
    """Filled forms of the last year whose form (or who themselves) carry the clause, at least one with its scan."""
    wanted = tuple(f"2016/{clause}" for clause in clauses)
    forms = {row.id: row for row in known.of(Document) if _carries(row["clauses"], wanted)}
    first = known.today - dt.timedelta(days=PERIOD_DAYS)
    rows = [
        row for row in known.of(RecordForm)
        if row.of(RecordForm.formed_on) >= first
        and (row.of(RecordForm.form) in forms or _carries(row["clauses"], wanted))
    ]  # fmt: skip
    if not rows:
        named = "、".join(clauses)
        used = [row for row in forms.values() if row.of(Document.level) == "form"]
        if not used:
            return absent(_("没有对应 {} 的表单和记录").format(named), "record_form")
        return absent(_("{} 一年内没有记录").format(used[0]["number"]), "record_form")
    scanned = any(known.has_file(RecordForm, row) for row in rows)
    missing = (
        [] if scanned else [Missing(_("{} 没有附扫描件").format(rows[-1]["number"]), "record_form", rows[-1]["number"])]
    )
    return weigh(missing, speak(rows, RecordForm))


def design(known: Facts, *clauses: str) -> Verdict:
    """8.3.x: as other records, unless the enterprise says with its reason that 8.3 does not apply."""
    row = known.enterprise
    if row is not None and "8.3" in row.of(Enterprise.not_applicable):
        return NONE_NEEDED
    return kept_records(known, *clauses)


def _carries(clauses: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a clause is one of those wanted or a part of one."""
    return any(c == w or c.startswith((f"{w}.", f"{w} ")) for c in clauses for w in wanted)
