"""The page 到期与提醒 in the window: headings, filters, the way to the record, badges, sheets out and in."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import founding, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.office.office import Office
from qmsdesk.views.reminders.collect_dialog import CollectDialog
from qmsdesk.views.reminders.filters import PERSON as BY_PERSON
from qmsdesk.views.reminders.filters import REGISTER as BY_REGISTER
from qmsdesk.views.reminders.issue_dialog import IssueDialog
from qmsdesk.views.reminders.model import DATE, GO, STATE, TITLE, short_date
from qmsdesk.views.reminders.page import RemindersPage
from qmsdesk.views.reminders.watch import Watch
from qmsdesk.views.shell.job_dialog import JobDialog
from qmsdesk.views.shell.window import MainWindow
from qmsdesk.views.theme.apply import Theme
from tests.views.office.conftest import Answers

DAY = dt.date(2026, 10, 20)
CLOCK = Clock(DAY)
Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm with something under every heading but the hints."""
    folder = tmp_path_factory.mktemp("reminders") / "firm"
    with workspaces.create(folder, CLOCK) as workspace:
        sitting = Sitting(workspace, "示例甲", CLOCK)
        founding.found(sitting, "徐州示例机械有限公司")
        place = records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"}).record
        people = []
        for name, days in (("示例甲", -5), ("示例乙", 0), ("示例丙", 7)):
            values = {Person.name: name, Person.department: place, Person.auditor_until: DAY + dt.timedelta(days)}
            people.append(records.save(sitting, PERSON, None, values).record)
        owner = people[0]
        _document(sitting, "HY-QP-01", 30)
        indicator = records.save(
            sitting, INDICATOR, None,
            {Indicator.category: "realization", Indicator.name: "一次交验合格率", Indicator.unit: "%",
             Indicator.owner: owner},
        ).record  # fmt: skip
        values = {Measurement.indicator: indicator, Measurement.period: "2026-08", Measurement.value: "96"}
        records.save(sitting, MEASUREMENT, None, values)
    return folder


def _document(sitting: Sitting, number: str, days: int) -> int:
    values = {Document.number: number, Document.title: "采购控制程序", Document.level: "procedure",
              Document.next_review_on: DAY + dt.timedelta(days)}  # fmt: skip
    return records.save(sitting, DOCUMENT, None, values).record


@pytest.fixture
def firm(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "firm"))


@pytest.fixture
def files(window: MainWindow) -> Answers:
    return Answers(window)


@pytest.fixture
def office(
    window: MainWindow, theme: Theme, settings: QSettings, files: Answers, firm: Path, qtbot: QtBot
) -> Iterator[Office]:
    made = Office(window, theme, settings, CLOCK, files)
    made.welcome()
    window.show()
    assert made.open(firm, "示例甲")
    qtbot.waitUntil(lambda: not window.jobs.busy())
    yield made
    made.close()


@pytest.fixture
def page(office: Office, window: MainWindow) -> RemindersPage:
    assert window.go("reminders")
    found = window.pages.current()
    assert isinstance(found, RemindersPage)
    return found


def _texts(page: RemindersPage, column: int) -> list[str]:
    model = page.model
    return [str(model.index(row, column).data() or "") for row in range(model.rowCount())]


def _sitting(office: Office) -> Sitting:
    assert office.sitting is not None
    return office.sitting


def test_every_item_stands_under_its_heading(page: RemindersPage) -> None:
    assert _texts(page, STATE) == [
        "逾期  1 项", "逾期 5 天", "今天  1 项", "今天", "7 天内  1 项", "还有 7 天", "30 天内  1 项", "还有 30 天",
        "本月应填  1 项", "逾期 15 天",
    ]  # fmt: skip
    assert _texts(page, DATE)[1::2] == ["10-15 周四", "10-20 周二", "10-27 周二", "11-19 周四", "10-05 周一"]
    assert "填报：2026-09 一次交验合格率" in _texts(page, TITLE)
    assert page.model.headings() == [0, 2, 4, 6, 8]
    assert page.table.columnSpan(0, 0) == page.model.columnCount()
    assert page.filters.all.text() == "全部 5"
    assert page.status.totals == "逾期 1 项，7 天内到期 2 项，本月应填 1 项"


def test_what_is_urgent_is_said_when_the_enterprise_opens(office: Office, window: MainWindow) -> None:
    assert window.pages.key() == "overview"
    front = window.pages.current()
    assert front is not None
    (bar,) = front.messages.bars()
    assert bar.text() == "逾期 1 项，7 天内到期 2 项，本月应填 1 项"
    bar.press_link()
    assert window.pages.key() == "reminders"


