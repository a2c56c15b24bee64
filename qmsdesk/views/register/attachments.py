"""The evidence of a record: add by button, drop or paste; open as a copy, save, take off."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QLabel, QScrollArea, QSizePolicy, QWidget

from qmsdesk import paths
from qmsdesk.clock import in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Fields, Row
from qmsdesk.models.database import storage_errors
from qmsdesk.models.system import Attachment
from qmsdesk.progress import Progress
from qmsdesk.registers.spec import Values
from qmsdesk.services import attachments, reading, records
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.attachment_model import AttachmentModel
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry import Entry
from qmsdesk.views.register.known_files import KnownFiles
from qmsdesk.views.register.thumbnails import thumbnail
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import column, label, row
from qmsdesk.views.widgets.table import DataTable

FIELDS = attachments.DESCRIPTION


class AttachmentEntry(Entry):
    """What is said about a file; the file itself never changes."""

    def __init__(self, visit: Visit, attachment: int) -> None:
        super().__init__(visit.sitting, Attachment, FIELDS, attachment)
        self._visit = visit

    def wanted(self) -> Fields:
        """Nothing: a file is never blank."""
        return Fields()

    def reason_closed(self, _field: AnyField | None = None) -> str:
        """Closed with its record."""
        return self._visit.files_closed()

    def save(self, values: Values) -> records.Change:
        """One save."""
        assert self.row_id is not None
        return attachments.edit(self.sitting, self._visit.register, self.row_id, values)


class AttachmentsTab(QWidget):
    """``saved`` carries a Change. Files are copied in by a job; the window stays usable."""

    saved = Signal(object)

    def __init__(self, kit: Kit, messages: Messages, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._messages, self._jobs = kit, messages, jobs
        self._visit: Visit | None = None
        self.entry: AttachmentEntry | None = None
        self.setAcceptDrops(True)
        theme = kit.theme
        self.model = AttachmentModel(self)
        self.table = DataTable(theme, self, row_height=48)
        self.table.setModel(self.model)
        self.table.horizontalHeader().hide()
        self.table.set_columns([0])
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.setAccessibleName(_("附件"))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._selected())
        self.table.doubleClicked.connect(lambda _index: self.open())
        self.add_button = button(theme, _("添加"), "add-line", small=True, on_click=self.choose)
        self.open_button = button(theme, _("打开"), "external-link-line", small=True, on_click=self.open)
        self.save_button = tool_button(theme, _("另存为"), "download-2-line", small=True, icon_only=True)
        self.save_button.clicked.connect(self.save_as)
        self.remove_button = tool_button(theme, _("移除附件"), "delete-bin-line", small=True, icon_only=True)
        self.remove_button.clicked.connect(self.remove)
        self.known_button = tool_button(theme, _("使用已有文件"), "file-copy-line", small=True, icon_only=True)
        self.known_button.clicked.connect(self.use_known)
        self.hint = label(_("把文件拖到这里，或按 Ctrl+V 粘贴截图"), "hint", wrap=True)
        tools = row(margins=(16, 10, 16, 6))
        for made in (self.add_button, self.known_button, self.open_button, self.save_button, self.remove_button):
            tools.addWidget(made)
        tools.addStretch(1)
        lines = column(self)
        lines.addLayout(tools)
        holder = column(margins=(16, 0, 16, 6))
        holder.addWidget(self.hint)
        lines.addLayout(holder)
        lines.addWidget(self.table, 2)
        lines.addWidget(self._details(), 3)

    def set_visit(self, visit: Visit | None) -> None:
        """Show another record's files."""
        kept = self._current() if visit is self._visit else None
        self._visit = visit
        stored = (
            reading.attachments(visit.sitting.db, visit.register.key, visit.record) if visit and visit.record else []
        )
        self.model.load(stored, self._kit.sitting.clock.today())
        reason = _("先填好基本信息里带 * 的项，再添加附件") if visit and visit.record is None else ""
        closed = visit.files_closed() if visit else ""
        self.hint.setText(reason or closed or _("把文件拖到这里，或按 Ctrl+V 粘贴截图"))
        for made in (self.add_button, self.known_button):
            made.setEnabled(visit is not None and not reason and not closed)
        if stored:
            ids = [found.id for found in stored]
            self.table.selectRow(ids.index(kept.id) if kept and kept.id in ids else 0)
        self._selected()

    def flush(self) -> bool:
        """Commit what is being typed; False when a field is red."""
        for editor in self.editors.values():
            editor.commit()
        return self.entry is None or not self.entry.problems

    def unsaved(self) -> bool:
        """A field is red."""
        return self.entry is not None and self.entry.unsaved()

    def forget(self) -> None:
        """Drop what was refused."""
        if self.entry is not None:
            self.entry.forget()
            for field in FIELDS:
                self._show(field)

    def add(self, files: Sequence[Path], *, kind: str = "file", temporary: bool = False) -> None:
        """Copy files in, one after the other; those that cannot be read are named, the others stay."""
        visit = self._visit
        if visit is None or visit.record is None or not self.add_button.isEnabled():
            self._messages.note("warn", self.hint.text())
            return
        sitting, register, record = visit.sitting, visit.register, visit.record

        def copy(progress: Progress) -> tuple[list[records.Change], list[UserError]]:
            done: list[records.Change] = []
            refused: list[UserError] = []
            with sitting.db.connection_context():
                for file in files:
                    try:
                        done.append(attachments.attach(sitting, register, record, file, kind=kind, progress=progress))
                    except UserError as error:
                        refused.append(error)
                    finally:
                        if temporary:
                            file.unlink(missing_ok=True)
            return done, refused

        def finished(result: tuple[list[records.Change], list[UserError]]) -> None:
            done, refused = result
            for change in done:
                self.saved.emit(change)
            for error in refused:
                self._messages.error(error)

        self._jobs.run(_("添加附件"), copy, finished)

    def choose(self) -> None:
        """Pick files."""
        names, _filter = QFileDialog.getOpenFileNames(self, _("添加附件"))
        self.add([Path(name) for name in names])

    def use_known(self) -> None:
        """A file of another record."""
        visit, chosen = self._visit, KnownFiles(self._kit, self).ask()
        if visit is None or visit.record is None or chosen is None:
            return
        try:
            change = attachments.attach_known(visit.sitting, visit.register, visit.record, chosen)
        except UserError as error:
            self._messages.error(error)
        else:
            self.saved.emit(change)

    def paste(self) -> bool:
        """Files or a picture from the clipboard; False when it holds neither."""
        mime = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if files:
            self.add(files)
            return True
        if not mime.hasImage():
            return False
        image = QGuiApplication.clipboard().image()
        stamp = in_china(self._kit.sitting.clock.now()).strftime("%Y%m%d_%H%M%S")
        file = Path(tempfile.mkdtemp(prefix="qmsdesk-")) / _("截图_{}.png").format(stamp)
        if image.isNull() or not image.save(str(file)):
            return False
        self.add([file], kind="photo", temporary=True)
        return True

    def select(self, attachment: int) -> None:
        """Put the cursor on a file."""
        for place, found in enumerate(self.model.rows):
            if found.id == attachment:
                self.table.selectRow(place)

    def open(self) -> None:
        """Show a read-only copy in the system's program."""
        found = self._current()
        if found is None:
            return
        try:
            copy = attachments.open_copy(self._kit.sitting.workspace, found, paths.cache_dir() / "open")
        except UserError as error:
            self._messages.error(error)
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._messages.note("warn", _("没有能打开“{}”的程序，可以另存后再打开。").format(found["name"]))

    def save_as(self) -> None:
        """Write a copy where the user wants it."""
        found = self._current()
        if found is None:
            return
        name, _filter = QFileDialog.getSaveFileName(self, _("另存为"), found["name"])
        if name:
            self.save_to(Path(name))

    def save_to(self, target: Path) -> None:
        """Write a copy, checked against its hash."""
        found = self._current()
        if found is None:
            return
        part = target.with_name(target.name + ".part")
        try:
            with storage_errors(), part.open("wb") as out:
                for block in attachments.read_checked(self._kit.sitting.workspace, found["sha256"], found["name"]):
                    out.write(block)
            with storage_errors():
                part.replace(target)
        except UserError as error:
            part.unlink(missing_ok=True)
            self._messages.error(error)
        else:
            self._messages.done(_("已另存为“{}”").format(target.name))

    def remove(self) -> None:
        """Take the file off the record; undo brings it back."""
        found, visit = self._current(), self._visit
        if found is None or visit is None:
            return
        try:
            change = attachments.detach(visit.sitting, visit.register, found.id)
        except UserError as error:
            self._messages.error(error)
        else:
            self.saved.emit(change)

    # Dropping and pasting.

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls() and self.add_button.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files dropped."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes, Delete takes off, Enter opens."""
        if event.matches(QKeySequence.StandardKey.Paste) and self.add_button.isEnabled() and self.paste():
            return
        if event.key() == Qt.Key.Key_Delete and self.remove_button.isEnabled():
            self.remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        else:
            super().keyPressEvent(event)

    # The fields of the file that is selected.

    def _details(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        body = QWidget()
        lines = column(body, spacing=7, margins=(16, 10, 16, 10))
        self.editors: dict[AnyField, Editor] = {}
        self.rows: dict[AnyField, FormRow] = {}
        for field in FIELDS:
            editor = self._kit.editor(field, body)
            editor.committed.connect(lambda f=field: self._commit(f))
            self.editors[field] = editor
            self.rows[field] = FormRow(self._kit.theme, str(field.verbose_name), editor, focus=editor.control)
            lines.addWidget(self.rows[field])
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        lines.addWidget(self.picture)
        lines.addStretch(1)
        scroll.setWidget(body)
        self._body = body
        return scroll

    def _current(self) -> Row | None:
        place = self.table.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def _selected(self) -> None:
        found = self._current()
        self.entry = AttachmentEntry(self._visit, found.id) if found is not None and self._visit else None
        self._body.setVisible(found is not None)
        for made in (self.open_button, self.save_button):
            made.setEnabled(found is not None)
        self.remove_button.setEnabled(found is not None and self._visit is not None and self._visit.removable(found))
        for field in FIELDS:
            self._show(field)
        image = None
        if found is not None:
            path = attachments.place(self._kit.sitting.workspace, found["sha256"])
            image = thumbnail(path, found["name"], QSize(self._kit.theme.px(280), self._kit.theme.px(200)))
        self.picture.setPixmap(QPixmap.fromImage(image) if image is not None else QPixmap())

    def _commit(self, field: AnyField) -> None:
        if self.entry is None:
            return
        change = None
        try:
            change = self.entry.take(field, self.editors[field].read, self.editors[field].text())
        except UserError as error:
            self._messages.error(error)
        self._show(field)
        if change is not None:
            self.saved.emit(change)

    def _show(self, field: AnyField) -> None:
        editor, entry = self.editors[field], self.entry
        if entry is None:
            return
        editor.set_open(not entry.reason_closed(field))
        if field in entry.typed:
            editor.keep(entry.typed[field])
        else:
            editor.load(entry.value(field), entry.text(field))
        self.rows[field].set_error(entry.problems.get(field, ""))
