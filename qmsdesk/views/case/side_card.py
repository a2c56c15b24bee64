"""Beside the text: indicators of 表C.1 to insert, what the standard asks of each part, and the checks before 定稿."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.acceptance import CaseIndicator
from qmsdesk.services.case import Check, Figure, View
from qmsdesk.standard.case_rules import PARTS, TITLE_HINT, UNITS
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import Segmented
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row, rule

_ICONS = {"ok": "checkbox-circle-fill", "warn": "contrast-fill", "bad": "close-circle-fill"}
DATA, RULES = "data", "rules"


class SideCard(Card):
    """``inserted`` carries the id of an indicator and the form, ``wanted`` a missing label, ``led`` a part's key."""

    inserted = Signal(int, str)
    wanted = Signal(str)
    led = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._shown: tuple[object, ...] = ()
        self.buttons: dict[int, QWidget] = {}
        self.tabs = Segmented([(DATA, _("插入指标对比")), (RULES, _("写作要求"))], self)
        self.tabs.chosen.connect(lambda _key: self._turn())
        holder = QWidget(self)
        row(holder, margins=(12, 8, 12, 8)).addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(holder)
        self.add(rule())
        self.data, self._offered = self._area(3)
        self.rules, rules = self._area(3)
        for title, text in _demands():
            rules.addWidget(label(title, "strong", wrap=True))
            rules.addWidget(label(text, "label", wrap=True))
        rules.addStretch(1)
        self.add(rule())
        head = QWidget(self)
        row(head, margins=(12, 6, 12, 6)).addWidget(label(_("定稿前检查"), "h3"))
        self.add(head)
        self.add(rule())
        self.checks, self._checked = self._area(2)
        self._turn()

    def show_view(self, view: View, missing: Sequence[str], *, writable: bool) -> None:
        """The indicators, and what the gate and 6.10.1 say; nothing is made anew where nothing changed."""
        taken = {figure.indicator: figure.form for figure in view.figures}
        wanted = (view.offered, tuple(sorted(taken.items())), view.checks, tuple(missing), writable)
        if wanted == self._shown:
            return
        self._shown = wanted
        _empty(self._offered)
        self.buttons.clear()
        for figure in view.offered:
            self._offered.addWidget(self._offer(figure, writable=writable, taken=figure.indicator in taken))
        if not view.offered:
            text = _("表C.1 还没有提升前、提升后的数据。先在“指标跟踪”填好指标。")
            self._offered.addWidget(label(text, "label", wrap=True))
        self._offered.addStretch(1)
        _empty(self._checked)
        if view.row["status"] != "final":
            for text in missing:
                self._checked.addWidget(self._check(Check("bad", _("还差：{}").format(text)), text))
        for check in view.checks:
            self._checked.addWidget(self._check(check))
        self._checked.addStretch(1)

    def texts(self) -> list[str]:
        """What the checks say, in order."""
        items = (self._checked.itemAt(place) for place in range(self._checked.count()))
        return [made.accessibleName() for item in items if item is not None and (made := item.widget())]

    def _area(self, stretch: int) -> tuple[QScrollArea, QVBoxLayout]:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(area)
        area.setWidget(inside)
        self.add(area, stretch)
        return area, column(inside, spacing=8, margins=(12, 8, 12, 8))

    def _turn(self) -> None:
        self.data.setVisible(self.tabs.value() == DATA)
        self.rules.setVisible(self.tabs.value() == RULES)

    def _offer(self, figure: Figure, *, writable: bool, taken: bool) -> QWidget:
        holder = QWidget(self)
        line = row(holder, spacing=6)
        texts = column(spacing=0)
        name = label(figure.row.indicator)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        name.setToolTip(figure.row.indicator)
        texts.addWidget(name)
        told = label(f"{figure.before} → {figure.after}", "caption")
        told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        texts.addWidget(told)
        line.addLayout(texts, 1)
        if taken:
            line.addWidget(IconLabel(self._theme, "check-line", "ok", 16))
            line.addWidget(label(_("已引用"), "caption"))
        elif writable:
            made = button(self._theme, _("插入"), small=True)
            made.setAccessibleName(_("插入{}").format(figure.row.indicator))
            menu = QMenu(made)
            for form, title in CaseIndicator.FORM:
                if form == "table" or figure.drawable:
                    act = menu.addAction(title)
                    act.triggered.connect(
                        lambda _on=False, i=figure.indicator, f=form: self.inserted.emit(i, f)
                    )  # fmt: skip
            made.setMenu(menu)
            self.buttons[figure.indicator] = made
            line.addWidget(made)
        return holder

    def _check(self, check: Check, missing: str = "") -> QWidget:
        holder = QWidget(self)
        holder.setAccessibleName(check.text)
        line = row(holder, spacing=6)
        line.addWidget(IconLabel(self._theme, _ICONS[check.state], check.state, 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(check.text, wrap=True), 1)
        if check.state != "ok":
            go = tool_button(self._theme, _("去修改：{}").format(check.text), "arrow-right-s-line", "ghost", small=True,
                             icon_only=True)  # fmt: skip
            if missing:
                go.clicked.connect(lambda _on=False: self.wanted.emit(missing))
            else:
                go.clicked.connect(lambda _on=False: self.led.emit(check.part))
            line.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return holder


def _demands() -> list[tuple[str, str]]:
    """D.1 to D.3 and 6.10.1 in a few words."""
    whole = _("2,000 字以内；提炼有典型性、启发性、推广性的做法，可以聚焦某个点；语言通俗，有理有据，可插入图表。")
    general = _("突出应用 GB/T 19001 的经验；讲清痛点问题解决情况；成效有具体的量化指标。")
    return [
        (_("标题（D.1）"), TITLE_HINT),
        (_("正文（D.2）"), whole),
        *((f"{part.letter}) {part.title}", part.hint) for part in PARTS),
        (_("主要起草单位（D.3）"), _("1 至 {} 家主要单位的名称。").format(UNITS)),
        (_("内容（6.10.1）"), general),
    ]


def _empty(lines: QVBoxLayout) -> None:
    while (item := lines.takeAt(0)) is not None:
        if old := item.widget():
            old.hide()
            old.deleteLater()
