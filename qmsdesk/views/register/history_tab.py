"""The history tab: one line per visit or act, its details unfold."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.history_text import Story, stories
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.styling import column, label


class HistoryTab(QWidget):
    """Who changed what, newest first. Nothing here can be changed."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.items: list[QTreeWidgetItem] = []
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName(_("历史"))
        self.tree.setWordWrap(True)
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.SingleSelection)
        self._none = label(_("还没有历史"), "hint")
        lines = column(self, margins=(8, 8, 0, 8))
        lines.addWidget(self._none)
        lines.addWidget(self.tree, 1)

    def set_visit(self, visit: Visit | None) -> None:
        """Tell the story of another record."""
        self.tree.clear()
        told = stories(visit.sitting, visit.register, visit.record) if visit and visit.record else []
        self._none.setVisible(not told)
        self.tree.setVisible(bool(told))
        self.items = [self._item(story) for story in told]
        self.tree.addTopLevelItems(self.items)
        for item in self.items[:1]:
            item.setExpanded(True)

    def lines(self) -> list[str]:
        """Everything told, as text."""
        found = []
        for item in self.items:
            children = (item.child(place) for place in range(item.childCount()))
            found += [item.text(0), *(child.text(0) for child in children if child is not None)]
        return found

    def _item(self, story: Story) -> QTreeWidgetItem:
        texts = [*([_("原因：{}").format(story.why)] if story.why else []), *story.details]
        if len(texts) == 1 and not story.why:
            what, texts = texts[0], []
        else:
            what = f"{story.what}（{len(story.details)}）" if len(story.details) > 1 else story.what
        item = QTreeWidgetItem([_("{at}  {by}  {what}").format(at=story.at, by=story.by, what=what)])
        item.setToolTip(0, what)
        for text in texts:
            child = QTreeWidgetItem([text])
            child.setToolTip(0, text)
            child.setForeground(0, self._kit.theme.color("text2"))
            child.setTextAlignment(0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            item.addChild(child)
        return item
