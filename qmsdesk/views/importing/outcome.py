"""Step four: what came in, what stayed out, how to take it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from qmsdesk.exchange.importing import ImportPlan, ImportResult
from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row


class OutcomeView(QWidget):
    """Counts, what was created beside, the backup; ways on."""

    def __init__(
        self,
        theme: Theme,
        back: Callable[[], object],
        again: Callable[[], object],
        undo: Callable[[], object],
        download: Callable[[], object],
    ) -> None:
        super().__init__()
        card = Card(theme)
        card.setMaximumWidth(theme.px(760))
        self.mark = IconLabel(theme, "checkbox-circle-fill", "ok", 28)
        self.heading = label("", "h2")
        self.file = label("", "label")
        self.back = button(theme, "", "arrow-right-line", "primary", on_click=back)
        head = row(spacing=14, margins=(20, 16, 20, 14))
        head.addWidget(self.mark)
        words = column(spacing=2)
        words.addWidget(self.heading)
        words.addWidget(self.file)
        head.addLayout(words, 1)
        head.addWidget(self.back)
        card.body.addLayout(head)
        self.text = label("", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        middle = column(margins=(20, 0, 20, 10))
        middle.addWidget(self.text)
        card.body.addLayout(middle)
        self.bad = label("", tone="bad", wrap=True)
        self.download = link(theme, _("下载错误清单"), download, icon="download-2-line")
        line = row(margins=(20, 0, 20, 12))
        line.addWidget(self.bad)
        line.addWidget(self.download)
        line.addStretch(1)
        card.body.addLayout(line)
        self.undo = button(theme, _("撤销这次导入"), "arrow-go-back-line", on_click=undo)
        self.hint = label(_("整次导入是一步，也可以按 Ctrl+Z 撤销"), "caption")
        self.again = button(theme, _("再导入一个文件"), on_click=again)
        card.set_footer(self.undo, self.hint, None, self.again)
        outer = row(self)
        outer.addStretch(1)
        inside = column(margins=(0, 28, 0, 0))
        inside.addWidget(card)
        inside.addStretch(1)
        outer.addLayout(inside, 10)
        outer.addStretch(1)

    def show_result(self, plan: ImportPlan, result: ImportResult, backup: str) -> None:
        """Say what was written."""
        self.heading.setText(_("已导入 {:,} 行到{}").format(result.added + result.updated, plan.register.title))
        self.file.setText(_("{}　工作表“{}”").format(plan.file, plan.sheet))
        self.back.setText(_("查看{}").format(plan.register.title))
        lines = [_("新增 {:,} 行，成为 {:,} 条记录").format(result.added, result.records)] if result.added else []
        if result.updated:
            lines.append(_("更新 {:,} 行").format(result.updated))
        if result.same or result.skipped:
            lines.append(_("与已有记录相同 {:,} 行，跳过 {:,} 行").format(result.same, result.skipped))
        if result.also_created:
            names = "、".join(f"{register.title} {caption}" for register, caption in result.also_created)
            lines.append(_("同时新建：{}").format(names))
        if backup:
            lines.append(_("导入前已备份到 {}").format(backup))
        self.text.setText("\n".join(lines))
        self.bad.setText(_("有 {:,} 行有误或待确认，没有导入。").format(result.errors) if result.errors else "")
        self.bad.setVisible(bool(result.errors))
        self.download.setVisible(bool(result.errors))
        self.undo.setEnabled(True)
        self.hint.setText(_("整次导入是一步，也可以按 Ctrl+Z 撤销"))

    def show_undone(self, *, undone: bool = True) -> None:
        """The import was taken back, or done again."""
        self.undo.setEnabled(not undone)
        self.hint.setText(_("已撤销，导入的记录都取消了") if undone else _("整次导入是一步，也可以按 Ctrl+Z 撤销"))
