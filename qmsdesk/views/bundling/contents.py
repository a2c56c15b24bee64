"""The contents of the bundle by folder, with counts, sizes and what is still missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from qmsdesk.bundle.index_parts import size_text
from qmsdesk.i18n import _
from qmsdesk.services import readiness
from qmsdesk.views.bundling.survey import Part, Survey
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.tree import GroupedTree

TITLE, CLAUSE, FILES, SIZE, STATE = range(5)
_WIDTHS = (0, 130, 62, 88, 200)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MADE = "made"
_OPEN = {readiness.MISSING, readiness.PARTIAL}
_MARKS = {
    readiness.MET: ("checkbox-circle-fill", "ok"),
    readiness.PARTIAL: ("contrast-fill", "warn"),
    readiness.MISSING: ("close-circle-fill", "bad"),
    "": ("subtract-line", "text2"),
    _MADE: ("time-line", "text2"),
}


class ContentsCard(Card):
    """A tree of folders; 待补 shows only what is incomplete."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("资料包内容"), _("按 DB3203/T 1023 条款编排"), parent=parent)
        self._survey = Survey()
        self.filter = Segmented((("all", _("全部")), ("open", _("待补"))))
        self.filter.chosen.connect(lambda _key: self._fill())
        self.add_head(self.filter)
        self.model = QStandardItemModel(0, len(_WIDTHS), self)
        self.tree = GroupedTree(theme)
        self.tree.setAccessibleName(_("资料包内容"))
        self.tree.setModel(self.model)
        self.tree.set_columns(_WIDTHS)
        self.tree.setEditTriggers(GroupedTree.EditTrigger.NoEditTriggers)
        self.add(self.tree, 1)
        self._count, self._size = label("", "label"), label("", "label")
        self.set_footer(self._count, None, self._size)
        self._fill()

    def show_survey(self, found: Survey) -> None:
        """Show what was counted."""
        self._survey = found
        open_parts = sum(part.state in _OPEN for part in found.parts)
        self.filter.set_text("open", _("待补 {}").format(open_parts))
        folders = len({part.folder for part in found.parts})
        self._count.setText(_("共 {} 类，{:,} 个文件").format(folders, found.files))
        self._size.setText(_("附件合计 {}；台账和表单在生成时写入").format(size_text(found.bytes)))
        self._fill()

    def _fill(self) -> None:
        self.model.clear()
        self.model.setHorizontalHeaderLabels([_("内容"), _("条款"), _("文件"), _("附件大小"), _("完整度")])
        for column in (FILES, SIZE):
            self.model.setHeaderData(column, Qt.Orientation.Horizontal, _RIGHT, Qt.ItemDataRole.TextAlignmentRole)
        only_open = self.filter.value() == "open"
        for folder in sorted({part.folder for part in self._survey.parts}, key=lambda f: f or "\uffff"):
            parts = [p for p in self._survey.parts if p.folder == folder]
            shown = [p for p in parts if p.state in _OPEN] if only_open else parts
            if not shown:
                continue
            if not folder:
                self.model.appendRow(_line(parts[0].title, parts, bold=True))
                continue
            head = _line(folder.replace("_", " "), parts, bold=True)
            self.model.appendRow(head)
            for part in shown:
                head[0].appendRow(_line(part.title, [part]))
        self.tree.set_columns(_WIDTHS)
        self.tree.expandAll()


def _line(title: str, parts: Sequence[Part], *, bold: bool = False) -> list[QStandardItem]:
    size = sum(part.bytes for part in parts)
    clauses = "；".join(dict.fromkeys(clause for part in parts for clause in part.clauses))
    text, state = _completeness(parts)
    cells = [
        QStandardItem(title),
        QStandardItem(clauses or "—"),
        QStandardItem(f"{sum(part.files for part in parts):,}"),
        QStandardItem(size_text(size) if size else "—"),
        QStandardItem(text),
    ]
    cells[TITLE].setData(bold, Role.BOLD)
    for place in (CLAUSE, SIZE):
        cells[place].setData("text2", Role.TONE)
    for place in (FILES, SIZE):
        cells[place].setData(_RIGHT, Qt.ItemDataRole.TextAlignmentRole)
    icon, tone = _MARKS.get(state, _MARKS[""])
    cells[STATE].setData((icon, tone), Role.ICON)
    cells[STATE].setData(tone, Role.TONE)
    tip = "\n".join(m.text for part in parts for m in part.missing)
    cells[STATE].setData(tip or None, Qt.ItemDataRole.ToolTipRole)
    for cell in cells:
        cell.setEditable(False)
    return cells


def _completeness(parts: Sequence[Part]) -> tuple[str, str]:
    """The words and the state of one or several parts: the one thing that is missing, or how many are."""
    missing = [m.text for part in parts for m in part.missing]
    states = {part.state for part in parts if part.state}
    worst = next((s for s in (readiness.MISSING, readiness.PARTIAL, readiness.NOT_DUE) if s in states), "")
    if missing:
        return (missing[0] if len(missing) == 1 else _("{} 处待补").format(len(missing))), worst
    if worst:
        return readiness.STATE_TITLES[worst], worst
    if not states:
        records = any(part.register for part in parts)
        return (_("按现有记录"), "") if records else (_("自动生成"), _MADE)
    return _("齐全"), readiness.MET
