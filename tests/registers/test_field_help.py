"""The help on fields: every field that is filled in has a text, no text is without a field, all is written plainly."""

from __future__ import annotations

import re

import pytest

from qmsdesk.models.base import Base
from qmsdesk.models.project import Survey
from qmsdesk.registers.catalogue import ALL, BY_KEY
from qmsdesk.registers.field_help import COMMON, FieldHelp, Place, help_at, help_named, help_of, places, purpose, source
from qmsdesk.standard.clauses import clause

PLACES = [(place, field) for register in ALL for place, field in places(register)]
ALL_HELP = [found for place, _field in PLACES if (found := help_at(place)) is not None]
WRITTEN = [
    (register, line, name)
    for register, part in source().items()
    for line, entries in (("", part["fields"]), *part.get("lines", {}).items())
    for name in entries
]


def test_every_field_of_every_register_and_child_row_has_its_help() -> None:
    missing = [place.key for place, _field in PLACES if help_at(place) is None]
    assert missing == []
    assert len(PLACES) > 500
    assert [register.key for register in ALL if not purpose(register)] == []


def test_no_help_is_without_a_field() -> None:
    known = {(place.register, place.line, place.name) for place, _field in PLACES}
    shared = {name for register, _line, name in known if name in source()[COMMON]["fields"]}
    assert [each for each in WRITTEN if each[0] != COMMON and each not in known] == []
    assert set(source()[COMMON]["fields"]) == shared == {"number", "clauses", "remark", "late_reason", "plan_item"}


def test_a_field_is_found_by_itself_and_by_its_key() -> None:
    for place, field in PLACES:
        found = help_of(field)
        assert found is not None
        assert help_named(place.key) == found
        assert (found.place, found.title) == (place, str(field.verbose_name))
    plan = help_named("plan/plan_item/pain")
    assert plan is not None
    assert (plan.title, plan.where, plan.clause) == ("痛点", "提升方案 · 方案项", "1023/6.6")


@pytest.mark.parametrize("key", ["", "enterprise", "enterprise//none", "none//name", "plan/none/pain", "a/b/c/d"])
def test_what_is_no_field_has_no_help(key: str) -> None:
    assert help_named(key) is None


def test_a_field_that_nobody_fills_has_no_help() -> None:
    assert help_of(Survey.id) is None
    assert help_of(Base.id) is None
    assert help_at(Place("survey", "", "status")) is None


def flaw(found: FieldHelp) -> str:
    """What is wrong with a text, empty when nothing is."""
    long = max(len(sentence) for sentence in found.how.split("。"))
    wrong = {
        "length": not 4 <= len(found.how) <= 90,
        "sentence": long > 60,
        "end": not found.how.endswith("。"),
        "example": not found.example,
        "word": bool(re.search("[您！!]|应当|予以|进行(?!动)|系统错误", found.how)),
        "quotes": found.how.count("“") != found.how.count("”"),
    }
    return " ".join(name for name, it_is in wrong.items() if it_is)


def test_texts_are_plain() -> None:
    assert len(ALL_HELP) > 500
    assert {found.place.key: flaw(found) for found in ALL_HELP if flaw(found)} == {}


def test_clauses_behind_the_fields_exist() -> None:
    for found in ALL_HELP:
        edition, _slash, number = found.clause.partition("/")
        if found.clause:
            assert clause(edition, number)
    assert BY_KEY["diagnosis"].clauses == ("1023/6.5.8",)


def test_texts_are_no_copies_of_each_other() -> None:
    said = [(entry["how"], entry["example"]) for part in source().values() for entries in
            (part["fields"], *part.get("lines", {}).values()) for entry in entries.values()]  # fmt: skip
    assert len(said) - len(set(said)) < 6
