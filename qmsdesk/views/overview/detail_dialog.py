"""One requirement in full: what it asks for, everything that is missing, every record that speaks for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.services.overview import BUNDLE, Place, title_of
from qmsdesk.services.readiness import STATE_TITLES, Judged
from qmsdesk.standard.stages import PARTIES
from qmsdesk.views.overview.link_table import LinkTable
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label

_GO = 2
_MOST = 300  # pixels of the list


class DetailDialog(Dialog):
    """``chosen`` is the place that was picked, None when the dialog was only read."""

    def __init__(self, theme: Theme, each: Judged, parent: QWidget | None = None) -> None:
        requirement, verdict = each.requirement, each.verdict
        super().__init__(theme, f"{requirement.reference}　{requirement.title}", "", parent, width=600)
        self.chosen: Place | None = None
        self.places: list[Place] = []
        facts = _("{}：{}（{}，主导方 {}）").format(
            STATE_TITLES[verdict.state], requirement.must, requirement.force, PARTIES[requirement.led_by]
        )
        self.body.addWidget(label(facts, "label", wrap=True))
        self._items = QStandardItemModel(self)
        self._items.setHorizontalHeaderLabels(["", _("还缺什么 / 依据"), ""])
        for missing in verdict.missing:
            register = missing.register or requirement.where or BUNDLE
            self._add(_("缺"), missing.text, Place(register, missing.number, missing.field), _("去处理"))
        for register, number in verdict.evidence:
            self._add(_("依据"), f"{title_of(register)} {number}", Place(register, number), _("查看"))
        self.table = LinkTable(theme, _GO)
        self.table.setAccessibleName(_("还缺什么和依据"))
        self.table.setModel(self._items)
        self.table.set_columns((84, 0, 72))
        self.table.setFixedHeight(theme.px(min(32 + 32 * max(len(self.places), 1), _MOST)))
        self.table.opened.connect(self.pick)
        self.table.told.connect(self.pick)
        self.body.addWidget(self.table)
        self.table.setVisible(bool(self.places))
        if self.places:
            self.table.setCurrentIndex(self._items.index(0, 0))
        close = self.add_button(_("关闭"))
        close.clicked.connect(self.reject)
        close.setDefault(True)

    def pick(self, row: int) -> None:
        """Leave for the place of a row."""
        self.chosen = self.places[row]
        self.accept()

    def _add(self, kind: str, text: str, place: Place, link: str) -> None:
        items = [QStandardItem(part) for part in (kind, text, link)]
        for item in items:
            item.setEditable(False)
        items[0].setData("bad" if kind == _("缺") else "neutral", Role.PILL)
        items[_GO].setData("accent", Role.TONE)
        items[_GO].setData(Qt.AlignmentFlag.AlignRight.value, Qt.ItemDataRole.TextAlignmentRole)
        self._items.appendRow(items)
        self.places.append(place)
