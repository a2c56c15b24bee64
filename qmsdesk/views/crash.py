"""The net under the window: what nobody foresaw is logged, and told with a report that can be copied."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from qmsdesk import __version__
from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.styling import label

LOG_NAME = "qmsdesk.log"
_log = logging.getLogger("qmsdesk.crash")


def start_log(folder: Path) -> logging.Handler:
    """Log to ``folder``, three files of 1 MB at most; the handler, to be removed and closed at the end."""
    handler = RotatingFileHandler(folder / LOG_NAME, maxBytes=1_000_000, backupCount=2, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    logging.getLogger("qmsdesk").addHandler(handler)
    return handler


def report(error: BaseException) -> str:
    """The technical report: versions, system, and where it happened."""
    lines = [
        f"QMSDesk {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        "".join(traceback.format_exception(error)).rstrip(),
    ]
    return "\n".join(lines)


class CrashDialog(Dialog):
    """Says that something unforeseen happened and that saved work is safe; the report is folded away."""

    def __init__(self, theme: Theme, text: str, log: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            _("程序遇到了没有预料到的问题"),
            _("刚才的操作没有完成，已保存的记录不受影响。复制报告并发给维护人员，可以帮助查明原因。"),
            parent,
            width=520,
        )
        self._text = text
        self.body.addWidget(label(_("日志：{path}").format(path=log), "caption", wrap=True))
        self.fold = link(theme, _("技术信息"), self._toggle, icon="arrow-right-s-line")
        self.fold.setAccessibleDescription(_("展开或收起"))
        self.body.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.details = QPlainTextEdit(text)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("技术信息"))
        self.details.setFont(theme.font(12, mono=True))
        self.details.setMinimumHeight(theme.px(220))
        self.details.hide()
        self.body.addWidget(self.details)
        self.copied = label("", "caption", tone="ok")
        self.add_left(self.copied)
        folder = button(theme, _("打开日志文件夹"))
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log.parent))))
        self.add_left(folder)
        self.copy_button = self.add_button(_("复制报告"), icon="file-copy-line")
        self.copy_button.clicked.connect(self._copy)
        close = self.add_button(_("关闭"), "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()

    def _toggle(self) -> None:
        shown = self.details.isHidden()
        self.details.setVisible(shown)
        self.fold.setIcon(self.theme.icon("arrow-down-s-line" if shown else "arrow-right-s-line", "accent"))
        self.adjustSize()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.copied.setText(_("已复制"))


class CrashHandler(QObject):
    """Takes every exception nobody caught: in a slot, in a thread, or handed in by ``Messages``."""

    _elsewhere = Signal(object)

    def __init__(self, theme: Theme, log_dir: Path, parent_of: Callable[[], QWidget | None]) -> None:
        super().__init__(theme)
        self._theme, self._log, self._parent_of = theme, log_dir / LOG_NAME, parent_of
        self._showing = False
        self._elsewhere.connect(self.show)

    def install(self) -> None:
        """Stand in ``sys.excepthook`` and ``threading.excepthook``."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def show(self, error: BaseException) -> None:
        """Log it and show the dialog; a second one while the first is open is only logged."""
        _log.critical("%s", report(error))
        if self._showing:
            return
        self._showing = True
        try:
            CrashDialog(self._theme, report(error), self._log, self._parent_of()).exec()
        finally:
            self._showing = False

    def _hook(self, kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, where)
            QGuiApplication.quit()
            return
        self.show(error.with_traceback(where))

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._elsewhere.emit(args.exc_value)
