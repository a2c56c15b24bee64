"""用户手册 in a text browser: its headings are places to jump to, its looks follow the theme."""

from __future__ import annotations

from PySide6.QtGui import (
    QBrush,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
)
from PySide6.QtWidgets import QTextBrowser

from qmsdesk import paths
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.theme.fonts import FAMILIES, MONO

PAGE = "page:"
"""What the links to a page of the program begin with."""
_HEADINGS = {1: 18, 2: 15, 3: 13}  # pixels of the design by level
_LINE_HEIGHT = 112.0  # percent of what the face asks for, which for Chinese is much already


def source() -> str:
    """The manual as it is kept."""
    return (paths.resources() / "manual" / "zh_CN.md").read_text("utf-8")


def show(browser: QTextBrowser, theme: Theme) -> None:
    """Put the manual into a browser; every heading is an anchor with its own words as name."""
    document = QTextDocument(browser)  # dressed before it is shown: every change of a shown one lays it out again
    document.setDefaultFont(theme.font())
    document.setMarkdown(source())
    document.setDocumentMargin(theme.px(12))
    document.setIndentWidth(theme.px(20))
    block = document.begin()
    while block.isValid():
        _dress_block(block, theme)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, theme)
    before = browser.document()
    ours = before.parent() is browser  # the one the browser made itself goes by itself
    browser.setDocument(document)
    if ours:
        before.deleteLater()


def headings(document: QTextDocument, level: int) -> list[str]:
    """The headings of one level, in order."""
    found, block = [], document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() == level:
            found.append(block.text())
        block = block.next()
    return found


def _dress_block(block: QTextBlock, theme: Theme) -> None:
    cursor = QTextCursor(block)
    level = block.blockFormat().headingLevel()
    shape = QTextBlockFormat()
    shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    shape.setTopMargin(theme.px(16) if level > 1 else 0)
    shape.setBottomMargin(theme.px(_space_below(block, cursor)))
    if _is_code(block):
        shape.setNonBreakableLines(False)  # long commands wrap instead of running out of the dock
        shape.setBackground(QBrush(theme.color("subtle")))
    cursor.mergeBlockFormat(shape)
    if level:
        face = QTextCharFormat()
        face.setFont(theme.font(_HEADINGS.get(level, 13), bold=True))
        face.setAnchor(True)
        face.setAnchorNames([block.text()])
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(face)  # not merged: the size by level that it had would stay in force
        return
    for place, length, code, link in _fragments(block):
        face = QTextCharFormat()
        if code:
            face.setFontFamilies([*MONO, *FAMILIES])
            face.setProperty(QTextFormat.Property.FontPixelSize, theme.px(12))
        if link:
            face.setForeground(QBrush(theme.color("accent")))
            face.setFontUnderline(True)
        part = QTextCursor(block)
        part.setPosition(place)
        part.setPosition(place + length, QTextCursor.MoveMode.KeepAnchor)
        part.mergeCharFormat(face)


def _space_below(block: QTextBlock, cursor: QTextCursor) -> int:
    following = block.next()
    if cursor.currentTable() is not None or (_is_code(block) and _is_code(following)):
        return 0
    inside = following.textList() is not None
    return 2 if block.textList() is not None and inside else 4 if inside else 8


def _is_code(block: QTextBlock) -> bool:
    return block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _fragments(block: QTextBlock) -> list[tuple[int, int, bool, bool]]:
    """Place, length, whether it is code, whether it is a link; listed first, because changing them moves them."""
    found = []
    walk = block.begin()
    while not walk.atEnd():
        part = walk.fragment()
        found.append((part.position(), part.length(), part.charFormat().fontFixedPitch(), part.charFormat().isAnchor()))
        walk += 1
    return found


def _dress_table(table: QTextTable, theme: Theme) -> None:
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderBrush(QBrush(theme.color("border")))
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderCollapse(True)
    shape.setCellPadding(theme.px(5))
    shape.setCellSpacing(0)
    shape.setTopMargin(theme.px(4))
    shape.setBottomMargin(theme.px(8))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(shape)
    for column in range(table.columns()):
        cell: QTextTableCell = table.cellAt(0, column)
        face = cell.format()
        face.setBackground(QBrush(theme.color("subtle")))
        cell.setFormat(face)
