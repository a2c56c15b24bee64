"""What the page of 表C.1 shows: which version, its sheet, what stands before 定稿; read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Assessment
from qmsdesk.models.system import Signature
from qmsdesk.services import assessment, history, indicators, reading
from qmsdesk.services.assessment import Blocker, Difference, Sheet
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.sitting import Sitting


@dataclass(frozen=True)
class Shown:
    """One version of 表C.1. ``row`` has id 0 while there is no draft yet; it is made with the first entry."""

    round: str
    rounds: Sequence[str]
    row: Row
    sheet: Sheet
    evaluated: dict[str, Evaluated]
    versions: Sequence[Row]
    blockers: Sequence[Blocker] = ()
    drift: Sequence[Difference] = ()
    """For a final version: what its source data would give today."""
    signatures: Sequence[Row] = field(default_factory=list)

    @property
    def final(self) -> bool:
        return str(self.row.of(Assessment.status)) == "final"

    @property
    def version(self) -> int:
        return int(self.row.of(Assessment.version))

    @property
    def newest(self) -> bool:
        """No later version of this round exists."""
        return not self.versions or self.version >= max(v.of(Assessment.version) for v in self.versions)

    @property
    def closed(self) -> str:
        """Why nothing can be typed, empty for a draft."""
        return _("已定稿，修改须另存新版本") if self.final else ""


def read(sitting: Sitting, round_name: str = "", version: int | None = None) -> Shown:
    """The version asked for, else the newest one, else the draft that is still to be made."""
    db = sitting.db
    facts = indicators.read(db)
    rounds = indicators.round_names(facts)
    known = assessment.versions(db)
    for row in known:  # a round that was renamed since keeps its final versions
        if row.of(Assessment.round) not in rounds:
            rounds.append(row.of(Assessment.round))
    chosen = round_name if round_name in rounds else indicators.current_round(facts)
    found = [row for row in known if row.of(Assessment.round) == chosen]
    last = found[-1] if found else _blank(sitting, chosen)
    row = next((r for r in found if r.of(Assessment.version) == version), last)
    sheet = assessment.sheet_of(db, row, facts)
    final = row.of(Assessment.status) == "final"
    return Shown(
        round=chosen,
        rounds=rounds,
        row=row,
        sheet=sheet,
        evaluated={e.row.number: e for e in indicators.evaluate(facts, chosen)},
        versions=found,
        blockers=() if final else assessment.blockers(db, row, sheet),
        drift=_drift(sitting, sheet, chosen, facts) if final else (),
        signatures=reading.rows(
            db,
            Signature,
            Signature.register == "assessment",
            Signature.record == row.id,
            Signature.void == False,  # noqa: E712
        )
        if final
        else (),
    )


def _blank(sitting: Sitting, round_name: str) -> Row:
    values = {"id": 0, "round": round_name, "status": "draft", "assessed_on": sitting.clock.today()}
    return Row({**history.defaults(Assessment), **values})


def _drift(sitting: Sitting, sheet: Sheet, round_name: str, facts: indicators.Facts) -> Sequence[Difference]:
    now = assessment.compute(sitting.db, round_name=round_name, rule=sheet.rule, facts=facts)
    return [d for d in assessment.compare(sheet, now) if d.number]
