"""A long job shown on its own page: stages, bar, time gone and left, what is in hand, the choice to stop it."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.views.jobs import Job, Jobs
from qmsdesk.views.shell.job_dialog import JobDialog, clock_text
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.styling import column, frame, label, row

_ROW = 36
_SCALE = 1000
_SOON = 2.0  # seconds before a guess of what is left is worth showing


class Stages:
    """Where an operation of several stages stands. The worker writes it, the window reads it; it holds no widget."""

    def __init__(self, names: Sequence[tuple[str, int]]) -> None:
        self.names = [name for name, _weight in names]
        self._weights = [weight for _name, weight in names]
        self.at, self.text = 0, ""
        self.done = [0] * len(names)
        self.total = [0] * len(names)
        self.begun: list[float] = [0.0] * len(names)
        self.ended: list[float] = [0.0] * len(names)
        self.notes = [""] * len(names)

    def progress(self, place: int, whole: Progress) -> Progress:
        """The progress to hand to stage ``place``; ``whole`` hears the share of all stages, in thousandths."""
        before = sum(self._weights[:place])
        every = sum(self._weights)

        def report(stage: str, done: int, total: int) -> None:
            self._enter(place)
            self.text, self.done[place], self.total[place] = stage, done, total
            share = min(done / total, 1.0) if total else 0.0
            whole(stage, int(_SCALE * (before + self._weights[place] * share) / every), _SCALE)

        return report

    def seconds(self, place: int) -> float:
        """How long a stage took; 0 while it has not ended."""
        return self.ended[place] - self.begun[place] if self.ended[place] else 0.0

    def finish(self) -> None:
        """The last stage is done."""
        self._enter(len(self.names))

    def _enter(self, place: int) -> None:
        now = time.monotonic()
        while self.at < place:
            self.begun[self.at] = self.begun[self.at] or now
            self.ended[self.at] = now
            self.at += 1
        if place < len(self.names):
            self.begun[place] = self.begun[place] or now


class _StageList(QWidget):
    """One line per stage: mark, name, count, seconds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.stages = Stages([])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(400, self._theme.px(_ROW) * len(self.stages.names))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def refresh(self) -> None:
        stages = self.stages
        if stages.at < len(stages.names):
            words = _("第 {} 步，共 {} 步：{}").format(stages.at + 1, len(stages.names), stages.names[stages.at])
            self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, stages, high = self._theme, self.stages, float(self._theme.px(_ROW))
        middle = Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            for place, name in enumerate(stages.names):
                box = QRectF(0, place * high, self.width(), high)
                current, done = place == stages.at, place < stages.at
                if current:
                    painter.fillRect(box, theme.color("selected"))
                painter.setPen(theme.color("line"))
                painter.drawLine(box.topLeft(), box.topRight())
                icon = "checkbox-circle-fill" if done else "loader-4-line" if current else "checkbox-blank-circle-line"
                side = theme.px(16)
                mark = QRectF(20, box.center().y() - side / 2, side, side)
                theme.icons.paint(painter, mark, icon, "ok" if done else "accent" if current else "text3")
                painter.setFont(theme.font(13, bold=current))
                painter.setPen(theme.color("text" if current or done else "text2"))
                painter.drawText(box.adjusted(46, 0, -220, 0), int(middle), name)
                painter.setFont(theme.font(13))
                painter.setPen(theme.color("text2"))
                right = int(middle | Qt.AlignmentFlag.AlignRight)
                painter.drawText(box.adjusted(0, 0, -72, 0), right, self._count(place))
                if done:
                    painter.setFont(theme.font(12))
                    painter.setPen(theme.color("text3"))
                    painter.drawText(box.adjusted(0, 0, -20, 0), right, clock_text(stages.seconds(place)))

    def _count(self, place: int) -> str:
        stages = self.stages
        if stages.notes[place]:
            return stages.notes[place]
        return f"{stages.done[place]} / {stages.total[place]}" if stages.total[place] > 1 else ""


class StagePanel(QFrame):
    """The card of a running job. ``hidden_away`` asks to go on working elsewhere (后台运行)."""

    hidden_away = Signal()

    def __init__(self, theme: Theme, stop: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme = theme
        self._job: Job | None = None
        self._jobs: Jobs | None = None
        self.title = label("", "h2")
        self.time = label("", "label")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _SCALE)
        self.percent = label("0%", "strong")
        self.percent.setMinimumWidth(theme.px(40))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.current = label("", "caption")
        self.current.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.list = _StageList(theme)
        self.background = button(theme, _("后台运行"), on_click=self.hidden_away.emit)
        self.stop = button(theme, stop, kind="danger", on_click=self.cancel)
        lines = column(self, margins=(1, 1, 1, 1))
        lines.addLayout(self._head())
        lines.addWidget(self.list)
        foot = frame("cardfoot", self)
        line = row(foot, margins=(20, 8, 20, 8))
        line.addWidget(label(hint, "caption"))
        line.addStretch(1)
        line.addWidget(self.background)
        line.addWidget(self.stop)
        lines.addWidget(foot)
        self._clock = QTimer(self)
        self._clock.setInterval(500)
        self._clock.timeout.connect(self.refresh)

    def watch(self, title: str, job: Job, jobs: Jobs, stages: Stages) -> None:
        """Show a job that was just queued; its dialog stays closed while the panel is in sight."""
        self._job, self._jobs = job, jobs
        self.title.setText(title)
        self.bar.setAccessibleName(title)
        self.list.stages = stages
        self.list.updateGeometry()
        self.stop.setEnabled(True)
        job.reported.connect(self.refresh)
        jobs.shown.connect(self._keep_dialog_closed)
        self._clock.start()
        self.refresh()

    def done(self) -> None:
        """The job has ended, however it did."""
        self._clock.stop()
        if self._jobs is not None:
            self._jobs.shown.disconnect(self._keep_dialog_closed)
        self._job = self._jobs = None

    def running(self) -> bool:
        """A job is shown."""
        return self._job is not None

    def cancel(self) -> None:
        """Ask the job to stop; it does at its next report."""
        if self._job is not None:
            self._job.cancel()
            self.stop.setEnabled(False)
            self.refresh()

    def refresh(self) -> None:
        """Show where the job stands."""
        job, stages = self._job, self.list.stages
        if job is None:
            return
        share = job.done / job.total if job.total else 0.0
        self.bar.setValue(int(_SCALE * share))
        self.percent.setText(f"{int(100 * share)}%")
        gone = job.seconds()
        words = _("已用 {}").format(clock_text(gone))
        if share > 0 and gone >= _SOON:
            words = _("{}，约剩 {}").format(words, clock_text(gone * (1 - share) / share))
        self.time.setText(words)
        self.current.setText(_("正在取消，等当前步骤结束") if job.cancelling() else stages.text or _("正在准备"))
        self.list.refresh()

    def _head(self) -> QVBoxLayout:
        head = column(spacing=8, margins=(20, 16, 20, 12))
        top = row()
        top.addWidget(self.title, 1)
        top.addWidget(self.time)
        head.addLayout(top)
        line = row(spacing=12)
        line.addWidget(self.bar, 1)
        line.addWidget(self.percent)
        head.addLayout(line)
        head.addWidget(self.current)
        return head

    def _keep_dialog_closed(self, job: Job) -> None:
        """The panel says all that the dialog of a long job would say."""
        if job is self._job and self.isVisible():
            for dialog in self.window().findChildren(JobDialog):
                if dialog.job is job:
                    dialog.hide()
