"""The table of a register: keys of a spreadsheet, saved widths, columns that give way in a small window."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.register.cells import EDIT_KEYS, CellDelegate, Host, move, starts_typing
from qmsdesk.views.register.columns import hidden_when_small
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.table_model import RecordTable
from qmsdesk.views.widgets.table import DataTable

CHECK_WIDTH = 38


class RegisterTable(DataTable):
    """Rows are selected whole, one cell has the cursor. What its keys ask for is done by the page."""

    delete_asked = Signal()
    fill_asked = Signal()
    paste_asked = Signal()
    escaped = Signal()
    painted = Signal()

    def __init__(
        self, kit: Kit, model: RecordTable, host: Host, settings: QSettings | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(kit.theme, parent, check_column=0)
        self._model, self._settings = model, settings
        self._key = f"register/{model.register.key}"
        self._hidden_by_user: set[int] = set()
        self._wanted_by_user: set[int] = set()  # shown also where there is little room
        self._painted = False
        self.cell_cursor = True
        self.setModel(model)
        self.setAccessibleName(model.register.title)
        self.cells = CellDelegate(kit.theme, kit, host, self)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(EDIT_KEYS)
        self.setTabKeyNavigation(False)
        head = self.head()
        head.setSectionsMovable(True)
        head.setFirstSectionMovable(False)
        head.setSortIndicatorShown(False)
        model.ticked.connect(self._show_ticks)
        model.modelReset.connect(self._show_ticks)
        self.reset_layout()
        self._restore()
        head.sectionResized.connect(lambda *_what: self._store())
        head.sectionMoved.connect(lambda *_what: self._store())
        kit.theme.changed.connect(self._restore)

    def reset_layout(self) -> None:
        """Widths, order and columns as declared."""
        head = self.head()
        for column in range(head.count()):
            head.moveSection(head.visualIndex(column), column)
        self._hidden_by_user.clear()
        self._wanted_by_user.clear()
        self.set_columns([CHECK_WIDTH, *(c.width for c in self._model.columns)])
        self.fit_columns()

    def forget_layout(self) -> None:
        """Back to what is declared, also for the next start."""
        self.reset_layout()
        if self._settings is not None:
            self._settings.remove(self._key)

    def show_column(self, column: int, on: bool) -> None:
        """Show or hide a column by the user's wish."""
        shown, hidden = self._wanted_by_user, self._hidden_by_user
        (shown if on else hidden).add(column)
        (hidden if on else shown).discard(column)
        self.fit_columns()
        self._store()

    def fit_columns(self) -> None:
        """Hide what the user hid, and what does not fit into the width there is."""
        room = round((self.viewport().width() - self.theme.px(CHECK_WIDTH)) / self.theme.scale)
        small = {place + 1 for place in hidden_when_small(self._model.columns, max(room, 400))}
        self.hide_columns(sorted(self._hidden_by_user | (small - self._wanted_by_user)))

    def visible_columns(self) -> list[int]:
        """Model columns with data, in the order seen."""
        head = self.head()
        order = (head.logicalIndex(place) for place in range(head.count()))
        return [column for column in order if column and not self.isColumnHidden(column)]

    def column_menu(self, menu: QMenu) -> None:
        """Tick entries for all columns; the first two always stay."""
        menu.clear()
        for place, column in enumerate(self._model.columns, 1):
            action = menu.addAction(column.header)
            action.setCheckable(True)
            action.setChecked(place not in self._hidden_by_user)
            action.setEnabled(place > 2)
            action.toggled.connect(lambda on, c=place: self.show_column(c, on))
        menu.addSeparator()
        menu.addAction(_("恢复默认布局"), self.forget_layout)

    def edit_cell(self, index: QModelIndex, typed: str = "") -> None:
        """Begin to edit; ``typed`` replaces what is in the cell."""
        self.cells.start(index, typed)

    def check_all(self, on: bool) -> None:
        """All rows at once, not one by one."""
        self._model.check_all(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a spreadsheet."""
        index = self.currentIndex()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif event.key() == Qt.Key.Key_D and control:
            self.fill_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            move(self, index, -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif starts_typing(event) and index.isValid() and self._model.field(index.column()) is not None:
            self.edit_cell(index, event.text())
        else:
            super().keyPressEvent(event)

    def has_painted(self) -> bool:
        """The list has come up."""
        return self._painted

    def paintEvent(self, event: QPaintEvent) -> None:
        """``painted`` comes once, when the list has come up: what may wait begins then."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns give way."""
        super().resizeEvent(event)
        self.fit_columns()

    def _show_ticks(self) -> None:
        count, all_rows = len(self._model.checked), len(self._model.ids)
        part = Qt.CheckState.PartiallyChecked if count else Qt.CheckState.Unchecked
        self.head().set_check_state(Qt.CheckState.Checked if count and count == all_rows else part)

    def _store(self) -> None:
        if self._settings is None:
            return
        head = self.head()
        widths = [0 if c.width == 0 else self.columnWidth(i) for i, c in enumerate(self._model.columns, 1)]
        # By header, so that a column added later does not shift what was saved.
        names = [c.header for c in self._model.columns]
        order = [names[head.logicalIndex(place) - 1] for place in range(1, head.count())]
        self._settings.setValue(f"{self._key}/order", order)
        self._settings.setValue(
            f"{self._key}/widths", [f"{n}={w}" for n, w in zip(names, widths, strict=True) if w > 20]
        )
        self._settings.setValue(f"{self._key}/hidden", [names[place - 1] for place in sorted(self._hidden_by_user)])

    def _restore(self) -> None:
        if self._settings is None:
            return
        names = [c.header for c in self._model.columns]
        head = self.head()
        place = 1
        for name in _texts(self._settings.value(f"{self._key}/order")):
            if name in names:
                head.moveSection(head.visualIndex(names.index(name) + 1), place)
                place += 1
        for text in _texts(self._settings.value(f"{self._key}/widths")):
            name, _sign, width = text.rpartition("=")
            if name in names and self._model.columns[names.index(name)].width and width.isdecimal():
                self.setColumnWidth(names.index(name) + 1, min(max(int(width), 28), 1200))
        hidden = _texts(self._settings.value(f"{self._key}/hidden"))
        self._hidden_by_user = {names.index(n) + 1 for n in hidden if n in names[2:]}
        self.fit_columns()


def _texts(stored: object) -> list[str]:
    """A list as settings files give it back: one entry comes as plain text, a damaged one as anything."""
    if isinstance(stored, str):
        return [stored] if stored else []
    return [item for item in stored if isinstance(item, str)] if isinstance(stored, list) else []
