"""The calendar that date fields open, in the words and colours of the program."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QWidget

from qmsdesk.views.theme.apply import Theme


class Calendar(QCalendarWidget):
    """Weeks begin on Monday, months and days are written in Chinese, weekends are quiet instead of red."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        theme.changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        head, weekend = QTextCharFormat(), QTextCharFormat()
        head.setForeground(self._theme.color("text3"))
        weekend.setForeground(self._theme.color("text2"))
        self.setHeaderTextFormat(head)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, weekend)
