"""A survey as services see it: what is missing, what is proposed, opinions, copies, all as single steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.compliance import Licence
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.models.people import Department, Person
from qmsdesk.models.project import Diagnosis, Opinion, Survey, SurveyFinding, SurveyInterview
from qmsdesk.models.workspace import create
from qmsdesk.registers.compliance import LICENCE
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.project import DIAGNOSIS, OPINIONS, SURVEY
from qmsdesk.services import founding, reading, records, surveying
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.survey_hints import Hints
from qmsdesk.services.surveying import View

DAY = dt.date(2025, 10, 22)


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with create(tmp_path / "firm", Clock(DAY)) as workspace:
        made = Sitting(workspace, "何静", Clock(DAY))
        founding.found(made, "徐州示例机械有限公司")
        yield made


@pytest.fixture
def survey(sitting: Sitting) -> int:
    return surveying.open_survey(sitting).record


def view(sitting: Sitting, survey: int) -> View:
    return surveying.read(sitting.db, survey)


def person(sitting: Sitting, name: str, post: str, department: str) -> int:
    found = reading.find(sitting.db, Department, {Department.name: department})
    where = found.id if found else records.save(sitting, DEPARTMENT, None, {Department.name: department}).record
    values = {Person.name: name, Person.post: post, Person.department: where}
    return records.save(sitting, PERSON, None, values).record


def indicator(sitting: Sitting, code: str, before: str) -> int:
    values = {Indicator.name: f"指标 {code}", Indicator.category: "resources", Indicator.unit: "%",
              Indicator.survey_item: code}  # fmt: skip
    made = records.save(sitting, INDICATOR, None, values).record
    records.save_line(
        sitting, INDICATOR, made, ROUNDS, None, {IndicatorRound.name: "首轮", IndicatorRound.before: before}
    )
    return made


def test_a_new_survey_has_all_items_and_lacks_all_kinds_of_people(sitting: Sitting, survey: int) -> None:
    found = view(sitting, survey)
    assert (found.done, len(found.items), len(found.groups)) == (0, 49, 9)
    assert found.groups[2].title == "c) 资源配置及管理"
    assert found.missing_levels == ("高层管理者", "部门负责人", "其他人员")
    assert surveying.latest(sitting.db) == found.row


def test_findings_are_written_together_or_not_at_all(sitting: Sitting, survey: int) -> None:
    steps = len(sitting.done)
    change = surveying.put(
        sitting, survey, {"3.2": {SurveyFinding.state: "weak"}, "1.1": {SurveyFinding.value: "6 项"}}, "填"
    )
    assert change is not None
    assert (view(sitting, survey).done, len(sitting.done)) == (1, steps + 1)
    stored = reading.lines(sitting.db, surveying.FINDINGS, survey)
    assert [line.of(SurveyFinding.item) for line in stored] == ["1.1", "3.2"]  # in the order of the table
    assert surveying.put(sitting, survey, {"3.2": {SurveyFinding.state: "weak"}}, "填") is None
    assert surveying.put(sitting, survey, {"4.1": {SurveyFinding.value: ""}}, "填") is None
    bad = {"1.2": {SurveyFinding.state: "good"}, "1.3": {SurveyFinding.value: "长" * 81}}
    with pytest.raises(records.Invalid):
        surveying.put(sitting, survey, bad, "填")
    assert view(sitting, survey).done == 1
    records.undo(sitting)
    assert reading.lines(sitting.db, surveying.FINDINGS, survey) == []


def test_people_come_with_the_kind_their_post_suggests(sitting: Sitting, survey: int) -> None:
    top = person(sitting, "示例甲", "总经理", "总经办")
    head = person(sitting, "示例乙", "科长", "质检科")
    other = person(sitting, "示例丙", "检验员", "质检科")
    room = reading.find(sitting.db, Department, {Department.name: "质检科"})
    assert room is not None
    records.save(sitting, DEPARTMENT, room.id, {Department.manager: head})
    rows = {each: reading.row(sitting.db, Person, each) for each in (top, head, other)}
    levels = {each: surveying.proposed_level(sitting.db, row) for each, row in rows.items() if row is not None}
    assert levels == {top: "top", head: "head", other: "other"}
    surveying.add_people(sitting, survey, levels)
    assert view(sitting, survey).missing_levels == ()
    assert surveying.add_people(sitting, survey, {top: "other"}) is None  # who is there stays as he is
    records.undo(sitting)
    assert view(sitting, survey).interviews == ()


def test_a_copy_takes_methods_and_people_but_nothing_that_was_found(sitting: Sitting, survey: int) -> None:
    who = person(sitting, "示例甲", "总经理", "总经办")
    surveying.add_people(sitting, survey, {who: "top"})
    surveying.put(sitting, survey, {"1.1": {SurveyFinding.state: "good"}}, "填")
    values = {Survey.methods: ("documents", "group"), Survey.surveyors: "示例丁", Survey.summary: "小结"}
    records.save(sitting, SURVEY, survey, {**values, Survey.surveyed_on: dt.date(2025, 5, 6)})
    found = view(sitting, surveying.open_survey(sitting, like=survey).record)
    assert (found.row.of(Survey.methods), found.row.of(Survey.surveyors)) == (("documents", "group"), "示例丁")
    assert [line.of(SurveyInterview.level) for line in found.interviews] == ["top"]
    assert (found.done, found.row.of(Survey.summary), found.row.of(Survey.surveyed_on)) == (0, "", DAY)
    with pytest.raises(records.Invalid):  # a second one of the same day
        surveying.open_survey(sitting)


def test_an_opinion_goes_into_the_draft_made_where_there_is_none(sitting: Sitting, survey: int) -> None:
    known = indicator(sitting, "3.2", "92.97")
    values = {SurveyFinding.state: "weak", SurveyFinding.value: "92.97%", SurveyFinding.note: "停机\n多"}
    surveying.put(sitting, survey, {"3.2": values}, "填")
    found = next(each for each in view(sitting, survey).items if each.item.code == "3.2")
    text = surveying.proposed_opinion(found)
    assert text == "设备完好率：薄弱（92.97%），停机 多"
    steps = len(sitting.done)
    _change, diagnosis = surveying.write_opinion(sitting, survey, "3.2", text)
    assert len(sitting.done) == steps + 1
    (line,) = reading.lines(sitting.db, OPINIONS, diagnosis)
    assert (line.of(Opinion.item), line.of(Opinion.category), line.of(Opinion.indicator)) == ("3.2", "resources", known)
    draft = surveying.draft_of(sitting.db, survey)
    assert draft is not None
    assert (draft.id, draft.of(Diagnosis.survey)) == (diagnosis, survey)
    with pytest.raises(records.Invalid):
        surveying.write_opinion(sitting, survey, "3.2", text)
    assert surveying.write_opinion(sitting, survey, "1.1", "证照台账不全")[1] == diagnosis
    found = next(each for each in view(sitting, survey).items if each.item.code == "3.2")
    assert [(given.place, given.diagnosis.id) for given in found.opinions] == [(1, diagnosis)]
    records.undo(sitting)
    records.undo(sitting)
    assert reading.rows(sitting.db, Diagnosis, Diagnosis.deleted_at.is_null()) == []


def test_a_confirmed_diagnosis_takes_no_more_opinions(sitting: Sitting, survey: int) -> None:
    values = {Diagnosis.title: "已确认", Diagnosis.survey: survey}
    made = records.save(sitting, DIAGNOSIS, None, values).record
    assert surveying.draft_of(sitting.db, survey) is not None
    records.void(sitting, DIAGNOSIS, made, "重来")
    assert surveying.draft_of(sitting.db, survey) is None
    assert surveying.write_opinion(sitting, survey, "1.1", "新的")[1] != made


def test_hints_come_from_indicators_first_then_from_registers(sitting: Sitting) -> None:
    indicator(sitting, "3.2", "92.97")
    for name, until in (("营业执照", None), ("许可证", dt.date(2025, 9, 30))):
        values = {Licence.name: name, Licence.issued_on: dt.date(2020, 1, 1),
                  Licence.valid_until: until, Licence.required: True}  # fmt: skip
        records.save(sitting, LICENCE, None, values)
    hints = Hints(sitting.db, DAY)
    told = {
        code: (hint.text, hint.source) if (hint := hints.of(code)) else None for code in ("3.2", "1.1", "1.2", "2.2")
    }
    assert told == {
        "3.2": ("92.97%", "指标“指标 3.2”的提升前"),
        "1.1": ("50%", "台账“资质证照”，2025-10 末"),
        "1.2": ("0次", "台账“合规事件”，2024-11 至 2025-10"),
        "2.2": None,
    }
