"""Two questions of the work plan: from which day to draft it, and what a surveillance year is to be like."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.indicators import IndicatorRound
from qmsdesk.models.people import Enterprise
from qmsdesk.models.project import Milestone
from qmsdesk.registers.kinds import Unreadable
from qmsdesk.services import records, rounds, workplan
from qmsdesk.services.rounds import Outlook
from qmsdesk.standard.stages import STAGES
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import label

_LABEL = 92


def fit(dialog: Dialog) -> None:
    """Make a dialog high enough for words that wrap; a layout does not ask for that by itself."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        wanted = max(layout.totalHeightForWidth(dialog.width()), layout.totalMinimumSize().height())
        if dialog.height() < wanted:
            dialog.resize(dialog.width(), wanted)


class _Asking(Dialog):
    """Rows of editors that have to be readable before the dialog can be accepted; ``change`` is what was written."""

    def __init__(self, kit: Kit, title: str, text: str, parent: QWidget | None, *, width: int = 460) -> None:
        super().__init__(kit.theme, title, text, parent, width=width)
        self._kit = kit
        self.editors: dict[AnyField, Editor] = {}
        self._rows: dict[AnyField, FormRow] = {}
        self.change: records.Change | None = None

    def event(self, event: QEvent) -> bool:
        """Words that come under a field make the dialog higher, once the layouts within it have heard of them."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            fit(self)
        return done

    def ask_for(self, field: AnyField, name: str, value: object, shown: str, hint: str = "") -> None:
        """A row with an editor of a field under another name."""
        editor = self._kit.editor(field, self)
        editor.load(value, shown)
        made = FormRow(
            self._kit.theme, name, editor, required=True, hint=hint, focus=editor.control, label_width=_LABEL
        )  # fmt: skip
        self.editors[field], self._rows[field] = editor, made
        self.body.addWidget(made)

    def answers(self) -> dict[AnyField, object] | None:
        """What was typed, None when something cannot be read or is missing; it is red then."""
        found: dict[AnyField, object] = {}
        for field, editor in self.editors.items():
            said = ""
            try:
                found[field] = editor.read()
            except Unreadable as why:
                said = str(why)
            if not said and found[field] in (None, ""):
                said = _("请填写{}").format(self._rows[field].name)
            self._rows[field].set_error(said)
            if said:
                found.pop(field, None)
        return found if len(found) == len(self.editors) else None


class StartDialog(_Asking):
    """按十个环节起草: asks for the first day of the project and writes the draft."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        left = workplan.missing_stages(kit.sitting.db)
        names = "、".join(f"{stage.key}) {stage.title}" for stage in left)
        whole = len(left) == len(STAGES)
        text = _("每个环节写入两三项常见任务，带主导方和建议日期，之后都可以改。可以撤销。")
        if not whole:
            text += _("只起草还没有任务的环节：{}。").format(names)
        super().__init__(kit, _("按十个环节起草工作计划？"), text, parent)
        today = kit.sitting.clock.today()
        self.ask_for(
            Milestone.planned_on, _("项目开始"), today, today.isoformat(), _("报名或前期准备的第一天，日期从这天往后排")
        )  # fmt: skip
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.save = self.add_button(_("起草工作计划"), "primary")
        self.save.clicked.connect(self.accept)
        self.save.setDefault(True)
        control = self.editors[Milestone.planned_on].control
        control.setFocus()
        if isinstance(control, QLineEdit):
            control.selectAll()  # typing replaces the day that is proposed

    def accept(self) -> None:
        """Write the draft; an error keeps the dialog."""
        answers = self.answers()
        if answers is None:
            return
        start = answers[Milestone.planned_on]
        assert isinstance(start, dt.date)
        try:
            self.change = workplan.draft(self._kit.sitting, start)
        except UserError as error:
            self._rows[Milestone.planned_on].set_error(error.text)
            return
        super().accept()


