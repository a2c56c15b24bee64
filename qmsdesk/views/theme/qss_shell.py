"""The part of the style sheet for the frame and the composed widgets: sidebar, headers, cards, bars, toast."""

from __future__ import annotations

SHELL = """
QMainWindow, QWidget[role=body] { background: $window; }
QFrame[role=sidebar] { background: $sidebar; border: 0; border-right: 1px solid $border; }
QFrame[role=sidefoot] { border: 0; border-top: 1px solid $border; background: transparent; }
QToolButton[kind=nav] { min-height: 28pt; max-height: 28pt; text-align: left; border: 1px solid transparent;
    background: transparent; padding: 0 8px; color: $text; }
QToolButton[kind=nav][rows=dense] { min-height: 23pt; max-height: 23pt; }
QToolButton[kind=nav][rows=tight] { min-height: 22pt; max-height: 22pt; }
QToolButton[kind=nav]:hover { background: $hover; }
QToolButton[kind=nav]:checked { background: $raised; border: 1px solid $border; border-left: 3px solid $accent;
    padding-left: 6px; font-weight: 700; }
QToolButton[kind=nav]:focus { border: 2px solid $accent; padding: 0 7px; }
QToolButton[kind=nav]:checked:focus { border: 2px solid $accent; border-left: 3px solid $accent; padding-left: 6px; }
QToolButton[kind=plate] { min-height: 46pt; max-height: 46pt; text-align: left; border: 1px solid transparent;
    background: transparent; padding: 0; }
QToolButton[kind=plate][dense=true] { min-height: 38pt; max-height: 38pt; }
QToolButton[kind=plate]:hover { background: $hover; }
QToolButton[kind=plate]:focus { border: 2px solid $accent; padding: 0; }
QToolButton[kind=search] { text-align: left; color: $text2; border-color: $border2; padding: 0 8px; }
QToolButton[kind=foot] { border-color: transparent; background: transparent; color: $text2; font-size: 12pt;
    padding: 0 8px; }
QLabel[role=tile] { background: $accent_fill; color: $on_fill; border-radius: 5px; font-weight: 700; font-size: 14pt; }
QPushButton QLabel[role=tile] { min-width: 32pt; max-width: 32pt; min-height: 32pt; max-height: 32pt; }
QLabel[role=tile][muted=true] { background: $neutral_bg; color: $text2; }
QLabel[role=logo] { background: $accent_fill; color: $on_fill; border-radius: 8px; font-weight: 700; font-size: 26pt;
    min-width: 52pt; max-width: 52pt; min-height: 52pt; max-height: 52pt; }
QLabel[role=product] { font-size: 22pt; font-weight: 700; }
QLabel[role=ring] { color: $accent; border: 1px solid $accent; border-radius: 11rd; font-size: 12pt;
    min-width: 20pt; max-width: 20pt; min-height: 20pt; max-height: 20pt; }
QFrame[role=statusfoot] { background: $sidebar; border: 0; border-top: 1px solid $border; min-height: 28pt;
    max-height: 28pt; }
QFrame[role=statusfoot] QFrame[role=rule] { background: $border2; }
QFrame[role=statusfoot] QToolButton { font-size: 12pt; color: $text2; }
QLabel[role=badge] { background: $neutral_bg; color: $text2; border-radius: 9rd; font-size: 12pt; padding: 0 5px;
    min-height: 18pt; max-height: 18pt; min-width: 8pt; }
QLabel[role=badge][tone=bad] { background: $bad_bg; color: $bad; }
QLabel[role=badge][tone=plain] { background: transparent; color: $text3; padding: 0; }
QFrame[role=sidebar] QLabel[role=badge][tone=neutral] { background: $border; }

QFrame[role=header], QFrame[role=toolbar] { background: $surface; border: 0; border-bottom: 1px solid $line; }
QFrame[role=footer] { background: $surface; border: 0; border-top: 1px solid $line; }
QFrame[role=subfooter] { background: $subtle; border: 0; border-top: 1px solid $border; }
QFrame[role=pane] { background: $surface; border: 0; border-left: 1px solid $border; }
QFrame[role=card] { background: $surface; border: 1px solid $border; border-radius: 6px; }
QFrame[role=cardhead] { border: 0; border-bottom: 1px solid $line; background: transparent; }
QFrame[role=cardfoot] { border: 0; border-top: 1px solid $line; background: $subtle; border-bottom-left-radius: 6px;
    border-bottom-right-radius: 6px; }
QFrame[role=rule] { background: $line; border: 0; }
QFrame[role=message] { border: 0; border-radius: 4px; }
QFrame[role=message][tone=ok] { background: $ok_bg; } QFrame[role=message][tone=warn] { background: $warn_bg; }
QFrame[role=message][tone=bad] { background: $bad_bg; } QFrame[role=message][tone=info] { background: $info_bg; }
QFrame[role=message][tone=neutral] { background: $neutral_bg; }
QFrame[role=message] QLabel { color: $text; }
QFrame[role=message] QLabel[tone=bad] { color: $bad; }
QFrame[role=empty] { background: $surface; border: 0; }
QFrame[role=toast] { background: $plate; border: 0; border-radius: 4px; }
QFrame[role=toast] QLabel { color: $on_plate; }
QFrame[role=toast] QLabel[role=key] { background: transparent; border-color: $input; }
QFrame[role=toast] QToolButton, QFrame[role=toast] QPushButton { color: $plate_accent; background: transparent;
    border-color: transparent; min-height: 24pt; max-height: 24pt; padding: 0 4px; }
QFrame[role=toast] QToolButton:focus, QFrame[role=toast] QPushButton:focus { border: 2px solid $plate_accent; }
QFrame[role=dialogbody] { background: $surface; border: 0; }
QFrame[role=dialogfoot] { background: $subtle; border: 0; border-top: 1px solid $border; }
QFrame[role=popup] { background: $surface; border: 1px solid $border2; border-radius: 8px; }
QFrame[role=popup] QLineEdit { border: 0; border-bottom: 1px solid $line; border-radius: 0; min-height: 38pt;
    max-height: 38pt; background: transparent; }
QFrame[role=popup] QListView { background: transparent; padding: 4px; }
QFrame[role=welcome] { background: $surface; border: 0; border-right: 1px solid $border; }
QPushButton[kind=big] { min-height: 60pt; max-height: 60pt; text-align: left; padding: 0; border-radius: 6px; }
QPushButton[kind=big]:focus { border: 2px solid $accent; padding: 0; }
QPushButton[kind=big][first=true] { background: $accent_fill; border-color: $accent_fill; }
QPushButton[kind=big][first=true]:hover { background: $accent_fill_hover; }
QPushButton[kind=big][first=true]:focus { border: 2px solid $accent; padding: 2px;
    background-clip: content; }
QPushButton[kind=big][first=true] QLabel { color: $on_fill; }
QPushButton[kind=row] { min-height: 58pt; max-height: 58pt; text-align: left; padding: 0; border: 1px solid transparent;
    border-bottom: 1px solid $line; border-radius: 0; background: transparent; }
QPushButton[kind=row][last=true] { border-bottom-color: transparent; }
QPushButton[kind=row]:hover { background: $hover; }
QPushButton[kind=row]:focus { border: 2px solid $accent; padding: 0; }
QStatusBar { background: $sidebar; border-top: 1px solid $border; min-height: 25pt; max-height: 25pt; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { font-size: 12pt; color: $text2; }
QStatusBar QToolButton { font-size: 12pt; color: $text2; border-color: transparent; background: transparent;
    min-height: 20pt; max-height: 20pt; padding: 0 6px; border-radius: 3px; }
QStatusBar QToolButton:focus { border: 2px solid $accent; padding: 0 5px; }
QStatusBar QFrame[role=rule] { background: $border2; }
"""
