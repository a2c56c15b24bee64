"""The requirements as rows: what is missing first, what is outside the count folded away at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qmsdesk.i18n import _
from qmsdesk.services import overview
from qmsdesk.services.readiness import MET, NOT_APPLICABLE, NOT_DUE, STATE_TITLES, Judged
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
STATE, CLAUSE, TITLE, WHY, GO = range(5)
WIDTHS = (92, 146, 196, 0, 84)
WIDTHS_COMPACT = (88, 142, 176, 0, 80)
WIDTHS_NARROW = (84, 138, 148, 0, 76)
_HEADERS = (_("状态"), _("条款"), _("要求"), _("还缺什么 / 依据"), "")
_NONE = QModelIndex()
_Data = Qt.ItemDataRole
_LISTED = 8  # lines in a tool tip


class ReadinessModel(QAbstractTableModel):
    """``unfolded`` has the states outside the count (未到期, 不适用) whose rows are shown under their heading."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Judged | str] = []
        self._heads: dict[str, str] = {}
        self.unfolded: frozenset[str] = frozenset()

    def set_rows(self, judged: Sequence[Judged], *, unfolded: frozenset[str]) -> None:
        """Show these requirements, sorted."""
        ordered = overview.ordered(judged)
        self.beginResetModel()
        self.unfolded, self._heads = unfolded, {}
        self._rows = [each for each in ordered if each.counts]
        for state in (NOT_DUE, NOT_APPLICABLE):
            outside = [each for each in ordered if each.verdict.state == state]
            if outside:
                self._heads[state] = _("{} {} 项，不计入完成度").format(STATE_TITLES[state], len(outside))
                self._rows += [state, *(outside if state in unfolded else ())]
        self.endResetModel()

    def requirement(self, row: int) -> Judged | None:
        """The requirement of a row; None for the heading of what is folded."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return None if isinstance(found, str) else found

    def heading(self, row: int) -> str:
        """The state whose rows are folded away under a heading; empty for a requirement."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, str) else ""

    def row_of_heading(self, state: str) -> int:
        """Where the heading of a state stands, −1 when it has no rows."""
        return self._rows.index(state) if state in self._heads else -1

    def row_of(self, key: str) -> int:
        """The row of a requirement by its key, −1 when it is not shown."""
        keys = ("" if isinstance(each, str) else each.requirement.key for each in self._rows)
        return next((row for row, found in enumerate(keys) if found == key), -1)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Requirements and the heading."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """State, clause, requirement, why, link."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Headings."""
        horizontal = orientation == Qt.Orientation.Horizontal
        return _HEADERS[section] if horizontal and role == _Data.DisplayRole else None

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """The state is a pill, the last column a link."""
        each, column = self._rows[index.row()], index.column()
        if isinstance(each, str):
            return self._heading(each, column, role)
        if role == _Data.DisplayRole:
            return self._text(each, column)
        if role == Role.PILL:
            return True if column == STATE else None
        if role == Role.TONE:
            return "accent" if column == GO else None if column == TITLE else "text2"
        if role == _Data.TextAlignmentRole and column == GO:
            return Qt.AlignmentFlag.AlignRight.value
        if role == _Data.ToolTipRole and column == WHY:
            return _tip(each)
        if role == _Data.ToolTipRole and column == TITLE:
            return _("{}　{}：{}").format(each.requirement.title, each.requirement.force, each.requirement.must)
        if role == _Data.AccessibleTextRole and column == GO:
            return _("{} {}").format(self._text(each, GO), each.requirement.title)
        return None

    def _heading(self, state: str, column: int, role: int) -> Any:
        if role == Role.GROUP:
            return True
        if column != STATE:
            return None
        if role == _Data.DisplayRole:
            return self._heads[state]
        if role == Role.ICON:
            return ("arrow-down-s-line" if state in self.unfolded else "arrow-right-s-line", "text2")
        return None

    def _text(self, each: Judged, column: int) -> str:
        requirement = each.requirement
        if column == STATE:
            return STATE_TITLES[each.verdict.state]
        if column == CLAUSE:
            return requirement.clause if requirement.standard == "1023" else requirement.reference
        if column == TITLE:
            return requirement.title
        return overview.explain(each) if column == WHY else link_word(each)


def link_word(each: Judged) -> str:
    """What the link of a requirement says."""
    if each.verdict.state in (MET, NOT_APPLICABLE):
        return _("查看")
    place = overview.place_of(each)
    if place.register == overview.BUNDLE:
        return _("去导出")
    return _("去处理") if place.number or each.verdict.evidence else _("去登记")


def _tip(each: Judged) -> str:
    lines = [missing.text for missing in each.verdict.missing] or [overview.explain(each)]
    total = len(each.verdict.missing) or len(each.verdict.evidence)
    more = [_("双击或按空格看全部 {} 处").format(total)] if total > 1 else []
    return "\n".join([*lines[:_LISTED], *more])
