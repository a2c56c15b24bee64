"""The plan of the audit at the left: day by day who audits whom, and whether that is independent."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.audits import AuditSlot
from qmsdesk.models.base import Row
from qmsdesk.registers.kinds import display_clause
from qmsdesk.services.audit_facts import Facts
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def day_text(day: dt.date) -> str:
    """``10-14 周二``."""
    return f"{day:%m-%d} {_WEEKDAYS[day.weekday()]}"


class PlanModel(QAbstractTableModel):
    """Days as headings, slots under them: time, department or activity with clauses, auditor."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facts: Facts | None = None
        self.rows: list[dt.date | Row] = []

    def show(self, facts: Facts | None) -> None:
        """Another plan."""
        rows: list[dt.date | Row] = []
        days: set[dt.date] = set()
        for slot in facts.slots if facts else ():
            day = slot.of(AuditSlot.day)
            if day not in days:
                days.add(day)
                rows.append(day)
            rows.append(slot)
        self.beginResetModel()
        self._facts, self.rows = facts, rows
        self.endResetModel()

    def slot(self, row: int) -> Row | None:
        """The slot of a row, None for a day."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Row) else None

    def rowCount(self, parent: Index = _NONE) -> int:
        """Days and slots."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Time, what, who."""
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts and marks."""
        if not index.isValid() or self._facts is None:
            return None
        found = self.rows[index.row()]
        if isinstance(found, dt.date):
            if role == _Data.DisplayRole and index.column() == 0:
                return day_text(found)
            return True if role == Role.GROUP else "text2" if role == Role.TONE else None
        return self._slot_data(self._facts, found, index.column(), role)

    def _slot_data(self, facts: Facts, slot: Row, column: int, role: int) -> Any:
        department = facts.department(slot.of(AuditSlot.department))
        clauses = "、".join(display_clause(word) for word in slot.of(AuditSlot.clauses))
        auditor = facts.person(slot.of(AuditSlot.auditor)) or ("" if department else _("全体"))
        if role == _Data.DisplayRole:
            what = department or slot.of(AuditSlot.activity)
            return (slot.of(AuditSlot.starts), what, auditor)[column]
        if role == Role.CAPTION and column == 1:
            return " ".join(part for part in (clauses, slot.of(AuditSlot.activity) if department else "") if part)
        if role == Role.TONE and column == 0:
            return "text2"
        if role == _Data.TextAlignmentRole and column == 2:
            return _RIGHT
        if role in (_Data.ToolTipRole, _Data.AccessibleTextRole):
            hours = "～".join(part for part in (slot.of(AuditSlot.starts), slot.of(AuditSlot.ends)) if part)
            parts = (hours, department, clauses, slot.of(AuditSlot.activity), auditor)
            return " ".join(part for part in parts if part)
        return None


class PlanCard(Card):
    """``edited`` asks for team, plan and meetings; ``printed`` for the plan on paper."""

    edited = Signal()
    printed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("审核计划"), " ", parent=parent)
        self.edit = link(theme, _("编辑"), self.edited.emit)
        self.print = link(theme, _("打印"), self.printed.emit)
        self.add_head(self.edit)
        self.add_head(self.print)
        self.model = PlanModel(self)
        self.table = DataTable(theme, self, row_height=28)
        self.table.horizontalHeader().hide()
        self.table.setModel(self.model)
        self.table.set_columns([54, 0, 66])
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.setAccessibleName(_("审核计划"))
        self.table.activated.connect(lambda _index: self.edited.emit())
        self.add(self.table, 1)
        self._mark = IconLabel(theme, "checkbox-circle-line", "ok", 16)
        self.independence = label("", "label", wrap=True)
        self.independence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.set_footer(self._mark, self.independence)
        self.model.modelReset.connect(self._span)

    def show_audit(self, shown: Shown, *, writable: bool) -> None:
        """Another audit, or the same one later."""
        facts = shown.facts
        self.model.show(facts)
        days = {slot.of(AuditSlot.day) for slot in facts.slots} if facts else set()
        team = len(facts.members) if facts else 0
        self.set_title(_("审核计划"), _("{} 天 · {} 名内审员").format(len(days), team) if days or team else " ")
        self.edit.setVisible(writable and facts is not None)
        self.print.setEnabled(facts is not None)
        self._say(shown)

    def _say(self, shown: Shown) -> None:
        assigned = shown.facts is not None and any(
            slot.of(AuditSlot.auditor) and slot.of(AuditSlot.department) for slot in shown.facts.slots
        )
        if shown.biased:
            text, icon, tone = "；".join(shown.biased), "error-warning-line", "warn"
            if shown.waivers:
                text += _("（人员有限：{}）").format(shown.waivers[-1])
        elif assigned:
            text, icon, tone = _("内审员均未审核本部门，符合独立性要求"), "checkbox-circle-line", "ok"
        else:
            text, icon, tone = _("还没有安排内审员"), "information-line", "text3"
        self._mark.set_icon(icon, tone)
        self.independence.setText(text)

    def _span(self) -> None:
        self.table.clearSpans()
        for row in range(self.model.rowCount()):
            if self.model.slot(row) is None:
                self.table.setSpan(row, 0, 1, 3)
