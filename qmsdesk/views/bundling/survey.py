"""What a bundle would hold and lack, counted from the records without rendering anything."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from qmsdesk.bundle import limits, plan
from qmsdesk.bundle.collect import FOLDERS
from qmsdesk.bundle.plan import BundleInfo, Folder, Head
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.people import Enterprise
from qmsdesk.models.system import Attachment
from qmsdesk.models.workspace import Workspace
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.kinds import display_clause
from qmsdesk.registers.spec import Register
from qmsdesk.reports import filled
from qmsdesk.services import assessment, attachments, history, indicators, readiness, reading, rounds

Period = tuple[dt.date | None, dt.date | None]
_STANDARD = "DB3203 "
_WORST = (readiness.MISSING, readiness.PARTIAL, readiness.NOT_DUE, readiness.NOT_APPLICABLE, readiness.MET)


@dataclass(frozen=True)
class Part:
    """One kind of content inside a folder. ``bytes`` are those of the attachments; what is made has no size yet.

    ``state`` is that of ``readiness``, empty where the standard asks for nothing; ``register`` is empty for what the
    program writes about the records.
    """

    folder: str
    title: str
    clauses: tuple[str, ...]
    files: int
    bytes: int = 0
    register: str = ""
    state: str = ""
    missing: tuple[readiness.Missing, ...] = ()


@dataclass(frozen=True)
class Gap:
    """Something missing, the clause that asks for it, and where it can be mended."""

    clause: str
    title: str
    missing: readiness.Missing


@dataclass(frozen=True)
class Evidence:
    """An attachment that goes into the bundle."""

    register: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Survey:
    """The contents by folder, what is missing, the attachments, and the name the bundle would get.

    ``empty`` says that there is nothing to export yet.
    """

    parts: tuple[Part, ...] = ()
    gaps: tuple[Gap, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    name: str = ""
    empty: bool = True

    @property
    def files(self) -> int:
        return sum(part.files for part in self.parts)

    @property
    def bytes(self) -> int:
        return sum(part.bytes for part in self.parts)


def survey(workspace: Workspace, today: dt.date, period: Period = (None, None)) -> Survey:
    """Count what ``bundle.collect`` would collect on the state of the history as it is now."""
    db = workspace.db
    last = history.head(db)
    enterprise = reading.enterprise(db)
    if not last.seq or enterprise is None:
        return Survey()
    head = Head(last.seq, last.hash, dt.datetime.fromisoformat(last.at))
    known = readiness.facts(db, head.local.date())
    judged = readiness.judge(known)
    evidence = _evidence(workspace, period)
    forms = Counter(form.register for form in filled.filled(db, head.at))
    parts = [
        *(_register_part(workspace, register, evidence, judged, forms[register.key]) for register in ALL),
        Part(Folder.OTHER, _("修改日志"), ("4",), 1),
        Part(Folder.TOP, _("封面、目录与校验清单"), (), 1 + limits.TAG_FILES),
    ]
    gaps = tuple(
        Gap(j.requirement.reference, j.requirement.title, m) for j in judged if j.is_gap for m in j.verdict.missing
    )
    info = BundleInfo(
        enterprise=enterprise.of(Enterprise.name),
        short_name=enterprise.of(Enterprise.short_name),
        head=head,
        program_version="",
        gaps=tuple(plan.Gap(g.clause, g.missing.text) for g in gaps),
    )
    kept = tuple(part for part in parts if part.files or part.state)
    return Survey(kept, gaps, tuple(evidence), info.file_name(today), empty=False)


def _register_part(
    workspace: Workspace, register: Register, evidence: list[Evidence], judged: list[readiness.Judged], forms: int
) -> Part:
    mine = [e for e in evidence if e.register == register.key]
    asked = [j for j in judged if j.requirement.where == register.key]
    clauses = [j.requirement.clause for j in asked if j.requirement.standard == "1023"] or _own_clauses(register)
    return Part(
        FOLDERS.get(register.key, Folder.OTHER),
        register.title,
        tuple(dict.fromkeys(clauses)),
        _made(workspace, register) + forms + len(mine),
        sum(e.size for e in mine),
        register.key,
        min((j.verdict.state for j in asked), key=_WORST.index, default=""),
        tuple(m for j in asked if j.is_gap for m in j.verdict.missing),
    )


def _own_clauses(register: Register) -> list[str]:
    """The clauses of DB3203 that a register serves; the bundle is ordered by them."""
    shown = (display_clause(clause) for clause in register.clauses)
    return [text.removeprefix(_STANDARD) for text in shown if text.startswith(_STANDARD)]


def _made(workspace: Workspace, register: Register) -> int:
    """How many files are rendered for a register: list and sheet, the forms, the charts."""
    db = workspace.db
    if not reading.Query(register).count(db):
        return 0
    if register.key == "measurement":
        return 1
    more = 0
    if register.key == "assessment":
        more = len(assessment.versions(db))
    if register.key == "indicator":
        from qmsdesk.reports import trends

        facts = indicators.read(db)
        found = indicators.evaluate(facts, rounds.stood_by(db, facts))
        more = sum(trends.chart_data(db, each) is not None for each in found)
    return 2 + more


def _evidence(workspace: Workspace, period: Period) -> list[Evidence]:
    """The attachments of live records whose date lies in the period; without a date they always go along."""
    first, last = period
    live: dict[str, dict[int, Row]] = defaultdict(dict)
    found = []
    for link in reading.rows(workspace.db, Attachment):
        register = BY_KEY.get(link["register"])
        day = link.of(Attachment.evidence_on)
        outside = day is not None and ((first and day < first) or (last and day > last))
        if register is None or outside:
            continue
        if register.key not in live:
            live[register.key] = {row.id: row for row in reading.rows(workspace.db, register.model)}
        if link["record"] in live[register.key]:
            found.append(Evidence(register.key, link["name"], link["sha256"], link["size"]))
    return found


def lost(workspace: Workspace, evidence: tuple[Evidence, ...]) -> list[Evidence]:
    """Attachments whose file is gone or has another length than when it was added."""
    found = []
    for each in evidence:
        place = attachments.place(workspace, each.sha256)
        if not place.is_file() or place.stat().st_size != each.size:
            found.append(each)
    return found
