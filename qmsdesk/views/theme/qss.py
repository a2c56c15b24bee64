"""One style sheet for the whole program, made from the tokens; sizes are those of the design times the font scale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields

from qmsdesk.views.theme.qss_shell import SHELL
from qmsdesk.views.theme.tokens import Tokens

# $name is a token, url($name) a rasterised picture; 12pt is scaled, 12rd scaled and rounded down (a radius above half
# the height is not drawn at all), px stays as written.
_CONTROLS = """
QToolTip { background: $plate; color: $on_plate; border: 1px solid $border; padding: 4px 8px; font-size: 12pt; }
QDialog, QWidget[role=page] { background: $window; }
QLabel { background: transparent; }
QLabel[role=h1] { font-size: 18pt; font-weight: 700; }
QLabel[role=h2] { font-size: 15pt; font-weight: 700; }
QLabel[role=h3] { font-size: 14pt; font-weight: 700; }
QLabel[role=figure] { font-size: 26pt; font-weight: 700; }
QLabel[role=total] { font-size: 32pt; font-weight: 700; }
QLabel[role=strong] { font-weight: 700; }
QLabel[role=caption] { font-size: 12pt; color: $text3; }
QLabel[role=label] { color: $text2; }
QLabel[role=error] { font-size: 12pt; color: $bad; }
QLabel[role=hint] { font-size: 12pt; color: $text3; }
QLabel[role=key] { font-size: 12pt; color: $text2; border: 1px solid $border2; border-radius: 3px; padding: 0 4px;
    background: $subtle; }
QLabel[tone=ok] { color: $ok; } QLabel[tone=warn] { color: $warn; } QLabel[tone=bad] { color: $bad; }
QLabel[tone=info] { color: $info; } QLabel[tone=neutral] { color: $neutral; }
QLabel:disabled { color: $disabled; }

QToolButton, QPushButton { min-height: 28pt; max-height: 28pt; padding: 0 12px; border: 1px solid $border2;
    border-radius: 4px; background: $surface; color: $text; }
QToolButton[beside=true] { padding: 0 6px 0 11px; } QToolButton[beside=true]:focus { padding: 0 5px 0 10px; }
QToolButton[beside=true][small=true] { padding: 0 3px 0 8px; }
QToolButton:hover, QPushButton:hover { background: $hover; }
QToolButton:pressed, QPushButton:pressed { background: $selected; }
QToolButton:focus, QPushButton:focus { border: 2px solid $accent; padding: 0 11px; }
QToolButton:disabled, QPushButton:disabled { color: $disabled; background: $subtle; border-color: $border; }
QToolButton[small=true], QPushButton[small=true] { min-height: 24pt; max-height: 24pt; padding: 0 8px; }
QToolButton[small=true]:focus, QPushButton[small=true]:focus { padding: 0 7px; }
QPushButton[kind=primary], QToolButton[kind=primary] { background: $accent_fill; border-color: $accent_fill;
    color: $on_fill; }
QPushButton[kind=primary]:hover, QToolButton[kind=primary]:hover { background: $accent_fill_hover; }
QPushButton[kind=primary]:focus, QToolButton[kind=primary]:focus { border: 2px solid $text; }
QPushButton[kind=primary]:disabled, QToolButton[kind=primary]:disabled { color: $disabled; background: $subtle;
    border-color: $border; }
QPushButton[kind=ghost], QToolButton[kind=ghost] { border-color: transparent; background: transparent; }
QPushButton[kind=ghost]:hover, QToolButton[kind=ghost]:hover { background: $hover; }
QPushButton[kind=ghost]:focus, QToolButton[kind=ghost]:focus { border: 2px solid $accent; }
QPushButton[kind=danger], QToolButton[kind=danger] { color: $bad; }
QPushButton[kind=dangerfill] { color: $on_fill; background: $bad_fill; border-color: $bad_fill; }
QPushButton[kind=dangerfill]:focus { border: 2px solid $text; }
QPushButton[kind=danger]:disabled, QToolButton[kind=danger]:disabled, QPushButton[kind=dangerfill]:disabled {
    color: $disabled; background: $subtle; border-color: $border; }
QPushButton[kind=link], QToolButton[kind=link] { color: $accent; border: 0; background: transparent; padding: 0 2px;
    min-height: 24pt; max-height: 24pt; }
QPushButton[kind=link]:hover, QToolButton[kind=link]:hover { text-decoration: underline; background: transparent; }
QPushButton[kind=link]:focus, QToolButton[kind=link]:focus { border: 2px solid $accent; border-radius: 3px;
    padding: 0; }
