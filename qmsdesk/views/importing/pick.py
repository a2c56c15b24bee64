"""Step one: which register, which file; a file may be dropped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.sheet_columns import columns_of
from qmsdesk.registers.spec import Register
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row


class PickView(QWidget):
    """``register_chosen`` carries the register picked in the box."""

    register_chosen = Signal(object)

    def __init__(self, theme: Theme, choose: Callable[[], object], template: Callable[[], object]) -> None:
        super().__init__()
        card = Card(theme, _("选择文件"), _(".xlsx 或 .csv；标题行、合并单元格、合计和备注都认得"))
        card.setMaximumWidth(theme.px(760))
        self.box = QComboBox()
        self.box.setAccessibleName(_("导入到"))
        for register in ALL:
            if register.sheet.key:
                self.box.addItem(register.title, register.key)
        self.box.activated.connect(lambda _place: self.register_chosen.emit(self.register()))
        head = row(margins=(20, 12, 20, 0))
        head.addWidget(label(_("导入到"), "label"))
        head.addWidget(self.box)
        head.addStretch(1)
        head.addWidget(link(theme, _("下载空白模板"), template, icon="download-2-line"))
        card.body.addLayout(head)
        middle = column(spacing=8, margins=(20, 36, 20, 40))
        middle.addWidget(IconLabel(theme, "file-excel-2-line", "text3", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        words = label(_("把文件拖到这里"), "h2")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(words)
        self._needed = label("", "label", wrap=True)
        self._needed.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(self._needed)
        self.choose = button(theme, _("选择文件"), "folder-open-line", "primary", on_click=choose)
        middle.addSpacing(8)
        middle.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addLayout(middle)
        line = row(self)
        line.addStretch(1)
        inside = column()
        inside.addWidget(card)
        inside.addStretch(1)
        line.addLayout(inside, 10)
        line.addStretch(1)
        self.set_register(self.register())

    def register(self) -> Register:
        """The register chosen."""
        return BY_KEY[str(self.box.currentData())]

    def set_register(self, register: Register) -> None:
        """Choose one without a signal."""
        self.box.setCurrentIndex(max(self.box.findData(register.key), 0))
        needed = "、".join(c.heading for c in columns_of(register) if c.required)
        self._needed.setText(_("至少要有这些列：{}。其余的列有就导入，次序不限。").format(needed))
