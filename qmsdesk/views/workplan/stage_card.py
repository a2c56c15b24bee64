"""One stage in full: who leads it, how far it has come, and where its work is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.workplan import TITLES, StagePlan
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, frame, label, row
from qmsdesk.views.workplan.links import Link


class StageCard(QWidget):
    """``followed`` carries the link that was pressed, ``added`` asks for a new task, ``clause_opened`` for help."""

    followed = Signal(object)
    added = Signal()
    clause_opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.key = ""
        self.links: list[QPushButton] = []
        self._tag: ClauseTag | None = None
        lines = column(self, spacing=10, margins=(16, 12, 16, 12))
        self.title = label("", "h2", wrap=True)
        self._head = row(spacing=8)
        self._head.addWidget(self.title)
        self._head.addStretch(1)
        self.pill = Pill(theme, "", parent=self)
        self._head.addWidget(self.pill)
        lines.addLayout(self._head)
        self.facts = label("", "label", wrap=True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines.addWidget(self.facts)
        lines.addWidget(frame("rule"))
        self._where = label(_("在这里做"), "strong")
        lines.addWidget(self._where)
        self._links = column(spacing=4)
        lines.addLayout(self._links)
        lines.addStretch(1)
        self.add_button = button(theme, _("在这个环节新建任务"), "add-line", on_click=self.added.emit)
        lines.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_stage(self, stage: StagePlan, links: Sequence[Link], *, writable: bool) -> None:
        """Show a stage with its links."""
        self.key = stage.stage.key
        self.title.setText(f"{stage.stage.key}) {stage.stage.title}")
        self.pill.set_state(TITLES[stage.state])
        self._show_tag(stage.stage.clause)
        facts = [
            _("主导方　{}").format(stage.stage.led_by_text),
            _("计划　　{}").format(stage.planned.text or _("未安排")),
            _("实际　　{}").format(stage.actual.text or _("未开始")),
            _("任务　　{} 项，已完成 {} 项").format(len(stage.tasks), stage.done),
        ]
        self.facts.setText("\n".join(facts))
        for old in self.links:
            self._links.removeWidget(old)
            shiboken6.delete(old)
        self.links = [self._made(each) for each in links if writable or not each.writes]
        self._where.setVisible(bool(self.links))
        self.add_button.setVisible(writable)

    def _made(self, each: Link) -> QPushButton:
        made = link(self._theme, each.text, self._follow(each), icon=each.icon)
        self._links.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _follow(self, each: Link) -> Callable[[], None]:
        return lambda: self.followed.emit(each)

    def _show_tag(self, clause: str) -> None:
        if self._tag is not None:
            self._head.removeWidget(self._tag)
            self._tag.hide()
            self._tag.deleteLater()
        self._tag = ClauseTag(clause)
        self._tag.opened.connect(self.clause_opened)
        self._head.insertWidget(1, self._tag)
