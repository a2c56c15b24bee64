"""The sidebar: enterprise, search, grouped pages with badges; folds to a rail of icons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qmsdesk.i18n import _
from qmsdesk.views.shell.breakpoints import NORMAL, Breakpoint
from qmsdesk.views.shell.page import PageSpec
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, frame, label, row, set_property

RAIL = 52
# Height of an entry; above and below a caption. The faces of Chinese keep room above and below that 15 do without.
_ROWS = (("loose", 28, 9, 3), ("dense", 23, 4, 1), ("tight", 22, 0, 0))
_LEAST_CAPTION = 15
_ANY_HEIGHT = 16777215  # Qt's own word for no limit
_STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class NavButton(QToolButton):
    """One page: icon, title, and at the right a count or a note. Up and Down ask for the neighbour (``stepped``)."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, spec: PageSpec) -> None:
        super().__init__()
        self._spec, self._words, self._rail = spec, "", False
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIcon(theme.icon(spec.icon, "text2", "accent"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._badge = label(spec.note, "badge", tone="plain", parent=self)
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_badge(0)
        self.set_rail(rail=False)

    def set_badge(self, count: int, tone: str = "neutral", words: str = "") -> None:
        """Grey for things to do, ``bad`` for overdue ones; ``words`` say it to a screen reader (3 项逾期)."""
        self._words = words or (str(count) if count else "")
        self._badge.setText(str(count) if count else self._spec.note)
        set_property(self._badge, "tone", tone if count else "plain")
        self._tell()
        self._place()

    def set_rail(self, *, rail: bool) -> None:
        """Icon only, the title as a tool tip."""
        self._rail = rail
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if rail else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setToolButtonStyle(style)
        self.setText(self._spec.title)
        self.setIconSize(QSize(16, 16) if rail else QSize(22, 16))
        self._tell()
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the focus only; Enter and Space open."""
        if event.key() in _STEPS:
            self.stepped.emit(_STEPS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The badge stays at the right."""
        super().resizeEvent(event)
        self._place()

    def _tell(self) -> None:
        full = f"{self._spec.title} {self._words}".strip()
        self.setAccessibleName(full)
        self.setToolTip(full if self._rail else "")

    def _place(self) -> None:
        self._badge.setVisible(bool(self._badge.text()) and not self._rail)
        self._badge.ensurePolished()  # the padding of the style sheet counts
        self._badge.adjustSize()
        self._badge.move(self.width() - self._badge.width() - 8, (self.height() - self._badge.height()) // 2)


class Sidebar(QFrame):
    """``chosen`` carries the key of a page, ``palette_requested`` the wish to search, and the two of the foot."""

    chosen = Signal(str)
    palette_requested = Signal()
    settings_requested = Signal()
    help_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._size, self._folded = theme, NORMAL, False
        self._rows = ""  # which of _ROWS the entries have
        self._buttons: dict[str, NavButton] = {}
        self._captions: list[QLabel] = []
        self._group = QButtonGroup(self)
        self.setProperty("role", "sidebar")
        self.setAccessibleName(_("导航"))
        self._lines = column(self, margins=(8, 6, 8, 6))
        self._make_plate()
        self.search = QToolButton()
        self.search.setText(_("搜索或跳转…"))
        self.search.setProperty("kind", "search")
        self.search.setIcon(theme.icon("search-line", "text3"))
        self.search.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setToolTip("Ctrl+K")
        self.search.clicked.connect(self.palette_requested)
        self._search_key = label("Ctrl K", "key", parent=self.search)
        self._search_key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.search.installEventFilter(self)
        self._lines.addWidget(self.search)
        self._lines.addSpacing(6)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        self._nav: QVBoxLayout = column(holder)
        self._area.setWidget(holder)
        self._area.installEventFilter(self)
        self._lines.addWidget(self._area, 1)
        self._make_foot()
        theme.changed.connect(self._measure)
        self._measure()

    def set_enterprise(self, short: str, caption: str = "", menu: QMenu | None = None) -> None:
        """The plate at the top: first character, short name, caption; ``menu`` switches or closes the enterprise."""
        self._tile.setText(short[:1])
        self._name.setText(short)
        self._caption.setText(caption)
        self._caption.setVisible(bool(caption))
        self.plate.setMenu(menu)  # type: ignore[arg-type]
        self._chevron.setVisible(menu is not None)
        self.plate.setAccessibleName(_("企业：{name}").format(name=short))
        self.plate.setToolTip(short if self._rail() else "")

    def set_pages(self, specs: Sequence[PageSpec]) -> None:
        """The entries, in their groups, in this order."""
        while (item := self._nav.takeAt(0)) is not None:
            if old := item.widget():
                old.deleteLater()
        self._buttons.clear()
        self._captions.clear()
        group = ""
        for spec in specs:
            if spec.hidden:
                continue
            if spec.group and spec.group != group:
                caption = label(spec.group, "caption")
                self._captions.append(caption)
                self._nav.addWidget(caption)
            group = spec.group
            made = NavButton(self._theme, spec)
            made.clicked.connect(lambda _checked=False, key=spec.key: self.chosen.emit(key))
            made.stepped.connect(partial(self._step, spec.key))
            self._group.addButton(made)
            self._buttons[spec.key] = made
            self._nav.addWidget(made)
        self._nav.addStretch(1)
        self._measure()

    def set_current(self, key: str) -> None:
        """Mark the page in front; none while a hidden one (settings, import) is there."""
        self._group.setExclusive(False)  # an exclusive group does not let its last mark go
        for name, made in self._buttons.items():
            made.setChecked(name == key)
        self._group.setExclusive(True)
        if key in self._buttons:
            self._area.ensureWidgetVisible(self._buttons[key])

    def set_badge(self, key: str, count: int, tone: str = "neutral", words: str = "") -> None:
        """The count behind an entry; 0 takes it away."""
        if key in self._buttons:
            self._buttons[key].set_badge(count, tone, words)

    def button(self, key: str) -> NavButton:
        """The entry of a page."""
        return self._buttons[key]

    def focus_current(self) -> None:
        """Put the focus on the current entry (F6)."""
        checked = self._group.checkedButton()
        (checked or self.search).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def apply_breakpoint(self, size: Breakpoint) -> None:
        """Take the width and density of a window class."""
        self._size = size
        self._measure()

    def set_folded(self, *, folded: bool) -> None:
        """Ctrl+B."""
        self._folded = folded
        self._measure()

    def folded(self) -> bool:
        """It was folded by hand."""
        return self._folded

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the key at the right of the search box, and all entries in sight."""
        if event.type() == QEvent.Type.Resize:
            if watched is self.search:
                self._place_key()
            elif watched is self._area:
                self._fit()
        return super().eventFilter(watched, event)

    def _step(self, key: str, steps: int) -> None:
        keys = list(self._buttons)
        made = self._buttons[keys[(keys.index(key) + steps) % len(keys)]]
        made.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(made)

    def _rail(self) -> bool:
        return self._folded or self._size.sidebar <= RAIL

    def _place_key(self) -> None:
        self._search_key.adjustSize()
        area = QRect(0, 0, self.search.width() - 6, self.search.height())
        self._search_key.move(area.right() - self._search_key.width(), (area.height() - self._search_key.height()) // 2)

    def _make_plate(self) -> None:
        self.plate = QToolButton()
        self.plate.setProperty("kind", "plate")
        self.plate.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plate.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.plate.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = self._plate_line = row(self.plate, margins=(6, 0, 8, 0), spacing=8)
        self._tile = label("", "tile")
        self._tile.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._names = QWidget()
        names = column(self._names)
        self._name = label("", "strong")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._caption = label("", "caption")
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._caption)
        names.addStretch(1)
        self._chevron = IconLabel(self._theme, "arrow-down-s-line", "text2", 16)
        line.addWidget(self._tile)
        line.addWidget(self._names, 1)
        line.addWidget(self._chevron)
        for part in (self._tile, self._names, self._chevron):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines.addWidget(self.plate)
        self._lines.addSpacing(4)

    def _make_foot(self) -> None:
        foot = frame("sidefoot")
        line = row(foot, spacing=0, margins=(0, 5, 0, 0))
        self._foot_buttons: list[QToolButton] = []
        for text, icon, signal, tip in (
            (_("设置"), "settings-3-line", self.settings_requested, ""),
            (_("帮助 F1"), "question-line", self.help_requested, "F1"),
        ):
            made = QToolButton()
            made.setText(text)
            made.setToolTip(tip)
            made.setProperty("kind", "foot")
            made.setIcon(self._theme.icon(icon))
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.clicked.connect(signal)
            line.addWidget(made)
            self._foot_buttons.append(made)
        self._foot_line = line
        self._lines.addWidget(foot)

    def _fit(self) -> None:
        """Lower rows where the window is too low for all entries, before the last ones go out of sight."""
        first = 1 if self._size.nav_row < NORMAL.nav_row else 0
        captions = [] if self._rail() else self._captions
        words = max((caption.fontMetrics().height() for caption in captions), default=0)
        for name, height, above, below in _ROWS[first:]:
            one = self._theme.px(_LEAST_CAPTION) if name == "tight" else words + above + below
            needed = len(self._buttons) * (self._theme.px(height) + 2) + len(captions) * one
            if needed <= self._area.height():
                break
        if name == self._rows:
            return
        self._rows = name
        for made in self._buttons.values():
            set_property(made, "rows", name)
        for caption in self._captions:
            caption.setContentsMargins(8, above, 0, below)
            caption.setMaximumHeight(self._theme.px(_LEAST_CAPTION) if name == "tight" else _ANY_HEIGHT)

    def _measure(self) -> None:
        rail = self._rail()
        theme = self._theme
        self.setFixedWidth(RAIL if rail else theme.px(self._size.sidebar))
        edge = 6 if rail or self._size.compact else 8
        self._lines.setContentsMargins(edge, 4 if self._size.compact else 6, edge, 2 if self._size.compact else 6)
        set_property(self.plate, "dense", self._size.compact)
        icon_only, beside = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for made in self._buttons.values():
            made.set_rail(rail=rail)
        for caption in self._captions:
            caption.setVisible(not rail)
        self._rows = ""
        self._fit()
        for button in self._foot_buttons:
            button.setToolButtonStyle(icon_only if rail else beside)
            button.setIconSize(QSize(16, 16) if rail else QSize(20, 16))
        self._foot_line.setDirection(
            self._foot_line.Direction.TopToBottom if rail else self._foot_line.Direction.LeftToRight
        )
        self.search.setToolButtonStyle(icon_only if rail else beside)
        self.search.setIconSize(QSize(16, 16) if rail else QSize(20, 16))
        policy = Qt.ScrollBarPolicy
        self._area.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if rail else policy.ScrollBarAsNeeded)
        self._search_key.setVisible(not rail)
        self._names.setVisible(not rail)
        self._chevron.setVisible(not rail and self.plate.menu() is not None)
        side = 28 if rail else theme.px(28)
        self._tile.setFixedSize(side, side)
        self._plate_line.setContentsMargins(*((5, 0, 5, 0) if rail else (6, 0, 8, 0)))
        self._place_key()
