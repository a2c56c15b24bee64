"""10,000 documents in their register: opening the page, a search key, a sort, against the raw query and a repaint."""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from qmsdesk.models.database import gbk
from qmsdesk.models.documents import Document
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.office.office import Office
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from tests.bench import fill
from tests.bench.measure import Figure, seconds

REPEATS, PAGE, LIMIT = 15, 100, 4.0


def measure(folder: Path, scratch: Path) -> list[Figure]:
    """The three acts on the document register of a filled workspace."""
    bench = _Bench(folder, scratch)
    try:
        return [bench.opening(), bench.searching(), bench.sorting()]
    finally:
        bench.close()


class _Bench:
    def __init__(self, folder: Path, scratch: Path) -> None:
        app = QApplication.instance()
        self.app = app if isinstance(app, QApplication) else QApplication([])
        settings = QSettings(str(scratch / "window.ini"), QSettings.Format.IniFormat)
        theme = Theme(self.app, "light")
        self.crashes: list[BaseException] = []
        self.window = MainWindow(theme, settings, self.crashes.append)
        self.office = Office(self.window, theme, settings, fill.CLOCK)
        self.folder = folder
        self.window.show()
        self.raw = sqlite3.connect(folder / "records.qms")
        self.raw.create_function("gbk", 1, gbk, deterministic=True)

    def close(self) -> None:
        self.raw.close()
        self.window.close()
        if self.crashes:
            raise self.crashes[0]

    def opening(self) -> Figure:
        def open_page() -> None:
            self.window.go("document")
            self.settle()

        return self.figure("open the page", lambda: self.office.open(self.folder, "何静"), open_page)

    def searching(self) -> Figure:
        """The delay in which more keys are waited for is no work and left out."""
        panel = self.page().panel

        def one_key() -> None:
            QTest.keyClick(panel.search, Qt.Key.Key_7)
            panel.search_now()
            self.settle()

        return self.figure("one search key", panel.clear_filters, one_key)

    def sorting(self) -> Figure:
        page = self.page()
        head = page.table.head()
        section = page.model.column_of(Document.title)
        at = QPoint(head.sectionViewportPosition(section) + 30, head.height() // 2)

        def sort() -> None:
            QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
            self.settle()

        def as_declared() -> None:
            page.panel.set_query(page.model.query.where(order=None, search=""))

        found = self.figure("one sort", as_declared, sort)
        assert page.model.query.order is not None, "the click did not sort"
        return found

    def figure(self, name: str, prepare: Callable[[], object], act: Callable[[], object]) -> Figure:
        """In turn with its floor: the statement for the ids, that for the first 100 rows, one repaint of the table."""
        acts, fetches, paints = [], [], []
        for _turn in range(REPEATS):
            prepare()
            self.settle()
            acts.append(seconds(act))
            page = self.page()
            statements = self.statements(page.model.query)
            fetches.append(seconds(partial(self.fetch, statements)))
            paints.append(seconds(page.table.viewport().repaint))
        value, fetch, paint = map(statistics.median, (acts, fetches, paints))
        note = f"query {fetch * 1000:.0f} ms, repaint {paint * 1000:.0f} ms"
        return Figure(name, value, fetch + paint, "raw query + repaint", LIMIT, note)

    def fetch(self, statements: list[str]) -> None:
        """All rows, by SQLite alone."""
        for text in statements:
            self.raw.execute(text).fetchall()

    def statements(self, query: reading.Query) -> list[str]:
        """The text of what the list asks of SQLite."""
        sitting = self.office.sitting
        assert sitting is not None
        with tracing(sitting) as statements:
            query.page(sitting.db, query.ids(sitting.db)[:PAGE])
        assert len(statements) == 2
        return list(statements)

    def page(self) -> RegisterPage:
        page = self.window.pages.page("document")
        assert isinstance(page, RegisterPage)
        return page

    def settle(self) -> None:
        """Lay out and paint all that is due."""
        self.app.processEvents()


@contextlib.contextmanager
def tracing(sitting: Sitting):  # type: ignore[no-untyped-def]
    """The statements run inside, with their values."""
    statements: list[str] = []
    hear: Callable[[str], None] = statements.append
    connection = sitting.db.connection()
    connection.set_trace_callback(hear)
    yield statements
    connection.set_trace_callback(None)
