"""The card 工作流程 (6.1): the ten stages with the share that is done, and how it is counted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.services.overview import Overview, percent
from qmsdesk.services.readiness import MET
from qmsdesk.views.overview.readiness_card import ALL
from qmsdesk.views.overview.stepper import Stepper
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.styling import column, frame, label, row

_RULES = (
    _("总览不用填写，全部由各台账的记录算出。"),
    _("完成度＝已满足的要求数 ÷ 到期的要求数，按环节 a)–j) 分别计算，总完成度是十个环节之和，向下取整。"),
    _("要求取自 DB3203/T 1023 第 5、6 章（应、须、宜、建议、可）和 GB/T 19001 要求保持或保留的成文信息。"),
    _("“部分”不算已满足：要件里还缺一处就是部分，一处都没有是缺失。"),
    _("还没到时候的要求列为未到期，“可”做而没有做的、已说明理由不适用的列为不适用，都不计入分母。"),
    _("当前环节是工作计划里已经开始、还没有完成的任务所在的环节；没有这样的任务时是第一个还有要求没有满足的环节。"),
    _("点环节只看它的要求，再点一次看全部。"),
)


class RulesDialog(Dialog):
    """How the figures come about."""

    def __init__(self, theme: Theme, shown: Overview, parent: QWidget | None = None) -> None:
        text = _("现在 {} 项到期，已满足 {} 项，完成度 {}%。").format(
            shown.of, shown.done, percent(shown.done, shown.of)
        )
        super().__init__(theme, _("完成度怎样计算"), text, parent, width=560)
        for sentence in _RULES:
            self.body.addWidget(label(_("· {}").format(sentence), "", wrap=True))
        close = self.add_button(_("关闭"))
        close.clicked.connect(self.accept)
        close.setDefault(True)


class FlowCard(QWidget):
    """``chosen`` carries the letter of a stage, ``state_asked`` a state (``ALL`` for all) whose rows are wanted,

    ``clause_opened`` the clause of the tag.
    """

    chosen = Signal(str)
    state_asked = Signal(str)
    clause_opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: Overview | None = None
        card = frame("card", self)
        column(self).addWidget(card)
        lines = column(card, spacing=2, margins=(12, 6, 12, 4))
        head = row()
        head.addWidget(label(_("工作流程"), "h3"))
        tag = ClauseTag("6.1")
        tag.opened.connect(self.clause_opened)
        head.addWidget(tag)
        head.addWidget(label(_("总完成度"), "caption"))
        self.total = link(theme, "", lambda: self.state_asked.emit(ALL))
        self.met = link(theme, "", lambda: self.state_asked.emit(MET))
        self.due = link(theme, "", lambda: self.state_asked.emit(ALL))
        self.note = label(_("，由各台账自动计算）"), "caption")
        figures = row(spacing=0)
        for part in (self.total, label(_("（"), "caption"), self.met, label("/", "caption"), self.due, self.note):
            figures.addWidget(part)
        head.addLayout(figures)
        head.addStretch(1)
        self._legend = label(_("每步第三行为主导方"), "caption")
        head.addWidget(self._legend)
        self.rules = link(theme, _("计算规则"), self.explain)
        head.addWidget(self.rules)
        lines.addLayout(head)
        self.stepper = Stepper(theme)
        self.stepper.chosen.connect(self.chosen)
        lines.addWidget(self.stepper)

    def show_overview(self, shown: Overview) -> None:
        """The stages as they are now."""
        self._shown = shown
        self.total.setText(f"{percent(shown.done, shown.of)}%")
        self.total.setAccessibleName(_("总完成度 {}%，{} 项要求满足 {} 项").format(
            percent(shown.done, shown.of), shown.of, shown.done))  # fmt: skip
        self.total.setToolTip(_("看全部 {} 项到期的要求").format(shown.of))
        for part, text, words in (
            (self.met, str(shown.done), _("看已满足的 {} 项要求").format(shown.done)),
            (self.due, _("{} 项").format(shown.of), _("看全部 {} 项到期的要求").format(shown.of)),
        ):
            part.setText(text)
            part.setToolTip(words)
            part.setAccessibleName(words)
        self.stepper.set_stages(shown.stages, shown.current)

    def set_narrow(self, narrow: bool) -> None:
        """Without the words that explain the lines."""
        self._legend.setVisible(not narrow)

    def explain(self) -> None:
        """计算规则."""
        if self._shown is not None:
            RulesDialog(self._theme, self._shown, self).exec()
