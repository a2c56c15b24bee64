"""What is asked before a bundle is made: where it goes, which evidence, which personal numbers."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QWidget

from qmsdesk.bundle.plan import PROFILES
from qmsdesk.i18n import _
from qmsdesk.registers.kinds import Unreadable, date_from_text
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.form import FormRow
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row, rule


def folder_key(workspace: Path) -> str:
    """Where the settings remember the folder of an enterprise's bundles; each has its own, on its own drive perhaps."""
    return f"bundle_folder/{hashlib.sha256(str(workspace.resolve()).encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Options:
    """What was chosen. An end of the period that is None is open."""

    folder: Path
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    include_personal: bool = False
    profile: str = "full"


class OptionsCard(Card):
    """``period_changed`` comes when a valid period is committed: the contents are counted anew."""

    period_changed = Signal()
    changed = Signal()

    def __init__(
        self, theme: Theme, settings: QSettings, key: str, start: Path, browse: Callable[[Path], Path | None]
    ) -> None:
        super().__init__(theme, _("资料包设置"))
        self._settings, self._key, self._browse = settings, key, browse
        self._period: tuple[dt.date | None, dt.date | None] = (None, None)
        self.folder = QLineEdit(str(settings.value(key, "") or start))
        self.folder.editingFinished.connect(self._folder_edited)
        self.browse_button = button(theme, _("浏览"), on_click=self._choose)
        place = QWidget()
        line = row(place)
        line.addWidget(self.folder, 1)
        line.addWidget(self.browse_button)
        self.first, self.last = QLineEdit(), QLineEdit()
        period = QWidget()
        line = row(period)
        line.addWidget(self.first, 1)
        line.addWidget(label(_("至"), "label"))
        line.addWidget(self.last, 1)
        for edit, name in ((self.first, _("期间开始")), (self.last, _("期间结束"))):
            edit.setPlaceholderText(_("不限"))
            edit.setAccessibleName(name)
            edit.editingFinished.connect(self._period_edited)
        purpose = label(PROFILES["full"])
        purpose.setMinimumHeight(theme.px(30))
        self._rows = {
            "purpose": FormRow(theme, _("用途"), purpose, hint=_("全部台账、表单、趋势图、修改日志和附件")),
            "folder": FormRow(theme, _("保存到"), place, required=True, focus=self.folder),
            "period": FormRow(
                theme, _("期间"), period, focus=self.first,
                hint=_("按证据日期挑选附件，如 2025-11-01；没有日期的附件都装入"),
            ),
        }  # fmt: skip
        inside = QWidget()
        lines = column(inside, spacing=6, margins=(14, 10, 14, 12))
        for made in self._rows.values():
            lines.addWidget(made)
        lines.addSpacing(6)
        lines.addWidget(rule())
        lines.addSpacing(6)
        head = row()
        head.addWidget(IconLabel(theme, "eye-off-line", "text2", 16))
        head.addWidget(label(_("隐私"), "strong"))
        head.addStretch(1)
        lines.addLayout(head)
        self.hide_numbers = QCheckBox(_("隐去身份证号、手机号"))
        self.hide_numbers.setChecked(True)
        self.hide_numbers.toggled.connect(self._masked)
        lines.addWidget(self.hide_numbers)
        self._mask_note = label("", "hint", wrap=True)
        lines.addWidget(self._mask_note)
        lines.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.add(scroll, 1)
        self._masked()

    def options(self) -> Options:
        """What is chosen; ask ``flush`` first whether it can be used."""
        folder = Path(self.folder.text().strip()).expanduser()
        return Options(folder, self._period, include_personal=not self.hide_numbers.isChecked())

    def set_file_name(self, name: str) -> None:
        """The name the bundle will get, under the folder."""
        self._rows["folder"].set_hint(_("文件名：{}").format(name) if name else "")

    def flush(self) -> bool:
        """Read the fields; False when one is wrong and stays red."""
        return self._read_folder() & self._read_period()

    def _folder_edited(self) -> None:
        self._read_folder()
        self.changed.emit()

    def _read_folder(self) -> bool:
        text = self.folder.text().strip()
        error = ""
        if not text:
            error = _("选择一个文件夹")
        elif not Path(text).expanduser().is_dir():
            error = _("这个文件夹不存在，先建好或换个位置")
        self._rows["folder"].set_error(error)
        if not error:
            self._settings.setValue(self._key, text)
        return not error

    def _period_edited(self) -> None:
        before = self._period
        if self._read_period() and self._period != before:
            self.period_changed.emit()

    def _read_period(self) -> bool:
        ends = []
        for edit in (self.first, self.last):
            try:
                ends.append(date_from_text(edit.text()))
            except Unreadable as problem:
                self._rows["period"].set_error(str(problem))
                return False
        first, last = ends
        if first and last and first > last:
            self._rows["period"].set_error(_("开始日期晚于结束日期"))
            return False
        self._rows["period"].set_error("")
        for edit, day in zip((self.first, self.last), ends, strict=True):
            edit.setText(day.isoformat() if day else "")
        self._period = (first, last)
        return True

    def _choose(self) -> None:
        found = self._browse(Path(self.folder.text().strip() or "."))
        if found is not None:
            self.folder.setText(str(found))
            self._folder_edited()

    def _masked(self) -> None:
        on = self.hide_numbers.isChecked()
        self._mask_note.setText(
            _("台账、表单和修改日志里的号码只留头尾；附件是原件，不作改动。")
            if on
            else _("资料包会带出完整号码，交出前请确认对方有权查看。")
        )
        self.changed.emit()