QPushButton[kind=link]:disabled, QToolButton[kind=link]:disabled { color: $disabled; }
QToolButton[iconOnly=true] { padding: 0; min-width: 28pt; max-width: 28pt; }
QToolButton[iconOnly=true]:focus { padding: 0; }
QToolButton[iconOnly=true][small=true] { min-width: 24pt; max-width: 24pt; padding: 0; }
QToolButton[kind=chip] { min-height: 22pt; max-height: 22pt; padding: 0 9px; border-radius: 12rd; font-size: 12pt;
    color: $text2; }
QToolButton[kind=chip]:checked { background: $selected; border-color: $accent; color: $text; }
QToolButton[kind=chip]:focus { border: 2px solid $accent; padding: 0 8px; }
QToolButton[kind=chip]:disabled { color: $disabled; }
QToolButton[kind=segment] { min-height: 22pt; max-height: 22pt; padding: 0 9px; border-radius: 0; border-left-width: 0;
    font-size: 12pt; color: $text2; }
QToolButton[kind=segment][place=first] { border-left-width: 1px; border-top-left-radius: 4px;
    border-bottom-left-radius: 4px; }
QToolButton[kind=segment][place=last] { border-top-right-radius: 4px; border-bottom-right-radius: 4px; }
QToolButton[kind=segment][place=only] { border-left-width: 1px; border-radius: 4px; }
QToolButton[kind=segment]:checked { background: $selected; color: $text; font-weight: 700; }
QToolButton[kind=segment]:focus { border: 2px solid $accent; padding: 0 8px; }
QToolButton[kind=clause] { min-height: 18pt; max-height: 18pt; padding: 0 4px; border-radius: 3px; font-size: 12pt;
    color: $text2; background: transparent; }
QToolButton[kind=clause]:hover { color: $accent; border-color: $accent; }
QToolButton[kind=clause]:focus { border: 2px solid $accent; padding: 0 3px; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0; }
QLineEdit QToolButton, QLineEdit QToolButton:hover, QLineEdit QToolButton:focus { min-height: 0; max-height: 16pt;
    min-width: 0; padding: 0; border: 0; background: transparent; }

QLineEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox { min-height: 28pt; max-height: 28pt;
    border: 1px solid $input; border-radius: 4px; background: $surface; color: $text; padding: 0 8px;
    selection-background-color: $accent_fill; selection-color: $on_fill; }
QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox { padding-right: 24px; }
QTextEdit, QPlainTextEdit { border: 1px solid $input; border-radius: 4px; background: $surface; color: $text;
    padding: 4px 4px; selection-background-color: $accent_fill; selection-color: $on_fill; }
QTextBrowser { border-color: $border; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit, QAbstractSpinBox QLineEdit:focus, QComboBox QLineEdit:focus {
    min-height: 0; max-height: 400px; border: 0; padding: 0; background: transparent; }
QLineEdit[small=true], QComboBox[small=true] { min-height: 24pt; max-height: 24pt; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid $accent;
    padding-left: 7px; }
QTextEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 3px 3px; }
QLineEdit:read-only, QTextEdit:read-only, QPlainTextEdit:read-only { background: $subtle; border-color: $border; }
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QSpinBox:disabled, QTextEdit:disabled,
QPlainTextEdit:disabled { background: $subtle; border-color: $border; color: $disabled; }
QLineEdit[state=error], QComboBox[state=error], QDateEdit[state=error], QSpinBox[state=error], QTextEdit[state=error],
QPlainTextEdit[state=error] { border: 2px solid $bad; }
QLineEdit[state=error], QComboBox[state=error], QDateEdit[state=error], QSpinBox[state=error] { padding-left: 7px; }
QFrame[role=chips] { border: 1px solid $input; border-radius: 4px; background: $surface; }
QFrame[role=chips][typing=true] { border: 2px solid $accent; }
QFrame[role=chips][state=error] { border: 2px solid $bad; }
QFrame[role=chips]:disabled { background: $subtle; border-color: $border; }
QFrame[role=chips] QLineEdit, QFrame[role=chips] QLineEdit:focus, QFrame[role=chips] QLineEdit[state=error] {
    min-height: 0; max-height: 400px; border: 0; padding: 0 4px; background: transparent; }
