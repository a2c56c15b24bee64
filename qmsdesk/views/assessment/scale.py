"""口径: the five scoring rules with the totals they give, the bounds of the grades, and changing them with a reason."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.registers.kinds import Unreadable, decimal_from_text
from qmsdesk.services import assessment
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.grading import DEFAULT_BANDS, Bands
from qmsdesk.standard.scoring import DEFAULT_RULE, RULE_NOTES, RULE_TITLES
from qmsdesk.views.messages import Messages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import column, label, row, rule, set_property

_GRADES = ("excellent", "good", "passed")
_LABELS = {"excellent": _("优秀不低于"), "good": _("良好不低于"), "passed": _("合格不低于")}


def edit_scale(theme: Theme, sitting: Sitting, messages: Messages, parent: QWidget | None = None) -> Change | None:
    """Show rules and bounds; the Change when they were changed, None otherwise."""
    dialog = ScaleDialog(theme, sitting, parent)
    if not dialog.exec():
        return None
    try:
        change = assessment.set_scale(sitting, dialog.rule(), dialog.bands() or DEFAULT_BANDS, dialog.reason())
    except UserError as error:
        messages.error(error)
        return None
    return change if change.what != "same" else None


class ScaleDialog(Dialog):
    """A reason must be written as soon as something differs from what is in force."""

    def __init__(self, theme: Theme, sitting: Sitting, parent: QWidget | None = None, *, round_name: str = "") -> None:
        text = _("表 1 按评价项目计分，每项 10 分；同一评价项目有几个指标时怎样算，标准没有写明。")
        super().__init__(theme, _("计分口径和等级界限"), text, parent, width=600)
        sheet = assessment.compute(sitting.db, round_name=round_name)
        self._rule_now, self._bands_now = assessment.rule_of(sitting.db), assessment.bands_of(sitting.db)
        self.choices: dict[str, QRadioButton] = {}
        group = QButtonGroup(self)
        for key, title in RULE_TITLES.items():
            words = _("{}（默认）").format(title) if key == DEFAULT_RULE else title
            choice = QRadioButton(words)
            choice.setChecked(key == self._rule_now)
            choice.toggled.connect(self._changed)
            group.addButton(choice)
            self.choices[key] = choice
            line = row()
            line.addWidget(choice)
            line.addStretch(1)
            total, grade = sheet.totals_by_rule[key], sheet.grades_by_rule[key]
            line.addWidget(label(_("{} 分 {}").format(total, grade), "strong"))
            self.body.addLayout(line)
            note = label(RULE_NOTES[key], "caption", wrap=True)
            holder = column(margins=(22, 0, 0, 4))
            holder.addWidget(note)
            self.body.addLayout(holder)
        self.body.addWidget(rule())
        self.body.addWidget(label(_("等级界限（表 2，可按 6.9.6 调整；满分 90 分）"), "label"))
        self.bounds: dict[str, QLineEdit] = {}
        stored = dict(zip(_GRADES, self._bands_now.texts().values(), strict=True))
        line = row(spacing=12)
        for bound in _GRADES:
            field = QLineEdit(stored[bound])
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setFixedWidth(theme.px(64))
            field.setAccessibleName(_LABELS[bound])
            field.textChanged.connect(self._changed)
            self.bounds[bound] = field
            line.addWidget(label(_LABELS[bound], "label"))
            line.addWidget(field)
        line.addStretch(1)
        self.body.addLayout(line)
        self._wrong = label("", "error", wrap=True)
        self.body.addWidget(self._wrong)
        self._reason = QLineEdit()
        self._reason.setMaxLength(200)
        hint = _("调整会标在页面和打印的表 C.1 上，原因写入历史；已定稿的版本不变。")
        self.reason_row = FormRow(theme, _("原因"), self._reason, required=True, hint=hint)
        self._reason.textChanged.connect(self._changed)
        self.body.addWidget(self.reason_row)
        self.cancel_button = self.add_button(_("关闭"))
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = self.add_button(_("调整口径"), "primary")
        self.save_button.clicked.connect(self.accept)
        self.cancel_button.setDefault(True)
        self._read_only = sitting.workspace.read_only
        self._changed()

    def rule(self) -> str:
        """The rule chosen."""
        return next(key for key, choice in self.choices.items() if choice.isChecked())

    def bands(self) -> Bands | None:
        """The bounds typed; None while they make no scale."""
        try:
            numbers = [decimal_from_text(self.bounds[key].text()) for key in _GRADES]
            return Bands(*(Decimal(number) if number is not None else Decimal(-1) for number in numbers))
        except (Unreadable, UserError) as error:
            self._wrong.setText(error.text if isinstance(error, UserError) else str(error))
            return None

    def reason(self) -> str:
        """The reason written."""
        return self._reason.text().strip()

    def accept(self) -> None:
        """Only with a scale that holds and a reason."""
        if not self._differs() or self.bands() is None:
            return
        if not self.reason():
            self.reason_row.set_error(_("写明原因后才能调整"))
            self._reason.setFocus()
            return
        super().accept()

    def _differs(self) -> bool:
        return self.rule() != self._rule_now or self.bands() != self._bands_now

    def _changed(self, *_ignored: object) -> None:
        self._wrong.setText("")
        bands = self.bands()
        self._wrong.setVisible(bands is None)
        for field in self.bounds.values():
            set_property(field, "state", "error" if bands is None else "")
        differs = bands is not None and self._differs()
        self.reason_row.setVisible(differs or bands is None)
        if self.reason():
            self.reason_row.set_error("")
        self.save_button.setEnabled(differs and not self._read_only)
        self.adjustSize()
