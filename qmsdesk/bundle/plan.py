"""What goes into a bundle: its files, its cover and what it lacks. Plain data; collecting and writing are elsewhere."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from qmsdesk.bundle import names
from qmsdesk.i18n import _

CHINA = dt.timezone(dt.timedelta(hours=8))
"""Dates inside a bundle are those of China, wherever it is built, so that the same records give the same bytes."""


class Folder:
    """The folders of ``data/`` (interfaces.md §3)."""

    TOP = ""
    COMPANY = "01_企业基本信息与资格"
    TEAM = "02_工作小组与方案"
    SURVEY = "03_调研与诊断"
    DOCUMENTS = "04_体系文件"
    TRAINING = "05_分层培训"
    OPERATION = "06_运行记录"
    AUDIT = "07_内部审核"
    REVIEW = "08_管理评审"
    CORRECTION = "09_纠正措施"
    INDICATORS = "10_目标与指标"
    ASSESSMENT = "11_自我评价"
    CASES = "12_优良案例"
    OTHER = "13_其他附件"


PROFILES = {
    "full": _("完整资料"),
    "acceptance": _("验收评价"),
    "cb_stage1": _("认证第一阶段审核"),
    "cb_stage2": _("认证第二阶段审核"),
    "surveillance": _("监督审核"),
}


@dataclass(frozen=True)
class Entry:
    """One file of the bundle.

    ``path`` lies below ``data/`` and comes from ``names.Namer``. ``source`` is what was generated (``bytes``) or an
    attachment (``Path``); an attachment must name its ``sha256`` and ``size`` in bytes, and writing stops when the
    file no longer is that. ``clauses`` are the clauses it is evidence for.
    """

    path: str
    title: str
    source: bytes | Path
    register: str = ""
    number: str = ""
    clauses: tuple[str, ...] = ()
    date: dt.date | None = None
    original_name: str = ""
    sha256: str = ""
    size: int = -1

    def __post_init__(self) -> None:
        if isinstance(self.source, Path) and (len(self.sha256) != 64 or self.size < 0):
            raise ValueError(f"an attachment needs its sha256 and size: {self.path}")

    @property
    def length(self) -> int:
        """Bytes of the file."""
        return self.size if isinstance(self.source, Path) else len(self.source)

    @cached_property
    def digest(self) -> str:
        """SHA-256 in lower-case hexadecimal."""
        return self.sha256.lower() if isinstance(self.source, Path) else hashlib.sha256(self.source).hexdigest()


@dataclass(frozen=True)
class Head:
    """The last entry of the history chain: its number, its hash in hexadecimal, its time in UTC."""

    seq: int
    hash: str
    at: dt.datetime

    @property
    def local(self) -> dt.datetime:
        """The time in China, to the second."""
        at = self.at if self.at.tzinfo else self.at.replace(tzinfo=dt.UTC)
        return at.astimezone(CHINA).replace(microsecond=0)

    @property
    def iso(self) -> str:
        """The time in UTC as ISO 8601."""
        return self.local.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Gap:
    """Something the standard asks for and the records do not show."""

    clause: str
    text: str
    register: str = ""
    number: str = ""


@dataclass(frozen=True)
class BundleInfo:
    """The cover of a bundle. ``assessment`` has the shape of ``assess --json`` (interfaces.md §1), or is None."""

    enterprise: str
    short_name: str
    head: Head
    program_version: str
    profile: str = "full"
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    standard: str = "DB3203/T 1023—2023"
    assessment: Mapping[str, object] | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def preliminary(self) -> bool:
        """A bundle with open gaps is a 预审版 and says so in its name and on its cover."""
        return bool(self.gaps)

    @property
    def profile_title(self) -> str:
        """What the bundle is for, in Chinese."""
        return PROFILES.get(self.profile, self.profile)

    @property
    def folder(self) -> str:
        """The one top folder in the zip, dated by the history head."""
        return self._name(self.head.local.date())

    def file_name(self, today: dt.date) -> str:
        """The name proposed for the zip, dated today."""
        return self._name(today) + ".zip"

    def _name(self, day: dt.date) -> str:
        short = names.component(self.short_name or self.enterprise, 30)
        draft = "预审版_" if self.preliminary else ""
        return f"QMS资料包_{short}_{draft}{day:%Y%m%d}"
