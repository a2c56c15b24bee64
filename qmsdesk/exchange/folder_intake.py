"""An existing folder of Word, Excel and PDF files becomes documents with their files, after the user has looked.

The plan is an ``ImportPlan``, so that it is mended as any import; what is confirmed is one batch, one step of undo.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qmsdesk.errors import Refused
from qmsdesk.exchange import applying
from qmsdesk.exchange.folder_scan import FoundFile, hash_of
from qmsdesk.exchange.folder_scan import scan as scan_files
from qmsdesk.exchange.grid import Grid, Sheet
from qmsdesk.exchange.headings import Headed
from qmsdesk.exchange.importing import ImportPlan
from qmsdesk.exchange.judging import Judge
from qmsdesk.exchange.plan import CellInput, PlanRow
from qmsdesk.exchange.rowreader import problem
from qmsdesk.exchange.settling import blame
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database, fold
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.documents import DOCUMENT, REVISIONS
from qmsdesk.services import attachments, reading
from qmsdesk.services.sitting import Sitting

FIELDS: tuple[AnyField, ...] = (
    Document.number, Document.title, Document.level, DocumentRevision.version, DocumentRevision.status,
    DocumentRevision.effective_on, Document.department,
)  # fmt: skip
"""What can be mended in the review table."""

ATTACHING = _("附上文件")
"""The second stage of an intake, counted in bytes."""

_STATES = dict(DocumentRevision.STATUS)
_LEVELS = dict(Document.LEVEL)


@dataclass
class IntakeResult:
    """What came in: documents added, files attached; ``batch`` 0 means nothing."""

    documents: int = 0
    files: int = 0
    batch: int = 0
    touched: frozenset[tuple[str, int]] = frozenset()


def scan(folder: Path, db: Database, progress: Progress = silent) -> list[FoundFile]:
    """The files of a folder with what their names say; see ``folder_scan.scan``."""
    return scan_files(folder, db, progress)


def read_plan(sitting: Sitting, folder: Path, progress: Progress = silent) -> FolderPlan:
    """Look through a folder and plan what becomes of each file; nothing is written."""
    plan = FolderPlan(folder, scan(folder, sitting.db, progress))
    plan.refresh(sitting, progress)
    return plan


class FolderPlan(ImportPlan):
    """A row per version of a document, with its files (the Word file and its PDF stand together)."""

    def __init__(self, folder: Path, found: Sequence[FoundFile]) -> None:
        sheet = Sheet(folder.name or str(folder), [])
        super().__init__(DOCUMENT, Grid(sheet.name, [sheet]), Headed(sheet, 1, (), ()), "stop", {})
        self.folder = folder
        self._files: dict[int, list[FoundFile]] = {}
        for group in _together(found):
            number = len(self.rows) + 1
            self.rows.append(PlanRow(sheet.name, number, _cells(group[0])))
            self._files[number] = group

    def files(self, row: PlanRow) -> list[FoundFile]:
        """The files of a row."""
        return self._files[row.sheet_row]

    @property
    def fields(self) -> list[AnyField]:
        """What can be mended, filled or not."""
        return list(FIELDS)

    def fill_version(self, version: str) -> None:
        """Give this version to every row that has none."""
        for row in self.rows:
            if not row.text(DocumentRevision.version).strip() and not self._refused(row):
                row.cells[DocumentRevision.version] = CellInput(version)
        self._read(self.rows)

    def _refused(self, row: PlanRow) -> str:
        return self._files[row.sheet_row][0].refused

    def _read(self, rows: Sequence[PlanRow], progress: Progress = silent) -> None:
        """A code or version that was mended changes which version of a document is the last: read all."""
        self._set_states()
        super()._read(self.rows if rows else rows, progress)

    def _set_states(self) -> None:
        """The last version of each code is in force, unless the user said otherwise."""
        latest: dict[str, tuple[Any, ...]] = {}
        for row in self.rows:
            if not self._refused(row) and not row.left_out:
                code, key = _code(row), _order(row.text(DocumentRevision.version))
                latest[code] = max(latest.get(code, key), key)
        for row in self.rows:
            if self._refused(row) or any(f is DocumentRevision.status for f in row.corrected):
                continue
            old = bool(_code(row)) and _order(row.text(DocumentRevision.version)) < latest.get(_code(row), ())
            row.cells[DocumentRevision.status] = CellInput(str(_STATES["obsolete" if old else "in_force"]))

    def leave_out(self, row: PlanRow, left_out: bool = True) -> None:
        """Do not take this row in; another version may then be the last."""
        row.left_out = left_out
        self._read(self.rows)

    def _judge(self) -> None:
        assert self._snapshot is not None
        ordinary = [row for row in self.rows if not self._settled(row)]
        self.groups = Judge(self.register, self._snapshot, self.on_duplicate).judge(ordinary)
        for group in self.groups:
            if group.target is None and group.finish.get(Document.status) == "obsolete":
                for row in group.rows:
                    blame(row, DocumentRevision.status, _("至少一个版本有效；作废的文件不附原件"))
        self.groups = [g for g in self.groups if any(row.status in {"add", "update"} for row in g.rows)]

    def _settled(self, row: PlanRow) -> bool:
        """Rows that add no document: files left alone, and files for a document that is there."""
        if why := self._refused(row):
            row.problems, row.status, row.note = [], "skip", why
            return True
        stored = None if row.left_out else self._stored(row)
        if stored is None:
            return False
        row.problems, row.status, row.note = [], "update", _("附到台账里的 {}").format(stored["number"])
        self._compare(row, stored)
        return True

    def _stored(self, row: PlanRow) -> Row | None:
        assert self._snapshot is not None
        target = self._snapshot.numbers.get(_code(row)) if _code(row) else None
        return self._snapshot.rows[target] if target is not None else None

    def _compare(self, row: PlanRow, stored: Row) -> None:
        """Whether the files belong to the document of that number: same version, same name, and still open."""
        assert self._snapshot is not None
        versions = [str(r["version"]) for r in self._snapshot.lines_of(REVISIONS, stored.id)]
        version, title = row.text(DocumentRevision.version), row.text(Document.title).strip()
        if closed := attachments.closed(DOCUMENT, stored):
            blame(row, Document.number, _("台账里已有 {}：{}；跳过，或改编号").format(stored["number"], closed))
        elif version.strip() and _same(version) not in {_same(v) for v in versions}:
            held = "、".join(versions) or _("没有版本")
            text = _("台账里的 {} 是 {}；跳过，或改版后再附").format(stored["number"], held)
            blame(row, DocumentRevision.version, text)
        elif title and fold(title) != fold(stored.of(Document.title)):
            name = stored.of(Document.title)
            text = _("台账里的 {} 叫“{}”，是同一份吗").format(stored["number"], name)
            row.problems.append(problem(row, Document.title, text, "question", (name,)))
            row.status, row.note = "question", ""


def apply(sitting: Sitting, plan: FolderPlan, progress: Progress = silent) -> IntakeResult:
    """Add the documents of the good rows as 既有 with their files, in one batch; else nothing at all is left.

    Raises Refused when there is nothing to take in, or when records or files have changed since they were looked at.
    """
    good = [row for row in plan.rows if row.status in {"add", "update"}]
    if not good:
        raise Refused(_("没有可以导入的文件。"), _("先补全编号、名称、版本和层级。"))
    sitting.workspace.require_writable()
    stored: list[Path] = []
    total = sum(f.size for row in good for f in plan.files(row))
    try:
        with sitting.batch(_("导入文件夹")) as batch:
            made = applying.apply(sitting, plan, partial=True, progress=progress)
            done = count = 0
            for row in good:
                for file in plan.files(row):
                    _attach(sitting, row, file, stored, _part(progress, done, total))
                    done, count = done + file.size, count + 1
            result = IntakeResult(made.records, count, batch.batch, frozenset(batch.records))
    except BaseException:
        for path in stored:
            with contextlib.suppress(OSError):
                path.chmod(0o600)  # Windows takes no read-only file away
                path.unlink()
        raise
    progress(ATTACHING, total, total)
    return result


def _part(progress: Progress, before: int, whole: int) -> Progress:
    """The bytes of one file as a part of all."""

    def copying(stage: str, done: int, total: int) -> None:  # noqa: ARG001
        progress(ATTACHING, before + done, whole)

    return copying


def _attach(sitting: Sitting, row: PlanRow, file: FoundFile, stored: list[Path], progress: Progress) -> None:
    document = reading.by_number(sitting.db, DOCUMENT, str(row.values[Document.number]))
    if document is None:
        raise Refused(_("台账里没有“{}”。").format(row.values[Document.number]), _("重新核对，再导入一次。"))
    if hash_of(file.path, lambda stage, _done, _total: progress(stage, 0, 0)) != file.sha256:
        raise Refused(_("“{}”在核对以后改过，没有导入。").format(file.shown), _("重新选择文件夹，再核对一次。"))
    place = attachments.place(sitting.workspace, file.sha256)
    if not place.exists():
        stored.append(place)
    attachments.attach(sitting, DOCUMENT, document.id, file.path, progress=progress)


def _together(found: Sequence[FoundFile]) -> list[list[FoundFile]]:
    """Files of one code, version and title in one folder are one document in several formats."""
    groups: dict[tuple[str, ...], list[FoundFile]] = {}
    for file in found:
        name = file.name
        alike = (str(file.path.parent), fold(name.code), _same(name.version), fold(name.title))
        key = alike if name.code and not file.refused else (str(file.path),)
        groups.setdefault(key, []).append(file)
    return list(groups.values())


def _cells(file: FoundFile) -> dict[AnyField, CellInput]:
    name = file.name
    level = _LEVELS[name.level] if name.level and not _level_of_code(name.code) else ""
    texts = {
        Document.number: name.code, Document.title: name.title, Document.level: str(level),
        DocumentRevision.version: name.version,
    }  # fmt: skip
    return {f: CellInput(text) for f, text in texts.items() if text}


def _level_of_code(code: str) -> bool:
    return bool(DOCUMENT.sheet.derive({Document.number: code}).get(Document.level))


def _code(row: PlanRow) -> str:
    return fold(row.text(Document.number).strip())


def _same(version: str) -> str:
    return re.sub(r"[^0-9A-Za-z.]", "", version).casefold()


def _order(version: str) -> tuple[Any, ...]:
    """Versions in their order: A0 < A/1 < B0, V1.2 < V1.10."""
    parts = re.findall(r"\d+|[A-Za-z]+", version)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts)
