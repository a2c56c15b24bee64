"""校验其他资料包: any bundle the user chooses, zip or unpacked folder, judged and shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from qmsdesk.bundle.verify import Verdict, verify
from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.views.bundling.result import VerdictCard
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.styling import column

_KINDS = _("资料包 (*.zip);;所有文件 (*)")


class OthersView(QWidget):
    """The verdict on a bundle that was not made just now. ``shown`` brings it to the front, ``back`` leaves it."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        files: FileChooser,
        start: Callable[[], Path],
        shown: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        super().__init__()
        self._theme, self._jobs, self._files, self._start, self._shown = theme, jobs, files, start, shown
        self._path: Path | None = None
        self.card = VerdictCard(theme, self.again, self.chooser(small=True))
        self.back = button(theme, _("返回"), "arrow-left-line", on_click=back)
        self.card.set_footer(None, self.back)
        column(self).addWidget(self.card, 1)

    def chooser(self, *, small: bool = False) -> QWidget:
        """A button that asks for a bundle; for headers and cards."""
        menu = QMenu(self)
        menu.addAction(_("校验资料包文件（.zip）"), self.choose)
        menu.addAction(_("校验已解压的文件夹"), lambda: self.choose(folder=True))
        return tool_button(self._theme, _("校验其他资料包"), "folder-open-line", small=small, menu=menu)

    def choose(self, *, folder: bool = False) -> None:
        """Ask for a bundle and judge it."""
        title, start = _("选择资料包"), self._start()
        found = self._files.folder(title, start) if folder else self._files.open(title, start, _KINDS)
        if found is not None:
            self.judge(found)

    def judge(self, path: Path) -> None:
        """Judge a bundle in the worker and show what was found."""
        self._path = path

        def done(outcome: tuple[Verdict, float]) -> None:
            verdict, seconds = outcome
            title = _("校验通过：{}") if verdict.ok else _("校验未通过：{}")
            self.show_verdict(title.format(path.name), _about(verdict), verdict, seconds)

        self._jobs.run(_("校验资料包"), lambda progress: timed(path, progress), done)

    def again(self) -> None:
        """Judge the same one anew."""
        if self._path is not None:
            self.judge(self._path)

    def show_verdict(self, title: str, caption: str, verdict: Verdict, seconds: float) -> None:
        """Come to the front with a verdict."""
        self.card.set_title(title, caption)
        self.card.again.setVisible(self._path is not None)
        self.card.show_verdict((), verdict, seconds)
        self._shown()

    def forget(self) -> None:
        """The next verdict is not on a file that is still there."""
        self._path = None


def timed(path: Path, progress: Progress) -> tuple[Verdict, float]:
    """The verdict, and how many seconds it took."""
    begun = time.monotonic()
    return verify(path, progress), time.monotonic() - begun


def _about(verdict: Verdict) -> str:
    info = verdict.info
    if not verdict.ours:
        return _("BagIt {} 资料包，按 RFC 8493 校验").format(info.get("version", ""))
    head = info.get("head_seq", "")
    parts = (
        info.get("enterprise", ""),
        _("预审版") if info.get("preliminary") == "true" else "",
        _("历史到第 {} 条").format(head) if head else "",
    )
    return " · ".join(part for part in parts if part)