def test_badges_are_red_for_overdue_and_grey_for_the_rest(office: Office, window: MainWindow) -> None:
    def name(key: str) -> str:
        return window.sidebar.button(window.pages.entry(key)).accessibleName()

    assert name("reminders") == "到期与提醒 2 项逾期"
    assert name("profile") == "企业档案 1 项逾期"
    assert name("document") == "文件与表单 1 项待办"
    assert name("indicators") == "指标跟踪 1 项逾期"
    assert name("bundle") == "导出资料包"


def test_filters_and_search_narrow_the_list(page: RemindersPage, qtbot: QtBot) -> None:
    page.filters.choose_group("today")
    assert [i.person for i in page.shown()] == ["示例乙"]
    assert page.filters.text() == "今天"
    page.filters.choose_group(None)
    page.filters.fill_menu(BY_PERSON)
    offered = [a.text() for a in page.filters.facets[BY_PERSON].menu().actions()]
    assert offered == ["示例丙（1）", "示例甲（2）", "示例乙（1）", "（未指定）（1）"]
    page.filters.choose(BY_PERSON, frozenset({"示例甲"}))
    assert [i.kind for i in page.shown()] == ["due", "month"]
    page.filters.fill_menu(BY_REGISTER)
    assert len(page.filters.facets[BY_REGISTER].menu().actions()) == 2
    page.search.setText("合格率 示例")
    page.search_now()
    assert [i.register for i in page.shown()] == ["indicator"]
    assert page.filters.text() == "责任人：示例甲；含“合格率 示例”"
    page.search.setText("没有这样的事")
    page.search_now()
    assert page.empty.isVisible()
    assert page.empty.accessibleName() == "没有符合筛选的事项"
    page.clear_filters()
    assert len(page.shown()) == 5


