"""The review table of a folder: every file with what becomes of it, mended as the rows of any import."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from qmsdesk.exchange.folder_intake import FolderPlan
from qmsdesk.exchange.plan import PlanRow
from qmsdesk.i18n import _
from qmsdesk.views.importing.preview import PreviewCard
from qmsdesk.views.importing.preview_model import PreviewModel
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.roles import Role

_FILE, _FILE_COMPACT = 260, 180


class FolderModel(PreviewModel):
    """The first column names the file; a row of several files says how many."""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if section == 0 and orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _("文件")
        return super().headerData(section, orientation, role)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.column() != 0 or not isinstance(self.plan, FolderPlan):
            return super().data(index, role)
        files = self.plan.files(self.rows[index.row()])
        if role == Qt.ItemDataRole.DisplayRole:
            more = _("（共 {} 个）").format(len(files)) if len(files) > 1 else ""
            return files[0].shown.rpartition("/")[2] + more
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(f.shown for f in files)
        if role == Role.MUTED:
            return self.rows[index.row()].status == "skip"
        return None


class FolderPreview(PreviewCard):
    """The preview of imports with files instead of row numbers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _no_list)
        self.model = FolderModel(self)
        self.model.typed.connect(self.correct)
        self.table.setModel(self.model)
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.table.setAccessibleName(_("文件与处理"))
        self.fix.download.hide()
        self.narrow = False

    def leave_out_rows(self, rows: list[PlanRow]) -> None:
        """Take rows out together."""
        if self._plan is not None:
            for each in rows:
                self._plan.leave_out(each)
            self._judged()

    def _reload(self) -> None:
        super()._reload()
        self.table.setColumnWidth(0, self._theme.px(_FILE_COMPACT if self.narrow else _FILE))
        self.set_title(_("核对"), self._counted())

    def _count(self) -> None:
        super()._count()
        self.set_title(_("核对"), self._counted())
        self.fix.download.hide()

    def _counted(self) -> str:
        plan = self._plan
        if not isinstance(plan, FolderPlan):
            return ""
        return _("{:,} 个文件，{:,} 行").format(sum(len(plan.files(r)) for r in plan.rows), len(plan.rows))


def _no_list() -> None:
    """A folder needs no list of errors: the files stay where they are."""
