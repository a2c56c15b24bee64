"""The first page: a new enterprise, an open one, the sample, a backup, and what was open last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qmsdesk import __version__
from qmsdesk.i18n import _
from qmsdesk.views.theme.apply import SCALES, Theme
from qmsdesk.views.widgets.buttons import link, tool_button
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, frame, label, row, rule

_THEMES = ("light", "dark", "system")


@dataclass(frozen=True)
class Recent:
    """An enterprise that was open: ``state`` is a word (示例, 找不到文件) or empty, ``stage`` where it stands."""

    path: str
    name: str
    when: str = ""
    stage: str = ""
    state: str = ""


class BigButton(QPushButton):
    """Icon, title and a line under it, with an arrow at the right; ``first`` is the page's primary button."""

    def __init__(self, theme: Theme, icon: str, title: str, text: str, *, first: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "big")
        self.setProperty("first", first)
        self.setAutoDefault(True)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        colour = "on_fill" if first else "accent"
        line = row(self, spacing=14, margins=(16, 0, 16, 0))
        line.addWidget(IconLabel(theme, icon, colour, 20))
        words = column(spacing=1)
        words.addStretch(1)
        words.addWidget(label(title, "h2"))
        words.addWidget(label(text, "" if first else "label"))
        words.addStretch(1)
        line.addLayout(words, 1)
        line.addWidget(IconLabel(theme, "arrow-right-s-line", "on_fill" if first else "text2", 18))
        _pass_clicks(self)


