"""The left column: which column of the file goes where, what its words mean, what else comes in or stays out."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from qmsdesk.exchange.importing import ImportPlan, PlanColumn
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.views.importing.pick_box import PickBox
from qmsdesk.views.importing.words import WordsView, converted_words
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row, rule

_FIXED = {"month": _("月份"), "part": _("分子/分母"), "summed": _("合计"), "serial": _("序号")}
_HOW = {
    "auto": ("check-line", "ok", _("自动")),
    "synonym": ("check-line", "ok", _("自动")),
    "month": ("check-line", "ok", _("自动")),
    "part": ("check-line", "ok", _("自动")),
    "manual": ("check-line", "accent", _("手动")),
    "unknown": ("error-warning-line", "warn", _("未知")),
    "twice": ("error-warning-line", "warn", _("重复")),
}
_WIDTH, _NARROW = 384, 352


class _Row:
    """The widgets of one column of the file."""

    def __init__(self, theme: Theme, grid: QGridLayout, place: int, found: PlanColumn, box: PickBox) -> None:
        self._theme = theme
        self.column, self.box = found.column, box
        grid.addWidget(label(found.letter, "strong"), place, 0)
        for at, text, role in ((1, found.heading or _("（无表头）"), ""), (2, found.example or _("（空）"), "label")):
            grid.addWidget(Elided(text, role), place, at)
        grid.setRowMinimumHeight(place, theme.px(30))
        if found.how in _FIXED:
            grid.addWidget(label(_FIXED[found.how], "label"), place, 3)
        else:
            grid.addWidget(box, place, 3)
        self.how: QHBoxLayout = row(spacing=4)
        grid.addLayout(self.how, place, 4)

    def say(self, icon: str, tone: str, text: str) -> None:
        self._clear()
        if icon:
            self.how.addWidget(IconLabel(self._theme, icon, tone, 14))
        self.how.addWidget(label(text, "caption", tone=tone if tone == "warn" else ""))
        self.how.addStretch(1)

    def link(self, widget: QWidget) -> None:
        self._clear()
        self.how.addWidget(widget)
        self.how.addStretch(1)

    def _clear(self) -> None:
        while (item := self.how.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()


class MappingCard(Card):
    """``remapped`` carries a column and its field (None leaves it out), ``said`` a field, a word and its keys."""

    remapped = Signal(int, object)
    said = Signal(object, str, object)
    again = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("列对应"))
        self.add_head(button(theme, _("重新识别"), "refresh-line", small=True, on_click=self.again.emit))
        self._compact = False
        self._rows: list[_Row] = []
        self._plan: ImportPlan | None = None
        self._shown: list[tuple[int, str, str]] = []
        self._inside = QWidget()
        self._lines = column(self._inside, spacing=8, margins=(14, 2, 14, 12))
        self._grid_holder: QWidget | None = None
        self.words = WordsView(theme)
        self.words.said.connect(self.said)
        self.notes = label("", "caption", wrap=True)
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.addWidget(self.words)
        self._lines.addWidget(self.notes)
        self._lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._inside)
        self.add(scroll, 1)
        self._fix_width()

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a plan, or what has become of it; the boxes stay where they are while the file is the same."""
        shape = [(c.column, c.heading, c.example) for c in plan.columns]
        if shape != self._shown or self._plan is not plan:
            self._build(plan)
            self._shown = shape
        self._plan = plan
        counts = [0, 0]
        for made, found in zip(self._rows, plan.columns, strict=True):
            self._refresh(made, found, plan)
            counts[0] += found.how in {"auto", "synonym", "month", "part"}
            counts[1] += found.field is not None and bool(converted_words(plan, found.field))
        self.set_title(_("列对应"), _("自动 {} 列，取值转换 {} 列").format(*counts))
        self._choose_words(plan)
        self.notes.setText(_notes(plan))
        self.notes.setVisible(bool(self.notes.text()))

    def box_of(self, col: int) -> PickBox:
        """The box of a column of the file."""
        return next(made.box for made in self._rows if made.column == col)

    def _build(self, plan: ImportPlan) -> None:
        if self._grid_holder is not None:
            self._grid_holder.hide()
            self._grid_holder.deleteLater()
        self._grid_holder = QWidget()
        grid = QGridLayout(self._grid_holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for at, text in enumerate((_("列"), _("Excel 表头"), _("示例"), _("导入为"), _("对应"))):
            grid.addWidget(label(text, "caption"), 0, at)
        grid.setRowMinimumHeight(0, self._theme.px(28))
        grid.setColumnMinimumWidth(4, self._theme.px(58))
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(2, 3)
        self._rows = []
        for place, found in enumerate(plan.columns, 1):
            grid.addWidget(rule(), 2 * place - 1, 0, 1, 5)
            self._rows.append(_Row(self._theme, grid, 2 * place, found, self._box(plan, found)))
        self._lines.insertWidget(0, self._grid_holder)

    def _box(self, plan: ImportPlan, found: PlanColumn) -> PickBox:
        box = PickBox(self._grid_holder)
        box.setFixedWidth(self._theme.px(118))
        box.setAccessibleName(_("“{}”导入为").format(found.heading or found.letter))
        box.addItem(_("不导入"), None)
        for place, offered in enumerate(plan.sheet_columns):
            box.addItem(f"* {offered.heading}" if offered.required else offered.heading, place)
        columns = plan.sheet_columns
        box.activated.connect(
            lambda at, col=found.column: self.remapped.emit(col, columns[at - 1].field if at else None)
        )
        box.setVisible(found.how not in _FIXED)
        return box

    def _refresh(self, made: _Row, found: PlanColumn, plan: ImportPlan) -> None:
        place = next((i for i, c in enumerate(plan.sheet_columns, 1) if c.field is found.field), 0)
        with QSignalBlocker(made.box):
            made.box.setCurrentIndex(place)
        if found.field is not None and converted_words(plan, found.field):
            f = found.field
            made.link(link(self._theme, _("取值"), lambda: self._show_words(f), icon="exchange-line"))
        else:
            made.say(*_HOW.get(found.how, ("", "text2", _("忽略"))))

    def _choose_words(self, plan: ImportPlan) -> None:
        """Keep the column shown; else the first with a word that is not understood, else the first converted one."""
        fields = [c.field for c in plan.columns if c.field is not None and converted_words(plan, c.field)]
        if self.words.field is not None and any(f is self.words.field for f in fields):
            self._show_words(self.words.field)
            return
        unclear = [f for f in fields if any(not keys for _word, keys in converted_words(plan, f))]
        chosen = [*unclear, *fields]
        if chosen:
            self._show_words(chosen[0])
        else:
            self.words.show_nothing()

    def _show_words(self, f: AnyField) -> None:
        plan = self._plan
        if plan is not None:
            found = next((c for c in plan.columns if c.field is f), None)
            self.words.show_field(plan, f, found)

    def set_compact(self, compact: bool) -> None:
        """Narrower in a small window."""
        self._compact = compact
        self._fix_width()

    def _measure(self) -> None:
        """Another font size: the boxes are made anew."""
        super()._measure()
        self._fix_width()
        if self._plan is not None:
            self._shown = []
            self.show_plan(self._plan)

    def _fix_width(self) -> None:
        self.setFixedWidth(self._theme.px(_NARROW if self._compact else _WIDTH))


def _notes(plan: ImportPlan) -> str:
    """What comes in beside the rows, and what of the file does not."""
    lines = []
    created: dict[str, list[str]] = {}
    for register, caption in plan.also_created:
        created.setdefault(register.title, []).append(caption)
    if created:
        texts = [_("{}：{}").format(title, "、".join(names)) for title, names in created.items()]
        lines.append(_("同时新建　{}").format("；".join(texts)))
    if plan.unknown_headings:
        lines.append(_("没有对应的列，不导入　{}").format("、".join(plan.unknown_headings)))
    lines += [_("第 {} 行不是数据（{}）　{}").format(s.row, s.why, s.text[:40]) for s in plan.skipped_lines]
    lines += list(plan.grid.notes)
    return "\n".join(lines)
