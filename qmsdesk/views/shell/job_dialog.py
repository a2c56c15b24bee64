"""What a long job shows: stage, bar, time, and the choice to go on working or to stop it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.jobs import Job, Jobs
from qmsdesk.views.shell.status import StatusBar
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.styling import label, row


class JobDialog(Dialog):
    """Closes by itself when the job ends; 后台运行 (or Esc) hides it, the status bar goes on showing the job."""

    def __init__(self, theme: Theme, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(theme, job.title, "", parent, width=460)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.job = job
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(job.title)
        self.percent = label("", "strong")
        line = row(spacing=12)
        line.addWidget(self.bar, 1)
        line.addWidget(self.percent)
        self.stage = label(_("正在准备"), "caption", wrap=True)
        self.time = label("", "caption")
        self.body.addLayout(line)
        self.body.addWidget(self.stage)
        self.body.addWidget(self.time)
        self.background_button = self.add_button(_("后台运行"))
        self.background_button.clicked.connect(self.hide)
        self.cancel_button = self.add_button(_("取消"), "danger")
        self.cancel_button.clicked.connect(self._cancel)
        self.background_button.setFocus()
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.refresh)
        self._clock.start()
        job.reported.connect(self.refresh)
        job.ended.connect(self._ended)
        self.refresh()

    def refresh(self) -> None:
        """Show the last report."""
        job = self.job
        self.bar.setRange(0, job.total)
        self.bar.setValue(job.done)
        self.percent.setText(f"{100 * job.done // job.total}%" if job.total else "")
        if job.cancelling():
            self.stage.setText(_("正在取消，等当前步骤结束"))
        elif job.stage:
            self.stage.setText(job.stage)
        self.time.setText(_("已用 {time}").format(time=clock_text(job.seconds())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc does not stop anything."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        """Closing the dialog is 后台运行."""
        self.hide()

    def _cancel(self) -> None:
        self.job.cancel()
        self.cancel_button.setEnabled(False)
        self.refresh()

    def _ended(self) -> None:
        self._clock.stop()
        self.hide()
        self.deleteLater()


class JobMirror(QObject):
    """Opens the dialog of a long job and shows it in the status bar while it runs."""

    def __init__(self, theme: Theme, jobs: Jobs, status: StatusBar, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._jobs, self._status, self._window = theme, jobs, status, window
        jobs.shown.connect(self._open)
        jobs.progressed.connect(status.set_job)
        jobs.finished.connect(self._finished)
        status.job_pressed.connect(self._again)

    def _open(self, job: Job) -> None:
        self._status.set_job(job)
        JobDialog(self._theme, job, self._window).show()

    def _again(self) -> None:
        job = self._jobs.current()
        if job is not None:
            shown = [dialog for dialog in self._window.findChildren(JobDialog) if dialog.job is job]
            if shown:
                shown[0].show()
            else:
                self._open(job)

    def _finished(self) -> None:
        self._status.set_job(None)


def clock_text(seconds: float) -> str:
    """``1:07`` for 67 seconds, ``1:02:03`` above an hour."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
