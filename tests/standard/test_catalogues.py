"""The standard as data: nine categories, 49 items, clauses, stages, tiers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.standard.categories import CATEGORIES, category, category_of
from qmsdesk.standard.clauses import EDITIONS, base, clause, clauses, lowest, sort_key
from qmsdesk.standard.rows import DIRECTION_TITLES, KIND_TITLES
from qmsdesk.standard.stages import PARTIES, STAGES
from qmsdesk.standard.survey import item, items_of, survey_items, survey_notes
from qmsdesk.standard.tiers import DOCUMENT_AUTHORS, TIERS, tier, tiers_of

# ---- categories ------------------------------------------------------------------------------------------------------


def test_nine_categories_in_order() -> None:
    assert [each.key for each in CATEGORIES] == [
        "compliance", "strategy", "resources", "product_improvement", "purchasing", "realization", "customers",
        "innovation", "distinctive"]
    assert [each.title for each in CATEGORIES if each.title != each.a1_title] == ["质量管理资源配置及管理"]
    assert category("resources").a1_title == "资源配置及管理"
    with pytest.raises(UserError, match="质量"):
        category("质量")


@pytest.mark.parametrize(("text", "key"), [
    ("资源配置及管理", "resources"), ("质量管理资源配置及管理", "resources"), (" 改进与 创新\n", "innovation"),
    ("c）质量管理资源配置及管理", "resources"), ("（七）顾客关系及顾客满意", "customers"),
    ("9、企业特色", "distinctive"), ("customers", "customers"), ("合规与\u3000诚信经营", "compliance"),
    ("顾客关系", None), ("", None), ("c)", None), ("质量", None),
])
def test_category_of(text: str, key: str | None) -> None:
    assert category_of(text) == key


@given(st.text())
def test_category_of_guesses_nothing(text: str) -> None:
    key = category_of(text)
    assert key is None or any(each.key == key for each in CATEGORIES)


# ---- 表A.1 -----------------------------------------------------------------------------------------------------------

def test_49_items() -> None:
    assert [len(items_of(each.key)) for each in CATEGORIES] == [3, 5, 6, 5, 3, 9, 5, 7, 6]
    codes = [each.code for each in survey_items()]
    assert len(codes) == len(set(codes)) == 49
    expected = [f"{place}.{number}" for place, each in enumerate(CATEGORIES, 1)
                for number in range(1, len(items_of(each.key)) + 1)]
    assert codes == expected
    assert len({each.title for each in survey_items()}) == len({each.label for each in survey_items()}) == 49


def test_items_are_whole() -> None:
    for each in survey_items():
        assert each.title
        assert each.label
        assert each.title_en.isascii()
        assert each.formula
        assert each.source
        assert each.kind in KIND_TITLES
        assert each.direction in DIRECTION_TITLES
        assert each.frequency in ("month", "quarter", "half", "year", "event")
        assert (each.kind == "qualitative") == (each.direction == "none")
        assert each.kind != "ratio" or each.unit == "%"
        assert not each.auto or each.registers
        assert each.clauses
        for number in each.clauses:
            assert clause("2016", number).number == number


def test_items_by_code() -> None:
    assert item("6.5").title == "产品一次交验合格率"
    assert item("5.1").clause_refs == ("8.4.2", "8.6", "9.1.3 f)")
    assert item("5.1").clauses == ("8.4.2", "8.6", "9.1.3")
    assert [each.code for each in survey_items() if each.direction == "lower"] == [
        "1.2", "1.3", "3.1", "6.7", "7.2", "7.4", "7.5", "8.2"]
    assert [note[:2] for note in survey_notes()] == ["注1", "注2"]
    with pytest.raises(UserError, match=r"10\.1"):
        item("10.1")


# ---- clauses ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("edition", list(EDITIONS))
def test_catalogue_is_whole_and_in_order(edition: str) -> None:
    numbers = [each.number for each in clauses(edition)]
    assert len(numbers) == len(set(numbers))
    assert numbers == sorted(numbers, key=sort_key)
    for each in clauses(edition):
        assert each.edition == edition
        assert each.title_zh
        assert each.title_en
        parent = each.number.rpartition(".")[0]
        assert not parent or parent in numbers
        number = each.number.rpartition(".")[2]
        if number.isdecimal() and int(number) > 1 and each.number != "4":
            assert f"{parent}.{int(number) - 1}".strip(".") in numbers


def test_gbt_19001_2016() -> None:
    assert [each.number for each in clauses() if "." not in each.number] == ["4", "5", "6", "7", "8", "9", "10"]
    assert (len(clauses()), len(lowest())) == (91, 65)
    assert [each.number for each in clauses() if each.maintain] == ["4.3", "4.4.2", "5.2.2", "6.2.1", "8.1", "8.5.1"]
    assert [each.number for each in clauses() if each.retain] == [
        "4.4.2", "7.1.5.1", "7.1.5.2", "7.2", "8.1", "8.2.3.2", "8.3.2", "8.3.3", "8.3.4", "8.3.5", "8.3.6", "8.4.1",
        "8.5.2", "8.5.3", "8.5.6", "8.6", "8.7.2", "9.1.1", "9.2.2", "9.3.3", "10.2.2"]
    assert all(each.maintain is False and each.retain is False for each in clauses() if each not in lowest())
    assert all(each.summary for each in clauses())
    assert not any(each.text for each in clauses())
    assert clause("2016", "8.5.1 d)") == clause("2016", "8.5.1")
    assert clause("2016", "7.5.3").title_zh == "成文信息的控制"


def test_db3203() -> None:
    forces = {each.force for each in clauses("1023")}
    assert forces == {"应", "须", "宜", "不宜", "可", ""}
    assert [each.number for each in clauses("1023") if each.force == "宜"] == ["6.5.2", "6.9.3", "6.11.2", "6.11.3"]
    assert [each.number for each in clauses("1023") if each.force == "可"] == ["6.2.2", "C.1", "C.2", "C.3"]
    assert (clause("1023", "5.1").force, clause("1023", "6.9.8").force) == ("须", "不宜")
    assert {each.number for each in clauses("1023")} >= {"A", "B", "C", "C.4", "D", "D.3"}
    for each in clauses("1023"):
        assert set(each.who) <= set(PARTIES)
        assert each.who or not each.force
        assert "<" not in each.text
        assert not each.force or each.text or each.number in ("C", "D")
    assert clause("1023", "6.8.1").text.count("认证机构应指导企业组织开展质量管理体系内部审核和管理评审") == 1
    assert clause("1023", "6.7.2.2 c)").text.count("\n") == 4


@pytest.mark.parametrize(("edition", "number"), [("2016", "8.9"), ("2016", ""), ("1023", "E"), ("2026", "4.1")])
def test_an_unknown_clause_is_refused(edition: str, number: str) -> None:
    with pytest.raises(UserError):
        clause(edition, number)


def test_natural_order() -> None:
    given_order = ["6.10", "C.4", "6.9", "5.1.1 b)", "10", "A", "5.1.1", "5.1.1 a)", "4"]
    assert sorted(given_order, key=sort_key) == ["4", "5.1.1", "5.1.1 a)", "5.1.1 b)", "6.9", "6.10", "10", "A", "C.4"]
    assert [base(each) for each in ("8.5.1 d)", "5.1.2a", " C.4 ", "6.7.2.2 c)", "无")] == [
        "8.5.1", "5.1.2", "C.4", "6.7.2.2", "无"]


@given(st.lists(st.text(max_size=8)))
def test_any_words_can_be_sorted(words: list[str]) -> None:
    assert sorted(words, key=sort_key) == sorted(sorted(words), key=sort_key)


# ---- stages and tiers ------------------------------------------------------------------------------------------------

def test_stages() -> None:
    assert "".join(each.key for each in STAGES) == "abcdefghij"
    listed = [line.partition(" ")[2].rstrip("；。") for line in clause("1023", "6.1").text.splitlines()[1:]]
    assert [each.title for each in STAGES] == listed
    assert [clause("1023", each.clause).title_zh for each in STAGES] == listed
    assert [each.key for each in STAGES if each.led_by == ("authority",)] == ["a", "b", "c", "h", "j"]
    assert STAGES[5].led_by_text == "认证机构 / 企业"


def test_tiers() -> None:
    assert "".join(each.key for each in TIERS) == "abcd"
    items = clause("1023", "6.7.2.2").text.splitlines()[1:]
    for each, line in zip(TIERS, items, strict=True):
        assert line.startswith(f"{each.key}) ")
        assert all(topic.title.removeprefix("质量管理体系") in line for topic in each.topics)
    assert all(topic.title in items[2] for topic in DOCUMENT_AUTHORS.topics)
    assert tier("c2") is DOCUMENT_AUTHORS
    with pytest.raises(UserError):
        tier("e")


@pytest.mark.parametrize(("text", "keys"), [
    ("企业负责人;领导层", ("a", "b")), ("企业负责人", ("a", "b")), ("领导层；体系主管", ("b", "c")), ("班组长", ("d",)),
    ("基层技术质量", ("d",)), ("A、d", ("a", "d")), ("b 企业负责人及领导层", ("b",)), ("ｃ", ("c",)),
    ("", ()), ("老板", ()), ("班组长、老板", ()),
])
def test_tiers_of(text: str, keys: tuple[str, ...]) -> None:
    assert tiers_of(text) == keys
