"""统一社会信用代码: 18 characters, the last a check character (GB 32100—2015)."""

from __future__ import annotations

import unicodedata

from qmsdesk.i18n import _

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V and Z, which look like digits or each other."""
_TAKEN_FOR = {"O": "0", "I": "1", "Z": "2", "S": "5"}


def normal(text: str) -> str:
    """Half width, capital letters, without spaces and hyphens: as it is compared, not as it is stored."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split()).replace("-", "")


def check_character(first: str) -> str:
    """The character that belongs behind the first 17, which must all be of the alphabet."""
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(first[: LENGTH - 1]))
    return ALPHABET[-total % 31]


def problem(text: str) -> str:
    """What is wrong with a code, in a sentence; empty when it is right.

    A wrong check character tells that some character is wrong, not which. A letter the standard excludes is put right
    in the sentence only when the code comes out right with the digit it is taken for.
    """
    code = normal(text)
    if len(code) != LENGTH:
        return _("统一社会信用代码应为 18 位，现在是 {} 位（GB 32100）").format(len(code))
    strange = [(place, sign) for place, sign in enumerate(code, 1) if sign not in ALPHABET]
    if strange:
        named = "、".join(_("第 {place} 位“{sign}”").format(place=place, sign=sign) for place, sign in strange)
        mended = "".join(_TAKEN_FOR.get(sign, sign) for sign in code)
        said = _("统一社会信用代码{}不是代码用的字符（不用字母 I、O、S、V、Z）").format(named)
        right = set(mended) <= set(ALPHABET) and mended[-1] == check_character(mended)
        return said + (_("；换成 {} 则校验位相符").format(mended) if right else "")
    due = check_character(code)
    if code[-1] != due:
        text = _("统一社会信用代码校验位不符：按前 17 位算应为 {due}，现在是 {has}；有一位抄错，不一定是最后一位")
        return text.format(due=due, has=code[-1])
    return ""
