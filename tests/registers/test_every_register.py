"""Every register, whoever declared it: form, sheet, print, defaults, and what a locked record refuses."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked, Refused
from qmsdesk.exchange.exporting import export
from qmsdesk.exchange.importing import apply, read_plan
from qmsdesk.models.base import AnyField, Fields, Row
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.spec import Register, required
from qmsdesk.reports import from_records
from qmsdesk.services import attachments, founding, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.page import RegisterPage
from qmsdesk.views.register.single import SinglePage
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.toast import Toast
from tests.registers import filling

CLOCK = Clock(filling.DAY)
every = pytest.mark.parametrize("register", ALL, ids=lambda r: r.key)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one row of everything that can be pointed at."""
    folder = tmp_path_factory.mktemp("every") / "empty"
    with create(folder, CLOCK) as workspace:
        sitting = Sitting(workspace, "何静", CLOCK)
        founding.found(sitting, "徐州示例机械有限公司")
        filling.targets(sitting)
    return folder


def opened(empty: Path, name: str) -> Iterator[Sitting]:
    shutil.copytree(empty, empty.parent / name)
    with open_workspace(empty.parent / name, CLOCK) as workspace:
        yield Sitting(workspace, "何静", CLOCK)


@pytest.fixture(scope="module")
def source(empty: Path) -> Iterator[Sitting]:
    """Where records are made; the tests share it, each adds its own."""
    yield from opened(empty, "source")


@pytest.fixture(scope="module")
def other(empty: Path) -> Iterator[Sitting]:
    """Where sheets are imported."""
    yield from opened(empty, "other")


def words(sitting: Sitting, register: Register, number: str) -> dict[str, Any]:
    """A record with its child rows in words, relations by what they are called."""
    row = reading.by_number(sitting.db, register, number)
    assert row is not None
    found: dict[str, Any] = {f.name: reading.display(sitting.db, f, row.of(f)) for f in register.fields}
    for spec in register.lines:
        lines = reading.lines(sitting.db, spec, row.id)
        found[spec.key] = [[reading.display(sitting.db, f, line.of(f)) for f in spec.fields] for line in lines]
    return found


@every
def test_the_star_fields_are_few_and_the_rest_has_defaults(source: Sitting, register: Register) -> None:
    assert len(required(register.fields)) <= 3
    for spec in register.lines:
        assert len(required(spec.fields)) <= 3, spec.key
    least = {f: filling.value(source, f, 50) for f in required(register.fields)}
    if not register.numbering:
        least[register.model.number] = f"{register.key}-50"
    if register.model.SINGLE:
        return
    record = records.save(source, register, None, least).record
    for spec in register.lines:
        if filling.can_be_added(spec):
            line = {f: filling.value(source, f, 50) for f in required(spec.fields)}
            records.save_line(source, register, record, spec, None, line)
    case = reading.case(source.db, register, record, filling.DAY)
    assert all(problem.text for problem in register.check(case))


@every
def test_gates_name_their_fields(register: Register) -> None:
    own = Fields(register.fields)
    for verb in register.workflow.verbs:
        assert verb.label
        for f in verb.required:
            assert f in own, f"{verb.key}: {f.name} is not in the form"
            assert f.verbose_name


@every
def test_a_record_comes_back_from_its_sheet(
    source: Sitting, other: Sitting, register: Register, tmp_path: Path
) -> None:
    record = filling.add(source, register, 1)
    row = reading.row(source.db, register.model, record)
    assert row is not None
    path = tmp_path / "sheet.xlsx"
    export(source.db, register, path, rows=[record])
    plan = read_plan(other, register, path, on_duplicate="update")
    assert [p.text for each in plan.bad for p in each.problems] == []
    assert plan.unknown_headings == ()
    apply(other, plan)
    assert words(other, register, row["number"]) == words(source, register, row["number"])


@every
def test_a_record_and_the_list_are_printed(source: Sitting, register: Register) -> None:
    record = filling.add(source, register, 2)
    pdf = from_records.record_pdf(source.db, register, record, CLOCK.now()).data
    assert pdf.startswith(b"%PDF-")
    cells = reading.Query(register).page(source.db, [record])[record]
    texts = [reading.cell(c, raw) for c, raw in zip(register.columns, cells[:-2], strict=True)]
    assert any(texts)
    listed = from_records.list_pdf(source.db, register, register.columns, [texts], CLOCK.now()).data
    assert listed.startswith(b"%PDF-")


Show = Callable[[Register, int], RegisterPage | SinglePage]


