"""``index.html``: the page a reviewer opens first. Complete without scripts, nothing loaded from anywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from qmsdesk.bundle import index_cover
from qmsdesk.bundle.index_parts import card, cell, icon, note, pill, size_text, small, table, tags, text
from qmsdesk.bundle.index_script import SCRIPT
from qmsdesk.bundle.index_style import STYLE
from qmsdesk.bundle.plan import BundleInfo, Entry, Gap
from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY


def index_page(info: BundleInfo, entries: Sequence[Entry]) -> bytes:
    """The whole page as UTF-8; links lead to the payload by relative address and work wherever it is unpacked."""
    groups = _groups(entries)
    made = _("由 QMSDesk {version} 生成；内容与时间以历史记录第 {seq} 条为准。")
    parts = [
        _rail(info, groups),
        "<main>",
        _search_bar(),
        index_cover.cover(info, entries),
        f'<div class="two">{_gaps(info.gaps)}{index_cover.assessment(info)}</div>',
        *(_group(number, folder, members) for number, (folder, members) in enumerate(groups)),
        _clauses(entries),
        _how_to_verify(info),
        f"<footer>{text(made.format(version=info.program_version, seq=info.head.seq))}</footer>",
        "</main>",
        f"<script>{SCRIPT}</script>",
    ]
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{text(_policy())}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{text(_('{enterprise} · 资料包目录').format(enterprise=info.enterprise))}</title>",
        f"<style>{STYLE}</style>",
    ]
    page = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        *head,
        "</head>",
        "<body>",
        *parts,
        "</body>",
        "</html>",
    ]
    return ("\n".join(page) + "\n").encode("utf-8", "replace")


def _policy() -> str:
    """Nothing may be loaded, and no style or script runs but our own, whatever a title contains."""
    style, script = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (STYLE, SCRIPT))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _rail(info: BundleInfo, groups: Sequence[tuple[str, Sequence[Entry]]]) -> str:
    name = info.short_name or info.enterprise
    folders = (_jump(f"g{number}", _shown(folder), len(members)) for number, (folder, members) in enumerate(groups))
    return (
        f'<nav class="rail" aria-label="{text(_("目录"))}"><div class="brand">'
        f'<i aria-hidden="true">{text(name[:1])}</i>'
        f"<div><b>{text(name)}</b><span>{text(info.profile_title)}</span></div></div>"
        f"{_jump('cover', _('概况'))}{_jump('gaps', _('缺少什么'), len(info.gaps), 'due' if info.gaps else '')}"
        f"<h2>{text(_('内容'))}</h2>{''.join(folders)}"
        f"<h2>{text(_('查阅'))}</h2>{_jump('clauses', _('条款索引'))}{_jump('verify', _('如何校验'))}</nav>"
    )


def _jump(mark: str, title: str, count: int | None = None, kind: str = "") -> str:
    number = "" if count is None else f"<span>{count}</span>"
    return f'<a href="#{mark}" class="{kind}">{text(title)}{number}</a>'


def _search_bar() -> str:
    hint = text(_("搜索标题、编号、条款、登记簿或文件名"))
    return (
        f'<div class="bar" id="bar" hidden><label>{icon("search")}<input id="q" type="search" autocomplete="off" '
        f'placeholder="{hint}" aria-label="{hint}"><kbd>/</kbd></label>'
        f'<span id="count" role="status" data-text="{text(_("筛选出 {found} 个文件，共 {all} 个"))}"></span></div>'
        f'<div class="card message" id="none" hidden>{icon("search")}'
        f"<span>{text(_('没有符合的文件。换个词，或清空搜索框。'))}</span></div>"
    )


def _group(number: int, folder: str, members: Sequence[Entry]) -> str:
    heads = [
        ("", _("标题")),
        ("c-file", _("文件")),
        ("c-no", _("编号")),
        ("c-reg", _("登记簿")),
        ("c-cl", _("条款")),
        ("c-day", _("日期")),
        ("c-size r", _("大小")),
    ]
    size = size_text(sum(entry.length for entry in members))
    beside = small(_("{n} 个文件 · {size}").format(n=len(members), size=size))
    return card(f"g{number}", _shown(folder), table(heads, map(_row, members), "files"), beside, "group")


def _row(entry: Entry) -> str:
    shown = entry.path.split("/", 1)[-1]
    # The name it had before it was made safe is searchable, though the column shows the name in the bundle.
    also = f' data-s="{text(entry.original_name)}"' if entry.original_name not in ("", shown) else ""
    cells = [
        cell(_link(entry)),
        f'<td class="file" title="SHA-256 {entry.digest}">{text(shown)}</td>',
        cell(text(entry.number)),
        cell(text(_title(entry.register))),
        cell(tags(entry.clauses)),
        cell(entry.date.isoformat() if entry.date else ""),
        cell(text(size_text(entry.length)), "r"),
    ]
    return f"<tr{also}>{''.join(cells)}</tr>"


def _gaps(gaps: Sequence[Gap]) -> str:
    title = _("缺少什么")
    if not gaps:
        words = text(_("没有未补齐的项目：按本资料包的用途，要求的内容都有对应的记录或文件。"))
        return card("gaps", title, f'<div class="message good">{icon("check")}<span>{words}</span></div>')
    heads = [("c-cl", _("条款")), ("", _("缺少的内容")), ("c-due", _("登记簿")), ("c-due", _("编号"))]
    rows = (
        f"<tr>{cell(tags((gap.clause,)))}{cell(text(gap.text))}{cell(text(_title(gap.register)))}{cell(text(gap.number))}</tr>"
        for gap in sorted(gaps, key=lambda gap: _natural(gap.clause))
    )
    words = _("本资料包为预审版：以上 {n} 项在生成时尚未补齐，如实列出。").format(n=len(gaps))
    beside = pill("warn", "half", _("{n} 项未补齐").format(n=len(gaps)))
    return card("gaps", title, table(heads, rows) + note(words), beside)


def _clauses(entries: Sequence[Entry]) -> str:
    by_clause: dict[str, list[Entry]] = {}
    for entry in entries:
        for clause in dict.fromkeys(entry.clauses):
            by_clause.setdefault(clause, []).append(entry)
    heads = [("c-wide", _("条款")), ("", _("文件")), ("c-size r", _("文件数"))]
    rows = (
        f"<tr>{cell(tags((clause,)))}{cell(_links(by_clause[clause]))}{cell(str(len(by_clause[clause])), 'r')}</tr>"
        for clause in sorted(by_clause, key=_natural)
    )
    return card("clauses", _("条款索引"), table(heads, rows), small(_("按条款查找证据")))


def _how_to_verify(info: BundleInfo) -> str:
    ways = [
        (
            _("用 QMSDesk"),
            _("在“导出资料包”页选“校验其他资料包”，或用命令校验整个压缩包。多出、缺少、改动的文件会逐一点名。"),
            f"qmsdesk verify {info.folder}.zip",
        ),
        (
            _("用 Linux、macOS 自带的工具"),
            _("解压后在本页所在的文件夹中运行，每一行都应显示 OK 或“成功”。macOS 把 sha256sum 换成 shasum -a 256。"),
            "sha256sum -c manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt",
        ),
        (
            _("用 Windows 自带的工具"),
            _("解压后核对单个文件，所得值应与 目录.csv 中该文件的 SHA-256 相同。"),
            'certutil -hashfile "data\\…" SHA256',
        ),
        (
            _("用 BagIt 工具"),
            _("本资料包是 BagIt 1.0 包（RFC 8493），各种 BagIt 工具都能校验。"),
            "bagit.py --validate .",
        ),
    ]
    blocks = (
        f"<div><h3>{text(way)}</h3><p>{text(how)}</p><pre>{_text_lines(line)}</pre></div>" for way, how, line in ways
    )
    words = _("“历史校验”是生成时历史记录链的末端。与盖章的封面、此前的资料包或企业的工作区对照，可发现事后篡改。")
    content = f'<div class="how">{"".join(blocks)}</div>{note(words)}'
    return card("verify", _("如何校验"), content, small(_("不依赖本软件也能核对")))


def _text_lines(value: str) -> str:
    return "\n".join(map(text, value.split("\n")))


def _groups(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.path.rpartition("/")[0].split("/")[0], []).append(entry)
    return list(groups.items())


def _shown(folder: str) -> str:
    return folder.replace("_", " ", 1) if folder else _("封面与目录")


def _links(entries: Iterable[Entry]) -> str:
    return f'<ul class="list">{"".join(f"<li>{_link(entry)}</li>" for entry in entries)}</ul>'


def _link(entry: Entry) -> str:
    title = text(entry.title) or text(entry.path.rpartition("/")[2])
    return f'<a href="data/{quote(entry.path)}" target="_blank" rel="noopener">{title}</a>'


def _natural(clause: str) -> list[tuple[int, int, str]]:
    """6.10 after 6.9, as clauses are counted."""
    parts = re.findall(r"[0-9]{1,9}|[^0-9]+", clause)
    return [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts]


def _title(register: str) -> str:
    """The register in Chinese; other bundles' keys as they are."""
    known = BY_KEY.get(register)
    return known.title if known else register
