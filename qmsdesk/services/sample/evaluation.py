"""表C.1 of the round: drafted, read, finalised, and the draft of the next version."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from qmsdesk.registers.indicators import ASSESSMENT
from qmsdesk.services import assessment
from qmsdesk.services.sample.acts import Act, Desk, Raw, moment


def acts(data: dict[str, Any]) -> Iterator[Act]:
    """``assessment`` of the data: when the draft is made, completed and finalised, and when the next one begins."""
    plan = data["assessment"]
    name, by = data["round"]["name"], data["round"]["by"]
    yield Act(moment(plan["drafted"]), by, partial(_draft, name, plan["values"], plan["files"]))
    yield Act(moment(plan["final"]), by, partial(_finalise, name))
    yield Act(moment(plan["next"]), by, partial(_draft, name, plan["next_values"], []))


def _draft(name: str, values: Raw, files: list[Raw], desk: Desk) -> None:
    row = assessment.draft(desk.sitting, name)
    desk.edit(ASSESSMENT, row.id, values)
    for file in files:
        desk.attach(ASSESSMENT, row.id, file["file"], file["lines"], title=file["title"], kind="photo")


def _finalise(name: str, desk: Desk) -> None:
    assessment.finalise(desk.sitting, assessment.draft(desk.sitting, name).id)
