"""Files that the import page hands out: the blank template, the list of errors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from qmsdesk import paths
from qmsdesk.exchange.importing import ImportPlan
from qmsdesk.i18n import _
from qmsdesk.registers.spec import Register
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser

_FOLDER = "import/folder"
_SHEETS = _("表格 (*.xlsx *.csv);;所有文件 (*)")


class Errands:
    """Asks where files lie or go to; the folder used last is remembered."""

    def __init__(
        self, sitting: Sitting, messages: Messages, jobs: Jobs, files: FileChooser, settings: QSettings
    ) -> None:
        self._sitting, self._messages, self._jobs = sitting, messages, jobs
        self._files, self._settings = files, settings

    def choose(self) -> Path | None:
        """The file to import."""
        found = self._files.open(_("选择要导入的表格"), self._folder(), _SHEETS)
        if found is not None:
            self._settings.setValue(_FOLDER, str(found.parent))
        return found

    def template(self, register: Register) -> None:
        """下载空白模板."""
        from qmsdesk.exchange import exporting

        path, when = self._target(_("{}导入模板.xlsx").format(register.title)), self._sitting.clock.now()
        if path is not None:
            self._jobs.run(
                _("保存模板"),
                lambda _progress: exporting.template(register, path, when),
                lambda _none: self._messages.done(_("已保存 {}").format(path)),
            )

    def report(self, plan: ImportPlan | None) -> None:
        """下载错误清单: the bad rows, to be mended in Excel and imported again."""
        from qmsdesk.exchange.report import write_report

        if plan is None:
            return
        path, when = self._target(_("{}_错误清单.xlsx").format(Path(plan.file).stem)), self._sitting.clock.now()
        if path is not None:
            self._jobs.run(
                _("保存错误清单"),
                lambda _progress: write_report(plan, path, when),
                lambda _none: self._messages.done(_("已保存 {}，改好后可以再导入").format(path)),
            )

    def _target(self, name: str) -> Path | None:
        path = self._files.save(_("保存到"), self._folder() / name, "*.xlsx")
        if path is None or path.suffix.lower() == ".xlsx":
            return path
        return path.with_name(path.name + ".xlsx")

    def _folder(self) -> Path:
        return Path(str(self._settings.value(_FOLDER, "") or paths.documents_dir()))
