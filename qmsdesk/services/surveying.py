"""The survey on site (6.5, 表A.1): its 49 items with what was found, who was asked, the opinions that came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import peewee as pw

from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Department, Person
from qmsdesk.models.project import Diagnosis, Opinion, Survey, SurveyFinding, SurveyInterview
from qmsdesk.registers.project import DIAGNOSIS, FINDINGS, INTERVIEWS, OPINIONS, SURVEY
from qmsdesk.registers.spec import Values
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.categories import CATEGORIES, Category
from qmsdesk.standard.survey import SurveyItem, item, items_of, survey_items

WEAK = frozenset({"weak", "absent"})
"""States that call for an opinion of the diagnosis (6.5.8)."""
PLACE = {each.code: place for place, each in enumerate(survey_items())}
"""Where an item stands in 表A.1, from 0."""
LETTERS = "abcdefghi"
"""The marks of the nine groups in 6.5.6."""
_COPIED = (Survey.methods, Survey.place, Survey.party, Survey.surveyors)
_TOP = (_("董事长"), _("总经理"), _("厂长"), _("总裁"), _("最高管理者"), _("管理者代表"), _("副总"))
_LONGEST = 400  # characters of an opinion


@dataclass(frozen=True)
class Given:
    """An opinion that came of an item, with the diagnosis it stands in and its number there."""

    line: Row
    diagnosis: Row
    place: int


@dataclass(frozen=True)
class Found:
    """One of the 49 items with the stored finding (None: nothing entered), its opinions and its indicators."""

    item: SurveyItem
    line: Row | None
    opinions: tuple[Given, ...]
    indicators: tuple[Row, ...]

    @property
    def state(self) -> str:
        """The key of 现状; empty while the item is not surveyed."""
        return str(self.line.of(SurveyFinding.state) or "") if self.line is not None else ""


@dataclass(frozen=True)
class Group:
    """One of the nine groups of 表A.1."""

    letter: str
    category: Category
    items: tuple[Found, ...]

    @property
    def title(self) -> str:
        """As ``a) 合规与诚信经营``, in the words of 表A.1."""
        return f"{self.letter}) {self.category.a1_title}"

    @property
    def done(self) -> int:
        """How many of its items are surveyed."""
        return sum(bool(each.state) for each in self.items)


@dataclass(frozen=True)
class View:
    """A survey with all that its page and its print show."""

    row: Row
    groups: tuple[Group, ...]
    interviews: tuple[Row, ...]

    @property
    def items(self) -> tuple[Found, ...]:
        """All 49 in the order of 表A.1."""
        return tuple(each for group in self.groups for each in group.items)

    @property
    def done(self) -> int:
        """How many items are surveyed."""
        return sum(group.done for group in self.groups)

    @property
    def missing_levels(self) -> tuple[str, ...]:
        """The kinds of people nobody was asked of (6.5.3, 6.5.4), as they are called."""
        there = {line.of(SurveyInterview.level) for line in self.interviews}
        return tuple(str(title) for key, title in SurveyInterview.LEVEL if key not in there)

    def count(self, *states: str) -> int:
        """How many items are in one of these states."""
        return sum(each.state in states for each in self.items)


def latest(db: pw.Database) -> Row | None:
    """The survey to go on with: the last one by its day that is not void."""
    found = reading.rows(db, Survey, Survey.void_reason == "", order=(Survey.surveyed_on.desc(), Survey.id.desc()))
    return found[0] if found else None


def read(db: pw.Database, survey: int) -> View:
    """A survey as stored; Refused when it is gone."""
    row = reading.row(db, Survey, survey)
    if row is None:
        raise Refused(_("这次调研已不存在。"), _("刷新后再试。"))
    lines = {line.of(SurveyFinding.item): line for line in reading.lines(db, FINDINGS, survey)}
    opinions, indicators = _opinions(db, survey), _indicators(db)
    groups = tuple(
        Group(
            letter,
            category,
            tuple(
                Found(each, lines.get(each.code), tuple(opinions.get(each.code, ())),
                      tuple(indicators.get(each.code, ())))
                for each in items_of(category.key)
            ),
        )
        for letter, category in zip(LETTERS, CATEGORIES, strict=True)
    )  # fmt: skip
    return View(row, groups, tuple(reading.lines(db, INTERVIEWS, survey)))


def open_survey(sitting: Sitting, *, like: int | None = None) -> records.Change:
    """A new survey of today, as one step.

    ``like`` is an earlier one whose methods, place, surveyors and interviewees are taken over; what was found is not:
    it has to be looked at again.
    """
    with sitting.batch(_("新建现场调研")):
        source = reading.row(sitting.db, Survey, like) if like is not None else None
        values: Values = {f: source.of(f) for f in _COPIED} if source is not None else {}
        values[Survey.surveyed_on] = sitting.clock.today()
        change = records.save(sitting, SURVEY, None, values)
        for line in reading.lines(sitting.db, INTERVIEWS, source.id) if source is not None else ():
            who = {f: line.of(f) for f in (SurveyInterview.person, SurveyInterview.level)}
            records.save_line(sitting, SURVEY, change.record, INTERVIEWS, None, who)
        return records.Change(SURVEY.key, change.record, "add", change.batch, change.records)


def put(
    sitting: Sitting, survey: int, values: Mapping[str, Values], label: str, *, batch: int = 0
) -> records.Change | None:
    """Write findings by code of item, all or none, as one step; None when nothing differs.

    Raises Invalid, Blocked and what ``records.save_line`` raises.
    """
    with sitting.batch(label, join=batch) as current:
        lines = {line.of(SurveyFinding.item): line for line in reading.lines(sitting.db, FINDINGS, survey)}
        change = None
        for code, wanted in values.items():
            stored = lines.get(code)
            if stored is None and all(value in (None, "") for value in wanted.values()):
                continue
            given = wanted if stored is not None else {**blank(code), **wanted}
            one, _line = records.save_line(
                sitting, SURVEY, survey, FINDINGS, stored.id if stored is not None else None, given
            )
            change = one if one.what != "same" else change
        if change is None:
            return None
        return records.Change(SURVEY.key, survey, "edit", current.batch, frozenset(current.records))


def blank(code: str) -> Values:
    """What a new finding of an item begins with: the item, and its place in 表A.1. UserError for an unknown item."""
    return {SurveyFinding.item: item(code).code, SurveyFinding.position: PLACE[code]}


def add_people(sitting: Sitting, survey: int, people: Mapping[int, str | None]) -> records.Change | None:
    """Add interviewees, person by level (None: not said yet), as one step; who is there already stays as he is."""
    with sitting.batch(_("添加访谈对象")):
        there = {line.of(SurveyInterview.person) for line in reading.lines(sitting.db, INTERVIEWS, survey)}
        change = None
        for person, level in people.items():
            if person not in there:
                values: Values = {SurveyInterview.person: person, SurveyInterview.level: level}
                change, _line = records.save_line(sitting, SURVEY, survey, INTERVIEWS, None, values)
        return change


def proposed_level(db: pw.Database, person: Row) -> str:
    """What somebody is likely to count as: by his post, else as the head of a department, else others."""
    post = str(person.of(Person.post))
    if any(word in post for word in _TOP):
        return "top"
    heads = {row.of(Department.manager) for row in reading.rows(db, Department)}
    return "head" if person.id in heads else "other"


def proposed_opinion(found: Found) -> str:
    """Words to begin an opinion with: the item, its state, its value, and what was noted."""
    title = dict(SurveyFinding.STATE).get(found.state, "")
    line = found.line
    value = str(line.of(SurveyFinding.value)) if line is not None else ""
    note = " ".join(str(line.of(SurveyFinding.note)).split()) if line is not None else ""
    said = _("{}（{}）").format(title, value) if title and value else title or value
    first = _("{}：{}").format(found.item.label, said) if said else found.item.label
    return _("，").join(filter(None, (first, note)))[:_LONGEST]


def draft_of(db: pw.Database, survey: int) -> Row | None:
    """The diagnosis that takes an opinion of a survey: the last draft on it, or on no survey yet."""
    drafts = reading.rows(db, Diagnosis, Diagnosis.void_reason == "", Diagnosis.status == "draft")
    fitting = [row for row in drafts if row.of(Diagnosis.survey) in (survey, None)]
    return max(fitting, key=lambda row: (row.of(Diagnosis.survey) is not None, row.id), default=None)


def write_opinion(sitting: Sitting, survey: int, code: str, text: str) -> tuple[records.Change, int]:
    """An opinion on an item in the draft diagnosis of a survey, made first where there is none, as one step.

    Returns the change and the id of the diagnosis. Invalid for an empty text or one that stands there already.
    """
    with sitting.batch(_("写诊断意见")) as current:
        draft = draft_of(sitting.db, survey)
        diagnosis = draft.id if draft is not None else _new_diagnosis(sitting, survey)
        about = item(code)
        values: Values = {Opinion.text: text.strip(), Opinion.category: about.category, Opinion.item: code}
        known = _indicators(sitting.db).get(code, [])
        if len(known) == 1:
            values[Opinion.indicator] = known[0].id
        records.save_line(sitting, DIAGNOSIS, diagnosis, OPINIONS, None, values)
        return (
            records.Change(DIAGNOSIS.key, diagnosis, "edit", current.batch, frozenset(current.records)),
            diagnosis,
        )


def _new_diagnosis(sitting: Sitting, survey: int) -> int:
    row = reading.row(sitting.db, Survey, survey)
    if row is None:
        raise Refused(_("这次调研已不存在。"), _("刷新后再试。"))
    there = {str(each.of(Diagnosis.title)) for each in reading.rows(sitting.db, Diagnosis)}
    plain = _("认证提升企业质量诊断报告（{}）").format(row["number"])
    names = (plain, *(f"{plain}{place}" for place in range(2, len(there) + 3)))
    values: Values = {
        Diagnosis.title: next(name for name in names if name not in there),
        Diagnosis.survey: survey,
        Diagnosis.party: row.of(Survey.party),
        Diagnosis.diagnosers: row.of(Survey.surveyors),
    }
    return records.save(sitting, DIAGNOSIS, None, values).record


def _opinions(db: pw.Database, survey: int) -> dict[str, list[Given]]:
    """By item; an opinion belongs to the survey its diagnosis stands on, and to every one where it names none."""
    found: dict[str, list[Given]] = {}
    for diagnosis in reading.rows(db, Diagnosis, Diagnosis.void_reason == ""):
        if diagnosis.of(Diagnosis.survey) in (survey, None):
            for place, line in enumerate(reading.lines(db, OPINIONS, diagnosis.id), 1):
                found.setdefault(line.of(Opinion.item) or "", []).append(Given(line, diagnosis, place))
    return found


def _indicators(db: pw.Database) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    only: Sequence[AnyField] = (Indicator.number,)
    for row in reading.rows(db, Indicator, Indicator.void_reason == "", order=only):
        found.setdefault(str(row.of(Indicator.survey_item)).strip(), []).append(row)
    return found
