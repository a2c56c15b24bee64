"""Code, version, title and level read from the names firms give their files: ``QP-07 A1 内部审核程序.docx``.

Nothing is guessed beyond what the name says: what it does not say stays blank, to be filled in by the user.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qmsdesk.registers.kinds import one_line

_WIDE = {0xFF01 + n: chr(0x21 + n) for n in range(94) if chr(0x21 + n).isalnum()}
_WIDE |= {ord(a): b for a, b in ("－-", "／/", "∕/", "　 ", "．.", "＿_", "［[", "］]", "—-", "–-", "‐-", "‑-")}

_COPY = re.compile(r"(?:[\s_\-]*(?:副本|拷贝|复件|[Cc]opy)(?:\s*[(（]?\d{0,2}[)）]?)?|\s[(（]\d{1,2}[)）])\s*$")
_STANDARD = re.compile(
    r"(?P<body>GB|GBZ|JB|JJG|JJF|HG|QB|QC|NB|YY|TSG|CNAS|ISO|IEC|DB\d{2,4})(?:[\s_/\-]{0,2}(?P<kind>[TZ])(?![A-Za-z]))?"
    r"[\s_\-]{0,2}(?P<number>\d{2,6}(?:\.\d{1,3})*)\s*[-_]\s*(?P<year>(?:19|20)\d{2})(?!\d)[\s_\-]*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_GROUP = r"(?:[A-Za-z]{1,8}\d{0,6}|\d{1,6})(?:\.\d{1,4})*"
_CODE = re.compile(rf"(?<![A-Za-z0-9.])(?=[A-Za-z]){_GROUP}(?:[-_]{_GROUP})*")
_KNOWN = re.compile(r"(?:^|[-_])(QM|QP|WI|QR|FM|WL)(?=$|[-_\d])", re.IGNORECASE)
_VERSION = re.compile(
    r"[Vv]\d{1,2}(?:\.\d{1,3}){0,2}|[Rr][Ee][Vv]\.?\s?\d{1,2}|[A-Z][-_/]\d{1,2}|[A-Z]\d{1,2}(?:\.\d{1,2})?"
    r"|[A-Z](?=\s*版)|\d{1,2}(?:\.\d{1,2}){0,2}(?=\s*版)"
).pattern
_WHOLE_VERSION = re.compile(_VERSION)
_BRACKETED = re.compile(rf"[(（\[【]\s*(?:第|版本|版次)?\s*[:：]?\s*(?P<v>{_VERSION}|[A-Z])\s*版?本?\s*[)）\]】]")
_AFTER_CODE = re.compile(
    rf"[\s_\-(（]*(?P<v>(?:[A-H][-_/]?\d{{1,2}}|[Vv]\d{{1,2}}(?:\.\d{{1,3}}){{0,2}})(?![\d.])"
    rf"|(?:{_VERSION})(?=\s*版|$|[\s_\-)）\]】]))(?:\s*版本?)?(?=$|[\s_\-)）\]】]|[^\x00-\x7f])[)）]?"
)
_APART = re.compile(rf"(?:^|[\s_\-])(?:第|版本|版次)?\s*[:：]?\s*(?P<v>{_VERSION})(?:\s*版本?)?(?=$|[\s_\-])")
_ORDINAL = re.compile(r"(?:第|版本\s*[:：]?|版次\s*[:：]?)\s*(?P<v>[A-Z]?[-_/]?\d{1,2}(?:\.\d{1,2})?)\s*版?")
_ENDING = re.compile(rf"(?P<v>{_VERSION})(?:\s*版本?)?\s*$")
_HUNG = {2: re.compile(r"[A-H]/\d{1,2}"), 1: re.compile(r"[A-H]\d{1,2}|[Vv]\d{1,2}(\.\d{1,3}){0,2}")}
_EMPTY = re.compile(r"[(（\[【《]\s*[)）\]】》]")
_EDGES = " _-.,，、·:：+"
_LEVELS = (
    ("manual", re.compile(r"手册$")),
    ("instruction", re.compile(r"(指导书|作业规程|操作规程|检验规程|规范|工艺卡|作业标准)$")),
    ("form", re.compile(r"(记录|台账|表|单)$")),
    ("procedure", re.compile(r"(程序|程序文件|控制程序|管理制度|管理办法)$")),
)  # fmt: skip


@dataclass(frozen=True)
class FileName:
    """What a name says; blank where it says nothing. ``level`` only where the words of the title tell it."""

    code: str = ""
    version: str = ""
    title: str = ""
    level: str = ""


def parse(stem: str) -> FileName:
    """Read a file's name without its ending."""
    text = one_line(stem.translate(_WIDE))
    while (shorter := _COPY.sub("", text)) != text and shorter.strip():
        text = shorter
    if (standard := _STANDARD.match(text.strip())) is not None:
        return _of_standard(standard)
    code, before, after = _split_code(text)
    version, code = _version_in(code)
    if not version:
        version, before, after = _find_version(before, after, coded=bool(code))
    title = _tidied(f"{before} {after}" if before.strip(_EDGES) else after)
    if code and (standard := _STANDARD.match(title)) is not None:
        return FileName(code, version or standard["year"], title, "external")
    level = next((key for key, ending in _LEVELS if ending.search(title)), "")
    return FileName(code.replace("_", "-"), _plain(version), title, level)


