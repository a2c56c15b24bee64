"""From a workspace to the plan of its bundle. Everything is read in one short go; rendering and streaming follow."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qmsdesk import __version__
from qmsdesk.bundle.names import Namer
from qmsdesk.bundle.plan import BundleInfo, Entry, Folder, Gap, Head
from qmsdesk.errors import Blocked, StorageError
from qmsdesk.exchange import exporting
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Assessment
from qmsdesk.models.people import Enterprise
from qmsdesk.models.system import Attachment
from qmsdesk.models.workspace import Workspace
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.kinds import display_clause
from qmsdesk.registers.spec import Register
from qmsdesk.reports import cover, from_records, trends
from qmsdesk.services import assessment, attachments, history, narrative, readiness, reading

FOLDERS = {
    "enterprise": Folder.COMPANY, "party": Folder.COMPANY, "department": Folder.TEAM, "person": Folder.TEAM,
    "document": Folder.DOCUMENTS, "indicator": Folder.INDICATORS, "measurement": Folder.INDICATORS,
    "assessment": Folder.ASSESSMENT,
}  # fmt: skip
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")


@dataclass(frozen=True)
class Plan:
    """What ``write`` takes, and the characters that no shipped font could print."""

    info: BundleInfo
    entries: tuple[Entry, ...]
    unprintable: tuple[str, ...]


def without_personal(text: str) -> str:
    """Mobile and ID-card numbers made unreadable but for their ends."""
    text = _MOBILE.sub(lambda m: m[0][:3] + "****" + m[0][-4:], text)
    return _ID_CARD.sub(lambda m: m[0][:3] + "*" * 11 + m[0][-4:], text)


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
    last = history.head(workspace.db)
    enterprise = reading.enterprise(workspace.db)
    if not last.seq or enterprise is None:
        raise Blocked(_("这个企业还没有内容，不能导出资料包。"), (), _("先填写企业档案，或导入台账。"))
    head = Head(last.seq, last.hash, dt.datetime.fromisoformat(last.at))
    today = head.local.date()
    known = readiness.facts(workspace.db, today)
    gaps = _gaps(known)
    sheet = known.sheet
    info = BundleInfo(
        enterprise=enterprise.of(Enterprise.name),
        short_name=enterprise.of(Enterprise.short_name),
        head=head,
        program_version=__version__,
        profile=profile,
        period=period,
        assessment=sheet.to_json(),
        gaps=gaps,
    )
    mask: Callable[[str], str] = str if include_personal else without_personal
    builder = _Builder(workspace, head, period, mask, progress)
    entries = list(builder.entries())
    entries.append(_cover(info, sheet, entries, last.short, builder))
    return Plan(info, tuple(entries), tuple(dict.fromkeys(builder.unprintable)))


def _gaps(known: readiness.Facts) -> tuple[Gap, ...]:
    """What is missing, by clause: the checks before 定稿 and the missing attachments are among the requirements."""
    return tuple(
        Gap(f"DB3203 {j.requirement.clause}", m.text, m.register, m.number)
        for j in readiness.judge(known)
        for m in j.verdict.missing
    )


class _Builder:
    """Makes the entries, folder by folder."""

    def __init__(
        self,
        workspace: Workspace,
        head: Head,
        period: tuple[dt.date | None, dt.date | None],
        mask: Callable[[str], str],
        progress: Progress,
    ) -> None:
        self.workspace, self.head, self.mask, self.progress = workspace, head, mask, progress
        self.period = period
        self.namer = Namer()
        self.unprintable: list[str] = []
        self.cover_path = self.namer.path(Folder.TOP, _("00_封面与目录.pdf"))

    def entries(self) -> Iterator[Entry]:
        for number, register in enumerate(ALL):
            self.progress(_("生成台账和表单"), number, len(ALL))
            yield from self._register(register)
        yield from self._assessments()
        yield from self._charts()
        yield self._changes()
        yield from self._attachments()
        self.progress(_("生成台账和表单"), len(ALL), len(ALL))

    def _register(self, register: Register) -> Iterator[Entry]:
        query = reading.Query(register)
        if not query.count(self.workspace.db):
            return
        folder, clauses = FOLDERS.get(register.key, Folder.OTHER), _clauses(register)
        data = exporting.workbook(self.workspace.db, register, self.head.at, mask=self.mask)
        yield self._made(folder, f"{register.title}.xlsx", register.title, data, register.key, clauses)
        if register.key != "measurement":
            rendered = from_records.register_pdf(self.workspace.db, query, self.head.at, mask=self.mask)
            self.unprintable += rendered.unprintable
            yield self._made(folder, f"{register.title}.pdf", register.title, rendered.data, register.key, clauses)

    def _assessments(self) -> Iterator[Entry]:
        db = self.workspace.db
        for row in assessment.versions(db):
            sheet = assessment.sheet_of(db, row)
            rendered = from_records.assessment_pdf(db, sheet, row, self.head.at)
            self.unprintable += rendered.unprintable
            state = "" if row.of(Assessment.status) == "final" else _("（未定稿）")
            title = _("表C.1 认证提升成效评价表 {} 第 {} 版{}").format(sheet.round, row.of(Assessment.version), state)
            yield self._made(
                Folder.ASSESSMENT, f"{title}.pdf", title, rendered.data, "assessment", ("DB3203 6.9.5", "DB3203 C"),
                row["number"], row.of(Assessment.assessed_on),
            )  # fmt: skip

    def _charts(self) -> Iterator[Entry]:
        for number, name, svg in trends.all_charts(self.workspace.db):
            title = _("{} 月度趋势图").format(name)
            yield self._made(
                Folder.INDICATORS, f"{number} {title}.svg", title, svg, "indicator", ("DB3203 6.9.5",), number
            )

    def _changes(self) -> Entry:
        """修改日志: the whole history in words (clause 4, 可追溯)."""
        lines = [_("序号,时间,操作人,台账,编号,动作,内容,原因")]
        for told in reversed(narrative.all_entries(self.workspace.db)):
            register = BY_KEY.get(told.register)
            cells = (str(told.seq), told.at, told.by, register.title if register else told.register, told.number,
                     told.verb, self.mask(told.text), told.why)  # fmt: skip
            lines.append(",".join('"' + _safe(c).replace('"', '""') + '"' for c in cells))
        data = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
        return self._made(Folder.OTHER, _("修改日志.csv"), _("修改日志"), data, "", ("DB3203 4",))

    def _attachments(self) -> Iterator[Entry]:
        records: dict[tuple[str, int], Row] = {}
        for link in reading.rows(self.workspace.db, Attachment, order=(Attachment.register, Attachment.record)):
            register = BY_KEY.get(link["register"])
            if register is None:
                continue
            key = (register.key, link["record"])
            row = records.get(key) or reading.row(self.workspace.db, register.model, link["record"])
            if row is None or row["deleted_at"] is not None or not self._within(link.of(Attachment.evidence_on)):
                continue
            records[key] = row
            source = attachments.place(self.workspace, link["sha256"])
            if not source.is_file():
                raise StorageError(
                    _("附件“{}”的文件不见了，不能导出资料包。").format(link["name"]), _("从备份恢复 files 文件夹。")
                )
            name = f"{row['number']} {link['name']}"
            path = self.namer.path(FOLDERS.get(register.key, Folder.OTHER) + _("/附件"), self.mask(name))
            clauses = tuple(map(display, row["clauses"])) or _clauses(register)
            yield Entry(
                path, link["title"] or link["name"], source, register.key, row["number"], clauses,
                link.of(Attachment.evidence_on), link["name"], link["sha256"], link["size"],
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
    counted = any(r.counted for r in sheet.rows)
    rendered = cover.render(
        cover.CoverSheet(
            enterprise=info.enterprise,
            purpose=info.profile_title,
            date=info.head.local.date().isoformat(),
            contents=contents,
            gaps=gaps,
            total=f"{sheet.total} / {sheet.maximum}" if counted else "",
            grade=sheet.grade if counted else "",
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
    return f"GB/T 19001 {shown}" if clause.startswith("2016/") else shown


def _clauses(register: Register) -> tuple[str, ...]:
    return tuple(map(display, register.clauses))


def _safe(cell: str) -> str:
    """A cell must not run as a formula."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@")) else cell
