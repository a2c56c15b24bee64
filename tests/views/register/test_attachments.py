"""Evidence: dropped, pasted, described, opened as a copy, saved, taken off."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document
from qmsdesk.models.system import Attachment
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import attachments, reading, records
from qmsdesk.views.register.attachment_model import size_text
from qmsdesk.views.register.attachments import AttachmentsTab
from qmsdesk.views.register.editor import TextEditor
from qmsdesk.views.register.editor_choice import ChoiceEditor
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.thumbnails import thumbnail
from tests.views.register.conftest import Filled, Open


def files_of(page: RegisterPage, filled: Filled) -> list[Row]:
    return reading.attachments(page.sitting.db, "document", filled.documents["WI-07"])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    path = tmp_path / "换模工位照片.jpg"
    assert image.save(str(path))
    return path


def tab_of(open_page: Open, filled: Filled) -> tuple[RegisterPage, AttachmentsTab]:
    page = open_page().page
    page.show_target(filled.documents["WI-07"])
    return page, page.pane.tabs.attachments()


def drop(tab: AttachmentsTab, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    tab.dropEvent(event)


def test_files_dropped_are_attached_and_bad_ones_named(
    qtbot: QtBot, filled: Filled, open_page: Open, photo: Path, tmp_path: Path
) -> None:
    page, tab = tab_of(open_page, filled)
    empty = tmp_path / "空.docx"
    empty.touch()
    with qtbot.waitSignal(page.changed):
        drop(tab, photo, empty)
    assert [r["name"] for r in files_of(page, filled)] == ["换模工位照片.jpg"]
    assert "“空.docx”是空文件" in page.messages.bars()[0].text()
    assert page.pane.tabs.tabText(1) == "附件 1"
    assert page.model.index(page.model.row_of(filled.documents["WI-07"]), 9).data() == "1"
    assert not tab.picture.pixmap().isNull()
    page.undo()
    assert not files_of(page, filled)


def test_a_picture_on_the_clipboard_becomes_a_photo(qtbot: QtBot, filled: Filled, open_page: Open) -> None:
    page, tab = tab_of(open_page, filled)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    tab.table.setFocus()
    with qtbot.waitSignal(page.changed):
        qtbot.keyClick(tab, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (found,) = files_of(page, filled)
    assert (found["kind"], found["name"]) == ("photo", "截图_20251112_100000.png")


def test_what_is_said_about_a_file_is_saved_field_by_field(
    qtbot: QtBot, filled: Filled, open_page: Open, photo: Path
) -> None:
    page, tab = tab_of(open_page, filled)
    attachments.attach(page.sitting, DOCUMENT, filled.documents["WI-07"], photo)
    page.pane.refresh()
    title, day, kind = (tab.editors[f] for f in (Attachment.title, Attachment.evidence_on, Attachment.kind))
    assert isinstance(title, TextEditor)
    assert isinstance(day, TextEditor)
    assert isinstance(kind, ChoiceEditor)
    title.line.selectAll()
    title.line.insert("工位照片")
    assert tab.flush()
    kind.box.setCurrentIndex(kind.box.findData("scan"))
    kind.box.activated.emit(0)
    day.line.insert("昨天")
    assert not page.flush()
    assert tab.rows[Attachment.evidence_on].error()
    day.line.selectAll()
    day.line.insert("2025.11.3")
    assert page.flush()
    (found,) = files_of(page, filled)
    assert (found["title"], found["kind"], str(found["evidence_on"])) == ("工位照片", "scan", "2025-11-03")


class Opened(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


def test_a_file_opens_as_a_read_only_copy(filled: Filled, open_page: Open, photo: Path) -> None:
    page, tab = tab_of(open_page, filled)
    attachments.attach(page.sitting, DOCUMENT, filled.documents["WI-07"], photo)
    page.pane.refresh()
    opened = Opened()
    QDesktopServices.setUrlHandler("file", opened, "take")
    try:
        tab.open()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    copy = Path(opened.urls[0].toLocalFile())
    assert copy.name == photo.name
    assert copy.read_bytes() == photo.read_bytes()
    assert not copy.stat().st_mode & stat.S_IWUSR
    assert copy.parent.parent.parent != page.sitting.workspace.files


def test_a_file_that_stays_cannot_be_taken_off_where_files_are_added(
    filled: Filled, open_page: Open, photo: Path, tmp_path: Path
) -> None:
    page, tab = tab_of(open_page, filled)
    made = filled.documents["WI-07"]
    attachments.attach(page.sitting, DOCUMENT, made, photo)
    page.pane.refresh()
    assert tab.remove_button.isEnabled()
    with page.sitting.batch("导入"):
        given = {Document.number: "WI-77", Document.title: "既有文件", Document.level: "instruction"}
        old = records.save(page.sitting, DOCUMENT, None, {**given, Document.existing: True}).record
        attachments.attach(page.sitting, DOCUMENT, old, photo)
        change = records.save(page.sitting, DOCUMENT, old, {Document.status: "in_force"})
    page.apply_change(change)
    page.show_target(old)
    assert tab.model.rowCount() == 1
    assert tab.add_button.isEnabled()
    assert not tab.remove_button.isEnabled()


def test_a_copy_is_saved_whole_or_not_at_all(filled: Filled, open_page: Open, photo: Path, tmp_path: Path) -> None:
    page, tab = tab_of(open_page, filled)
    attachments.attach(page.sitting, DOCUMENT, filled.documents["WI-07"], photo)
    page.pane.refresh()
    tab.save_to(tmp_path / "另存.jpg")
    assert (tmp_path / "另存.jpg").read_bytes() == photo.read_bytes()
    stored = attachments.place(page.sitting.workspace, files_of(page, filled)[0]["sha256"])
    stored.chmod(0o644)
    stored.write_bytes(b"changed")
    tab.save_to(tmp_path / "坏的.jpg")
    assert not list(tmp_path.glob("坏的*"))
    assert "内容与添加时不一致" in page.messages.bars()[0].text()


def test_a_file_taken_off_comes_back_by_undo(qtbot: QtBot, filled: Filled, open_page: Open, photo: Path) -> None:
    page, tab = tab_of(open_page, filled)
    attachments.attach(page.sitting, DOCUMENT, filled.documents["WI-07"], photo)
    page.pane.refresh()
    tab.remove()
    assert not files_of(page, filled)
    assert tab.model.rowCount() == 0
    page.undo()
    assert tab.model.rowCount() == 1


def test_a_closed_record_takes_no_files(filled: Filled, open_page: Open, photo: Path) -> None:
    records.void(filled.sitting, DOCUMENT, filled.documents["WI-07"], "不用了")
    page, tab = tab_of(open_page, filled)
    assert not tab.add_button.isEnabled()
    assert "已作废" in tab.hint.text()
    drop(tab, photo)
    assert "已作废" in page.messages.bars()[0].text()
    assert not files_of(page, filled)


def test_thumbnails_of_pictures_and_pages_only(photo: Path, tmp_path: Path, qapp: QApplication) -> None:
    box = QSize(100, 100)
    picture = thumbnail(photo, photo.name, box)
    assert picture is not None
    assert (picture.width(), picture.height()) == (100, 75)
    from fpdf import FPDF

    pdf = FPDF()
    pdf.add_page()
    path = tmp_path / "页.pdf"
    path.write_bytes(bytes(pdf.output()))
    page = thumbnail(path, path.name, box)
    assert page is not None
    assert page.height() == 100
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    assert thumbnail(broken, broken.name, box) is None
    lying = tmp_path / "谎.png"
    lying.write_bytes(b"no picture")
    assert thumbnail(lying, lying.name, box) is None
    assert thumbnail(photo, "正文.docx", box) is None
    assert thumbnail(tmp_path / "没有.png", "没有.png", box) is None


@pytest.mark.parametrize(("size", "text"), [(12, "12 B"), (421_888, "412 KB"), (1_887_437, "1.8 MB")])
def test_sizes_as_people_say_them(size: int, text: str) -> None:
    assert size_text(size) == text
