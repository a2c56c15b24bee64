"""Step two: the file, its columns and its rows; every change is judged at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from qmsdesk.exchange.plan import OnDuplicate
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.importing.late import DAYS, late_rows
from qmsdesk.views.importing.mapping import MappingCard
from qmsdesk.views.importing.preview import PreviewCard
from qmsdesk.views.importing.schemes import Scheme
from qmsdesk.views.importing.source import SourceBar
from qmsdesk.views.importing.work import Work
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.styling import column, label, row


class CheckView(QWidget):
    """``changed`` comes after every change of the plan; ``reread`` carries what the file is to be read with instead."""

    changed = Signal()
    reread = Signal(dict)

    def __init__(self, theme: Theme, choose: Callable[[], object], download: Callable[[], object]) -> None:
        super().__init__()
        self._work: Work | None = None
        self.source = SourceBar(theme, choose)
        self.trouble = MessageBar(theme, "bad")
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setFixedWidth(theme.px(420))
        self.reason.setAccessibleName(_("补录说明"))
        self.reason_row, self.reason_hint = QWidget(), label("", "caption")
        line = row(self.reason_row)
        line.addWidget(label(_("补录说明"), "label"))
        line.addWidget(self.reason)
        line.addWidget(self.reason_hint, 1)
        self.mapping = MappingCard(theme)
        self.preview = PreviewCard(theme, download)
        lines = column(self, spacing=12)
        for part in (self.source, self.trouble, self.reason_row):
            lines.addWidget(part)
        line = row(spacing=12)
        line.addWidget(self.mapping)
        line.addWidget(self.preview, 1)
        lines.addLayout(line, 1)
        self._connect()

    def show_work(self, work: Work, schemes: Sequence[Scheme]) -> None:
        """A file that was just read."""
        assert work.plan is not None
        assert work.source is not None
        self._work = work
        self.reason.clear()
        self.source.show_schemes(schemes, work.source.scheme)
        self.show_source()
        self.preview.show_plan(work.plan)
        self.mapping.show_plan(work.plan)
        self.preview.fix.focus_editor()

    def show_source(self) -> None:
        """The boxes say how the file is read (again, when another reading failed)."""
        work = self._work
        if work is not None and work.plan is not None and work.source is not None:
            self.source.show_plan(work.source.path, work.plan)

    def tell(self, today: dt.date) -> None:
        """Missing columns in red; 补录说明 when rows are late."""
        plan = self._work.plan if self._work else None
        if plan is None:
            return
        missing = "、".join(plan.missing)
        words = _("缺少必需的列：{}。在“列对应”里指定哪一列是它，或换一个表头行。")
        self.trouble.set_message("bad", words.format(missing) if missing else "")
        late = late_rows(plan, today)
        self.reason_row.setVisible(bool(late))
        words = _("有 {:,} 行早于 {} 天前，写一句为什么现在才录；可以不填")
        self.reason_hint.setText(words.format(late, DAYS))

    def reason_text(self) -> str:
        """补录说明, where it was asked for."""
        return "" if self.reason_row.isHidden() else self.reason.text().strip()

    def compare(self, sitting: Sitting) -> None:
        """The records have changed since the file was read."""
        if self._work is not None and self._work.plan is not None:
            self._work.plan.refresh(sitting)
            self._judged()

    def flush(self) -> None:
        """Take what was typed in the bar."""
        self.preview.flush()

    def _connect(self) -> None:
        self.source.sheet_chosen.connect(lambda sheet: self.reread.emit({"sheet": sheet, "head_row": 0}))
        self.source.head_row_chosen.connect(lambda number: self.reread.emit({"head_row": number}))
        self.source.scheme_chosen.connect(lambda s: self.reread.emit({"scheme": s, "remembered": False}))
        self.source.duplicates_chosen.connect(self._duplicates)
        self.mapping.again.connect(lambda: self.reread.emit({"scheme": None, "remembered": False}))
        self.mapping.remapped.connect(self._remap)
        self.mapping.said.connect(self._said)
        self.preview.changed.connect(self._corrected)

    def _remap(self, col: int, f: AnyField | None) -> None:
        if self._work is not None and self._work.plan is not None:
            self.flush()
            self._work.plan.remap(col, f)
            self._judged()

    def _said(self, f: AnyField, word: str, keys: tuple[str, ...]) -> None:
        if self._work is not None and self._work.plan is not None:
            self.flush()
            self._work.words.setdefault(f, {})[word] = keys
            self._work.plan.map_choice(f, word, keys)
            self._judged()

    def _duplicates(self, key: OnDuplicate) -> None:
        work = self._work
        if work is not None and work.plan is not None and work.source is not None:
            self.flush()
            work.source = replace(work.source, on_duplicate=key)
            work.plan.set_duplicates(key)
            self._judged()

    def _corrected(self) -> None:
        if self._work is not None and self._work.plan is not None:
            self.mapping.show_plan(self._work.plan)
            self.changed.emit()

    def _judged(self) -> None:
        self.preview.refresh()
        self._corrected()
