"""What can be done with audits: new, copied, filled, begun, reported, closed, corrected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.audits import Audit, AuditMember
from qmsdesk.models.base import AnyField
from qmsdesk.models.people import Department
from qmsdesk.progress import Progress
from qmsdesk.registers.audits import AUDIT, AUDIT_PROGRAMME, HOLD, REPORT
from qmsdesk.registers.kinds import to_text
from qmsdesk.services import audit, audit_cautions, correcting, exportlog, reading, records, workflow
from qmsdesk.services.records import Change
from qmsdesk.services.saving import safe_name
from qmsdesk.views.audit.dialogs import (
    ArrangeDialog,
    FillDialog,
    LackDialog,
    NewAuditDialog,
    ReportDialog,
    first_weekday,
)
from qmsdesk.views.audit.shown import Shown
from qmsdesk.views.indicators.definition import RecordDialog
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit

if TYPE_CHECKING:
    from qmsdesk.exchange.importing import ImportPlan, ImportResult

_SHEETS = _("表格 (*.xlsx *.csv);;所有文件 (*)")
_ACCEPTED = int(QDialog.DialogCode.Accepted)


class AuditActs(QObject):
    """``saved`` carries a Change."""

    saved = Signal(object)

    def __init__(self, kit: Kit, messages: Messages, jobs: Jobs, files: FileChooser, page: QWidget) -> None:
        super().__init__(page)
        self._kit, self._messages, self._jobs, self._files, self._page = kit, messages, jobs, files, page
        self._sitting = kit.sitting

    def new(self, *, copy: bool = False) -> int | None:
        """新建审核 or 复制上次; the id, None when nothing was made."""
        if not self._writable():
            return None
        day = first_weekday(self._sitting.clock.today())
        start: dict[AnyField, tuple[Any, str]] = {Audit.planned_on: (day, to_text(Audit.planned_on, day))}
        title, text = _("复制上次审核"), _("照上次的审核组、日程和检查表新建，不带结果；未关闭的不符合列入检查表。")
        if not copy:
            title, text = _("新建审核"), _("未关闭的不符合自动列入检查表，其余以后再填。")
            start[Audit.title] = ("", _("年度内部审核"))
            start[Audit.kind] = ("regular", to_text(Audit.kind, "regular"))
            start[Audit.leader] = (None, "")
        dialog = NewAuditDialog(self._kit, title, text, start, self._page.window())
        if dialog.exec() != _ACCEPTED:
            return None
        values = dialog.values
        made: list[int] = []

        def act() -> Change:
            with self._sitting.batch(title) as batch:
                if copy:
                    made.append(audit.copy_last(self._sitting, values[Audit.planned_on]))
                else:
                    leader = values[Audit.leader]
                    made.append(
                        audit.plan_audit(
                            self._sitting, values[Audit.planned_on], title=values[Audit.title],
                            kind=values[Audit.kind], leader=leader, members=[leader] if leader else (),
                        )
                    )  # fmt: skip
                return Change(AUDIT.key, made[0], "add", batch.batch, frozenset(batch.records))

        return made[0] if self._do(act) else None

    def programme(self, shown: Shown) -> None:
        """The record of the programme, made first where there is none."""
        record = shown.programme.id if shown.programme is not None else self._new_programme(shown.year)
        if record is not None:
            dialog = RecordDialog(
                self._kit, self._messages, self._jobs, AUDIT_PROGRAMME, record, self._page.window()
            )  # fmt: skip
            dialog.saved.connect(self.saved)
            dialog.exec()

    def set_month(self, shown: Shown, department: int, month: int, *, planned: bool) -> None:
        """Plan a department into a month; the programme of the year is made with the first one."""
        if not self._writable():
            return

        def act() -> Change | None:
            with self._sitting.batch(_("安排审核月份")):
                record = shown.programme.id if shown.programme else audit.plan_programme(self._sitting, shown.year)
                return audit.set_month(self._sitting, record, department, month, planned=planned)

        self._do(act)

    def edit(self, record: int, field: AnyField | None = None) -> None:
        """All fields, lines, files and the history of an audit, with the cursor in ``field``."""
        dialog = RecordDialog(self._kit, self._messages, self._jobs, AUDIT, record, self._page.window())
        dialog.saved.connect(self.saved)
        if field is not None:
            QTimer.singleShot(0, dialog, partial(dialog.focus_field, field))
        dialog.exec()

    def arrange(self, visit: Visit) -> None:
        """Team, plan and meetings."""
        dialog = ArrangeDialog(self._kit, visit, self._messages, self._page.window())
        dialog.saved.connect(self.saved)
        dialog.exec()

    def fill(self, shown: Shown) -> None:
        """生成检查表."""
        if shown.record is None or not self._writable():
            return
        record = shown.record
        live = reading.rows(self._sitting.db, Department, Department.void_reason == "")
        names = [(row.id, str(row.of(Department.name))) for row in live]
        dialog = FillDialog(self._kit, names, shown.tally.total, self._page.window())
        if dialog.exec() != _ACCEPTED:
            return
        built: list[audit.Built] = []

        def act() -> Change | None:
            built.append(
                audit.build_checklist(
                    self._sitting, record, departments=dialog.departments, clauses=dialog.clauses,
                    by_clauses=dialog.by_clauses.isChecked(), by_documents=dialog.by_documents.isChecked(),
                )
            )  # fmt: skip
            return built[0].change

        if self._do(act):
            added = built[0].added
            self._messages.done(_("已列入 {} 个检查项").format(added) if added else _("没有新的检查项"))

    def raise_finding(self, shown: Shown, check: int) -> int | None:
        """开具不符合; the id of the nonconformity."""
        if shown.record is None or not self._writable():
            return None
        record, made = shown.record, list[Change]()

        def act() -> Change:
            made.append(audit.raise_from_check(self._sitting, record, check))
            return made[0]

        return made[0].record if self._do(act) and made else None

    def go_on(self, shown: Shown) -> None:
        """The next step: 开始实施, 出具审核报告, 关闭审核, or 完成更正 while one is open."""
        facts = shown.facts
        if facts is None or not self._writable():
            return
        record, number = facts.audit.id, str(facts.audit["number"])
        if facts.audit["correcting"]:
            today = self._sitting.clock.today()
            broken = correcting.closing(self._sitting.db, AUDIT, record, today).gate.waivable
            waiver = self._waiver(_("完成更正"), number, broken)
            if waiver is not None:
                self._do(partial(correcting.finish, self._sitting, AUDIT, record, waiver))
        elif shown.state == "planned":
            gate = workflow.gate_of(facts.case, AUDIT, HOLD)
            if gate.missing:
                self._mend(record, HOLD.label, gate)
                return
            waiver = self._waiver(HOLD.label, number, gate.waivable)
            if waiver is not None:
                self._do(lambda: audit.hold(self._sitting, record, waiver=waiver))
        elif shown.state == "held":
            self._report(shown, record, number)
        elif shown.state == "reported":
            self._do(lambda: audit.close(self._sitting, record))

    def correct(self, record: int, number: str) -> None:
        """更正: reopen what is locked, with a reason."""
        text = _("记录重新打开修改；修改前后的内容和这条原因写入历史，打印件上注明更正次数。")
        reason = self._messages.ask_reason(
            _("更正“{}”？").format(number), text, _("开始更正"), label_text=_("更正原因"), danger=False
        )
        if reason:
            self._do(lambda: correcting.begin(self._sitting, AUDIT, record, reason))

    def abandon(self, record: int) -> None:
        """放弃更正."""
        self._do(lambda: correcting.abandon(self._sitting, AUDIT, record))

    def coverage(self, shown: Shown) -> None:
        """Clauses by departments."""
        from qmsdesk.views.audit.coverage_dialog import CoverageDialog

        if shown.facts is not None:
            left = audit_cautions.uncovered(self._sitting.db, shown.facts)
            CoverageDialog(self._kit.theme, shown.facts, left, self._page.window()).exec()

    def delete(self, record: int, number: str) -> None:
        """An audit that was only planned goes to the recycle bin; undo brings it back."""
        if self._do(lambda: records.delete(self._sitting, AUDIT, [record])):
            self._messages.done(_("已删除 {}").format(number))

    def import_checklist(self, record: int, path: Path | None = None) -> None:
        """A checklist kept in Excel into this audit; what is wrong in it is named, the rest may come in."""
        from qmsdesk import paths
        from qmsdesk.exchange.checklist import read_checklist

        if not self._writable():
            return
        path = path or self._files.open(_("选择检查表"), paths.documents_dir(), _SHEETS)
        if path is None:
            return
        source = path

        def read(progress: Progress) -> ImportPlan:
            return read_checklist(self._sitting, record, source, progress=progress)

        self._jobs.run(_("读取检查表"), in_worker(self._sitting.db, read), self._take)

    def export(self, record: int, number: str) -> None:
        """The audit with all its lines as a workbook that imports again."""
        from qmsdesk import paths
        from qmsdesk.exchange import exporting

        name = safe_name(_("内部审核_{}.xlsx").format(number))
        path = self._files.save(_("导出 Excel"), paths.documents_dir() / name, "*.xlsx")
        if path is None:
            return
        target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        sitting = self._sitting

        def write(progress: Progress) -> None:
            exporting.export(sitting.db, AUDIT, target, [record], progress=progress)
            exportlog.add_file(sitting.workspace, sitting.clock, sitting.operator, "list", target)

        self._jobs.run(
            _("导出 Excel"),
            in_worker(sitting.db, write),
            lambda _none: self._messages.done(_("已导出到 {}").format(target)),
        )

    def _take(self, plan: ImportPlan) -> None:
        from qmsdesk.exchange import importing

        counts = plan.counts()
        good, bad = counts["add"] + counts["update"], plan.bad
        if bad:
            said = [_("第 {} 行：{}").format(r.sheet_row, "；".join(p.text for p in r.problems)) for r in bad]
            if not good:
                self._messages.tell(_("检查表没有导入"), _("改好下面这些行后再导入。"), said)
                return
            text = _("有 {} 行看不懂，不导入；其余 {} 行可以先导入。").format(len(bad), good)
            if not self._messages.ask(
                _("只导入看得懂的行？"), text, _("导入 {} 行").format(good), danger=False, details=said
            ):
                return

        def write(progress: Progress) -> ImportResult:
            return importing.apply(self._sitting, plan, partial=bool(bad), progress=progress)

        self._jobs.run(_("导入检查表"), in_worker(self._sitting.db, write), self._imported)

    def _imported(self, result: ImportResult) -> None:
        if result.batch:
            self.saved.emit(Change(AUDIT.key, 0, "edit", result.batch, result.touched))
        text = _("新增 {} 项，更新 {} 项，相同 {} 项").format(result.added, result.updated, result.same)
        self._messages.done(text)

    def _report(self, shown: Shown, record: int, number: str) -> None:
        assert shown.facts is not None
        gate = workflow.gate_of(shown.facts.case, AUDIT, REPORT)
        if gate.missing:
            self._do(lambda: audit.report(self._sitting, record))
            return
        by = shown.tally.by
        dialog = ReportDialog(
            self._kit.theme, number, by.get("nonconforming", 0), by.get("observation", 0), self._page.window()
        )  # fmt: skip
        if not dialog.ask():
            return
        waiver = self._waiver(REPORT.label, number, gate.waivable)
        if waiver is not None and self._do(
            lambda: audit.report(self._sitting, record, observations=dialog.observations, waiver=waiver)
        ):
            self._messages.done(_("已出具 {} 的审核报告").format(number))

    def _mend(self, record: int, verb: str, gate: workflow.Gate) -> None:
        """What is missing, each with the way to where it is filled in."""
        dialog = LackDialog(self._kit.theme, verb, gate.missing, self._page.window())
        if dialog.exec() == _ACCEPTED:
            self.edit(record, gate.fields.get(dialog.wanted, AuditMember.person))

    def _waiver(self, verb: str, number: str, broken: tuple[str, ...]) -> str | None:
        """The reason to go on where auditors audit their own department; None to stay, empty where none is needed."""
        if not broken:
            return ""
        text = _("{}。人员有限时，写明原因可以继续；打印件上会注明。").format("；".join(broken))
        return self._messages.ask_reason(_("{}“{}”？").format(verb, number), text, verb, danger=False)

    def _new_programme(self, year: int) -> int | None:
        if not self._writable():
            return None
        made: list[int] = []

        def act() -> Change:
            with self._sitting.batch(_("新建审核方案")) as batch:
                made.append(audit.plan_programme(self._sitting, year))
                return Change(AUDIT_PROGRAMME.key, made[0], "add", batch.batch, frozenset(batch.records))

        return made[0] if self._do(act) else None

    def _do(self, act: Callable[[], Change | None]) -> bool:
        try:
            change = act()
        except UserError as error:
            self._messages.error(error)
            return False
        if change is not None:
            self.saved.emit(change)
        return True

    def _writable(self) -> bool:
        try:
            self._sitting.workspace.require_writable()
        except UserError as error:
            self._messages.error(error)
            return False
        return True