class YearDialog(_Asking):
    """开启监督年度: says what it makes and what stays, and opens the round."""

    def __init__(self, kit: Kit, outlook: Outlook, parent: QWidget | None = None) -> None:
        super().__init__(kit, _("开启监督年度？"), _consequences(outlook), parent, width=540)
        self.outlook = outlook
        self.year = QLineEdit(str(outlook.year), self)
        self.year.setMaxLength(4)
        self._year_row = FormRow(kit.theme, _("监督年度"), self.year, required=True, label_width=_LABEL)
        self.body.addWidget(self._year_row)
        self.ask_for(
            IndicatorRound.baseline, _("提升前取自"), outlook.baseline or None, outlook.baseline,
            _("多数指标上一轮提升后的取值期；不改时各指标取自己的，改了都按这一段"),
        )  # fmt: skip
        self.ask_for(IndicatorRound.evaluation, _("提升后取自"), outlook.evaluation, outlook.evaluation)
        self.ask_for(
            Enterprise.surveillance_on, _("监督审核"), outlook.audit_on, outlook.audit_on.isoformat(),
            _("任务的日期从这天往前往后排"),
        )  # fmt: skip
        self.keep = QCheckBox(_("目标沿用上一轮的提升目标"))
        self.body.addWidget(FormRow(kit.theme, "", self.keep, label_width=_LABEL))
        self.refused = label("", "error", wrap=True)
        self.refused.setVisible(False)
        self.body.addWidget(self.refused)
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.save = self.add_button(_("开启监督年度"), "primary")
        self.save.clicked.connect(self.accept)
        if outlook.refused:
            self._refuse(f"{outlook.refused}{outlook.hint}")
            self.save.setEnabled(False)
        self.year.textEdited.connect(self._moved)

    def accept(self) -> None:
        """Open the round; an error keeps the dialog."""
        text = self.year.text().strip()
        valid = text.isdecimal() and len(text) == 4
        self._year_row.set_error("" if valid else _("写成 2027 的样子"))
        answers = self.answers()
        if answers is None or not valid:
            return
        day = answers[Enterprise.surveillance_on]
        assert isinstance(day, dt.date)
        common = str(answers[IndicatorRound.baseline])
        # As proposed it stands for the periods of all indicators, of which each keeps its own.
        baseline = "" if common == self.outlook.baseline else common
        try:
            self.change = rounds.open_round(
                self._kit.sitting, int(text), baseline=baseline,
                evaluation=str(answers[IndicatorRound.evaluation]), audit_on=day, keep_targets=self.keep.isChecked(),
            )  # fmt: skip
        except UserError as error:
            self._refuse(f"{error.text}{error.hint}")
            return
        super().accept()

    def _moved(self, text: str) -> None:
        """Another year: its own months, and its own day of the audit."""
        if not (text.isdecimal() and len(text) == 4):
            return
        sitting = self._kit.sitting
        found = rounds.outlook(sitting.db, sitting.clock.today(), int(text))
        self.editors[IndicatorRound.evaluation].load(found.evaluation, found.evaluation)
        self.editors[Enterprise.surveillance_on].load(found.audit_on, found.audit_on.isoformat())
        self.text.setText(_consequences(found))
        self._refuse(f"{found.refused}{found.hint}")
        self.save.setEnabled(not found.refused)

    def _refuse(self, text: str) -> None:
        self.refused.setText(text)
        self.refused.setVisible(bool(text))


def _consequences(outlook: Outlook) -> str:
    """What opening the year makes, and what stays."""
    return _(
        "首轮和以前各轮的数据、定稿的表C.1、工作计划都不变。新的一轮“{name}”会：\n"
        "· 为 {count} 个计分指标建立新轮次，上一轮“{last}”的提升后作提升前，提升目标由企业重填；\n"
        "· 建立一份新的表C.1 草稿；\n"
        "· 在工作计划里排 {tasks} 项：内审、管评、改进、监督审核、自我评价。\n"
        "年度审核方案和管理评审照常新建。可以撤销。"
    ).format(name=outlook.name, count=outlook.indicators, last=outlook.last, tasks=outlook.tasks)
