"""The five forms of a management review: what stands on them, planned, closed and blank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import Refused, UserError
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.people import Department, Person
from qmsdesk.models.reviews import Review, ReviewAttendee, ReviewInput, ReviewOutput
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.registers.reviews import ATTENDEES, INPUTS, OUTPUTS, REVIEW
from qmsdesk.reports import review_forms
from qmsdesk.services import founding, reading, records, review, workflow
from qmsdesk.services.sitting import Sitting

Pages = Callable[[bytes], list[str]]
DAY = dt.date(2025, 11, 12)


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with workspaces.create(tmp_path / "firm", Clock(DAY)) as workspace:
        made = Sitting(workspace, "何静", Clock(DAY))
        founding.found(made, "徐州示例机械有限公司")
        yield made


@pytest.fixture
def planned(sitting: Sitting) -> int:
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "综合办公室"}).record
    values = {Person.name: "示例总经理", Person.department: department, Person.post: "总经理"}
    person = records.save(sitting, PERSON, None, values).record
    record = review.open_review(sitting, DAY).record
    records.save(sitting, REVIEW, record, {Review.chair: person, Review.agenda: "逐项评审", Review.place: "会议室"})
    there = {ReviewAttendee.person: person, ReviewAttendee.present: True}
    records.save_line(sitting, REVIEW, record, ATTENDEES, None, there)
    review.take_snapshot(sitting, record)
    decision = {
        ReviewOutput.kind: "resource", ReviewOutput.decision: "增购影像测量仪", ReviewOutput.owner: person,
        ReviewOutput.due_on: DAY, ReviewOutput.done_on: DAY, ReviewOutput.result: "已验收",
        ReviewOutput.waiver: "只有一名管理人员", ReviewOutput.verifier: person, ReviewOutput.verified_on: DAY,
        ReviewOutput.effectiveness: "effective",
    }  # fmt: skip
    records.save_line(sitting, REVIEW, record, OUTPUTS, None, decision)
    return record


@pytest.fixture
def closed(sitting: Sitting, planned: int) -> int:
    records.save(sitting, REVIEW, planned, {Review.held_on: DAY})
    for line in reading.lines(sitting.db, INPUTS, planned):
        records.save_line(sitting, REVIEW, planned, INPUTS, line.id, {ReviewInput.note: f"核对 {line['code']}"})
    concluded = {
        Review.suitability: "suitable", Review.adequacy: "adequate", Review.effectiveness: "effective",
        Review.conclusion: "体系运行有效",
    }  # fmt: skip
    records.save(sitting, REVIEW, planned, concluded)
    for verb in REVIEW.workflow.verbs:
        workflow.run(sitting, REVIEW, planned, verb)
    return planned


def test_every_form_of_a_closed_review_says_what_is_known(
    sitting: Sitting, closed: int, pages: Pages, archival: Callable[[bytes], None], when: dt.datetime
) -> None:
    words = {
        "QR-9.3-01": ("管理评审计划", "逐项评审", "示例总经理", "c) 4) 不合格及纠正措施"),
        "QR-9.3-02": ("首次评审，没有以往措施", "核对 c7", "数据摘要取自 2025-11-12 的各台账记录。"),
        "QR-9.3-03": ("综合办公室 总经理", "到会", "会议室"),
        "QR-9.3-04": ("体系运行有效", "D-01", "增购影像测量仪", "本次没有这一类决定", "核对 a"),
        "QR-9.3-05": ("已验收", "资源需求", "已完成", "人员有限：只有一名管理人员"),
    }
    assert dict(review_forms.titles()).keys() == words.keys()
    for key, wanted in words.items():
        made = review_forms.of_record(sitting.db, key, closed, when)
        text = "".join("\n".join(pages(made.data)).split("\n"))
        assert [word for word in wanted if word not in text] == []
        assert "未定稿" not in text
    archival(made.data)


def test_a_report_before_the_end_says_so(sitting: Sitting, planned: int, pages: Pages, when: dt.datetime) -> None:
    assert "未定稿" in pages(review_forms.render(sitting.db, "QR-9.3-04", when, number="GP-2025-01").data)[0]
    assert "未定稿" not in pages(review_forms.render(sitting.db, "QR-9.3-01", when).data)[0]


def test_only_the_sheet_to_sign_on_is_printed_blank(sitting: Sitting, pages: Pages, when: dt.datetime) -> None:
    made = review_forms.render(sitting.db, "QR-9.3-03", when, blank=True)
    assert made.pages == 1
    assert "签名" in pages(made.data)[0]
    with pytest.raises(UserError, match="没有空白表"):
        review_forms.render(sitting.db, "QR-9.3-04", when, blank=True)


def test_what_is_not_there_is_named(sitting: Sitting, when: dt.datetime) -> None:
    with pytest.raises(UserError, match="没有“X”这个表单"):
        review_forms.render(sitting.db, "X", when)
    with pytest.raises(UserError, match="还没有管理评审"):
        review_forms.render(sitting.db, "QR-9.3-01", when)
    with pytest.raises(UserError, match="没有编号“GP-1”"):
        review_forms.render(sitting.db, "QR-9.3-01", when, number="GP-1")
    with pytest.raises(Refused, match="已不存在"):
        review_forms.of_record(sitting.db, "QR-9.3-01", 99, when)
