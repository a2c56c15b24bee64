"""写入提升方案: adopted opinions become items of the plan; where each belongs and what is done is for people to say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QScrollArea, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.project import Opinion, PlanItem
from qmsdesk.services.diagnoses import Wish
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import column, rule

_WIDTH, _MOST = 620, 420


class WriteDialog(Dialog):
    """``wishes()`` once it was accepted. Opinions that are not ticked stay as they are."""

    def __init__(self, kit: Kit, lines: Sequence[tuple[int, Row]], chosen: int, parent: QWidget) -> None:
        """``lines`` are opinions with their numbers, ``chosen`` is ticked first; all are where it is none of them."""
        text = _("痛点取自诊断意见。内容对应 6.6.1 的 a)–h)；责任人、期限和目标指标在方案里填。")
        super().__init__(kit.theme, _("写入提升方案"), text, parent, width=_WIDTH)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(area)
        rows = column(inside, spacing=6, margins=(0, 0, 8, 0))
        self.boxes: dict[int, QCheckBox] = {}
        self.parts: dict[int, Editor] = {}
        self.measures: dict[int, Editor] = {}
        self._rows: dict[int, tuple[FormRow, FormRow]] = {}
        known = {line.id for _no, line in lines}
        for place, (no, line) in enumerate(lines):
            if place:
                rows.addWidget(rule())
            words = line.of(Opinion.text)
            box = QCheckBox(_("意见 {}　{}").format(no, words if len(words) <= 36 else words[:35] + "…"), inside)
            box.setToolTip(words)
            box.setChecked(chosen not in known or line.id == chosen)
            part, measure = kit.editor(PlanItem.part, inside), kit.editor(PlanItem.measure, inside)
            for editor in (part, measure):
                editor.load(None, "")
            made = (
                FormRow(kit.theme, str(PlanItem.part.verbose_name), part, required=True, focus=part.control),
                FormRow(kit.theme, str(PlanItem.measure.verbose_name), measure, required=True, focus=measure.control),
            )
            rows.addWidget(box)
            for each in made:
                rows.addWidget(each)
                each.setVisible(box.isChecked())
            box.toggled.connect(lambda on, rows=made: [each.setVisible(on) for each in rows])
            self.boxes[line.id], self.parts[line.id], self.measures[line.id] = box, part, measure
            self._rows[line.id] = made
        rows.addStretch(1)
        area.setWidget(inside)
        area.setMinimumHeight(min(kit.theme.px(_MOST), kit.theme.px(36 + 112 * sum(map(_ticked, self.boxes.values())))))
        self.body.addWidget(area, 1)
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.write = self.add_button(_("写入提升方案"), "primary")
        self.write.clicked.connect(self.accept)
        self.write.setDefault(True)
        first = next((key for key, box in self.boxes.items() if box.isChecked()), None)
        if first is not None:
            self.parts[first].control.setFocus()

    def wishes(self) -> list[Wish]:
        """What is to be written."""
        return [
            Wish(key, str(self.parts[key].read() or ""), self.measures[key].text().strip())
            for key, box in self.boxes.items() if box.isChecked()
        ]  # fmt: skip

    def accept(self) -> None:
        """Only when every ticked opinion says where it belongs and what is done."""
        first: Editor | None = None
        longest = PlanItem.measure.max_length
        for wish in self.wishes():
            part, measure = self._rows[wish.opinion]
            part.set_error("" if wish.part else _("请选择内容"))
            long = len(wish.measure) > longest
            wrong = _("措施最多 {} 个字").format(longest) if long else "" if wish.measure else _("请填写措施")
            measure.set_error(wrong)
            bad = self.parts[wish.opinion] if not wish.part else self.measures[wish.opinion] if wrong else None
            first = first or bad
        if first is not None:
            first.control.setFocus()
        elif self.wishes():
            super().accept()


def _ticked(box: QCheckBox) -> bool:
    return box.isChecked()
