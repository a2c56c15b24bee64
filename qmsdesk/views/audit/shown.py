"""What the page of an audit shows, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qmsdesk.models.audits import Audit, ProgrammeSlot
from qmsdesk.models.base import Row
from qmsdesk.models.people import Department
from qmsdesk.services import audit_cautions, audit_facts, reading
from qmsdesk.services.audit_cautions import Caution
from qmsdesk.services.audit_facts import Facts, Tally
from qmsdesk.services.sitting import Sitting


@dataclass(frozen=True)
class YearRow:
    """A department in the programme of a year: the months it is planned in and those it was audited in."""

    department: int
    name: str
    planned: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Shown:
    """The audit at hand, None before the first, and the year it belongs to."""

    facts: Facts | None
    year: int
    programme: Row | None
    rows: Sequence[YearRow]
    tally: Tally
    cautions: Sequence[Caution] = ()
    biased: Sequence[str] = ()
    waivers: Sequence[str] = ()

    @property
    def record(self) -> int | None:
        """The id of the audit."""
        return self.facts.audit.id if self.facts else None

    @property
    def state(self) -> str:
        """Its state, empty without one."""
        return str(self.facts.audit["status"]) if self.facts else ""

    @property
    def open_findings(self) -> int:
        """How many of its nonconformities are not closed."""
        return sum(row["status"] != "closed" for row in self.facts.findings) if self.facts else 0


def read(sitting: Sitting, record: int | None) -> Shown:
    """That audit, else the newest one."""
    db, today = sitting.db, sitting.clock.today()
    stored = reading.row(db, Audit, record)
    if stored is None or stored["deleted_at"] is not None:
        stored = audit_facts.latest(db)
    facts = audit_facts.read(db, stored.id, today) if stored is not None else None
    year = facts.day.year if facts else today.year
    return Shown(
        facts,
        year,
        audit_facts.programme_of(db, year),
        _rows(sitting, year),
        audit_facts.tally(facts.checks if facts else ()),
        audit_cautions.cautions(db, facts) if facts else (),
        audit_facts.biased(facts) if facts else (),
        audit_facts.waivers(db, facts.audit.id) if facts else (),
    )


def _rows(sitting: Sitting, year: int) -> list[YearRow]:
    held = audit_facts.held_months(sitting.db, year)
    planned: dict[int, set[int]] = {}
    for slot in audit_facts.programme_slots(sitting.db, year):
        months = {int(month) for month in slot.of(ProgrammeSlot.months)}
        planned.setdefault(slot.of(ProgrammeSlot.department), set()).update(months)
    found = []
    for row in reading.rows(sitting.db, Department):
        if not row["void_reason"] or row.id in planned or row.id in held:
            marks = frozenset(planned.get(row.id, ())), frozenset(held.get(row.id, ()))
            found.append(YearRow(row.id, row.of(Department.name), *marks))
    return found
