"""F1 in a dialog, where the help of the window cannot be reached: the box by the field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QToolTip, QVBoxLayout
from pytestqt.qtbot import QtBot

from qmsdesk.models.indicators import Indicator
from qmsdesk.registers.field_help import help_of
from qmsdesk.views.register import field_hint
from qmsdesk.views.register.editor import TextEditor


@pytest.mark.parametrize("modal", [True, False])
def test_f1_shows_how_the_field_is_filled_in_where_nothing_else_can(qtbot: QtBot, modal: bool) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setModal(modal)
    editor = TextEditor(Indicator.formula, dialog)
    QVBoxLayout(dialog).addWidget(editor)
    dialog.show()
    qtbot.keyClick(editor.line, Qt.Key.Key_F1)
    assert QToolTip.isVisible() == modal
    assert not modal or QToolTip.text() == field_hint.text_of(Indicator.formula)
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_box_says_what_the_help_says() -> None:
    found = help_of(Indicator.formula)
    assert found is not None
    text = field_hint.text_of(Indicator.formula)
    assert found.how in text
    assert found.example in text
    assert field_hint.text_of(Indicator.id) == ""


def test_a_field_without_help_shows_no_box(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    field_hint.show(line, Indicator.id)
    assert not QToolTip.isVisible()
