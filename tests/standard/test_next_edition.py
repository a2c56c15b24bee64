"""ISO 9001:2026 as a hint: the mapping from GB/T 19001—2016 is whole both ways, and no record can be kept by it yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.models.people import Enterprise
from qmsdesk.standard.clauses import DEFAULT_EDITION, EDITIONS, PROJECT_EDITION, Clause, clause, clauses, sort_key
from qmsdesk.standard.next_edition import NEXT, STANDING, is_new, next_clauses, successors

OLD = {each.number for each in clauses("2016")}
NEW = {each.number: each for each in next_clauses()}


@given(st.sampled_from(clauses("2016")), st.sampled_from(["", " a)", " b) 2)"]))
def test_every_clause_of_2016_leads_to_clauses_that_exist(old: Clause, letter: str) -> None:
    found = successors(old.number + letter)
    assert found
    assert all(NEW[each.number] is each for each in found)


def test_every_clause_of_2026_is_led_to_or_new() -> None:
    reached = {each.number for number in OLD for each in successors(number)}
    assert set(NEW) == reached
    assert {number for number in NEW if number not in OLD} == {number for number in NEW if is_new(number)} == {"6.1.3"}


@pytest.mark.parametrize(("old", "new"), [
    ("6.1.1", ["6.1.1", "6.1.2", "6.1.3"]), ("6.1.2", ["6.1.2", "6.1.3"]), ("10.1", ["10.1"]), ("10.3", ["10.1"]),
    ("7.5.3", ["7.5.3"]), ("9.2.2 f)", ["9.2.2"]), ("99", []), ("", []),
])
def test_where_a_clause_went(old: str, new: list[str]) -> None:
    assert [each.number for each in successors(old)] == new


def test_the_local_standard_has_no_coming_edition() -> None:
    assert successors("6.1", PROJECT_EDITION) == ()


def test_catalogue_is_in_order_and_holds_no_text_of_the_standard() -> None:
    numbers = list(NEW)
    assert numbers == sorted(numbers, key=sort_key)
    assert len(numbers) == 91
    for each in NEW.values():
        assert each.title_zh
        assert each.title_en
        assert not each.text
        assert len(each.summary) <= 40
        parent = each.number.rpartition(".")[0]
        assert not parent or parent in NEW
    assert "10.3" not in NEW
    assert NEW["10.1"].title_en == "Continual improvement"


def test_nobody_is_certified_by_it_and_no_record_links_to_it() -> None:
    assert NEXT.key not in EDITIONS
    assert [key for key, _title in Enterprise.EDITION] == [DEFAULT_EDITION] == ["2016"]
    with pytest.raises(UserError):
        clause(NEXT.key, "6.1.3")
    assert EDITIONS[DEFAULT_EDITION].standard in STANDING
