"""The nine categories with both scores as a table: a row each, the totals and the grades last."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import AcceptanceScore
from qmsdesk.models.base import AnyField
from qmsdesk.registers.acceptance import SCORES
from qmsdesk.services.acceptance import Compared, View, difference_words
from qmsdesk.standard.values import plain
from qmsdesk.views.register.visit import LineEntry, Visit
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
_Data = Qt.ItemDataRole
_NONE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
TOTAL, GRADE = 9, 10


class ScoreColumn(NamedTuple):
    """A column; ``field`` is what is typed into it, ``width`` 0 takes what is left."""

    key: str
    title: str
    width: int
    field: AnyField | None = None
    right: bool = False


COLUMNS = (
    ScoreColumn("title", _("评价项目"), 172),
    ScoreColumn("rows", _("评价指标和提升结果"), 0),
    ScoreColumn("own", _("自评分数"), 72, right=True),
    ScoreColumn("given", _("验收分数"), 84, AcceptanceScore.score, right=True),
    ScoreColumn("difference", _("差异"), 84),
    ScoreColumn("note", _("说明"), 190, AcceptanceScore.note),
)
PLACE = {column.key: place for place, column in enumerate(COLUMNS)}


class ScoresModel(QAbstractTableModel):
    """The entries are child rows of the acceptance; one begins to exist with its first score or note."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self._visit: Visit | None = None
        self._entries: dict[str, LineEntry] = {}

    def show(self, visit: Visit, view: View) -> None:
        """Show an acceptance, or the same one after something was saved; what was refused stays in its cell."""
        fresh = visit is not self._visit or self.view is None
        if fresh:
            self.beginResetModel()
            self._entries.clear()
        self._visit, self.view = visit, view
        for line in view.lines:
            self._entries[line.key] = self._entry(visit, line, self._entries.get(line.key))
        if fresh:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 0), self.index(GRADE, len(COLUMNS) - 1))

    def line(self, row: int) -> Compared | None:
        """The category of a row; None on the totals."""
        return self.view.lines[row] if self.view is not None and 0 <= row < len(self.view.lines) else None

    def entry(self, row: int) -> LineEntry | None:
        """The editing of a row; None on the totals."""
        line = self.line(row)
        return self._entries.get(line.key) if line is not None else None

    def entries(self) -> list[LineEntry]:
        """All that are typed into."""
        return list(self._entries.values())

    def repaint(self, row: int) -> None:
        """Something of a row changed."""
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    # QAbstractTableModel

    def rowCount(self, parent: Index = _NONE) -> int:
        """Nine categories, 合计评分 and 评价等级."""
        return 0 if parent.isValid() or self.view is None else len(self.view.lines) + 2

    def columnCount(self, parent: Index = _NONE) -> int:
        """As declared."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == _Data.DisplayRole:
            return COLUMNS[section].title
        return _RIGHT if role == _Data.TextAlignmentRole and COLUMNS[section].right else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Scores and notes can be typed into while the acceptance is open."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        field, entry = COLUMNS[index.column()].field, self.entry(index.row())
        if field is not None and entry is not None and not entry.reason_closed(field):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """A cell; what was refused stays in it."""
        if not index.isValid() or self.view is None:
            return None
        column, line = COLUMNS[index.column()], self.line(index.row())
        if role == _Data.TextAlignmentRole:
            return _RIGHT if column.right else None
        if line is None:
            return self._sum(index.row(), column.key, role)
        entry, field = self._entries[line.key], column.field
        if field is not None and field in entry.problems:
            if role == _Data.DisplayRole:
                return entry.typed[field]
            return entry.problems[field] if role == Role.ERROR else None
        return _cell(line, column.key, role)

    def _sum(self, row: int, key: str, role: int) -> Any:
        assert self.view is not None
        if role == Role.GROUP:
            return True
        if role == Role.TONE and key == "difference":
            return "warn"
        if role != _Data.DisplayRole:
            return None
        view = self.view
        if row == TOTAL:
            total = view.given_total
            given = plain(total) if total is not None else ""
            whole = total is not None and not view.missing  # a sum of some differs by what is not scored yet
            differs = difference_words(total - Decimal(view.sheet.total)) if whole and total is not None else ""
            return {"title": _("合计评分"), "own": view.sheet.total, "given": given,
                    "difference": differs}.get(key, "")  # fmt: skip
        same = view.given_grade == view.sheet.grade
        words = "" if not view.given_grade else _("一致") if same else _("不同")
        if view.given_total is not None and view.missing:
            words = _("还差 {} 项").format(view.missing)
        return {"title": _("评价等级"), "own": view.sheet.grade, "given": view.given_grade, "difference": words}.get(
            key, ""
        )

    def _entry(self, visit: Visit, line: Compared, before: LineEntry | None) -> LineEntry:
        if before is not None and before.visit is visit and before.row_id == (line.line.id if line.line else None):
            before.row = line.line
            return before
        made = LineEntry(visit, SCORES, line.line)
        if line.line is None:
            made.values[AcceptanceScore.category] = line.key
        return made


def _cell(line: Compared, key: str, role: int) -> Any:
    if role == _Data.DisplayRole:
        given = line.given
        return {
            "title": line.title, "rows": line.tally or _("没有选取的评价指标"), "own": line.own_text,
            "given": plain(given) if given is not None else "", "difference": line.words, "note": line.note,
        }[key]  # fmt: skip
    if role == Role.CAPTION and key == "rows":
        return "、".join(row.indicator for row in line.rows)
    if role == Role.BOLD:
        return key == "given"
    if role == Role.TONE:
        if key == "difference":
            return "warn" if line.difference else "text2"
        quiet = not line.rows and line.given is None
        return "text3" if quiet or (key == "own" and line.own is None) else None
    if role == Role.FIELD:
        return True if key == "given" and line.rows and line.given is None else None
    return None
