"""The rules of BagIt 1.0 and 0.97 (RFC 8493), for bags of anybody."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from qmsdesk.bundle import tagfiles
from qmsdesk.bundle.bags import unsafe
from qmsdesk.bundle.problems import Bag, Damaged, Problem, content, problem
from qmsdesk.i18n import _
from qmsdesk.progress import Progress

_VERSIONS = ("0.97", "1.0")
_ALGORITHMS = {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}
# Only encodings that cannot be made to take forever or to mean something else.
_ENCODINGS = frozenset(
    ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "us-ascii", "iso-8859-1", "windows-1252", "gbk", "gb18030", "big5")
)
_DECLARATION = re.compile(
    r"BagIt-Version: *([0-9]+\.[0-9]+) *(?:\r\n|\n|\r)Tag-File-Character-Encoding: *(\S+) *(?:\r\n|\n|\r)?"
)
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9-]+)\.txt", re.IGNORECASE)
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(.+)")
_FETCH = re.compile(r"(\S+)[ \t]+([0-9]+|-)[ \t]+(.+)")
_ESCAPES = {"%0a": "\n", "%0d": "\r", "%25": "%"}


@dataclass(frozen=True)
class Listing:
    """One manifest: its file, whether it lists tag files, its algorithm, and the digest of each path."""

    name: str
    of_tags: bool
    algorithm: str
    digests: dict[str, str]


@dataclass
class Reading:
    """What the tag files of a bag say, and every problem found so far."""

    bag: Bag
    version: str = ""
    encoding: str = "utf-8"
    listings: list[Listing] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)
    checked: int = 0

    def add(self, code: str, path: str = "") -> None:
        """Note a problem once, however often a hostile file repeats it."""
        self.problems[problem(code, path)] = None

    def value(self, label: str) -> str:
        """The first value of a label of ``bag-info.txt``, or nothing."""
        return next((value for name, value in self.labels if name.lower() == label.lower()), "")


def read_tags(bag: Bag) -> Reading:
    """Read the declaration, the manifests and ``bag-info.txt``."""
    reading = Reading(bag)
    _declaration(reading)
    if tagfiles.BAG_INFO in bag.files:
        reading.labels = list(_labels(reading, _text(reading, tagfiles.BAG_INFO)))
    real = {unicodedata.normalize("NFC", path): path for path in bag.files}
    for name in sorted(bag.files):
        if match := _MANIFEST.fullmatch(name):
            algorithm = match[2].lower().replace("-", "")
            if algorithm not in _ALGORITHMS:
                reading.add("algorithm", name)
            listing = Listing(name, bool(match[1]), algorithm, {})
            for path, digest in _lines(reading, listing, real):
                if path in listing.digests:
                    reading.add("listed_twice", path)
                listing.digests[path] = digest
            reading.listings.append(listing)
    return reading


def judge(reading: Reading, progress: Progress) -> None:
    """Add to ``reading.problems`` whatever keeps the bag from being complete and valid."""
    bag = reading.bag
    payload = [path for path in bag.files if path.startswith("data/")]
    lists = [listing for listing in reading.listings if not listing.of_tags]
    if not lists:
        reading.add("no_manifest")
    if not payload and "data" not in bag.folders:
        reading.add("no_payload")
    awaited = _fetch(reading, lists)
    listed = dict.fromkeys(path for listing in reading.listings for path in listing.digests)
    for path in listed:
        if path not in bag.files:
            reading.add("not_fetched" if path in awaited else "missing", path)
    for path in payload:
        # Since 1.0 every manifest has to be complete; before, a file in one of several was enough.
        if not (any if reading.version == "0.97" else all)(path in listing.digests for listing in lists):
            reading.add("extra", path)
    _oxum(reading, payload)
    _digests(reading, [path for path in listed if path in bag.files], progress)


def _declaration(reading: Reading) -> None:
    try:
        text = content(reading.bag, tagfiles.DECLARATION).decode("utf-8")
        match = _DECLARATION.fullmatch(text)
    except (KeyError, UnicodeDecodeError, Damaged):
        match = None
    if match is None:
        reading.add("declaration", tagfiles.DECLARATION)
        return
    reading.version, encoding = match[1], match[2].lower()
    if reading.version not in _VERSIONS:
        reading.add("version", reading.version)
    if encoding in _ENCODINGS:
        reading.encoding = encoding
    else:
        reading.add("encoding", tagfiles.DECLARATION)


def _text(reading: Reading, path: str) -> Iterator[str]:
    """The lines of a tag file that are not empty; only CR and LF end a line, a form feed or the like does not."""
    try:
        text = content(reading.bag, path).decode(reading.encoding)
    except UnicodeDecodeError:
        reading.add("encoding", path)
    except Damaged as damaged:
        reading.problems[damaged.problem] = None
    else:
        for line in re.finditer(r"[^\r\n]+", text):
            yield line[0]


def _labels(reading: Reading, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    label, value = "", ""
    for line in lines:
        if label and line[:1] in (" ", "\t"):
            value += " " + line.strip()
            continue
        if label:
            yield label, value
        label, colon, value = (part.strip() for part in line.partition(":"))
        if not (label and colon) or line[:1].isspace():
            reading.add("bag_info", tagfiles.BAG_INFO)
            label = ""
    if label:
        yield label, value


def _lines(reading: Reading, listing: Listing, real: dict[str, str]) -> Iterator[tuple[str, str]]:
    for line in _text(reading, listing.name):
        match = _LINE.fullmatch(line)
        if match is None or len(match[1]) != _ALGORITHMS.get(listing.algorithm, len(match[1])):
            reading.add("manifest_line", listing.name)
            continue
        path = _decoded(reading, match[2].removeprefix("*"), real)
        if unsafe(path):
            reading.add("unsafe_path", path)
        elif path.startswith("data/") == listing.of_tags:
            reading.add("manifest_line", listing.name)
        else:
            yield path, match[1].lower()


def _decoded(reading: Reading, listed: str, real: dict[str, str]) -> str:
    """The file a line means: line ends and percent signs are written as escapes, names may be composed otherwise."""
    path = re.sub("%0[aAdD]|%25", lambda found: _ESCAPES[found[0].lower()], listed)
    if reading.version == "0.97":
        # The draft says nothing of percent signs, so programs of its time wrote them as they are.
        half = re.sub("%0[aAdD]", lambda found: _ESCAPES[found[0].lower()], listed)
        path = next((name for name in (listed, half) if name in reading.bag.files), half)
    return path if path in reading.bag.files else real.get(unicodedata.normalize("NFC", path), path)


def _fetch(reading: Reading, lists: list[Listing]) -> set[str]:
    """Payload still to be downloaded according to ``fetch.txt``; this program downloads nothing."""
    if "fetch.txt" not in reading.bag.files:
        return set()
    real = {unicodedata.normalize("NFC", path): path for path in reading.bag.files}
    awaited = set()
    for line in _text(reading, "fetch.txt"):
        match = _FETCH.fullmatch(line)
        path = _decoded(reading, match[3], real) if match else ""
        if not path.startswith("data/") or unsafe(path) or not all(path in listing.digests for listing in lists):
            reading.add("fetch_line", "fetch.txt")
        awaited.add(path)
    return awaited


def _oxum(reading: Reading, payload: list[str]) -> None:
    if text := reading.value("Payload-Oxum"):
        total = sum(reading.bag.files[path] for path in payload)
        if text.strip() != f"{total}.{len(payload)}":
            reading.add("oxum", tagfiles.BAG_INFO)


def _digests(reading: Reading, paths: list[str], progress: Progress) -> None:
    """Read every listed file once and compare it with all manifests."""
    bag, done = reading.bag, 0
    total = max(sum(bag.files[path] for path in paths) >> 10, 1)
    for path in paths:
        stage = _("核对 {path}").format(path=path)
        progress(stage, done >> 10, total)
        wanted = [(item.algorithm, item.digests[path]) for item in reading.listings if path in item.digests]
        # md5 and sha1 only compare what somebody else listed; nothing is trusted because of them.
        hashes = {name: hashlib.new(name, usedforsecurity=False) for name, _d in wanted if name in _ALGORITHMS}
        try:
            for chunk in bag.chunks(path):
                for digest in hashes.values():
                    digest.update(chunk)
                done += len(chunk)
                progress(stage, done >> 10, total)
        except Damaged as damaged:
            reading.problems[damaged.problem] = None
            continue
        reading.checked += 1
        if any(hashes[name].hexdigest() != value for name, value in wanted if name in hashes):
            reading.add("changed", path)
