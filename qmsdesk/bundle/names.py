"""File names that unpack the same on Windows, macOS and Linux (interfaces.md §3)."""

from __future__ import annotations

import re
import unicodedata

from qmsdesk.bundle import limits
from qmsdesk.i18n import _

# The full-width twin keeps the meaning readable where an underscore would lose it.
_TWINS = str.maketrans('<>:"/\\|?*%', "＜＞：＂／＼｜？＊％")
_INVISIBLE = (
    "\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
)
INVISIBLE = re.compile(f"[{_INVISIBLE}]")
"""Control and bidi characters, marks without width, halves of surrogate pairs: nothing a person can see or trust."""

_FORBIDDEN = re.compile(f'[{_INVISIBLE}<>:"/\\\\|?*%]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)", re.IGNORECASE)
_LONGEST_ENDING = 12


def units(text: str) -> int:
    """Length in UTF-16 units, as file systems of Windows count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def key(path: str) -> str:
    """Two paths with the same key would overwrite each other on some machine."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def component(text: str, budget: int = limits.COMPONENT_UNITS) -> str:
    """``text`` as one file or folder name of at most ``budget`` UTF-16 units; the ending survives shortening."""
    text = unicodedata.normalize("NFC", text)
    text = INVISIBLE.sub("_", text).translate(_TWINS)
    text = _trim(unicodedata.normalize("NFC", text)) or _("未命名")
    if _RESERVED.match(text):
        text = "_" + text
    return _shorten(text, budget, "")


def clean(path: str) -> str:
    """What keeps ``path`` from being a name of a bundle, in Chinese; empty when it is one."""
    if path != unicodedata.normalize("NFC", path):
        return _("名称不是 Unicode NFC 写法")
    if units(path) > limits.PATH_UNITS:
        return _("路径超过 {n} 个字符").format(n=limits.PATH_UNITS)
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return _("路径含有空的或指向上级的部分")
        if _FORBIDDEN.search(part):
            return _("名称含有 Windows 不允许或看不见的字符")
        if part != _trim(part):
            return _("名称以空格或句点开头或结尾")
        if _RESERVED.match(part):
            return _("名称是 Windows 的保留名")
        if units(part) > limits.COMPONENT_UNITS:
            return _("名称超过 {n} 个字符").format(n=limits.COMPONENT_UNITS)
    return ""


class Namer:
    """Gives every file of one bundle a safe path that no other file of it has."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._folders: set[str] = set()

    def path(self, folder: str, name: str) -> str:
        """The path of a new file ``name`` in ``folder`` (a ``Folder`` or below it, ``''`` for the top of ``data``).

        A name in use gets `` (2)``, `` (3)`` … before its ending. Raises ``ValueError`` when the folder leaves no room.
        """
        folder = "/".join(component(part) for part in folder.split("/") if part)
        prefix = f"data/{folder}/" if folder else "data/"
        budget = min(limits.COMPONENT_UNITS, limits.PATH_UNITS - units(prefix))
        if budget < _LONGEST_ENDING * 2:
            raise ValueError(f"folder too deep: {folder}")
        self._folders.update(key(prefix[:at]) for at, ch in enumerate(prefix) if ch == "/")
        whole = component(name, budget)
        path, number = prefix + whole, 1
        while key(path) in self._taken or key(path) in self._folders:
            number += 1
            path = prefix + _shorten(whole, budget, f" ({number})")
        self._taken.add(key(path))
        return path[len("data/") :]


def _trim(text: str) -> str:
    start, end = 0, len(text)
    while start < end and (text[start] == "." or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] == "." or text[end - 1].isspace()):
        end -= 1
    return text[start:end]


def _shorten(name: str, budget: int, suffix: str) -> str:
    """``name`` with ``suffix`` before its ending, cut to ``budget`` units without splitting a character."""
    stem, dot, ending = name.rpartition(".")
    if not stem or not ending or units(ending) >= _LONGEST_ENDING:
        stem, ending = name, ""
    else:
        ending = dot + ending
    room = budget - units(ending) - units(suffix)
    if units(stem) > room:
        while units(stem) > room:
            stem = stem[:-1]
        stem = _trim(stem) or "_"
    return stem + suffix + ending
