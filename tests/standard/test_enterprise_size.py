"""划型 by the table of 2017: all 16 rows, the vectors, and what holds for any figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.errors import UserError
from qmsdesk.standard.enterprise_size import (
    CLASSES,
    MEASURES,
    Industry,
    Size,
    by_code,
    classify,
    industries,
    industry,
    is_code,
    source,
)

ORDER = list(CLASSES)[::-1]
TABLE = """
1 农、林、牧、渔业|Y|20000|500|50
2 工业|X/Y|1000/40000|300/2000|20/300
3 建筑业|Y/Z|80000/80000|6000/5000|300/300
4 批发业|X/Y|200/40000|20/5000|5/1000
5 零售业|X/Y|300/20000|50/500|10/100
6 交通运输业|X/Y|1000/30000|300/3000|20/200
7 仓储业|X/Y|200/30000|100/1000|20/100
8 邮政业|X/Y|1000/30000|300/2000|20/100
9 住宿业|X/Y|300/10000|100/2000|10/100
10 餐饮业|X/Y|300/10000|100/2000|10/100
11 信息传输业|X/Y|2000/100000|100/1000|10/100
12 软件和信息技术服务业|X/Y|300/10000|100/1000|10/50
13 房地产开发经营|Y/Z|200000/10000|1000/5000|100/2000
14 物业管理|X/Y|1000/5000|300/1000|100/500
15 租赁和商务服务业|X/Z|300/120000|100/8000|10/100
16 其他未列明行业|X|300|100|10
"""
LETTERS = {"X": "employees", "Y": "revenue", "Z": "assets"}
figures = st.decimals(0, 300000, places=2, allow_nan=False, allow_infinity=False)


def classed(row: str, x: int | None = None, y: str | int | None = None, z: str | int | None = None) -> str:
    key = next(each.key for each in industries() if each.title.startswith(row))
    amounts = [None if each is None else Decimal(each) for each in (y, z)]
    return classify(key, x, *amounts).title


def put(row: Industry, amounts: list[Decimal]) -> Size:
    given = dict(zip(row.measures, amounts, strict=True))
    return classify(row.key, given.get("employees"), given.get("revenue"), given.get("assets"))


def test_the_table_is_that_of_2017() -> None:
    rows = [
        f"{row.key} {row.title}|{'/'.join(k for m in row.measures for k, name in LETTERS.items() if name == m)}|"
        + "|".join("/".join(str(bound) for bound in row.bounds[key]) for key in ("large", "medium", "small"))
        for row in industries()
    ]
    assert rows == TABLE.strip().splitlines()
    assert "国统字〔2017〕213号" in source()
    assert all(set(row.measures) <= set(MEASURES) for row in industries())
    with pytest.raises(UserError, match="17"):
        industry("17")


@pytest.mark.parametrize(("row", "x", "y", "z", "title"), [
    ("工业", 40, 1860, None, "小型"), ("工业", 40, 5200, None, "小型"), ("工业", 20, 300, None, "小型"),
    ("工业", 19, 300, None, "微型"), ("工业", 20, 299, None, "微型"), ("工业", 350, 250, None, "微型"),
    ("工业", 1200, 30000, None, "中型"), ("工业", 999, 40000, None, "中型"), ("工业", 1000, 40000, None, "大型"),
    ("工业", 20, "299.99", None, "微型"),
    ("物业", 86, 620, None, "微型"), ("物业", 100, 500, None, "小型"), ("餐饮", 28, 420, None, "小型"),
    ("批发", 6, 900, None, "微型"), ("仓储", 150, 1500, None, "中型"), ("仓储", 99, 1500, None, "小型"),
    ("租赁", 30, None, 90, "微型"), ("租赁", 30, None, 100, "小型"), ("农", None, 50, None, "小型"),
    ("其他", 9, None, None, "微型"), ("其他", 10, None, None, "小型"), ("建筑", None, 6000, 4999, "小型"),
])  # fmt: skip
def test_the_vectors(row: str, x: int | None, y: int | str | None, z: int | None, title: str) -> None:
    assert classed(row, x, y, z) == title


def test_the_deciding_figures_stand_in_words() -> None:
    small = classify("2", 40, Decimal(1860), None)
    assert small.is_small_or_micro
    assert small.basis == (
        "工业，从业人员 40 人、营业收入 1860 万元，同时达到小型下限 20 人、300 万元，未达到中型下限 300 人、2000 万元"
    )
    assert classify("2", 40, Decimal("5200.50"), None).basis.endswith("、300 万元，未达到中型下限 300 人")
    assert classify("16", 9, None, None).basis == "其他未列明行业，从业人员 9 人，未达到小型下限 10 人"
    large = classify("16", 300, None, None)
    assert (large.is_small_or_micro, large.basis) == (False, "其他未列明行业，从业人员 300 人，达到大型下限 300 人")


def test_figures_that_are_missing_are_named() -> None:
    assert classify("", 40, Decimal(1860), None) == Size("", "", ("划型行业",))
    assert classify("2", None, None, Decimal(5)).missing == ("从业人员", "营业收入")
    assert classify("3", 9, Decimal(1), None).missing == ("资产总额",)
    empty = classify("2", None, Decimal(1), None)
    assert (empty.title, empty.is_small_or_micro) == ("", False)


@given(st.sampled_from(industries()), st.data())
def test_more_of_anything_never_makes_an_enterprise_smaller(row: Industry, data: st.DataObject) -> None:
    amounts = [data.draw(figures) for _name in row.measures]
    place = data.draw(st.integers(0, len(amounts) - 1))
    more = list(amounts)
    more[place] += data.draw(figures)
    assert ORDER.index(put(row, more).key) >= ORDER.index(put(row, amounts).key)


@pytest.mark.parametrize("row", industries(), ids=lambda row: row.title)
@pytest.mark.parametrize("key", ["large", "medium", "small"])
def test_a_bound_itself_belongs_to_the_class_and_any_figure_below_it_does_not(row: Industry, key: str) -> None:
    bounds = list(row.bounds[key])
    assert put(row, bounds).key == key
    for place in range(len(bounds)):
        less = list(bounds)
        less[place] -= Decimal("0.01")
        assert put(row, less).key == ORDER[ORDER.index(key) - 1]


@pytest.mark.parametrize(("code", "title"), [
    ("C34", "工业"), ("c3484", "工业"), ("３４８４", "工业"), ("B", "工业"), ("51", "批发业"), ("F5212", "零售业"),
    ("5910", "交通运输业"), ("G592", "仓储业"), ("59", None), ("7010", "房地产开发经营"), ("7020", "物业管理"),
    ("7030", "其他未列明行业"), ("704", None), ("70", None), ("53", None), ("J66", None), ("83", None), ("Q84", None),
    ("Q85", "其他未列明行业"), ("A34", None), ("", None), ("机械", None), ("L", "租赁和商务服务业"),
    ("65", "软件和信息技术服务业"),
])  # fmt: skip
def test_the_row_of_a_code(code: str, title: str | None) -> None:
    found = by_code(code)
    assert (found.title if found else None) == title


@given(st.text(max_size=8))
def test_any_text_is_a_code_or_not(text: str) -> None:
    if by_code(text) is not None:
        assert is_code(text)
