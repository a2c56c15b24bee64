"""How a good case is written (6.10, annex D): five parts with their shares, how it is counted, its greatest length."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from qmsdesk.i18n import _

LIMIT = 2000
"""The most characters of the five parts together (D.2)."""
LEAST, MOST = 80, 125
"""What of a suggested length still fits, in percent; the standard's 约占 is no bound."""
UNITS = 3
"""The most main drafting units (D.3); there is at least one."""
PLANNED = (1000, 1200, 1500, 1800, LIMIT)
"""Lengths to plan for; the shares of the parts are shares of it."""

Fit = Literal["empty", "short", "fits", "long"]

_SEPARATORS = re.compile(r"[、，,；;\n]+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})


@dataclass(frozen=True)
class Part:
    """One of a) to e) of D.2; ``key`` is its field in the case, ``share`` a percentage of the whole."""

    key: str
    letter: str
    number: str
    title: str
    share: int
    hint: str

    @property
    def heading(self) -> str:
        """As it stands over the part on paper."""
        return f"{self.number}、{self.title}"


PARTS: tuple[Part, ...] = (
    Part("profile", "a", _("一"), _("企业简介"), 5,
         _("简述所属行业、成立时间、经营范围、规模、产品、销售和认证情况；不要求已通过认证。")),
    Part("problem", "b", _("二"), _("急需解决的质量管理问题"), 10,
         _("简述企业在质量管理上的痛点或急需解决的问题。")),
    Part("practice", "c", _("三"), _("提升行动主要做法"), 60,
         _("简述在监管部门、认证机构等帮扶下采取的主要措施与做法，注重问题导向，可以聚焦在某个点。")),
    Part("effect", "d", _("四"), _("质量管理体系认证提升成效"), 20,
         _("尽量用提升前后的数据对比或实际事例，说明前面提到的问题是否（部分）解决，不要空泛。")),
    Part("lesson", "e", _("五"), _("启示"), 5,
         _("简述主要亮点与经验启示，起到总结和画龙点睛的作用。")),
)  # fmt: skip
TITLE_HINT = _("自拟标题，突出亮点特色，切忌空泛")


def count(text: str) -> int:
    """The length as office programs count it (字数): one for each Chinese character and full-width sign, one for each
    run of Latin letters, digits and the signs in it (``GB/T``, ``97.56%``). What cannot be seen counts nothing.
    """
    total, running = 0, False
    for char in text:
        if char.isspace():
            running = False
        elif unicodedata.category(char) in _INVISIBLE:
            continue
        elif _alone(char):
            total, running = total + 1, False
        elif not running:
            total, running = total + 1, True
    return total


def _alone(char: str) -> bool:
    """A character that counts by itself: full width, or a sign or number that Chinese sets full width (“ — … ①)."""
    width = unicodedata.east_asian_width(char)
    return width in "WF" or (width == "A" and unicodedata.category(char)[0] in "PSN")


def suggested(part: Part, planned: int = LIMIT) -> int:
    """How long a part is about to be in a case of the planned length."""
    return (planned * part.share + 50) // 100


def fit(length: int, suggestion: int) -> Fit:
    """Whether a part is empty, shorter or longer than the band around its suggestion, or within it, both ends in."""
    if not length:
        return "empty"
    if length * 100 < LEAST * suggestion:
        return "short"
    return "long" if length * 100 > MOST * suggestion else "fits"


def units(text: str) -> tuple[str, ...]:
    """The drafting units written one after the other."""
    return tuple(name for name in (part.strip() for part in _SEPARATORS.split(text)) if name)
