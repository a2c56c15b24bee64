"""Workspaces, sittings and small files for the tests of exchange."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.clock import Clock
from qmsdesk.exchange.importing import ImportPlan, read_plan
from qmsdesk.models.workspace import create
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services.sitting import Sitting

CLOCK = Clock(dt.date(2026, 10, 15))
Rows = Sequence[Sequence[Any]]


@pytest.fixture
def new_sitting(tmp_path: Path) -> Iterator[Callable[[str], Sitting]]:
    """``new_sitting("b")`` is a sitting at a fresh, empty workspace."""
    opened = []

    def make(name: str = "a") -> Sitting:
        workspace = create(tmp_path / f"workspace-{name}", CLOCK)
        opened.append(workspace)
        return Sitting(workspace, "何静", CLOCK)

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def sitting(new_sitting: Callable[[str], Sitting]) -> Sitting:
    return new_sitting("main")


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """``book(rows, merged=("B2:B3",), formats={"A1": "0%"})`` is an .xlsx with one sheet."""

    def make(rows: Rows, *, merged: Sequence[str] = (), formats: dict[str, str] | None = None, name: str = "t") -> Path:
        from openpyxl import Workbook

        workbook = Workbook()
        sheet = workbook.worksheets[0]
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
        for place, pattern in (formats or {}).items():
            sheet[place].number_format = pattern
        path = tmp_path / f"{name}.xlsx"
        workbook.save(path)
        return path

    return make


@pytest.fixture
def plan_of(sitting: Sitting, book: Callable[..., Path]) -> Callable[..., ImportPlan]:
    """``plan_of("person", rows)`` plans the import of a sheet with these rows."""

    def make(key: str, rows: Rows, **options: Any) -> ImportPlan:
        shape = {k: options.pop(k) for k in ("merged", "formats") if k in options}
        return read_plan(sitting, BY_KEY[key], book(rows, **shape), **options)

    return make
