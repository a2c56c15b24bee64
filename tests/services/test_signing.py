"""Signatures: who, in which role, how; ended by a change of what was signed, never given back by undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.people import Person
from qmsdesk.models.system import Attachment
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers import catalogue
from qmsdesk.registers.people import PERSON
from qmsdesk.services import attachments, checking, correcting, narrative, reading, records, signing, workflow
from qmsdesk.services.sitting import Sitting
from tests.life import PRESENT, SESSION, verb
from tests.services.conftest import DAY, Staff, stored

ME = "何静"


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue.BY_KEY, SESSION.key, SESSION)


@pytest.fixture
def session(sitting: Sitting, staff: Staff) -> int:
    values = {Training.topic: "换模", Training.tiers: ("d",), Training.held_on: DAY, Training.trainer: "示例丁"}
    made = records.save(sitting, SESSION, None, values).record
    records.save_line(sitting, SESSION, made, PRESENT, None, {Attendance.person: staff.author})
    return made


def sign(sitting: Sitting, session: int, role: str = "批准") -> None:
    signing.sign(sitting, SESSION, session, role, ME)


def told(sitting: Sitting, session: int) -> list[tuple[str, ...]]:
    return [tuple(t) for t in signing.told(sitting.db, SESSION.key, session)]


def ended(sitting: Sitting, session: int) -> list[bool]:
    return [bool(t[-1]) for t in told(sitting, session)]


def test_a_confirmation_names_role_person_time_and_way(sitting: Sitting, session: int) -> None:
    sign(sitting, session, " 批准 ")
    assert told(sitting, session) == [("批准", ME, "2026-10-15", "程序内确认", "")]
    entry = narrative.of_record(sitting.db, SESSION, session)[-1]
    assert entry.text == "签署 姓名：何静；角色：批准；已失效：否；方式：程序内确认"
    assert checking.check(sitting.workspace).findings == ()


def test_nobody_confirms_for_somebody_else(sitting: Sitting, session: int) -> None:
    with pytest.raises(Blocked, match="只能由本人做：现在的使用人是“何静”"):
        signing.sign(sitting, SESSION, session, "批准", "示例甲")
    for role, name in (("", ME), ("批准", " "), ("长" * 41, ME)):
        with pytest.raises(records.Invalid, match=r"请填写|最多 40 个字"):
            signing.sign(sitting, SESSION, session, role, name)
    with pytest.raises(records.Invalid, match="没有“seal”这一项"):
        signing.sign(sitting, SESSION, session, "批准", ME, "seal")
    assert told(sitting, session) == []


def test_ink_needs_its_day_and_a_file(sitting: Sitting, session: int, evidence: Path) -> None:
    day = DAY - dt.timedelta(days=3)
    for wrong in (None, DAY + dt.timedelta(days=1)):
        with pytest.raises(Blocked, match="签字日期"):
            signing.sign(sitting, SESSION, session, "批准", "示例甲", "ink", day=wrong)
    with pytest.raises(Blocked, match="须有签字后的扫描件"):
        signing.sign(sitting, SESSION, session, "批准", "示例甲", "ink", day=day)
    attachments.attach(sitting, SESSION, session, evidence)
    (file,) = reading.attachments(sitting.db, SESSION.key, session)
    attachments.edit(sitting, SESSION, file.id, {Attachment.state: "unsigned"})
    with pytest.raises(Blocked, match="须有签字后的扫描件"):
        signing.sign(sitting, SESSION, session, "批准", "示例甲", "ink", day=day)
    attachments.edit(sitting, SESSION, file.id, {Attachment.state: "valid"})
    signing.sign(sitting, SESSION, session, "批准", "示例甲", "ink", day=day)
    assert told(sitting, session) == [("批准", "示例甲", "2026-10-12", "手签并扫描", "")]


def close(sitting: Sitting, session: int, evaluator: int) -> None:
    workflow.run(sitting, SESSION, session, verb("hold"))
    records.save(sitting, SESSION, session, {Training.evaluator: evaluator, Training.evaluated_on: DAY})
    workflow.run(sitting, SESSION, session, verb("evaluate"))


def test_a_locked_record_takes_the_scan_of_a_signature_and_nothing_else(
    sitting: Sitting, staff: Staff, session: int, evidence: Path
) -> None:
    close(sitting, session, staff.approver)
    with pytest.raises(Blocked, match="已评价"):
        attachments.attach(sitting, SESSION, session, evidence)
    signing.sign(sitting, SESSION, session, "批准", "示例甲", "ink", day=DAY, scan=evidence)
    (file,) = reading.attachments(sitting.db, SESSION.key, session)
    assert (file["kind"], file["title"], file["evidence_on"]) == ("scan", "批准签字扫描件", DAY)
    assert ended(sitting, session) == [False]


@pytest.mark.parametrize("change", ["field", "line", "new line", "no line", "file off"])
def test_a_change_after_signing_ends_it_in_the_same_entry(
    sitting: Sitting, staff: Staff, session: int, evidence: Path, change: str
) -> None:
    attachments.attach(sitting, SESSION, session, evidence)
    sign(sitting, session)
    line = reading.lines(sitting.db, PRESENT, session)[0].id
    file = reading.attachments(sitting.db, SESSION.key, session)[0].id
    acts: dict[str, Callable[[], object]] = {
        "field": lambda: records.save(sitting, SESSION, session, {Training.place: "车间"}),
        "line": lambda: records.save_line(sitting, SESSION, session, PRESENT, line, {Attendance.note: "迟到"}),
        "new line": lambda: records.save_line(
            sitting, SESSION, session, PRESENT, None, {Attendance.person: staff.approver}
        ),
        "no line": lambda: records.delete_line(sitting, SESSION, session, PRESENT, line),
        "file off": lambda: attachments.detach(sitting, SESSION, file),
    }
    acts[change]()
    assert ended(sitting, session) == [True]
    assert "已失效：否 → 是" in narrative.of_record(sitting.db, SESSION, session)[-1].text
    assert checking.check(sitting.workspace).findings == ()


def test_what_changes_nothing_that_was_signed_leaves_it_valid(
    sitting: Sitting, staff: Staff, session: int, evidence: Path
) -> None:
    sign(sitting, session)
    attachments.attach(sitting, SESSION, session, evidence)
    records.save(sitting, SESSION, session, {Training.place: ""})
    workflow.run(sitting, SESSION, session, verb("hold"))
    assert ended(sitting, session) == [False]
    records.save(sitting, SESSION, session, {Training.evaluator: staff.approver, Training.evaluated_on: DAY})
    workflow.run(sitting, SESSION, session, verb("evaluate"))
    sign(sitting, session, "审核")
    records.save(sitting, SESSION, session, {Training.follow_up: "每月抽查"})  # stays open under the lock
    assert ended(sitting, session) == [True, False]


def test_going_back_to_an_earlier_state_ends_it(sitting: Sitting, staff: Staff, session: int) -> None:
    close(sitting, session, staff.approver)
    sign(sitting, session)
    workflow.run(sitting, SESSION, session, verb("repeat"))
    assert ended(sitting, session) == [True]


def test_undo_takes_no_signature_back_and_gives_none_again(sitting: Sitting, session: int) -> None:
    sign(sitting, session)
    assert all((SESSION.key, session) not in step.records for step in sitting.done)
    records.save(sitting, SESSION, session, {Training.place: "车间"})
    for act in (records.undo, records.redo, records.undo):
        act(sitting)
        assert ended(sitting, session) == [True]
    assert stored(sitting, Training, session).of(Training.place) == ""
    assert checking.check(sitting.workspace).findings == ()


def test_a_correction_ends_it_with_its_first_edit_for_good(sitting: Sitting, staff: Staff, session: int) -> None:
    close(sitting, session, staff.approver)
    sign(sitting, session)
    correcting.begin(sitting, SESSION, session, "抄错")
    assert ended(sitting, session) == [False]
    with pytest.raises(Blocked, match="正在更正，不能签署"):
        sign(sitting, session)
    records.save(sitting, SESSION, session, {Training.place: "车间"})
    correcting.abandon(sitting, SESSION, session)
    assert ended(sitting, session) == [True]
    assert checking.check(sitting.workspace).findings == ()


def test_nothing_void_or_gone_is_signed(sitting: Sitting, session: int) -> None:
    with pytest.raises(Refused, match="已不存在"):
        sign(sitting, session + 1)
    records.void(sitting, SESSION, session, "登记错误")
    with pytest.raises(Blocked, match="已作废"):
        sign(sitting, session)


def test_people_who_left_are_not_offered(sitting: Sitting, staff: Staff) -> None:
    records.save(sitting, PERSON, staff.author, {Person.left_on: DAY - dt.timedelta(days=1)})
    assert signing.people(sitting.db, DAY) == ["示例乙"]
