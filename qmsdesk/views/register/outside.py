"""What a register page asks of the rest of the program, handed in by the constructor; and what it hands over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from qmsdesk.registers.spec import Register
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.register.columns import ViewColumn

KINDS = ("xlsx", "csv", "pdf", "json")


@dataclass(frozen=True)
class Listing:
    """Exactly what is seen: the records of ``query`` (or only the ticked ones) in order, the visible columns."""

    query: reading.Query
    columns: tuple[ViewColumn, ...]
    ticked: tuple[int, ...] = ()
    filter_text: str = ""

    @property
    def register(self) -> Register:
        """Whose records they are."""
        return self.query.register

    def headers(self) -> list[str]:
        """The headings."""
        return [column.header for column in self.columns]

    def ids(self, sitting: Sitting) -> list[int]:
        """The records, in the order seen."""
        ids, ticked = list(self.query.ids(sitting.db)), set(self.ticked)
        return [i for i in ids if i in ticked] if ticked else ids

    def rows(self, sitting: Sitting) -> Iterator[list[str]]:
        """The cells as text, in the order seen."""
        places = [self._place(column) for column in self.columns]
        ids = self.ids(sitting)
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            page = self.query.page(sitting.db, part)
            for record in part:
                raw = page[record]
                yield [reading.cell(c.source, raw[i]) for c, i in zip(self.columns, places, strict=True)]

    def _place(self, column: ViewColumn) -> int:
        return next(i for i, source in enumerate(self.register.columns) if source is column.source)


@dataclass(frozen=True)
class Outside:
    """Roads to other pages; where one is None, its button is not shown. ``export`` gets one of ``KINDS``."""

    import_file: Callable[[Register], Any] | None = None
    export: Callable[[Listing, str], Any] | None = None
    print_list: Callable[[Listing], Any] | None = None
    print_record: Callable[[Register, int], Any] | None = None
