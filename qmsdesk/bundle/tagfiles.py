"""The tag files of our bag: declaration, lists, catalogue and metadata (RFC 8493, interfaces.md §3)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

from qmsdesk.bundle import names
from qmsdesk.bundle.plan import BundleInfo, Entry
from qmsdesk.i18n import _

DECLARATION = "bagit.txt"
BAG_INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
INDEX = "index.html"
CATALOGUE = "目录.csv"
METADATA = "metadata.json"
SIGNATURE = frozenset({"signature.sshsig", "signature.pub"})

FORMAT = "qmsdesk-bundle"
PROFILE_LABEL = "QMSDesk-Profile"
HEAD_LABEL = "QMSDesk-History-Head"
LABELS = (
    "Bagging-Date",
    "Payload-Oxum",
    "External-Identifier",
    "Source-Organization",
    PROFILE_LABEL,
    HEAD_LABEL,
)


def plain(text: str) -> str:
    """``text`` on one line, without control characters or marks that turn the reading direction."""
    if not text.isprintable():
        text = "".join(" " if ch in "\u2028\u2029" or ch < " " else names.INVISIBLE.sub("", ch) for ch in text)
    return " ".join(text.split())


def declaration() -> bytes:
    """``bagit.txt``."""
    return b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def bag_info(info: BundleInfo, entries: Sequence[Entry]) -> bytes:
    """``bag-info.txt``; every value on one line."""
    values = {
        "Source-Organization": info.enterprise,
        "External-Identifier": info.folder,
        "External-Description": _("质量管理体系认证提升资料包（{profile}）").format(profile=info.profile_title),
        "Bagging-Date": f"{info.head.local:%Y-%m-%d}",
        "Payload-Oxum": f"{sum(entry.length for entry in entries)}.{len(entries)}",
        "Bag-Software-Agent": f"QMSDesk {info.program_version}",
        PROFILE_LABEL: info.profile,
        HEAD_LABEL: f"{info.head.seq} {info.head.hash} {info.head.iso}",
    }
    return "".join(f"{label}: {plain(value)}\n" for label, value in values.items()).encode()


def manifest(digests: Mapping[str, str] | Iterable[tuple[str, str]]) -> bytes:
    """Lines that ``sha256sum -c`` reads; our names hold no percent sign, so there is nothing to encode."""
    pairs = digests.items() if isinstance(digests, Mapping) else digests
    return "".join(f"{digest}  {path}\n" for path, digest in pairs).encode()


def catalogue(entries: Sequence[Entry]) -> bytes:
    """``目录.csv`` as Excel opens it: UTF-8 with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("路径"), _("标题"), _("登记簿"), _("编号"), _("条款"), _("日期"), "SHA-256", _("字节数"), _("原文件名")]
    )
    for entry in entries:
        words = (entry.title, entry.register, entry.number, "；".join(entry.clauses))
        day = entry.date.isoformat() if entry.date else ""
        writer.writerow(
            [
                f"data/{entry.path}",
                *map(_cell, words),
                day,
                entry.digest,
                entry.length,
                _cell(entry.original_name),
            ]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def metadata(info: BundleInfo, entries: Sequence[Entry]) -> bytes:
    """``metadata.json``: the catalogue for programs, and what the cover says."""
    start, end = info.period
    document = {
        "format": FORMAT,
        "format_version": 1,
        "program": {"name": "QMSDesk", "version": info.program_version},
        "enterprise": plain(info.enterprise),
        "short_name": plain(info.short_name),
        "profile": info.profile,
        "standard": info.standard,
        "period": {"from": start.isoformat() if start else None, "to": end.isoformat() if end else None},
        "preliminary": info.preliminary,
        "history_head": {"seq": info.head.seq, "hash": info.head.hash, "at": info.head.iso},
        "assessment": dict(info.assessment) if info.assessment is not None else None,
        "gaps": [
            {
                "clause": plain(gap.clause),
                "text": plain(gap.text),
                "register": plain(gap.register),
                "number": plain(gap.number),
            }
            for gap in info.gaps
        ],
        "files": [
            {
                "path": f"data/{entry.path}",
                "title": plain(entry.title),
                "register": plain(entry.register),
                "number": plain(entry.number),
                "clauses": [plain(clause) for clause in entry.clauses],
                "date": entry.date.isoformat() if entry.date else None,
                "sha256": entry.digest,
                "bytes": entry.length,
                "original_name": plain(entry.original_name),
            }
            for entry in entries
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _cell(text: str) -> str:
    """A cell that Excel shows as text: a title beginning with ``=`` must not run as a formula."""
    text = plain(text)
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text
