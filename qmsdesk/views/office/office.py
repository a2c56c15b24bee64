"""The program at work: which enterprise is open, who works, what was changed, undone, backed up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QDialog, QMenu

from qmsdesk import paths
from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.base import Row
from qmsdesk.models.lock import system_user
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.workspace import Workspace
from qmsdesk.progress import Progress
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import backup, exportlog, founding, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.office.dialogs import ChooseOperator, NewEnterprise, minute
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.finder import Finder
from qmsdesk.views.office.help_dock import HelpDock
from qmsdesk.views.office.help_guide import HelpGuide
from qmsdesk.views.office.pages import FIRST, Desk, page_key, page_specs
from qmsdesk.views.office.recents import Opened, Recents
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import PreviewDialog
from qmsdesk.views.reminders import entry
from qmsdesk.views.reminders.watch import Watch
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.welcome import WelcomePage


class Office(QObject):
    """Holds the open workspace and answers what window and welcome page ask for."""

    def __init__(
        self, window: MainWindow, theme: Theme, settings: QSettings, clock: Clock, files: FileChooser | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._settings, self._clock = window, theme, settings, clock
        self._files = files or FileChooser(window)
        self._recents = Recents(settings)
        self.sitting: Sitting | None = None
        self._help = HelpDock(theme, window)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._help)
        self._help.hide()
        window.undo_requested.connect(lambda: self._step(records.undo))
        window.redo_requested.connect(lambda: self._step(records.redo))
        window.user_requested.connect(self.change_operator)
        self._guide = HelpGuide(window, theme, self._help)
        window.settings_requested.connect(self._open_settings)
        window.layout_reset.connect(self._reset_layout)
        window.chain_requested.connect(lambda *start: self._desk.show_chain(*start) if self._desk else None)
        window.closed.connect(self.close)
        self._watch: Watch | None = None
        self._desk: Desk | None = None

    def welcome(self) -> None:
        """The page without an enterprise."""
        self.close()
        self._help.hide()
        page = WelcomePage(self._theme, self._recents.shown(self._clock))
        page.new_requested.connect(self.create)
        page.open_requested.connect(self.choose)
        page.demo_requested.connect(self.demo)
        page.restore_requested.connect(self.restore)
        page.recent_opened.connect(lambda path: self.open(Path(path)))
        page.clear_recent.connect(self._recents.clear)
        page.clear_recent.connect(lambda: page.set_recent([]))
        self._window.show_welcome(page)

    def open(self, path: Path, operator: str = "") -> bool:
        """Open a workspace; asks who works unless told. False when it stayed as it was.

        The one that is open already only comes to the front: its own lock would make it read-only.
        """
        if self.sitting is not None and _same(self.sitting.workspace.folder, workspaces.folder_of(path)):
            self._window.raise_()
            self._window.activateWindow()
            return True
        try:
            workspace = workspaces.open_workspace(path, self._clock)
        except UserError as error:
            self._window.messages.error(error)
            return False
        known = operator or self._ask_operator(workspace)
        if not known:
            workspace.close()
            return False
        self.close()
        self._begin(Sitting(workspace, known, self._clock))
        return True

    def create(self) -> None:
        """新建企业."""
        dialog = NewEnterprise(
            self._theme, paths.documents_dir(), lambda start: self._files.folder(_("保存到"), start), self._window
        )
        if dialog.exec() != int(QDialog.DialogCode.Accepted):
            return
        more = {Enterprise.abbreviation: dialog.code.text().strip()}
        if dialog.short.text().strip():
            more[Enterprise.short_name] = dialog.short.text().strip()
        try:
            name = founding.checked_name(dialog.name.text())
            sitting = founding.establish(dialog.path(), self._clock, dialog.operator.text(), name, more)
        except UserError as error:
            self._window.messages.error(error)
            return
        self.close()
        self._begin(sitting)

    def choose(self) -> None:
        """打开企业."""
        folder = self._files.folder(_("打开企业文件夹"), paths.documents_dir())
        if folder is not None:
            self.open(folder)

    def demo(self) -> None:
        """Make the sample enterprise in the documents folder, or open the one that is there."""
        folder = paths.documents_dir() / _("质量管理") / _("示例企业")
        if (folder / workspaces.FILE).is_file():
            self.open(folder, _("何静"))
            return
        from qmsdesk.services import sample

        self._window.jobs.run(
            _("建立示例企业"), lambda progress: sample.build(folder, progress), lambda _r: self.open(folder, _("何静"))
        )

    def restore(self) -> None:
        """恢复备份 into its old place or a new one; what was there is moved aside."""
        source = self._files.folder(_("选择备份文件夹"), paths.documents_dir())
        if source is None:
            return
        target = self._files.folder(_("恢复到哪个文件夹"), source.parent)
        if target is None:
            return
        text = _("“{}”里的数据换成备份时的样子；现有的数据移到旁边的文件夹，不会丢失。").format(target)
        if not self._window.messages.ask(_("恢复备份？"), text, _("恢复备份"), danger=False):
            return
        if self.sitting is not None and _same(self.sitting.workspace.folder, target):
            self.welcome()  # the pages must not outlive what they show
        self._window.jobs.run(
            _("恢复备份"),
            lambda progress: backup.restore(source, target, self._clock, progress),
            lambda _aside: self.open(target),
        )

    def change_operator(self) -> None:
        """Somebody else sits down."""
        if self.sitting is None or not self._window.pages.leave():
            return
        name = self._ask_operator(self.sitting.workspace)
        if name:
            self.sitting.operator = name
            self._recents.set_operator(self.sitting.workspace.folder, name)
            self._window.status.set_user(name)

    def preview(self, title: str, rendered: Rendered) -> None:
        """Show a print; saved as a file it is in the list of exports."""
        PreviewDialog(
            self._theme, title, rendered, self._window.messages, self._files, self._window, self._note_form
        ).exec()

    def close(self) -> None:
        """Leave the workspace, giving its lock back."""
        if self.sitting is not None:
            self._window.toast.dismiss()  # its undo belongs to what is closed
            self._window.jobs.shutdown()
            if self._watch is not None:
                self._watch.stop()
                self._watch.deleteLater()
                self._watch = None
            self.sitting.workspace.close()
            self.sitting = self._desk = None

    def changed(self, change: object) -> None:
        """A page saved something: all pages, the status bar and the undo commands follow."""
        self._window.apply_change(change)
        self._window.status.set_saved(_("已自动保存 {}").format(minute(self._clock.now())[11:]))
        self._tell_undo()
        if self._watch is not None:
            self._watch.touch()

    def _begin(self, sitting: Sitting) -> None:
        self.sitting = sitting
        window, workspace = self._window, sitting.workspace
        enterprise = reading.enterprise(sitting.db)
        name = enterprise.of(Enterprise.name) if enterprise else workspace.folder.name
        short = (enterprise.of(Enterprise.short_name) if enterprise else "") or name
        sample = bool(enterprise and enterprise.of(Enterprise.is_sample))
        opened = Opened(str(workspace.folder), short, minute(self._clock.now()), sitting.operator, sample)
        self._recents.add(opened)
        window.set_enterprise(name, short, self._caption(enterprise), self._switcher())
        window.set_read_only(workspace.read_only or workspace.warning)
        self._watch = watch = Watch(sitting, self)
        desk = self._desk = Desk(
            sitting, self._theme, window.messages, window.jobs, self._files, self._settings, self.preview, window.go,
            self.changed, self._noted_backup, watch, window,
        )  # fmt: skip
        window.set_pages(page_specs(desk), FIRST)
        window.add_provider(Finder(sitting.db, desk.open_record, self._help.show_clause))
        window.status.set_file(str(workspace.folder))
        window.status.set_user(sitting.operator)
        window.status.set_saved(_("只读") if workspace.read_only else _("没有未保存的内容"))
        self._tell_undo()
        watch.updated.connect(self._show_badges)
        self._show_badges()
        entry.tell(watch, window.messages, window.go)
        if not workspace.read_only:
            self._daily_backup()

    def _caption(self, enterprise: Row | None) -> str:
        if enterprise is None:
            return ""
        people = enterprise.of(Enterprise.employees)
        parts = [_("{} 人").format(people) if people else "", enterprise.of(Enterprise.district)]
        return " · ".join(part for part in parts if part)

    def _switcher(self) -> QMenu:
        menu = QMenu(self._window)
        here = self.sitting.workspace.folder if self.sitting else None
        for opened in self._recents.all():
            if Path(opened.path) != here:
                menu.addAction(opened.name, partial(self._leave_for, partial(self.open, Path(opened.path))))
        menu.addSeparator()
        menu.addAction(_("新建企业"), lambda: self._leave_for(self.create))
        menu.addAction(_("打开企业"), lambda: self._leave_for(self.choose))
        menu.addAction(_("恢复备份"), lambda: self._leave_for(self.restore))
        menu.addAction(_("返回欢迎页"), lambda: self._leave_for(self.welcome))
        return menu

    def _leave_for(self, act: Callable[[], object]) -> None:
        if self._window.pages.leave():
            act()

    def _ask_operator(self, workspace: Workspace) -> str:
        enterprise = reading.enterprise(workspace.db)
        people = reading.rows(workspace.db, Person, Person.void_reason == "", Person.left_on.is_null())
        dialog = ChooseOperator(
            self._theme,
            (enterprise.of(Enterprise.short_name) if enterprise else "") or workspace.folder.name,
            [p.of(Person.name) for p in people],
            self._recents.operator(workspace.folder),
            system_user(),
            self._window,
        )
        return dialog.name() if dialog.exec() == int(QDialog.DialogCode.Accepted) else ""

    def _told(self, label: str, change: records.Change) -> str:
        """What was undone or redone, and of which record: it may stand on another page."""
        assert self.sitting is not None
        register = BY_KEY.get(change.register)
        row = reading.row(self.sitting.db, register.model, change.record) if register else None
        where = f"{register.title} {row['number']}" if register and row else ""
        return _("{}（{}）").format(label, where) if where else label

    def _step(self, act: Callable[[Sitting], records.Change | None]) -> None:
        page = self._window.pages.current()
        if self.sitting is None or (page is not None and not page.flush()):
            return
        undoing = act is records.undo
        steps = self.sitting.done if undoing else self.sitting.undone
        verb = _("已撤销：{}") if undoing else _("已重做：{}")
        label = verb.format(steps[-1].label) if steps else ""
        try:
            change = act(self.sitting)
        except UserError as error:
            self._window.messages.error(error)
            return
        if change is not None:
            self.changed(change)
            self._window.messages.done(self._told(label, change))

    def _tell_undo(self) -> None:
        if self.sitting is not None:
            done, undone = self.sitting.done, self.sitting.undone
            self._window.set_undo(done[-1].label if done else "", undone[-1].label if undone else "")

    def _show_badges(self) -> None:
        if self._watch is not None:
            entry.show_badges(self._window.sidebar, self._window.pages.specs(), self._watch, page_key)

    def _daily_backup(self) -> None:
        sitting = self.sitting
        assert sitting is not None

        def op(progress: Progress) -> list[str]:
            made = backup.daily(sitting, progress)
            return backup.missing(made) if made else []

        self._window.jobs.run(_("自动备份"), in_worker(sitting.db, op), self._noted_backup, quiet=True)

    def _noted_backup(self, lost: object = None) -> None:
        """``lost`` are the attachments that the daily backup lacks; one by hand has said so itself."""
        if self.sitting is None:
            return
        if isinstance(lost, list) and lost:
            self._window.messages.note("warn", backup.loss(lost))
        found = backup.listing(backup.folder_of_sitting(self.sitting))
        text = _("最近备份 {}").format(backup.moment(found[0])) if found else _("还没有备份")
        self._window.status.set_backup(text, "ok" if found else "warn")

    def _note_form(self, file: Path) -> None:
        if self.sitting is not None:
            exportlog.add_file(self.sitting.workspace, self._clock, self.sitting.operator, "form", file)

    def _reset_layout(self) -> None:
        for page in self._window.pages.made():
            page.reset_layout()

    def _open_settings(self) -> None:
        if self.sitting is not None:
            self._window.go("settings")


def _same(one: Path, other: Path) -> bool:
    """Whether both paths lead to the same folder, be it through a link or another spelling."""
    try:
        return one.samefile(other)
    except OSError:  # a folder that is gone: opening says so
        return False
