"""Indicators with their round, and what is reported, verified and locked month by month."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT, ROUNDS
from qmsdesk.services import reading, records
from qmsdesk.services.sample.acts import Act, Desk, Raw, moment, table

_OF_ROUND = ("before", "target", "after", "verifier")


def acts(data: dict[str, Any]) -> Iterator[Act]:
    """Definitions, targets of the plan, 提升前 when the baseline is over, 提升后 before the evaluation; the months."""
    shared, rows = data["round"], table(data["indicators"])
    by = shared["by"]
    for row in rows:
        yield Act(moment(shared["defined"]), by, partial(_define, row))
        line = {"name": shared["name"], "baseline": shared["baseline"], "evaluation": shared["evaluation"]}
        yield Act(moment(shared["planned"]), by, partial(_plan, row["name"], {**line, "target": row["target"]}))
        yield Act(moment(shared["before"]), by, partial(_fill, row["name"], {"before": row["before"]}, ""))
        yield Act(moment(shared["after"]), by, partial(_fill, row["name"], {"after": row["after"]}, ""))
        yield from _series(row, data)
    for row in table(data["changed"]):
        change = partial(_fill, row["indicator"], {"target": row["target"]}, row["why"])
        yield Act(moment(row["at"]), row["by"], change)
    for row in table(data["mistakes"]):
        yield Act(moment(row["at"]), row["by"], partial(_void, row["indicator"], row["period"], row["why"]))


def _define(row: Raw, desk: Desk) -> None:
    desk.add(INDICATOR, {k: v for k, v in row.items() if k not in _OF_ROUND})


def _plan(name: str, line: Raw, desk: Desk) -> None:
    desk.line(INDICATOR, desk.id_of(Indicator, name), ROUNDS, line)


def _fill(name: str, values: Raw, why: str, desk: Desk) -> None:
    record = desk.id_of(Indicator, name)
    line = reading.find(desk.sitting.db, IndicatorRound, {IndicatorRound.indicator: record})
    assert line is not None
    desk.line(INDICATOR, record, ROUNDS, values, line.id, why)


def _series(row: Raw, data: dict[str, Any]) -> Iterator[Act]:
    """The cells of one indicator, ``33/35`` or ``0.92`` by month; ``-`` is a month without an entry."""
    mistaken = {(m["indicator"], m["period"]) for m in table(data["mistakes"])}
    papers = {m: paper for paper in data["evidence"] if paper["indicator"] == row["name"] for m in paper["months"]}
    for month, cell in zip(table(data["months"]), data["series"][row["name"]].split(), strict=True):
        if cell == "-":
            continue
        n, slash, d = cell.partition("/")
        raw = {"indicator": row["name"], "period": month["period"], "reporter": row["owner"], "source": row["source"]}
        raw |= {"numerator": n, "denominator": d} if slash else {"value": n}
        paper = papers.get(month["period"])
        yield Act(
            moment(f"{month['entered']} 09:30"), row["owner"], partial(_report, raw, paper, {**raw, "n": n, "d": d})
        )
        if (row["name"], month["period"]) not in mistaken:
            verify = partial(_verify, row["name"], month["period"], row["verifier"])
            yield Act(moment(f"{month['verified']} 15:10"), row["verifier"], verify)
            if month["locked"]:
                lock = partial(_lock, row["name"], month["period"])
                yield Act(moment(f"{month['locked']} 16:40"), data["round"]["by"], lock)


def _report(raw: Raw, paper: Raw | None, words: Raw, desk: Desk) -> None:
    record = desk.add(MEASUREMENT, raw)
    if paper:
        lines = [line.format(**words) for line in paper["lines"]]
        desk.attach(MEASUREMENT, record, paper["file"].format(**words), lines, kind=paper["kind"])


def _verify(name: str, period: str, verifier: str, desk: Desk) -> None:
    record = _measured(desk, name, period)
    desk.edit(MEASUREMENT, record, {"verifier": verifier, "verified_on": desk.today.isoformat()})
    desk.verb(MEASUREMENT, record, "verify")


def _lock(name: str, period: str, desk: Desk) -> None:
    desk.verb(MEASUREMENT, _measured(desk, name, period), "lock")


def _void(name: str, period: str, why: str, desk: Desk) -> None:
    records.void(desk.sitting, MEASUREMENT, _measured(desk, name, period), why)


def _measured(desk: Desk, name: str, period: str) -> int:
    where = {Measurement.indicator: desk.id_of(Indicator, name), Measurement.period: period}
    found = reading.find(desk.sitting.db, Measurement, where)
    assert found is not None
    return found.id
