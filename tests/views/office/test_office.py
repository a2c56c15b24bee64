"""Opening, founding, changing hands, undoing, finding: what the window does around its pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.models import workspace as workspaces
from qmsdesk.models.people import Department, Enterprise
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import backup, reading, records
from qmsdesk.views.office.dialogs import ChooseOperator, NewEnterprise
from qmsdesk.views.office.finder import Finder
from qmsdesk.views.office.office import Office
from qmsdesk.views.office.settings_page import SettingsPage
from qmsdesk.views.shell.job_dialog import JobDialog
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.welcome import WelcomePage
from tests.views.office.conftest import Answers

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.jobs.busy())


@pytest.fixture
def opened(office: Office, demo: Path, qtbot: QtBot, window: MainWindow) -> Office:
    assert office.open(demo, "何静")
    settle(qtbot, window)
    return office


def test_opening_asks_who_works_and_shows_it(
    office: Office, demo: Path, answer: Answer, window: MainWindow, qtbot: QtBot
) -> None:
    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, ChooseOperator)
        assert dialog.box.findText("谢芳") >= 0
        dialog.box.setCurrentText("谢芳")
        dialog.accept()

    answer(choose)
    assert office.open(demo)
    settle(qtbot, window)
    assert office.sitting is not None
    assert office.sitting.operator == "谢芳"
    assert any("谢芳" in text for text in window.status.texts())
    assert "徐州恒岩示例精密机械有限公司" in window.windowTitle()
    assert backup.listing(demo / "backups")


def test_enter_takes_the_name_that_is_written(
    office: Office, demo: Path, answer: Answer, qtbot: QtBot, window: MainWindow
) -> None:
    def enter(dialog: QDialog) -> None:
        assert isinstance(dialog, ChooseOperator)
        dialog.box.lineEdit().setText("外聘顾问示例")
        qtbot.keyClick(dialog.box.lineEdit(), Qt.Key.Key_Return)

    answer(enter)
    assert office.open(demo)
    assert office.sitting is not None
    assert office.sitting.operator == "外聘顾问示例"
    settle(qtbot, window)


def test_a_cancelled_question_leaves_the_welcome_page(office: Office, demo: Path, answer: Answer) -> None:
    answer(lambda dialog: dialog.reject())
    assert not office.open(demo)
    assert office.sitting is None
    with workspaces.open_workspace(demo, office._clock) as again:
        assert again.read_only == ""


def test_a_wrong_folder_is_one_sentence(office: Office, tmp_path: Path, answer: Answer) -> None:
    seen = answer(lambda dialog: dialog.accept())
    assert not office.open(tmp_path)
    words = " ".join(label.text() for label in seen[0].findChildren(QLabel))
    assert "没有企业数据文件" in words


def test_a_new_enterprise_is_founded_after_its_faults_are_mended(
    office: Office, tmp_path: Path, answer: Answer, window: MainWindow, qtbot: QtBot
) -> None:
    (tmp_path / "满").mkdir()
    (tmp_path / "满" / "x.txt").touch()

    def fill(dialog: QDialog) -> None:
        assert isinstance(dialog, NewEnterprise)
        dialog.accept()
        assert dialog.isVisible()
        assert "企业名称" in dialog._rows["name"].error()
        dialog.name.insert("徐州示例木业有限公司")
        assert dialog.short.text() == "示例木业"
        dialog.folder.setText(str(tmp_path / "满"))
        dialog.accept()
        assert "已有文件" in dialog._rows["folder"].error()
        dialog.folder.setText(str(tmp_path / "新企业"))
        dialog.operator.insert("示例甲")
        dialog.accept()

    answer(fill)
    office.create()
    settle(qtbot, window)
    assert office.sitting is not None
    row = reading.enterprise(office.sitting.db)
    assert row is not None
    assert (row.of(Enterprise.name), row.of(Enterprise.short_name)) == ("徐州示例木业有限公司", "示例木业")
    assert office.sitting.operator == "示例甲"


def test_a_second_program_opens_for_reading_and_says_why(
    office: Office, demo: Path, window: MainWindow, qtbot: QtBot
) -> None:
    with workspaces.open_workspace(demo, office._clock):
        assert office.open(demo, "何静")
        settle(qtbot, window)
        assert window.banner.isVisible()
        assert office.sitting is not None
        assert "正在使用这个企业" in office.sitting.workspace.read_only


@pytest.mark.parametrize("spelling", ["file", "link"])
def test_what_is_open_already_only_comes_to_the_front(
    opened: Office, demo: Path, window: MainWindow, qtbot: QtBot, tmp_path: Path, spelling: str
) -> None:
    link = tmp_path / "快捷方式"
    link.symlink_to(demo, target_is_directory=True)
    path = {"file": demo / workspaces.FILE, "link": link}[spelling]
    sitting, page = opened.sitting, window.pages.current()
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    with qtbot.waitActive(other):
        other.activateWindow()
    assert opened.open(path)
    qtbot.waitUntil(window.isActiveWindow)
    assert opened.sitting is sitting
    assert window.pages.current() is page
    assert not window.banner.isVisible()
    assert sitting is not None
    assert sitting.workspace.read_only == ""


def test_undo_and_redo_by_key_reach_the_records(opened: Office, window: MainWindow, qtbot: QtBot) -> None:
    sitting = opened.sitting
    assert sitting is not None
    change = records.save(sitting, DEPARTMENT, None, {Department.name: "试制组"})
    opened.changed(change)
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert reading.row(sitting.db, Department, change.record) is None
    assert "已撤销：新建" in window.toast.text()
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert reading.row(sitting.db, Department, change.record) is not None


def test_two_characters_find_people_documents_files_and_clauses(opened: Office) -> None:
    assert opened.sitting is not None
    went: list[tuple[str, str]] = []
    opened_clauses: list[str] = []
    finder = Finder(opened.sitting.db, lambda register, number: went.append((register, number)), opened_clauses.append)
    people = [entry for entry in finder("谢芳") if "人员" in entry.subtitle]
    assert people
    people[0].activate()
    assert went[0][0] == "person"
    assert any("文件" in entry.subtitle for entry in finder("检验"))
    clause = [entry for entry in finder("7.5.3") if "条款" in entry.subtitle]
    clause[0].activate()
    assert opened_clauses == ["2016/7.5.3"]
    assert finder("   ") == []
    assert finder("不存在的词") == []


def test_recent_enterprises_remember_their_operator_and_what_is_gone(
    opened: Office, window: MainWindow, demo: Path
) -> None:
    opened.welcome()
    outer = window.centralWidget()
    assert isinstance(outer, QStackedWidget)
    page = outer.currentWidget()
    assert isinstance(page, WelcomePage)
    assert [row.isEnabled() for row in page.rows] == [True]
    shown = opened._recents.shown(opened._clock)
    assert (shown[0].path, shown[0].state) == (str(demo), "示例")
    assert opened._recents.operator(demo) == "何静"
    (demo / workspaces.FILE).rename(demo / "moved")
    assert opened._recents.shown(opened._clock)[0].state == "找不到文件"


def test_restoring_asks_moves_aside_and_opens(
    opened: Office, files: Answers, demo: Path, answer: Answer, qtbot: QtBot, window: MainWindow
) -> None:
    assert opened.sitting is not None
    made = backup.listing(demo / "backups")[0]
    records.save(opened.sitting, DEPARTMENT, None, {Department.name: "备份以后"})
    files.paths = [made, demo]

    def who_works(dialog: QDialog) -> None:
        if isinstance(dialog, ChooseOperator):
            dialog.accept()
        else:  # the progress of the restoring
            answer(who_works)

    def agree(dialog: QDialog) -> None:
        answer(who_works)
        dialog.accept()

    answer(agree)
    opened.restore()
    qtbot.waitUntil(lambda: opened.sitting is not None and not window.jobs.busy())
    assert opened.sitting is not None
    assert reading.find(opened.sitting.db, Department, {Department.name: "备份以后"}) is None
    assert any(path.name.startswith("恢复前_") for path in demo.iterdir())
    qtbot.waitUntil(lambda: not window.jobs.busy())


def test_a_backup_says_which_files_were_gone_before(
    opened: Office, demo: Path, answer: Answer, qtbot: QtBot, window: MainWindow
) -> None:
    lost = next((demo / "files").rglob("?" * 64))
    lost.chmod(0o600)
    lost.unlink()
    window.go("settings")
    page = window.pages.current()
    assert isinstance(page, SettingsPage)
    seen: list[str] = []

    def read(dialog: QDialog) -> None:
        if isinstance(dialog, JobDialog):
            answer(read)
            return
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()

    answer(read)
    page.back_up()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: bool(seen))
    assert any(text.startswith("备份里缺 1 个附件") for text in seen)
    assert any(text.startswith("· ") for text in seen)
    assert len(backup.listing(demo / "backups")) == 2

    for made in backup.listing(demo / "backups"):
        shutil.rmtree(made)
    opened.welcome()
    assert opened.open(demo, "何静")
    settle(qtbot, window)
    front = window.pages.current()
    assert front is not None
    assert front.messages.bars()[0].text().startswith("备份缺少 1 个附件")


def test_f1_shows_the_clause_and_the_contents(opened: Office, window: MainWindow) -> None:
    window.help_requested.emit("1023/6.9.5")
    assert "6.9.5" in opened._help.browser.toPlainText()
    assert "附录 C" in opened._help.browser.toPlainText()
    window.help_requested.emit("GB/T 19001 7.5")
    assert "成文信息" in opened._help.browser.toPlainText()
    window.help_requested.emit("不认识")
    assert "DB3203/T 1023—2023" in opened._help.browser.toPlainText()