QComboBox::drop-down, QDateEdit::drop-down { border: 0; width: 24px; subcontrol-position: center right; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($down); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled { image: url($down-off); }
QComboBox QAbstractItemView { border: 1px solid $border2; background: $surface; outline: 0; padding: 4px;
    selection-background-color: $selected; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 26pt; padding: 0 6px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 22px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url($up); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url($down); width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 6px; min-height: 24pt; border: 2px solid transparent; border-radius: 4px;
    background: transparent; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator, QRadioButton::indicator { width: 16px; height: 16px; image: url($box-off); }
QCheckBox::indicator:checked { image: url($box-on); }
QCheckBox::indicator:indeterminate { image: url($box-part); }
QCheckBox::indicator:disabled { image: url($box-off-disabled); }
QCheckBox::indicator:checked:disabled { image: url($box-on-disabled); }
QRadioButton::indicator { image: url($radio-off); }
QRadioButton::indicator:checked { image: url($radio-on); }
QRadioButton::indicator:disabled { image: url($radio-off-disabled); }
QRadioButton::indicator:checked:disabled { image: url($radio-on-disabled); }
QGroupBox { border: 0; border-top: 1px solid $line; margin-top: 20pt; padding-top: 8px; font-weight: 700; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; }

QAbstractItemView { border: 0; background: $surface; color: $text; outline: 0; selection-background-color: $selected;
    selection-color: $text; }
QTableView, QTreeView { gridline-color: $line; }
QTableView::item, QTreeView::item { padding: 0 5px; border: 0; }
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: $selected; color: $text; }
QTreeView::branch { background: transparent; border-image: none; image: none; }
QTreeView::branch:has-children:closed { image: url($right); }
QTreeView::branch:has-children:open { image: url($down); }
QAbstractItemView QLineEdit, QAbstractItemView QComboBox, QAbstractItemView QDateEdit, QAbstractItemView QSpinBox {
    min-height: 0; max-height: 400px; border: 2px solid $accent; border-radius: 3px; padding: 0 4px; }
QAbstractItemView QLineEdit[state=error] { border-color: $bad; }
QTableCornerButton::section { background: $subtle; border: 0; border-bottom: 1px solid $border; }
QHeaderView { background: $subtle; border: 0; }
QHeaderView::section { background: $subtle; color: $text2; font-size: 12pt; border: 0;
    border-bottom: 1px solid $border; padding: 0 8px; }

QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar { background: transparent; border: 0; }
QTabBar::tab { min-height: 33pt; max-height: 33pt; padding: 0 2px; margin: 0 8px; color: $text2;
    border-bottom: 2px solid transparent; background: transparent; }
QTabBar::tab:selected { color: $text; font-weight: 700; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar:focus { outline: 0; }
QTabBar::tab:focus { color: $accent; border: 2px solid $accent; border-radius: 3px; }
QTabBar QToolButton { min-height: 0; padding: 0; }

QScrollArea { border: 0; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { width: 10px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 10px; background: transparent; margin: 0; }
QScrollBar::handle { background: $border2; border-radius: 3px; margin: 2px; }
QScrollBar::handle:hover { background: $input; }
QScrollBar::handle:vertical { min-height: 32px; } QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QProgressBar { border: 0; border-radius: 3px; background: $track; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { border-radius: 3px; background: $accent_fill; }
QSplitter::handle { background: $border; }
QMenu { background: $surface; border: 1px solid $border2; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 4px; min-height: 18pt; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::indicator { width: 16px; height: 16px; left: 6px; }
QMenu::indicator:non-exclusive:checked, QMenu::indicator:exclusive:checked { image: url($check); }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QCalendarWidget QToolButton { border: 0; padding: 0 6px; background: transparent; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url($left); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url($right); }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $subtle; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent_fill; selection-color: $on_fill; }
"""
_SIZE = re.compile(r"(\d+)pt\b")
_RADIUS = re.compile(r"(\d+)rd\b")
_URL = re.compile(r"(image: |icon: )url\(\$([a-z-]+)\)")
_TOKEN = re.compile(r"\$([a-z_0-9]+)")


def style_sheet(tokens: Tokens, scale: float = 1.0, pictures: Mapping[str, str] | None = None) -> str:
    """The sheet for one theme; a picture that could not be made is left out."""
    files = pictures or {}
    known = {field.name for field in fields(Tokens)}

    def picture(match: re.Match[str]) -> str:
        path = files.get(match[2])
        return f'{match[1]}url("{path}")' if path else f"{match[1]}none"

    def token(match: re.Match[str]) -> str:
        if match[1] not in known:
            raise KeyError(match[1])
        return tokens[match[1]]

    text = _URL.sub(picture, _CONTROLS + SHELL)
    text = _SIZE.sub(lambda match: f"{round(int(match[1]) * scale)}px", text)
    text = _RADIUS.sub(lambda match: f"{int(int(match[1]) * scale)}px", text)
    return _TOKEN.sub(token, text)
