"""The check of 统一社会信用代码: right ones pass, every slip is told, nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qmsdesk.standard.credit_code import ALPHABET, LENGTH, check_character, problem

FIRST = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
# A code published as the example of the standard's own arithmetic, and that of the fictional sample enterprise.
KNOWN = ("91350100M000100Y43", "91320312MA00HY002H")


@pytest.mark.parametrize("code", [*KNOWN, " 91350100m000100y43 ", "９１３５０１００M000100Y43", "91350100-M000100Y4-3"])
def test_right_codes(code: str) -> None:
    assert problem(code) == ""


@given(FIRST)
def test_the_check_character_makes_a_code_right(first: str) -> None:
    assert problem(first + check_character(first)) == ""


@given(FIRST, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(first: str, place: int, sign: str) -> None:
    code = first + check_character(first)
    assume(code[place] != sign)
    assert "校验位不符" in problem(code[:place] + sign + code[place + 1 :])


@given(FIRST, st.integers(0, LENGTH - 2))
def test_two_neighbours_exchanged_are_always_found(first: str, place: int) -> None:
    code = first + check_character(first)
    assume(code[place] != code[place + 1])
    assert problem(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


def test_what_is_said() -> None:
    assert problem("9135010") == "统一社会信用代码应为 18 位，现在是 7 位（GB 32100）"
    wrong = problem("91350100M000100Y44")
    assert "按前 17 位算应为 3，现在是 4" in wrong
    assert "不一定是最后一位" in wrong
    mended = problem("9135O100M000100Y43")
    assert "第 5 位“O”" in mended
    assert mended.endswith("换成 91350100M000100Y43 则校验位相符")
    assert "换成" not in problem("9135O100M000100Y44")  # the digit it is taken for does not make it right
    assert "换成" not in problem("9135V100M000100Y43")


@given(st.text())
def test_anything_gets_an_answer(text: str) -> None:
    assert isinstance(problem(text), str)
