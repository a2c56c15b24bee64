"""Is a bundle what its maker sent? Reads inside the zip, trusts nothing in it, changes nothing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.bundle import own_rules, rfc8493, tagfiles
from qmsdesk.bundle.bags import open_bag
from qmsdesk.bundle.problems import Bag, Problem
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.progress import Progress, silent

__all__ = ["Problem", "Verdict", "to_json", "verify"]


@dataclass(frozen=True)
class Verdict:
    """The judgement. ``ours`` says whether our stricter rules applied; ``files`` is how many were read and compared.

    ``info`` holds words about the bag: ``kind`` (zip, folder), ``name``, ``version``, ``bytes``, and for bundles of
    ours ``enterprise``, ``profile``, ``preliminary``, ``head_seq``, ``head_hash``, ``head_at``.
    """

    ok: bool
    ours: bool
    files: int
    problems: tuple[Problem, ...]
    info: dict[str, str]


def verify(path: Path, progress: Progress = silent) -> Verdict:
    """Judge the bag at ``path``, a zip or a folder, by RFC 8493 and, where it is ours, by interfaces.md §3.

    Raises ``UserError`` when it is no bag at all, ``StorageError`` when it cannot be read, ``Cancelled``.
    """
    with closing(open_bag(path)) as bag:
        info = {"kind": bag.kind, "name": bag.name, "bytes": str(sum(bag.files.values()))}
        _require_a_bag(bag, path)
        if bag.problems and bag.kind == "zip":
            # Files that different programs would unpack differently have no content to be judged.
            return _verdict(own_rules.is_ours(bag, []), 0, bag.problems, info)
        reading = rfc8493.read_tags(bag)
        ours = own_rules.is_ours(bag, reading.labels)
        reading.problems |= dict.fromkeys(bag.problems)
        info["version"] = reading.version
        rfc8493.judge(reading, progress)
        if ours:
            info |= own_rules.judge(reading)
        return _verdict(ours, reading.checked, list(reading.problems), info)


def to_json(verdict: Verdict) -> dict[str, object]:
    """The verdict for ``verify --json``."""
    return {
        "ok": verdict.ok,
        "ours": verdict.ours,
        "files": verdict.files,
        "info": verdict.info,
        "problems": [{"code": item.code, "path": item.path, "text": item.text} for item in verdict.problems],
    }


def _verdict(ours: bool, files: int, problems: list[Problem], info: dict[str, str]) -> Verdict:
    once = tuple(dict.fromkeys(problems))
    return Verdict(not once, ours, files, once, info)


def _require_a_bag(bag: Bag, path: Path) -> None:
    """An ordinary zip or folder is a slip of the hand; a bag that was damaged is a finding."""
    tops = {name.rsplit("/", 1)[-1] if bag.problems else name for name in bag.files}
    signs = any(name == tagfiles.DECLARATION or name.startswith(("manifest-", "tagmanifest-")) for name in tops)
    if not signs and not own_rules.is_ours(bag, []) and {item.code for item in bag.problems} <= {"top_folder"}:
        raise UserError(
            _("“{name}”不是资料包：其中没有 bagit.txt。").format(name=path.name),
            _("请选择资料包的 .zip 文件，或解压后 bagit.txt 所在的文件夹。"),
        )
