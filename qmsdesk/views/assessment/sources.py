"""Where the figures of a row come from: the months behind 提升前 and 提升后, and the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk import paths
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Measurement
from qmsdesk.models.system import Attachment
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT
from qmsdesk.registers.kinds import to_text
from qmsdesk.services import attachments, reading
from qmsdesk.services.assessment import SheetRow
from qmsdesk.services.indicators import Period, as_months
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.aggregate import aggregate
from qmsdesk.views.assessment.cells import name_of, value_of
from qmsdesk.views.indicators.figures import NO_VALUE, parts_text, span, value_text
from qmsdesk.views.messages import Messages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Sources:
    """The stored months a row names, and the files of those months and of the indicator."""

    months: Sequence[Row]
    files: Sequence[Row]
    indicator: Row | None


def read(sitting: Sitting, row: SheetRow) -> Sources:
    """What is behind a row, also of a frozen sheet: its snapshot names the months by number."""
    db = sitting.db
    indicator = reading.by_number(db, INDICATOR, row.number)
    found = (reading.by_number(db, MEASUREMENT, number) for number in row.sources)
    months = sorted((m for m in found if m is not None), key=lambda m: str(m.of(Measurement.period)))
    files = reading.attachments(db, INDICATOR.key, indicator.id) if indicator else []
    for month in months:
        files += reading.attachments(db, MEASUREMENT.key, month.id)
    return Sources(months, files, indicator)


class SourcesDialog(Dialog):
    """Months in one table, files in another; ``followed`` is set when the user wants to go to 指标跟踪."""

    def __init__(
        self, theme: Theme, sitting: Sitting, messages: Messages, row: SheetRow, parent: QWidget | None = None
    ) -> None:
        values = _("提升前 {before} · 提升目标 {target} · 提升后 {after}").format(
            before=value_of(row, "before") or NO_VALUE,
            target=value_of(row, "target") or NO_VALUE,
            after=value_of(row, "after") or NO_VALUE,
        )
        super().__init__(theme, _("“{}”的来源").format(name_of(row)), values, parent, width=640)
        self._sitting, self._messages = sitting, messages
        self.sources = read(sitting, row)
        self.followed = False
        self.months = QStandardItemModel(self)
        self.files = QStandardItemModel(self)
        unit = row.unit
        if self.sources.months:
            self.body.addWidget(label(_("月度数据"), "strong"))
            self.body.addWidget(self._month_table(row, unit))
        else:
            self.body.addWidget(label(_("提升前、提升后是手工填写的，没有月度数据。"), "label", wrap=True))
        self.body.addWidget(label(_("证据文件 {} 个，双击打开").format(len(self.sources.files)), "strong"))
        self.file_table = self._file_table()
        self.body.addWidget(self.file_table)
        self.file_table.setVisible(bool(self.sources.files))
        follow = self.add_button(_("在指标跟踪中打开"), icon="line-chart-line")
        follow.clicked.connect(self.follow)
        close = self.add_button(_("关闭"), "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)

    def follow(self) -> None:
        """Leave for the months."""
        self.followed = True
        self.accept()

    def open_file(self, place: int) -> None:
        """A read-only copy in the system's program."""
        found = self.sources.files[place]
        try:
            copy = attachments.open_copy(self._sitting.workspace, found, paths.cache_dir() / "open")
        except UserError as error:
            self._messages.error(error)
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._messages.note("warn", _("没有能打开“{}”的程序。").format(found["name"]))

    def _month_table(self, row: SheetRow, unit: str) -> DataTable:
        heads = [_("用于"), _("月份"), _("分子/分母或数值"), _("结果"), _("数据来源"), _("状态")]
        self.months.setHorizontalHeaderLabels(heads)
        before, after = Period.parse(row.before_period or None), Period.parse(row.after_period or None)
        for month in self.sources.months:
            period = month.of(Measurement.period)
            use = _("提升前") if before and before.holds(period) else _("提升后") if after else ""
            try:
                value = value_text(aggregate("latest", as_months([month]), unit), unit)
            except UserError:
                value = NO_VALUE
            texts = (use, period, parts_text(month), value, month.of(Measurement.source))
            self.months.appendRow(_items((*texts, to_text(Measurement.status, month["status"])), right=(2, 3), pill=5))
        for place in (2, 3):
            self.months.setHeaderData(place, Qt.Orientation.Horizontal, _RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        table = self._table(self.months, (64, 76, 130, 80, 0, 92), len(self.sources.months))
        table.setToolTip(_("提升前取 {}，提升后取 {}").format(span(before), span(after)))
        return table

    def _file_table(self) -> DataTable:
        self.files.setHorizontalHeaderLabels([_("文件"), _("标题"), _("证据日期")])
        for found in self.sources.files:
            day = to_text(Attachment.evidence_on, found.of(Attachment.evidence_on))
            self.files.appendRow(_items((found["name"], found.of(Attachment.title), day)))
        table = self._table(self.files, (220, 0, 96), len(self.sources.files))
        table.doubleClicked.connect(lambda index: self.open_file(index.row()))
        return table

    def _table(self, model: QStandardItemModel, widths: tuple[int, ...], rows: int) -> DataTable:
        table = DataTable(self.theme, row_height=28)
        table.setModel(model)
        table.set_columns(widths)
        table.setFixedHeight(self.theme.px(min(32 + 28 * max(rows, 1), 200)))
        return table


def _items(texts: Sequence[str], right: Sequence[int] = (), pill: int = -1) -> list[QStandardItem]:
    made = []
    for place, text in enumerate(texts):
        item = QStandardItem(text)
        item.setEditable(False)
        if place in right:
            item.setData(_RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        if place == pill:
            item.setData(True, Role.PILL)
        made.append(item)
    return made
