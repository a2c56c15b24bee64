"""定稿前检查: what must be mended and what should be known, each with the way there; who signs; 定稿."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.services.assessment import Blocker, Sheet
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, frame, label, row, rule

_WORDS = {
    "no_before": _("提升前未填"),
    "target_not_better": _("提升目标不比提升前好"),
    "worse_than_before": _("提升后比提升前差"),
    "no_evidence": _("缺证据"),
    "no_sample": _("评价期没有样本"),
    "target_changed_late": _("评价期开始后改过目标"),
    "baseline_changed": _("方案实施后改过提升前"),
    "after_before_start": _("评价期早于体系运行"),
    "unverified": _("月份未核实"),
    "typed_differs": _("填写的值与月度数据不符"),
}
_LINKS = {"no_evidence": _("补附件"), "unverified": _("去核实"), "typed_differs": _("看来源")}


class CheckRow(QFrame):
    """One line: mark, sentence, link; ``pressed`` when the link or the row is used."""

    pressed = Signal()

    def __init__(self, theme: Theme, text: str, link_text: str, *, must: bool) -> None:
        super().__init__()
        self.setProperty("role", "checkrow")
        self.must = must
        lines = column(self)
        line = row(margins=(14, 2, 8, 2))
        lines.addLayout(line)
        lines.addWidget(rule())
        icon, tone = ("close-circle-fill", "bad") if must else ("error-warning-line", "warn")
        self.mark = IconLabel(theme, icon, tone, 14)
        line.addWidget(self.mark)
        self._text = label(text, wrap=True)
        self.link = link(theme, link_text, self.pressed.emit)
        self.link.setAccessibleName(_("{link}：{text}").format(link=link_text, text=text))
        line.addWidget(self._text, 1)
        line.addWidget(self.link)

    def text(self) -> str:
        """The sentence."""
        return self._text.text()


class ChecksCard(Card):
    """``jumped`` carries the Blocker or SheetWarning whose link was pressed."""

    jumped = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("定稿前检查"), parent=parent)
        self._musts, self._hints = Pill(theme, ""), Pill(theme, "")
        self.add_head(self._musts)
        self.add_head(self._hints)
        self.rows: list[CheckRow] = []
        inside = QWidget()
        self._lines: QVBoxLayout = column(inside)
        self._lines.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.area.setMinimumHeight(56)
        self.add(self.area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_checks(self, blockers: Sequence[Blocker], sheet: Sheet, *, final: bool) -> None:
        """What stands before 定稿; after it only the warnings that were known."""
        for old in self.rows:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = []
        self.set_title(_("定稿时的提醒") if final else _("定稿前检查"))
        self._musts.set_state(_("{} 项必改").format(len(blockers)) if blockers else "", "bad")
        self._hints.set_state(_("{} 项提醒").format(len(sheet.warnings)) if sheet.warnings else "", "warn")
        for blocker in blockers:
            self._add(blocker.text, _("填写") if blocker.field else _("去补"), blocker, must=True)
        rows = {r.number: r for r in sheet.rows}
        for warning in sheet.warnings:
            about, words = rows.get(warning.number), _WORDS.get(warning.code, "")
            text = warning.text.rstrip("。")
            if about is not None and words:
                text = _("序号 {no} {name}：{words}").format(no=about.no, name=about.indicator, words=words)
            self._add(text, _LINKS.get(warning.code, _("查看")), warning, must=False, tip=warning.text)
        if not self.rows:
            self._add(_("没有要改的，也没有提醒"), "", None, must=False).mark.set_icon("checkbox-circle-fill", "ok")

    def hasHeightForWidth(self) -> bool:
        """Wrapped sentences would make the whole height of the list the least height of the card."""
        return False

    def texts(self) -> list[str]:
        """All sentences, what must be mended first."""
        return [one.text() for one in self.rows]

    def _add(self, text: str, link_text: str, what: object, *, must: bool, tip: str = "") -> CheckRow:
        made = CheckRow(self._theme, text, link_text, must=must)
        made.setToolTip(tip)
        made.link.setVisible(bool(link_text))
        made.pressed.connect(partial(self.jumped.emit, what))
        self.rows.append(made)
        self._lines.insertWidget(self._lines.count() - 1, made)
        return made


def foot_frame() -> QFrame:
    """The quiet ground under the list, for who signs."""
    made = frame("cardfoot")
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return made
