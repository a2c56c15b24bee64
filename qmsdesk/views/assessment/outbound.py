"""What leaves the page of 表C.1: the print, the PDF and the workbook, all from one description of the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qmsdesk import paths
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.progress import Progress
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import exportlog
from qmsdesk.services.saving import write_file
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.assessment.state import Shown
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.work import in_worker

if TYPE_CHECKING:
    from qmsdesk.views.preview import Preview


class FormRoad(QObject):
    """Makes the form in the worker and hands it on."""

    def __init__(
        self, sitting: Sitting, messages: Messages, jobs: Jobs, files: FileChooser, preview: Preview, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._sitting, self._messages, self._jobs, self._files = sitting, messages, jobs, files
        self._preview = preview

    def show(self, shown: Shown) -> None:
        """打印表 C.1: look at it first."""
        self._jobs.run(
            _("生成表 C.1"),
            in_worker(self._sitting.db, lambda _progress: self._pdf(shown)),
            lambda made: self._preview(_("表 C.1 认证提升成效评价表"), made),
        )

    def export(self, shown: Shown, kind: str) -> None:
        """导出 as ``pdf`` or ``xlsx``."""
        name = _("表C.1_{round}_第{version}版.{kind}").format(round=shown.round, version=shown.version, kind=kind)
        for sign in '<>:"/\\|?*':
            name = name.replace(sign, "_")
        target = self._files.save(_("导出表 C.1"), paths.documents_dir() / name, f"*.{kind}")
        if target is None:
            return
        path = target if target.suffix.lower() == f".{kind}" else target.with_name(f"{target.name}.{kind}")
        make: Callable[[Shown], bytes] = self._xlsx if kind == "xlsx" else lambda one: self._pdf(one).data

        def write(_progress: Progress) -> None:
            write_file(path, make(shown))
            exportlog.add_file(self._sitting.workspace, self._sitting.clock, self._sitting.operator, "form", path)

        self._jobs.run(
            _("导出表 C.1"),
            in_worker(self._sitting.db, write),
            lambda _none: self._messages.done(_("已导出到 {}").format(path)),
        )

    def _pdf(self, shown: Shown) -> Rendered:
        from qmsdesk.reports import from_records

        return from_records.assessment_pdf(self._sitting.db, shown.sheet, _row(shown), self._sitting.clock.now())

    def _xlsx(self, shown: Shown) -> bytes:
        from qmsdesk.exchange.form_xlsx import assessment_xlsx
        from qmsdesk.reports import from_records

        sheet = from_records.assessment_sheet(self._sitting.db, shown.sheet, _row(shown))
        return assessment_xlsx(sheet, self._sitting.clock.now())


def _row(shown: Shown) -> Row | None:
    return shown.row if shown.row.id else None


def drift_text(shown: Shown) -> str:
    """What has changed in the records since 定稿, in one sentence; empty when nothing has."""
    if not shown.drift:
        return ""
    names = list(dict.fromkeys(d.indicator for d in shown.drift))
    said = "、".join(names[:3]) + (_("等 {} 项").format(len(names)) if len(names) > 3 else "")
    return _("定稿后源数据已变：{}。定稿的版本不变，需要时另存新版本。").format(said)
