"""Chinese line breaking: what may start and end a line, nothing lost, nothing too wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.reports.linebreak import NOT_FIRST, NOT_LAST, wrap


def one(char: str) -> float:
    """Full-width characters are 2, others 1."""
    return 2 if char > "\u2000" else 1


def wide(text: str) -> float:
    return sum(map(one, text))


def test_marks_stay_with_their_words() -> None:
    assert wrap("提升前数据，提升后", 10, one) == ["提升前数", "据，提升后"]
    assert wrap("见程序文件（第二版）", 12, one) == ["见程序文件", "（第二版）"]
    assert wrap("符合《质量手册》要求", 12, one) == ["符合《质量手", "册》要求"]


def test_words_and_numbers_stay_whole() -> None:
    assert wrap("编号 WI-0412 版本", 12, one) == ["编号 WI-0412", "版本"]
    assert wrap("达到 97.5% 以上", 9, one) == ["达到", "97.5% 以", "上"]
    assert wrap("ABCDEFGHIJ", 4, one) == ["ABCD", "EFGH", "IJ"]


def test_given_lines_are_kept() -> None:
    assert wrap("一\n\n二", 10, one) == ["一", "", "二"]
    assert wrap("", 10, one) == [""]
    assert wrap("   ", 10, one) == [""]


def test_a_column_narrower_than_a_character_still_ends() -> None:
    assert wrap("质量管理", 1, one) == ["质", "量", "管", "理"]
    assert "".join(wrap("。" * 50, 4, one)) == "。" * 50


_word = st.sampled_from(["质", "量", "管理体系", "a", "WI-04", "97.5%", "12"])
_sentence = st.lists(
    st.one_of(
        _word,
        st.builds("{}{}".format, _word, st.sampled_from("，。、；：？！")),
        st.builds("（{}）".format, _word),
        st.builds("《{}》，".format, _word),
        st.builds("“{}”。".format, _word),
    ),
    max_size=40,
).map("".join)


@given(_sentence, st.integers(min_value=26, max_value=60))
def test_no_line_starts_or_ends_wrongly(text: str, width: int) -> None:
    lines = wrap(text, width, one)
    assert "".join(lines) == text
    assert all(wide(line) <= width for line in lines)
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


@given(
    st.text(alphabet=st.sampled_from("质量，。（）“” aB1-%\n"), max_size=200), st.integers(min_value=2, max_value=30)
)
def test_any_text_is_kept_and_fits(text: str, width: int) -> None:
    lines = wrap(text, width, one)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(wide(line) <= width for line in lines)


def test_a_range_of_numbers_comes_apart_between_them() -> None:
    assert wrap("HJ-001~HJ-009；FX-01", 8, lambda _char: 1) == ["HJ-001~", "HJ-009；", "FX-01"]
    assert wrap("编号HJ-001", 6, lambda _char: 1) == ["编号", "HJ-001"]
