"""A clause in words: the own text of DB3203/T 1023, a public local standard; of GB/T 19001 title and a line of ours."""

from __future__ import annotations

import unicodedata
from html import escape

from qmsdesk.i18n import _
from qmsdesk.registers.kinds import parse_clauses
from qmsdesk.standard.clauses import DEFAULT_EDITION, EDITIONS, PROJECT_EDITION, Clause, base, clauses
from qmsdesk.standard.next_edition import NEXT, STANDING, TRANSLATED, is_new, next_clauses, successors
from qmsdesk.views.theme.tokens import Tokens

ALL = "*"
"""Names no clause: all of them are listed."""
COMING = "next"
"""Names the overview of the coming edition."""
LINE = "line-height:112%; margin:5px 0"


def html(key: str, tokens: Tokens) -> str:
    """The clause, with ways up and down; a list of all clauses when it is not known."""
    if key == COMING:
        return _coming(tokens)
    found = find(key)
    return _clause(found, tokens) if found else _contents(tokens)


def find(key: str) -> Clause | None:
    """The clause a record stores (``1023/6.9.5``) or a tag names (6.9.5, 附录 C, GB/T 19001 7.5); else the one above.

    A number alone is one of DB3203/T 1023, as on the tags of the pages.
    """
    text = unicodedata.normalize("NFKC", key).strip()
    for word in (_("附录"), _("表")):
        text = text.removeprefix(word).strip()
    edition, slash, number = text.partition("/")
    if not slash or edition not in EDITIONS:
        edition, number = PROJECT_EDITION, base(text)
        if not any(c.number == number for c in clauses(edition)):
            try:
                edition, _slash, number = parse_clauses(text)[0].partition("/")
            except (ValueError, IndexError):
                return None
    if edition not in EDITIONS:
        return None
    known = {c.number: c for c in clauses(edition)}
    number = base(number)
    while number and number not in known:
        number = number.rpartition(".")[0]
    return known.get(number)


def _clause(found: Clause, tokens: Tokens) -> str:
    standard = EDITIONS[found.edition]
    quiet = f"color:{tokens.text3}; {LINE}"
    parts = [f"<p style='{quiet}'>{escape(standard.standard)}　{escape(standard.title_zh)}</p>",
             f"<h3>{escape(_name(found))}</h3>"]  # fmt: skip
    if found.title_en:
        parts.append(f"<p style='{quiet}'>{escape(found.title_en)}</p>")
    parts += _words(found)
    if found.maintain or found.retain:
        words = [_("保持成文信息（文件）")] * found.maintain + [_("保留成文信息（记录）")] * found.retain
        parts.append(f"<p style='{LINE}'><b>{escape('、'.join(words))}</b></p>")
    known = clauses(found.edition)
    below = [c for c in known if c.number.rpartition(".")[0] == found.number]
    for each in below:
        parts.append(_entry(each, tokens))
        if not found.text:  # a heading only: what stands under it is what was asked for
            parts += _words(each)
    above = next((c for c in known if c.number == found.number.rpartition(".")[0]), None)
    if above is not None:
        parts.append(f"<p style='{quiet}'>{_('上一级：{}').format(_link(above, tokens))}</p>")
    return "".join([*parts, *_hint(found, tokens)])


def _hint(found: Clause, tokens: Tokens) -> list[str]:
    """Where the clause stands in the coming edition and what changes, quietly: it binds nobody yet."""
    later = successors(found.number) if found.edition == DEFAULT_EDITION else ()
    if not later:
        return []
    quiet = f"color:{tokens.text3}; {LINE}"
    named = escape("、".join(f"{each.number} {each.title_zh}" for each in later))
    link = f"<a style='color:{tokens.accent}' href='{COMING}'>{escape(NEXT.standard)}</a>"
    notes = [f"{each.number}　{each.summary}" for each in later if each.summary]
    same = len(later) == 1 and later[0].number == found.number and not notes
    said = notes or ([_("条号没有变，没有大的改动。")] if same else [])
    return [
        rule(tokens),
        f"<p style='{quiet}'>{link}：{named}</p>",
        *(f"<p style='{quiet}'>{escape(line)}</p>" for line in said),
        f"<p style='{quiet}'>{escape(STANDING)}</p>",
    ]


def _coming(tokens: Tokens) -> str:
    """All clauses of the coming edition, with where they come from and what changes."""
    quiet = f"color:{tokens.text3}; {LINE}"
    title, note, fresh = _("{} 与现行版本对照").format(NEXT.standard), _("这里只作提示，供换版前了解。"), _("新条号")
    parts = [f"<h3>{escape(title)}</h3>", f"<p style='{LINE}'><b>{escape(STANDING)}</b></p>",
             f"<p style='{quiet}'>{escape(note)}{escape(TRANSLATED)}</p>"]  # fmt: skip
    before: dict[str, list[Clause]] = {}
    for old in clauses(DEFAULT_EDITION):
        for each in successors(old.number):
            before.setdefault(each.number, []).append(old)
    for each in next_clauses():
        if each.untitled and not each.summary:
            continue  # a paragraph of the clause above, unchanged
        indent = 12 * each.number.count(".")
        line = escape(f"{each.number} {each.title_zh}")
        olds = before.get(each.number, [])
        if [old.number for old in olds] != [each.number]:
            line += "　← " + "、".join(_link(old, tokens, short=True) for old in olds)
        if is_new(each.number):
            line += f"　<b>{escape(fresh)}</b>"
        parts.append(f"<p style='line-height:112%; margin:3px 0 0 {indent}px'>{line}</p>")
        if each.summary:
            parts.append(f"<p style='color:{tokens.text3}; margin:0 0 3px {indent}px'>{escape(each.summary)}</p>")
    return "".join(parts)


def rule(tokens: Tokens) -> str:
    """A thin line between two parts, in the colour of borders."""
    return f"<hr style='background-color:{tokens.border}'/>"


def _words(found: Clause) -> list[str]:
    return [f"<p style='{LINE}'>{escape(line)}</p>" for line in (found.text or found.summary).splitlines()]


def _contents(tokens: Tokens) -> str:
    parts = []
    for edition in reversed(list(EDITIONS.values())):
        parts.append(f"<h3>{escape(edition.standard)}</h3>")
        if edition.key == DEFAULT_EDITION:
            words = escape(_("{} 对照").format(NEXT.standard))
            parts.append(f"<p style='{LINE}'><a style='color:{tokens.accent}' href='{COMING}'>{words}</a></p>")
        parts += [_entry(c, tokens) for c in clauses(edition.key)]
    return "".join(parts)


def _entry(found: Clause, tokens: Tokens) -> str:
    indent = 12 * found.number.count(".")
    return f"<p style='line-height:112%; margin:3px 0 3px {indent}px'>{_link(found, tokens)}</p>"


def _link(found: Clause, tokens: Tokens, *, short: bool = False) -> str:
    target = escape(f"{found.edition}/{found.number}", quote=True)
    words = escape(found.number if short else _name(found))
    return f"<a style='color:{tokens.accent}' href='{target}'>{words}</a>"


def _name(found: Clause) -> str:
    """Number and title; the titles of annexes hold their letter."""
    return found.title_zh if found.title_zh.startswith(_("附录")) else f"{found.number} {found.title_zh}"
