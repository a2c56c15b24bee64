"""Whether a measuring instrument may be used by its last verification (GB/T 19001 7.1.5.2): one answer for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import peewee as pw

from qmsdesk.models.base import Fields, Row
from qmsdesk.models.resources import Calibration, Instrument
from qmsdesk.services import reading

_LOOKED_AT = Fields((
    Calibration.id, Calibration.instrument, Calibration.done_on, Calibration.result, Calibration.valid_until,
))  # fmt: skip


def asked(instrument: Row) -> bool:
    """Whether an instrument has to be verified: it is in use, in the house or lent."""
    return instrument.of(Instrument.state) in {"in_use", "lent"}


def last(calibrations: Iterable[Row]) -> dict[int, Row]:
    """The last verification of each instrument, by the day it was done."""
    found: dict[int, Row] = {}
    for row in calibrations:
        known = found.get(row.of(Calibration.instrument))
        if known is None or row.of(Calibration.done_on) >= known.of(Calibration.done_on):
            found[row.of(Calibration.instrument)] = row
    return found


def latest(db: pw.Database) -> dict[int, Row]:
    """``last`` of all there are; the database finds the days, rows are made of those alone."""
    days = Calibration.select(Calibration.instrument.alias("of"), pw.fn.MAX(Calibration.done_on).alias("day"))
    days = days.group_by(Calibration.instrument).alias("days")
    newest = (Calibration.instrument == days.c.of) & (Calibration.done_on == days.c.day)
    query = Calibration.select(*_LOOKED_AT).join(days, on=newest).order_by(Calibration.id)
    make, of = reading.maker(Calibration, _LOOKED_AT), _LOOKED_AT.index(Calibration.instrument)
    last = {stored[of]: stored for stored in db.execute(query).fetchall()}
    return {instrument: make(stored) for instrument, stored in last.items()}


def holds(calibration: Row | None, day: dt.date) -> bool:
    """Whether a last verification was passed and still holds on a day; without 有效期至 it has no end."""
    if calibration is None or calibration.of(Calibration.result) == "failed":
        return False
    until = calibration.of(Calibration.valid_until)
    return until is None or until >= day
