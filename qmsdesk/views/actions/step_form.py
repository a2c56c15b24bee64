"""The fields of a nonconformity step by step: what is done in short, what is next with its fields open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.models.base import AnyField
from qmsdesk.services.nonconformity import Node
from qmsdesk.views.register.form import RecordForm
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, label, row, set_property

NODES = ("open", "correction", "cause", "action", "verify", "")
"""The node of the state line that each section of the form belongs to."""
_MARKS = {
    "done": ("checkbox-circle-fill", "ok"),
    "current": ("time-line", "info"),
    "overdue": ("error-warning-line", "bad"),
    "open": ("checkbox-blank-circle-line", "text3"),
}
# What a folded step says in short, and who did it when.
_SHORT: dict[str, tuple[AnyField, ...]] = {
    "open": (Nonconformity.source, Nonconformity.basis, Nonconformity.owner),
    "correction": (Nonconformity.correction,),
    "cause": (Nonconformity.cause,),
    "action": (Nonconformity.action,),
    "verify": (Nonconformity.verify_evidence,),
}
_WHO: dict[str, tuple[AnyField, ...]] = {
    "correction": (Nonconformity.owner,),
    "cause": (Nonconformity.factors,),
    "action": (Nonconformity.action_owner,),
    "verify": (Nonconformity.verifier,),
}


class StepBlock(QWidget):
    """One step: mark, title, who and when; below it the short text, or its fields."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        lines = column(self, spacing=4, margins=(0, 4, 0, 4))
        head = row(spacing=6)
        self._mark = IconLabel(theme, "checkbox-blank-circle-line", "text3", 16)
        self._title = label(title, "strong")
        self.caption = label("", "caption")
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.fold = tool_button(
            theme, _("展开{}").format(title), "arrow-down-s-line", "ghost", small=True, icon_only=True
        )
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._show)
        self._theme = theme
        head.addWidget(self._mark)
        head.addWidget(self._title)
        head.addWidget(self.caption, 1)
        head.addWidget(self.fold)
        lines.addLayout(head)
        self.short = label("", "label", wrap=True)
        self.short.setContentsMargins(22, 0, 0, 0)
        self.short.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        lines.addWidget(self.short)
        self._fields = QWidget(self)
        self.rows = column(self._fields, spacing=7)
        lines.addWidget(self._fields)
        self._show(on=False)

    def is_open(self) -> bool:
        """Its fields are in sight."""
        return self.fold.isChecked()

    def set_open(self, on: bool) -> None:
        """Fold or unfold."""
        self.fold.setChecked(on)

    def show_state(self, mark: tuple[str, str], caption: str, short: str) -> None:
        """How far the step is, in words and marks."""
        self._mark.set_icon(*mark)
        self._mark.setVisible(bool(mark[0]))
        self.caption.setText(caption)
        set_property(self.caption, "tone", "bad" if mark[1] == "bad" else "")
        self.short.setText(short)
        self._show(self.is_open())

    def _show(self, on: bool) -> None:
        self._fields.setVisible(on)
        self.short.setVisible(not on and bool(self.short.text()))
        self.fold.setIcon(self._theme.icon("arrow-up-s-line" if on else "arrow-down-s-line"))
        name = _("收起{}").format(self.title) if on else _("展开{}").format(self.title)
        self.fold.setAccessibleName(name)
        self.fold.setToolTip(name)


class StepForm(RecordForm):
    """The form of the register, its sections as steps; which are open follows the state until the user folds them."""

    blocks: tuple[StepBlock, ...] = ()
    _known: object = None

    def build(self) -> None:
        """Make the steps with their rows."""
        lines = column(self, spacing=2, margins=(16, 8, 16, 8))
        self._warning = MessageBar(self._kit.theme, "warn", parent=self)
        lines.addWidget(self._warning)
        width, stars = self._label_width(), self._stars()
        made = []
        for title, fields in self._sections():
            block = StepBlock(self._kit.theme, title, self)
            for field in fields:
                block.rows.addWidget(self._row(field, width, field in stars))
            lines.addWidget(block)
            made.append(block)
        self.blocks = tuple(made)

    def show_nodes(self, nodes: Sequence[Node], visit: Visit | None) -> None:
        """Mark the steps, and open what is in hand when the record or its state is another one."""
        by_key = {node.key: node for node in nodes}
        for key, block in zip(NODES, self.blocks, strict=True):
            self._show_block(block, key, by_key.get(key), visit)
        known = (
            visit,
            visit.row["status"] if visit and visit.row else "",
            visit.row["round"] if visit and visit.row else 0,
        )
        if known != self._known:
            self._known = known
            for key, block in zip(NODES, self.blocks, strict=True):
                node = by_key.get(key)
                block.set_open(self._in_hand(key, node, visit))

    def open_step(self, key: str) -> None:
        """Unfold a step and go to its first field; 关闭 is part of the verification."""
        key = "verify" if key == "close" else key
        block = self.blocks[NODES.index(key)]
        block.set_open(on=True)
        section = self.register.sections[NODES.index(key)]
        first = next((f for f in section.fields if self.editors[f].is_open()), None)
        if first is not None:
            super().focus_field(first)

    def focus_field(self, field: AnyField) -> None:
        """Unfold the step of a field and put the cursor there."""
        for block, section in zip(self.blocks, self.register.sections, strict=True):
            if any(field is each for each in section.fields):
                block.set_open(on=True)
        super().focus_field(field)

    def _in_hand(self, key: str, node: Node | None, visit: Visit | None) -> bool:
        if visit is None or visit.row is None:
            return key == "open"
        if key == "open":
            unfilled = (Nonconformity.basis, Nonconformity.grade, Nonconformity.department, Nonconformity.owner)
            return visit.row["status"] == "opened" and any(visit.row.of(f) in (None, "") for f in unfilled)
        return node is not None and node.state in ("current", "overdue")

    def _show_block(self, block: StepBlock, key: str, node: Node | None, visit: Visit | None) -> None:
        if node is None or visit is None or visit.row is None:
            block.show_state(("", "text3"), "", "")
            return
        who = "、".join(text for f in _WHO.get(key, ()) if (text := visit.text(f)))
        words = {"overdue": _("应于 {} 完成"), "current": _("期限 {}")}.get(node.state, "{}")
        when = words.format(f"{node.day:%m-%d}") if node.day else ""
        short = " · ".join(text for f in _SHORT.get(key, ()) if (text := visit.text(f)))
        reached = node.state != "open"
        block.show_state(_MARKS[node.state], f"{who} {when}".strip() if reached else "", short)
