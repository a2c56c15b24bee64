"""SQL that only SQLite understands stands in one place, and says what it promises."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import peewee as pw
import pytest

import qmsdesk
from qmsdesk.models.database import days_after, listed, months_after
from qmsdesk.services.sitting import Sitting

_OWN = re.compile(r"fn\.(DATE|DATETIME|STRFTIME|JULIANDAY|PRINTF|FORMAT|GROUP_CONCAT|IIF|IFNULL)\(", re.IGNORECASE)


def test_no_layer_above_the_models_writes_sql_of_one_database() -> None:
    root = Path(qmsdesk.__file__).parent
    found = [
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if path.parent.parts[len(root.parts) : len(root.parts) + 1] != ("models",)
        and _OWN.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("expression", "day"),
    [
        (days_after("2026-02-20", 10), dt.date(2026, 3, 2)),
        (months_after("2026-02-20", 12), dt.date(2027, 2, 20)),
        (days_after(None, 10), None),
    ],
)
def test_days_are_counted_in_sql(sitting: Sitting, expression: object, day: dt.date | None) -> None:
    ((found,),) = sitting.db.execute(pw.Select(columns=[expression])).fetchall()
    assert found == (day.isoformat() if day else None)


def test_a_group_is_listed_with_commas(sitting: Sitting) -> None:
    ((found,),) = sitting.db.execute(pw.Select(columns=[listed(7)])).fetchall()
    assert found == "7"
