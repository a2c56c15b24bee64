"""The signatures of a record under its form, and the dialog that adds one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QFileDialog, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.system import Signature
from qmsdesk.services import records, signing
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row, rule


class SignaturesSummary(QWidget):
    """Role, name, date and way of each signature, 已失效 where it ended; ``sign_asked`` wants another one."""

    sign_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget) -> None:
        super().__init__(parent)
        self._kit = kit
        self._lines = column(self, spacing=4, margins=(16, 0, 16, 12))
        self._lines.addWidget(rule())
        head = row(margins=(0, 8, 0, 0))
        head.addWidget(label(_("签署"), "strong"))
        self._count = label("", "caption")
        head.addWidget(self._count)
        head.addStretch(1)
        self.sign = link(kit.theme, _("签署"), self.sign_asked.emit, icon="quill-pen-line")
        head.addWidget(self.sign)
        self._lines.addLayout(head)
        self._rows: list[QWidget] = []
        self.texts: list[str] = []

    def set_visit(self, visit: Visit | None) -> None:
        """The signatures of another record."""
        for old in self._rows:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows, self.texts = [], []
        stored = visit.row if visit is not None else None
        self.setVisible(stored is not None)
        if visit is None or visit.record is None or stored is None:
            return
        told = signing.told(visit.sitting.db, visit.register.key, visit.record)
        self._count.setText("" if told else _("还没有"))
        shut = stored["void_reason"] or stored["deleted_at"] or stored["correcting"]
        self.sign.setVisible(not shut and not visit.sitting.workspace.read_only)
        for role, name, day, way, ended in told:
            self._rows.append(self._row(_("{}：{}").format(role, name), f"{day} · {way}", ended))
            self._lines.addWidget(self._rows[-1])
            self.texts.append(" ".join(part for part in (role, name, day, way, ended) if part))

    def _row(self, who: str, how: str, ended: str) -> QWidget:
        made = QWidget(self)
        line = row(made, spacing=8)
        line.addWidget(label(who))
        line.addWidget(label(how, "caption"))
        line.addStretch(1)
        if ended:
            line.addWidget(Pill(self._kit.theme, ended, parent=made))
        return made


class SignDialog(Dialog):
    """Role, name and way of a signature; on paper also its day and the scan. ``change`` is what was written."""

    def __init__(self, kit: Kit, visit: Visit, parent: QWidget) -> None:
        assert visit.row is not None
        name = f"{visit.row['number']} {visit.text(visit.register.model.caption())}"
        text = _("程序内确认只能由本人做，记下姓名、时间和操作人，不是电子签名。签后再改内容，签署就失效。")
        super().__init__(kit.theme, _("签署“{}”？").format(name), text, parent)
        self._kit, self._visit = kit, visit
        self.change: records.Change | None = None
        sitting = visit.sitting
        self.role = _box(signing.ROLES, "")
        self.way = QComboBox()
        for key, word in Signature.WAY:
            self.way.addItem(str(word), key)
        self.name = _box(signing.people(sitting.db, sitting.clock.today()), sitting.operator)
        today = sitting.clock.today()
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.scan: Path | None = None
        self._file = label(_("已在附件里的也行"), "hint")
        place = QWidget()
        line = row(place)
        line.addWidget(button(kit.theme, _("选择文件"), "attachment-2", on_click=self._choose))
        line.addWidget(self._file, 1)
        self.rows = {
            "role": FormRow(kit.theme, _("角色"), self.role, required=True),
            "way": FormRow(kit.theme, _("方式"), self.way),
            "name": FormRow(kit.theme, _("姓名"), self.name, required=True),
            "day": FormRow(kit.theme, _("签字日期"), self.day),
            "scan": FormRow(kit.theme, _("扫描件"), place),
        }
        for made in self.rows.values():
            self.body.addWidget(made)
        self.cancel_button = self.add_button(_("取消"))
        self.cancel_button.clicked.connect(self.reject)
        self.sign_button = self.add_button(_("签署"), "primary")
        self.sign_button.clicked.connect(self.accept)
        self.cancel_button.setDefault(True)
        self.way.currentIndexChanged.connect(lambda _place: self._show_way())
        self._show_way()
        self.role.setFocus()

    def accept(self) -> None:
        """Write it; what is wrong is said under its field."""
        for made in self.rows.values():
            made.set_error("")
        visit, ink = self._visit, self._ink()
        assert visit.record is not None
        picked = self.day.date()
        try:
            self.change = signing.sign(
                visit.sitting,
                visit.register,
                visit.record,
                self.role.currentText(),
                self.name.currentText(),
                str(self.way.currentData()),
                day=picked.toPython() if ink else None,  # type: ignore[arg-type]
                scan=self.scan if ink else None,
            )
        except records.Invalid as invalid:
            for problem in invalid.problems:
                self.rows["role" if problem.field is Signature.role else "name"].set_error(problem.text)
        except UserError as error:
            self.rows["scan" if ink else "name"].set_error(f"{error.text}{error.hint}")
        else:
            super().accept()

    def choose_scan(self, file: Path) -> None:
        """The paper that was signed."""
        self.scan = file
        self._file.setText(file.name)

    def _choose(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, _("选择扫描件"))
        if name:
            self.choose_scan(Path(name))

    def _ink(self) -> bool:
        return str(self.way.currentData()) == "ink"

    def _show_way(self) -> None:
        ink = self._ink()
        self.rows["day"].setVisible(ink)
        self.rows["scan"].setVisible(ink)
        self.name.setEnabled(ink)
        if not ink:
            self.name.setEditText(self._visit.sitting.operator)


def ask_signature(kit: Kit, messages: Messages, visit: Visit, parent: QWidget) -> records.Change | None:
    """Ask for a signature; the change it made, None when it was cancelled."""
    dialog = SignDialog(kit, visit, parent)
    if dialog.exec() != int(QDialog.DialogCode.Accepted):
        return None
    messages.done(_("已签署"))
    return dialog.change


def _box(texts: Sequence[str], text: str) -> QComboBox:
    made = QComboBox()
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.addItems(list(texts))
    made.setCurrentIndex(-1)
    made.setEditText(text)
    edit = made.lineEdit()
    assert edit is not None
    edit.setMaxLength(40)
    return made
