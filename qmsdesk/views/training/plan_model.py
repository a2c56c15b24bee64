"""年度计划: the sessions of a year in rows, the months in columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qmsdesk.i18n import _
from qmsdesk.models.training import Training
from qmsdesk.registers.kinds import to_text
from qmsdesk.services.training import Session, is_overdue
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
BEFORE = (_("编号"), _("培训主题"), _("层级"))
AFTER = (_("讲师"), _("状态"))
FIRST = len(BEFORE)
LAST = FIRST + 12
"""The columns of the months are ``FIRST`` up to ``LAST``."""


class PlanModel(QAbstractTableModel):
    """An open circle in the month a session is planned for, a full one in the month it was held."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sessions: list[Session] = []
        self._today, self._year = dt.date.min, 0

    def load(self, sessions: Sequence[Session], year: int, today: dt.date) -> None:
        """Show the plan of a year."""
        self.beginResetModel()
        self.sessions, self._year, self._today = list(sessions), year, today
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """The sessions."""
        return 0 if parent.isValid() else len(self.sessions)

    def columnCount(self, parent: Index = _NONE) -> int:
        """What, the months, by whom and how it stands."""
        return 0 if parent.isValid() else LAST + len(AFTER)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Months by their number."""
        if orientation != Qt.Orientation.Horizontal or role != _Data.DisplayRole:
            return None
        return (*BEFORE, *(str(n) for n in range(1, 13)), *AFTER)[section]

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts; the state is a pill."""
        session, column = self.sessions[index.row()], index.column()
        if role == _Data.DisplayRole:
            return self._text(session, column)
        if role == Role.PILL:
            return ("bad" if is_overdue(session, self._today) else True) if column == LAST + 1 else None
        if role == Role.TONE and FIRST <= column < LAST:
            return "actual" if session.held else "accent"
        if role == _Data.AccessibleTextRole and FIRST <= column < LAST and (mark := self._text(session, column)):
            word = _("已实施") if mark == "●" else _("计划")
            return _("{} 月 {}").format(column - FIRST + 1, word)
        return None

    def _text(self, session: Session, column: int) -> str:
        if FIRST <= column < LAST:
            return self._mark(session, column - FIRST + 1)
        row = session.row
        if column == LAST + 1:
            return _("逾期") if is_overdue(session, self._today) else to_text(Training.status, row["status"])
        texts = {0: session.number, 1: row.of(Training.topic), 2: "、".join(row.of(Training.tiers))}
        return str({**texts, LAST: row.of(Training.trainer)}[column])

    def _mark(self, session: Session, month: int) -> str:
        held = session.row.of(Training.held_on) if session.held else None
        planned = session.row.of(Training.planned_on)
        if held and (held.year, held.month) == (self._year, month):
            return "●"
        return "○" if planned and (planned.year, planned.month) == (self._year, month) else ""
