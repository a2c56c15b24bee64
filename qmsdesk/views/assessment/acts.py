"""What can be done with a version of 表C.1: 定稿, a new version, its sources, the rule, comparing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.indicators import Assessment
from qmsdesk.registers.indicators import ASSESSMENT
from qmsdesk.services import assessment, reading
from qmsdesk.services.assessment import SheetRow
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.scoring import RULE_TITLES
from qmsdesk.views.assessment.scale import edit_scale
from qmsdesk.views.assessment.sources import SourcesDialog
from qmsdesk.views.assessment.state import Shown
from qmsdesk.views.assessment.versions import CompareDialog
from qmsdesk.views.messages import Messages
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.dialog import ConfirmDialog


class SheetActs(QObject):
    """``saved`` carries a Change."""

    saved = Signal(object)

    def __init__(self, theme: Theme, sitting: Sitting, messages: Messages, page: QWidget) -> None:
        super().__init__(page)
        self._theme, self._sitting, self._messages, self._page = theme, sitting, messages, page

    def finalise(self, shown: Shown) -> Change | None:
        """Ask, then freeze; the Change, or None when it was not done."""
        sheet = shown.sheet
        who = [
            _("{}：{}").format(role, reading.display(self._sitting.db, f, shown.row.of(f)) or _("未填"))
            for role, f in ((_("自评人"), Assessment.evaluator), (_("企业负责人"), Assessment.head))
        ]
        rule = RULE_TITLES[sheet.rule]  # type: ignore[index]
        text = _(
            "合计 {total} 分，{grade}（{rule}）。{who}。定稿即程序内确认签名，数据固定，不能撤销；修改须另存新版本。"
        )
        text = text.format(total=sheet.total, grade=sheet.grade, rule=rule, who=_("，").join(who))
        dialog = ConfirmDialog(
            self._theme,
            _("定稿第 {} 版自我评价？").format(shown.version),
            text,
            _("定稿并签名"),
            self._page.window(),
            danger=False,
            details=[w.text for w in sheet.warnings],
        )
        if not dialog.ask():
            return None
        try:
            with self._sitting.batch(_("定稿"), final=True):
                record = shown.row.id or assessment.draft(self._sitting, shown.round).id
                change = assessment.finalise(self._sitting, record)
        except UserError as error:
            self._messages.error(error)
            return None
        self._messages.done(_("第 {} 版已定稿：{} 分 {}").format(shown.version, sheet.total, sheet.grade))
        return change

    def renew(self, shown: Shown) -> Change | None:
        """A new draft after the final version."""
        try:
            with self._sitting.batch(_("另存新版本")) as batch:
                row = assessment.draft(self._sitting, shown.round)
                change = Change(ASSESSMENT.key, row.id, "add", batch.batch, frozenset(batch.records))
        except UserError as error:
            self._messages.error(error)
            return None
        self._messages.done(_("已另存第 {} 版草稿").format(row.of(Assessment.version)))
        return change

    def sources(self, row: SheetRow) -> bool:
        """Where a row comes from; True when the user wants to go on to 指标跟踪."""
        dialog = SourcesDialog(self._theme, self._sitting, self._messages, row, self._page.window())
        dialog.exec()
        return dialog.followed

    def scale(self) -> None:
        """口径."""
        change = edit_scale(self._theme, self._sitting, self._messages, self._page.window())
        if change is not None:
            self.saved.emit(change)

    def compare(self, shown: Shown) -> None:
        """Two versions of the round."""
        CompareDialog(self._theme, self._sitting.db, shown.versions, self._page.window()).exec()
