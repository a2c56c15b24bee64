"""The main job by clicks and keys: open the sample, correct an indicator, add evidence, finalise, export, verify."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.app import main
from qmsdesk.bundle.verify import verify
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.services import assessment, checking, reading
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.bundling.page import RESULT, BundlePage
from qmsdesk.views.indicators.evidence import EvidenceDialog
from qmsdesk.views.indicators.page import IndicatorsPage, Target
from qmsdesk.views.office.office import Office
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.widgets.dialog import ConfirmDialog

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]
LEFT = Qt.MouseButton.LeftButton
DELIVERY = "准时交付率"


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=60_000)


def open_page(window: MainWindow, qtbot: QtBot, key: str) -> None:
    """By its entry in the sidebar."""
    qtbot.mouseClick(window.sidebar.button(key), LEFT)
    assert window.pages.key() == key


@pytest.fixture
def opened(office: Office, demo: Path, window: MainWindow, qtbot: QtBot) -> Office:
    assert office.open(demo, "何静")
    settle(qtbot, window)
    return office


def correct_a_month(office: Office, window: MainWindow, qtbot: QtBot) -> int:
    """Type over the numerator of September; returns the record of the month."""
    assert office.sitting is not None
    open_page(window, qtbot, "indicators")
    page = window.pages.current()
    assert isinstance(page, IndicatorsPage)
    indicator = reading.find(office.sitting.db, Indicator, {Indicator.name: DELIVERY})
    assert indicator is not None
    page.show_target(Target(indicator["number"]))
    table = page.months.table
    table.go("2026-09", "numerator")
    qtbot.keyClicks(table, "5")
    editor = table.cells.editor
    assert editor is not None
    qtbot.keyClicks(editor.control, "8")
    qtbot.keyClick(editor.control, Qt.Key.Key_Return)
    where = {Measurement.indicator: indicator.id, Measurement.period: "2026-09"}
    month = reading.find(office.sitting.db, Measurement, where)
    assert month is not None
    assert month.of(Measurement.numerator) == Decimal(58)
    return month.id


def drop_evidence(office: Office, window: MainWindow, qtbot: QtBot, answer: Answer, file: Path, month: int) -> None:
    assert office.sitting is not None
    page = window.pages.current()
    assert isinstance(page, IndicatorsPage)
    table, model = page.months.table, page.months.model
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    place = table.visualRect(model.index(model.row_of("2026-09"), 1)).center()
    drop = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, EvidenceDialog)
        qtbot.waitUntil(lambda: dialog.files.model.rowCount() == 1)
        dialog.accept()

    seen = answer(look)
    table.dropEvent(drop)
    qtbot.waitUntil(lambda: bool(seen) and not seen[0].isVisible())
    assert [a["name"] for a in reading.attachments(office.sitting.db, "measurement", month)] == [file.name]


def finalise(office: Office, window: MainWindow, qtbot: QtBot, answer: Answer) -> None:
    assert office.sitting is not None
    open_page(window, qtbot, "self_evaluation")
    page = window.pages.current()
    assert isinstance(page, AssessmentPage)

    def agree(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        qtbot.mouseClick(dialog.verb_button, LEFT)

    answer(agree)
    qtbot.mouseClick(page.content.sign.button, LEFT)
    last = assessment.versions(office.sitting.db)[-1]
    assert (last["version"], last["status"], last["grade"]) == (2, "final", "优秀")


def export(window: MainWindow, qtbot: QtBot) -> None:
    open_page(window, qtbot, "bundle")
    page = window.pages.current()
    assert isinstance(page, BundlePage)
    settle(qtbot, window)
    for _step in range(2):
        qtbot.mouseClick(page.foot.next, LEFT)
        settle(qtbot, window)
    assert page.body.currentIndex() == RESULT


def test_from_the_sample_to_a_verified_bundle(
    opened: Office, window: MainWindow, qtbot: QtBot, answer: Answer, tmp_path: Path, settings: QSettings,
    demo: Path, capsys: pytest.CaptureFixture[str], crashes: list[BaseException],
) -> None:  # fmt: skip
    out = tmp_path / "资料包"
    out.mkdir()
    settings.setValue("bundle/folder", str(out))
    file = tmp_path / "九月交付台账.txt"
    file.write_text("示例", encoding="utf-8")

    month = correct_a_month(opened, window, qtbot)
    drop_evidence(opened, window, qtbot, answer, file, month)
    finalise(opened, window, qtbot, answer)
    export(window, qtbot)

    (made,) = out.iterdir()
    assert verify(made).ok
    assert crashes == []
    window.close()
    assert main(["verify", str(made)]) == 0
    assert main(["check", str(demo), "--anchor", str(made)]) == 0
    said = capsys.readouterr()
    assert "校验通过" in said.out
    assert said.err == ""
    with workspaces.open_workspace(demo, opened._clock, write=False) as workspace:
        assert checking.check(workspace).findings == ()


def test_every_page_opens_on_the_sample_and_on_an_empty_enterprise(
    opened: Office, window: MainWindow, qtbot: QtBot, tmp_path: Path, crashes: list[BaseException]
) -> None:
    for folder in (None, tmp_path / "空企业"):
        if folder is not None:
            assert main(["new", str(folder), "--name", "徐州示例木业有限公司"]) == 0
            assert opened.open(folder, "示例甲")
        for spec in window.pages.specs():
            assert window.go(spec.key), spec.key
            settle(qtbot, window)
    assert crashes == []


def test_every_page_bears_dark_and_large_type(
    opened: Office, window: MainWindow, qtbot: QtBot, crashes: list[BaseException]
) -> None:
    window.resize(1024, 600)
    for spec in window.pages.specs():
        window.go(spec.key)
        settle(qtbot, window)
    theme = window.theme
    for mode, scale in (("dark", 1.0), ("dark", 1.3), ("light", 1.15), ("light", 1.0)):
        theme.apply(mode, scale)
        assert not window.grab().isNull()
    assert crashes == []
