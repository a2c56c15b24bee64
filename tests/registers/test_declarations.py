"""Every declaration says only what its model has, and reads its own texts back."""

from __future__ import annotations

import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.models.base import Fields
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Person
from qmsdesk.registers import kinds
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.spec import Column, Register
from qmsdesk.services import reading

registers = pytest.mark.parametrize("register", ALL, ids=lambda r: r.key)


@registers
def test_fields_belong_to_their_model(register: Register) -> None:
    own = Fields(register.model.fields())
    for f in (*register.fields, *register.search, *register.filters, *register.order_by, *register.sheet.key):
        assert f in own
    for spec in register.lines:
        lines = Fields(spec.model.fields())
        assert spec.parent in lines
        assert all(f in lines for f in (*spec.fields, *spec.natural))
    for verb in register.workflow.verbs:
        states = dict(register.model.status.choices or getattr(register.model, "STATUS", ()) or {"": ""})
        assert set(verb.sources) <= set(states)
        assert not verb.target or verb.target in states


@registers
def test_everything_visible_has_a_label(register: Register) -> None:
    for f in register.fields:
        assert f.verbose_name, f.name
    for spec in register.lines:
        assert all(f.verbose_name for f in spec.fields)
    for column in register.columns:
        assert column.header if isinstance(column, Column) else column.verbose_name


@registers
def test_lists_can_be_searched_sorted_and_filtered(register: Register, sitting) -> None:  # type: ignore[no-untyped-def]
    query = reading.Query(register, search="某 条")
    assert list(query.ids(sitting.db)) == []
    for column in register.columns:
        for descending in (False, True):
            ordered = reading.Query(register, order=reading.Order(column, descending))
            assert len(ordered.ids(sitting.db)) == ordered.count(sitting.db)
    for f in register.filters:
        reading.Query(register).facets(sitting.db, f)


def test_membership_of_fields_is_by_identity() -> None:
    assert Person.name in Fields((Person.post, Person.name))
    assert Person.name not in Fields((Person.post,))
    assert Fields((Person.post, Person.name)).index(Person.name) == 1
    with pytest.raises(ValueError, match="no such field"):
        Fields((Person.post,)).index(Person.name)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
def test_dates_are_read_in_every_way_they_are_written(day: dt.date) -> None:
    ways = ("{:%Y-%m-%d}", "{d.year}.{d.month}.{d.day}", "{d.year}/{d.month}/{d.day}", "{d.year}年{d.month}月{d.day}日",
            "{:%Y%m%d}")  # fmt: skip
    for way in ways:
        text = way.format(day, d=day) if day.year >= 1000 else ""
        assert kinds.from_text(Person.joined_on, text) == day
    assert kinds.date_from_serial((day - dt.date(1899, 12, 30)).days) == day


@pytest.mark.parametrize(
    "text", ["2026-2-30", "2026-13-01", "2025-05", "2016年5月", "昨天", "1899-01-01", "2026-01-01x"]
)
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(kinds.Unreadable):
        kinds.from_text(Person.joined_on, text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_numbers_survive_text(number: Decimal) -> None:
    field = Measurement.value
    assert kinds.from_text(field, kinds.to_text(field, number)) == number
    assert field.python_value(field.db_value(number)) == number


@pytest.mark.parametrize("bad", [1.5, True, float("nan"), Decimal("Infinity"), Decimal("NaN")])
def test_floats_and_what_is_no_number_are_refused(bad: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Measurement.value.db_value(bad)


def test_exact_numbers_are_never_compared_as_text() -> None:
    for compare in (lambda f: f < 1, lambda f: f > 1, lambda f: f <= 1, lambda f: f >= 1, lambda f: f.between(1, 2)):
        with pytest.raises(TypeError, match="compared in Python"):
            compare(Measurement.value)


@given(st.sets(st.sampled_from([key for key, _label in Person.tiers.choices])))
def test_several_choices_survive_storage_and_text(keys: set[str]) -> None:
    field = Person.tiers
    stored = field.python_value(field.db_value(tuple(keys)))
    assert set(stored) == keys
    assert kinds.from_text(field, kinds.to_text(field, stored)) == stored


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("7.5.3；8.6", ("2016/7.5.3", "2016/8.6")),
        ("GB/T 19001—2016 8.5.1 a)、8.6", ("2016/8.5.1a)", "2016/8.6")),
        ("DB3203 6.9.5", ("1023/6.9.5",)),
        ("DB3203/T 1023—2023 6.7.2.3 b)", ("1023/6.7.2.3b)",)),
        ("4~10", ("2016/4~10",)),
        ("/", ()),
    ],
)
def test_clauses_as_people_write_them(text: str, clauses: tuple[str, ...]) -> None:
    assert kinds.from_text(Document.clauses, text) == clauses
    assert kinds.from_text(Document.clauses, kinds.to_text(Document.clauses, clauses)) == clauses


@pytest.mark.parametrize(
    ("text", "period"),
    [("2025-10~2025-12", "2025-10~2025-12"), ("2025年10月至12月", "2025-10~2025-12"), ("2025.10-12", "2025-10~2025-12"),
     ("2025-10", "2025-10~2025-10"), ("2025-11—2026-01", "2025-11~2026-01")],
)  # fmt: skip
def test_periods_as_people_write_them(text: str, period: str) -> None:
    assert kinds.from_text(IndicatorRound.baseline, text) == period


@pytest.mark.parametrize("text", ["2025-12~2025-10", "2025-13", "去年", "20251", "2025-101"])
def test_periods_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(kinds.Unreadable):
        kinds.from_text(IndicatorRound.baseline, text)


@given(st.text(max_size=60))
def test_no_text_breaks_a_kind(text: str) -> None:
    kinds_of_field = (
        Person.name, Person.joined_on, Person.tiers, Person.is_key, Person.group_role, Document.clauses,
        Document.review_months, Measurement.value, Measurement.period, IndicatorRound.baseline, Indicator.remark,
    )  # fmt: skip
    for field in kinds_of_field:
        with contextlib.suppress(kinds.Unreadable):
            value = kinds.from_text(field, text)
            assert value is None or field.python_value(field.db_value(value)) == value


@pytest.mark.parametrize(
    ("text", "line"),
    [("质\u200b量\ufeff部", "质量部"), ("记\udcc7录.pdf", "记 录.pdf"), (" a\r\n\tb ", "a b"),
     ("\u202efdp.exe", "fdp.exe")],
)  # fmt: skip
def test_invisible_marks_make_no_second_name(text: str, line: str) -> None:
    assert kinds.one_line(text) == line
    assert kinds.from_text(Person.name, text) == line
    assert kinds.from_text(Indicator.remark, text).splitlines()[0].isprintable()
