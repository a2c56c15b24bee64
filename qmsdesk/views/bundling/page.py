"""导出资料包: contents and settings, checks, making, and the result that was verified."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk import paths
from qmsdesk.bundle.verify import verify
from qmsdesk.errors import Cancelled
from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.bundling import making, past
from qmsdesk.views.bundling.check_view import CheckView
from qmsdesk.views.bundling.checks import Check, look
from qmsdesk.views.bundling.contents import ContentsCard
from qmsdesk.views.bundling.options import OptionsCard, folder_key
from qmsdesk.views.bundling.others import OthersView, timed
from qmsdesk.views.bundling.result import ResultView
from qmsdesk.views.bundling.survey import Survey, survey
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import Page
from qmsdesk.views.shell.stages import StagePanel
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, row
from qmsdesk.views.widgets.wizard import StepRow, WizardFoot, centred

OPTIONS, CHECK, MAKING, RESULT, OTHER = range(5)
_CLAUSES = ("6.8.3", "6.9.3")
_ALL_DONE = 4


class BundlePage(Page):
    """``open_record(register, number, field)`` goes to where a gap is mended. Nothing here changes a record."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        settings: QSettings,
        open_record: Callable[[str, str, str], object],
        *,
        open_folder: Callable[[Path], object] | None = None,
        judge: making.Judge = verify,
    ) -> None:
        super().__init__(theme, _("导出资料包"), _CLAUSES)
        self._sitting, self._messages, self._jobs, self._files = sitting, messages, jobs, files
        self._judge = judge
        self.survey = Survey()
        self._made: making.Made | None = None
        self._at, self._counting, self._stale = OPTIONS, False, True
        self.past_button = button(theme, "", "history-line", on_click=self.show_past)
        self.steps = StepRow(theme, [_("内容与设置"), _("检查"), _("生成"), _("完成与校验")])
        self.add_row(self.steps)
        self.banner = MessageBar(theme, "warn")
        self.contents = ContentsCard(theme)
        self.options = OptionsCard(
            theme, settings, folder_key(sitting.workspace.folder), _home(sitting),
            lambda start: files.folder(_("资料包保存到"), start),
        )  # fmt: skip
        self.options.period_changed.connect(self.refresh)
        self.check = CheckView(theme, open_record)
        self.panel = StagePanel(theme, _("取消生成"), _("可以切换到其他页面继续工作，完成后会提醒。"))
        self.panel.hidden_away.connect(lambda: self._show(OPTIONS))
        self.other = OthersView(
            theme, jobs, files, lambda: self.options.options().folder, lambda: self._show(OTHER), self._back
        )
        self.judge_button = self.other.chooser()
        self.header.add_action(self.judge_button)
        self.header.add_action(self.past_button)
        self.result = ResultView(
            theme, self.judge_again, self.other.chooser(small=True), open_folder or _open_folder, self.finish
        )
        self.body = QStackedWidget()
        first = _side_by_side(self.banner, self.contents, self.options)
        making_view = centred(self.panel, theme.px(700))
        for view in (first, self.check, making_view, self.result, self.other):
            self.body.addWidget(view)
        self.set_body(self.body)
        self.foot = WizardFoot(theme)
        self.foot.cancel.hide()
        self.foot.back_pressed.connect(lambda: self._show(OPTIONS))
        self.foot.next_pressed.connect(self._next)
        self.lines.addWidget(self.foot)
        self._show(OPTIONS)
        self._count_past()

    # What the window calls.

    def entered(self) -> None:
        """Count again what may have changed elsewhere."""
        super().entered()
        self._count_past()
        if self._stale or self._at in (OPTIONS, CHECK):
            self.refresh()

    def apply_change(self, _change: object) -> None:
        """Something was saved; count when the page is looked at."""
        self._stale = True
        if self.isVisible():
            self.refresh()

    def flush(self) -> bool:
        """Take what is being typed; a wrong field is asked about by the next step, not on the way out."""
        self.options.flush()
        return True

    def help_topic(self) -> str:
        """The clause about the documents of the acceptance."""
        return _CLAUSES[1]

    def panes(self) -> list[QWidget]:
        """F6."""
        views = (self.contents.tree, self.options.folder, self.check.gaps.table, self.result.verdict.table)
        return [view for view in views if view.isVisible()]

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """The card of settings is narrower in a small window."""
        super().apply_breakpoint(size)
        self.options.setFixedWidth(self.theme.px(320 if size.compact else 380))

    # Step one and two.

    def refresh(self) -> None:
        """Count the contents in the worker."""
        if self._counting:
            self._stale = True
            return
        self._counting, self._stale = True, False
        workspace, today = self._sitting.workspace, self._sitting.clock.today()
        period = self.options.options().period
        self._jobs.run(
            _("统计资料包内容"),
            in_worker(self._sitting.db, lambda _progress: survey(workspace, today, period)),
            self._counted,
            self._stumbled,
        )

    def _counted(self, found: Survey) -> None:
        self._counting = False
        self._take(found)
        if self._stale and self.isVisible():
            self.refresh()

    def _stumbled(self, error: BaseException) -> None:
        self._counting = False
        self._tell()
        self._messages.failed(error)

    def _take(self, found: Survey) -> None:
        self.survey = found
        self.contents.show_survey(found)
        self.check.gaps.set_gaps(found.gaps)
        self.options.set_file_name(found.name)
        self._tell()

    def _next(self) -> None:
        if self._at == CHECK:
            self.generate()
        elif self._at == OPTIONS and self.options.flush():
            self.look()

    def look(self) -> None:
        """Go to step two: count again and look at what could stand in the way."""
        workspace, today = self._sitting.workspace, self._sitting.clock.today()
        options = self.options.options()

        def op(progress: Progress) -> tuple[Survey, list[Check]]:
            found = survey(workspace, today, options.period)
            return found, look(workspace, found, options.folder, progress)

        self.foot.next.setEnabled(False)
        self._jobs.run(_("检查资料包"), in_worker(self._sitting.db, op), self._looked, self._stumbled)

    def _looked(self, outcome: tuple[Survey, list[Check]]) -> None:
        found, checks = outcome
        self.check.checks.set_checks(checks)
        self._take(found)
        self._show(CHECK)

    # Step three and four.

    def generate(self) -> None:
        """Make the bundle in the worker, judge it there, then show it."""
        options, sitting, judge = self.options.options(), self._sitting, self._judge
        steps = making.stages()
        job = self._jobs.run(
            _("生成资料包"),
            in_worker(sitting.db, lambda progress: making.make(sitting, options, steps, judge, progress)),
            self._finished,
            self._failed,
        )
        kind = _("预审版") if self.survey.gaps else _("正式版")
        self._show(MAKING)
        self.panel.watch(_("正在生成资料包（{}）").format(kind), job, self._jobs, steps)

    def _finished(self, made: making.Made) -> None:
        self.panel.done()
        self._made = made
        if not made.verdict.ok:
            self.other.forget()
            self.other.show_verdict(
                _("自检未通过，没有保存资料包"), _("磁盘或内存可能有故障，换个位置再生成"), made.verdict, made.seconds
            )
            self.steps.bar.set_current(MAKING, late=True)
            self._messages.note("bad", _("资料包自检未通过，没有保存。换个位置再生成。"))
            return
        self.result.made.show_made(made)
        self.result.verdict.show_verdict(made.lines, made.verdict, made.seconds)
        self._show(RESULT)
        self._count_past()
        if made.unprintable:
            words = _("有 {} 个字打印不出来，在 PDF 里显示为〓：{}")
            self._messages.note("warn", words.format(len(made.unprintable), "、".join(made.unprintable[:20])))
        if not self.isVisible():
            self._messages.done(_("资料包已生成，自检通过：{}").format(made.path.name))

    def _failed(self, error: BaseException) -> None:
        self.panel.done()
        self._show(CHECK)
        if isinstance(error, Cancelled):
            self._messages.note("info", _("已取消生成，没有留下文件。"))
        else:
            self._messages.failed(error)

    def finish(self) -> None:
        """完成: ready for the next one."""
        self._made = None
        self._show(OPTIONS)
        self.refresh()

    def judge_again(self) -> None:
        """重新校验 the bundle just made."""
        made = self._made
        if made is not None:
            self._jobs.run(
                _("校验资料包"),
                lambda progress: timed(made.path, progress),
                lambda outcome: self.result.verdict.show_verdict(made.lines, *outcome),
            )

    def _back(self) -> None:
        good = self._made is not None and self._made.verdict.ok
        self._show(MAKING if self.panel.running() else RESULT if good else OPTIONS)

    def show_past(self) -> None:
        """历次资料包."""
        past.PastDialog(self.theme, past.bundles(self._sitting.db), self.window()).exec()

    # How it looks.

    def _show(self, view: int) -> None:
        self._at = view
        self.body.setCurrentIndex(view)
        if view != OTHER:
            self.steps.bar.set_current(_ALL_DONE if view == RESULT else view)
        self.foot.setVisible(view in (OPTIONS, CHECK))
        self.judge_button.setVisible(view not in (RESULT, OTHER))
        self._tell()

    def _tell(self) -> None:
        """Banner, footer and status bar follow the step and the survey."""
        found, running = self.survey, self.panel.running()
        self.foot.back.setEnabled(self._at == CHECK)
        preliminary = bool(found.gaps)
        if running:
            words = _("正在后台生成资料包。")
            self.banner.set_message("info", words, _("查看进度"), lambda: self._show(MAKING))
        elif found.empty:
            self.banner.set_message(
                "info", "" if self._counting else _("这个企业还没有内容：先填写企业档案，或导入台账。")
            )
        elif preliminary:
            words = _("还有 {} 项未满足验收要求。可以先导出预审版，封面和文件名会注明“预审版”；补齐后再导出正式版。")
            self.banner.set_message("warn", words.format(len(found.gaps)), _("查看缺项"), self._next)
        else:
            self.banner.set_message("ok", _("没有缺项，可以导出正式版。"))
        if self._at == CHECK:
            bad = [check for check in self.check.checks.checks if check.tone == "bad"]
            text = _("下一步：生成预审版") if preliminary else _("下一步：生成正式版")
            self.foot.set_next(text, enabled=not bad and not running, why=bad[0].text if bad else "")
            self.foot.say(_("导出不会改动任何记录"), _("{} 处要先处理").format(len(bad)) if bad else "")
        else:
            self.foot.set_next(_("下一步：检查"), enabled=not found.empty and not running)
            self.foot.say(_("导出不会改动任何记录"))
        kind = "" if found.empty else _("预审版") if preliminary else _("正式版")
        self.say(_("{:,} 个文件").format(found.files) if found.files else "", kind)

    def _count_past(self) -> None:
        self.past_button.setText(_("历次资料包 {}").format(len(past.bundles(self._sitting.db))))


def _side_by_side(banner: QWidget, wide: QWidget, narrow: QWidget) -> QWidget:
    view = QWidget()
    lines = column(view, spacing=12)
    lines.addWidget(banner)
    line = row(spacing=12)
    line.addWidget(wide, 1)
    line.addWidget(narrow)
    lines.addLayout(line, 1)
    return view


def _home(sitting: Sitting) -> Path:
    documents = paths.documents_dir()
    return documents if documents.is_dir() else sitting.workspace.folder.parent


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
