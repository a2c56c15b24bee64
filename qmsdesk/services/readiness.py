"""Readiness: the evidence map with its stages and dates, as ``status``, the dashboard and the bundle read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.services import reminders
from qmsdesk.services.due import DueItem
from qmsdesk.services.evidence.facts import Facts
from qmsdesk.services.evidence.map import Judged, judge
from qmsdesk.services.evidence.verdict import (
    MET,
    MISSING,
    NOT_APPLICABLE,
    NOT_DUE,
    PARTIAL,
    STATE_TITLES,
    Missing,
    Verdict,
)
from qmsdesk.standard.requirements import STANDARDS
from qmsdesk.standard.stages import STAGES, Stage

__all__ = [
    "MET",
    "MISSING",
    "NOT_APPLICABLE",
    "NOT_DUE",
    "PARTIAL",
    "STATE_TITLES",
    "Facts",
    "Judged",
    "Missing",
    "Progress",
    "Verdict",
    "due",
    "facts",
    "judge",
    "stages",
    "status_json",
    "to_json",
]


@dataclass(frozen=True)
class Progress:
    """How far a stage of 6.1 is: requirements met, of those that are due and apply."""

    stage: Stage
    done: int
    of: int


def facts(db: pw.Database, today: dt.date) -> Facts:
    """What the rules look at; read when it is asked for, so the database stays open until all is judged."""
    return Facts(db, today)


def stages(judged: Sequence[Judged]) -> list[Progress]:
    """The ten stages in order."""
    found = []
    for stage in STAGES:
        own = [j for j in judged if j.counts and j.requirement.stage == stage.key]
        found.append(Progress(stage, sum(j.verdict.state == MET for j in own), len(own)))
    return found


def due(db: pw.Database, today: dt.date, horizon: int = reminders.HORIZON) -> list[DueItem]:
    """What has to be done by a date, without what is only advised (``services.reminders``)."""
    return reminders.dated(reminders.read(db, today, horizon))


def status_json(db: pw.Database, today: dt.date) -> dict[str, object]:
    """The document of ``status --json``."""
    return to_json(today, judge(facts(db, today)), due(db, today))


def to_json(today: dt.date, judged: Sequence[Judged], due_items: Sequence[DueItem]) -> dict[str, object]:
    """Stages, requirements and dates as ``status --json`` gives them."""
    return {
        "on": today.isoformat(),
        "stages": [
            {"key": p.stage.key, "title": p.stage.title, "led_by": list(p.stage.led_by), "done": p.done, "of": p.of}
            for p in stages(judged)
        ],
        "requirements": [
            {
                "standard": STANDARDS[j.requirement.standard], "clause": j.requirement.clause,
                "title": j.requirement.title, "force": j.requirement.force, "state": j.verdict.state,
                "missing": [m.text for m in j.verdict.missing],
                "evidence": [{"register": r, "number": n} for r, n in j.verdict.evidence],
            }
            for j in judged
        ],
        "due": [
            {"register": i.register, "number": i.number, "title": i.title, "date": i.date.isoformat(),
             "overdue": i.overdue}
            for i in due_items
        ],
    }  # fmt: skip
