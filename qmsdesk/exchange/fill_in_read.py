"""The sheet that comes back: whose it is, whether it is ours and the latest, and what each row would do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.exchange import fill_in_form as form
from qmsdesk.exchange import grid as grids
from qmsdesk.exchange.fill_in_form import Ledger
from qmsdesk.exchange.fill_in_judge import Judge
from qmsdesk.exchange.fill_in_plan import FillPlan, FillRow
from qmsdesk.exchange.grid import Grid, Sheet
from qmsdesk.i18n import _
from qmsdesk.models.people import Person
from qmsdesk.progress import Progress, silent
from qmsdesk.services import issuing, reading
from qmsdesk.services.issuing import Code
from qmsdesk.services.sitting import Sitting


def read(sitting: Sitting, path: Path, *, person: int | None = None, progress: Progress = silent) -> FillPlan:
    """Read a returned sheet and say what each row would do; nothing is written.

    ``person`` is who it is expected from, if anybody. UserError for a file that is no sheet of ours, of another
    enterprise or person, with a changed code, replaced by a later one, or imported already with nothing new in it.
    """
    progress(_("读取文件"), 0, 1)
    grid = grids.read(path)
    ledger = _ledger(grid)
    _refuse_foreign(sitting, grid.name, ledger, person)
    _refuse_replaced(sitting, ledger)
    judge = Judge(sitting, ledger, grid.serial_offset)
    found: list[FillRow] = []
    found += judge.months(_body(grid, form.MONTHS, form.MONTH_HEADS, ledger, "m"))
    found += judge.actions(_body(grid, form.ACTIONS, form.ACTION_HEADS, ledger, "a"))
    plan = FillPlan(grid.name, ledger, found, issuing.imported(sitting.db, ledger.code))
    if plan.before and not {row.state for row in found} & {"new", "conflict", "error"}:
        raise UserError(
            _("这份填报表已经导入过（{}），没有新填的内容。").format(plan.before),
            _("还有要补的，在表里填好后再导入。"),
        )
    progress(_("读取文件"), 1, 1)
    return plan


def _ledger(grid: Grid) -> Ledger:
    hidden = next((sheet for sheet in grid.sheets if sheet.name == form.HIDDEN), None)
    cover = next((sheet for sheet in grid.sheets if sheet.name == form.COVER), None)
    if hidden is None:
        raise UserError(
            _("“{}”不是下发的填报表。").format(grid.name), _("请选择下发后交回的文件；不要把内容另存到新表里。")
        )
    text = "".join(hidden.cell(row, 1).text for row in range(2, len(hidden.rows) + 1))
    ledger = Ledger.unpack(text)
    shown = _code_of(cover)
    codes = {str(ledger.code) if ledger else "", str(shown or ""), hidden.cell(1, 1).text.strip()}
    if ledger is None or shown is None or len(codes) != 1:
        raise UserError(
            _("“{}”的填报码被改动过，认不出是哪一份。").format(grid.name), _("请重新下发一份，把填的内容抄过去。")
        )
    return ledger


def _code_of(cover: Sheet | None) -> Code | None:
    """The code on the cover, where it stands beside its word."""
    rows = cover.rows if cover is not None else []
    for number in range(1, len(rows) + 1):
        if cover is not None and cover.cell(number, 1).text.strip() == _("填报码"):
            return Code.parse(cover.cell(number, 2).text)
    return None


def _refuse_foreign(sitting: Sitting, name: str, ledger: Ledger, expected: int | None) -> None:
    if ledger.enterprise != issuing.enterprise_mark(sitting.db):
        raise UserError(_("“{}”是别的企业下发的填报表。").format(name), _("打开那个企业后再导入。"))
    row = reading.row(sitting.db, Person, ledger.person)
    known = row is not None and row["deleted_at"] is None and row.of(Person.name) == ledger.name
    if not known:
        raise UserError(
            _("填报人“{}”已不在人员名单里，或者改了名字。").format(ledger.name), _("请给现在的责任人重新下发。")
        )
    if expected is not None and expected != ledger.person:
        raise UserError(_("这是 {} 的填报表，不是所选的人的。").format(ledger.name), _("换一个文件，或换一个人。"))


def _refuse_replaced(sitting: Sitting, ledger: Ledger) -> None:
    number, day = issuing.latest(sitting.db).get(ledger.person, (0, None))
    if ledger.issue < number:
        raise UserError(
            _("这是 {} 下发的第 {} 份，{} 又给 {} 下发了第 {} 份。").format(
                ledger.on, ledger.issue, day, ledger.name, number
            ),
            _("请填写并导入最新的一份。"),
        )


def _body(grid: Grid, name: str, heads: Sequence[str], ledger: Ledger, kind: str) -> Sheet:
    """The sheet of that name with its headings as issued; an empty one when the ledger has no such rows."""
    if not any(row[0] == kind for row in ledger.rows):
        return Sheet(name, [])
    sheet = next((each for each in grid.sheets if each.name == name), None)
    if sheet is None:
        raise UserError(
            _("填报表里没有“{}”这张工作表。").format(name), _("工作表不能改名或删除；请在原来的文件里填写。")
        )
    for column, head in enumerate(heads, 1):
        found = sheet.cell(form.HEAD_ROW, column).text.strip()
        if found != head:
            raise UserError(
                _("“{}”的表头被改动：{} 列应为“{}”，现在是“{}”。").format(name, grids.letter(column), head, found[:20]),
                _("请在原来的文件里填写，不要增删行列。"),
            )
    return sheet
