"""Every day and time a user sees of an instant is China's: an evening in UTC is the next day there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.clock import Clock, day_in_china, in_china
from qmsdesk.models import copies
from qmsdesk.services import backup, founding, narrative
from qmsdesk.services.sitting import Sitting

EVENING = dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)
NEXT_DAY = dt.date(2026, 11, 23)


@dataclass(frozen=True)
class Evening(Clock):
    """A real clock that stands at an evening in UTC."""

    def now(self) -> dt.datetime:
        return EVENING


def test_the_business_day_is_the_day_history_says() -> None:
    assert Evening().today() == NEXT_DAY
    assert Clock(dt.date(2026, 10, 15)).today() == dt.date(2026, 10, 15)
    assert day_in_china(EVENING.isoformat()) == NEXT_DAY
    assert f"{in_china(EVENING):%H:%M}" == "00:30"


def test_history_and_backups_of_an_evening_name_the_same_day(tmp_path: Path) -> None:
    clock = Evening()
    with founding.establish(tmp_path / "w", clock, "张三", "示例公司").workspace as workspace:
        told = narrative.all_entries(workspace.db)
        made = backup.backup(workspace, tmp_path / "b", clock)
        today = backup.daily(Sitting(workspace, "张三", clock))
    assert {entry.at[:10] for entry in told} == {"2026-11-23"}
    assert copies.day_of(made) == NEXT_DAY
    assert today is not None
    assert copies.day_of(today) == NEXT_DAY
