"""The people in rows, the required topics of their tiers in columns: who was taught, who is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qmsdesk.i18n import _
from qmsdesk.models.database import gbk
from qmsdesk.models.people import Person
from qmsdesk.services.training import Facts, TierView, TopicView
from qmsdesk.views.training.wording import about, short
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
_WORDS = {"evaluated": _("已评价"), "trained": _("已训"), "missing": _("未训"), "untaught": _("未讲"), "": ""}
_TONES = {"evaluated": "ok", "trained": "info", "missing": "bad", "untaught": "neutral"}
NAME, DEPARTMENT, FIRST = 0, 1, 2
"""The columns before those of the topics."""


class CoverageModel(QAbstractTableModel):
    """The first row counts 已训/应训 for each topic, then one row for each person of any tier, by name."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.known: Facts | None = None
        self.topics: list[TopicView] = []
        self.people: list[int] = []
        self._departments: Mapping[int, str] = {}

    def load(self, known: Facts, views: Sequence[TierView], departments: Mapping[int, str]) -> None:
        """Show these tiers."""
        self.beginResetModel()
        self.known, self._departments = known, departments
        self.topics = [topic for view in views for topic in view.topics]
        due = {person for view in views for person in view.due}
        self.people = sorted(due, key=lambda p: (gbk(departments.get(p, "")), gbk(known.people[p].of(Person.name)), p))
        self.endResetModel()

    def topic(self, column: int) -> TopicView | None:
        """The topic of a column."""
        return self.topics[column - FIRST] if 0 <= column - FIRST < len(self.topics) else None

    def person(self, row: int) -> int | None:
        """The id of a row; None for the row of the counts."""
        return self.people[row - 1] if 0 < row <= len(self.people) else None

    def state(self, person: int, topic: TopicView) -> str:
        """How somebody stands with a topic: evaluated, trained, missing, untaught; empty when he is not due."""
        if person not in topic.due:
            return ""
        if person in topic.evaluated:
            return "evaluated"
        if person in topic.trained:
            return "trained"
        return "missing" if topic.sessions else "untaught"

    def rowCount(self, parent: Index = _NONE) -> int:
        """The counts and the people."""
        return 0 if parent.isValid() else len(self.people) + 1

    def columnCount(self, parent: Index = _NONE) -> int:
        """Name, department, topics."""
        return 0 if parent.isValid() else FIRST + len(self.topics)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """The letter of the tier before the topic; c2 for the document authors."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        topic = self.topic(section)
        if topic is None:
            return (_("姓名"), _("部门"))[section] if role == _Data.DisplayRole and section < FIRST else None
        if role == _Data.DisplayRole:
            return f"{topic.tier.key} {short(topic.topic)}"
        if role == _Data.ToolTipRole:
            return about(topic)
        return None

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """States as pills, counts in bold."""
        person, topic = self.person(index.row()), self.topic(index.column())
        if person is None:
            return self._count(topic, index.column(), role)
        if topic is None:
            return self._who(person, index.column(), role)
        state = self.state(person, topic)
        if role == _Data.DisplayRole:
            return _WORDS[state]
        if role == Role.PILL:
            return _TONES.get(state)
        if role == _Data.AccessibleTextRole and state:
            name = self._who(person, NAME, _Data.DisplayRole)
            return _("{}，{}：{}").format(name, topic.topic.title, _WORDS[state])
        return None

    def _count(self, topic: TopicView | None, column: int, role: int) -> Any:
        if role == Role.BOLD:
            return True
        if role == _Data.DisplayRole and column == NAME:
            return _("已训/应训")
        if topic is None:
            return None
        if role == _Data.DisplayRole:
            return f"{len(topic.trained)}/{len(topic.due)}"
        if role == Role.TONE:
            return "bad" if topic.missing and topic.sessions else "warn" if not topic.sessions else "ok"
        return None

    def _who(self, person: int, column: int, role: int) -> Any:
        if role != _Data.DisplayRole:
            return "text2" if role == Role.TONE and column == DEPARTMENT else None
        if column == DEPARTMENT:
            return self._departments.get(person, "")
        return str(self.known.people[person].of(Person.name)) if self.known else ""
