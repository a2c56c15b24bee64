"""导入文件夹: an existing folder of Word, Excel and PDF files becomes documents, looked at before it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from qmsdesk import paths
from qmsdesk.errors import Cancelled, UserError
from qmsdesk.exchange import folder_intake
from qmsdesk.exchange.folder_intake import FolderPlan, IntakeResult
from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.services import records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.documents.folder_preview import FolderPreview
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.shell.stages import StagePanel, Stages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card, EmptyState
from qmsdesk.views.widgets.styling import column, label, row
from qmsdesk.views.widgets.wizard import StepRow, WizardFoot, centred

PICK, CHECK, WRITE, DONE = range(4)
_ALL_DONE = 4


class FolderPage(Page):
    """``on_changed`` gets the change an intake makes; ``go`` leads back to the list."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        on_changed: Callable[[object], None],
        go: Callable[[str, object], object],
    ) -> None:
        super().__init__(theme, _("导入文件夹"), ("6.7.2.3 b)", "GB/T 19001 7.5"))
        self._sitting, self._messages, self._jobs, self._files = sitting, messages, jobs, files
        self._on_changed, self._go = on_changed, go
        self._at = PICK
        self.plan: FolderPlan | None = None
        self.result: IntakeResult | None = None
        self.setAcceptDrops(True)
        self.header.set_title(_("导入文件夹"), DOCUMENT.title)
        self.header.crumb_pressed.connect(self.back)
        self.steps = StepRow(theme, [_("选择文件夹"), _("核对"), _("导入"), _("完成")])
        self.add_row(self.steps)
        self.choose_button = button(theme, _("选择文件夹"), "folder-open-line", "primary", on_click=self.choose)
        pick = EmptyState(
            theme, "folder-open-line", _("选择放体系文件的文件夹"),
            _("读文件名里的编号、版本和名称，例如“QP-07 A1 内部审核程序.docx”，先核对再导入。"
              "文件原样附到文件上，文件夹里的文件不会改动。"),
            self.choose_button,
        )  # fmt: skip
        self.preview = FolderPreview(theme)
        self.preview.changed.connect(self._tell)
        self.panel = StagePanel(theme, _("取消导入"), _("导入前自动备份；取消后一份也不写入。"))
        self.panel.background.hide()
        self.outcome = label("", "h2")
        self.detail = label("", wrap=True)
        self.undo_button = button(theme, _("撤销这次导入"), "arrow-go-back-line", on_click=self.undo)
        self.body = QStackedWidget()
        for view in (pick, self._check_view(), centred(self.panel, theme.px(700)), self._done_view()):
            self.body.addWidget(view)
        self.set_body(self.body)
        self.foot = WizardFoot(theme)
        self.foot.cancelled.connect(self.back)
        self.foot.back_pressed.connect(self.restart)
        self.foot.next_pressed.connect(self.start)
        self.lines.addWidget(self.foot)
        self._show(PICK)

    # What the window calls.

    def apply_change(self, change: object) -> None:
        """Numbers may have been given meanwhile; or the intake was undone."""
        if self._at == CHECK and self.plan is not None and isinstance(change, records.Change):
            self.plan.refresh(self._sitting)
            self.preview.refresh()
            self._tell()
        elif self._at == DONE and isinstance(change, records.Change) and change.what in {"undo", "redo"}:
            self.undo_button.setEnabled(change.what == "redo")

    def flush(self) -> bool:
        """Take what was typed in the bar; nothing here can be invalid."""
        if self._at == CHECK:
            self.preview.flush()
        return True

    def help_topic(self) -> str:
        """体系制度."""
        return "1023/6.7.2.3"

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Narrower file names in a small window."""
        super().apply_breakpoint(size)
        self.preview.narrow = size.compact

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A folder from the desktop."""
        if self._at in (PICK, CHECK) and _folder(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """As if it had been chosen."""
        folder = _folder(event)
        if folder is not None and self._may_drop():
            event.acceptProposedAction()
            self.load(folder)

    # Looking.

    def choose(self) -> None:
        """选择文件夹."""
        folder = self._files.folder(_("选择放体系文件的文件夹"), paths.documents_dir())
        if folder is not None and self._may_drop():
            self.load(folder)

    def load(self, folder: Path) -> None:
        """Look through a folder in the worker."""
        sitting = self._sitting
        self.messages.clear()
        self._jobs.run(
            _("查看“{}”").format(folder.name),
            in_worker(sitting.db, lambda progress: folder_intake.read_plan(sitting, folder, progress)),
            self._read,
            self._messages.failed,
        )

    def _read(self, plan: FolderPlan) -> None:
        self.plan, self.result = plan, None
        self._show(CHECK)
        self.preview.show_plan(plan)
        self._tell()

    def fill_version(self) -> None:
        """Give the rows without a version the one that was typed."""
        text = self.version.text().strip()
        if self.plan is not None and text:
            self.flush()
            self.plan.fill_version(text)
            self.preview.refresh()
            self._tell()

    def _tell(self) -> None:
        plan = self.plan
        if plan is None or self._at != CHECK:
            self.say()
            return
        counts = plan.counts()
        good = counts["add"] + counts["update"]
        note = _("新增 {:,} 份版本，附到已有文件 {:,} 份").format(counts["add"], counts["update"])
        if counts["skip"]:
            note = _("{}，不导入 {:,} 行").format(note, counts["skip"])
        bad = counts["error"] + counts["question"]
        self.foot.say(note, _("还有 {:,} 行要补全，先不导入").format(bad) if bad else "")
        writable = not self._sitting.workspace.read_only
        why = "" if writable else _("企业数据是只读的")
        text = _("导入 {:,} 行").format(good)
        self.foot.set_next(text, "check-line", enabled=bool(good) and writable, why=why)
        self.say(_("{:,} 行").format(len(plan.rows)), _("导入前会自动备份"))

    # Writing.

    def start(self) -> None:
        """导入 n 行: one transaction in the worker."""
        self.flush()
        plan, sitting = self.plan, self._sitting
        if plan is None:
            return
        steps = Stages([(_("备份和登记"), 30), (_("附上文件"), 70)])
        title = _("导入文件夹“{}”").format(plan.folder.name)

        def write(progress: Progress) -> IntakeResult:
            first, second = steps.progress(0, progress), steps.progress(1, progress)

            def either(stage: str, done: int, total: int) -> None:
                (second if stage == folder_intake.ATTACHING else first)(stage, done, total)

            return folder_intake.apply(sitting, plan, either)

        job = self._jobs.run(title, in_worker(sitting.db, write), self._written, self._not_written)
        self._show(WRITE)
        self.panel.watch(title, job, self._jobs, steps)

    def _written(self, result: IntakeResult) -> None:
        self.panel.done()
        self.result = result
        self.outcome.setText(_("已导入 {:,} 份文件").format(result.documents))
        self.detail.setText(
            _("附上 {:,} 个文件；新增的都是既有文件，缺的编制、批准等在“两层皮”里列出，可以以后补齐。").format(
                result.files
            )
        )
        self.undo_button.setEnabled(True)
        self._show(DONE)
        self._on_changed(records.Change(DOCUMENT.key, 0, "import", result.batch, result.touched))

    def _not_written(self, error: BaseException) -> None:
        self.panel.done()
        self._show(CHECK)
        if isinstance(error, Cancelled):
            self._messages.note("info", _("已取消，一份也没有导入。"))
        else:
            self._messages.failed(error)
        if self.plan is not None:
            self.plan.refresh(self._sitting)
            self.preview.refresh()
        self._tell()

    def undo(self) -> None:
        """Take the intake back, while nothing was done after it."""
        done = self._sitting.done
        if self.result is None or not done or done[-1].batch != self.result.batch:
            self._messages.note("warn", _("导入之后又有别的修改；先按 Ctrl+Z 撤销那些修改。"))
            return
        try:
            self._on_changed(records.undo(self._sitting))
        except UserError as error:
            self._messages.error(error)
            return
        self.undo_button.setEnabled(False)

    # Ways on.

    def restart(self) -> None:
        """Back to the choice of a folder."""
        if self._may_drop():
            self.plan = None
            self._show(PICK)

    def back(self) -> None:
        """The list of documents; what was begun waits here."""
        self._go(DOCUMENT.key, None)

    def _may_drop(self) -> bool:
        """Rows mended by hand are lost only when the user says so."""
        self.flush()
        rows = self.plan.rows if self.plan is not None and self._at == CHECK else []
        count = sum(bool(r.corrected) or r.left_out for r in rows)
        text = _("已修正或跳过的 {:,} 行还没有导入，换文件夹后要重新处理。").format(count)
        return not count or self._messages.ask(_("放弃这次核对？"), text, _("放弃核对"), cancel=_("继续核对"))

    def _show(self, view: int) -> None:
        self._at = view
        self.body.setCurrentIndex(view)
        self.steps.bar.set_current(_ALL_DONE if view == DONE else view)
        self.foot.setVisible(view == CHECK)
        self._tell()

    def _check_view(self) -> QWidget:
        view = QWidget()
        lines = column(view, spacing=12)
        bar = row(spacing=8)
        self.version = QLineEdit()
        self.version.setPlaceholderText("A/0")
        self.version.setMaxLength(20)
        self.version.setFixedWidth(self.theme.px(90))
        self.version.setAccessibleName(_("没有版本的都填"))
        self.version.returnPressed.connect(self.fill_version)
        bar.addWidget(label(_("没有版本的都填"), "label"))
        bar.addWidget(self.version)
        bar.addWidget(button(self.theme, _("填上"), on_click=self.fill_version))
        bar.addStretch(1)
        bar.addWidget(button(self.theme, _("换一个文件夹"), "folder-open-line", on_click=self.choose))
        lines.addLayout(bar)
        lines.addWidget(self.preview, 1)
        return view

    def _done_view(self) -> QWidget:
        card = Card(self.theme)
        card.add_padded(self.outcome)
        card.add_padded(self.detail)
        card.set_footer(
            self.undo_button, None,
            button(self.theme, _("再导入一个文件夹"), on_click=self.restart),
            button(self.theme, _("查看{}").format(DOCUMENT.title), "arrow-right-line", "primary", on_click=self.back),
        )  # fmt: skip
        return centred(card, self.theme.px(760))


def _folder(event: QDropEvent) -> Path | None:
    """The folder of a drag (which is a drop too)."""
    found = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return found[0] if len(found) == 1 and found[0].is_dir() else None
