"""怎么填 and 示例 of one field, or what a register is for with the list of its fields, for the help."""

from __future__ import annotations

from html import escape

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.field_help import FieldHelp, help_at, help_named, places, purpose
from qmsdesk.registers.spec import Register
from qmsdesk.views.office import clause_text
from qmsdesk.views.theme.tokens import Tokens

FIELD, REGISTER = "field:", "register:"
"""What the links to a field and to the list of a register begin with."""


def html(key: str, tokens: Tokens) -> str:
    """What a link beginning with ``FIELD`` or ``REGISTER`` leads to; nothing for one that leads nowhere."""
    if key.startswith(FIELD):
        found = help_named(key.removeprefix(FIELD))
        return field(found, tokens) if found else ""
    register = BY_KEY.get(key.removeprefix(REGISTER))
    return all_fields(register, tokens) if register else ""


def field(found: FieldHelp, tokens: Tokens) -> str:
    """One field; the way to the others of its register stands above it."""
    quiet = f"color:{tokens.text3}; {clause_text.LINE}"
    parts = [f"<p style='{quiet}'>{_register_link(found, tokens)}</p>", f"<h3>{escape(found.title)}</h3>",
             _head(_("怎么填")), f"<p style='{clause_text.LINE}'>{escape(found.how)}</p>"]  # fmt: skip
    if found.example:
        lines = "".join(f"<p style='{clause_text.LINE}'>{escape(each)}</p>" for each in found.example.splitlines())
        parts += [_head(_("示例")), f"<table width='100%' cellpadding='6' bgcolor='{tokens.subtle}'><tr><td>{lines}"
                  "</td></tr></table>"]  # fmt: skip
    return "".join(parts)


def about(register: Register, tokens: Tokens) -> str:
    """What a register is for, and the way to the list of its fields."""
    said = purpose(register)
    if not said:
        return ""
    words = escape(_("各项怎么填"))
    target = f"<a style='color:{tokens.accent}' href='{REGISTER}{register.key}'>{words}</a>"
    return (
        _head(register.title) + f"<p style='{clause_text.LINE}'>{escape(said)}</p><p style='{clause_text.LINE}'>"
        f"{target}</p>"
    )


def all_fields(register: Register, tokens: Tokens) -> str:
    """What a register is for, and how each of its fields is filled in, in short."""
    parts = [f"<h3>{escape(register.title)}</h3>", f"<p style='{clause_text.LINE}'>{escape(purpose(register))}</p>"]
    before = ""
    for place, _field in places(register):
        found = help_at(place)
        if found is None:
            continue
        if place.line != before:
            before = place.line
            parts.append(_head(register.lines_of(place.line).title))
        link = f"<a style='color:{tokens.accent}' href='{FIELD}{place.key}'>{escape(found.title)}</a>"
        parts.append(f"<p style='{clause_text.LINE}'>{link}　{escape(found.how)}</p>")
    return "".join(parts)


def _head(text: str) -> str:
    return f"<p style='margin:10px 0 2px'><b>{escape(text)}</b></p>"


def _register_link(found: FieldHelp, tokens: Tokens) -> str:
    return (
        f"<a style='color:{tokens.accent}' href='{REGISTER}{found.place.register}'>{escape(found.where)}</a>"
    )
