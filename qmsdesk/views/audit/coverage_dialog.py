"""Which clauses were asked in which departments: judged items of all items, and what the year leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.kinds import display_clause
from qmsdesk.services import audit_facts
from qmsdesk.services.audit_cautions import Caution
from qmsdesk.services.audit_facts import Facts
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable


class CoverageDialog(Dialog):
    """``model`` has a row for each clause of two figures and a column for each department."""

    def __init__(self, theme: Theme, facts: Facts, cautions: Sequence[Caution], parent: QWidget | None = None) -> None:
        text = _("每格是已判定的检查项和全部检查项；空格没有检查项。")
        super().__init__(theme, _("条款与部门覆盖"), text, parent, width=760)
        found = audit_facts.coverage(facts)
        clauses = sorted({clause for clause, _department in found}, key=audit_facts.clause_key)
        departments = sorted({department for _clause, department in found}, key=lambda d: (not d, d))
        names = [facts.department(each) or _("未指定") for each in departments]
        self.model = QStandardItemModel(0, len(departments) + 1, self)
        self.model.setHorizontalHeaderLabels([_("条款"), *names])
        for clause in clauses:
            cells = [found.get((clause, department)) for department in departments]
            items = [QStandardItem(display_clause(clause)), *(_cell(counts) for counts in cells)]
            for item in items:
                item.setEditable(False)
            self.model.appendRow(items)
        self.table = DataTable(theme, self, row_height=28)
        self.table.setModel(self.model)
        self.table.set_columns([70, *(88 for _each in departments)])
        self.table.setAccessibleName(_("条款与部门覆盖"))
        self.table.setMinimumHeight(theme.px(380))
        self.body.addWidget(self.table, 1)
        for caution in cautions:
            self.body.addWidget(label(caution.text, "label", tone="warn", wrap=True))
        close = self.add_button(_("关闭"), "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)


def _cell(counts: tuple[int, int] | None) -> QStandardItem:
    item = QStandardItem(_("{}/{}").format(*counts) if counts else "")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    if counts and counts[0] < counts[1]:
        item.setData("warn", Role.TONE)
    return item
