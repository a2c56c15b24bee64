"""From a workspace to the plan of its bundle.

Everything is taken from one view of the records (a private copy made in a moment): what is rendered fits together and
to the history head, however long it takes and whoever saves meanwhile.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qmsdesk import __version__
from qmsdesk.bundle.names import Namer
from qmsdesk.bundle.plan import BundleInfo, Entry, Folder, Gap, Head
from qmsdesk.errors import Blocked, StorageError
from qmsdesk.exchange import case_docx, exporting
from qmsdesk.exchange.grid_csv import guard
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database, snapshot, storage_errors
from qmsdesk.models.indicators import Assessment
from qmsdesk.models.people import Enterprise
from qmsdesk.models.system import Attachment
from qmsdesk.models.workspace import Workspace
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.kinds import display_clause
from qmsdesk.registers.spec import Register
from qmsdesk.reports import case_forms, cover, filled, from_records, trends
from qmsdesk.services import assessment, attachments, graded, history, masking, narrative, readiness, reading
from qmsdesk.standard.clauses import DEFAULT_EDITION

FOLDERS = {
    key: folder
    for folder, keys in {
        Folder.COMPANY: "enterprise party application licence compliance_event",
        Folder.TEAM: "department person plan milestone meeting",
        Folder.SURVEY: "survey diagnosis",
        Folder.DOCUMENTS: "document process",
        Folder.TRAINING: "training",
        Folder.OPERATION: "record_form risk context equipment instrument supplier complaint satisfaction "
        "nonconforming_output analysis visit",
        Folder.AUDIT: "audit_programme audit",
        Folder.REVIEW: "review",
        Folder.CORRECTION: "nonconformity improvement",
        Folder.INDICATORS: "indicator measurement",
        Folder.ASSESSMENT: "assessment acceptance",
        Folder.CASES: "case_study achievement programme_log",
    }.items()
    for key in keys.split()
}
# \d also stands for digits in full width. A number that begins with 9 is a firm's (统一社会信用代码), not a person's.
_PERSONAL = (
    (re.compile(r"(?<!\d)(?:(?:[+＋]|00)?86[- ]?)?[1１][3-9３-９]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), 3, 4),
    (re.compile(r"(?<!\d)[0０]\d{2,3}[-－ ]?[2-9２-９]\d{6,7}(?!\d)"), 4, 2),
    (re.compile(r"(?<!\d)[1-8１-８]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXxＸｘ](?![\dA-Za-z])"), 3, 4),
)


@dataclass(frozen=True)
class Plan:
    """What ``write`` takes, and the characters that no shipped font could print."""

    info: BundleInfo
    entries: tuple[Entry, ...]
    unprintable: tuple[str, ...]


def without_personal(text: str) -> str:
    """Telephone and ID-card numbers made unreadable but for their ends."""
    for pattern, first, last in _PERSONAL:
        text = pattern.sub(lambda m, a=first, b=last: m[0][:a] + "*" * (len(m[0]) - a - b) + m[0][-b:], text)  # type: ignore[misc]
    return text


def collect(
    workspace: Workspace,
    *,
    profile: str = "full",
    period: tuple[dt.date | None, dt.date | None] = (None, None),
    include_personal: bool = False,
    progress: Progress = silent,
) -> Plan:
    """Plan the bundle of a workspace as its history stands now; the same records give the same plan.

    Raises Blocked for an empty workspace, StorageError when an attachment's file is gone.
    """
    with storage_errors(), snapshot(workspace.db) as db:
        last = history.head(db)
        enterprise = reading.enterprise(db)
        if not last.seq or enterprise is None:
            raise Blocked(_("这个企业还没有内容，不能导出资料包。"), (), _("先填写企业档案，或导入台账。"))
        head = Head(last.seq, last.hash, dt.datetime.fromisoformat(last.at))
        mask: Callable[[str], str] = str if include_personal else without_personal
        if not include_personal:
            masking.hide(db, mask)
        known = readiness.facts(db, head.local.date())
        info = BundleInfo(
            enterprise=enterprise.of(Enterprise.name),
            short_name=enterprise.of(Enterprise.short_name),
            head=head,
            program_version=__version__,
            profile=profile,
            period=period,
            assessment=known.sheet.to_json(),
            gaps=_gaps(known),
        )
        builder = _Builder(workspace, db, head, period, mask, progress)
        entries = list(builder.entries())
    entries.append(_cover(info, known.sheet, entries, last.short, builder))
    return Plan(info, tuple(entries), tuple(dict.fromkeys(builder.unprintable)))


def _gaps(known: readiness.Facts) -> tuple[Gap, ...]:
    """What is missing, by clause: the checks before 定稿 and the missing attachments are among the requirements."""
    return tuple(
        Gap(j.requirement.reference, m.text, m.register, m.number)
        for j in readiness.judge(known)
        if j.is_gap
        for m in j.verdict.missing
    )


class _Builder:
    """Makes the entries, folder by folder."""

    def __init__(
        self,
        workspace: Workspace,
        db: Database,
        head: Head,
        period: tuple[dt.date | None, dt.date | None],
        mask: Callable[[str], str],
        progress: Progress,
    ) -> None:
        self.workspace, self.db, self.head, self.period = workspace, db, head, period
        self.mask, self.progress = mask, progress
        self.step = 0
        self.namer = Namer()
        self.unprintable: list[str] = []
        self.cover_path = self.namer.path(Folder.TOP, _("00_封面与目录.pdf"))

    def entries(self) -> Iterator[Entry]:
        for self.step, register in enumerate(ALL):
            self._report()
            yield from self._register(register)
        self.step = len(ALL)
        for part in (self._forms(), self._assessments(), self._charts(), self._changes(), self._attachments()):
            for entry in part:
                self._report()
                yield entry
        self._report()

    def _report(self) -> None:
        self._within_step(_("生成台账和表单"), 0, 1)

    def _within_step(self, stage: str, done: int, total: int) -> None:
        """The progress of a long list as part of the whole."""
        self.progress(stage, 100 * self.step + 100 * done // max(total, 1), 100 * len(ALL))

    def _register(self, register: Register) -> Iterator[Entry]:
        query = reading.Query(register)
        if not query.count(self.db):
            return
        folder, clauses = FOLDERS.get(register.key, Folder.OTHER), _clauses(register)
        data = exporting.workbook(self.db, register, self.head.at)
        yield self._made(folder, f"{register.title}.xlsx", register.title, data, register.key, clauses)
        if register.key != "measurement":
            rendered = from_records.register_pdf(self.db, query, self.head.at, progress=self._within_step)
            self.unprintable += rendered.unprintable
            yield self._made(folder, f"{register.title}.pdf", register.title, rendered.data, register.key, clauses)

    def _forms(self) -> Iterator[Entry]:
        """The forms of the system that the records fill: a reviewer looks for the paper he knows."""
        for form in filled.filled(self.db, self.head.at):
            self._report()
            rendered = filled.render(self.db, form, self.head.at)
            self.unprintable += rendered.unprintable
            made = [("pdf", rendered.data)]
            if form.key == case_forms.CASE.key:  # asked for as Word by whoever publishes it (6.10)
                made.append(("docx", case_docx.case_docx(case_forms.of_number(self.db, form.number), self.head.at)))
            for kind, data in made:
                yield self._made(
                    FOLDERS.get(form.register, Folder.OTHER), f"{form.name}.{kind}", form.name, data, form.register,
                    _clauses(BY_KEY[form.register]), form.number, form.day,
                )  # fmt: skip

    def _assessments(self) -> Iterator[Entry]:
        for row in assessment.versions(self.db):
            sheet = assessment.sheet_of(self.db, row)
            rendered = from_records.assessment_pdf(self.db, sheet, row, self.head.at)
            self.unprintable += rendered.unprintable
            state = "" if row.of(Assessment.status) == "final" else _("（未定稿）")
            title = _("表C.1 认证提升成效评价表 {} 第 {} 版{}").format(sheet.round, row.of(Assessment.version), state)
            yield self._made(
                Folder.ASSESSMENT, f"{title}.pdf", title, rendered.data, "assessment", ("DB3203 6.9.5", "DB3203 C"),
                row["number"], row.of(Assessment.assessed_on),
            )  # fmt: skip

    def _charts(self) -> Iterator[Entry]:
        for number, name, svg in trends.all_charts(self.db):
            title = _("{} 月度趋势图").format(name)
            yield self._made(
                Folder.INDICATORS, f"{number} {title}.svg", title, svg, "indicator", ("DB3203 6.9.5",), number
            )

    def _changes(self) -> Iterator[Entry]:
        """修改日志: the whole history in words (clause 4, 可追溯)."""
        out = io.StringIO()
        table = csv.writer(out)
        table.writerow((_("序号"), _("时间"), _("操作人"), _("台账"), _("编号"), _("动作"), _("内容"), _("原因")))
        for told in reversed(narrative.all_entries(self.db)):
            cells = (told.at, told.by, narrative.register_title(told.register), told.number, told.verb, told.text,
                     told.why)  # fmt: skip
            table.writerow((told.seq, *(guard(self.mask(cell)) for cell in cells)))
        data = b"\xef\xbb\xbf" + out.getvalue().encode()
        yield self._made(Folder.OTHER, _("修改日志.csv"), _("修改日志"), data, "", ("DB3203 4",))

    def _attachments(self) -> Iterator[Entry]:
        """The files of live records; what is void is no evidence any more, though history still tells of it."""
        records: dict[tuple[str, int], Row | None] = {}
        for link in reading.rows(self.db, Attachment, order=(Attachment.register, Attachment.record, Attachment.id)):
            register, key = BY_KEY.get(link["register"]), (link["register"], link["record"])
            if register is None:
                continue
            if key not in records:
                records[key] = reading.row(self.db, register.model, link["record"])
            row = records[key]
            if row is None or row["deleted_at"] is not None or row["void_reason"]:
                continue
            if not self._within(link.of(Attachment.evidence_on)):
                continue
            source = attachments.place(self.workspace, link["sha256"])
            if not source.is_file():
                raise StorageError(
                    _("附件“{}”的文件不见了，不能导出资料包。").format(link["name"]), _("从备份恢复 files 文件夹。")
                )
            name, title = link["name"], link["title"] or link["name"]
            folder = FOLDERS.get(register.key, Folder.OTHER) + _("/附件")
            path = self.namer.path(folder, f"{row['number']} {name}")
            clauses = tuple(map(display, row["clauses"])) or _clauses(register)
            yield Entry(
                path, title, source, register.key, row["number"], clauses, link.of(Attachment.evidence_on), name,
                link["sha256"], link["size"],
            )  # fmt: skip

    def _within(self, day: dt.date | None) -> bool:
        first, last = self.period
        return day is None or ((first is None or day >= first) and (last is None or day <= last))

    def _made(
        self, folder: str, name: str, title: str, data: bytes, register: str = "", clauses: tuple[str, ...] = (),
        number: str = "", date: dt.date | None = None,
    ) -> Entry:  # fmt: skip
        path = self.namer.path(folder, name)
        return Entry(path, title, data, register, number, clauses, date or self.head.local.date())


def _cover(info: BundleInfo, sheet: assessment.Sheet, entries: list[Entry], code: str, builder: _Builder) -> Entry:
    contents = [
        cover.Entry(e.path, e.title, e.number, "；".join(e.clauses)) for e in sorted(entries, key=lambda e: e.path)
    ]
    gaps = [
        cover.Gap(
            g.clause, g.text, " ".join((BY_KEY[g.register].title if g.register in BY_KEY else "", g.number)).strip()
        )
        for g in info.gaps
    ]
    counted, judged = any(r.counted for r in sheet.rows), graded.judged(sheet)
    rendered = cover.render(
        cover.CoverSheet(
            enterprise=info.enterprise,
            purpose=info.profile_title,
            date=info.head.local.date().isoformat(),
            contents=contents,
            gaps=gaps,
            total=f"{sheet.total} / {sheet.maximum}" if judged else "",
            grade=sheet.grade if judged else graded.PENDING if counted else "",
            preview=info.preliminary,
            head=code,
        ),
        info.head.at,
    )
    builder.unprintable += rendered.unprintable
    return Entry(builder.cover_path, _("封面与目录"), rendered.data, date=info.head.local.date())


def display(clause: str) -> str:
    """A clause as it stands in 目录.csv: with its standard."""
    shown = display_clause(clause)
    return f"GB/T 19001 {shown}" if clause.startswith(f"{DEFAULT_EDITION}/") else shown


def _clauses(register: Register) -> tuple[str, ...]:
    return tuple(map(display, register.clauses))
