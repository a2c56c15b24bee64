"""Starting the window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from qmsdesk import clock, paths
from qmsdesk.i18n import _
from qmsdesk.views.crash import CrashHandler, start_log
from qmsdesk.views.office.office import Office
from qmsdesk.views.shell.settings import load_theme, open_settings
from qmsdesk.views.shell.window import MainWindow

SMOKE = "QMSDESK_SMOKE"


def run(path: Path | None) -> int:
    """Show the window on a workspace, or the welcome page; returns when it is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("QMSDesk")
    translate(app)
    start_log(paths.log_dir())
    settings = open_settings()
    theme = load_theme(app, settings)
    crash = CrashHandler(theme, paths.log_dir(), app.activeWindow)
    crash.install()
    window = MainWindow(theme, settings, crash.show)
    office = Office(window, theme, settings, clock.from_environment())
    office.welcome()
    window.show()
    if path is not None:
        QTimer.singleShot(0, lambda: office.open(path, os.environ.get("QMSDESK_OPERATOR", "")))
    if os.environ.get(SMOKE):
        QTimer.singleShot(0, window, lambda: QTimer.singleShot(500, window.close))
    return app.exec()


class _FileDialogWords(QTranslator):
    """Words of Qt's own file dialog that its catalogue lacks."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, _note: str | None = None, _n: int = -1) -> str | None:
        """None lets Qt ask its own catalogue; an empty text would be taken for the translation."""
        return FILE_DIALOG.get(source) if context == "QFileDialog" else None


FILE_DIALOG = {
    "Look in:": _("位置："), "Files of type:": _("文件类型："), "File &name:": _("文件名(&N)："),
    "&File name:": _("文件名(&F)："), "Directory:": _("文件夹："), "Folder": _("文件夹"), "&Open": _("打开(&O)"),
    "&Save": _("保存(&S)"), "&Choose": _("选择(&C)"), "Cancel": _("取消"), "All Files (*)": _("所有文件 (*)"),
    "My Computer": _("计算机"), "Computer": _("计算机"),
}  # fmt: skip


def translate(app: QApplication) -> None:
    """Qt's own words (standard buttons, context menus of fields) in Chinese."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    app.installTranslator(_FileDialogWords(app))
