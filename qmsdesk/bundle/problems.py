"""What a verifier finds: a code for programs, the path, and a sentence for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from qmsdesk.bundle import limits
from qmsdesk.i18n import _


@dataclass(frozen=True)
class Problem:
    """One fault. ``code`` is stable for programs, ``path`` lies inside the bag, ``text`` is a Chinese sentence."""

    code: str
    path: str
    text: str


TEXTS = {
    # the zip as a container
    "zip_truncated": _("压缩包不完整：找不到结尾的目录，可能没有复制或下载完。"),
    "zip_structure": _("压缩包的目录结构有误，可能损坏或被改动。"),
    "zip_outside": _("压缩包里有不属于任何文件的数据，可能被改动或附加了内容。"),
    "zip_overlap": _("压缩包中“{path}”与别的文件共用同一段数据。"),
    "zip_mismatch": _("压缩包中“{path}”的两处登记不一致，不同的软件会解出不同的结果。"),
    "duplicate": _("“{path}”在压缩包或文件夹中出现多次，或与别的名称相同。"),
    "encrypted": _("“{path}”是加密的；请先用密码解开再校验。"),
    "method": _("“{path}”的压缩方式不被接受，只接受存储和 Deflate。"),
    "symlink": _("“{path}”是链接，不是文件；资料包中不允许链接。"),
    "not_regular": _("“{path}”不是普通文件。"),
    "name_encoding": _("文件名“{path}”不是 UTF-8 编码，换一台电脑会成乱码。"),
    "unsafe_path": _("路径“{path}”指向资料包以外，或含有反斜杠、控制字符。"),
    "top_folder": _("压缩包里应只有一个顶层文件夹，却还有“{path}”。"),
    "too_many": _("文件数超过上限 {most} 个。"),
    "too_big": _("“{path}”超过单个文件的上限 4 GiB。"),
    "total_too_big": _("解开后的总大小超过上限 8 GiB。"),
    "ratio": _("“{path}”的压缩比超过 {most}，可能是压缩炸弹。"),
    "oversize": _("“{path}”解开后比登记的大。"),
    "damaged": _("“{path}”的数据已损坏，读不出来。"),
    # the bag, RFC 8493
    "declaration": _("缺少 bagit.txt，或其内容不符合 BagIt 规范。"),
    "version": _("BagIt 版本“{path}”不被支持，只支持 0.97 和 1.0。"),
    "encoding": _("“{path}”不是所声明的文字编码。"),
    "no_manifest": _("没有校验清单 manifest-….txt，无法核对。"),
    "no_payload": _("没有 data 文件夹。"),
    "algorithm": _("清单“{path}”的校验算法不被支持。"),
    "manifest_line": _("清单“{path}”中有一行不符合规范。"),
    "listed_twice": _("“{path}”在同一清单中列了两次。"),
    "tag_too_big": _("“{path}”超过 64 MB，不作读取。"),
    "missing": _("缺少文件“{path}”。"),
    "extra": _("多出文件“{path}”，清单中没有它。"),
    "changed": _("文件“{path}”的内容与清单不一致，可能被改动或损坏。"),
    "not_fetched": _("“{path}”列在 fetch.txt 中，还没有下载。"),
    "fetch_line": _("fetch.txt 中有一行不符合规范。"),
    "bag_info": _("bag-info.txt 中有一行不符合规范。"),
    "oxum": _("bag-info.txt 登记的总大小或文件数与实际不符。"),
    # what only our own bundles promise
    "fetch": _("本软件的资料包不应有 fetch.txt。"),
    "own_declaration": _("bagit.txt 不是本软件资料包的写法。"),
    "unlisted_tag": _("多出文件“{path}”，校验清单 tagmanifest-sha256.txt 中没有它。"),
    "name_rule": _("名称“{path}”不符合资料包的命名规则。"),
    "label": _("bag-info.txt 缺少“{path}”一项，或该项重复。"),
    "catalogue": _("目录.csv 与校验清单不一致：{path}。"),
    "metadata": _("metadata.json 与校验清单不一致：{path}。"),
    "head": _("metadata.json 与 bag-info.txt 的历史校验不一致。"),
    "left_by_system": _("多出文件“{path}”，是操作系统自动生成的；删除后再校验。"),
}


def problem(code: str, path: str = "", **values: object) -> Problem:
    """The problem of that code; control and bidi characters of a hostile path are shown as what they are."""
    return Problem(code, path, TEXTS[code].format(path=visible(path), **values))


def visible(path: str) -> str:
    """``path`` without characters that would move the cursor or turn the reading direction."""
    return "".join(ch if ch.isprintable() else f"\\u{ord(ch):04x}" for ch in path)


class Damaged(Exception):
    """Raised while reading a member; carries what is wrong with it."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.text)
        self.problem = found


class Bag(Protocol):
    """The files of a bag, in a folder or inside a zip, by their path below the bag's own folder."""

    kind: str
    name: str
    files: dict[str, int]
    folders: set[str]
    problems: list[Problem]

    def chunks(self, path: str) -> Iterator[bytes]:
        """The content of a file in pieces of at most ``limits.CHUNK`` bytes. Raises ``Damaged``."""

    def close(self) -> None:
        """Let go of the zip."""


def content(bag: Bag, path: str) -> bytes:
    """A small file whole. Raises ``Damaged`` when it is larger than a tag file may be."""
    if bag.files[path] > limits.TAG_BYTES:
        raise Damaged(problem("tag_too_big", path))
    return b"".join(bag.chunks(path))
