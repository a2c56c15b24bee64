"""How a case is counted and weighed (annex D)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.standard.case_rules import LIMIT, PARTS, count, fit, suggested, units

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5))


def test_five_parts_share_the_whole() -> None:
    assert [(part.letter, part.share) for part in PARTS] == [("a", 5), ("b", 10), ("c", 60), ("d", 20), ("e", 5)]
    assert [suggested(part) for part in PARTS] == [100, 200, 1200, 400, 100]
    assert [suggested(part, 1100) for part in PARTS] == [55, 110, 660, 220, 55]


@pytest.mark.parametrize(("text", "length"), [
    ("", 0), (" \n\t\u3000", 0), ("质量", 2), ("质量。", 3), ("“质量”——提升", 8), ("质量 管理", 4),
    ("hello world", 2), ("GB/T 19001—2016", 4), ("由 94.2% 升到 97.7%", 5), ("96.73%", 1), ("用时18min", 3),
    ("45 min", 2), ("质量,管理", 5), ("，", 1), ("ｍｍ", 2), ("第\u200b一", 2), ("e\u0301t\u00e9", 1), ("①②", 2),
    ("ＡＢ", 2), ("カナ", 2), ("𠮷", 1), ("→", 1), ("a-b c", 2), ("QC 七大工具", 5),
])  # fmt: skip
def test_count(text: str, length: int) -> None:
    assert count(text) == length


@given(CHINESE, CHINESE)
def test_chinese_counts_by_character(first: str, second: str) -> None:
    assert count(first) == len(first)
    assert count(first + "\n " + second) == len(first) + len(second)


@given(st.text(), st.text())
def test_blanks_part_words_and_nothing_else(first: str, second: str) -> None:
    apart = count(first) + count(second)
    assert count(f"{first} {second}") == apart
    assert apart - 1 <= count(first + second) <= apart


@given(st.text())
def test_count_never_exceeds_the_characters(text: str) -> None:
    assert 0 <= count(text) <= len(text)


@pytest.mark.parametrize(("length", "suggestion", "verdict"), [
    (0, 100, "empty"), (79, 100, "short"), (80, 100, "fits"), (125, 100, "fits"), (126, 100, "long"), (1, 1, "fits"),
])  # fmt: skip
def test_the_band_holds_its_ends(length: int, suggestion: int, verdict: str) -> None:
    assert fit(length, suggestion) == verdict


def test_units_are_parted_by_any_sign() -> None:
    assert units("甲公司、乙认证机构；丙局\n") == ("甲公司", "乙认证机构", "丙局")
    assert units("甲公司，乙；、 ") == ("甲公司", "乙")
    assert units(" 、 ") == ()
    assert LIMIT == 2000
