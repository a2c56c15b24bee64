"""质量诊断 (6.5.8, 表B.1): the opinions of one report, what was decided on each, and where it led."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.project import Diagnosis
from qmsdesk.registers.plans import PLAN
from qmsdesk.registers.project import DIAGNOSIS, OPINIONS
from qmsdesk.services import diagnoses, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.diagnosis.acts import B1, FORMS, WORD, DiagnosisActs
from qmsdesk.views.diagnosis.body import DiagnosisBody
from qmsdesk.views.diagnosis.write_dialog import WriteDialog
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.files import FileChooser
from qmsdesk.views.onerecord.head import RecordHead, Words
from qmsdesk.views.onerecord.rows_page import RowsPage
from qmsdesk.views.preview import Preview
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button

_CLAUSES = ("6.5.8", _("附录 B"))
_WORDS = Words(_("历次诊断"), _("新建诊断报告"), prints=FORMS, dialog=_("诊断报告的资料、附件和历史"))
_FILES = _("附件")
Go = Callable[[str, object], object]


class DiagnosisPage(RowsPage):
    """``go`` leads to another page: the item of the plan an opinion led to."""

    body: DiagnosisBody

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        messages: Messages,
        jobs: Jobs,
        files: FileChooser | None = None,
        *,
        preview: Preview | None = None,
        go: Go | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, sitting, DIAGNOSIS, messages, jobs, _CLAUSES, parent)
        self._go = go
        self.acts = DiagnosisActs(sitting, messages, jobs, files, preview)
        self.scan = tool_button(theme, _("添加扫描件"), "attachment-2")
        self.scan.setToolTip(_("双方在表B.1上签字盖章后的扫描件"))
        self.scan.clicked.connect(lambda _on=False: self.open_dialog(_FILES))
        head = RecordHead(
            theme, self.header, DIAGNOSIS, _WORDS, lambda row: str(row.of(Diagnosis.title))[:24],
            (self.scan,), writable=not sitting.workspace.read_only,
        )  # fmt: skip
        self.chain_start = self._chain
        self.start(head, self._make_body())

    def rows(self) -> Sequence[Row]:
        """By the day of the diagnosis."""
        return reading.rows(self.sitting.db, Diagnosis, order=(Diagnosis.diagnosed_on.desc(), Diagnosis.id.desc()))

    def latest(self) -> int | None:
        """The diagnosis made last."""
        found = diagnoses.latest(self.sitting.db)
        return found.id if found is not None else None

    def show_body(self, visit: Visit) -> None:
        """Facts, opinions, conclusion."""
        assert visit.row is not None
        self.scan.setVisible(visit.row["status"] != "signed" and not visit.files_closed())
        self.body.show_diagnosis(self.sitting, visit)

    def tell(self) -> None:
        """How many opinions there are, and how many have led to nothing yet."""
        lines = self.visit.lines(OPINIONS) if self.visit is not None else ()
        waiting = len(diagnoses.unwritten(lines, diagnoses.targets(self.sitting.db, lines)))
        said = _("{} 条采纳的意见没有方案项").format(waiting) if waiting else ""
        self.say(_("诊断意见 {} 条").format(len(lines)), said, self.problem())

    def make_new(self) -> records.Change | None:
        """Another report, on the last survey."""
        return self.tried(lambda: diagnoses.open_diagnosis(self.sitting))

    def take_over(self) -> None:
        """从调研带入."""
        record = self.target()
        if not isinstance(record, int) or not self.flush():
            return
        counted: list[int] = []

        def act() -> records.Change:
            change, count = diagnoses.take_over(self.sitting, record)
            counted.append(count)
            return change

        change = self.tried(act)
        self.made(change)
        if change is not None:
            self._messages.done(_("带入 {} 条诊断意见").format(counted[0]), partial(self.take_back, change))

    def write_into_plan(self) -> None:
        """写入提升方案: the opinion at the cursor, or others that wait for it."""
        visit = self.visit
        if visit is None or visit.record is None or not self.flush():
            return
        lines = list(enumerate(visit.lines(OPINIONS), 1))
        rows = [line for _no, line in lines]
        waiting = {line.id for line in diagnoses.unwritten(rows, diagnoses.targets(self.sitting.db, rows))}
        offered = [(no, line) for no, line in lines if line.id in waiting]
        if not offered:
            return
        dialog = WriteDialog(self.kit, offered, self.body.pane.line(), self)
        if dialog.exec() != int(QDialog.DialogCode.Accepted):
            return
        record, wishes, plans = visit.record, dialog.wishes(), []

        def act() -> records.Change:
            change, plan = diagnoses.write_into_plan(self.sitting, record, wishes)
            plans.append(plan)
            return change

        change = self.tried(act)
        self.made(change)
        if change is not None:
            text = _("{} 条意见写入 {} 第 {} 版").format(len(wishes), plans[0]["number"], plans[0]["version"])
            self._messages.done(text, partial(self.take_back, change))

    def open_item(self) -> None:
        """The item of the plan the opinion at the cursor led to."""
        target = self.body.led.get(self.body.pane.line())
        if target is not None and self._go is not None and self.leave():
            self._go(PLAN.key, (target.plan.id, target.item.id))

    def print_form(self, key: str) -> None:
        """表B.1 of this report, blank, or as a Word document."""
        if self.visit is None or self.visit.row is None or not self.flush():
            return
        if key == WORD:
            self.acts.save_word(self.visit.row)
        else:
            self.acts.print_form(key, str(self.visit.row["number"]))

    def print_page(self) -> None:
        """Ctrl+P: 表B.1."""
        self.print_form(B1)

    def new_record(self) -> None:
        """Ctrl+N: another opinion; a report where there is none, or where it is closed."""
        if self.visit is not None and self.body.pane.writable:
            self.body.pane.begin()
        else:
            super().new_record()

    def show_target(self, target: object) -> None:
        """A report by id; with a field or a word for a place of it, or the id of an opinion."""
        record, place = target if isinstance(target, tuple) else (target, None)
        if isinstance(place, int):
            super().show_target(record)
            self.body.pane.go(place)
        else:
            super().show_target(target)

    def entered(self) -> None:
        """The list has the cursor."""
        super().entered()
        self.body.pane.tree.setFocus()

    def _make_body(self) -> DiagnosisBody:
        body = DiagnosisBody(self.kit, self)
        self.connect_pane(OPINIONS, body.pane)
        self.connect_form(body.conclusion)
        body.take_button.clicked.connect(self.take_over)
        body.write_button.clicked.connect(self.write_into_plan)
        body.item_button.clicked.connect(self.open_item)
        body.gaps.wanted.connect(body.show_gap)
        body.facts.edit_asked.connect(self.open_dialog)
        body.new_button.clicked.connect(lambda _on=False: self.open_new())
        return body

    def _chain(self) -> tuple[str, int, str, int] | None:
        """The opinion at the cursor, else the report."""
        if self.visit is None or self.visit.record is None:
            return None
        line = self.body.pane.line()
        return (DIAGNOSIS.key, self.visit.record, OPINIONS.key if line else "", line)
