"""50,000 records over all registers: search, reminders, readiness, and the opening of every page.

Each act is measured in turn with its floor, by the time of the processor that its thread takes: what else runs on the
machine slows both alike, and waiting costs nothing.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import peewee as pw
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

from qmsdesk.models.tables import KEPT
from qmsdesk.models.workspace import FILE, open_workspace
from qmsdesk.registers.catalogue import ALL
from qmsdesk.services import backup, finding, readiness, reminders, settings
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.office.office import Office
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from tests.bench import fill, many
from tests.bench.measure import Figure

# Factors of the floors that break the bench, and what is promised in seconds (docs/benchmarks.md).
SEARCH, REMINDERS, READINESS, STATUS, PAGE, KEY = 3.0, 0.6, 1.0, 1.6, 10.0, 4.0
SEARCH_TIME, REMINDERS_TIME, READINESS_TIME, PAGE_TIME = 0.1, 0.2, 0.3, 0.4
REPEATS, TURNS = 5, 2
_SEARCHES = ("检", "冲压", "盐雾", "CO-2024-0015", "无此内容")
_AWAY = "settings"


def build(sample: Path, folder: Path) -> None:
    """The sample enterprise with as many more records as make 50,000."""
    shutil.copytree(sample, folder)
    with open_workspace(folder, fill.CLOCK) as workspace:
        sitting = Sitting(workspace, "何静", fill.CLOCK)
        settings.put(sitting, backup.RHYTHM_KEY, "manual", "计时")
        many.fill(sitting)


def measure(sample: Path, folder: Path, scratch: Path) -> list[Figure]:
    """Everything, services first."""
    with open_workspace(folder, fill.CLOCK, write=False) as workspace:
        db = workspace.db
        with contextlib.closing(sqlite3.connect(folder / FILE)) as raw:
            found = [*searches(db, raw), due(db, raw), judged(db, raw), status(db, raw)]
    return found + pages(sample, folder, scratch)


def searches(db: pw.Database, raw: sqlite3.Connection) -> list[Figure]:
    """What the palette asks of the records, against one scan by SQLite alone of all that is searched."""
    tables = [(r.model.table(), [f.column_name for f in r.search]) for r in ALL]

    def scan(word: str) -> None:
        for table, columns in tables:
            hits = " OR ".join(f'"{column}" LIKE ?' for column in columns)
            raw.execute(f'SELECT count(*) FROM "{table}" WHERE {hits}', [f"%{word}%"] * len(columns)).fetchone()

    finding.records(db, "先")  # composes the statements
    return [
        _figure(f"search everywhere for {word}", "raw scan", partial(finding.records, db, word), partial(scan, word),
                SEARCH, promised=SEARCH_TIME)
        for word in _SEARCHES
    ]  # fmt: skip


def due(db: pw.Database, raw: sqlite3.Connection) -> Figure:
    """All reminders, as they are read again after a change."""
    act = partial(reminders.read, db, fill.CLOCK.today())
    return _figure(
        f"{len(act())} reminders", "reading all rows", act, partial(_all_rows, raw), REMINDERS, 3, REMINDERS_TIME
    )


def judged(db: pw.Database, raw: sqlite3.Connection) -> Figure:
    """The evidence map alone: every requirement with its verdict."""
    act = partial(_judge, db)
    return _figure("readiness", "reading all rows", act, partial(_all_rows, raw), READINESS, 3, READINESS_TIME)


def _judge(db: pw.Database) -> None:
    readiness.judge(readiness.facts(db, fill.CLOCK.today()))


def status(db: pw.Database, raw: sqlite3.Connection) -> Figure:
    """What is in place and due."""
    act = partial(readiness.status_json, db, fill.CLOCK.today())
    return _figure("status", "reading all rows", act, partial(_all_rows, raw), STATUS, 3)


def _all_rows(raw: sqlite3.Connection) -> None:
    for table in KEPT:
        raw.execute(f'SELECT * FROM "{table}"').fetchall()


def pages(sample: Path, folder: Path, scratch: Path) -> list[Figure]:
    """Each page and tab for the first time, beside a bare table of 100 rows; and a key in the longest list."""
    bench = _Window(scratch)
    try:
        bench.office.open(sample, "何静")  # modules, fonts and icons come with the first pages, whatever they show
        for key, _title in bench.places():
            bench.go(key)
        return [*bench.openings(folder), bench.searching()]
    finally:
        bench.close()


class _Window:
    def __init__(self, scratch: Path) -> None:
        app = QApplication.instance()
        self.app = app if isinstance(app, QApplication) else QApplication([])
        store = QSettings(str(scratch / "volume.ini"), QSettings.Format.IniFormat)
        theme = Theme(self.app, "light")
        self.crashes: list[BaseException] = []
        self.window = MainWindow(theme, store, self.crashes.append)
        self.office = Office(self.window, theme, store, fill.CLOCK)
        self.window.show()

    def close(self) -> None:
        self.office.close()  # ends the jobs of the pages, else the window would ask whether to stop them
        self.window.close()
        if self.crashes:
            raise self.crashes[0]

    def places(self) -> Iterator[tuple[str, str]]:
        """Every page and every tab, with its title; first the page on which the tab stands."""
        for spec in self.window.pages.specs():
            yield spec.key, spec.title
            for tab in spec.tabs[1:]:
                yield tab.key, f"{spec.title} › {tab.title}"

    def go(self, key: str) -> None:
        """Open a page and paint it."""
        self.window.go(key)
        self.app.processEvents()

    def openings(self, folder: Path) -> list[Figure]:
        """All pages of a workspace that was just opened; the one it opens with comes with it."""
        times: dict[str, list[float]] = {}
        floors: list[float] = []
        for _turn in range(TURNS):
            self.office.welcome()
            self.app.processEvents()
            times.setdefault("the enterprise", []).append(_seconds(lambda: self._begin(folder)))
            for key, title in list(self.places()):
                if key not in {_AWAY, self.window.pages.key()}:
                    self.go(_AWAY)
                    times.setdefault(title, []).append(_seconds(partial(self.go, key)))
                    floors.append(_seconds(self.bare))
        floor = statistics.median(floors)
        return [
            Figure(f"open {title}", statistics.median(found), floor, "bare table", PAGE, promised=PAGE_TIME)
            for title, found in times.items()
        ]

    def _begin(self, folder: Path) -> None:
        self.office.open(folder, "何静")
        self.app.processEvents()

    def searching(self) -> Figure:
        """One more character in the search of the longest list; the delay in which more are waited for is left out."""
        self.go("record_form")
        page = self.window.pages.current()
        assert isinstance(page, RegisterPage)
        panel = page.panel

        def one_key() -> None:
            panel.search.insert("检" if panel.search.text() != "检" else "查")
            panel.search_now()
            self.app.processEvents()

        return _figure("a key in the search of 记录清单", "bare table", one_key, self.bare, KEY)

    def bare(self) -> None:
        """A table of 100 rows of ten cells, shown and painted."""
        table = QTableWidget(100, 10)
        for place in range(1000):
            table.setItem(place // 10, place % 10, QTableWidgetItem(f"内容 {place}"))
        table.resize(1200, 800)
        table.show()
        self.app.processEvents()
        table.close()
        table.deleteLater()
        self.app.processEvents()


def _figure(
    name: str,
    floor: str,
    act: Callable[[], object],
    bare: Callable[[], object],
    limit: float,
    repeats: int = REPEATS,
    promised: float = 0.0,
) -> Figure:
    """In turn with its floor."""
    times = [(_seconds(act), _seconds(bare)) for _turn in range(repeats)]
    value, base = map(statistics.median, zip(*times, strict=True))
    return Figure(name, value, base, floor, limit, promised=promised)


def _seconds(act: Callable[[], object]) -> float:
    start = time.thread_time()
    act()
    return time.thread_time() - start
