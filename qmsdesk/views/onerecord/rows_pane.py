"""One kind of child row of a record: the rows as a list, and the one at the cursor in a form beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.registers.spec import Lines
from qmsdesk.views.onerecord.entries import FollowedEntry
from qmsdesk.views.onerecord.rows_tree import Head, RowsTree
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.register.visit import LineEntry, Visit
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, frame, label, row, set_property

MakeEntry = Callable[[Visit, Lines, Row | None, Mapping[AnyField, object]], LineEntry]


@dataclass(frozen=True)
class Shape:
    """How one kind of row is shown: its words, the columns of the list (0 takes what is left), the rows of the form."""

    spec: Lines
    title: str
    add: str
    new: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[AnyField, ...], ...]
    stars: tuple[AnyField, ...]
    hint: str = ""
    label_width: int = 76


def entry(visit: Visit, spec: Lines, line: Row | None, preset: Mapping[AnyField, object]) -> LineEntry:
    """A row of which what stays open can be typed into when its record is locked."""
    return FollowedEntry(visit, spec, line, dict(preset))


class RowsPane(QWidget):
    """``chosen`` carries the id of the row in the form, 0 for a blank one.

    ``removed`` asks to take a row out, ``moved`` to move it.
    """

    chosen = Signal(int)
    removed = Signal(int)
    moved = Signal(int, int)

    def __init__(self, kit: Kit, shape: Shape, parent: QWidget | None = None, make: MakeEntry = entry) -> None:
        super().__init__(parent)
        theme = kit.theme
        self._shape, self._make = shape, make
        self.visit: Visit | None = None
        self._heads: Sequence[Head] = ()
        self._preset: Mapping[AnyField, object] = {}
        self.list = Card(theme, shape.title, parent=self)
        self.tree = RowsTree(theme, shape.columns, shape.title, self.list)
        self.list.add(self.tree, 1)
        self.add_button = button(theme, shape.add, "add-line", small=True, on_click=self.begin)
        self.list.add_head(self.add_button)
        self.left = QWidget(self)
        self.under = column(self.left, spacing=12)
        self.under.addWidget(self.list, 1)
        self.card = Card(theme, parent=self)
        self._fill_card(kit, shape)
        both = self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(self.left, 720)
        both.addWidget(self.card, 426)
        self.tree.chosen.connect(self._moved_on)
        self.tree.entered.connect(self.enter)
        self.tree.deleted.connect(self._ask_remove)
        self.tree.moved.connect(self._ask_move)
        self.form.marked.connect(self._show_head)

    def show_rows(self, visit: Visit, heads: Sequence[Head]) -> None:
        """The rows of a record, or of the same one after something was saved; what is being typed stays."""
        another = visit is not self.visit
        entry, before = self.form.entry, self.tree.line()
        kept = 0 if another else (entry.row_id if entry is not None else None) or before
        drafting = not another and entry is not None and entry.unsaved() and entry.is_draft
        self.visit, self._heads = visit, heads
        self.tree.fill(heads)
        writable = self.writable
        for made in (self.add_button, self.remove_button, self.up_button, self.down_button):
            made.setVisible(writable)
        if drafting:
            self.tree.leave()
            self.form.refresh()
            self._show_head()
            return
        first = next((each.line for head in heads for each in head.rows), 0)
        if another:
            self.form.show_entry(None)
        if not self.tree.go(kept) and not self.tree.go(first) and not self.tree.go_to_head(0):
            self._blank({})

    @property
    def writable(self) -> bool:
        """Rows can be added and taken out."""
        return self.visit is not None and not self.visit.reason_closed(lines=self._shape.spec)

    def line(self) -> int:
        """The row in the form, 0 for a new one and where there is none."""
        entry = self.form.entry
        return (entry.row_id or 0) if entry is not None else 0

    def begin(self, preset: Mapping[AnyField, object] | None = None) -> bool:
        """A blank row in the form, with the values given or those of the group at the cursor.

        False where rows are closed, or where the row in the form is not saved yet: it stays, and says what it waits
        for.
        """
        if not self.writable:
            return False
        if not self.form.flush() or self.form.unsaved():
            wanted = self.form.show_missing()
            self.focus_field(wanted)
            return False
        group = self.tree.group()
        values = preset if isinstance(preset, Mapping) else group.preset if group is not None else self._preset
        self.tree.leave()
        self._blank(values)
        self.focus_field(None)
        return True

    def go(self, line: int, field: AnyField = None) -> bool:
        """To a row, and into one of its fields."""
        if not self.tree.go(line):
            return False
        if field is not None:
            self.focus_field(field)
        return True

    def focus_field(self, field: AnyField) -> None:
        """Into a field of the form; None is the first that can be typed into."""
        entry = self.form.entry
        if entry is None:
            return
        open_ones = [f for f in self.form.editors if not entry.reason_closed(f) and self.form.rows[f].isVisibleTo(self)]
        wanted = field if any(f is field for f in open_ones) else next(iter(open_ones), None)
        if wanted is not None:
            self.form.focus_field(wanted)
            self.area.ensureWidgetVisible(self.form.rows[wanted])

    def enter(self) -> None:
        """Enter on a row: into its form."""
        self.focus_field(None)

    def forget(self) -> None:
        """There is no record."""
        self.visit = None
        self.form.show_entry(None)

    def set_narrow(self, on: bool) -> None:
        """In a narrow window the form stands under the list."""
        direction = QBoxLayout.Direction
        self._both.setDirection(direction.TopToBottom if on else direction.LeftToRight)

    def add_tool(self, widget: QWidget) -> None:
        """Something that acts on the row at the cursor, at the left under its form."""
        self._foot.insertWidget(self._foot.count() - 4, widget)

    def _fill_card(self, kit: Kit, shape: Shape) -> None:
        theme = kit.theme
        self.title = label("", "h2")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pill = Pill(theme, "", parent=self.card)
        head = QWidget(self.card)
        line = row(head, margins=(14, 10, 14, 6))
        line.addWidget(self.title, 1)
        line.addWidget(self.pill)
        self.card.add(head)
        self.area = QScrollArea(self.card)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.add(self.area, 1)
        inside = QWidget(self.area)
        self.area.setWidget(inside)
        self.form = EntryForm(kit, shape.rows, stars=shape.stars, label_width=shape.label_width, parent=inside)
        lines = column(inside, margins=(14, 2, 14, 10))
        lines.addWidget(self.form)
        self.below = column(spacing=6, margins=(0, 8, 0, 0))
        lines.addLayout(self.below)
        lines.addStretch(1)
        foot = frame("cardfoot", self.card)
        self._foot = row(foot, margins=(14, 6, 14, 6))
        self.up_button, self.down_button = (
            tool_button(theme, text, icon, "ghost", small=True, icon_only=True)
            for text, icon in ((_("上移（Alt+↑）"), "arrow-up-s-line"), (_("下移（Alt+↓）"), "arrow-down-s-line"))
        )
        self.up_button.clicked.connect(lambda _on=False: self._ask_move(-1))
        self.down_button.clicked.connect(lambda _on=False: self._ask_move(1))
        self.remove_button = button(theme, _("删除"), "", "danger", small=True, on_click=self._ask_remove)
        self._foot.addStretch(1)
        for made in (self.up_button, self.down_button, self.remove_button):
            self._foot.addWidget(made)
        self.card.add(foot)

    def _moved_on(self) -> None:
        """The cursor stands on another row: what was typed is saved first; a red field keeps the form."""
        form, line, head = self.form, self.tree.line(), self.tree.head()
        if not line and head is None:
            return
        entry = form.entry
        if line and entry is not None and entry.row_id == line:
            form.refresh()
            self._show_head()
            return
        if entry is not None and (not form.flush() or entry.unsaved()):
            red = entry.row_id or 0
            QTimer.singleShot(0, self, lambda: self._back_to(red))
            return
        if line:
            stored = next((each for each in self._rows() if each.id == line), None)
            if stored is not None and self.visit is not None:
                form.show_entry(self._make(self.visit, self._shape.spec, stored, {}))
                self.chosen.emit(line)
            self._show_head()
        elif head is not None:
            self._blank(head.preset)

    def _back_to(self, line: int) -> None:
        """The cursor onto the row of the form; nowhere for a new one."""
        if not self.tree.go(line):
            self.tree.leave()

    def _blank(self, preset: Mapping[AnyField, object]) -> None:
        visit, self._preset = self.visit if self.writable else None, preset
        self.form.show_entry(self._make(visit, self._shape.spec, None, preset) if visit is not None else None)
        self._show_head()
        self.chosen.emit(0)

    def _show_head(self) -> None:
        entry = self.form.entry
        listed = next((each for head in self._heads for each in head.rows if each.line == self.line()), None)
        if entry is None:
            self.title.setText(self._shape.hint or _("还没有{}").format(self._shape.spec.title))
        else:
            self.title.setText(self._shape.new if listed is None else listed.title)
        set_property(self.title, "tone", "text3" if entry is None else "")
        self.pill.set_state(listed.state if listed is not None else "")
        self.form.setVisible(entry is not None)
        stored = entry is not None and not entry.is_draft
        begun = entry is not None and entry.is_draft and entry.touched
        self.remove_button.setEnabled(stored or begun)
        self.up_button.setEnabled(stored)
        self.down_button.setEnabled(stored)

    def _rows(self) -> Sequence[Row]:
        return self.visit.lines(self._shape.spec) if self.visit is not None else ()

    def _ask_remove(self) -> None:
        if self.form.entry is not None and self.writable:
            self.removed.emit(self.line())

    def _ask_move(self, by: int) -> None:
        if self.line() and self.writable:
            self.moved.emit(self.line(), by)
