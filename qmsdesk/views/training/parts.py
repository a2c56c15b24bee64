"""The frame of the page: where its parts stand, the buttons of its head, the entries of its menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from qmsdesk.i18n import _
from qmsdesk.views.register.split import SplitBody
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.training.acts import PRINTS, TrainingActs
from qmsdesk.views.training.cards import TierCards
from qmsdesk.views.widgets.buttons import button, tool_button
from qmsdesk.views.widgets.styling import column


def arrange(cards: TierCards, body: SplitBody) -> QWidget:
    """The cards over the split of board and pane, which stand apart like cards."""
    body.splitter.setHandleWidth(12)
    body.splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
    body.pane.setProperty("role", "card")
    holder = QWidget()
    lines = column(holder, spacing=12, margins=(20, 12, 20, 12))
    lines.addWidget(cards)
    lines.addWidget(body, 1)
    return holder


def head_buttons(
    theme: Theme, on_import: Callable[[], object], on_print: Callable[[str], object], on_new: Callable[[], object]
) -> tuple[QPushButton, QToolButton, QPushButton]:
    """导入签到表, 打印 with its forms, and the primary one last."""
    menu = QMenu()
    printing = tool_button(theme, _("打印"), "printer-line", menu=menu)
    menu.setParent(printing, menu.windowFlags())
    for key, text in PRINTS:
        menu.addAction(text, partial(on_print, key))
    return (
        button(theme, _("导入签到表"), "file-excel-2-line", on_click=on_import),
        printing,
        button(theme, _("新建培训"), "add-line", "primary", on_click=on_new),
    )


def more_entries(menu: QMenu, acts: TrainingActs, run: Callable[[Callable[[int], object]], object]) -> None:
    """Put what is done with a training before the entries that every register has."""
    first = menu.actions()[0]
    for text, act in (
        (_("复制上次（同样的人员，不带结果）"), acts.copy), (_("安排补训"), acts.make_up),
        (_("加入应到人员"), acts.invite), (_("全部到场"), acts.all_present),
    ):  # fmt: skip
        entry = menu.addAction(text, partial(run, act))
        menu.removeAction(entry)
        menu.insertAction(first, entry)
    menu.insertSeparator(first)
