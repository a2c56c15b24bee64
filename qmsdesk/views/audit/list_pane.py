"""All audits, the newest first: where the crumb leads to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit
from qmsdesk.models.base import Row
from qmsdesk.registers.kinds import to_text
from qmsdesk.services import audit_facts, reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.table import DataTable

_ID = int(Qt.ItemDataRole.UserRole) + 1
_STATE = 5
_TITLES = (_("编号"), _("审核名称"), _("性质"), _("日期"), _("组长"), _("状态"), _("体系有效性"))


class ListPane(Card):
    """``opened`` carries the id of an audit."""

    opened = Signal(int)

    def __init__(self, theme: Theme, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._sitting = sitting
        self.model = QStandardItemModel(0, len(_TITLES), self)
        self.model.setHorizontalHeaderLabels(list(_TITLES))
        self.table = DataTable(theme, self)
        self.table.setModel(self.model)
        self.table.set_columns([110, 0, 90, 100, 84, 96, 96])
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.setAccessibleName(_("所有审核"))
        self.table.activated.connect(self._open)
        self.add(self.table, 1)

    def show_audits(self, current: int | None) -> None:
        """Read them anew; the one at hand stays chosen."""
        audits = audit_facts.audits(self._sitting.db)
        self.model.removeRows(0, self.model.rowCount())
        for found in audits:
            self.model.appendRow(self._items(found))
        for place, found in enumerate(audits):
            if found.id == current or (current is None and not place):
                self.table.selectRow(place)

    def open_current(self) -> None:
        """The audit at the cursor."""
        self._open(self.table.currentIndex())

    def _items(self, row: Row) -> Sequence[QStandardItem]:
        day = row.of(Audit.held_on) or row.of(Audit.planned_on)
        texts = (
            row["number"], row.of(Audit.title), to_text(Audit.kind, row.of(Audit.kind)), day.isoformat(),
            reading.display(self._sitting.db, Audit.leader, row.of(Audit.leader)),
            to_text(Audit.status, row["status"]), to_text(Audit.effectiveness, row.of(Audit.effectiveness)),
        )  # fmt: skip
        items = [QStandardItem(text) for text in texts]
        for place, item in enumerate(items):
            item.setEditable(False)
            item.setData(row.id, _ID)
            if place >= _STATE and texts[place]:
                item.setData(True, Role.PILL)
        return items

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(int(index.siblingAtColumn(0).data(_ID)))
