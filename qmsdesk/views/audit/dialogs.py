"""Small questions on the way of an audit: a new one, what its checklist is to ask, its team and plan, its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QTabWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit, AuditSlot
from qmsdesk.models.base import AnyField
from qmsdesk.registers.audits import ATTENDANCE, MEMBERS, SLOTS
from qmsdesk.registers.kinds import Unreadable
from qmsdesk.services.records import Change
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.lines import LinesTab
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.dialog import ConfirmDialog, Dialog
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.styling import label


class NewAuditDialog(Dialog):
    """When, what and under whom; the rest is proposed and can be changed later. ``values`` after it was accepted."""

    def __init__(
        self, kit: Kit, title: str, text: str, start: Mapping[AnyField, tuple[Any, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(kit.theme, title, text, parent)
        self.editors: dict[AnyField, Editor] = {}
        self._rows: dict[AnyField, FormRow] = {}
        self.values: dict[AnyField, Any] = {}
        for field, (value, shown) in start.items():
            editor = kit.editor(field, self)
            editor.load(value, shown)
            row = FormRow(
                kit.theme, str(field.verbose_name), editor, required=field is Audit.planned_on, focus=editor.control
            )
            self.editors[field], self._rows[field] = editor, row
            self.body.addWidget(row)
        self.add_button(_("取消")).clicked.connect(self.reject)
        save = self.add_button(title, "primary")
        save.clicked.connect(self.accept)
        save.setDefault(True)
        self.editors[Audit.planned_on].control.setFocus()

    def accept(self) -> None:
        """Only with a day that can be read."""
        good = True
        for field, editor in self.editors.items():
            said = ""
            try:
                self.values[field] = editor.read()
            except Unreadable as why:
                said = str(why)
            if not said and field is Audit.planned_on and self.values[field] is None:
                said = _("请填写{}").format(field.verbose_name)
            self._rows[field].set_error(said)
            good = good and not said
        if good:
            super().accept()


class LackDialog(Dialog):
    """What a verb still wants; a click on one of them ends it, with that word in ``wanted``."""

    def __init__(self, theme: Theme, verb: str, missing: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(theme, _("还不能{}").format(verb), _("还缺下面这些，点一项去填写。"), parent)
        self.wanted = ""
        self.links = [link(theme, word, partial(self._go, word)) for word in missing]
        for made in self.links:
            self.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        close = self.add_button(_("关闭"))
        close.clicked.connect(self.reject)
        self.links[0].setFocus()

    def _go(self, word: str) -> None:
        self.wanted = word
        self.accept()


class FillDialog(Dialog):
    """What the checklist is to be filled with. Empty ``departments`` and ``clauses`` mean all."""

    def __init__(
        self, kit: Kit, departments: Sequence[tuple[int, str]], there: int, parent: QWidget | None = None
    ) -> None:
        text = _("按标准条款和部门职责、按有效文件列出检查项；已有的不重复，可以撤销。")
        super().__init__(kit.theme, _("生成检查表"), text, parent)
        self.list = QListWidget()
        self.list.setAccessibleName(_("受审部门"))
        for department, name in departments:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, department)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setSpacing(2)
        one = max(self.list.sizeHintForRow(0), kit.theme.px(18)) + 4
        self.list.setFixedHeight(min(max(len(departments), 2), 8) * one + 8)
        self.body.addWidget(FormRow(kit.theme, _("受审部门"), self.list))
        if not departments:
            self.list.hide()
            none = _("还没有部门，检查项不分部门列出；先到“部门”里建好，才能按职责生成。")
            self.body.addWidget(label(none, "caption", wrap=True))
        self.only = kit.cell(AuditSlot.clauses, self)
        self.only.load((), "")
        self._only_row = FormRow(
            kit.theme, _("条款"), self.only, hint=_("留空为全部适用条款"), focus=self.only.control
        )  # fmt: skip
        self.body.addWidget(self._only_row)
        self.by_clauses = QCheckBox(_("按标准条款"))
        self.by_documents = QCheckBox(_("按有效的手册、程序文件和作业指导书"))
        for box in (self.by_clauses, self.by_documents):
            box.setChecked(True)
            self.body.addWidget(box)
        if there:
            self.body.addWidget(label(_("检查表已有 {} 项").format(there), "caption"))
        self.clauses: tuple[str, ...] = ()
        self.add_button(_("取消")).clicked.connect(self.reject)
        fill = self.add_button(_("生成检查表"), "primary")
        fill.clicked.connect(self.accept)
        fill.setDefault(True)

    @property
    def departments(self) -> tuple[int, ...]:
        """Those ticked; none when all are."""
        items = [self.list.item(place) for place in range(self.list.count())]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        return () if len(ticked) == len(items) else tuple(item.data(Qt.ItemDataRole.UserRole) for item in ticked)

    def accept(self) -> None:
        """Only with clauses that can be read, and something to do."""
        try:
            self.clauses = self.only.read()
        except Unreadable as why:
            self._only_row.set_error(str(why))
            return
        none = not any(
            self.list.item(place).checkState() == Qt.CheckState.Checked for place in range(self.list.count())
        )
        if self.list.count() and none:
            self._only_row.set_error(_("至少选一个部门"))
        elif not (self.by_clauses.isChecked() or self.by_documents.isChecked()):
            self._only_row.set_error(_("按条款、按文件至少选一样"))
        else:
            super().accept()


class ArrangeDialog(Dialog):
    """Team, plan and meetings, typed into like sheets; ``saved`` carries every Change."""

    saved = Signal(object)

    def __init__(self, kit: Kit, visit: Visit, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("审核安排"), "", parent, width=820)
        self._messages = messages
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.lines: dict[str, LinesTab] = {}
        for spec in (SLOTS, MEMBERS, ATTENDANCE):
            tab = LinesTab(kit, spec)
            tab.set_visit(visit)
            tab.saved.connect(self._saved)
            tab.failed.connect(messages.failed)
            self.lines[spec.key] = tab
            self.tabs.addTab(tab, spec.title)
        self.tabs.setMinimumHeight(kit.theme.px(420))
        self._visit = visit
        self.body.addWidget(self.tabs, 1)
        close = self.add_button(_("关闭"), "primary")
        close.clicked.connect(self.accept)

    def accept(self) -> None:
        """Asks before something refused or only begun is given up."""
        if self._may_close():
            super().accept()

    def reject(self) -> None:
        """Escape asks too."""
        if self._may_close():
            super().reject()

    def _saved(self, change: Change) -> None:
        self._visit.reload()
        self.saved.emit(change)

    def _may_close(self) -> bool:
        for tab in self.lines.values():
            tab.flush()
        if not any(tab.unsaved() for tab in self.lines.values()):
            return True
        return self._messages.ask_drop(_("有误或没有填完的内容不会保存。"))


class ReportDialog(ConfirmDialog):
    """Says what the report sets in motion; ``observations`` whether 观察 are raised too."""

    def __init__(self, theme: Theme, number: str, wrong: int, noted: int, parent: QWidget | None = None) -> None:
        text = _(
            "出具后审核记录锁定，修改须更正；{} 个不符合项各开具一份不符合报告（已开具的不重复）。此后不能用撤销取消。"
        )
        super().__init__(
            theme, _("出具“{}”的审核报告？").format(number), text.format(wrong), _("出具审核报告"), parent, danger=False
        )
        self._box = QCheckBox(_("观察项也登记跟踪（{} 项）").format(noted))
        self._box.setVisible(bool(noted))
        self.body.addWidget(self._box)

    @property
    def observations(self) -> bool:
        """The user wants them followed up."""
        return self._box.isChecked()

    def wish(self) -> None:
        """Tick the box."""
        self._box.setChecked(True)


def first_weekday(day: dt.date, weeks: int = 2) -> dt.date:
    """A Monday so many weeks ahead: what is proposed for a new audit."""
    return day + dt.timedelta(days=7 * weeks - day.weekday())
