"""Beside the scores: what was recorded as total and grade, what does not fit, and the indicators at the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance
from qmsdesk.services.acceptance import Compared, View
from qmsdesk.standard.rows import RESULT_TITLES, Result
from qmsdesk.standard.values import plain
from qmsdesk.views.assessment.cells import value_of
from qmsdesk.views.indicators.figures import NO_VALUE
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.entry_form import EntryForm
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.states import mark
from qmsdesk.views.widgets.styling import column, label, row, rule, set_property

RESULT = (Acceptance.total, Acceptance.grade)


class ResultCard(Card):
    """Both totals with their grades; ``filled`` asks to take over what the scores add up to."""

    filled = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("合计和等级"), parent=parent)
        theme = kit.theme
        holder = QWidget(self)
        lines = column(holder, spacing=8, margins=(14, 10, 14, 10))
        figures = row(spacing=12)
        self.own, self.given = _Figure(_("自评")), _Figure(_("验收"))
        figures.addWidget(self.own, 1)
        figures.addWidget(rule(vertical=True, length=theme.px(56)))
        figures.addWidget(self.given, 1)
        lines.addLayout(figures)
        self.words = label("", "label", wrap=True)
        lines.addWidget(self.words)
        self.fill_button = button(theme, _("填入合计和等级"), "equalizer-line", on_click=self.filled.emit)
        lines.addWidget(self.fill_button)
        self.form = EntryForm(kit, ((Acceptance.total,), (Acceptance.grade,)), stars=RESULT, parent=holder)
        lines.addWidget(self.form)
        self._said: tuple[str, ...] = ()
        self._cautions = column(spacing=4)
        lines.addLayout(self._cautions)
        self.add(holder)
        # No upper bound: wrapped words are higher than the hint, and would be taken from the fields.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_view(self, view: View, *, writable: bool) -> None:
        """Both sides, what follows from the scores, and what does not fit."""
        self.own.show_figure(view.sheet.total, view.sheet.grade if any(line.rows for line in view.lines) else "")
        given = view.total if view.total is not None else view.given_total
        self.given.show_figure(plain(given) if given is not None else "—", view.grade or view.given_grade)
        if view.given_total is None:
            words = _("填了验收分数，就能算出合计和等级。")
        elif view.missing:
            words = _("已填的相加 {} 分，还差 {} 项验收分数，填齐后得出等级。")
            words = words.format(plain(view.given_total), view.missing)
        elif view.settled:
            words = _("合计和等级与各项目得分一致。")
        else:
            words = _("各项目相加 {} 分，按现在的界限为{}。").format(plain(view.given_total), view.given_grade)
        self.words.setText(words)
        self.fill_button.setVisible(writable and bool(view.given_grade) and not view.settled)
        self._show_cautions(view.cautions)

    def cautions(self) -> list[str]:
        """The sentences shown."""
        return list(self._said)

    def _show_cautions(self, texts: Sequence[str]) -> None:
        if tuple(texts) == self._said:
            return
        self._said = tuple(texts)
        while (item := self._cautions.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for text in texts:
            made = QWidget(self)
            line = row(made, spacing=6)
            line.addWidget(IconLabel(self._theme, "error-warning-line", "warn", 14))
            line.addWidget(label(text, wrap=True), 1)
            self._cautions.addWidget(made)


class _Figure(QWidget):
    """A total over its grade."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        lines = column(self)
        lines.addWidget(label(title, "label"))
        line = row(spacing=8)
        self.total, self.grade = label("", "figure"), label("", "h2")
        line.addWidget(self.total)
        line.addWidget(self.grade)
        line.addStretch(1)
        lines.addLayout(line)

    def show_figure(self, total: str, grade: str) -> None:
        """A total with its grade, empty where there is none."""
        self.total.setText(total)
        self.grade.setText(grade)
        set_property(self.grade, "tone", mark(grade).tone if grade else "")
        self.setAccessibleName(_("{}：{} 分，{}").format(self._title, total, grade or _("未评级")))


class RowsCard(Card):
    """The indicators of the category at the cursor, as 表C.1 has them."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit.theme, _("评价指标"), parent=parent)
        self._shown: Compared | None = None
        self._holder: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_line(self, line: Compared | None) -> None:
        """Another category; hidden on the totals."""
        before = self._shown
        if line is not None and before is not None and (line.key, line.rows) == (before.key, before.rows):
            return
        self._shown = line
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self.setVisible(line is not None)
        self._holder = holder = QWidget(self)
        lines = column(holder, spacing=8)
        if line is not None:
            self.set_title(line.title, _("表C.1"))
            for each in line.rows:
                result: Result = each.result  # type: ignore[assignment]
                head = row(spacing=8)
                head.addWidget(label(each.indicator, "strong", wrap=True), 1)
                head.addWidget(Pill(self._theme, RESULT_TITLES[result]))
                lines.addLayout(head)
                first, target, after = (value_of(each, key) or NO_VALUE for key in ("before", "target", "after"))
                told = _("提升前 {}，目标 {}，提升后 {}；证据 {} 份").format(first, target, after, each.evidence)
                lines.addWidget(label(told, "label", wrap=True))
            if not line.rows:
                none = _("这个评价项目没有选取评价指标，不计分，也不算未达成（6.9.8）。")
                lines.addWidget(label(none, "label", wrap=True))
        self.add_padded(holder)
