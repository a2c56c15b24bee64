"""The 成效评价指标 of the authority's plan, typed or pasted, looked at, and made indicators (6.3)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.services import plan_indicators, records
from qmsdesk.services.plan_indicators import COLUMNS, OUTCOMES, Offered
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.dialog import Dialog
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import label
from qmsdesk.views.widgets.table import DataTable
from qmsdesk.views.workplan.dialogs import fit

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_HEADERS = (_("结果"), *(str(field.verbose_name) for field in COLUMNS), _("说明"))
_WIDTHS = (88, 140, 150, 52, 76, 84, 0)
_LINES = 7
_EXPLAINED = 4  # lines of explanation that are seen at once


class OfferedModel(QAbstractTableModel):
    """The rows as they are understood."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Offered] = []

    def set_rows(self, rows: list[Offered]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """All rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Outcome, the cells, why."""
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings."""
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _HEADERS[section] if wanted else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts; the outcome is a pill."""
        found, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (OUTCOMES[found.outcome], *_cells(found), found.says)[column]
        if role == Role.PILL and column == 0:
            return {"wrong": "bad", "same": "neutral"}.get(found.outcome, "ok")
        if role == Role.TONE and found.outcome == "wrong" and column == len(_HEADERS) - 1:
            return "bad"
        return None


def _cells(found: Offered) -> tuple[str, ...]:
    """What is understood, and where it is not, what was written."""
    if not found.values or found.outcome == "wrong":
        texts = [*found.texts[: len(COLUMNS)]]
        return (*texts, *[""] * (len(COLUMNS) - len(texts)))
    shown = []
    for field in COLUMNS[:-1]:
        value = found.values.get(field)
        shown.append(str(dict(field.choices).get(value, value)) if field.choices and value else str(value or ""))
    return (*shown, found.target)


class IndicatorsDialog(Dialog):
    """``change`` is what was written, None when nothing was; ``count`` how many indicators it made."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.round = plan_indicators.current_round(kit.sitting)
        text = _(
            "把监管部门工作计划里的成效评价指标写进来：一行一个，列依次为评价项目、评价指标、单位、方向、提升目标。"
            "可以从 Excel 或 Word 表格复制后粘贴，也可以直接写，列之间用 | 隔开；评价项目空着同上一行。"
            "指标进入“{}”这一轮，已有的不重复建立。"
        ).format(self.round)
        super().__init__(kit.theme, _("把计划里的成效评价指标转为评价指标？"), text, parent, width=860)
        self._kit = kit
        self.change: records.Change | None = None
        self.count = 0
        self.box = QPlainTextEdit(self)
        self.box.setAccessibleName(_("计划里的指标"))
        self.box.setPlaceholderText(_("产品实现与服务提供 | 一次交验合格率 | % | 越大越好 | ≥96%"))
        self.box.setTabChangesFocus(False)
        self.box.setFixedHeight(self.box.fontMetrics().lineSpacing() * _LINES + 16)
        self.box.textChanged.connect(self._read)
        self.body.addWidget(self.box)
        self.model = OfferedModel(self)
        self.table = DataTable(kit.theme, self)
        self.table.setModel(self.model)
        self.table.set_columns(list(_WIDTHS))
        self.table.setMinimumHeight(kit.theme.px(180))
        self.table.setAccessibleName(_("读到的指标"))
        self.body.addWidget(self.table, 1)
        self.note = label("", "hint", wrap=True)
        self.body.addWidget(self.note)
        self.wrong = QPlainTextEdit(self)
        self.wrong.setReadOnly(True)
        self.wrong.setTabChangesFocus(True)
        self.wrong.setAccessibleName(_("有误的行和原因"))
        self.wrong.setFixedHeight(self.wrong.fontMetrics().lineSpacing() * _EXPLAINED + 16)
        self.wrong.hide()
        self.body.addWidget(self.wrong)
        self.add_left(button(kit.theme, _("粘贴"), "clipboard-line", on_click=self.paste))
        self.add_button(_("取消")).clicked.connect(self.reject)
        self.save = self.add_button("", "primary")
        self.save.clicked.connect(self.accept)
        self._read()
        self.box.setFocus()

    def paste(self) -> None:
        """What is on the clipboard, after what is there."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            before = self.box.toPlainText().rstrip("\n")
            self.box.setPlainText(f"{before}\n{text}" if before else text)

    def accept(self) -> None:
        """Write the rows that are in order; an error keeps the dialog."""
        try:
            self.change, self.count = plan_indicators.take(self._kit.sitting, self._rows(), self.round)
        except UserError as error:
            self.note.setText(f"{error.text}{error.hint}")
            self.note.show()
            fit(self)
            return
        super().accept()

    def good(self) -> int:
        """How many rows would be taken."""
        return sum(row.good for row in self.model.rows)

    def _rows(self) -> list[list[str]]:
        return plan_indicators.rows_of(self.box.toPlainText())

    def _read(self) -> None:
        rows = self._rows()
        self.model.set_rows(plan_indicators.read(self._kit.sitting.db, rows, self.round))
        count, wrong = self.good(), sum(row.outcome == "wrong" for row in self.model.rows)
        self.save.setText(_("转为指标 {} 项").format(count) if count else _("转为指标"))
        self.save.setEnabled(bool(count))
        most = plan_indicators.MOST
        parts = [_("有误 {} 行，不写入").format(wrong) if wrong else ""]
        said = [_("第 {} 行：{}").format(row.line, row.says) for row in self.model.rows if row.outcome == "wrong"]
        self.wrong.setPlainText("\n".join(said))
        self.wrong.setVisible(bool(said))
        parts.append(_("一次最多 {} 行，后面的没有读").format(most) if len(rows) > most + 1 else "")
        self.note.setText("\n".join(part for part in parts if part))
        self.note.setVisible(bool(self.note.text()))
        fit(self)
