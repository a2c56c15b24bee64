"""What our own bundles promise beyond RFC 8493 (interfaces.md §3)."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

from qmsdesk.bundle import names, tagfiles
from qmsdesk.bundle.problems import Bag, Damaged, content
from qmsdesk.bundle.rfc8493 import Reading
from qmsdesk.i18n import _

_LEFT_BY_SYSTEM = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"})
_REQUIRED = (
    tagfiles.BAG_INFO,
    tagfiles.MANIFEST,
    tagfiles.TAG_MANIFEST,
    tagfiles.INDEX,
    tagfiles.CATALOGUE,
    tagfiles.METADATA,
)
Row = tuple[str, str, int]


def is_ours(bag: Bag, labels: list[tuple[str, str]]) -> bool:
    """Any one sign is enough, so that dropping the others does not turn a bundle of ours into anybody's bag."""
    return (
        any(label.lower().startswith("qmsdesk-") for label, _value in labels)
        or {tagfiles.CATALOGUE, tagfiles.METADATA} <= bag.files.keys()
        or bag.name.startswith("QMS资料包_")
    )


def judge(reading: Reading) -> dict[str, str]:
    """Add the problems of our stricter rules; return what the cover of the bundle says."""
    bag = reading.bag
    for path in _REQUIRED:
        if path not in bag.files:
            reading.add("missing", path)
    if "fetch.txt" in bag.files:
        reading.add("fetch", "fetch.txt")
    _declaration(reading)
    _tags_listed(reading)
    _names(reading)
    for label in tagfiles.LABELS:
        if sum(name == label for name, _value in reading.labels) != 1:
            reading.add("label", label)
    manifest = {
        path: digest
        for listing in reading.listings
        if listing.name == tagfiles.MANIFEST
        for path, digest in listing.digests.items()
    }
    wanted = sorted((_composed(path), digest, bag.files.get(path, -1)) for path, digest in manifest.items())
    _compare(reading, "catalogue", wanted, _catalogue(reading))
    document = _metadata(reading)
    _compare(reading, "metadata", wanted, _metadata_files(document))
    return _cover(reading, document)


def _declaration(reading: Reading) -> None:
    try:
        right = content(reading.bag, tagfiles.DECLARATION) == tagfiles.declaration()
    except (KeyError, Damaged):
        return
    if not right:
        reading.add("own_declaration", tagfiles.DECLARATION)


def _tags_listed(reading: Reading) -> None:
    listed = {path for item in reading.listings if item.name == tagfiles.TAG_MANIFEST for path in item.digests}
    for path in reading.bag.files:
        if path.startswith("data/") or path == tagfiles.TAG_MANIFEST or path in tagfiles.SIGNATURE or path in listed:
            continue
        left = path.rsplit("/", 1)[-1].lower() in _LEFT_BY_SYSTEM
        reading.add("left_by_system" if left else "unlisted_tag", path)


def _names(reading: Reading) -> None:
    seen: dict[str, str] = {}
    for path in reading.bag.files:
        # Some file systems of the Mac decompose names; inside a zip they are as we wrote them.
        if names.clean(_composed(path) if reading.bag.kind == "folder" else path):
            reading.add("name_rule", path)
        if seen.setdefault(names.key(path), path) != path:
            reading.add("duplicate", path)
    filled = {path[:at] for path in reading.bag.files for at, ch in enumerate(path) if ch == "/"}
    for path in sorted(reading.bag.folders - filled):
        reading.add("extra", path + "/")


def _composed(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _catalogue(reading: Reading) -> list[Row] | None:
    """Path, digest and bytes of every line, by position: headings are for people."""
    try:
        text = content(reading.bag, tagfiles.CATALOGUE).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))[1:]
        return sorted((row[0], row[6].lower(), int(row[7])) for row in rows)
    except (KeyError, Damaged, UnicodeDecodeError, csv.Error, IndexError, ValueError):
        return None


def _metadata(reading: Reading) -> dict[str, object]:
    try:
        document = json.loads(content(reading.bag, tagfiles.METADATA))
    except (KeyError, Damaged, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _metadata_files(document: dict[str, object]) -> list[Row] | None:
    items = document.get("files")
    if document.get("format") != tagfiles.FORMAT or not isinstance(items, list):
        return None
    rows: list[Row] = []
    for item in items:
        path, digest, size = (
            (item.get(name) for name in ("path", "sha256", "bytes")) if _is_file(item) else ("", "", -1)
        )
        rows.append((path, digest, size))
    return sorted(rows)


def _is_file(item: object) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("path"), str)
        and isinstance(item.get("sha256"), str)
        and type(item.get("bytes")) is int
    )


def _compare(reading: Reading, code: str, wanted: list[Row], rows: list[Row] | None) -> None:
    name = tagfiles.CATALOGUE if code == "catalogue" else tagfiles.METADATA
    if name not in reading.bag.files or rows == wanted:
        return
    if rows is None:
        reading.add(code, _("内容读不懂"))
        return
    odd = sorted({row[0] for row in set(rows) ^ set(wanted)}) or [_("有文件列了两次")]
    for path in odd:
        reading.add(code, path)


def _cover(reading: Reading, document: dict[str, object]) -> dict[str, str]:
    head = document.get("history_head")
    values = [str(head.get(name, "")) for name in ("seq", "hash", "at")] if isinstance(head, dict) else ["", "", ""]
    stated = reading.value(tagfiles.HEAD_LABEL)
    if document and stated and stated.split() != values:
        reading.add("head")
    return {
        "enterprise": str(document.get("enterprise", "")),
        "profile": str(document.get("profile", "")),
        "preliminary": "true" if document.get("preliminary") else "false",
        "head_seq": values[0],
        "head_hash": values[1],
        "head_at": values[2],
    }
