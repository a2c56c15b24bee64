"""How sheets of 表A.1 name its items, judge them and head their columns, beside the standard's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher

from qmsdesk.i18n import _
from qmsdesk.standard.survey import SurveyItem, survey_items

_ENDS = ("", "；", "。")
_PUNCTUATION = re.compile(r"[\s\W_]+")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d)?[、.)\s]")
_LIKE, _OFFERED = 0.6, 3


def _item_words(item: SurveyItem) -> Iterator[str]:
    """How sheets name an item of 表A.1: by code or short name, or in its words, with the number printed before them."""
    place = item.code.partition(".")[2]
    yield from (item.code, item.label, f"{item.code} {item.title}", f"{item.code}、{item.title}")
    yield from (
        f"{mark}{words}{end}"
        for words in dict.fromkeys((item.title, item.label))
        for mark in ("", f"{place}、", f"{place}.")
        for end in _ENDS
    )


_STATES = {
    "good": (_("好"), _("良好"), _("优"), _("优秀"), "√", "✓", _("符合"), _("满足"), _("达标")),
    "fair": (_("中"), _("中等"), _("尚可"), _("基本符合"), _("基本满足"), _("部分符合")),
    "weak": (
        _("差"), _("较差"), _("弱"), _("较弱"), _("不足"), _("不符合"), _("不满足"), _("不达标"), _("欠缺"),
    ),
    "absent": (_("无"), _("没有"), _("未做"), _("没有开展"), _("未实施"), _("未建立"), "×", "✗", "X"),
    "not_applicable": (_("不涉及"), "NA", "N/A", "—", "——"),
}  # fmt: skip
STATE_WORDS = {word: (key,) for key, words in _STATES.items() for word in words}
ITEM_WORDS = {word: (item.code,) for item in survey_items() for word in _item_words(item)}

NOTE_HEADINGS = (
    _("调研情况"), _("调研情况描述"), _("情况描述"), _("情况说明"), _("现状描述"), _("现状说明"), _("现场情况"),
    _("实际情况"), _("调研记录"), _("备注"),
)  # fmt: skip
STATE_HEADINGS = (
    _("状态"), _("调研结果"), _("现状评价"), _("评价结果"), _("评价"), _("结果"), _("评价等级"), _("评价结论"),
    _("评定结果"), _("结论"),
)  # fmt: skip


def likeness(text: str, item: SurveyItem) -> float:
    """How near a name comes to that of an item, 0 to 1; numbers before it and signs in it do not count."""
    word = _bare(text)
    if len(word) < 2:
        return 0
    names = [_bare(name) for name in (item.label, item.title)]
    if len(word) > 2 and any(word in name or name in word for name in names):
        return 0.9
    return max(SequenceMatcher(None, word, name, autojunk=False).ratio() for name in names)


def near_items(text: str) -> tuple[str, ...]:
    """The items a name that is none of theirs may mean, the nearest first, each as code and short name."""
    found = sorted(((likeness(text[:80], item), item) for item in survey_items()), key=lambda each: -each[0])
    return tuple(caption(item) for like, item in found[:_OFFERED] if like >= _LIKE)


def caption(item: SurveyItem) -> str:
    """An item as a sheet can name it without doubt: 3.1 骨干员工流失率."""
    return f"{item.code} {item.label}"


def _bare(text: str) -> str:
    clean = unicodedata.normalize("NFKC", text).strip().casefold()
    return _PUNCTUATION.sub("", _NUMBERED.sub("", clean, count=1) if _NUMBERED.match(clean) else clean)
