"""Every print of a record says what became of it: 更正, 补录, 签署, 人员有限, evidence that ran out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.people import Department, Person
from qmsdesk.models.system import Attachment
from qmsdesk.models.training import Training
from qmsdesk.models.workspace import create
from qmsdesk.registers import catalogue
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.reports import from_records, standing
from qmsdesk.services import attachments, correcting, reading, records, signing, workflow
from qmsdesk.services.sitting import Sitting
from tests.life import SESSION, verb

DAY = dt.date(2025, 11, 12)


@pytest.fixture
def sitting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sitting]:
    monkeypatch.setitem(catalogue.BY_KEY, SESSION.key, SESSION)
    with create(tmp_path / "firm", Clock(DAY)) as workspace:
        yield Sitting(workspace, "何静", Clock(DAY))


@pytest.fixture
def session(sitting: Sitting, tmp_path: Path) -> int:
    home = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    person = records.save(sitting, PERSON, None, {Person.name: "示例甲", Person.department: home}).record
    values = {
        Training.topic: "换模",
        Training.tiers: ("d",),
        Training.held_on: DAY - dt.timedelta(days=60),
        Training.late_reason: "原为纸质台账",
        Training.trainer: "本人",
        Training.evaluator: person,
        Training.evaluated_on: DAY,
    }
    made = records.save(sitting, SESSION, None, values).record
    file = tmp_path / "证书.pdf"
    file.write_bytes(b"%PDF")
    attachments.attach(sitting, SESSION, made, file)
    (held,) = reading.attachments(sitting.db, SESSION.key, made)
    attachments.edit(sitting, SESSION, held.id, {Attachment.valid_until: DAY - dt.timedelta(days=1)})
    workflow.run(sitting, SESSION, made, verb("hold"))
    workflow.run(sitting, SESSION, made, verb("evaluate"), waiver="全厂 6 人")
    signing.sign(sitting, SESSION, made, "批准", "何静")
    return made


def test_a_print_says_what_became_of_the_record(
    sitting: Sitting, session: int, when: dt.datetime, pages: Callable[[bytes], list[str]]
) -> None:
    def text() -> str:
        return "\n".join(pages(from_records.record_pdf(sitting.db, SESSION, session, when).data))

    first = text()
    assert "补录说明：原为纸质台账\n评价：人员有限：全厂 6 人\n" in first
    assert first.count("原为纸质台账") == 2  # under the title and in its history
    assert "签署\n角色\n姓名\n日期\n方式\n批准\n何静\n2025-11-12\n程序内确认\n" in first
    assert standing.NOT_ELECTRONIC in first
    assert "证书（过期）" in first
    assert "更正" not in first.partition("修改记录")[0]
    correcting.begin(sitting, SESSION, session, "讲师抄错")
    records.save(sitting, SESSION, session, {Training.trainer: "示例丁"})
    during = text()
    assert during.startswith("7.2\n更正中\n")
    assert "更正中：讲师抄错\n" in during
    assert "程序内确认（已失效）\n" in during
    correcting.finish(sitting, SESSION, session)
    after = text()
    assert "更正 1 次\n补录说明" in after
    assert "更正中\n" not in after
    assert "讲师：本人 → 示例丁" in after
    records.void(sitting, SESSION, session, "重复")
    assert text().startswith("7.2\n已作废\n")


def test_a_record_without_a_past_says_nothing(sitting: Sitting) -> None:
    made = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
    row = reading.row(sitting.db, Department, made)
    assert row is not None
    assert (standing.mark(row), standing.remarks(sitting.db, DEPARTMENT, row)) == ("", ())
    assert standing.signatures(sitting.db, DEPARTMENT, row) == ()