@pytest.fixture
def show(qtbot: QtBot, theme: Theme, source: Sitting) -> Iterator[Show]:
    """The page of a register in a window, on a record."""
    made: list[Jobs] = []

    def build(register: Register, record: int) -> RegisterPage | SinglePage:
        window = QMainWindow()
        qtbot.addWidget(window)
        window.resize(1180, 760)
        places: list[RegisterPage | SinglePage] = []
        messages = Messages(theme, window, lambda: places[0].messages, Toast(theme, window), _crash)
        made.append(Jobs(window, messages.failed))
        page = (SinglePage if register.model.SINGLE else RegisterPage)(theme, source, register, messages, made[0])
        places.append(page)
        window.setCentralWidget(page)
        with qtbot.waitExposed(window):
            window.show()
        page.entered()
        page.show_target(record)
        page.flush()
        return page

    yield build
    for jobs in made:
        jobs.shutdown()


def _crash(error: BaseException) -> None:
    raise AssertionError(str(error)) from error


@every
def test_the_form_shows_every_field(source: Sitting, show: Show, register: Register) -> None:
    record = filling.add(source, register, 3)
    page = show(register, record)
    if isinstance(page, RegisterPage):
        page.body.open_pane()
        page.follow.show_visit()
    visit = page.pane.visit
    assert visit is not None
    assert visit.record == record
    form = page.pane.form
    for f in register.fields:
        assert form.rows[f].error() == "", f.name
        assert form.editors[f].text() == visit.text(f), f.name
    for place in range(page.pane.tabs.count()):
        page.pane.tabs.setCurrentIndex(place)
        assert isinstance(page.pane.tabs.currentWidget(), QWidget)


def locking_state(register: Register) -> str:
    """A state in which records are closed; empty where a register has none."""
    states = [key for key, _label in register.model.status.choices or ()]
    return next((s for s in states if register.workflow.locked(Row({"status": s, "correcting": ""}))), "")


LOCKING = [r for r in ALL if locking_state(r)]


@pytest.mark.parametrize("register", LOCKING, ids=lambda r: r.key)
def test_a_locked_record_refuses_every_road(source: Sitting, show: Show, register: Register, tmp_path: Path) -> None:
    record = filling.add(source, register, 4, locking_state(register))
    stored = reading.row(source.db, register.model, record)
    assert stored is not None
    before, workflow = words(source, register, stored["number"]), register.workflow
    closed = Fields(f for f in register.fields if not workflow.open_when_locked(f, stored))
    for f in closed:
        with pytest.raises(Blocked):
            records.save(source, register, record, {f: filling.value(source, f, 8)})
    with pytest.raises(Refused):
        records.delete(source, register, [record])
    _refuses_lines(source, register, stored)
    paper = tmp_path / "证据.txt"
    paper.write_text("示例", "utf-8")
    if not workflow.files_open(stored):
        with pytest.raises(Blocked):
            attachments.attach(source, register, record, paper)
    _refuses_import(source, register, record, closed, tmp_path / "sheet.xlsx")
    page = show(register, record)
    visit = page.pane.visit
    assert visit is not None
    assert all(visit.reason_closed(f) for f in closed)
    assert words(source, register, visit.row["number"]) == before  # type: ignore[index]


def _refuses_lines(sitting: Sitting, register: Register, row: Row) -> None:
    record = row.id
    for spec in register.lines:
        if register.workflow.open_when_locked(spec, row):
            continue
        line = filling.all_values(sitting, spec.fields, 9)
        with pytest.raises(Refused):
            records.save_line(sitting, register, record, spec, None, line)
        for stored in reading.lines(sitting.db, spec, record):
            shut = {f: v for f, v in line.items() if not register.workflow.open_when_locked(f, row)}
            with pytest.raises(Blocked):
                records.save_line(sitting, register, record, spec, stored.id, shut)
            with pytest.raises(Blocked):
                records.delete_line(sitting, register, record, spec, stored.id)


def _refuses_import(sitting: Sitting, register: Register, record: int, closed: Fields, path: Path) -> None:
    from openpyxl import load_workbook

    changed = _plain_text(register, closed)
    if changed is None:
        return
    export(sitting.db, register, path, rows=[record])
    book = load_workbook(path)
    sheet = book.worksheets[0]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == changed.verbose_name)
    sheet[f"{head.column_letter}{int(head.row or 0) + 1}"] = "改过"
    book.save(path)
    plan = read_plan(sitting, register, path, on_duplicate="update")
    assert plan.bad
    with pytest.raises(Refused):
        apply(sitting, plan)


def _plain_text(register: Register, closed: Fields) -> AnyField | None:
    """A closed text of the record that is not what it is found by."""
    keys = Fields((*register.sheet.key, register.model.number, register.model.clauses))
    texts = (
        f for f in closed
        if f not in keys and f.field_type in {"VARCHAR", "TEXT"} and not f.choices and filling.is_text(f)
    )  # fmt: skip
    return next(texts, None)
