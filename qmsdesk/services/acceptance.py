"""验收评价 beside the self-evaluation (6.9.1–6.9.6): both scores of every category, totals, grades, differences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import peewee as pw

from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance, AcceptanceScore
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Assessment
from qmsdesk.models.people import Party
from qmsdesk.registers.acceptance import ACCEPTANCE, SCORES
from qmsdesk.services import assessment, indicators, reading, records, rounds
from qmsdesk.services.assessment import Sheet, SheetCategory, SheetRow
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.grading import TABLE_1
from qmsdesk.standard.rows import RESULT_TITLES
from qmsdesk.standard.scoring import STATUS_TITLES
from qmsdesk.standard.values import plain


@dataclass(frozen=True)
class Compared:
    """A category with the enterprise's score and that of the experts; ``own`` is None where it scores nothing yet."""

    key: str
    title: str
    rows: tuple[SheetRow, ...]
    status: str
    own: Decimal | None
    line: Row | None

    @property
    def given(self) -> Decimal | None:
        """The experts' score."""
        return self.line.of(AcceptanceScore.score) if self.line is not None else None

    @property
    def note(self) -> str:
        """What the experts say about it."""
        return str(self.line.of(AcceptanceScore.note)) if self.line is not None else ""

    @property
    def own_text(self) -> str:
        """自评分数, or why there is none: 未选取, 待评."""
        return plain(self.own) if self.own is not None else STATUS_TITLES[self.status]  # type: ignore[index]

    @property
    def difference(self) -> Decimal | None:
        """What the experts gave more (less, when negative) than the enterprise; None while one is missing."""
        if self.given is None or (self.own is None and self.status != "not_selected"):
            return None
        return self.given - (self.own or 0)

    @property
    def words(self) -> str:
        """The difference in words."""
        return difference_words(self.difference) if self.difference is not None else ""

    @property
    def tally(self) -> str:
        """How many of its indicators are 达成, 未达成, 待评, 无样本."""
        results = [row.result for row in self.rows]
        return _("，").join(f"{title} {results.count(key)}" for key, title in RESULT_TITLES.items() if key in results)


@dataclass(frozen=True)
class View:
    """An acceptance with all its page and its print show. ``basis`` says which 表C.1 it stands beside.

    ``given_total`` is the sum of the scores so far, ``given_grade`` is empty while one is missing.
    """

    row: Row
    sheet: Sheet
    basis: str
    final: bool
    lines: tuple[Compared, ...]
    given_total: Decimal | None
    given_grade: str

    @property
    def missing(self) -> int:
        """How many categories with indicators have no score yet; until there is none, no grade follows."""
        return sum(bool(line.rows) and line.given is None for line in self.lines)

    @property
    def total(self) -> Decimal | None:
        """合计评分 as recorded."""
        return self.row.of(Acceptance.total)  # type: ignore[no-any-return]

    @property
    def grade(self) -> str:
        """评价等级 as recorded."""
        return str(self.row.of(Acceptance.grade))

    @property
    def settled(self) -> bool:
        """Whether total and grade are recorded as they follow from the scores."""
        return self.given_total is not None and (self.total, self.grade) == (self.given_total, self.given_grade)

    @property
    def cautions(self) -> tuple[str, ...]:
        """What does not fit together, in words; it stops nothing, the experts decide."""
        return tuple(_cautions(self))


def difference_words(number: Decimal) -> str:
    """一致, or by how many points the experts gave more or less."""
    if not number:
        return _("一致")
    return (_("多 {} 分") if number > 0 else _("少 {} 分")).format(plain(abs(number)))


def read(db: pw.Database, record: int) -> View:
    """An acceptance as stored; Refused when it is gone."""
    row = reading.row(db, Acceptance, record)
    if row is None:
        raise Refused(_("这次验收评价已不存在。"), _("刷新后再试。"))
    sheet, basis, final = _sheet_beside(db, row)
    scores = {line.of(AcceptanceScore.category): line for line in reading.lines(db, SCORES, record)}
    lines = tuple(_compared(sheet, each, scores.get(each.key)) for each in sheet.categories)
    given = [line.given for line in lines if line.given is not None]
    total = sum(given, Decimal(0)) if given else None
    view = View(row, sheet, basis, final, lines, total, "")
    if total is None or view.missing:
        return view
    return replace(view, given_grade=assessment.bands_of(db).grade(Fraction(total)))


