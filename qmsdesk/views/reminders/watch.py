"""The one list of what is due that page, badges and start share: read once, again a moment after something changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from qmsdesk.services import reminders
from qmsdesk.services.due import DueItem
from qmsdesk.services.sitting import Sitting

AFTER = 300
"""Milliseconds after the last change: a row of saves waits for no list."""


class Watch(QObject):
    """``updated`` comes when the list was read again."""

    updated = Signal()

    def __init__(self, sitting: Sitting, parent: QObject | None = None, *, after: int = AFTER) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self.items: list[DueItem] = []
        self.today: dt.date = sitting.clock.today()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after)
        self._timer.timeout.connect(self.read)
        self.read()

    def read(self) -> None:
        """Read the list now."""
        self._timer.stop()
        self.today = self._sitting.clock.today()
        self.items = reminders.read(self._sitting.db, self.today)
        self.updated.emit()

    def touch(self) -> None:
        """Something changed: read a moment later."""
        self._timer.start()

    def catch_up(self) -> None:
        """Read now what is outdated: something changed, or another day began."""
        if self._timer.isActive() or self.today != self._sitting.clock.today():
            self.read()

    def stop(self) -> None:
        """The enterprise is closed."""
        self._timer.stop()

    @property
    def counts(self) -> reminders.Counts:
        """The figures of the summary."""
        return reminders.counts(self.items, self.today)

    def badges(self) -> Mapping[str, tuple[int, int]]:
        """By register: how many are overdue, and how many wait besides."""
        found: dict[str, tuple[int, int]] = {}
        for item in reminders.dated(self.items):
            late, rest = found.get(item.register, (0, 0))
            found[item.register] = (late + item.overdue, rest + (not item.overdue))
        return found
