"""The tones of state words that only the chain shows as pills."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.views.theme.tokens import Tone

_TONES: dict[str, Tone] = {
    _("较好"): "ok",
    _("薄弱"): "warn",
    _("未开展"): "bad",
    _("采纳"): "ok",
    _("不采纳"): "neutral",
}


def tone_of(word: str) -> Tone | None:
    """The tone of a state; None where the word alone has one."""
    return _TONES.get(word)
