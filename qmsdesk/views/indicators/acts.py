"""What can be done with an indicator outside its grid: definition, files, picture, print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk import paths
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Fields
from qmsdesk.models.indicators import Indicator, IndicatorRound
from qmsdesk.registers.indicators import INDICATOR, ROUNDS
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import exportlog, reading, records
from qmsdesk.services.indicators import Evaluated
from qmsdesk.services.records import Change
from qmsdesk.views.indicators import summary
from qmsdesk.views.indicators.definition import RecordDialog
from qmsdesk.views.indicators.evidence import EvidenceDialog
from qmsdesk.views.indicators.trend_card import TrendCard
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.register.editors import Kit

if TYPE_CHECKING:
    from qmsdesk.views.preview import Preview


class IndicatorActs(QObject):
    """``saved`` carries a Change."""

    saved = Signal(object)

    def __init__(
        self, kit: Kit, messages: Messages, jobs: Jobs, files: FileChooser, preview: Preview | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._kit, self._messages, self._jobs, self._files = kit, messages, jobs, files
        self._preview, self._window = preview, parent

    @property
    def can_print(self) -> bool:
        """There is somewhere to show a print."""
        return self._preview is not None

    def define(self, record: int | None, round_name: str, field: str = "") -> int | None:
        """The definition and rounds of an indicator, or a new one; returns the record."""
        read_only = self._kit.sitting.workspace.read_only
        if record is None and read_only:
            self._messages.note("warn", read_only)
            return None
        dialog = RecordDialog(self._kit, self._messages, self._jobs, INDICATOR, record, self._window.window())
        dialog.saved.connect(lambda change: self._defined(change, round_name))
        if field:
            dialog.focus_field(_field(field))
        dialog.exec()
        return dialog.record()

    def files(self, evaluated: Evaluated) -> None:
        """The files of the indicator itself, for what is not measured by month."""
        title = _("{} 的证据").format(evaluated.row.indicator)
        dialog = EvidenceDialog(
            self._kit, self._messages, self._jobs, INDICATOR, evaluated.indicator.id, title, self._window.window()
        )
        dialog.saved.connect(self.saved)
        dialog.exec()

    def export(self, evaluated: Evaluated | None, trend: TrendCard) -> None:
        """导出图片 as PNG or SVG, always in the light colours."""
        if evaluated is None:
            return
        proposed = paths.documents_dir() / _("{}-趋势图.png").format(evaluated.row.indicator)
        target = self._files.save(_("导出图片"), proposed, _("PNG 图片 (*.png);;SVG 矢量图 (*.svg)"))
        if target is None:
            return
        try:
            trend.write(target)
            sitting = self._kit.sitting
            exportlog.add_file(sitting.workspace, sitting.clock, sitting.operator, "chart", target)
        except UserError as error:
            self._messages.error(error)
        else:
            self._messages.done(_("已导出“{}”").format(target.name))

    def print_summary(self, rows: Sequence[Evaluated], round_name: str) -> None:
        """打印汇总."""
        sitting = self._kit.sitting
        when = sitting.clock.now()

        def render() -> Rendered:
            return summary.render(sitting, rows, round_name, when)

        Prints(sitting, self._jobs, self._preview).show(_("指标跟踪汇总"), render, _("打印汇总"))

    def _defined(self, change: Change, round_name: str) -> None:
        """A new indicator is put into the round at hand, in the same step."""
        sitting = self._kit.sitting
        added = change.register == INDICATOR.key and change.what == "add"
        if added and round_name and not reading.lines(sitting.db, ROUNDS, change.record):
            values = {IndicatorRound.name: round_name}
            try:
                change, _line = records.save_line(
                    sitting, INDICATOR, change.record, ROUNDS, None, values, batch=change.batch
                )
            except UserError as error:
                self._messages.error(error)
        self.saved.emit(change)


def _field(name: str) -> object:
    """The field of the definition or of a round by its name."""
    fields = [*(f for f in Indicator.fields()), *(f for f in IndicatorRound.fields())]
    wanted = Fields((*INDICATOR.fields, *ROUNDS.fields))
    return next((f for f in fields if f.name == name and f in wanted), name)
