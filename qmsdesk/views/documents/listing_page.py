"""A master list in the window: 外来文件, or the versions in force on a day that can be chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QStackedWidget, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.documents import DocumentRevision
from qmsdesk.registers.kinds import Unreadable, date_from_text
from qmsdesk.reports.document_forms import CONTROLLED, EXTERNAL, Listing, listing
from qmsdesk.reports.forms import Form
from qmsdesk.services import document_findings
from qmsdesk.services.documents import Facts
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.documents.facts_page import FactsPage, OpenRecord
from qmsdesk.views.documents.outbound import DocumentOutbound
from qmsdesk.views.documents.rows import Head, JumpTable, RowsModel
from qmsdesk.views.register.editor_date import DateEditor
from qmsdesk.views.shell.breakpoints import Breakpoint
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import tool_button
from qmsdesk.views.widgets.card import EmptyState
from qmsdesk.views.widgets.header import Toolbar
from qmsdesk.views.widgets.styling import column, frame, label, row

_WIDE = {_("文件名称"), _("名称")}
_NUMBERS = {_("文件编号"), _("编号"), _("表单编号")}
_WIDTHS = {
    _("文件编号"): 116, _("编号"): 104, _("层级"): 86, _("版本/修订"): 78, _("版本"): 60, _("生效日期"): 94,
    _("回收（作废）日期"): 126, _("归口部门"): 96, _("编制/审核/批准"): 168, _("对应条款"): 96, _("下次评审日"): 94,
    _("备注"): 76, _("类别"): 64, _("来源"): 190, _("归档日期"): 94, _("接收部门"): 96, _("分发部门"): 110,
    _("版本有效性核查日"): 130,
}  # fmt: skip
_OTHERS = 90
_HIDDEN, _HIDDEN_COMPACT = {_("序号")}, {_("编制/审核/批准"), _("对应条款"), _("分发部门"), _("来源")}


class ListingPage(FactsPage):
    """The rows of a form; Enter leads to the document."""

    def __init__(
        self,
        theme: Theme,
        sitting: Sitting,
        outbound: DocumentOutbound,
        open_record: OpenRecord,
        form: Form,
        title: str,
    ) -> None:
        super().__init__(theme, sitting, outbound, open_record, title, ("6.7.2.3 b)", "GB/T 19001 7.5.3"))
        self.form = form
        heads = [Head(c.title, 0 if c.title in _WIDE else _WIDTHS.get(c.title, _OTHERS)) for c in form.columns]
        self.model = RowsModel(heads, self)
        self.table = JumpTable(theme, self.model, title)
        self.table.opened.connect(self.jump)
        self.count = label("", "label")
        self.late = label("", tone="bad")
        self.tools = Toolbar(theme)
        self.add_tools()
        self.tools.stretch()
        self.print_button = tool_button(theme, _("打印"), "printer-line")
        self.export_button = tool_button(theme, _("导出 Excel"), "file-excel-2-line")
        self.tools.add(self.print_button, self.export_button)
        self.print_button.clicked.connect(self.print_page)
        self.export_button.clicked.connect(lambda: self.outbound.export_list(self.form.title, self.make()))
        self.add_row(self.tools)
        self.empty = EmptyState(theme, "file-list-3-line", *self.nothing())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        body = QWidget()
        lines = column(body)
        lines.addWidget(self.stack, 1)
        foot = frame("subfooter")
        line = row(foot, margins=(20, 6, 20, 6))
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(self.late)
        lines.addWidget(foot)
        self.set_body(body, padded=False)
        self.refresh()

    def add_tools(self) -> None:
        """What stands at the left of the toolbar."""

    def nothing(self) -> tuple[str, str]:
        """What an empty list says: title and text."""
        return _("没有文件"), ""

    def make(self) -> Callable[[Facts], Listing]:
        """How the list is made, for paper and Excel too."""
        form = self.form
        return lambda known: listing(form, known)

    def refresh(self) -> None:
        """Show the list."""
        made = self.make()(self.known)
        place = next(n for n, c in enumerate(self.form.columns) if c.title in _NUMBERS)
        targets = [("document", r[place], "") for r in made.rows]
        tones = self.tones(made)
        self.model.show(made.rows, targets, tones)
        self.stack.setCurrentIndex(0 if made.rows else 1)
        self.empty.set_text(*self.nothing())
        self.count.setText(made.note)
        self.late.setText(self.overdue(len({r for r, _c in tones})))
        self.say(made.note)

    def tones(self, _made: Listing) -> dict[tuple[int, int], str]:
        """Cells that stand out."""
        return {}

    def overdue(self, _count: int) -> str:
        """What stands out, in words."""
        return ""

    def print_page(self) -> None:
        """Ctrl+P."""
        self.outbound.print_list(self.form.title, self.make())

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """On paper everything stands; in a small window what matters."""
        super().apply_breakpoint(size)
        hidden = _HIDDEN | _HIDDEN_COMPACT if size.compact else _HIDDEN
        self.table.hide_columns([n for n, c in enumerate(self.form.columns) if c.title in hidden])


class ExternalPage(ListingPage):
    """外来文件清单: where they come from and when they were last checked for a newer edition."""

    def __init__(self, theme: Theme, sitting: Sitting, outbound: DocumentOutbound, open_record: OpenRecord) -> None:
        super().__init__(theme, sitting, outbound, open_record, EXTERNAL, _("外来文件"))

    def nothing(self) -> tuple[str, str]:
        return _("还没有外来文件"), _("标准、法规、顾客图样等来自外部的文件，在台账里新建，层级选“外来文件”。")

    def tones(self, made: Listing) -> dict[tuple[int, int], str]:
        """Those not checked within a year."""
        place = next(n for n, c in enumerate(self.form.columns) if c.title == _("版本有效性核查日"))
        number = next(n for n, c in enumerate(self.form.columns) if c.title == _("编号"))
        by_number = {d["number"]: d for d in self.known.documents.values()}
        found = {}
        for at, each in enumerate(made.rows):
            document = by_number[each[number]]
            due = document_findings.check_due(document)
            if document["status"] != "obsolete" and (due is None or due < self.known.today):
                found[at, place] = "bad"
        return found

    def overdue(self, count: int) -> str:
        return _("{} 份超过 12 个月没有查新").format(count) if count else ""


class DayPage(ListingPage):
    """某日有效版本: which versions were in force on a day."""

    def __init__(self, theme: Theme, sitting: Sitting, outbound: DocumentOutbound, open_record: OpenRecord) -> None:
        self.day = sitting.clock.today()
        super().__init__(theme, sitting, outbound, open_record, CONTROLLED, _("某日有效版本"))

    def add_tools(self) -> None:
        today = QDate(self.day.year, self.day.month, self.day.day)
        self.editor = DateEditor(DocumentRevision.effective_on, self.theme, today)
        self.editor.load(self.day, self.day.isoformat())
        self.editor.line.setAccessibleName(_("日期"))
        self.editor.setFixedWidth(self.theme.px(150))
        self.editor.committed.connect(lambda: self.choose(self.editor.text()))
        self.today_button = tool_button(self.theme, _("今天"), "calendar-line")
        self.today_button.clicked.connect(lambda: self.show_day(self.sitting.clock.today()))
        self.wrong = label("", "error")
        self.tools.add(label(_("日期"), "label"), self.editor, self.today_button, self.wrong)

    def choose(self, text: str) -> None:
        """Show the day that was typed; unreadable text stays, red."""
        try:
            day = date_from_text(text)
        except Unreadable as problem:
            self.wrong.setText(str(problem))
            return
        self.wrong.setText("")
        if day is not None:
            self.show_day(day)

    def show_day(self, day: dt.date) -> None:
        """The versions in force on a day."""
        self.day = day
        self.wrong.setText("")
        self.editor.load(day, day.isoformat())
        self.refresh()

    def make(self) -> Callable[[Facts], Listing]:
        form, day = self.form, self.day
        return lambda known: listing(form, known, day)

    def nothing(self) -> tuple[str, str]:
        return _("{} 没有有效的文件").format(self.day), _("有效按生效日期和作废日期算；外来文件在“外来文件”里看。")
