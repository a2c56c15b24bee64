"""A record's life in the pane: 更正, 补录说明, signatures, files of other records, what a draft lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from qmsdesk.models.base import Row
from qmsdesk.models.running import Meeting
from qmsdesk.models.system import Attachment
from qmsdesk.models.training import Attendance, Training
from qmsdesk.registers import catalogue
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.spec import Register, Section
from qmsdesk.services import attachments, correcting, reading, records, signing, workflow
from qmsdesk.views.register.known_files import KnownFiles
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.signatures import SignDialog
from qmsdesk.views.widgets.roles import Role
from tests.life import PRESENT, SESSION, verb
from tests.views.register.conftest import CLOCK, Filled, Open
from tests.views.register.test_pane import Answer, write

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
DAY = CLOCK.today()
WHY = "成绩抄错"
PLAIN = Register(
    key="plain_meeting",
    title="会议",
    model=Meeting,
    clauses=(),
    numbering="HY-{n}",
    columns=(Meeting.number, Meeting.topic, Meeting.held_on),
    sections=(Section("基本信息", (Meeting.kind, Meeting.held_on, Meeting.topic)),),
    search=(Meeting.topic,),
    happened=Meeting.held_on,
)


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue.BY_KEY, SESSION.key, SESSION)


@pytest.fixture
def session(filled: Filled) -> int:
    sitting, person = filled.sitting, filled.people["韩志远"]
    values = {Training.topic: "换模", Training.tiers: ("d",), Training.held_on: DAY, Training.trainer: "示例丁"}
    made = records.save(sitting, SESSION, None, values).record
    records.save_line(sitting, SESSION, made, PRESENT, None, {Attendance.person: person})
    workflow.run(sitting, SESSION, made, verb("hold"))
    records.save(sitting, SESSION, made, {Training.evaluator: person, Training.evaluated_on: DAY})
    workflow.run(sitting, SESSION, made, verb("evaluate"))
    return made


def at(open_page: Open, record: int, register: Register = SESSION) -> RegisterPage:
    page = open_page(register).page
    page.show_target(record)
    return page


def stored(page: RegisterPage, record: int) -> Row:
    found = reading.row(page.sitting.db, Training, record)
    assert found is not None
    return found


def because(text: str) -> Callable[[QDialog], None]:
    def explain(dialog: QDialog) -> None:
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.insert(text)
        dialog.accept()

    return explain


def button(page: RegisterPage, key: str) -> QPushButton:
    return page.pane.verbs.buttons[key]


def test_a_locked_record_is_reopened_mended_and_closed(open_page: Open, session: int, answer: Answer) -> None:
    page = at(open_page, session)
    pane = page.pane
    assert pane.bar.text() == "已评价，修改须更正"
    assert not pane.form.editors[Training.topic].is_open()
    seen = answer(because(WHY))
    button(page, "correct").click()
    assert len(seen) == 1
    assert pane.bar.text() == f"正在更正：{WHY}。改完后按“完成更正”，记录重新锁定。"
    assert pane.head.pill.word() == "更正中"
    assert list(pane.verbs.buttons) == ["abandon", "finish"]
    assert (button(page, "finish").isEnabled(), button(page, "finish").toolTip()) == (False, "还没有改动")
    write(page, Training.trainer, "")
    page.flush()
    assert pane.verbs.missing == ["讲师"]
    assert pane.verbs.menu().actions()[0].text() == "讲师"
    write(page, Training.trainer, "示例戊")
    page.flush()
    button(page, "finish").click()
    row = stored(page, session)
    assert (row.of(Training.trainer), row["corrections"], row["correcting"]) == ("示例戊", 1, "")
    assert not pane.form.editors[Training.topic].is_open()
    told = pane.tabs.history().lines()
    assert any(line.endswith("完成更正（1）") or "完成更正" in line for line in told)
    assert f"原因：{WHY}" in told
    assert "讲师：示例丁 → （空）" in told


def test_child_rows_and_files_open_with_the_record(qtbot: QtBot, open_page: Open, session: int, tmp_path: Path) -> None:
    page = at(open_page, session)
    tab = page.pane.tabs.lines_tab(PRESENT.key)
    files = page.pane.tabs.attachments()
    assert len(tab.model.entries) == 1
    assert not files.add_button.isEnabled()
    page.made(correcting.begin(page.sitting, SESSION, session, WHY))
    assert len(tab.model.entries) == 2
    assert files.add_button.isEnabled()
    file = tmp_path / "签到表.pdf"
    file.write_bytes(b"scan")
    with qtbot.waitSignal(page.changed):
        files.add([file])
    assert button(page, "finish").isEnabled()


def test_giving_a_correction_up_brings_back_what_was(open_page: Open, session: int, answer: Answer) -> None:
    page = at(open_page, session)
    page.made(correcting.begin(page.sitting, SESSION, session, WHY))
    write(page, Training.place, "车间")
    page.flush()
    answer(lambda dialog: dialog.reject())
    button(page, "abandon").click()
    assert stored(page, session).of(Training.place) == "车间"
    answer(lambda dialog: dialog.accept())
    button(page, "abandon").click()
    row = stored(page, session)
    assert (row.of(Training.place), row["corrections"], row["correcting"]) == ("", 0, "")
    assert page.pane.form.editors[Training.place].text() == ""


def test_documents_offer_no_correction(filled: Filled, open_page: Open) -> None:
    page = open_page(DOCUMENT).page
    page.show_target(filled.documents["WI-07"])
    assert "correct" not in page.pane.verbs.buttons


def test_the_late_reason_comes_up_with_the_date(filled: Filled, open_page: Open) -> None:
    values = {Meeting.topic: "例会", Meeting.kind: "regular", Meeting.held_on: DAY}
    record = records.save(filled.sitting, PLAIN, None, values).record
    page = at(open_page, record, PLAIN)
    late = page.pane.form.rows[Meeting.late_reason]
    name = page.model.index(page.model.row_of(record), 2)
    assert late.isHidden()
    assert not name.data(Role.CAPTION)
    write(page, Meeting.held_on, (DAY - dt.timedelta(days=31)).isoformat())
    page.flush()
    assert not late.isHidden()
    assert name.data(Role.CAPTION) == "还差 1 项"
    assert page.pane.head.pill.word() == "还差 1 项"
    write(page, Meeting.late_reason, "原为纸质台账")
    page.flush()
    assert reading.rows(page.sitting.db, Meeting)[0]["late_reason"] == "原为纸质台账"
    assert not name.data(Role.CAPTION)
    write(page, Meeting.held_on, DAY.isoformat())
    page.flush()
    assert not late.isHidden()  # what was written stays in sight
    page.new_record()
    assert late.isHidden()
    write(page, Meeting.held_on, "2024-01-05")
    page.flush()
    assert not late.isHidden()


def test_a_gate_leads_to_the_late_reason(filled: Filled, open_page: Open) -> None:
    early = DAY - dt.timedelta(days=60)
    values = {Training.topic: "换模", Training.tiers: ("d",), Training.held_on: early, Training.trainer: "示例丁"}
    page = at(open_page, records.save(filled.sitting, SESSION, None, values).record)
    assert page.pane.verbs.missing == ["补录说明"]
    page.pane.verbs.menu().actions()[0].trigger()
    assert page.pane.form.editors[Training.late_reason].control.hasFocus()


def sign_dialog(act: Callable[[SignDialog], None]) -> Callable[[QDialog], None]:
    def run(dialog: QDialog) -> None:
        assert isinstance(dialog, SignDialog)
        act(dialog)

    return run


def test_signing_in_the_pane(open_page: Open, session: int, answer: Answer, tmp_path: Path) -> None:
    page = at(open_page, session)
    summary = page.pane.tabs.signatures

    def confirm(dialog: SignDialog) -> None:
        assert not dialog.name.isEnabled()
        assert dialog.rows["scan"].isHidden()
        dialog.accept()
        assert dialog.rows["role"].error() == "请填写角色"
        dialog.role.setEditText("批准")
        dialog.accept()

    answer(sign_dialog(confirm))
    summary.sign.click()
    assert summary.texts == ["批准 沈雪梅 2025-11-12 程序内确认"]
    scan = tmp_path / "签字页.jpg"
    scan.write_bytes(b"page")

    def on_paper(dialog: SignDialog) -> None:
        dialog.role.setEditText("审核")
        dialog.way.setCurrentIndex(dialog.way.findData("ink"))
        assert [dialog.name.itemText(i) for i in range(dialog.name.count())] == ["韩志远", "邵伟", "沈雪梅"]
        dialog.name.setEditText("韩志远")
        dialog.accept()
        assert "须有签字后的扫描件" in dialog.rows["scan"].error()
        dialog.choose_scan(scan)
        dialog.accept()

    answer(sign_dialog(on_paper))
    summary.sign.click()
    assert summary.texts[1] == "审核 韩志远 2025-11-12 手签并扫描"
    assert [f["kind"] for f in reading.attachments(page.sitting.db, SESSION.key, session)] == ["scan"]
    assert page.pane.tabs.tabText(1) == "附件 1"
    page.made(correcting.begin(page.sitting, SESSION, session, WHY))
    assert summary.sign.isHidden()
    write(page, Training.place, "车间")
    page.flush()
    assert [text.endswith("已失效") for text in summary.texts] == [True, True]
    assert "“沈雪梅”的签署已失效" in page.pane.tabs.history().lines()


def test_a_signature_given_up_writes_nothing(open_page: Open, session: int, answer: Answer) -> None:
    page = at(open_page, session)
    answer(lambda dialog: dialog.reject())
    page.pane.sign()
    assert signing.told(page.sitting.db, SESSION.key, session) == []


def test_a_file_of_another_record_is_used(filled: Filled, open_page: Open, answer: Answer, tmp_path: Path) -> None:
    sitting = filled.sitting
    for name in ("检定证书.pdf", "签到表.pdf"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        attachments.attach(sitting, DOCUMENT, filled.documents["QP-03"], tmp_path / name)
    page = open_page(DOCUMENT).page
    page.show_target(filled.documents["WI-07"])
    tab = page.pane.tabs.attachments()

    def pick(dialog: QDialog) -> None:
        assert isinstance(dialog, KnownFiles)
        assert dialog.list.count() == 2
        dialog.search.setText("没有的")
        assert (dialog.list.count(), dialog.use.isEnabled(), dialog.note.text()) == (0, False, "没有找到文件")
        dialog.search.setText("证书")
        item = dialog.list.item(0)
        assert item is not None
        assert item.text().startswith("检定证书 · 文件与表单台账 QP-03 · ")
        dialog.accept()

    answer(pick)
    tab.known_button.click()
    (held,) = reading.attachments(sitting.db, "document", filled.documents["WI-07"])
    assert held["name"] == "检定证书.pdf"
    assert page.pane.tabs.tabText(1) == "附件 1"
    answer(lambda dialog: dialog.reject())
    tab.known_button.click()
    assert len(reading.attachments(sitting.db, "document", filled.documents["WI-07"])) == 1


def test_evidence_that_ran_out_says_so(filled: Filled, open_page: Open, tmp_path: Path) -> None:
    page = open_page(DOCUMENT).page
    record = filled.documents["WI-07"]
    page.show_target(record)
    summary = page.pane.tabs.summary
    assert summary.standing.word() == "缺"
    file = tmp_path / "许可证.pdf"
    file.write_bytes(b"x")
    page.made(attachments.attach(page.sitting, DOCUMENT, record, file))
    assert summary.standing.word() == ""
    (held,) = reading.attachments(page.sitting.db, "document", record)
    yesterday = DAY - dt.timedelta(days=1)
    page.made(attachments.edit(page.sitting, DOCUMENT, held.id, {Attachment.valid_until: yesterday}))
    assert summary.standing.word() == "过期"
    tab = page.pane.tabs.attachments()
    assert str(tab.model.index(0, 0).data(Role.CAPTION)).startswith("过期 · 许可证.pdf")
