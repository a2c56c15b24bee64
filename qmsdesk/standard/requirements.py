"""What must exist: the enterprise-side requirements of DB3203/T 1023 and the documented information of GB/T 19001."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from qmsdesk.i18n import _
from qmsdesk.standard.data import load

FORCES = ("应", "须", "宜", "建议", "可")
STANDARDS = {"1023": "DB3203/T 1023-2023", "2016": "GB/T 19001-2016"}


@dataclass(frozen=True)
class Requirement:
    """One line of the evidence map. ``rule`` with ``args`` names the computation, ``where`` the register to mend it in.

    ``needs`` names what must have happened before it is due; until then a missing one is 未到期.
    """

    key: str
    standard: str
    clause: str
    title: str
    title_en: str
    force: str
    """应, 须, 宜, 建议 or 可, as the clause says."""
    led_by: str
    """A key of ``stages.PARTIES``."""
    stage: str
    """The letter of 6.1."""
    must: str
    """What has to exist, in one line."""
    rule: str
    args: tuple[str, ...]
    where: str
    needs: str

    @property
    def reference(self) -> str:
        """The clause with its standard: DB3203 6.7.2.1, GB/T 19001 7.2."""
        return f"{_('DB3203') if self.standard == '1023' else _('GB/T 19001')} {self.clause}"

    @property
    def topic(self) -> str:
        """The clause as the help knows it: ``1023/6.7.2.3``."""
        return f"{self.standard}/{self.clause.split(' ')[0]}"


@cache
def requirements() -> tuple[Requirement, ...]:
    """All lines in the order of the clauses, the local standard first."""
    rows = load("requirements.json")["requirements"]
    return tuple(Requirement(**{**row, "args": tuple(row["args"])}) for row in rows)
