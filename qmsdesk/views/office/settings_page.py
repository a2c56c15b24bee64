"""设置: look, backup, scoring, checking the data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit, QScrollArea, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.people import Enterprise
from qmsdesk.progress import Progress
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.spec import Register
from qmsdesk.services import assessment, backup, checking, numbering, settings
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.scoring import RULE_NOTES, rule_of, rule_title
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.shell.page import Page
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import column, label, row

_SCALES = (("1.0", _("标准")), ("1.15", _("大")), ("1.3", _("特大")))
_LABEL = 100
_WIDTH = 760


class SettingsPage(Page):
    """One card per concern; every choice takes effect at once, scoring only with a reason."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        edit_scale: Callable[[], object],
        backed_up: Callable[[Path], object],
    ) -> None:
        super().__init__(theme, _("设置"))
        self._sitting, self._messages, self._jobs, self._files = sitting, messages, jobs, files
        self._edit_scale, self._backed_up = edit_scale, backed_up
        inside = QWidget()
        inside.setMaximumWidth(theme.px(_WIDTH))
        lines = column(inside, spacing=12)
        for card in (self._look(), self._scoring(), self._numbers(), self._backup(), self._data()):
            lines.addWidget(card)
        lines.addStretch(1)
        middle = QWidget()
        line = row(middle, margins=(20, 12, 20, 12))
        line.addWidget(inside)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(middle)
        self.set_body(scroll, padded=False)  # the scroll bar runs along the edge of the window

    def entered(self) -> None:
        """Show what may have changed elsewhere."""
        super().entered()
        self.refresh()

    def apply_change(self, _change: object) -> None:
        """Scoring may have been adjusted on its page."""
        self.refresh()

    def refresh(self) -> None:
        """Read the settings again."""
        db = self._sitting.db
        rule, bands = assessment.rule_of(db), assessment.bands_of(db)
        texts = "，".join(_("{} {} 分起").format(grade, low) for grade, low in bands.texts().items())
        adjusted = _("（已调整）") if bands.adjusted else _("（标准表 2）")
        self.rule.setText(f"{rule_title(rule)}：{RULE_NOTES[rule_of(rule)]}")
        self.bands.setText(texts + adjusted)
        self.folder.setText(str(self._place()))
        self.rhythm.setCurrentIndex(0 if settings.get(db, backup.RHYTHM_KEY, "daily") == "daily" else 1)
        made = backup.listing(self._place())
        self.last.setText(_("现有 {} 份，最近一份 {}").format(len(made), made[0].name) if made else _("还没有备份"))
        for key, (field, line) in self.patterns.items():
            if not line.error():
                field.setText(numbering.pattern(db, BY_KEY[key]))
                line.set_hint(_("第一个编号 {}").format(numbering.checked(field.text())))
        writable = not self._sitting.workspace.read_only
        for widget in (self.rhythm, self.browse, self.scale_button):
            widget.setEnabled(writable)

    def _look(self) -> Card:
        card = Card(self.theme, _("外观"))
        modes = Segmented((("system", _("跟随系统")), ("light", _("浅色")), ("dark", _("深色"))))
        modes.set_value(self.theme.mode)
        modes.chosen.connect(lambda mode: self.theme.apply(mode, self.theme.scale))
        sizes = Segmented(_SCALES)
        sizes.set_value(str(self.theme.scale))
        sizes.chosen.connect(lambda scale: self.theme.apply(self.theme.mode, float(scale)))
        self.modes, self.sizes = modes, sizes
        card.add_padded(FormRow(self.theme, _("主题"), _left(modes), focus=modes, label_width=_LABEL))
        card.add_padded(FormRow(self.theme, _("字号"), _left(sizes), focus=sizes, label_width=_LABEL))
        return card

    def _scoring(self) -> Card:
        card = Card(self.theme, _("计分口径"), _("表 1、表 2，6.9.6 和 C.3 允许视实际情况调整"))
        self.rule, self.bands = label("", wrap=True), label("", wrap=True)
        card.add_padded(FormRow(self.theme, _("口径"), self.rule, label_width=_LABEL))
        card.add_padded(FormRow(self.theme, _("等级界限"), self.bands, label_width=_LABEL))
        self.scale_button = button(self.theme, _("调整计分口径"), "equalizer-line", on_click=self._edit_scale)
        card.set_footer(self.scale_button, None)
        return card

    def _numbers(self) -> Card:
        card = Card(self.theme, _("编号规则"), _("{n:03} 是三位序号，{year} 是年份；已有的编号不变"))
        self.patterns: dict[str, tuple[QLineEdit, FormRow]] = {}
        for register in ALL:
            if not register.numbering or register.model is Enterprise:
                continue
            field = QLineEdit()
            field.setMaxLength(40)
            made = FormRow(self.theme, register.title, _left(field), focus=field, label_width=_LABEL)
            field.editingFinished.connect(partial(self._set_pattern, register))
            self.patterns[register.key] = (field, made)
            card.add_padded(made)
        return card

    def _set_pattern(self, register: Register) -> None:
        field, made = self.patterns[register.key]
        if not field.isModified():
            return
        try:
            numbering.set_pattern(self._sitting, register, field.text())
        except UserError as error:
            made.set_error(f"{error.text}{error.hint}")
            return
        made.set_error("")
        self.refresh()

    def _backup(self) -> Card:
        card = Card(self.theme, _("备份"), _("保留最近 7 天和 4 周，每次导入前另存一份"))
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.browse = button(self.theme, _("更改位置"), on_click=self._choose_folder)
        place = QWidget()
        line = row(place)
        line.addWidget(self.folder, 1)
        line.addWidget(self.browse)
        self.rhythm = QComboBox()
        self.rhythm.addItem(_("每天第一次打开时"), "daily")
        self.rhythm.addItem(_("只在手动时"), "manual")
        self.rhythm.activated.connect(self._set_rhythm)
        self.last = label("", "caption")
        card.add_padded(FormRow(self.theme, _("备份到"), place, focus=self.folder, label_width=_LABEL))
        card.add_padded(FormRow(self.theme, _("自动备份"), _left(self.rhythm), focus=self.rhythm, label_width=_LABEL))
        self.backup_button = button(self.theme, _("立即备份"), "save-3-line", on_click=self.back_up)
        card.set_footer(self.backup_button, self.last, None)
        return card

    def _data(self) -> Card:
        card = Card(self.theme, _("数据"))
        text = _("核对数据文件、每个附件的内容和全部修改历史；历史被改动过会指出是哪一条。")
        card.add_padded(label(text, "label", wrap=True))
        self.check_button = button(self.theme, _("检查数据"), "shield-check-line", on_click=self.check)
        self.result = label("", "caption", wrap=True)
        card.set_footer(self.check_button, self.result, None)
        return card

    def back_up(self) -> None:
        """Back up now."""
        target, sitting = self._place(), self._sitting

        def op(progress: Progress) -> tuple[Path, list[str]]:
            made = backup.backup(sitting.workspace, target, sitting.clock, progress=progress)
            return made, backup.missing(made)

        self._jobs.run(_("备份"), in_worker(sitting.db, op), self._made)

    def check(self) -> None:
        """Check everything, and say what was found."""
        workspace = self._sitting.workspace
        self._jobs.run(_("检查数据"), in_worker(workspace.db, lambda p: checking.check(workspace, p)), self._checked)

    def _made(self, outcome: tuple[Path, list[str]]) -> None:
        path, lost = outcome
        self.refresh()
        self._backed_up(path)
        self._messages.done(_("已备份到 {}").format(path))
        if lost:
            self._messages.tell(_("备份里缺 {} 个附件").format(len(lost)), backup.loss(lost), lost)

    def _checked(self, report: checking.Report) -> None:
        if report.findings:
            texts = [finding.text for finding in report.findings]
            self.result.setText(_("发现 {} 处问题").format(len(texts)))
            self._messages.tell(_("检查发现 {} 处问题").format(len(texts)), _("可以从备份恢复。"), texts)
            return
        words = _("没有问题：历史 {} 条，附件 {} 个，校验码 {}")
        self.result.setText(words.format(report.entries, report.files, report.head.short))

    def _choose_folder(self) -> None:
        found = self._files.folder(_("备份到哪个文件夹"), self._place())
        if found is not None:
            self._put(backup.FOLDER_KEY, str(found), _("更改备份位置"))

    def _set_rhythm(self) -> None:
        self._put(backup.RHYTHM_KEY, self.rhythm.currentData(), _("更改备份节奏"))

    def _put(self, key: str, value: str, text: str) -> None:
        try:
            settings.put(self._sitting, key, value, text)
        except UserError as error:
            self._messages.error(error)
        self.refresh()

    def _place(self) -> Path:
        return backup.folder_of_sitting(self._sitting)


def _left(widget: QWidget) -> QWidget:
    holder = QWidget()
    line = row(holder)
    line.addWidget(widget)
    line.addStretch(1)
    return holder
