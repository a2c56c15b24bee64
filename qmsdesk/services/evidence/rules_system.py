"""Rules for the documented information of GB/T 19001 (domain: 4 to keep up, 21 to retain)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from qmsdesk.i18n import _
from qmsdesk.models.actions import NonconformingOutput
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.people import Enterprise
from qmsdesk.models.resources import Calibration, Instrument, Supplier, SupplierEvaluation
from qmsdesk.models.running import RecordForm
from qmsdesk.services import calibrations as verified
from qmsdesk.services.evidence import asked
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.papers import PERIOD_DAYS
from qmsdesk.services.evidence.verdict import (
    FILES,
    MISSING,
    NONE_NEEDED,
    Missing,
    Verdict,
    absent,
    at,
    each,
    lack,
    speak,
    weigh,
)


def scope(known: Facts) -> Verdict:
    """4.3: the scope is written down, and why a clause does not apply."""
    found, row = _written(known, Enterprise.scope), known.enterprise
    bare = [line for line in _excluded(known) if not _reason(line)]
    if row is None or not bare:
        return found
    text = _("不适用条款“{}”没有写理由").format(bare[0].strip())
    missing = Missing(text, "enterprise", row["number"], Enterprise.not_applicable.name)
    return weigh((*found.missing, missing), found.evidence)


def policy(known: Facts) -> Verdict:
    """5.2.2: the policy is written down."""
    return _written(known, Enterprise.policy)


def _written(known: Facts, f: object) -> Verdict:
    row = known.enterprise
    if row is None:
        return absent(_("企业档案未建立"), "enterprise")
    missing = lack(row, Enterprise, f)
    return weigh(missing, () if missing else speak([row], Enterprise))


def _excluded(known: Facts) -> list[str]:
    """The lines of 不适用条款及理由 that name a clause."""
    text = known.enterprise.of(Enterprise.not_applicable) if known.enterprise else ""
    return [line for line in text.splitlines() if re.search(r"\d", line)]


def _reason(line: str) -> str:
    """What a line says besides clause numbers."""
    return re.sub(r"[\W\d_]+", "", line)


def _excused(known: Facts, *clauses: str) -> bool:
    """Whether the enterprise says and reasons that each of these clauses, or one it is part of, is not for it."""
    said = [line for line in _excluded(known) if _reason(line)]

    def named(clause: str) -> bool:
        parts = clause.split(".")
        wholes = [".".join(parts[: n + 1]) for n in range(1, len(parts))] or [clause]
        return any(re.search(rf"(?<![\d.]){re.escape(w)}(?!\.?\d)", line) for w in wholes for line in said)

    return all(named(clause) for clause in clauses)


def objectives(known: Facts) -> Verdict:
    """6.2.1: objectives have a target and somebody responsible."""
    rows = [row for row in known.indicators.indicators if row.of(Indicator.counted)]
    if not rows:
        return absent(_("还没有质量目标（评价指标）"), "indicator")
    rounds = known.indicators.rounds
    aimed = {row.id for row in rows if any(r.of(IndicatorRound.target) for r in rounds.get(row.id, []))}
    missing = each(rows, Indicator, lambda r: r.id in aimed, _("{} 没有目标"), "target")
    missing += each(rows, Indicator, lambda r: r.of(Indicator.owner) is not None, _("{} 没有责任人"), "owner")
    return weigh(missing, speak([row for row in rows if row.id in aimed], Indicator))


def instruments(known: Facts) -> Verdict:
    """7.1.5.1: every instrument in use has a result."""
    rows = [row for row in known.of(Instrument) if verified.asked(row)]
    if not rows:
        return _no_instruments(known)
    done = known.having(Calibration.instrument)
    missing = each(rows, Instrument, lambda r: r.id in done, _("{} 没有检定校准记录"), at(Calibration.done_on))
    return weigh(missing, speak([row for row in rows if row.id in done], Instrument))


def _no_instruments(known: Facts) -> Verdict:
    if _excused(known, "7.1.5"):
        return NONE_NEEDED
    return absent(_("还没有计量器具；不需要的在“不适用条款及理由”写明"), "instrument")


def calibrations(known: Facts) -> Verdict:
    """7.1.5.2: every instrument in use is within its period by its last verification, passed that, has a certificate.

    The certificate is its number or a file.
    """
    rows = [row for row in known.of(Instrument) if verified.asked(row)]
    if not rows:
        return _no_instruments(known)
    last = known.last_calibrations
    good = [row for row in rows if verified.holds(last.get(row.id), known.today)]
    held = {row.id for row in good}
    text = _("{} {} 不在检定有效期内或检定不合格")
    missing = [
        Missing(text.format(r["number"], r.of(Instrument.name)), "instrument", r["number"], at(Calibration.valid_until))
        for r in rows if r.id not in held
    ]  # fmt: skip
    papers = known.having(Calibration.instrument, Calibration.certificate != "")
    missing += [
        Missing(
            _("{} {} 没有检定证书").format(r["number"], r.of(Instrument.name)), "instrument", r["number"],
            at(Calibration.certificate),
        )
        for r in good if r.id not in papers and not known.has_file(Instrument, r)
    ]  # fmt: skip
    return weigh(missing, speak(good, Instrument))


def suppliers(known: Facts) -> Verdict:
    """8.4.1: approved suppliers were evaluated within a year."""
    rows = [row for row in known.of(Supplier) if row.of(Supplier.state) in {"approved", "suspended"}]
    if not rows:
        return absent(_("还没有合格供方"), "supplier")
    first = known.today - dt.timedelta(days=PERIOD_DAYS)
    good = known.having(SupplierEvaluation.supplier, SupplierEvaluation.evaluated_on >= first)
    missing = each(
        rows, Supplier, lambda r: r.id in good, _("{} 12 个月内没有评价"), at(SupplierEvaluation.evaluated_on)
    )
    return weigh(missing, speak([row for row in rows if row.id in good], Supplier))


def outputs(known: Facts) -> Verdict:
    """8.7.2: nonconforming outputs have their disposal and who authorised it."""
    found = asked.records(known, NonconformingOutput)
    if not found and _excused(known, "8.7"):
        return NONE_NEEDED
    if not found:
        return absent(_("还没有不合格品记录"), "nonconforming_output")
    needed = (NonconformingOutput.disposal, NonconformingOutput.authorised_by)
    bare = known.some(NonconformingOutput, asked.empty(needed[0]) | asked.empty(needed[1]))
    return weigh([each for row in bare for each in lack(row, NonconformingOutput, *needed)], found)


def kept_records(known: Facts, *clauses: str, whole: str = "") -> Verdict:
    """Filled forms of the last year whose form (or who themselves) carry the clause, at least one with its scan.

    ``whole`` is a clause that they may carry just as well. Not needed where the enterprise says that and why.
    """
    if _excused(known, *clauses):
        return NONE_NEEDED
    wanted = tuple(f"2016/{clause}" for clause in clauses)
    general = f"2016/{whole}"

    def carry(clauses: tuple[str, ...]) -> bool:
        return _carries(clauses, wanted) or general in clauses

    forms = {row.id: row for row in known.documents_with(carry)}
    rows = known.kept(carry, forms)
    if not rows:
        named = "、".join(clauses)
        used = [row for row in forms.values() if row.of(Document.level) == "form"]
        if not used:
            return absent(_("没有对应 {} 的表单和记录").format(named), "record_form")
        return absent(_("{} 一年内没有记录").format(used[0]["number"]), "record_form")
    last = rows[-1]["number"]
    scanned = any(known.has_file(RecordForm, row) for row in rows)
    missing = [] if scanned else [Missing(_("{} 没有附扫描件").format(last), "record_form", last, FILES)]
    return weigh(missing, speak(rows, RecordForm))


def happened(known: Facts, clause: str) -> Verdict:
    """Records of what does not happen every year (8.5.3, 8.5.6): with a form in force and nothing to record, none."""
    found = kept_records(known, clause)
    if found.state != MISSING:
        return found
    wanted = (f"2016/{clause}",)
    ready = any(
        row.of(Document.level) == "form" and row.id in known.effective
        for row in known.documents_with(lambda clauses: _carries(clauses, wanted))
    )  # fmt: skip
    return NONE_NEEDED if ready else found


def design(known: Facts, clause: str) -> Verdict:
    """8.3.x: as other records; what is kept for all of 8.3 serves each part."""
    return kept_records(known, clause, whole="8.3")


@lru_cache(4096)  # records share few different lists of clauses
def _carries(clauses: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether a clause is one of those wanted or a part of one."""
    return any(c == w or c.startswith((f"{w}.", f"{w} ")) for c in clauses for w in wanted)
