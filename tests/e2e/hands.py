"""How a field, a cell, a tab or a menu is used by hand: one way for each kind of editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTabBar, QTabWidget, QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.views.register.editor import Editor, LongEditor, TextEditor
from qmsdesk.views.register.editor_choice import ChoiceEditor, FlagEditor, MultiEditor
from qmsdesk.views.register.editor_clauses import ClausesEditor
from qmsdesk.views.register.editor_relation import RelationEditor
from qmsdesk.views.register.lines import LinesTab
from tests.e2e.conftest import LEFT, Desk

_Key = Qt.Key


class Filled(Protocol):
    """Anything that shows fields by editors."""

    editors: dict[AnyField, Editor]


def fill(desk: Desk, form: Filled, values: Mapping[AnyField, str]) -> None:
    """Type into one field after the other and leave each with Tab; it has to be there and open."""
    for field, text in values.items():
        editor = form.editors[field]
        assert editor.is_open(), f"{field.verbose_name} is closed"
        desk.wait(editor.control.isVisible)
        put(desk, editor, text)
        assert not editor.dirty(), f"{field.verbose_name} was not taken"


def put(desk: Desk, editor: Editor, text: str, leave: Qt.Key = _Key.Key_Tab) -> None:
    """Give an editor another value, ``；`` between several ones."""
    desk.front()
    editor.control.setFocus()
    if isinstance(editor, ChoiceEditor):
        choose(desk, editor, text)
    elif isinstance(editor, MultiEditor):
        tick(desk, editor, text)
    elif isinstance(editor, FlagEditor):
        if (text == "是") != editor.tick.isChecked():
            desk.press(_Key.Key_Space, on=editor.tick)
    elif isinstance(editor, RelationEditor):
        editor.line.selectAll()
        editor.line.insert(text)
        completer = editor.box.completer()
        assert completer is not None
        if completer.popup().isVisible():
            completer.popup().hide()
        desk.press(leave, on=editor.box)
    elif isinstance(editor, LongEditor):
        editor.box.selectAll()
        editor.box.insertPlainText(text)
        desk.press(leave, on=editor.box)
    elif isinstance(editor, ClausesEditor | TextEditor):
        desk.type(editor.line, text)
        desk.press(leave, on=editor.line)
    else:
        raise AssertionError(type(editor))


def choose(desk: Desk, editor: ChoiceEditor, text: str) -> None:
    """Open the list of a choice and take one of it."""
    place = editor.box.findText(text)
    assert place >= 0, f"{text} is not offered"
    editor.box.showPopup()
    view = editor.box.view()
    view.setCurrentIndex(editor.box.model().index(place, 0))
    desk.press(_Key.Key_Return, on=view)


def tick(desk: Desk, editor: MultiEditor, text: str) -> None:
    """Open the menu of ticks, change those that are to be otherwise, leave it."""
    wanted = set(text.split("；"))
    menu = editor.menu
    menu.popup(editor.button.mapToGlobal(editor.button.rect().bottomLeft()))
    for action in editor.actions_by_key.values():
        if (action.text() in wanted) != action.isChecked():
            menu.setActiveAction(action)
            desk.press(_Key.Key_Space, on=menu)
    desk.press(_Key.Key_Escape, on=menu)


def row(desk: Desk, tab: LinesTab, values: Mapping[AnyField, str], *, draft: bool = False) -> None:
    """Type into the cells of the blank row, or with ``draft`` of the one above it."""
    where = tab.model.rowCount() - (2 if draft else 1)
    for field, text in values.items():
        desk.cell(tab.table, where, tab.spec.fields.index(field))
        desk.press(_Key.Key_Return, on=tab.table)
        editor = tab.table.cells.editor
        assert editor is not None, f"{field.verbose_name} cannot be typed into"
        put(desk, editor, text, _Key.Key_Return)
        if tab.table.cells.editor is not None:
            desk.press(_Key.Key_Return, on=editor.control)
        entry = tab.model.entries[where]
        assert entry.problems == {}, entry.problems


def turn(desk: Desk, tabs: QTabWidget | QTabBar, title: str) -> None:
    """Click the tab whose title begins so."""
    bar = tabs.tabBar() if isinstance(tabs, QTabWidget) else tabs
    place = next(n for n in range(bar.count()) if bar.tabText(n).startswith(title))
    desk.front()
    desk.qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())
    assert bar.currentIndex() == place


def trigger(menu: QMenu, text: str) -> None:
    """Choose an entry of a menu as it is now."""
    menu.aboutToShow.emit()
    action = next(a for a in menu.actions() if a.text().startswith(text))
    assert action.isEnabled(), text
    action.trigger()


def shows(view: QAbstractItemView, row_: int, column: int) -> Any:
    """What a cell shows."""
    return view.model().index(row_, column).data()


def inside(widget: QWidget, kind: type[Any]) -> Any:
    """The one widget of a kind in another that can be seen."""
    (found,) = [each for each in widget.findChildren(kind) if each.isVisible()]
    return found
