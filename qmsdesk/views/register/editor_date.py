"""A date: typed freely (2025.6.1, 20250601, 2025年6月1日) or picked from a calendar."""

from __future__ import annotations

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.kinds import Unreadable, date_from_text
from qmsdesk.views.register.editor import TextEditor
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.calendar import Calendar


class DateEditor(TextEditor):
    """The text commits like any other; Alt+Down or the icon opens the calendar, a day picked there commits at once."""

    def __init__(self, field: AnyField, theme: Theme, today: QDate, parent: QWidget | None = None) -> None:
        super().__init__(field, parent, _("年-月-日"))
        self._theme, self._today = theme, today
        self._popup: _Popup | None = None
        pick = self.line.addAction(theme.icon("calendar-line", "text3"), QLineEdit.ActionPosition.TrailingPosition)
        pick.setText(_("打开日历"))
        pick.setShortcut(QKeySequence(Qt.Modifier.ALT | Qt.Key.Key_Down))
        pick.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        pick.triggered.connect(self.open_calendar)

    def open_calendar(self) -> None:
        """Show the calendar at the date typed, else at today."""
        try:
            typed = date_from_text(self.text())
        except Unreadable:
            typed = None
        if self._popup is None:
            self._popup = _Popup(self._theme, self)
            self._popup.calendar.clicked.connect(self.pick)
            self._popup.calendar.activated.connect(self.pick)
        self._popup.calendar.setSelectedDate(QDate(typed.year, typed.month, typed.day) if typed else self._today)
        self._popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._popup.show()
        self._popup.calendar.setFocus()

    def pick(self, day: QDate) -> None:
        """Take a day of the calendar."""
        if self._popup is not None:
            self._popup.hide()
        self.line.setText(day.toString("yyyy-MM-dd"))
        self.line.setFocus()
        self.commit()


class _Popup(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.calendar = Calendar(theme)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(1, 1, 1, 1)
        lines.addWidget(self.calendar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)
