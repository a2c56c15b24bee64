"""Visible text: Chinese is the message id, so the program is never half translated."""

from __future__ import annotations

import gettext
import os

from qmsdesk import paths

_language = os.environ.get("QMSDESK_LANGUAGE", "zh_CN")
_catalogue = gettext.translation("qmsdesk", paths.resources() / "translations", [_language], fallback=True)


def _(text: str) -> str:
    """The text in the language of this run; Chinese when there is no catalogue."""
    return _catalogue.gettext(text)
