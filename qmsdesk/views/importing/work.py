"""What is in hand on the import page, and the two things done with it in the worker: reading and writing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.exchange import grid
from qmsdesk.exchange.importing import ImportPlan, ImportResult, apply, read_plan
from qmsdesk.exchange.plan import OnDuplicate
from qmsdesk.exchange.survey_sheet import read_survey
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.progress import Progress
from qmsdesk.registers.spec import Register
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.importing.schemes import Scheme, Schemes, apply_scheme
from qmsdesk.views.shell.stages import Stages

_TABLES = {".xlsx", ".xlsm", ".csv"}
_SEARCHED, _LONGEST = 30, 30


@dataclass(frozen=True)
class Source:
    """How a file is read: empty sheet and row 0 mean as found, ``remembered`` looks for a scheme that fits.

    ``record`` is the survey whose 表A.1 the file is; 0 when the file is a list of records.
    """

    path: Path
    sheet: str = ""
    head_row: int = 0
    on_duplicate: OnDuplicate = "stop"
    scheme: Scheme | None = None
    remembered: bool = True
    record: int = 0


def source_of(path: Path, record: int) -> Source:
    """A file as chosen; what a survey says already is brought up to date by its sheet."""
    return Source(path, on_duplicate="update" if record else "stop", record=record)


@dataclass
class Work:
    """The register, the file as read, and what its words were said to mean."""

    register: Register
    source: Source | None = None
    plan: ImportPlan | None = None
    words: dict[AnyField, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    result: ImportResult | None = None

    def touched(self) -> int:
        """Rows that were mended or left out by hand and are not written yet."""
        rows = self.plan.rows if self.plan is not None and self.result is None else []
        return sum(bool(row.corrected) or row.left_out for row in rows)


def read(
    sitting: Sitting, register: Register, source: Source, schemes: Schemes, progress: Progress
) -> tuple[ImportPlan, Scheme | None]:
    """Read a file and map it, by the scheme asked for or by one that fits. ``UserError`` when it is no such file."""

    def with_heads(row: int) -> ImportPlan:
        if source.record:
            return read_survey(
                sitting, source.record, source.path, sheet=source.sheet or None, head_row=row,
                on_duplicate=source.on_duplicate, progress=progress,
            )  # fmt: skip
        return read_plan(
            sitting, register, source.path, sheet=source.sheet or None, head_row=row,
            on_duplicate=source.on_duplicate, progress=progress,
        )  # fmt: skip

    try:
        plan = with_heads(source.head_row)
    except UserError:
        row = _likely_heads(source) if not source.head_row else 0
        if not row:
            raise
        plan = with_heads(row)
    scheme = schemes.fitting(plan) if source.remembered else source.scheme
    if scheme is not None:
        apply_scheme(plan, scheme)
    return plan, scheme


def begun(plan: ImportPlan, source: Source, scheme: Scheme | None) -> Work:
    """The work on a file that was just read; the words of its scheme count as said."""
    words = {
        c.field: {word: tuple(keys) for word, keys in scheme.words[c.heading].items()}
        for c in plan.sheet_columns if scheme is not None and c.heading in scheme.words
    }  # fmt: skip
    return Work(plan.register, source, plan, words)


def stages() -> Stages:
    """What an import does."""
    return Stages([(_("备份"), 20), (_("写入"), 80)])


def write(sitting: Sitting, plan: ImportPlan, reason: str, steps: Stages, progress: Progress) -> ImportResult:
    """Write the good rows in one transaction, after a backup; cancelled or refused, nothing is written."""
    backing_up, writing = steps.progress(0, progress), steps.progress(1, progress)

    def either(stage: str, done: int, total: int) -> None:
        (writing if stage == _("导入") else backing_up)(stage, done, total)

    result = apply(sitting, plan, partial=True, reason=reason, progress=either)
    steps.finish()
    return result


def _likely_heads(source: Source) -> int:
    """The row that looks like headings where none are known, so that the columns can be placed by hand; 0 if none."""
    if source.path.suffix.lower() not in _TABLES:
        return 0
    sheets = [s for s in grid.read(source.path).sheets if s.name == source.sheet or not (source.sheet or s.hidden)]
    rows = sheets[0].rows if sheets else []
    for number, line in enumerate(rows[:_SEARCHED], 1):
        filled = [c for c in line if not c.blank and not c.merged_from]
        below = rows[number] if number < len(rows) else []
        texts = all(c.kind == "text" and len(c.text) <= _LONGEST and c.width == 1 for c in filled)
        if len(filled) > 1 and texts and sum(not c.blank for c in below) > 1:
            return number
    return 0
