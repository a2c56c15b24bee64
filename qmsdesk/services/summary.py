"""总结 (6.11): the questionnaire on the assistance, publicity, benchmarking and lessons, counted and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import peewee as pw

from qmsdesk.errors import Refused
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import ProgrammeAnswer, ProgrammeLog
from qmsdesk.models.base import Row
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.acceptance import ANSWERS, PROGRAMME_LOG, mean_of
from qmsdesk.registers.kinds import one_line
from qmsdesk.services import reading, records, rounds
from qmsdesk.services.assessment import SheetRow
from qmsdesk.services.case import shown
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.questionnaire import questionnaire
from qmsdesk.standard.values import plain

QUESTIONNAIRE, PUBLICITY, BENCHMARK, LESSON = (key for key, _title in ProgrammeLog.KIND)

_WANTED = {
    QUESTIONNAIRE: ("6.11.2", _("宜以问卷了解企业对帮扶的满意程度")),
    PUBLICITY: ("6.11.3", _("宜通过媒体、会议等宣传做法和成效")),
    BENCHMARK: ("6.11.1", _("选一家标杆，对照自己的数值和做法")),
    LESSON: ("6.11.1", _("写下有效的做法、没做好的事和今后的打算")),
}


@dataclass(frozen=True)
class Part:
    """One of the four kinds with what there is of it."""

    key: str
    title: str
    clause: str
    asked: str
    rows: tuple[Row, ...]
    words: str


def parts(db: pw.Database) -> tuple[Part, ...]:
    """The four kinds in the order of 6.11, void records left out."""
    rows = reading.rows(
        db, ProgrammeLog, ProgrammeLog.void_reason == "", order=(ProgrammeLog.logged_on, ProgrammeLog.id)
    )
    return tuple(_part(key, title, [r for r in rows if r.of(ProgrammeLog.kind) == key])
                 for key, title in ProgrammeLog.KIND)  # fmt: skip


def _part(key: str, title: str, rows: Sequence[Row]) -> Part:
    clause, asked = _WANTED[key]
    if not rows:
        words = _("还没有")
    elif key == QUESTIONNAIRE:
        scores = [row.of(ProgrammeLog.score) for row in rows]
        last = next((score for score in reversed(scores) if score is not None), None)
        rated = _("，最近一份 {} 分").format(plain(last)) if last is not None else _("，还没有评分")
        words = _("{} 份").format(len(rows)) + rated
    else:
        words = _("{} 条，最近 {}").format(len(rows), rows[-1].of(ProgrammeLog.logged_on))
    return Part(key, title, clause, asked, tuple(rows), words)


def open_questionnaire(sitting: Sitting) -> Change:
    """A questionnaire of today with all its questions, about the body that assists; one step, one undo."""
    firm = reading.enterprise(sitting.db)
    values = {
        ProgrammeLog.kind: QUESTIONNAIRE,
        ProgrammeLog.logged_on: sitting.clock.today(),
        ProgrammeLog.content: questionnaire().title,
        ProgrammeLog.party: firm.of(Enterprise.certifier) if firm is not None else None,
    }
    with sitting.batch(_("新建满意度问卷")):
        change = records.save(sitting, PROGRAMME_LOG, None, values)
        fill_questions(sitting, change.record)
    return change


def fill_questions(sitting: Sitting, record: int, *, batch: int = 0) -> Change | None:
    """填入问题: those that the questionnaire has not got yet; None when it has all of them.

    Refused for a record of another kind.
    """
    row = _log(sitting.db, record)
    if row.of(ProgrammeLog.kind) != QUESTIONNAIRE:
        raise Refused(_("只有满意度问卷有评分的题。"), _("先把类型改成帮扶满意度问卷。"))
    known = {line.of(ProgrammeAnswer.question) for line in reading.lines(sitting.db, ANSWERS, record)}
    change = None
    with sitting.batch(_("填入问题"), join=batch):
        for text in questionnaire().questions:
            if text not in known:
                change, _line = records.save_line(
                    sitting, PROGRAMME_LOG, record, ANSWERS, None, {ProgrammeAnswer.question: text}
                )
    return change


def settle(sitting: Sitting, record: int, *, batch: int = 0) -> Change | None:
    """Write the mean of the answers as the score of the questionnaire; None when it says so already.

    ``batch`` continues the step that changed an answer, so that one undo takes both back.
    """
    row = reading.row(sitting.db, ProgrammeLog, record)
    if row is None or row.of(ProgrammeLog.kind) != QUESTIONNAIRE:
        return None
    answers = reading.lines(sitting.db, ANSWERS, record)
    score: Decimal | None = mean_of(answers)
    if not answers or score == row.of(ProgrammeLog.score):
        return None
    return records.save(sitting, PROGRAMME_LOG, record, {ProgrammeLog.score: score}, batch=batch)


def counted(answers: Sequence[Row]) -> str:
    """How many questions are rated."""
    given = sum(row.of(ProgrammeAnswer.score) is not None for row in answers)
    return _("已评 {} 题，共 {} 题").format(given, len(answers))


def rated(answers: Sequence[Row]) -> str:
    """How many questions are rated and what follows, in words."""
    score = mean_of(answers)
    if score is None:
        return _("还没有评分")
    return _("{}，平均 {} 分").format(counted(answers), plain(score))


def comparable(db: pw.Database) -> list[SheetRow]:
    """The indicators with a value that can be put beside a benchmark."""
    return [row for row in rounds.results(db).rows if row.after]


def benchmark_line(row: SheetRow) -> str:
    """A line of a comparison to be completed: the enterprise's own value beside room for the benchmark's."""
    said = _("{name}：本企业 {after}（提升前 {before}，目标 {target}）；标杆：　；差距：　；打算：")
    return said.format(
        name=one_line(row.indicator), after=shown(row.after, row.unit), before=shown(row.before, row.unit),
        target=shown(row.target, row.unit),
    )  # fmt: skip


def add_benchmark(sitting: Sitting, record: int, row: SheetRow, *, batch: int = 0) -> Change:
    """Put the line of an indicator under what a comparison says already."""
    stored = _log(sitting.db, record)
    text = "\n".join(filter(None, (str(stored.of(ProgrammeLog.content)).rstrip(), benchmark_line(row))))
    return records.save(sitting, PROGRAMME_LOG, record, {ProgrammeLog.content: text}, batch=batch)


def _log(db: pw.Database, record: int) -> Row:
    row = reading.row(db, ProgrammeLog, record)
    if row is None:
        raise Refused(_("这条记录已不存在。"), _("刷新后再试。"))
    return row
