"""The tab 发现: the items that were judged 不符合 or 观察, and what became of each."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.audits import AuditCheck
from qmsdesk.models.base import Row
from qmsdesk.registers.kinds import display_clause, to_text
from qmsdesk.services.audit_facts import Facts
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.states import mark
from qmsdesk.views.widgets.styling import column
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
_TITLES = (_("条款"), _("客观证据"), _("部门"), _("判定"), _("不符合报告"))
_CLAUSE, _EVIDENCE, _DEPARTMENT, _JUDGEMENT, _NUMBER = range(5)
FINDINGS = frozenset({"nonconforming", "observation"})


class FindingsModel(QAbstractTableModel):
    """One row for each finding, in the order of the checklist."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facts: Facts | None = None
        self.rows: list[tuple[int, Row, Row | None]] = []

    def show(self, facts: Facts | None) -> None:
        """Another audit."""
        self.beginResetModel()
        self._facts = facts
        self.rows = [
            (no, row, facts.finding_of(row.id))
            for no, row in enumerate(facts.checks if facts else (), 1)
            if facts is not None and row.of(AuditCheck.judgement) in FINDINGS
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Findings."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """As the titles."""
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Titles."""
        if orientation == Qt.Orientation.Horizontal and role == _Data.DisplayRole:
            return _TITLES[section]
        return None

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts and pills."""
        if not index.isValid() or self._facts is None:
            return None
        no, check, raised = self.rows[index.row()]
        column = index.column()
        if role == Role.PILL:
            return True if column == _JUDGEMENT else None
        if role == Role.ICON and column == _NUMBER and raised:
            how = mark(to_text(Nonconformity.status, raised["status"]))
            return how.icon, how.tone
        if role == Role.TONE:
            return "text2" if column == _CLAUSE else None
        if role == _Data.ToolTipRole and column == _NUMBER and raised:
            return _("检查项 {}：{}").format(no, to_text(Nonconformity.status, raised["status"]))
        if role != _Data.DisplayRole:
            return None
        texts = {
            _CLAUSE: "、".join(display_clause(word) for word in check.of(AuditCheck.clauses)),
            _DEPARTMENT: self._facts.department(check.of(AuditCheck.department)),
            _EVIDENCE: check.of(AuditCheck.evidence) or check.of(AuditCheck.content),
            _JUDGEMENT: _judged(check),
            _NUMBER: raised["number"] if raised else "",
        }
        return texts[column]


def _judged(check: Row) -> str:
    grade = check.of(AuditCheck.grade)
    if check.of(AuditCheck.judgement) == "nonconforming" and grade:
        return to_text(AuditCheck.grade, grade)
    return to_text(AuditCheck.judgement, check.of(AuditCheck.judgement))


class FindingsPane(QWidget):
    """``opened`` carries the item and, where it has one, the nonconformity (0 for none)."""

    opened = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = FindingsModel(self)
        lines = column(self)
        self._stack = QStackedWidget(self)
        lines.addWidget(self._stack, 1)
        self.table = DataTable(theme, self._stack)
        self.table.setModel(self.model)
        self.table.set_columns([66, 0, 86, 76, 116])
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.setAccessibleName(_("发现"))
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._open(now))
        self._stack.addWidget(self.table)
        text = _("判为不符合和观察的检查项列在这里；出具审核报告时，每个不符合项开具一份不符合报告。")
        self._stack.addWidget(EmptyState(theme, "search-eye-line", _("没有发现"), text, parent=self._stack))

    def show_audit(self, shown: Shown) -> None:
        """Another audit, or the same one later."""
        kept = self.table.currentIndex().row()
        self.model.show(shown.facts)
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        if 0 <= kept < len(self.model.rows):
            self.table.selectionModel().blockSignals(True)
            self.table.selectRow(kept)
            self.table.selectionModel().blockSignals(False)

    def _open(self, index: Index) -> None:
        if index.isValid():
            _no, check, raised = self.model.rows[index.row()]
            self.opened.emit(check.id, raised.id if raised else 0)