def test_a_click_leads_to_the_record_and_back(page: RemindersPage, window: MainWindow, qtbot: QtBot) -> None:
    row = _texts(page, TITLE).index("文件评审：采购控制程序")
    assert page.model.index(row, GO).data() == "去处理"
    place = page.table.visualRect(page.model.index(row, GO)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.pages.key() == window.pages.entry("document")
    assert window.pages.step(-1)
    assert window.pages.key() == "reminders"
    current = page.current()
    assert current is not None
    assert current.number == "HY-QP-01"


def test_enter_and_a_double_click_lead_to_the_field_and_the_month(
    page: RemindersPage, window: MainWindow, qtbot: QtBot
) -> None:
    row = _texts(page, STATE).index("逾期 15 天")
    page.table.setCurrentIndex(page.model.index(row, TITLE))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert window.pages.key() == window.pages.entry("indicators")
    window.go("reminders")
    page.table.setCurrentIndex(page.model.index(1, TITLE))
    page.table.open_row(page.model.index(1, TITLE))
    assert window.pages.current() is not page
    assert window.pages.current().target() == 1  # type: ignore[union-attr]
    page.table.open_row(page.model.index(0, TITLE))  # a heading leads nowhere
    assert not page.model.leads(0)


def test_the_list_follows_what_is_saved(office: Office, page: RemindersPage, window: MainWindow, qtbot: QtBot) -> None:
    sitting = _sitting(office)
    page.choose(page.shown()[0].key)
    change = records.save(sitting, PERSON, 2, {Person.auditor_until: DAY + dt.timedelta(400)})
    office.changed(change)
    qtbot.waitUntil(lambda: len(page.shown()) == 4)
    assert page.current() is not None
    window.go("document")
    office.changed(records.save(sitting, PERSON, 1, {Person.auditor_until: DAY + dt.timedelta(400)}))
    window.go("reminders")
    assert [i.person for i in page.shown()] == ["示例丙", "", "示例甲"]


def test_an_empty_list_says_so(office: Office, page: RemindersPage) -> None:
    sitting = _sitting(office)
    for person in (1, 2, 3):
        records.save(sitting, PERSON, person, {Person.auditor_until: None})
    document = reading.by_number(sitting.db, DOCUMENT, "HY-QP-01")
    assert document is not None
    records.save(sitting, DOCUMENT, document.id, {Document.next_review_on: None})
    values = {Measurement.indicator: 1, Measurement.period: "2026-09", Measurement.value: "97"}
    office.changed(records.save(sitting, MEASUREMENT, None, values))
    page.entered()
    assert page.empty.isVisible()
    assert page.empty.accessibleName() == "没有到期的事项"


def test_the_day_moves_on(tmp_path: Path, firm: Path, qtbot: QtBot) -> None:
    with workspaces.open_workspace(firm, CLOCK, write=False) as still:
        sitting = Sitting(still, "示例甲", CLOCK)
        watch = Watch(sitting)
        assert watch.counts.overdue == 1
        sitting.clock = Clock(DAY + dt.timedelta(1))
        watch.catch_up()
        assert watch.counts.overdue == 2


def test_small_windows_hide_what_matters_less(page: RemindersPage, window: MainWindow) -> None:
    window.resize(1366, 768)
    assert page.table.isColumnHidden(6)
    assert not page.table.isColumnHidden(4)
    window.resize(1093, 614)
    assert page.table.isColumnHidden(4)


def test_export_and_print_take_what_is_shown(
    page: RemindersPage, files: Answers, tmp_path: Path, qtbot: QtBot, window: MainWindow, answer: Answer
) -> None:
    page.filters.choose_group("overdue")
    sheet, calendar = tmp_path / "到期.xlsx", tmp_path / "到期.ics"
    for path, kind in ((sheet, "xlsx"), (calendar, "ics")):
        files.paths = [path]
        page._outbound.export(page.shown(), kind)
        qtbot.waitUntil(lambda: not window.jobs.busy())
    assert load_workbook(sheet).worksheets[0].max_row == 2
    assert calendar.read_bytes().count(b"BEGIN:VEVENT") == 1
    seen: list[str] = []

    def close(dialog: QDialog) -> None:
        if isinstance(dialog, JobDialog):
            answer(close)
            return
        seen.append(dialog.windowTitle())
        dialog.reject()

    answer(close)
    page.print_page()
    qtbot.waitUntil(lambda: bool(seen), timeout=20_000)
    assert "到期与提醒" in seen[0]


# Sheets that go out and come back


def _issue(page: RemindersPage, files: Answers, answer: Answer, folder: Path, qtbot: QtBot, window: MainWindow) -> Path:
    def choose(dialog: QDialog) -> None:
        if isinstance(dialog, JobDialog):
            answer(choose)
            return
        assert isinstance(dialog, IssueDialog)
        assert dialog.model.index(0, 1).data() == "示例甲"
        assert dialog.go.text() == "选文件夹并下发 1 份"
        dialog.accept()

    folder.mkdir(exist_ok=True)
    files.paths = [folder]
    answer(choose)
    page.issue_button.click()
    qtbot.waitUntil(lambda: not window.jobs.busy() and bool(list(folder.iterdir())))
    return next(folder.iterdir())


def test_a_sheet_goes_out_and_comes_back(
    office: Office,
    page: RemindersPage,
    files: Answers,
    answer: Answer,
    tmp_path: Path,
    qtbot: QtBot,
    window: MainWindow,
) -> None:
    path = _issue(page, files, answer, tmp_path / "下发", qtbot, window)
    assert "已下发 1 份填报表，共 1 行" in window.toast.text()
    book = load_workbook(path)
    book["月度数据"]["H3"] = "97.5%"
    book.save(path)
    shown: list[str] = []

    def look(dialog: QDialog) -> None:
        if isinstance(dialog, JobDialog):
            answer(look)
            return
        assert isinstance(dialog, CollectDialog)
        model = dialog.table.model()
        shown.extend(str(model.index(0, column).data()) for column in range(5))
        assert dialog.go.text() == "导入 1 行"
        dialog.accept()

    answer(look)
    files.paths = [path]
    page.collect_button.click()
    key = {Measurement.period: "2026-09"}
    qtbot.waitUntil(lambda: reading.find(_sitting(office).db, Measurement, key) is not None)
    qtbot.waitUntil(lambda: not window.jobs.busy())
    assert shown == ["更新", "月度数据 第 3 行", "ZB-001", "2026-09 一次交验合格率", "数值 97.5%"]
    assert "已导入示例甲的填报表，写入 1 行" in window.toast.text()
    qtbot.waitUntil(lambda: "month" not in {i.kind for i in page.shown()})
    assert _sitting(office).done[-1].label == "导入示例甲的填报表"
    files.paths = [path]
    page.collect_button.click()
    qtbot.waitUntil(lambda: any("已经导入过" in bar.text() for bar in page.messages.bars()))


def test_a_cancelled_preview_writes_nothing(
    office: Office,
    page: RemindersPage,
    files: Answers,
    answer: Answer,
    tmp_path: Path,
    qtbot: QtBot,
    window: MainWindow,
) -> None:
    path = _issue(page, files, answer, tmp_path / "下发", qtbot, window)
    seen: list[CollectDialog] = []

    def cancel(dialog: QDialog) -> None:
        if isinstance(dialog, JobDialog):
            answer(cancel)
            return
        assert isinstance(dialog, CollectDialog)
        seen.append(dialog)
        dialog.reject()

    answer(cancel)
    files.paths = [path]
    page.collect_button.click()
    qtbot.waitUntil(lambda: bool(seen) and not window.jobs.busy())
    assert not seen[0].go.isEnabled()
    assert reading.find(_sitting(office).db, Measurement, {Measurement.period: "2026-09"}) is None


@pytest.mark.parametrize(("day", "text"), [(dt.date(2026, 11, 14), "11-14 周六"), (dt.date(2027, 1, 2), "2027-01-02")])
def test_dates_are_written_as_lists_write_them(day: dt.date, text: str) -> None:
    assert short_date(day, DAY) == text
