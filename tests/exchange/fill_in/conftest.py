"""A firm with open months and an open action, and sheets as they come back."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from qmsdesk.clock import Clock
from qmsdesk.exchange import fill_in, fill_in_read
from qmsdesk.exchange.fill_in_plan import FillPlan
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.models.people import Department, Person
from qmsdesk.models.reviews import Review
from qmsdesk.registers.catalogue import BY_MODEL
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import founding, reading, records
from qmsdesk.services.sitting import Sitting

NONCONFORMITY, REVIEW = BY_MODEL[Nonconformity], BY_MODEL[Review]
DAY = dt.date(2026, 10, 15)
CLOCK = Clock(DAY)


@dataclass
class Firm:
    """A firm with two people: the first owns an indicator with two open months and a nonconformity."""

    sitting: Sitting
    folder: Path
    people: tuple[int, int]
    indicator: int
    nonconformity: int

    def issue(self) -> Path:
        return fill_in.issue(self.sitting, self.folder, {self.people[0]}).files[0][1]

    def read(self, path: Path) -> FillPlan:
        return fill_in_read.read(self.sitting, path)

    def month(self, period: str) -> Any:
        key = {Measurement.indicator: self.indicator, Measurement.period: period}
        return reading.find(self.sitting.db, Measurement, key)

    def action(self) -> Any:
        return reading.row(self.sitting.db, Nonconformity, self.nonconformity)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """The firm, made once; tests work on copies of its folder."""
    base = tmp_path_factory.mktemp("built")
    with workspaces.create(base / "firm", CLOCK) as workspace:
        return make_firm(Sitting(workspace, "何静", CLOCK), base, "徐州示例机械有限公司")


@pytest.fixture
def firm(built: Firm, tmp_path: Path) -> Iterator[Firm]:
    copy = shutil.copytree(built.sitting.workspace.folder, tmp_path / "firm")
    with workspaces.open_workspace(copy, CLOCK) as workspace:
        yield replace(built, sitting=Sitting(workspace, "何静", CLOCK), folder=tmp_path)


def make_firm(sitting: Sitting, folder: Path, name: str) -> Firm:
    founding.found(sitting, name)
    place = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    one, two = (
        records.save(sitting, PERSON, None, {Person.name: who, Person.department: place}).record
        for who in ("示例甲", "示例乙")
    )
    indicator = records.save(
        sitting, INDICATOR, None,
        {Indicator.category: "realization", Indicator.name: "一次交验合格率", Indicator.unit: "%",
         Indicator.owner: one},
    ).record  # fmt: skip
    measured(sitting, indicator, "2026-07", "95")
    found = records.save(
        sitting, NONCONFORMITY, None,
        {Nonconformity.source: "process", Nonconformity.fact: "首检记录缺签名", Nonconformity.owner: one,
         Nonconformity.due_on: dt.date(2026, 10, 20)},
    ).record  # fmt: skip
    return Firm(sitting, folder, (one, two), indicator, found)


def measured(sitting: Sitting, indicator: int, period: str, value: str) -> int:
    values = {Measurement.indicator: indicator, Measurement.period: period, Measurement.value: value,
              Measurement.source: "检验台账"}  # fmt: skip
    return records.save(sitting, MEASUREMENT, None, values).record


def fill(path: Path, cells: dict[str, Any], *, sheet: str = "", name: str = "") -> Path:
    """The file as it comes back, with some cells filled: 月度数据!F3 or, of the named sheet, F3."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for place, text in cells.items():
        where, _mark, cell = place.rpartition("!")
        book[where or sheet][cell] = text
    returned = path.with_name(name or f"交回_{path.name}")
    book.save(returned)
    return returned


FIGURES = {"月度数据!F3": 96, "月度数据!G3": 100, "月度数据!I3": "检验台账", "月度数据!H4": "97.5%"}
ACTION = {"措施!F3": dt.date(2026, 10, 12), "措施!G3": "已补签，并培训"}


def states(plan: FillPlan) -> list[str]:
    return [row.state for row in plan.rows]
