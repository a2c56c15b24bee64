"""The files of a record in short, under its form: what there is, at a glance, and one click to open or add."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.system import Attachment
from qmsdesk.services import attachments, reading
from qmsdesk.views.register.attachment_model import file_icon, size_text
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.buttons import link
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row, rule

_MOST = 4
_WIDEST = 190


class FilesSummary(QWidget):
    """``add_asked`` and ``open_asked`` (with the id of the file) lead to the tab of the files."""

    add_asked = Signal()
    open_asked = Signal(int)

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._lines = column(self, spacing=4, margins=(16, 0, 16, 12))
        self._lines.addWidget(rule())
        head = row(margins=(0, 8, 0, 0))
        head.addWidget(label(_("附件"), "strong"))
        self._count = label("", "caption")
        head.addWidget(self._count)
        self.standing = Pill(kit.theme, "", parent=self)
        head.addWidget(self.standing)
        head.addStretch(1)
        self.add = link(kit.theme, _("添加"), self.add_asked.emit, icon="add-line")
        head.addWidget(self.add)
        self._lines.addLayout(head)
        self._rows: list[QWidget] = []

    def set_visit(self, visit: Visit | None) -> None:
        """The files of another record."""
        for old in self._rows:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = []
        case = visit.case() if visit else None
        self.setVisible(case is not None)
        if visit is None or case is None or visit.record is None:
            return
        files = reading.attachments(visit.sitting.db, visit.register.key, visit.record) if case.attachments else []
        total = size_text(sum(file["size"] for file in files))
        self._count.setText(_("{count} 个 · {size}").format(count=len(files), size=total) if files else _("还没有"))
        self.add.setVisible(not visit.files_closed())
        standing = attachments.standing(files, visit.sitting.clock.today())
        quiet = standing == "valid" or (standing == "missing" and not visit.register.workflow.verbs)
        self.standing.set_state("" if quiet else attachments.STANDINGS[standing])
        for file in files[:_MOST]:
            self._rows.append(self._row(file))
            self._lines.addWidget(self._rows[-1])
        if len(files) > _MOST:
            more = link(self._kit.theme, _("全部 {} 个").format(len(files)), self.add_asked.emit)
            self._rows.append(more)
            self._lines.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, file: Row) -> QWidget:
        made = QWidget(self)
        line = row(made, spacing=8)
        line.addWidget(IconLabel(self._kit.theme, file_icon(file["name"]), "accent", 16, parent=made))
        theme, title = self._kit.theme, file.of(Attachment.title) or file["name"]
        shown = QFontMetrics(theme.font(13)).elidedText(title, Qt.TextElideMode.ElideMiddle, theme.px(_WIDEST))
        name = link(theme, shown, partial(self.open_asked.emit, file.id))
        name.setAccessibleName(title)
        name.setToolTip(file["name"])
        line.addWidget(name)
        line.addStretch(1)
        line.addWidget(label(size_text(file["size"]), "caption"))
        return made
