"""The enterprises that were open, newest first."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSettings

from qmsdesk.clock import Clock
from qmsdesk.i18n import _
from qmsdesk.models.workspace import FILE
from qmsdesk.views.welcome import Recent

_KEY = "recent"
_MOST = 8


@dataclass(frozen=True)
class Opened:
    """A line of the list as stored; ``at`` is local time to the minute."""

    path: str
    name: str
    at: str
    operator: str = ""
    sample: bool = False


class Recents:
    """Kept in the user's settings; what cannot be read counts as empty."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def all(self) -> list[Opened]:
        try:
            return [Opened(**item) for item in json.loads(str(self._settings.value(_KEY, "[]")))]
        except (ValueError, TypeError):
            return []

    def add(self, opened: Opened) -> None:
        """Put one at the top."""
        rest = [o for o in self.all() if o.path != opened.path]
        self._store([opened, *rest][:_MOST])

    def set_operator(self, path: Path, operator: str) -> None:
        """Who worked there last, proposed the next time."""
        self._store([replace(o, operator=operator) if o.path == str(path) else o for o in self.all()])

    def operator(self, path: Path) -> str:
        return next((o.operator for o in self.all() if o.path == str(path)), "")

    def clear(self) -> None:
        self._store([])

    def shown(self, clock: Clock) -> list[Recent]:
        """For the welcome page: the day in words, and what is missing."""
        today = clock.today().isoformat()
        lines = []
        for o in self.all():
            there = (Path(o.path) / FILE).is_file()
            state = _("示例") if o.sample else ""
            when = _("今天 {}").format(o.at[11:]) if o.at[:10] == today else o.at[5:]
            lines.append(Recent(o.path, o.name, when, "", state if there else _missing(Path(o.path))))
        return lines

    def _store(self, items: list[Opened]) -> None:
        self._settings.setValue(_KEY, json.dumps([asdict(o) for o in items], ensure_ascii=False))


def _missing(path: Path) -> str:
    """A drive that is not there is another thing than a folder that was moved."""
    drive = path.drive or path.anchor
    if path.drive and not Path(path.anchor).exists():
        return _("{} 盘未连接").format(drive.rstrip(":"))
    return _("找不到文件")
