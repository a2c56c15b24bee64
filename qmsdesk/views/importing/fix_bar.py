"""The bar under the preview: one problem at a time, mended in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from qmsdesk.exchange.grid import letter
from qmsdesk.exchange.importing import CellProblem, PlanRow
from qmsdesk.exchange.plan import STATUS_TITLES
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import DateField, MultiField
from qmsdesk.views.importing.pick_box import PickBox
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link, tool_button
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.styling import column, label, row, set_property


class FixBar(QFrame):
    """``corrected`` carries row, field and text; ``left_out`` a row and whether it stays out; ``stepped`` −1 or 1."""

    corrected = Signal(object, object, str)
    left_out = Signal(object, bool)
    stepped = Signal(int)

    def __init__(self, theme: Theme, download: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "cardfoot")
        self._theme = theme
        self.row: PlanRow | None = None
        self.problem: CellProblem | None = None
        self._field: AnyField | None = None
        self.place, self.text = label("", "strong"), Elided()
        self.count = label("", "caption")
        self.up = tool_button(theme, _("上一个"), "arrow-up-s-line", small=True, icon_only=True)
        self.down = tool_button(theme, _("下一个"), "arrow-down-s-line", small=True, icon_only=True)
        self.up.clicked.connect(lambda: self.stepped.emit(-1))
        self.down.clicked.connect(lambda: self.stepped.emit(1))
        self.edit, self.box = QLineEdit(), PickBox(small=False)
        for editor in (self.edit, self.box):
            editor.setFixedWidth(theme.px(200))
            editor.setAccessibleName(_("改为"))
        self.edit.returnPressed.connect(self.apply)
        self.edit.textEdited.connect(lambda _text: set_property(self.edit, "state", ""))
        self.label = label(_("改为"), "label")
        self.fix = button(theme, _("修正"), "check-line", on_click=self.apply)
        self.skip = button(theme, _("跳过此行"), on_click=self._skip)
        self.download = link(theme, _("下载错误清单"), download, icon="download-2-line")
        lines = column(self, spacing=6, margins=(14, 8, 14, 8))
        first = row()
        first.addWidget(self.place)
        first.addWidget(self.text, 1)
        first.addWidget(self.count)
        first.addWidget(self.up)
        first.addWidget(self.down)
        lines.addLayout(first)
        self._second = QWidget()
        second = row(self._second)
        self._offers = row(spacing=8)
        for editor_part in (self.label, self.edit, self.box, self.fix):
            second.addWidget(editor_part)
        second.addLayout(self._offers)
        second.addWidget(self.skip)
        second.addStretch(1)
        second.addWidget(self.download)
        lines.addWidget(self._second)

    def show_row(self, shown: PlanRow | None, problem: CellProblem | None) -> None:
        """Show a row and its problem; a row without one only offers to leave it out or take it back in."""
        self.row, self.problem = shown, problem
        self._field = problem.field if problem else None
        if shown is None:
            self.place.setText(_("没有错误"))
            self._say(_("可以导入；双击单元格也可以改"), "")
        elif problem is None:
            self.place.setText(_("第 {} 行").format(shown.sheet_row))
            warning = next((p.text for p in shown.problems), "")
            self._say(warning or shown.note or STATUS_TITLES[shown.status], "warn" if warning else "")
        else:
            self.place.setText(_place(shown, problem))
            self._say(problem.text, "bad" if problem.level == "error" else "warn")
        self._offer(problem)
        self._show_editor()
        self.skip.setVisible(shown is not None)
        self.skip.setText(_("恢复此行") if shown is not None and shown.left_out else _("跳过此行"))

    def set_count(self, at: int, errors: int, questions: int) -> None:
        """Which of how many; counted from 1, 0 for none in hand."""
        parts = [
            _("{} 个错误").format(errors) if errors else "",
            _("{} 个待确认").format(questions) if questions else "",
            _("当前第 {} 个").format(at) if at else "",
        ]
        self.count.setText("，".join(part for part in parts if part))
        total = errors + questions
        for made in (self.up, self.down, self.count, self.download):
            made.setVisible(bool(total))

    def typed(self) -> bool:
        """Something was typed that was not applied yet."""
        return self._field is not None and not self.edit.isHidden() and self.edit.isModified()

    def take(self) -> tuple[PlanRow, AnyField, str] | None:
        """What was typed and not applied yet; it counts as applied from now on."""
        if not self.typed() or self.row is None or self._field is None:
            return None
        self.edit.setModified(False)
        return self.row, self._field, self.edit.text()

    def apply(self) -> None:
        """修正."""
        shown, f = self.row, self._field
        if shown is None or f is None:
            return
        text = self.edit.text() if not self.edit.isHidden() else self.box.currentText()
        self.edit.setModified(False)
        self.corrected.emit(shown, f, text)

    def offers(self) -> list[QPushButton]:
        """The answers to a question, as buttons."""
        items = [self._offers.itemAt(place) for place in range(self._offers.count())]
        return [made for item in items if item is not None and isinstance(made := item.widget(), QPushButton)]

    def focus_editor(self) -> None:
        """Type at once."""
        if not self.edit.isHidden():
            self.edit.setFocus()
            self.edit.selectAll()
        elif not self.box.isHidden():
            self.box.setFocus()

    def _say(self, text: str, tone: str) -> None:
        self.text.say(text)
        set_property(self.text, "tone", tone)

    def _offer(self, problem: CellProblem | None) -> None:
        while (item := self._offers.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for offer in problem.offers if problem else ():
            made = button(self._theme, offer, on_click=lambda text=offer: self._take(text))  # type: ignore[misc]
            made.setAccessibleName(_("是 {}").format(offer))
            self._offers.addWidget(made)

    def _take(self, text: str) -> None:
        if self.row is not None and self._field is not None:
            self.corrected.emit(self.row, self._field, text)

    def _show_editor(self) -> None:
        f = self._field
        words = [str(text) for _key, text in f.choices] if f is not None and f.choices else []
        if f is not None and f.field_type == "BOOL":
            words = [_("是"), _("否")]
        choice = bool(words) and not isinstance(f, MultiField)
        for part in (self.label, self.fix):
            part.setVisible(f is not None)
        self.box.setVisible(f is not None and choice)
        self.edit.setVisible(f is not None and not choice)
        found = self.row.text(f) if self.row is not None and f is not None else ""
        self.box.clear()
        if choice:
            self.box.addItems(words)
            self.box.setPlaceholderText(_("请选择"))
            self.box.setCurrentIndex(self.box.findText(found))
        self.edit.setText(found)
        self.edit.setPlaceholderText(_("年-月-日") if isinstance(f, DateField) else "；".join(words))
        set_property(self.edit, "state", "error" if self.problem and self.problem.level == "error" else "")

    def _skip(self) -> None:
        if self.row is not None:
            self.left_out.emit(self.row, not self.row.left_out)


def _place(shown: PlanRow, problem: CellProblem) -> str:
    number = problem.row or shown.sheet_row
    if problem.column:
        return _("第 {} 行，{} 列").format(number, letter(problem.column))
    return _("第 {} 行，{}").format(number, problem.heading) if problem.heading else _("第 {} 行").format(number)
