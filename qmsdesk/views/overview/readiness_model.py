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
    """``unfolded`` shows the rows that are 未到期 or 不适用 under their heading."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Judged | None] = []
        self._head = ""
        self.unfolded = False

    def set_rows(self, judged: Sequence[Judged], *, unfolded: bool) -> None:
        """Show these requirements, sorted."""
        ordered = overview.ordered(judged)
        counted = [each for each in ordered if each.counts]
        outside = [each for each in ordered if not each.counts]
        self.beginResetModel()
        self.unfolded = unfolded
        self._rows = list(counted)
        self._head = _fold_words(outside)
        if outside:
            self._rows += [None, *(outside if unfolded else ())]
        self.endResetModel()

    def requirement(self, row: int) -> Judged | None:
        """The requirement of a row; None for the heading of what is folded."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def is_heading(self, row: int) -> bool:
        """Whether a row is the heading of what is folded away."""
        return 0 <= row < len(self._rows) and self._rows[row] is None

    def row_of(self, key: str) -> int:
        """The row of a requirement by its key, −1 when it is not shown."""
        keys = (each.requirement.key if each is not None else "" for each in self._rows)
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
        if each is None:
            return self._heading(column, role)
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

    def _heading(self, column: int, role: int) -> Any:
        if role == Role.GROUP:
            return True
        if column != STATE:
            return None
        if role == _Data.DisplayRole:
            return self._head
        if role == Role.ICON:
            return ("arrow-down-s-line" if self.unfolded else "arrow-right-s-line", "text2")
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
    more = [_("……共 {} 处，双击看全部").format(len(lines))] if len(lines) > _LISTED else []
    return "\n".join([*lines[:_LISTED], *more])


def _fold_words(outside: Sequence[Judged]) -> str:
    states = [each.verdict.state for each in outside]
    parts = [
        _("{} {} 项").format(STATE_TITLES[state], states.count(state))
        for state in (NOT_DUE, NOT_APPLICABLE) if state in states
    ]  # fmt: skip
    return _("{}，不计入完成度").format("，".join(parts)) if parts else ""
