"""过程 × 文件 × 部门 × 条款: what covers each process, and what is 缺失 or 交叉 (6.7.2.3)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget

from qmsdesk.i18n import _
from qmsdesk.models.documents import Document
from qmsdesk.models.processes import Process
from qmsdesk.registers.kinds import to_text
from qmsdesk.reports import document_forms
from qmsdesk.services import document_matrix, reading
from qmsdesk.services.document_matrix import LEVELS, Line
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.documents.facts_page import FactsPage, OpenRecord
from qmsdesk.views.documents.finding_card import FindingCard
from qmsdesk.views.documents.outbound import DocumentOutbound
from qmsdesk.views.documents.rows import Head, JumpTable, RowsModel
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.card import Card, EmptyState

_SHORT = {
    "manual": _("手册"),
    "procedure": _("程序"),
    "instruction": _("作业"),
    "form": _("表单"),
    "external": _("外来"),
}
_PROCESS, _DEPARTMENT, _OWNER, _FIRST_LEVEL = 0, 1, 2, 3
_OTHERS = _FIRST_LEVEL + len(LEVELS)
_TONES = {document_matrix.MISSING: "bad", document_matrix.CROSSING: "warn"}


class MatrixPage(FactsPage):
    """The matrix with counts above, the flaws under it."""

    def __init__(self, theme: Theme, sitting: Sitting, outbound: DocumentOutbound, open_record: OpenRecord) -> None:
        clauses = ("6.7.2.3 a)", "GB/T 19001 4.4")
        super().__init__(theme, sitting, outbound, open_record, _("过程与文件矩阵"), clauses)
        heads = [
            Head(_("过程"), 0), Head(_("归口部门"), 110), Head(_("负责人"), 84),
            *(Head(_SHORT[level], 56, right=True) for level in LEVELS),
            Head(_("涉及部门"), 150), Head(_("条款"), 220),
        ]  # fmt: skip
        self.model = RowsModel(heads, self)
        self.table = JumpTable(theme, self.model, _("过程与文件矩阵"))
        self.table.opened.connect(self.jump)
        self.card = Card(theme, _("过程与文件矩阵"))
        make = document_forms.matrix
        self.print_button = tool_button(theme, _("打印"), "printer-line", small=True, kind="ghost")
        self.card.add_head(self.print_button)
        self.export_button = tool_button(theme, _("导出 Excel"), "file-excel-2-line", small=True, kind="ghost")
        self.card.add_head(self.export_button)
        self.print_button.clicked.connect(self.print_page)
        self.export_button.clicked.connect(lambda: outbound.export_list(document_forms.MATRIX.title, make))
        new = button(theme, _("登记过程"), "add-line", on_click=lambda: self.go_to.emit("process", None))
        self.empty = EmptyState(
            theme, "flow-chart", _("还没有过程"),
            _("先登记过程和归口部门，再在台账里给文件选“过程”，这里就显示缺哪些、哪些交叉。"), new,
        )  # fmt: skip
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.card.add(self.stack, 1)
        nothing = (_("没有缺失和交叉"), _("每个过程和条款都有文件，归口清楚。"))
        self.flaws = FindingCard(theme, _("缺失与交叉"), document_matrix.KINDS, _TONES, nothing)
        self.flaws.opened.connect(self.jump)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.card)
        self.split.addWidget(self.flaws)
        self.split.setSizes([360, 260])
        self.set_body(self.split)
        self.refresh()

    def refresh(self) -> None:
        """Show what is covered now."""
        found = document_matrix.lines(self.known)
        tones: dict[tuple[int, int], str] = {}
        rows, targets = [], []
        for at, each in enumerate(found):
            rows.append(_row(each))
            targets.append(_target(each))
            if each.process is not None:
                tones |= {(at, col): "bad" for col in _blank(each)}
        self.model.show(rows, targets, tones)
        self.stack.setCurrentIndex(0 if rows else 1)
        excluded = document_matrix.not_applicable(reading.enterprise(self.sitting.db))
        flaws = document_matrix.flaws(self.known, excluded)
        self.flaws.show_findings(flaws)
        missing = sum(f.kind == document_matrix.MISSING for f in flaws)
        words = _("缺失 {:,}，交叉 {:,}").format(missing, len(flaws) - missing)
        self.say(_("共 {} 个过程").format(len(self.known.processes)), words)

    def print_page(self) -> None:
        """Ctrl+P."""
        self.outbound.print_list(document_forms.MATRIX.title, document_forms.matrix)

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Less beside the counts where there is no room."""
        super().apply_breakpoint(size)
        self.table.hide_columns([_OTHERS] if size.compact else [])


def _row(line: Line) -> list[str]:
    process = line.process
    return [
        str(process.of(Process.name)) if process is not None else _("（未归入过程）"),
        line.department or ("" if process is not None else "—"),
        line.owner or ("" if process is not None else "—"),
        *(str(len(line.documents[level])) if line.documents[level] else "" for level in LEVELS),
        "、".join(line.departments),
        to_text(Document.clauses, line.clauses),
    ]


def _blank(line: Line) -> list[int]:
    """The columns where something is missing."""
    return [] if any(line.documents.values()) else [_PROCESS]


def _target(line: Line) -> tuple[str, str, str] | None:
    """The process; of documents without one the first, where a process can be chosen."""
    if line.process is not None:
        return ("process", line.process["number"], "")
    first = next((d for level in LEVELS for d in line.documents[level]), None)
    return ("document", first["number"], Document.process.name) if first is not None else None
