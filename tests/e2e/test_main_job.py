"""The main job in the real window: open, correct, attach, finalise, export, verify."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from qmsdesk.bundle.verify import verify
from qmsdesk.models.indicators import Assessment, Measurement
from qmsdesk.services import assessment, attachments, checking, reading
from qmsdesk.views.assessment.page import AssessmentPage
from qmsdesk.views.bundling.page import BundlePage
from qmsdesk.views.indicators.evidence import EvidenceDialog
from qmsdesk.views.indicators.head_card import KeyFigure
from qmsdesk.views.indicators.page import IndicatorsPage
from qmsdesk.views.office.dialogs import ChooseOperator
from qmsdesk.views.welcome import WelcomePage
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.e2e.conftest import Desk

SEPTEMBER = Measurement.period == "2026-09"
LOSS, DELIVERY = "质量损失率", "准时交付率"


def test_from_a_corrected_month_to_a_verified_bundle(desk: Desk, demo: Path, tmp_path: Path, repository: Path) -> None:
    open_by_hand(desk, demo)
    correct_a_month(desk)
    attach_evidence(desk, tmp_path)
    finalise(desk)
    bundle = export(desk, tmp_path)

    assert verify(bundle).ok
    done = subprocess.run(
        [sys.executable, repository / "main.py", "verify", bundle], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "校验通过" in done.stdout
    assert checking.check(desk.sitting.workspace).findings == ()


def open_by_hand(desk: Desk, demo: Path) -> None:
    """打开企业 on the welcome page, and say who works."""
    welcome = desk.window.findChild(WelcomePage)
    assert welcome is not None
    desk.files.paths.append(demo)

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, ChooseOperator)
        line = dialog.box.lineEdit()
        assert line is not None
        desk.type(line, "何静")
        desk.press(Qt.Key.Key_Return, on=line)

    desk.when_asked(answer)
    desk.click(welcome.open_button)
    desk.settle()
    assert desk.sitting.operator == "何静"


def correct_a_month(desk: Desk) -> None:
    """The loss of September was typed wrong: with the right one the target is reached."""
    page = desk.go("indicators")
    assert isinstance(page, IndicatorsPage)
    tree = page.tree.tree
    index = next(i for i in walk(tree.model()) if str(i.data()).startswith(LOSS))
    tree.scrollTo(index)
    desk.qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    model, table = page.months.model, page.months.table
    desk.cell(table, model.row_of("2026-09"), model.column_of("numerator"))
    desk.keys("32000")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: Decimal(32000) in numerators(desk))
    assert [figure.value() for figure in page.head.findChildren(KeyFigure)] == ["2.63%", "2%", "1.99%"]


def numerators(desk: Desk) -> list[Decimal | None]:
    """What lies in the file for September."""
    return [row.of(Measurement.numerator) for row in reading.rows(desk.sitting.db, Measurement, SEPTEMBER)]


def walk(model):  # type: ignore[no-untyped-def]
    """All rows of a tree, groups first."""
    for group in range(model.rowCount()):
        parent = model.index(group, 0)
        yield parent
        for row in range(model.rowCount(parent)):
            yield model.index(row, 0, parent)


def attach_evidence(desk: Desk, tmp_path: Path) -> None:
    """补附件 in the checks leads to the files of the indicator; the scan is pasted there."""
    scan = tmp_path / "准时交付统计.pdf"
    scan.write_bytes(b"%PDF-1.4 sample of an end-to-end test")
    page = desk.go("self_evaluation")
    assert isinstance(page, AssessmentPage)
    assert page.content.total.total() == "70"
    row = next(row for row in page.content.checks.rows if DELIVERY in row.text())

    def paste(dialog: QDialog) -> None:
        assert isinstance(dialog, EvidenceDialog)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(scan))])
        QGuiApplication.clipboard().setMimeData(mime)
        desk.press(Qt.Key.Key_V, control=True, on=dialog.files.table)
        desk.wait(lambda: dialog.files.model.rowCount() == 1)
        desk.click(dialog.findChildren(type(page.content.sign.button))[-1])

    desk.when_asked(paste)
    desk.click(row.link)
    desk.settle()
    assert isinstance(desk.dialogs[-1], EvidenceDialog)
    assert scan.name in [found["name"] for found in reading.rows(desk.sitting.db, attachments.Attachment)]


def finalise(desk: Desk) -> None:
    """定稿并签名, after the question."""
    page = desk.go("self_evaluation")
    assert isinstance(page, AssessmentPage)
    assert not [row for row in page.content.checks.rows if DELIVERY in row.text()]

    def confirm(dialog: QDialog) -> None:
        assert isinstance(dialog, ConfirmDialog)
        desk.click(dialog.verb_button)

    desk.when_asked(confirm)
    desk.click(page.content.sign.button)
    newest = assessment.versions(desk.sitting.db)[-1]
    assert (newest.of(Assessment.status), str(newest.of(Assessment.total))) == ("final", "70")
    assert page.shown.final


def export(desk: Desk, tmp_path: Path) -> Path:
    """Through the four steps; the result says that the self-check passed."""
    out = tmp_path / "资料包"
    out.mkdir()
    page = desk.go("bundle")
    assert isinstance(page, BundlePage)
    desk.type(page.options.folder, str(out))
    desk.click(page.foot.next)
    desk.settle()
    desk.click(page.foot.next)
    desk.settle()
    made = list(out.iterdir())
    assert len(made) == 1
    assert page.result.isVisible()
    return made[0]
