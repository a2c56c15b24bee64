"""自我评价 (6.9.4–6.9.8, annex C): 表C.1, its total and grade, what stands before 定稿, its versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.indicators import Assessment
from qmsdesk.registers.indicators import ASSESSMENT, INDICATOR
from qmsdesk.services import graded, reading
from qmsdesk.services.assessment import Blocker, SheetRow, SheetWarning
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.assessment.acts import SheetActs
from qmsdesk.views.assessment.body import AssessmentBody
from qmsdesk.views.assessment.outbound import FormRoad, drift_text
from qmsdesk.views.assessment.round_entry import RoundEntry
from qmsdesk.views.assessment.sheet_model import SheetModel
from qmsdesk.views.assessment.state import Shown, read
from qmsdesk.views.assessment.tools import HeaderTools
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.shell.page import ChainStart, Page
from qmsdesk.views.theme.apply import Theme

if TYPE_CHECKING:
    from qmsdesk.views.preview import Preview

_CONCERNS = frozenset({"indicator", "measurement", "assessment", "enterprise", "person", "setting"})
_OWN = frozenset({"assessed_on", "evaluator", "head"})
_TYPED = frozenset({"before", "target", "after"})


class AssessmentPage(Page):
    """``changed`` carries every Change. ``open_record`` goes to a record by register, number and field."""

    changed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser,
        *,
        preview: Preview,
        open_record: Callable[[str, str, str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("自我评价"), ("6.9.5", _("附录 C")), parent=parent)
        self._sitting, self._ask, self._open_record = sitting, messages.ask, open_record
        self._round, self._version = "", 0
        self._stale = False
        self.model = SheetModel(sitting, self)
        self._reason = messages.ask_reason
        self.tools = HeaderTools(theme, self.header)
        self.content = AssessmentBody(Kit(theme, sitting), self.model)
        self.set_body(self.content)
        self.acts = SheetActs(theme, sitting, messages, self)
        self.road = FormRoad(sitting, messages, jobs, files, preview, self)
        self.chain_start = lambda: _chain_start(sitting, self.shown, self.content.table.row_at_cursor())
        self._connect(messages)
        self.shown: Shown
        self.reload()

    def reload(self) -> None:
        """Read the version at hand again and show it in place."""
        self._stale = False
        self.shown = read(self._sitting, self._round, self._version or None)
        shown = self.shown
        state = _("已定稿") if shown.final else _("草稿")
        version = _("第 {} 版（{}）").format(shown.version, state)
        self.header.set_meta(f"{shown.round}　{version}" if shown.round else "")
        self.tools.show_version(shown)
        self.model.show(shown)
        self.content.show_version(shown, drift_text(shown))
        self._tell()

    def choose_version(self, version: int) -> None:
        """Show a version of the round; 0 is the newest."""
        if self._may_move():
            self._version = version
            self.reload()

    def choose_round(self, name: str, version: int = 0) -> None:
        """Show a version of another round, by default the newest; that is followed to the next one."""
        if self._may_move():
            self._round, self._version = name, version
            self.reload()
            self._version = 0 if self.shown.newest else version

    def finalise(self) -> None:
        """定稿, after a question that says what it means."""
        if self.flush() and (change := self.acts.finalise(self.shown)) is not None:
            self._version = 0
            self.changed.emit(change)

    def renew(self) -> None:
        """另存新版本: a draft after the final one."""
        if self.flush() and (change := self.acts.renew(self.shown)) is not None:
            self._version = 0
            self.changed.emit(change)

    def show_sources(self, row: SheetRow) -> None:
        """Where the figures of a row come from."""
        if self.flush() and self.acts.sources(row):
            self._follow(row.number)

    def jump(self, what: object) -> None:
        """To where a line of the checks can be mended."""
        if not self.flush():
            return
        if isinstance(what, Blocker):
            self._jump_to(what.register, what.number, what.field)
        elif isinstance(what, SheetWarning):
            if what.code in ("no_evidence", "unverified"):
                self._follow(what.number, "evidence" if what.code == "no_evidence" else "month")
            else:
                row = next((r for r in self.model.rows if r.number == what.number), None)
                self.content.table.go(what.number)
                if row is not None:
                    self.show_sources(row)

    # What the window calls.

    def entered(self) -> None:
        """Catch up with what was saved elsewhere."""
        if self._stale:
            self.reload()

    def flush(self) -> bool:
        """Commit what is being typed; False when something is red."""
        return self.content.flush()

    def leave(self) -> bool:
        """Asks before a refused text is given up."""
        return self._may_move()

    def apply_change(self, change: object) -> None:
        """Something was saved."""
        records = getattr(change, "records", ())
        touched = {register for register, _record in records} | {getattr(change, "register", "")}
        if touched & _CONCERNS:
            if self.isVisible():
                self.reload()
            else:
                self._stale = True

    def show_target(self, target: object) -> None:
        """A version of 表C.1 by number, a field of the one shown (evaluator…) or an indicator by number."""
        wanted = str(target)
        row = reading.by_number(self._sitting.db, ASSESSMENT, wanted)
        if row is not None:
            self.choose_round(row.of(Assessment.round), row.of(Assessment.version))
        elif wanted in _OWN:
            self.content.sign.focus_field(wanted)
        else:
            self.content.table.go(wanted)

    def target(self) -> object:
        """The row at hand."""
        row = self.content.table.row_at_cursor()
        return row.number if row else None

    def print_page(self) -> None:
        """打印表 C.1."""
        if self.flush() and self.shown.round:
            self.road.show(self.shown)

    def help_topic(self) -> str:
        """The clause of this page."""
        return "1023/C"

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """A narrower side column; in a narrow window it is the first tab."""
        super().apply_breakpoint(size)
        self.content.set_size(size)
        self.header.set_clauses(("6.9.5", _("附录 C")) if size.name != "narrow" else ())

    def _jump_to(self, register: str, number: str, field: str) -> None:
        if register == "assessment":
            self.content.sign.focus_field(field)
        elif field in _TYPED and self.content.table.go(number, field, edit=True):
            if self.content.table.cells.editor is None:  # made of months: they are what is missing
                self._follow(number, "month")
        elif field == "judged" and self.content.table.go(number, "result", edit=True):
            return
        else:
            self._follow(number, field)

    def _follow(self, number: str, field: str = "") -> None:
        """To 指标跟踪, at an indicator."""
        self._open_record("indicator", number, field)

    def _change_scale(self) -> None:
        if self.flush():
            self.acts.scale()

    def _export(self, kind: str) -> None:
        if self.flush() and self.shown.round:
            self.road.export(self.shown, kind)

    def _ask_reason(self, entry: RoundEntry, field: AnyField) -> None:
        title = _("改“{}”的提升前？").format(entry.evaluated.row.indicator)
        text = _("方案已经实施，提升前数据已锁定。原因会写入历史，并作为注印在表 C.1 上。")
        reason = self._reason(title, text, _("修改"), label_text=_("改基线原因"), danger=False)
        if reason:
            self.model.take_reason(entry, field, reason)

    def _may_move(self) -> bool:
        if self.flush():
            return True
        text = _("有误的内容没有保存，放弃后恢复原来的值。")
        if not self._ask(_("放弃有误的内容？"), text, _("放弃"), cancel=_("返回修改")):
            return False
        self.content.forget()
        return True

    def _tell(self) -> None:
        row = self.content.table.row_at_cursor()
        place = _("序号 {}，共 {} 项").format(row.no, len(self.model.rows)) if row else self.model.tally()
        figures, wrong = graded.figures(self.shown.sheet, final=self.shown.final), self.content.problems()
        total = _("合计 {} 分　{}").format(*figures) if self.model.rows else ""
        self.say(place if self.model.rows else "", total, wrong)

    def _connect(self, messages: Messages) -> None:
        content, tools = self.content, self.tools
        for saver in (self.model, content.sign, self.acts):
            saver.saved.connect(self.changed)
        for teller in (self.model.marked, content.sign.marked, content.table.moved):
            teller.connect(self._tell)
        self.model.failed.connect(messages.failed)
        # After the commit has ended: a dialog inside it takes the focus from the cell, which would commit again.
        self.model.reason_wanted.connect(self._ask_reason, Qt.ConnectionType.QueuedConnection)
        content.sign.failed.connect(messages.failed)
        content.sign.finalised.connect(self.finalise)
        content.sign.renewed.connect(self.renew)
        content.checks.jumped.connect(self.jump)
        content.total.scale_asked.connect(self._change_scale)
        content.table.shut.connect(lambda reason: messages.note("info", reason))
        content.table.sources_asked.connect(self.show_sources)
        content.table.evidence_asked.connect(self.show_sources)
        content.card.chain_button.clicked.connect(self.chain_asked)
        content.card.indicators_button.clicked.connect(lambda: self._follow(str(self.target() or "")))
        content.card.empty_button.clicked.connect(lambda: self._follow(""))
        tools.version_chosen.connect(self.choose_version)
        tools.round_chosen.connect(self.choose_round)
        tools.compared.connect(lambda: self.acts.compare(self.shown))
        tools.renewed.connect(self.renew)
        tools.exported.connect(self._export)
        tools.printed.connect(self.print_page)


def _chain_start(sitting: Sitting, shown: Shown, row: SheetRow | None) -> ChainStart | None:
    """The row of 表C.1 at the cursor."""
    found = reading.by_number(sitting.db, INDICATOR, row.number) if row is not None else None
    return ("assessment", shown.row.id or 0, "indicator", found.id) if found is not None else None
