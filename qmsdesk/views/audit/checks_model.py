"""The checklist as a tree: items under chapters of the standard or under departments, with counts in the heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.audits import AuditCheck
from qmsdesk.models.base import Row
from qmsdesk.registers.kinds import display_clause, to_text
from qmsdesk.services import audit_facts
from qmsdesk.services.audit_facts import Facts
from qmsdesk.standard import clauses as standard
from qmsdesk.views.widgets.grouped_model import NONE, GroupedModel, Index
from qmsdesk.views.widgets.roles import Role

SEGMENTS = Qt.ItemDataRole.UserRole + 211
"""What a head says behind its title: pairs of text and token."""
_Data = Qt.ItemDataRole
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_TITLES = (_("条款"), _("检查内容"), _("部门"), _("结果"), _("证据"))
CLAUSE, CONTENT, DEPARTMENT, RESULT, EVIDENCE = range(5)


@dataclass
class Group:
    """A chapter or a department with its items and their numbers on the list."""

    key: str
    title: str
    items: list[tuple[int, Row]] = field(default_factory=list)


class ChecksModel(GroupedModel):
    """Two levels; ``by`` is ``clause`` or ``department``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: list[Group] = []
        self.by = "clause"
        self._facts: Facts | None = None

    def show(self, facts: Facts | None, by: str) -> None:
        """Show a checklist; in place where the same items stand in the same order as before."""
        groups = _grouped(facts, by) if facts else []
        before = [(g.key, [row.id for _no, row in g.items]) for g in self.groups]
        self._facts, same = facts, by == self.by
        self.by = by
        if same and before and before == [(g.key, [row.id for _no, row in g.items]) for g in groups]:
            self.groups = groups
            for place, group in enumerate(groups):
                top = self.index(place, 0)
                self.dataChanged.emit(top, top)
                self.dataChanged.emit(self.index(0, 0, top), self.index(len(group.items) - 1, EVIDENCE, top))
            return
        self.beginResetModel()
        self.groups = groups
        self.endResetModel()

    def check(self, index: Index) -> Row | None:
        """The item of a row, None for a head."""
        if not index.isValid() or not index.internalId():
            return None
        return self.groups[index.internalId() - 1].items[index.row()][1]

    def number(self, index: Index) -> int:
        """The place of an item on the printed list, 0 for a head."""
        if not index.isValid() or not index.internalId():
            return 0
        return self.groups[index.internalId() - 1].items[index.row()][0]

    def index_of(self, check: int) -> QModelIndex:
        """Where an item stands; invalid when it is not there."""
        for place, group in enumerate(self.groups):
            for row, (_no, found) in enumerate(group.items):
                if found.id == check:
                    return self.index(row, 0, self.index(place, 0))
        return QModelIndex()

    # QAbstractItemModel

    def sizes(self) -> list[int]:
        """The number of items under every head."""
        return [len(group.items) for group in self.groups]

    def columnCount(self, _parent: Index = NONE) -> int:
        """Clause, content, department, result, evidence."""
        return len(_TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(_TITLES):
            return None
        if role == _Data.TextAlignmentRole:
            return _RIGHT if section == EVIDENCE else None
        return _TITLES[section] if role == _Data.DisplayRole else None

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts, pills, tips."""
        if not index.isValid() or self._facts is None:
            return None
        if not index.internalId():
            return _group_data(self.groups[index.row()], role) if index.column() == 0 else None
        no, check = self.groups[index.internalId() - 1].items[index.row()]
        return _item_data(self._facts, no, check, index.column(), role)


def _grouped(facts: Facts, by: str) -> list[Group]:
    groups: dict[str, Group] = {}
    numbered = list(enumerate(facts.checks, 1))
    if by == "department":
        for no, row in numbered:
            department = row.of(AuditCheck.department)
            title = facts.department(department) or _("未指定部门")
            groups.setdefault(str(department or ""), Group(str(department or ""), title)).items.append((no, row))
        order = sorted(groups.values(), key=lambda g: (not g.key, int(g.key or 0)))
    else:
        for no, row in numbered:
            words = row.of(AuditCheck.clauses)
            key = _chapter(words[0]) if words else ""
            groups.setdefault(key, Group(key, chapter_title(key))).items.append((no, row))
        order = sorted(groups.values(), key=lambda g: audit_facts.clause_key(g.key))
    for group in order:
        group.items.sort(key=lambda item: (_first(item[1]), item[0]))
    return order


def _first(row: Row) -> Any:
    words = row.of(AuditCheck.clauses)
    return audit_facts.clause_key(words[0]) if words else audit_facts.clause_key("")


def _chapter(word: str) -> str:
    catalogue, _slash, number = word.partition("/")
    return f"{catalogue}/{standard.base(number).split('.')[0]}"


def chapter_title(word: str) -> str:
    """``7 支持`` for ``2016/7``."""
    catalogue, _slash, number = word.partition("/")
    try:
        title = standard.clause(catalogue, number).title_zh if catalogue in standard.EDITIONS else ""
    except UserError:
        title = ""
    return f"{display_clause(word)} {title}".strip() or _("无条款")


def _group_data(group: Group, role: int) -> Any:
    if role == _Data.DisplayRole:
        return group.title
    if role == Role.GROUP:
        return True
    if role in (SEGMENTS, _Data.AccessibleTextRole):
        said = segments([row for _no, row in group.items])
        return said if role == SEGMENTS else " ".join((group.title, *(text for text, _token in said)))
    return None


def segments(checks: Sequence[Row]) -> list[tuple[str, str]]:
    """``已查 14/14``, then what was found, as text and token."""
    tally = audit_facts.tally(checks)
    said = [(_("已查 {}/{}").format(tally.judged, tally.total), "text2")]
    for key, text, token in (("nonconforming", _("不符合 {}"), "bad"), ("observation", _("观察项 {}"), "text2")):
        if count := tally.by.get(key, 0):
            said.append((text.format(count), token))
    return said


def _item_data(facts: Facts, no: int, check: Row, column: int, role: int) -> Any:
    if role == _Data.DisplayRole:
        return _text(facts, check, column)
    if role == Role.PILL:
        return True if column == RESULT else None
    if role == Role.TONE:
        return "text2" if column == CLAUSE else None
    if role == _Data.TextAlignmentRole:
        return _RIGHT if column == EVIDENCE else None
    if role == _Data.ToolTipRole and column == EVIDENCE:
        return check.of(AuditCheck.evidence) or _("还没有客观证据")
    if role == _Data.AccessibleTextRole:
        return _("{} {}").format(no, _text(facts, check, column))
    return None


def _text(facts: Facts, check: Row, column: int) -> str:
    if column == CLAUSE:
        return "、".join(display_clause(word) for word in check.of(AuditCheck.clauses))
    if column == CONTENT:
        return str(check.of(AuditCheck.content))
    if column == DEPARTMENT:
        return facts.department(check.of(AuditCheck.department))
    if column == RESULT:
        return to_text(AuditCheck.judgement, check.of(AuditCheck.judgement))
    return str(pieces(check) or "")


def pieces(check: Row) -> int:
    """How many pieces of evidence were written down: its lines."""
    return sum(bool(line.strip()) for line in str(check.of(AuditCheck.evidence)).splitlines())
