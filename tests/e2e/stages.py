"""How the workshop uses the window: a sheet comes in, a form is filled, a paper is attached, an act is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QToolButton, QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import readiness, reading
from qmsdesk.views.importing.page import CHECK, DONE, ImportPage
from qmsdesk.views.onerecord.dialog import RecordDialog
from qmsdesk.views.onerecord.page import OneRecordPage
from qmsdesk.views.register.attachments import AttachmentsTab
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.widgets.dialog import ConfirmDialog
from tests.e2e import hands
from tests.e2e.conftest import Desk
from tests.e2e.stages_data import Sheets


def bring(desk: Desk, register: str, sheets: Sheets, folder: Path, *, update: bool = False) -> None:
    """导入 Excel: the file, 导入; every row has to be good. ``update`` where the records are there already."""
    path = folder / f"{register} {desk.clock.today()}.xlsx"
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    desk.window.go("import", register)
    page = desk.window.pages.current()
    assert isinstance(page, ImportPage)
    desk.files.paths.append(path)
    desk.click(page.pick.choose)
    desk.settle()
    assert page.body.currentIndex() == CHECK, [bar.text() for bar in page.messages.bars()]
    if update:
        desk.click(next(b for b in page.check.source.duplicates.findChildren(QToolButton) if b.text() == "更新"))
        desk.settle()
    plan = page.work.plan
    assert plan is not None
    assert [problem.text for row in plan.bad for problem in row.problems] == []
    assert (plan.missing, plan.unknown_headings) == ((), ())
    desk.click(page.foot.next)
    desk.settle()
    assert page.body.currentIndex() == DONE, [bar.text() for bar in page.messages.bars()]
    page.back_to_register()
    desk.settle()


def listed(desk: Desk, tab: str, number: str = "") -> RegisterPage:
    """The list of a register, with a record at the cursor."""
    page = desk.go(tab)
    assert isinstance(page, RegisterPage), tab
    if number:
        row = reading.by_number(desk.sitting.db, page.register, number)
        assert row is not None, number
        page.show_target(row.id)
        desk.wait(lambda: page.pane.visit is not None and page.pane.visit.record == row.id)
    return page


def write(desk: Desk, tab: str, values: Mapping[AnyField, str]) -> RegisterPage:
    """新建 in the list of a register, with its fields in the order typed."""
    page = listed(desk, tab)
    desk.click(page.panel.new_button)
    desk.wait(lambda: page.pane.visit is not None and page.pane.visit.is_draft)
    hands.turn(desk, page.pane.tabs, "基本信息")
    hands.fill(desk, page.pane.form, values)
    assert page.pane.visit is not None
    assert page.pane.visit.record is not None, page.pane.visit.note()
    return page


def attach(desk: Desk, pane: DetailPane, folder: Path, title: str) -> None:
    """Paste a paper among the files of the record in the pane."""
    paste(desk, pane.tabs.attachments(), folder, title)
    desk.settle()


def paste(desk: Desk, files: AttachmentsTab, folder: Path, title: str) -> None:
    """A paper into a list of files, by Ctrl+V."""
    path = folder / f"{title}.pdf"
    path.write_bytes(b"%PDF-1.4 sample of an end-to-end test " + title.encode())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    QGuiApplication.clipboard().setMimeData(mime)
    count = files.model.rowCount()
    desk.press(Qt.Key.Key_V, control=True, on=files.table)
    desk.wait(lambda: files.model.rowCount() == count + 1)


def confirm(dialog: QDialog) -> None:
    """The question before an act is answered with what it asks for."""
    assert isinstance(dialog, ConfirmDialog)
    dialog.verb_button.click()


def with_pane(desk: Desk, tab: str, number: str, act: Callable[[DetailPane], object]) -> None:
    """Everything a register has: beside its list, or over a page of one record."""
    page = desk.go(tab)
    if isinstance(page, RegisterPage):
        act(listed(desk, tab, number).pane)
        return
    assert isinstance(page, OneRecordPage)
    page.show_target(record_of(desk, page.register.key, number).id)

    def inside(dialog: QDialog) -> None:
        assert isinstance(dialog, RecordDialog)
        act(dialog.pane)
        desk.click(dialog.leave)

    desk.when_asked(inside)
    desk.click(page.head.file)


def missing(desk: Desk, *keys: str) -> dict[str, tuple[str, ...]]:
    """What is not 已满足 and counts, by the key of the requirement; only those named when some are."""
    found = readiness.judge(readiness.facts(desk.sitting.db, desk.clock.today()))
    return {
        each.requirement.key: tuple(m.text for m in each.verdict.missing)
        for each in found
        if each.counts and each.verdict.state != readiness.MET and (not keys or each.requirement.key in keys)
    }


def record_of(desk: Desk, register: str, number: str) -> Any:
    """A record by its number."""
    return reading.by_number(desk.sitting.db, BY_KEY[register], number)


def seen(widget: QWidget, kind: type[Any]) -> list[Any]:
    """The widgets of a kind that can be seen."""
    return [each for each in widget.findChildren(kind) if each.isVisible()]