class RecentRow(QPushButton):
    """One enterprise of the list; a missing one says so in words and can still be pressed (it is then explained)."""

    def __init__(self, theme: Theme, recent: Recent, *, newest: bool, last: bool) -> None:
        super().__init__()
        self.recent = recent
        self.setProperty("kind", "row")
        self.setProperty("last", last)
        self.setAutoDefault(True)
        self.setAccessibleName(_("打开 {name}").format(name=recent.name))
        self.setAccessibleDescription(" ".join(part for part in (recent.path, recent.state, recent.stage) if part))
        self.setToolTip(recent.path)
        tile = label(recent.name[:1], "tile")
        tile.setProperty("muted", not newest)
        tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = row(spacing=8)
        name.addWidget(label(recent.name, "strong"))
        if recent.state:
            name.addWidget(Pill(theme, recent.state))
        name.addStretch(1)
        path = label(recent.path, "caption")
        path.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words = column(spacing=1)
        words.addStretch(1)
        words.addLayout(name)
        words.addWidget(path)
        words.addStretch(1)
        right = column(spacing=1)
        right.addStretch(1)
        right.addWidget(label(recent.stage, "label"), 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(label(recent.when, "caption"), 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        line = row(self, spacing=12, margins=(14, 0, 14, 0))
        line.addWidget(tile)
        line.addLayout(words, 1)
        line.addLayout(right)
        _pass_clicks(self)


class WelcomePage(QWidget):
    """Shown without an enterprise; the focus starts on 新建企业."""

    new_requested = Signal()
    open_requested = Signal()
    demo_requested = Signal()
    restore_requested = Signal()
    recent_opened = Signal(str)
    clear_recent = Signal()

    def __init__(self, theme: Theme, recents: Sequence[Recent] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("role", "body")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.new_button = self._big(
            "add-box-line", _("新建企业"), _("填写企业名称等几项，约 3 分钟"), self.new_requested.emit, first=True
        )
        self.open_button = self._big(
            "folder-open-line",
            _("打开企业"),
            _("已有的企业文件夹，放在 U 盘或共享文件夹也可以"),
            self.open_requested.emit,
        )
        self.demo_button = self._big(
            "booklet-line", _("用示例数据试一试"), _("一家 40 人五金厂的资料，可随意修改"), self.demo_requested.emit
        )
        self.restore_button = self._big(
            "history-line", _("恢复备份"), _("从备份恢复，原来的文件不会被覆盖"), self.restore_requested.emit
        )
        halves = row(spacing=0)
        halves.addWidget(self._left(), 1)
        halves.addWidget(self._right(), 1)
        lines = column(self)
        lines.addLayout(halves, 1)
        lines.addWidget(self._foot())
        self.set_recent(recents)
        theme.changed.connect(self._tell_theme)
        theme.changed.connect(self._level)

    def set_recent(self, recents: Sequence[Recent]) -> None:
        """What was open, the newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self.rows: list[RecentRow] = []
        for place, recent in enumerate(recents):
            made = RecentRow(self.theme, recent, newest=place == 0, last=place + 1 == len(recents))
            made.clicked.connect(lambda _checked=False, path=recent.path: self.recent_opened.emit(path))
            self._recent.addWidget(made)
            QWidget.setTabOrder(self.rows[-1] if self.rows else self.clear_button, made)
            self.rows.append(made)
        if not recents:
            none = label(_("还没有打开过企业"), "caption")
            none.setContentsMargins(14, 14, 14, 14)
            self._recent.addWidget(none)
        self.clear_button.setVisible(bool(recents))
        self._level()

    def showEvent(self, event: QShowEvent) -> None:
        """Start at the first button."""
        super().showEvent(event)
        self._level()
        self.new_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _level(self) -> None:
        """Both halves begin at the same height."""
        for part in self._columns:
            part.setMinimumHeight(0)
        high = max(part.sizeHint().height() for part in self._columns)
        for part in self._columns:
            part.setMinimumHeight(high)

    def _left(self) -> QWidget:
        half = frame("welcome")
        logo = label("Q", "logo")
        logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = row(spacing=14)
        title.addWidget(logo)
        words = column(spacing=2)
        words.addWidget(label(_("QMSDesk 质量管理台"), "product"))
        words.addWidget(label(_("小微企业质量管理体系认证提升"), "label"))
        title.addLayout(words, 1)
        lines = column(spacing=12)
        lines.addLayout(title)
        lines.addSpacing(14)
        for made in (self.new_button, self.open_button, self.demo_button, self.restore_button):
            lines.addWidget(made)
        note = row(spacing=10, margins=(0, 10, 0, 0))
        note.addWidget(IconLabel(self.theme, "shield-check-line", "text2", 18), 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(label(_("数据只保存在这台电脑上，不上传网络。\n备份由程序按设定的间隔自动做。"), "label"), 1)
        lines.addLayout(note)
        self._columns = [_centre(half, lines, 560)]
        return half

    def _right(self) -> QWidget:
        half = QWidget()
        head = row()
        head.addWidget(label(_("最近打开"), "h2"), 1)
        self.clear_button = link(self.theme, _("清除记录"), self.clear_recent.emit)
        head.addWidget(self.clear_button)
        card = Card(self.theme)
        self._recent: QVBoxLayout = card.body
        first = Card(self.theme)
        steps = column(spacing=12, margins=(14, 12, 14, 12))
        first.body.addLayout(steps)
        for place, (title, text) in enumerate(
            (
                (_("建企业档案"), _("填写 5.1 基本要求，上传营业执照")),
                (_("把现有 Excel 台账导进来"), _("指标、文件清单、人员都能导入")),
                (_("照着缺项补"), _("每个缺项都说明缺什么，点一下就能去填")),
            ),
            start=1,
        ):
            steps.addLayout(self._step(place, title, text))
        lines = column(spacing=6)
        lines.addLayout(head)
        lines.addWidget(card)
        lines.addSpacing(18)
        lines.addWidget(label(_("第一次使用"), "h2"))
        lines.addWidget(first)
        self._columns.append(_centre(half, lines, 560))
        return half

    def _step(self, place: int, title: str, text: str) -> QVBoxLayout:
        number = label(str(place), "ring")
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = column(spacing=1)
        words.addWidget(label(title, "strong"))
        words.addWidget(label(text, "label", wrap=True))
        line = row(spacing=10)
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        holder = column()
        holder.addLayout(line)
        return holder

    def _foot(self) -> QWidget:
        foot = frame("statusfoot")
        line = row(foot, spacing=8, margins=(12, 0, 8, 0))
        line.addWidget(label(_("版本 {version}").format(version=__version__), "caption"))
        line.addWidget(rule(vertical=True, length=12))
        line.addWidget(label(_("依据 DB3203/T 1023—2023"), "caption"))
        line.addStretch(1)
        self.theme_button = tool_button(self.theme, " ", "moon-line", "ghost", small=True)
        self.theme_button.clicked.connect(self._next_theme)
        self.scale_button = tool_button(self.theme, " ", "zoom-in-line", "ghost", small=True)
        self.scale_button.clicked.connect(self._next_scale)
        line.addWidget(self.theme_button)
        line.addWidget(self.scale_button)
        self._tell_theme()
        return foot

    def _tell_theme(self) -> None:
        words = {"light": _("浅色"), "dark": _("深色"), "system": _("跟随系统")}
        icons = {"light": "sun-line", "dark": "moon-line", "system": "computer-line"}
        sizes = dict(zip(SCALES, (_("标准"), _("大"), _("特大")), strict=True))
        mode = self.theme.mode
        self.theme_button.setText(_("主题：{name}").format(name=words[mode]))
        self.theme_button.setIcon(self.theme.icon(icons[mode]))
        self.scale_button.setText(_("字号：{name}").format(name=sizes[self.theme.scale]))
        for made in (self.theme_button, self.scale_button):
            made.setAccessibleName(made.text())

    def _next_theme(self) -> None:
        self.theme.apply(_THEMES[(_THEMES.index(self.theme.mode) + 1) % len(_THEMES)], self.theme.scale)

    def _next_scale(self) -> None:
        self.theme.apply(self.theme.mode, SCALES[(SCALES.index(self.theme.scale) + 1) % len(SCALES)])

    def _big(self, icon: str, title: str, text: str, run: Callable[[], object], *, first: bool = False) -> BigButton:
        made = BigButton(self.theme, icon, title, text, first=first)
        made.clicked.connect(lambda _checked=False: run())
        return made


def _centre(half: QWidget, lines: QVBoxLayout, width: int) -> QWidget:
    """Keep a column of a fixed greatest width in the middle, scrolling where the window is low; the column."""
    inner = QWidget()
    inner.setMaximumWidth(width)
    lines.addStretch(1)
    inner.setLayout(lines)
    middle = QWidget()
    across = row(middle, margins=(32, 24, 32, 24))
    across.addStretch(1)
    across.addWidget(inner, 100, Qt.AlignmentFlag.AlignVCenter)
    across.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(middle)
    column(half).addWidget(area)
    return inner


def _pass_clicks(button: QPushButton) -> None:
    for part in button.findChildren(QWidget):
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
