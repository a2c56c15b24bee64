"""The 49 items of 表A.1 under their nine heads, typed into like a sheet; every cell is one save."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.project import Opinion
from qmsdesk.registers.project import FINDINGS
from qmsdesk.services.records import Change
from qmsdesk.services.survey_hints import Hints
from qmsdesk.services.surveying import WEAK, Found, Group, View
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.survey.grid_cells import COLUMNS, TONES, FindingEntry
from qmsdesk.views.widgets.roles import Role

Index = QModelIndex | QPersistentModelIndex
SEGMENTS = Qt.ItemDataRole.UserRole + 231
"""What a head says behind its title: pairs of text and token."""
FILTERS: dict[str, Callable[[Found], bool]] = {
    "all": lambda _found: True,
    "open": lambda found: not found.state,
    "weak": lambda found: found.state in WEAK,
    "opinion": lambda found: bool(found.opinions),
}
_Data = Qt.ItemDataRole
_NONE = QModelIndex()


class GridModel(QAbstractTableModel):
    """``saved`` carries a Change, ``failed`` an error that is not the cell's own, ``marked`` that a text was refused.

    What a filter shows stays while it is typed into: a row does not vanish under the cursor.
    """

    saved = Signal(object)
    failed = Signal(object)
    marked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[int, str]] = []  # the group, and the code of the item; none in a head
        self._visit: Visit | None = None
        self._groups: tuple[Group, ...] = ()
        self._found: dict[str, Found] = {}
        self._entries: dict[str, FindingEntry] = {}
        self._hints: Hints | None = None
        self._filter, self._words = "all", ""

    def show(self, visit: Visit, view: View, hints: Hints) -> None:
        """Show a survey; in place where it is the one shown before. What was refused stays in its cell."""
        another = visit is not self._visit
        self._visit, self._groups, self._hints = visit, view.groups, hints
        self._found = {each.item.code: each for each in view.items}
        before = {} if another else self._entries
        self._entries = {}
        for code, found in self._found.items():
            entry = before.get(code)
            if entry is None:
                entry = FindingEntry(visit, code, found.line)
            else:
                entry.show(found.line)  # the same object: an open editor commits into it
            self._entries[code] = entry
        if another:
            self._lay()
        elif self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(COLUMNS) - 1))

    def set_filter(self, key: str, words: str) -> None:
        """Another choice of items; what was committed since may leave the list now."""
        self._filter, self._words = key, words.strip().casefold()
        self._lay()

    def code(self, row: int) -> str:
        """The item of a row, empty for a head."""
        return self.rows[row][1] if 0 <= row < len(self.rows) else ""

    def row_of(self, code: str) -> int:
        """The row of an item, -1 when it is not shown."""
        return next((place for place, (_group, each) in enumerate(self.rows) if each and each == code), -1)

    def found(self, code: str) -> Found | None:
        """An item as stored."""
        return self._found.get(code)

    def entry(self, code: str) -> FindingEntry | None:
        """The editing of an item."""
        return self._entries.get(code)

    def codes(self) -> list[str]:
        """The items shown, top to bottom."""
        return [code for _group, code in self.rows if code]

    def take(self, entry: FindingEntry, field: AnyField, read: Callable[[], Any], text: str) -> None:
        """Commit what an editor holds: one save, or the cell stays red with the sentence as its tip."""
        change: Change | None = None
        try:
            change = entry.take(field, read, text)
        except UserError as error:
            self.failed.emit(error)
        row = self.row_of(entry.code)
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
        if change is None:
            self.marked.emit()
        else:
            self.saved.emit(change)

    def problems(self) -> list[str]:
        """The sentences of the red cells."""
        return [text for entry in self._entries.values() for text in entry.problems.values()]

    def forget(self, code: str = "") -> None:
        """Drop what was refused, in one item or everywhere."""
        for each in [self._entries[code]] if code else self._entries.values():
            each.forget()
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(COLUMNS) - 1))
        self.marked.emit()

    # QAbstractTableModel

    def rowCount(self, parent: Index = _NONE) -> int:
        """Heads and items."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Number, content, and what was found."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Data.DisplayRole) -> Any:
        """Titles."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == _Data.ToolTipRole and COLUMNS[section].key == "state":
            return _("1 较好　2 一般　3 薄弱　4 未开展　5 不适用　0 清空")
        return COLUMNS[section].title if role == _Data.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads are passed over; open cells can be typed into."""
        code = self.code(index.row()) if index.isValid() else ""
        if not code:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        field = COLUMNS[index.column()].field
        if field is not None and not self._entries[code].reason_closed(field):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = _Data.DisplayRole) -> Any:
        """Texts, pills, hints, what was refused."""
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        group, code = self.rows[index.row()]
        if not code:
            return _head(self._groups[group], role) if index.column() == 0 else None
        column, entry, found = COLUMNS[index.column()], self._entries[code], self._found[code]
        if column.field is None:
            return _item(found, column.key, role)
        field = column.field
        if role == Role.ERROR:
            return entry.problems.get(field)
        if role == _Data.DisplayRole:
            return entry.text(field)
        if column.key == "state" and role == Role.PILL:
            return TONES.get(found.state) if field not in entry.problems else None
        if column.key == "value" and role in (Role.CAPTION, _Data.ToolTipRole) and not entry.text(field):
            return self._hint(code, role)
        return None

    def closed(self) -> str:
        """Why the findings cannot be changed, empty when they can."""
        return self._visit.reason_closed(lines=FINDINGS) if self._visit is not None else ""

    def _hint(self, code: str, role: int) -> str | None:
        hint = self._hints.of(code) if self._hints is not None and not self.closed() else None
        if hint is None:
            return None
        text = _("可取 {}") if role == Role.CAPTION else _("{}（{}），按 Ctrl+Enter 取用")
        return text.format(hint.text, hint.source)

    def _lay(self) -> None:
        wanted: list[tuple[int, str]] = []
        shows = FILTERS[self._filter]
        for place, group in enumerate(self._groups):
            inside = [each.item.code for each in group.items if shows(each) and self._speaks(each)]
            wanted += [(place, ""), *((place, code) for code in inside)] if inside else []
        self.beginResetModel()
        self.rows = wanted
        self.endResetModel()

    def _speaks(self, found: Found) -> bool:
        """Whether the words looked for stand anywhere in an item."""
        if not self._words:
            return True
        entry = self._entries[found.item.code]
        texts = [found.item.code, found.item.label, found.item.title, *(entry.text(f) for f in FINDINGS.fields[1:])]
        return any(self._words in text.casefold() for text in texts)


