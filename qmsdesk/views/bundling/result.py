"""Step four: what was made, and the verdict on it; also the verdict on any other bundle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from qmsdesk.bundle.index_parts import size_text
from qmsdesk.bundle.verify import Verdict
from qmsdesk.i18n import _
from qmsdesk.views.bundling.making import Line, Made
from qmsdesk.views.shell.job_dialog import clock_text
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.roles import Role
from qmsdesk.views.widgets.styling import column, frame, label, row
from qmsdesk.views.widgets.table import DataTable

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DATA = "data/"


class FilesModel(QAbstractTableModel):
    """The files of a bundle with 一致 or 不一致; of somebody else's only the faults."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.heads = [_("文件"), _("类别"), _("大小"), _("SHA-256（前 16 位）"), _("结果")]
        self.lines: list[tuple[str, str, str, str, str]] = []
        self.tips: list[str] = []

    def show(self, lines: Sequence[Line], verdict: Verdict) -> None:
        """Faults first; a fault that is about no listed file is a row of its own."""
        self.beginResetModel()
        self.heads[1] = _("类别") if lines else _("问题")
        faults = {p.path: p.text for p in verdict.problems}
        known = {line.path for line in lines}
        rows = [
            ((p.path or verdict.info.get("name", "")), "", "", "", _("不一致"), p.text)
            for p in verdict.problems if p.path not in known
        ]  # fmt: skip
        listed = sorted(lines, key=lambda line: (line.path not in faults, line.path))
        for line in listed:
            code = " ".join(line.sha256[i : i + 4] for i in range(0, 16, 4))
            folder = line.folder.replace("_", " ")
            good = line.path not in faults
            rows.append((
                line.path.removeprefix(_DATA), folder, size_text(line.size), code,
                _("一致") if good else _("不一致"), faults.get(line.path, ""),
            ))  # fmt: skip
        self.lines = [r[:5] for r in rows]
        self.tips = [r[5] for r in rows]
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 2:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return self.heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, tip = self.lines[index.row()], self.tips[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            # The sentence stands where there is nothing else to say.
            return tip if tip and index.column() == 1 and not line[1] else line[index.column()]
        if role == Role.PILL:
            return index.column() == 4 or None
        if role == Role.TONE and index.column():
            return "bad" if tip and index.column() == 1 else "text2"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip or None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 2:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


class VerdictCard(Card):
    """The judgement on one bundle; ``again`` judges it anew, ``others`` is the button for other bundles."""

    def __init__(self, theme: Theme, again: Callable[[], object], others: QWidget) -> None:
        super().__init__(theme, _("校验"), _("接收方可用本程序“校验其他资料包”，或用校验清单独立核对"))
        self.again = button(theme, _("重新校验"), "shield-check-line", small=True, on_click=again)
        self.add_head(self.again)
        self.add_head(others)
        strip = frame("", self)
        strip.setMinimumHeight(theme.px(40))
        self._ticks = row(strip, spacing=24, margins=(14, 0, 14, 0))
        self.add(strip)
        self.model = FilesModel(self)
        self.table = DataTable(theme)
        self.table.setAccessibleName(_("资料包里的文件"))
        self.table.setModel(self.model)
        self.table.set_columns([0, 190, 84, 170, 100])
        self.add(self.table, 1)

    def show_verdict(self, lines: Sequence[Line], verdict: Verdict, seconds: float) -> None:
        """Ticks and the files."""
        while (item := self._ticks.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for text, good in ticks(verdict):
            self._ticks.addWidget(self._tick(text, good))
        self._ticks.addStretch(1)
        self._ticks.addWidget(label(_("用时 {}").format(clock_text(seconds)), "caption"))
        self.model.show(lines, verdict)
        foreign = not lines
        self.table.hide_columns([2, 3] if foreign else [])
        self.table.set_columns([320, 0, 84, 170, 100] if foreign else [0, 190, 84, 170, 100])

    def _tick(self, text: str, good: bool) -> QWidget:
        holder = QWidget()
        line = row(holder, spacing=6)
        icon, tone = ("checkbox-circle-fill", "ok") if good else ("close-circle-fill", "bad")
        line.addWidget(IconLabel(self._theme, icon, tone, 16))
        line.addWidget(label(text, tone="" if good else "bad"))
        return holder


def ticks(verdict: Verdict) -> list[tuple[str, bool]]:
    """The verdict in a few sentences, each with whether it is good news."""
    codes = {p.code for p in verdict.problems}
    if verdict.ok:
        rules = _("本程序的资料包，清单完整，无多余文件") if verdict.ours else _("BagIt 资料包，清单完整，无多余文件")
        return [(_("清单所列 {} 个文件校验值全部一致").format(verdict.files), True), (rules, True)]
    found = [(_("校验未通过，发现 {} 处问题").format(len(verdict.problems)), False)]
    for code, text in (("changed", _("内容被改动")), ("missing", _("缺少文件")), ("extra", _("多出文件"))):
        if code in codes:
            count = sum(p.code == code for p in verdict.problems)
            found.append((_("{} {} 个").format(text, count), False))
    return found


class MadeCard(Card):
    """The finished bundle: name, size, place, checksum."""

    def __init__(self, theme: Theme, open_folder: Callable[[Path], object], finish: Callable[[], object]) -> None:
        super().__init__(theme)
        self._path = Path()
        self.mark = IconLabel(theme, "checkbox-circle-fill", "ok", 28)
        self.heading = label(_("资料包已生成，自检通过"), "h2")
        self.pill = Pill(theme, "")
        self.file = label("", "label")
        self.file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_button = button(
            theme, _("打开所在文件夹"), "folder-open-line", "primary", on_click=lambda: open_folder(self._path.parent)
        )
        head = row(spacing=14, margins=(20, 16, 20, 14))
        head.addWidget(self.mark)
        words = column(spacing=2)
        line = row()
        line.addWidget(self.heading)
        line.addWidget(self.pill)
        line.addStretch(1)
        words.addLayout(line)
        words.addWidget(self.file)
        head.addLayout(words, 1)
        head.addWidget(self.open_button)
        self.body.addLayout(head)
        self.facts = QGridLayout()
        self.facts.setContentsMargins(20, 4, 20, 12)
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(8)
        self.facts.setColumnStretch(1, 1)
        self.place, self.head, self.gaps = label(), label(), label()
        self.code = label("", "hash")
        theme.changed.connect(self._set_font)
        self._set_font()
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = link(theme, _("复制"), self._copy, icon="file-copy-line")
        code = QWidget()
        code_line = row(code)
        code_line.addWidget(self.code)
        code_line.addWidget(self.copy)
        code_line.addStretch(1)
        for place, (name, widget) in enumerate(
            ((_("保存位置"), self.place), ("SHA-256", code), (_("历史校验码"), self.head), (_("缺项"), self.gaps))
        ):
            self.facts.addWidget(label(name, "label"), place, 0)
            self.facts.addWidget(widget, place, 1)
        self.body.addLayout(self.facts)
        self.finish = button(theme, _("完成"), on_click=finish)
        self.set_footer(None, self.finish)

    def show_made(self, made: Made) -> None:
        """Say what was made."""
        self._path, self._sha = made.path, made.sha256
        self.pill.set_state(_("预审版") if made.gaps else "")
        self.file.setText(f"{made.path.name}　{size_text(made.bytes)}　" + _("{:,} 个文件").format(made.files))
        self.place.setText(str(made.path.parent))
        self.code.setText(" ".join(made.sha256[i : i + 8] for i in range(0, 64, 8)))
        self.head.setText(made.head)
        self.gaps.setText(
            _("{} 项，已列在封面与目录里；补齐后再导出正式版").format(made.gaps) if made.gaps else _("没有")
        )

    def _set_font(self) -> None:
        self.code.setFont(self._theme.font(12, mono=True))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._sha)


class ResultView(QWidget):
    """Both cards in the middle of the page."""

    def __init__(
        self,
        theme: Theme,
        again: Callable[[], object],
        others: QWidget,
        open_folder: Callable[[Path], object],
        finish: Callable[[], object],
    ) -> None:
        super().__init__()
        self.made = MadeCard(theme, open_folder, finish)
        self.verdict = VerdictCard(theme, again, others)
        inside = QWidget()
        lines = column(inside, spacing=12)
        lines.addWidget(self.made)
        lines.addWidget(self.verdict, 1)
        line = row(self)
        line.addStretch(1)
        line.addWidget(inside, 100)
        line.addStretch(1)
        self._inside, self._theme = inside, theme
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self._inside.setMaximumWidth(self._theme.px(980))
