"""Small pieces of HTML that ``index.html`` is put together from; every text passes ``text`` or ``escape``."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from qmsdesk.bundle.tagfiles import plain

_ICONS = {
    "search": '<circle cx="7" cy="7" r="4.5"/><path d="M10.5 10.5 14 14"/>',
    "check": '<circle cx="8" cy="8" r="6.5"/><path d="m5 8.2 2.1 2.1L11 6.2"/>',
    "half": '<circle cx="8" cy="8" r="6.5"/><path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>',
    "cross": '<circle cx="8" cy="8" r="6.5"/><path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6"/>',
    "dash": '<circle cx="8" cy="8" r="6.5"/><path d="M5 8h6"/>',
    "folder": '<path d="M1.5 13V3.5h4.6l1.6 2h6.8V13z"/>',
}


def text(value: str) -> str:
    """``value`` on one line, safe between tags and in attributes."""
    return escape(plain(value))


def icon(name: str) -> str:
    """A line icon in the colour of the text beside it; words carry the meaning."""
    return (
        '<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true">{_ICONS[name]}</svg>'
    )


def pill(kind: str, mark: str, word: str) -> str:
    """A state: icon, word and colour."""
    return f'<span class="pill {kind}">{icon(mark)}{text(word)}</span>'


def tags(clauses: Iterable[str]) -> str:
    """Clause numbers as small plates."""
    return "".join(f'<span class="tag">{text(clause)}</span>' for clause in clauses if clause)


def cell(content: str, kind: str = "") -> str:
    """A table cell around ready HTML."""
    return f'<td class="{kind}">{content}</td>' if kind else f"<td>{content}</td>"


def table(heads: Iterable[tuple[str, str]], rows: Iterable[str], kind: str = "") -> str:
    """A table of ready rows under ``(class of the column, heading)``."""
    columns = "".join(f'<th scope="col" class="{name}">{escape(head)}</th>' for name, head in heads)
    return f'<table class="{kind}"><thead><tr>{columns}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def card(mark: str, title: str, content: str, beside: str = "", kind: str = "") -> str:
    """A section with its heading; ``beside`` is ready HTML after the title."""
    return f'<section class="card {kind}" id="{mark}"><h2>{text(title)}{beside}</h2>{content}</section>'


def small(words: str) -> str:
    """A caption beside a heading."""
    return f"<small>{text(words)}</small>"


def note(words: str) -> str:
    """The grey line below a table."""
    return f'<p class="note">{text(words)}</p>'


def size_text(count: int) -> str:
    """Bytes for people: 840 B, 12 KB, 3.1 MB, 1.2 GB."""
    if count < 1024:
        return f"{count} B"
    if count < 1 << 20:
        return f"{count / 1024:.0f} KB"
    return f"{count / (1 << 20):.1f} MB" if count < 1 << 30 else f"{count / (1 << 30):.2f} GB"
