"""Versions of 表C.1: what two of them differ in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.models.indicators import Assessment
from qmsdesk.services import assessment
from qmsdesk.services.assessment import Difference
from qmsdesk.standard.rows import RESULT_TITLES
from qmsdesk.standard.scoring import RULE_TITLES
from qmsdesk.views.indicators.figures import NO_VALUE
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.styling import label, row
from qmsdesk.views.widgets.table import DataTable

_WORDS: dict[str, str] = {**RESULT_TITLES, **RULE_TITLES}  # type: ignore[dict-item]


def version_name(found: Row) -> str:
    """``第 1 版　已定稿　2026-10-15　60 分 优秀``."""
    day = found.of(Assessment.assessed_on)
    total, grade = found.of(Assessment.total), found.of(Assessment.grade)
    final = found.of(Assessment.status) == "final"
    parts = [
        _("第 {} 版").format(found.of(Assessment.version)),
        _("已定稿") if final else _("未定稿"),
        day.isoformat() if day else "",
        _("{} 分 {}").format(f"{total.normalize():f}", grade) if final and total is not None else "",
    ]
    return "　".join(part for part in parts if part)


class CompareDialog(Dialog):
    """Two versions of a round beside each other; a draft is compared as it stands now."""

    def __init__(self, theme: Theme, db: Database, versions: Sequence[Row], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("比较两个版本"), "", parent, width=640)
        self._db, self._versions = db, list(versions)
        self.old, self.new = QComboBox(), QComboBox()
        line = row()
        for box, name in ((self.old, _("从")), (self.new, _("到"))):
            for found in self._versions:
                box.addItem(version_name(found))
            box.setAccessibleName(name)
            line.addWidget(label(name, "label"))
            line.addWidget(box, 1)
        self.old.setCurrentIndex(max(len(self._versions) - 2, 0))
        self.new.setCurrentIndex(len(self._versions) - 1)
        self.body.addLayout(line)
        self.model = QStandardItemModel(self)
        self.table = DataTable(theme, row_height=28)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("不同之处"))
        self.table.setFixedHeight(theme.px(300))
        self.body.addWidget(self.table)
        self._count = label("", "caption")
        self.body.addWidget(self._count)
        close = self.add_button(_("关闭"), "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        for box in (self.old, self.new):
            box.currentIndexChanged.connect(lambda _place: self._show())
        self._show()

    def differences(self) -> list[Difference]:
        """What differs between the two chosen."""
        if not self._versions:
            return []
        old, new = (self._versions[max(box.currentIndex(), 0)] for box in (self.old, self.new))
        return list(assessment.compare(assessment.sheet_of(self._db, old), assessment.sheet_of(self._db, new)))

    def _show(self) -> None:
        found = self.differences()
        self.model.clear()
        self.model.setHorizontalHeaderLabels([_("评价指标"), _("项"), _("原来"), _("现在")])
        for one in found:
            name = f"{one.number} {one.indicator}".strip() or _("整张表")
            items = [QStandardItem(text) for text in (name, one.label, _said(one.old), _said(one.new))]
            for item in items:
                item.setEditable(False)
            self.model.appendRow(items)
        self.table.set_columns([0, 96, 140, 140])
        self._count.setText(_("{} 处不同").format(len(found)) if found else _("两个版本没有不同"))


def _said(stored: str) -> str:
    return _WORDS.get(stored, stored) or NO_VALUE
