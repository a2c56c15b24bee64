"""The status bar: save state, position, totals, the running job; backup, file and operator at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.jobs import Job
from qmsdesk.views.shell.page import PageStatus
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import label, row, rule

_MARKS = {
    "ok": "check-line",
    "warn": "error-warning-line",
    "bad": "error-warning-line",
    "info": "loader-4-line",
    "neutral": "lock-line",
}


class _Segment(QWidget):
    def __init__(self, theme: Theme, icon: str, role: str = "text2") -> None:
        super().__init__()
        self._icon = IconLabel(theme, icon, role, 14)
        self._text = label()
        line = row(self, spacing=5, margins=(4, 0, 4, 0))
        if icon:
            line.addWidget(self._icon)
        line.addWidget(self._text)
        line.addSpacing(4)
        line.addWidget(rule(vertical=True, length=12))
        self.hide()

    def say(self, text: str, icon: str = "", role: str = "", tip: str = "") -> None:
        self._text.setText(text)
        self._text.setToolTip(tip)
        if icon:
            self._icon.set_icon(icon, role)
        self.setHidden(not text)

    def text(self) -> str:
        return self._text.text()


class StatusBar(QStatusBar):
    """``job_pressed`` asks for the dialog of the running job, ``user_pressed`` for another operator."""

    job_pressed = Signal()
    user_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._saved, self._problem = ("", "ok"), ""
        self._job = QToolButton()
        self._job.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._job.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._job.setIcon(theme.icon("loader-4-line", "accent"))
        self._job.setToolTip(_("显示进度"))
        self._job.clicked.connect(self.job_pressed)
        self._job.hide()
        self._save = _Segment(theme, "check-line", "ok")
        self._position = _Segment(theme, "")
        self._totals = _Segment(theme, "")
        self._backup = _Segment(theme, "shield-check-line", "ok")
        self._file = _Segment(theme, "hard-drive-2-line")
        self._user = QToolButton()
        self._user.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._user.setIcon(theme.icon("user-line"))
        self._user.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._user.setToolTip(_("更换记录人"))
        self._user.clicked.connect(self.user_pressed)
        self._user.hide()
        for part in (self._job, self._save, self._position, self._totals):
            self.addWidget(part)
            part.setHidden(True)
        for part in (self._backup, self._file, self._user):
            self.addPermanentWidget(part)
            part.setHidden(True)

    def set_saved(self, text: str, tone: str = "ok") -> None:
        """The save state (已自动保存 14:35); it waits while the page in front has a problem."""
        self._saved = (text, tone)
        self._show_save()

    def set_page(self, status: PageStatus) -> None:
        """What the page in front says; its problem stands in place of the save state."""
        self._position.say(status.position)
        self._totals.say(status.totals)
        self._problem = status.problem
        self._show_save()

    def set_backup(self, text: str, tone: str = "ok") -> None:
        """When the last backup was made."""
        icon = "shield-check-line" if tone == "ok" else "error-warning-line"
        self._backup.say(text, icon, tone)

    def set_file(self, path: str) -> None:
        """The open workspace; long paths are cut in the middle."""
        metrics = self.fontMetrics()
        short = metrics.elidedText(path, Qt.TextElideMode.ElideMiddle, self._theme.px(300))
        self._file.say(short, tip=path)

    def set_user(self, text: str) -> None:
        """Who writes in the history."""
        self._user.setText(text)
        self._user.setAccessibleName(_("记录人：{name}").format(name=text))
        self._user.setHidden(not text)

    def set_job(self, job: Job | None) -> None:
        """Mirror the running job."""
        if job is None:
            self._job.hide()
            return
        share = _(" {percent}%").format(percent=100 * job.done // job.total) if job.total else ""
        self._job.setText(f"{job.title}{share}")
        self._job.show()

    def _show_save(self) -> None:
        text, tone = (self._problem, "bad") if self._problem else self._saved
        self._save.say(text, _MARKS[tone], tone)

    def texts(self) -> list[str]:
        """What is shown, left to right."""
        parts = (self._save, self._position, self._totals, self._backup, self._file)
        shown = [part.text() for part in parts if not part.isHidden()]
        job = [self._job.text()] if not self._job.isHidden() else []
        return [*job, *shown, *([self._user.text()] if not self._user.isHidden() else [])]