def fill(sitting: Sitting, record: int) -> Change:
    """填入合计和等级: the sum of the scores and its grade by the scale set; Refused while a score is missing."""
    view = read(sitting.db, record)
    if view.given_total is None:
        raise Refused(_("还没有项目得分。"), _("先填各评价项目的验收分数。"))
    if view.missing:
        raise Refused(
            _("还差 {} 项验收分数，不能得出等级。").format(view.missing), _("填齐各评价项目的验收分数后再填入。")
        )
    with sitting.batch(_("填入合计和等级")):
        return records.save(
            sitting, ACCEPTANCE, record,
            {Acceptance.total: Decimal(plain(view.given_total)), Acceptance.grade: view.given_grade},
        )  # fmt: skip


def open_new(sitting: Sitting) -> Change:
    """An acceptance of the present round; the authority organises it, where only one is known (6.9.1)."""
    db = sitting.db
    bodies = reading.rows(db, Party, Party.kind == "authority", Party.void_reason == "")
    values = {
        Acceptance.round: indicators.current_round(indicators.read(db)),
        Acceptance.organiser: bodies[0].id if len(bodies) == 1 else None,
    }
    with sitting.batch(_("新建验收评价")):
        return records.save(sitting, ACCEPTANCE, None, values)


def _sheet_beside(db: pw.Database, row: Row) -> tuple[Sheet, str, bool]:
    """表C.1 an acceptance stands beside: of its round the one that stood on its day, else as it is now."""
    name, known = row.of(Acceptance.round), indicators.round_names(indicators.read(db))
    asked = name if name in known else ""
    version = rounds.final(assessment.versions(db, asked), row.of(Acceptance.held_on))
    if version is not None:
        words = _("{} 第 {} 版（已定稿）").format(version.of(Assessment.name), version.of(Assessment.version))
        return assessment.sheet_of(db, version), words, True
    return assessment.compute(db, round_name=asked), _("当前数据（未定稿）"), False


def _compared(sheet: Sheet, each: SheetCategory, line: Row | None) -> Compared:
    rows = tuple(row for row in sheet.rows if row.counted and row.category == each.key)
    open_ = each.status == "not_selected" or (each.status == "pending" and each.score == "0")
    return Compared(each.key, each.title, rows, each.status, None if open_ else Decimal(each.score), line)


def _over(view: View) -> Iterator[str]:
    """Scores above what 表 1 gives a category."""
    for line in view.lines:
        most = TABLE_1[line.key]
        if line.given is not None and line.given > most:
            yield _("“{}”验收 {} 分，超过满分 {} 分").format(line.title, plain(line.given), most)


def _cautions(view: View) -> Iterator[str]:
    if not view.final:
        yield _("自评分数取自当前数据，表C.1 还没有定稿")
    left = [line.title for line in view.lines if line.rows and line.given is None]
    if view.given_total is not None and left:
        yield _("还没有验收分数：{}").format("、".join(left))
    unselected = [line.title for line in view.lines if not line.rows and line.given]
    if unselected:
        yield _("自评没有选取、验收给了分：{}").format("、".join(unselected))
    if view.sheet.rule != "per_indicator":  # under it a category has ten points for each of its indicators
        yield from _over(view)
    if view.given_total is None or view.total is None:
        return
    if view.total != view.given_total:
        yield _("合计评分 {} 不等于各项目之和 {}").format(plain(view.total), plain(view.given_total))
    elif view.grade and view.given_grade and view.grade != view.given_grade:
        text = _("评价等级“{}”与合计 {} 分不符，按现在的界限是“{}”")
        yield text.format(view.grade, plain(view.total), view.given_grade)