def _head(group: Group, role: int) -> Any:
    if role == _Data.DisplayRole:
        return group.title
    if role == Role.GROUP:
        return True
    if role in (SEGMENTS, _Data.AccessibleTextRole):
        said = segments(group.items)
        return said if role == SEGMENTS else " ".join((group.title, *(text for text, _token in said)))
    return None


def segments(items: Sequence[Found]) -> list[tuple[str, str]]:
    """``已调研 5/6``, then what is weak, as text and token."""
    done = sum(bool(each.state) for each in items)
    said = [(_("已调研 {}/{}").format(done, len(items)), "text2")]
    for key, text, token in (("weak", _("薄弱 {}"), "warn"), ("absent", _("未开展 {}"), "bad")):
        if count := sum(each.state == key for each in items):
            said.append((text.format(count), token))
    return said


def _item(found: Found, key: str, role: int) -> Any:
    item = found.item
    if key == "code":
        if role == _Data.AccessibleTextRole:
            return f"{item.code} {item.label}"
        return item.code if role == _Data.DisplayRole else "text2" if role == Role.TONE else None
    if key == "opinions":
        if role == _Data.ToolTipRole:
            return "\n".join(str(each.line.of(Opinion.text)) for each in found.opinions) or None
        return _("{} 条").format(len(found.opinions)) if role == _Data.DisplayRole and found.opinions else None
    if role == _Data.DisplayRole:
        return item.label
    return item.title if role == _Data.ToolTipRole else None
