"""Dropping files and pasting a screenshot give evidence to a record of every register."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from qmsdesk.registers.catalogue import ALL
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.attachments import AttachmentsTab
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast
from tests.registers import filling
from tests.views.register.conftest import crash


def drop(tab: AttachmentsTab, file: Path) -> None:
    mime = QMimeData()  # the event does not keep it
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    tab.dropEvent(event)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


def test_every_register_takes_files_and_screenshots(
    qtbot: QtBot, theme: Theme, sitting: Sitting, window: QMainWindow, tmp_path: Path
) -> None:
    messages = Messages(theme, window, lambda: None, Toast(theme, window), crash)
    work = Jobs(window, messages.failed)
    tab = AttachmentsTab(Kit(theme, sitting), messages, work)
    qtbot.addWidget(tab)
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(b"%PDF")
    for register in ALL:
        record = filling.target(sitting, register.model)
        visit = Visit(sitting, register, record)
        tab.set_visit(visit)
        assert tab.add_button.isEnabled(), (register.key, tab.hint.text())
        with qtbot.waitSignal(tab.saved):
            drop(tab, file)
        image.fill(Qt.GlobalColor.white)
        QGuiApplication.clipboard().setImage(image)
        with qtbot.waitSignal(tab.saved):
            assert tab.paste()
        kinds = [f["kind"] for f in reading.attachments(sitting.db, register.key, record)]
        assert kinds == ["file", "photo"], register.key
    work.shutdown()
