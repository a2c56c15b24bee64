"""更正: what is locked is reopened with a reason, mended, counted and closed again; nothing gets past it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.base import Row
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers import catalogue
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.indicators import ASSESSMENT
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import attachments, checking, correcting, history, narrative, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.life import PRESENT, SESSION, verb
from tests.services.conftest import DAY, Staff, add_document, stored

WHY = "成绩抄错"


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue.BY_KEY, SESSION.key, SESSION)


@pytest.fixture
def session(sitting: Sitting, staff: Staff, evidence: Path) -> int:
    """An evaluated, and so locked, session with a child row and a file."""
    made = records.save(sitting, SESSION, None, {Training.topic: "换模", Training.tiers: ("d",)}).record
    records.save(sitting, SESSION, made, {Training.held_on: DAY, Training.trainer: "示例丁"})
    records.save_line(sitting, SESSION, made, PRESENT, None, {Attendance.person: staff.author})
    attachments.attach(sitting, SESSION, made, evidence)
    workflow.run(sitting, SESSION, made, verb("hold"))
    records.save(sitting, SESSION, made, {Training.evaluator: staff.approver, Training.evaluated_on: DAY})
    workflow.run(sitting, SESSION, made, verb("evaluate"))
    return made


def row_of(sitting: Sitting, session: int) -> Row:
    return stored(sitting, Training, session)


def line_of(sitting: Sitting, session: int) -> Row:
    return reading.lines(sitting.db, PRESENT, session)[0]


def acts(sitting: Sitting, staff: Staff, session: int, file: Path) -> list[Callable[[], object]]:
    """One edit of each kind."""
    line, held = line_of(sitting, session), reading.attachments(sitting.db, SESSION.key, session)
    file.write_bytes(b"another page")
    return [
        lambda: records.save(sitting, SESSION, session, {Training.topic: "换模与首检"}),
        lambda: records.save_line(sitting, SESSION, session, PRESENT, line.id, {Attendance.note: "迟到"}),
        lambda: records.save_line(sitting, SESSION, session, PRESENT, None, {Attendance.person: staff.approver}),
        lambda: attachments.detach(sitting, SESSION, held[0].id),
        lambda: attachments.attach(sitting, SESSION, session, file),
        lambda: records.delete_line(sitting, SESSION, session, PRESENT, line.id),
    ]


def test_a_locked_record_refuses_everything_and_takes_it_during_a_correction(
    sitting: Sitting, staff: Staff, session: int, tmp_path: Path
) -> None:
    edits = acts(sitting, staff, session, tmp_path / "第二页.pdf")
    for act in edits:
        with pytest.raises(Blocked, match="已评价，修改须更正"):
            act()
    correcting.begin(sitting, SESSION, session, WHY)
    began = history.head(sitting.db).seq
    for act in edits:
        act()
    assert row_of(sitting, session).of(Training.topic) == "换模与首检"
    entries = [e for e in history.entries(sitting.db, register=SESSION.key, record=session) if e.seq > began]
    assert {e.why for e in entries} == {WHY}
    assert len(entries) == len(edits)
    correcting.finish(sitting, SESSION, session)
    row = row_of(sitting, session)
    assert (row["correcting"], row["corrections"], row["status"]) == ("", 1, "evaluated")
    with pytest.raises(Blocked, match="已评价"):
        records.save(sitting, SESSION, session, {Training.topic: "又改"})
    assert checking.check(sitting.workspace).findings == ()


def test_history_keeps_old_and_new_with_the_reason(sitting: Sitting, session: int) -> None:
    correcting.begin(sitting, SESSION, session, WHY)
    records.save(sitting, SESSION, session, {Training.place: "车间"}, reason="导入")
    correcting.finish(sitting, SESSION, session)
    told = [t.text for t in narrative.of_record(sitting.db, SESSION, session)][-3:]
    assert told == [
        f"更正（原因：{WHY}）",
        f"修改（原因：导入；{WHY}） 培训地点：（空） → 车间",
        f"完成更正（原因：{WHY}） 更正次数：0 → 1",
    ]


def test_a_line_closed_by_itself_opens_with_its_record(sitting: Sitting, session: int) -> None:
    line = line_of(sitting, session)
    correcting.begin(sitting, SESSION, session, WHY)
    records.save_line(sitting, SESSION, session, PRESENT, line.id, {Attendance.score: 80})
    records.save_line(sitting, SESSION, session, PRESENT, line.id, {Attendance.score: 90})
    correcting.finish(sitting, SESSION, session)
    workflow.run(sitting, SESSION, session, verb("repeat"))
    with pytest.raises(Blocked, match="已有成绩"):
        records.save_line(sitting, SESSION, session, PRESENT, line.id, {Attendance.note: "x"})


def test_what_cannot_be_corrected_says_why(sitting: Sitting, staff: Staff, session: int) -> None:
    with pytest.raises(Blocked, match="更正须写明原因") as blocked:
        correcting.begin(sitting, SESSION, session, "  ")
    assert blocked.value.missing == ("更正原因",)
    with pytest.raises(Blocked, match="没有锁定，直接修改就行"):
        correcting.begin(sitting, DEPARTMENT, staff.department, WHY)
    with pytest.raises(Blocked, match="没有在更正"):
        correcting.finish(sitting, SESSION, session)
    with pytest.raises(Blocked, match="没有在更正"):
        correcting.abandon(sitting, SESSION, session)
    with pytest.raises(Refused, match="已不存在"):
        correcting.begin(sitting, SESSION, session + 1, WHY)
    correcting.begin(sitting, SESSION, session, WHY)
    with pytest.raises(Blocked, match=f"已在更正：{WHY}"):
        correcting.begin(sitting, SESSION, session, "再来")
    with pytest.raises(Blocked, match="正在更正，不能作废"):
        records.void(sitting, SESSION, session, "登记错误")
    correcting.abandon(sitting, SESSION, session)
    records.void(sitting, SESSION, session, "登记错误")
    with pytest.raises(Blocked, match="已作废：登记错误"):
        correcting.begin(sitting, SESSION, session, WHY)


def test_documents_and_tables_are_revised_instead(sitting: Sitting) -> None:
    made = add_document(sitting)
    row = stored(sitting, DOCUMENT.model, made)
    in_force = Row({**row, "status": "in_force"})
    assert not correcting.offered(DOCUMENT, in_force)
    with sitting.batch("test"):
        image = history.edited(sitting.db, DOCUMENT.model, made, {"status": "in_force"})
        assert image is not None
        records.write(sitting, DOCUMENT, [image], "approve")
    with pytest.raises(Blocked, match="修改须改版"):
        correcting.begin(sitting, DOCUMENT, made, WHY)
    assert not correcting.offered(ASSESSMENT, Row({**row, "status": "final"}))


def test_no_verb_passes_during_a_correction(sitting: Sitting, session: int) -> None:
    correcting.begin(sitting, SESSION, session, WHY)
    assert workflow.verbs(SESSION, row_of(sitting, session)) == ()
    with pytest.raises(Blocked, match="正在更正，不能重新培训"):
        workflow.run(sitting, SESSION, session, verb("repeat"))


def test_it_cannot_be_finished_with_gates_of_the_past_open(sitting: Sitting, staff: Staff, session: int) -> None:
    correcting.begin(sitting, SESSION, session, WHY)
    with pytest.raises(Blocked, match="还没有改动"):
        correcting.finish(sitting, SESSION, session)
    records.save(sitting, SESSION, session, {Training.evaluator: None, Training.trainer: ""})
    records.save(sitting, SESSION, session, {Training.evaluated_on: DAY - dt.timedelta(days=1)})
    with pytest.raises(Blocked) as blocked:
        correcting.finish(sitting, SESSION, session)
    assert blocked.value.missing == ("讲师", "评价人", "评价早于实施")
    records.save(sitting, SESSION, session, {Training.evaluator: staff.author, Training.trainer: "本人"})
    records.save(sitting, SESSION, session, {Training.evaluated_on: DAY})
    with pytest.raises(Blocked, match="评价人就是讲师"):
        correcting.finish(sitting, SESSION, session)
    correcting.finish(sitting, SESSION, session, waiver="全厂 6 人")
    assert list(history.entries(sitting.db))[-1].why == f"{WHY}；人员有限：全厂 6 人"


def test_verbs_of_a_round_it_went_back_from_are_not_passed(sitting: Sitting, session: int) -> None:
    def passed() -> list[str]:
        return [v.key for v in correcting.passed_verbs(sitting.db, SESSION, row_of(sitting, session))]

    assert passed() == ["hold", "evaluate"]
    workflow.run(sitting, SESSION, session, verb("repeat"))
    assert passed() == []
    workflow.run(sitting, SESSION, session, verb("hold"))
    assert passed() == ["hold"]


def test_undo_reaches_the_edits_of_a_correction_and_nothing_past_it(sitting: Sitting, session: int) -> None:
    sitting.done.clear()
    correcting.begin(sitting, SESSION, session, WHY)
    assert not sitting.done
    records.save(sitting, SESSION, session, {Training.place: "车间"})
    records.undo(sitting)
    assert row_of(sitting, session).of(Training.place) == ""
    records.redo(sitting)
    correcting.finish(sitting, SESSION, session)
    assert not sitting.done
    assert row_of(sitting, session).of(Training.place) == "车间"


def test_abandoning_takes_every_edit_back_and_does_not_count(
    sitting: Sitting, staff: Staff, session: int, tmp_path: Path
) -> None:
    before = row_of(sitting, session), line_of(sitting, session)
    files = reading.attachments(sitting.db, SESSION.key, session)
    correcting.begin(sitting, SESSION, session, WHY)
    for act in acts(sitting, staff, session, tmp_path / "第二页.pdf"):
        act()
    records.undo(sitting)
    correcting.abandon(sitting, SESSION, session)
    row = row_of(sitting, session)
    assert {k: v for k, v in row.items() if v != before[0][k]} == {}
    assert reading.lines(sitting.db, PRESENT, session) == [before[1]]
    assert reading.attachments(sitting.db, SESSION.key, session) == files
    assert all((SESSION.key, session) not in step.records for step in sitting.done)
    assert checking.check(sitting.workspace).findings == ()


def test_deleting_is_no_way_around_the_lock(sitting: Sitting, session: int) -> None:
    correcting.begin(sitting, SESSION, session, WHY)
    with pytest.raises(Blocked, match="已不是草稿"):
        records.delete(sitting, SESSION, [session])


_EDITS = st.lists(st.sampled_from(["topic", "place", "line", "score", "undo", "redo", "file"]), max_size=8)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=_EDITS, keep=st.booleans())
def test_whatever_is_done_in_between_the_chain_stays_whole(
    sitting: Sitting, staff: Staff, session: int, tmp_path: Path, edits: list[str], keep: bool
) -> None:
    correcting.begin(sitting, SESSION, session, WHY)
    sitting.done.clear()
    line, before = line_of(sitting, session), row_of(sitting, session)
    counted = before["corrections"]
    for place, edit in enumerate(edits):
        stamp = f"{edit}{history.head(sitting.db).seq}-{place}"
        if edit in {"topic", "place"}:
            records.save(sitting, SESSION, session, {getattr(Training, edit): stamp})
        elif edit == "line":
            records.save_line(sitting, SESSION, session, PRESENT, line.id, {Attendance.note: stamp})
        elif edit == "score":
            records.save_line(sitting, SESSION, session, PRESENT, line.id, {Attendance.score: place})
        elif edit == "file":
            file = tmp_path / f"{stamp}.txt"
            file.write_text(stamp, encoding="utf-8")
            attachments.attach(sitting, SESSION, session, file)
        else:
            getattr(records, edit)(sitting)
    state = correcting.closing(sitting.db, SESSION, session, DAY)
    if keep and state.changed:
        correcting.finish(sitting, SESSION, session)
        assert row_of(sitting, session)["corrections"] == counted + 1
    else:
        correcting.abandon(sitting, SESSION, session)
        now = row_of(sitting, session)
        assert [now[k] for k in ("topic", "place", "corrections")] == [
            before[k] for k in ("topic", "place", "corrections")
        ]
        assert line_of(sitting, session) == line
    assert checking.check(sitting.workspace).findings == ()
