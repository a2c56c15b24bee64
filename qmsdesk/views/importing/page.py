"""导入 Excel: a file comes into a register, mended on the way, written as one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget

from qmsdesk.errors import Cancelled, UserError
from qmsdesk.exchange.importing import ImportPlan, ImportResult
from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Register
from qmsdesk.services import backup, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.importing import work as working
from qmsdesk.views.importing.check_view import CheckView
from qmsdesk.views.importing.errands import Errands
from qmsdesk.views.importing.outcome import OutcomeView
from qmsdesk.views.importing.pick import PickView
from qmsdesk.views.importing.schemes import Scheme, Schemes, scheme_of
from qmsdesk.views.importing.work import Source, Work
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.shell.stages import StagePanel
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.wizard import StepRow, WizardFoot, centred

PICK, CHECK, WRITE, DONE = range(4)
_ALL_DONE = 4


class ImportPage(Page):
    """A target is the key of a register; the key and a path; or the two and the survey whose 表A.1 the file is.

    ``on_changed`` gets the change an import makes, ``go`` leads to the page of a register.
    """

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        settings: QSettings,
        on_changed: Callable[[object], None],
        go: Callable[[str], object],
    ) -> None:
        super().__init__(theme, _("导入 Excel"))
        self._sitting, self._messages, self._jobs = sitting, messages, jobs
        self._settings, self._on_changed, self._go = settings, on_changed, go
        self._errands = Errands(sitting, messages, jobs, files, settings)
        self._at, self._stale = PICK, False
        self._record = 0
        self.setAcceptDrops(True)
        self.header.crumb_pressed.connect(self.back_to_register)
        self.steps = StepRow(theme, [_("选择文件"), _("对应列并检查"), _("导入"), _("完成")])
        self.add_row(self.steps)
        self.pick = PickView(theme, self.choose, lambda: self._errands.template(self.work.register))
        self.pick.register_chosen.connect(self._set_register)
        self.work = Work(self.pick.register())

        def report() -> None:
            self._errands.report(self.work.plan)

        self.check = CheckView(theme, self.choose, report)
        self.check.changed.connect(self._tell)
        self.check.reread.connect(self._reread)
        self.panel = StagePanel(theme, _("取消导入"), _("导入前自动备份；取消后一行也不写入。"))
        self.panel.background.hide()
        self.outcome = OutcomeView(theme, self.back_to_register, self.restart, self.undo, report)
        self.body = QStackedWidget()
        for view in (self.pick, self.check, centred(self.panel, theme.px(700)), self.outcome):
            self.body.addWidget(view)
        self.set_body(self.body)
        self.foot = WizardFoot(theme)
        self.foot.cancelled.connect(self.back_to_register)
        self.foot.back_pressed.connect(self.restart)
        self.foot.next_pressed.connect(self.start)
        self.lines.addWidget(self.foot)
        self._set_register(self.work.register)

    # What the window calls.

    def entered(self) -> None:
        """Compare anew when something was saved meanwhile."""
        super().entered()
        if self._stale:
            self._compare()

    def apply_change(self, change: object) -> None:
        """Another page, an undo or this import changed the records."""
        result = self.work.result
        if isinstance(change, records.Change) and result is not None and change.what in {"undo", "redo"}:
            if change.records & result.touched:
                self.outcome.show_undone(undone=change.what == "undo")
            return
        self._stale = True
        if self.isVisible():
            self._compare()

    def flush(self) -> bool:
        """Take what was typed in the bar; nothing here can be invalid."""
        if self._at == CHECK:
            self.check.flush()
        return True

    def target(self) -> object:
        """The register in hand; what was begun waits here."""
        return self.work.register.key

    def show_target(self, target: object) -> None:
        """Begin with a register, and a file if one is named; an import of the same register that was begun goes on."""
        key, path, record = (*target, None, 0)[:3] if isinstance(target, tuple) else (target, None, 0)
        register = BY_KEY.get(str(key))
        begun = self._at == CHECK and key == self.work.register.key and path is None
        if register is None or self._at == WRITE or begun or not self._may_drop():
            return
        self._set_register(register)
        self._record = record
        if path is not None:
            self.load(working.source_of(Path(path), self._record))

    def help_topic(self) -> str:
        """The clause of the register."""
        clauses = self.work.register.clauses
        return clauses[0] if clauses else ""

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Less room for the columns of the file in a small window."""
        super().apply_breakpoint(size)
        self.check.mapping.set_compact(size.compact)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file from the desktop."""
        if self._at != WRITE and _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """As if it had been chosen."""
        files = _files(event)
        if files and self._may_drop():
            event.acceptProposedAction()
            self.load(working.source_of(files[0], self._record))
            if len(files) > 1:
                self._messages.note("info", _("一次导入一个文件，读取的是“{}”。").format(files[0].name))

    # Reading.

    def choose(self) -> None:
        """选择文件, 换一个文件."""
        found = self._errands.choose() if self._may_drop() else None
        if found is not None:
            self.load(working.source_of(found, self._record))

    def load(self, source: Source) -> None:
        """Read a file in the worker; what is wrong with it is said on the page, and what was there stays."""
        register, sitting = self.work.register, self._sitting
        schemes = Schemes(self._settings, register, self._record)
        self.messages.clear()

        def done(outcome: tuple[ImportPlan, Scheme | None]) -> None:
            plan, scheme = outcome
            if self.work.register is register:
                self.work = working.begun(plan, replace(source, scheme=scheme), scheme)
                self._stale = False
                self._show(CHECK)
                self.check.show_work(self.work, schemes.all())
                self._tell()

        self._jobs.run(
            _("读取“{}”").format(source.path.name),
            in_worker(sitting.db, lambda progress: working.read(sitting, register, source, schemes, progress)),
            done,
            self._unreadable,
        )

    def _unreadable(self, error: BaseException) -> None:
        self.check.show_source()
        self._messages.failed(error)

    def _reread(self, changes: dict[str, Any]) -> None:
        """Another sheet, heading row or scheme; rows mended by hand are given up only when the user says so."""
        if self.work.source is not None and self._may_drop():
            self.load(replace(self.work.source, **changes))
        else:
            self.check.show_source()

    def _compare(self) -> None:
        self._stale = False
        if self._at == CHECK:
            self.check.compare(self._sitting)

    # Writing.

    def start(self) -> None:
        """导入 n 行: in the worker, all good rows as one step."""
        self.check.flush()
        plan, sitting, reason, steps = self.work.plan, self._sitting, self.check.reason_text(), working.stages()
        if plan is None:
            return
        title = _("导入{}").format(plan.register.title)
        op = in_worker(sitting.db, lambda progress: working.write(sitting, plan, reason, steps, progress))
        job = self._jobs.run(title, op, self._written, self._not_written)
        self._show(WRITE)
        self.panel.watch(_("正在{}").format(title), job, self._jobs, steps)

    def _written(self, result: ImportResult) -> None:
        self.panel.done()
        work = self.work
        assert work.plan is not None
        work.result = result
        scheme = scheme_of(work.plan, work.words)
        if scheme is not None:
            Schemes(self._settings, work.register, self._record).add(scheme)
        self.outcome.show_result(work.plan, result, _backup(self._sitting) if result.batch else "")
        self._show(DONE)
        self._on_changed(records.Change(work.register.key, 0, "import", result.batch, result.touched))

    def _not_written(self, error: BaseException) -> None:
        self.panel.done()
        self._show(CHECK)
        if isinstance(error, Cancelled):
            self._messages.note("info", _("已取消，一行也没有导入。"))
        else:
            self._messages.failed(error)
            self._compare()

    def undo(self) -> None:
        """Take the import back, while nothing was done after it."""
        done, result = self._sitting.done, self.work.result
        if result is None or not done or done[-1].records != result.touched:
            self._messages.note("warn", _("导入之后又有别的修改；先按 Ctrl+Z 撤销那些修改。"))
            return
        try:
            self._on_changed(records.undo(self._sitting))
        except UserError as error:
            self._messages.error(error)

    # Ways on.

    def restart(self) -> None:
        """Back to the choice of a file."""
        if self._may_drop():
            record = self._record
            self._set_register(BY_KEY[self.work.register.key])
            self._record = record

    def back_to_register(self) -> None:
        """The page of the register; what was begun waits here."""
        self._go(self.work.register.key)

    def _set_register(self, register: Register) -> None:
        self.work, self._record = Work(register), 0
        self.pick.set_register(register)
        self.header.set_title(_("导入 Excel"), register.title)
        self._show(PICK)

    def _may_drop(self) -> bool:
        """Rows mended by hand are lost only when the user says so."""
        self.flush()
        count = self.work.touched()
        text = _("已修正或跳过的 {:,} 行还没有导入，换文件后要重新处理。").format(count)
        return not count or self._messages.ask(_("放弃这次核对？"), text, _("放弃核对"), cancel=_("继续核对"))

    def _show(self, view: int) -> None:
        self._at = view
        self.body.setCurrentIndex(view)
        self.steps.bar.set_current(_ALL_DONE if view == DONE else view)
        self.foot.setVisible(view == CHECK)
        self._tell()

    def _tell(self) -> None:
        """Footer and status bar follow the plan."""
        plan = self.work.plan
        if plan is None or self._at != CHECK:
            self.say()
            return
        self.check.tell(self._sitting.clock.today())
        counts = plan.counts()
        add, update, error, question = (counts[key] for key in ("add", "update", "error", "question"))
        rest = counts["same"] + counts["skip"]
        note = _("将新增 {:,} 行、更新 {:,} 行").format(add, update)
        if rest:
            note = _("{}，不动 {:,} 行").format(note, rest)
        bad = [
            _("请确认 {:,} 行").format(question) if question else "",
            _("有误 {:,} 行").format(error) if error else "",
        ]
        named = "、".join(part for part in bad if part)
        self.foot.say(note, _("{}不导入").format(named) if named else "")
        ready = add + update
        writable = not self._sitting.workspace.read_only
        why = "" if writable else _("企业数据是只读的")
        can = bool(ready) and not plan.missing and writable
        self.foot.set_next(_("导入 {:,} 行").format(ready), "check-line", enabled=can, why=why)
        self.say(_("{:,} 行，有误 {:,} 行").format(len(plan.rows), error), _("导入前会自动备份"))


def _backup(sitting: Sitting) -> str:
    """Where the automatic backup lies."""
    made = backup.listing(backup.folder_of_sitting(sitting))
    return next((str(path) for path in made if _("导入前") in path.name), "")


def _files(event: QDropEvent) -> list[Path]:
    """The files of a drag (which is a drop too)."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
