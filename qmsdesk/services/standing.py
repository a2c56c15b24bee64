"""Which record stands where there are several: the last one that is complete, so that a new one takes nothing away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from qmsdesk.models.acceptance import Acceptance, CaseStudy
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.project import Application, Diagnosis, Survey, SurveyFinding
from qmsdesk.standard.survey import survey_items


def application(rows: Sequence[Row]) -> Row | None:
    """The last application that was handed in, else the last draft."""
    return _last(rows, Application.applied_on, lambda row: row.of(Application.status) != "draft")


def survey(rows: Sequence[Row], findings: Mapping[int, Sequence[Row]]) -> Row | None:
    """The last survey in which all 49 items have a state, else the last; ``findings`` are its child rows by record."""
    wanted = {each.code for each in survey_items()}

    def whole(row: Row) -> bool:
        lines = findings.get(row.id, ())
        return wanted <= {line.of(SurveyFinding.item) for line in lines if line.of(SurveyFinding.state)}

    return _last(rows, Survey.surveyed_on, whole)


def diagnosis(rows: Sequence[Row]) -> Row | None:
    """The last diagnosis that both sides signed, else the last one made."""
    return _last(rows, Diagnosis.diagnosed_on, lambda row: row.of(Diagnosis.status) == "signed")


def acceptance(rows: Sequence[Row]) -> Row | None:
    """The last acceptance that is confirmed, else the last one held: a draft without a day hides none."""
    return _last(rows, Acceptance.held_on, lambda row: row.of(Acceptance.status) == "final")


def case(rows: Sequence[Row]) -> Row | None:
    """The last case that is final, else the last one written."""
    return _last(rows, CaseStudy.written_on, lambda row: row.of(CaseStudy.status) == "final")


def _last(rows: Sequence[Row], day: AnyField, whole: Callable[[Row], bool]) -> Row | None:
    """The newest by its day, of those that are whole where there are any; without a day comes before all days."""
    among = [row for row in rows if whole(row)] or rows
    return max(among, key=lambda row: (row.of(day) or dt.date.min, row.id), default=None)