def _of_standard(found: re.Match[str]) -> FileName:
    kind = f"/{found['kind'].upper()}" if found["kind"] else ""
    code = f"{found['body'].upper()}{kind} {found['number']}-{found['year']}"
    return FileName(code, found["year"], _tidied(found["title"]), "external")


def _split_code(text: str) -> tuple[str, str, str]:
    """The code with what stands before and behind it: the first with a usual abbreviation, else the first at all."""
    found = [m for m in _CODE.finditer(text) if _is_code(m[0])]
    best = next((m for m in found if _KNOWN.search(m[0])), found[0] if found else None)
    if best is None:
        return "", "", text
    return best[0], text[: best.start()].rstrip("[【(（"), text[best.end() :].lstrip("]】)）")


def _is_code(word: str) -> bool:
    """A code has a number and more than one part, or a usual abbreviation; a version is none."""
    if not any(c.isdigit() for c in word) or _WHOLE_VERSION.fullmatch(word):
        return False
    return "-" in word or "_" in word or bool(_KNOWN.search(word))


def _version_in(code: str) -> tuple[str, str]:
    """The version that hangs on a code (QP-07-A0, QP-07-A-1, QP-07_V1.0), and the code without it."""
    parts = re.split(r"[-_]", code)
    for count in (2, 1):
        head, tail = parts[:-count], "/".join(parts[-count:])
        numbered = any(c.isdigit() for part in head for c in part)
        if numbered and _HUNG[count].fullmatch(tail):
            return tail, code[: len(code) - sum(len(p) + 1 for p in parts[-count:])]
    return "", code


def _find_version(before: str, after: str, *, coded: bool) -> tuple[str, str, str]:
    """The version in what is left of the name, and the name without it."""
    if coded and (found := _AFTER_CODE.match(after)) is not None:
        return found["v"], before, after[found.end() :]
    for pattern in (_BRACKETED, _ORDINAL, _APART, _ENDING):
        if (found := pattern.search(after)) is not None:
            return found["v"], before, f"{after[: found.start()]} {after[found.end() :]}"
    if (found := _BRACKETED.search(before)) is not None:
        return found["v"], f"{before[: found.start()]} {before[found.end() :]}", after
    return "", before, after


def _plain(version: str) -> str:
    """A-1 and A_1 stand for A/1, which no file name can hold."""
    joined = re.fullmatch(r"([A-Z])[-_/](\d{1,2})", version)
    return f"{joined[1]}/{joined[2]}" if joined else version.replace(" ", "")


def _tidied(title: str) -> str:
    clean = " ".join(_EMPTY.sub(" ", title).split()).strip(_EDGES)
    whole = re.fullmatch(r"《([^《》]+)》", clean)
    return whole[1] if whole else clean
