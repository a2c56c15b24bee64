"""下发填报表: one workbook for each person with what waits for him, so that a firm works with one PC."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qmsdesk.errors import UserError
from qmsdesk.exchange import fill_in_form as form
from qmsdesk.exchange.fill_in_form import Ledger
from qmsdesk.exchange.fill_in_work import Task, Work, read
from qmsdesk.i18n import _
from qmsdesk.models.database import Database
from qmsdesk.models.indicators import Indicator, Measurement
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.kinds import to_text
from qmsdesk.services import exportlog, issuing, reading
from qmsdesk.services.saving import safe_name, write_file
from qmsdesk.services.sitting import Sitting

_MOST_SOURCES = 12


@dataclass(frozen=True)
class Issued:
    """What was written: files by person, the rows on them, and the rows that have nobody to be asked."""

    files: tuple[tuple[str, Path], ...]
    rows: int
    nobody: int


def issue(sitting: Sitting, folder: Path, people: Collection[int] | None = None, progress: Progress = silent) -> Issued:
    """Write a sheet for everybody (or the people asked for) who has something open, and note each as issued.

    A later sheet of a person replaces his earlier one. ReadOnly where issuing could not be noted, UserError when
    nothing is open or there is no place for the folder, which is made when only it is missing.
    """
    sitting.workspace.require_writable()
    if not folder.is_dir() and (folder.exists() or not folder.parent.is_dir()):
        raise UserError(_("文件夹“{}”不存在。").format(folder), _("先建好文件夹，或换个位置保存。"))
    db = sitting.db
    found = read(db, sitting.clock.today())
    chosen = [work for work in found.people if people is None or work.person.id in people]
    if not chosen:
        raise UserError(_("没有要填的月份和措施，没有下发。"), _("先给指标和措施指定责任人。") if found.nobody else "")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UserError(_("不能新建文件夹“{}”。").format(folder), _("换个位置保存。")) from error
    before = issuing.latest(db)
    written, rows = [], 0
    for place, work in enumerate(chosen):
        progress(_("下发填报表"), place, len(chosen))
        number = before.get(work.person.id, (0, None))[0] + 1
        ledger = _ledger(sitting, work, number)
        path = folder / safe_name(_("填报表_{}_{}.xlsx").format(work.person.of(Person.name), ledger.code))
        write_file(path, _render(sitting, work, ledger))
        exportlog.add_file(sitting.workspace, sitting.clock, sitting.operator, issuing.KIND, path)
        written.append((str(work.person.of(Person.name)), path))
        rows += work.count
    progress(_("下发填报表"), len(chosen), len(chosen))
    return Issued(tuple(written), rows, found.nobody)


def _ledger(sitting: Sitting, work: Work, number: int) -> Ledger:
    months = [("m", each.indicator.id, period) for each in work.months for period in each.periods]
    actions = [("a", task.place.action.model.table(), task.record.id, task.line, *_stored(task)) for task in work.tasks]
    return Ledger(
        issuing.enterprise_mark(sitting.db), work.person.id, work.person.of(Person.name), number,
        sitting.clock.today().isoformat(), (*months, *actions),
    )  # fmt: skip


def _render(sitting: Sitting, work: Work, ledger: Ledger) -> bytes:
    enterprise = reading.enterprise(sitting.db)
    name = str(enterprise.of(Enterprise.name)) if enterprise else ""
    months = [
        [each.indicator["number"], each.indicator.of(Indicator.name), each.indicator.of(Indicator.unit), period]
        for each in work.months for period in each.periods
    ]  # fmt: skip
    actions = [
        [task.place.register.title, task.record["number"], task.what, task.due, *_stored(task)] for task in work.tasks
    ]
    return form.render(
        ledger, name, work.department, _numbered(months, 1), _numbered(actions, 1 + len(months)),
        _sources(sitting.db, work), sitting.clock.now(),
    )  # fmt: skip


def _stored(task: Task) -> tuple[str, str]:
    """完成日期 and 完成情况 as they are stored: what the sheet begins with."""
    action = task.place.action
    return to_text(action.done, task.row.of(action.done)), str(task.row.of(action.result) or "")


def _numbered(rows: Sequence[list[Any]], first: int) -> list[list[Any]]:
    return [[str(number), *row] for number, row in enumerate(rows, first)]


def _sources(db: Database, work: Work) -> list[str]:
    """The sources of data that were written for these indicators before, most used first."""
    ids = [each.indicator.id for each in work.months]
    if not ids:
        return []
    counted: dict[str, int] = {}
    for row in reading.rows(db, Measurement, Measurement.indicator << ids, Measurement.source != ""):
        counted[row.of(Measurement.source)] = counted.get(row.of(Measurement.source), 0) + 1
    return sorted(counted, key=lambda text: (-counted[text], text))[:_MOST_SOURCES]
