"""What a returned sheet will do, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from qmsdesk.exchange.fill_in_form import Ledger
from qmsdesk.exchange.fill_in_work import Place
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.registers.sheet import Values

State = Literal["new", "same", "blank", "conflict", "locked", "error"]

STATE_TITLES: dict[State, str] = {
    "new": _("更新"),
    "same": _("相同"),
    "blank": _("未填"),
    "conflict": _("冲突"),
    "locked": _("已锁定"),
    "error": _("有误"),
}


@dataclass
class FillRow:
    """One row of a returned sheet. ``values`` are written when ``state`` is "new"; ``says`` is why it is not.

    ``stored`` is the row as it was when this was judged, None for a month without a record.
    """

    sheet: str
    row: int
    number: str
    title: str
    filled: str = ""
    state: State = "blank"
    says: str = ""
    values: Values = field(default_factory=dict)
    stored: Row | None = None
    indicator: Row | None = None
    period: str = ""
    place: Place | None = None
    record: int = 0

    def shut(self, state: State, says: str) -> FillRow:
        """This row with a state in which nothing of it is written."""
        self.state, self.says, self.values = state, says, {}
        return self


@dataclass(frozen=True)
class FillPlan:
    """A returned sheet, whose code was found right: its rows, and when it was imported before (empty: never)."""

    file: str
    ledger: Ledger
    rows: Sequence[FillRow]
    before: str

    @property
    def code(self) -> str:
        return str(self.ledger.code)

    @property
    def reason(self) -> str:
        """What history says of a value that came in by this sheet; the code in it tells what was imported already."""
        return _("填报表 {}").format(self.code)

    @property
    def ready(self) -> list[FillRow]:
        """The rows that will be written."""
        return [row for row in self.rows if row.state == "new"]

    def counts(self) -> Counter[State]:
        return Counter(row.state for row in self.rows)

    def sentence(self) -> str:
        """The counts in words."""
        found = self.counts()
        return "，".join(_("{} {} 行").format(title, found[state]) for state, title in STATE_TITLES.items()
                        if found[state])  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """As ``collect --json`` gives it."""
        return {
            "file": self.file, "code": self.code, "person": self.ledger.name, "issued": self.ledger.on,
            "imported_before": self.before,
            "rows": [
                {"sheet": r.sheet, "row": r.row, "number": r.number, "title": r.title, "state": r.state,
                 "filled": r.filled, "says": r.says}
                for r in self.rows
            ],
        }  # fmt: skip
