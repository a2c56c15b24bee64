"""A year of the sample enterprise in the real window: training, document, audit, findings, review, reminders."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication

from qmsdesk.models.documents import DocumentRevision
from qmsdesk.models.training import Training
from qmsdesk.registers.training import ATTENDANCE
from qmsdesk.services import reading
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.training.page import TrainingPage
from tests.e2e import hands
from tests.e2e.conftest import Desk
from tests.e2e.year import badge, evaluate, follow, hold, press, run, training_pane, waiting
from tests.e2e.year_audit import close_audit, correct, hold_audit
from tests.e2e.year_review import review

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # lists and menus that drop down


def test_a_year_of_the_sample_enterprise(desk: Desk, demo: Path, tmp_path: Path, repository: Path) -> None:
    desk.open(demo)
    train(desk)
    revise(desk, tmp_path)
    first, second = hold_audit(desk)
    correct(desk, first, second)
    review(desk)
    close_audit(desk, second)
    desk.office.welcome()
    bundle, half = tmp_path / "资料包.zip", ("--profile", "surveillance", "--from", "2027-01-01", "--to", "2027-06-30")
    for words in (("check", demo), ("bundle", demo, bundle, *half), ("verify", bundle)):
        done = subprocess.run(
            [sys.executable, repository / "main.py", *words], env={**os.environ, "QMSDESK_TODAY": "2027-07-01"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, ""), (words, done.stdout)


# 分层培训


def train(desk: Desk) -> None:
    """Planned in October, held and evaluated in November; whoever had missed the others is there."""
    assert [title for _day, title in waiting(desk, "training", "a)")] == ["分层培训 a) 质量意识：1 人未参训：欧阳春晓"]
    assert badge(desk, "training") == "2 项待办"
    page = desk.go("training")
    assert isinstance(page, TrainingPage)
    assert page.cards.cards[0].covered.text() == "% 覆盖 39/40 人"
    desk.press(Qt.Key.Key_N, control=True)
    topic = page.table.cells.editor
    assert topic is not None
    hands.put(desk, topic, "质量意识：年度案例", Qt.Key.Key_Return)
    pane = training_pane(page)
    hands.turn(desk, pane.tabs, "基本信息")
    hands.fill(desk, pane.form, {
        Training.tiers: "a 企业负责人及相关人员",
        Training.subjects: "质量意识",
        Training.planned_on: "2026-11-06",
        Training.trainer: "何静",
    })  # fmt: skip
    hands.turn(desk, pane.tabs, "签到")
    press(desk, pane, "加入应到")
    assert len(reading.lines(desk.sitting.db, ATTENDANCE, page.target())) == 40
    desk.wait(lambda: badge(desk, "training") == "3 项待办")
    assert waiting(desk, "training", "年度案例") == [("2026-11-06", "培训计划：质量意识：年度案例")]

    desk.clock.turn("2026-11-06")
    assert follow(desk, "training", "年度案例") is page
    hold(desk, page, "2026-11-06")
    assert waiting(desk, "training", "年度案例") == [("2026-12-06", "培训有效性评价：质量意识：年度案例")]
    assert waiting(desk, "training", "a)") == []

    desk.clock.turn("2026-11-27")
    follow(desk, "training", "年度案例")
    evaluate(desk, page, "2026-11-27")
    assert page.pane.bar.text() == "培训已评价，只能查看"
    assert waiting(desk, "training", "年度案例") == []
    assert page.cards.cards[0].covered.text() == "% 覆盖 40/40 人"


# 文件与表单


def revise(desk: Desk, tmp_path: Path) -> None:
    """改版, approved in December for the middle of the month; those who work by it are taught on that day."""
    desk.clock.turn("2026-12-01")
    page = desk.go("document")
    assert isinstance(page, RegisterPage)
    desk.press(Qt.Key.Key_F, control=True)
    desk.type(page.panel.search, "首件检验规程")
    desk.wait(lambda: len(page.model.ids) == 1)
    desk.cell(page.table, 0, 1)
    pane = page.pane
    desk.wait(lambda: pane.visit is not None and pane.visit.row["title"] == "首件检验规程")
    run(desk, pane, "revise")
    hands.turn(desk, pane.tabs, "修订")
    tab = pane.tabs.lines_tab("document_revision")
    hands.row(desk, tab, {
        DocumentRevision.approved_on: "2026-12-01",
        DocumentRevision.effective_on: "2026-12-15",
        DocumentRevision.reason: "顾客反馈首件没有留样",
        DocumentRevision.content: "增加首件留样和标识的要求",
        DocumentRevision.needs_training: "是",
    }, draft=True)  # fmt: skip
    attach(desk, page, tmp_path / "首件检验规程 A1.docx")
    run(desk, pane, "approve")
    assert waiting(desk, "training", "首件") == [("2026-12-15", "培训计划：《首件检验规程》A/1 宣贯")]
    assert version(desk) == "A/0"

    desk.clock.turn("2026-12-15")
    training = follow(desk, "training", "首件")
    assert len(reading.lines(desk.sitting.db, ATTENDANCE, training.target())) == 4
    hold(desk, training, "2026-12-15")
    evaluate(desk, training, "2026-12-15")
    assert waiting(desk, "training", "首件") == []
    assert version(desk) == "A/1"


def attach(desk: Desk, page: RegisterPage, file: Path) -> None:
    """Paste a file among the attachments."""
    file.write_bytes(b"PK sample of an end-to-end test")
    hands.turn(desk, page.pane.tabs, "附件")
    files = page.pane.tabs.attachments()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(mime)
    count = files.model.rowCount()
    desk.press(Qt.Key.Key_V, control=True, on=files.table)
    desk.wait(lambda: files.model.rowCount() == count + 1)
    desk.settle()


def version(desk: Desk) -> str:
    """Which version the list shows of the document that was searched for."""
    page = desk.go("document")
    assert isinstance(page, RegisterPage)
    titles = [page.model.headerData(n, Qt.Orientation.Horizontal) for n in range(page.model.columnCount())]
    return str(page.model.index(0, titles.index("版本")).data())
