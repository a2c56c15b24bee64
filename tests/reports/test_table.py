"""The table layer: heads repeat, rows stay whole, cells merge, nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest

from qmsdesk.errors import Cancelled
from qmsdesk.reports.document import LEFT, TOP, Document
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered
from qmsdesk.reports.table import Cell, Row, Table

Pages = Callable[[bytes], list[str]]
Dark = Callable[[bytes, float, float], bool]
HAN = "".join(bytes((0xB0 + number // 90, 0xA1 + number % 90)).decode("gb2312") for number in range(97))
COLUMNS = (Column("序号", 20), Column("名称", 100, "L"), Column("结果", 49))


def draw(rows: Sequence[Row], when: dt.datetime, columns: Sequence[Column] = COLUMNS, **options: float) -> Rendered:
    document = Document("表", "示例企业", when)
    Table(document, columns, **options).draw(rows)
    return document.finish()


def test_head_repeats_and_every_row_is_there_once(when: dt.datetime, pages: Pages) -> None:
    made = draw([(str(no), f"作业指导书 {no} 号", "合格") for no in range(1, 201)], when)
    found = pages(made.data)
    assert made.pages == len(found) > 5
    assert all(text.startswith("序号\n名称\n结果\n") for text in found)
    whole = "\n".join(found)
    assert all(whole.count(f"作业指导书 {no} 号\n") == 1 for no in range(1, 201))
    assert f"第 2 页 共 {made.pages} 页" in found[1]


def test_rows_are_never_split(when: dt.datetime, pages: Pages) -> None:
    rows = [(str(no), "\n".join(f"{no} 行 {line}" for line in range(7)), "") for no in range(40)]
    for text in pages(draw(rows, when).data):
        starts = {int(line.split()[0]) for line in text.splitlines() if line.endswith("行 0")}
        ends = {int(line.split()[0]) for line in text.splitlines() if line.endswith("行 6")}
        assert starts == ends != set()


def test_a_row_higher_than_a_page_is_cut_between_lines(when: dt.datetime, pages: Pages) -> None:
    text = (HAN * 200)[:10_000]
    made = draw([("1", "-", "-"), ("2", text, "-"), ("3", "-", "+")], when)
    found = pages(made.data)
    drawn = "".join(line for page in found for line in page.splitlines() if line[0] in HAN)
    assert drawn == text
    assert made.pages > 4
    assert "+" in found[-1]


def test_cells_merge_down_a_column(when: dt.datetime, dark: Dark, pages: Pages) -> None:
    rows: list[Row] = [("1", Cell("合并", down=2), "甲"), ("2", None, "乙"), ("3", "单独", "丙")]
    made = draw(rows, when, low=10, headed=False)
    first, second = TOP + 10, TOP + 20
    inside = LEFT + 30, LEFT + 110  # in the merged column, beside its centred text
    assert not any(dark(made.data, x, first) for x in inside)
    assert all(dark(made.data, x, second) for x in inside)
    assert dark(made.data, LEFT + 10, first)
    assert dark(made.data, LEFT + 140, first)
    assert pages(made.data)[0].count("合并") == 1


def test_merged_rows_stay_on_one_page(when: dt.datetime, pages: Pages) -> None:
    rows: list[Row] = [(str(no), "行", "") for no in range(29)]
    rows += [("a", Cell("项目", down=4), "组"), ("b", None, "组"), ("c", None, "组"), ("d", None, "组")]
    first, second = pages(draw(rows, when).data)
    assert "组" not in first
    assert second.count("组") == 4


def test_a_group_longer_than_a_page_repeats_its_name(when: dt.datetime, pages: Pages) -> None:
    rows: list[Row] = [("1", Cell("项目", down=60), "x"), *[(str(no), None, "x") for no in range(2, 61)]]
    found = pages(draw(rows, when).data)
    assert len(found) > 1
    assert all("项目" in text for text in found)
    assert sum(text.count("x\n") for text in found) == 60


def test_a_long_merged_text_makes_its_rows_higher(when: dt.datetime, pages: Pages) -> None:
    long = HAN * 4
    rows: list[Row] = [("1", Cell(long, down=2), "-"), ("2", None, "-")]
    (text,) = pages(draw(rows, when).data)
    assert "".join(line for line in text.splitlines() if line[0] in HAN) == long


def test_cells_stretch_across(when: dt.datetime, dark: Dark) -> None:
    made = draw([(Cell("横跨", across=2), None, "丙"), ("1", "乙", "丙")], when, low=10, headed=False)
    assert not dark(made.data, LEFT + 20, TOP + 5)
    assert dark(made.data, LEFT + 20, TOP + 15)


def test_only_black(when: dt.datetime) -> None:
    made = draw([("1", "甲", "乙")], when)
    assert b" rg" not in made.data
    assert made.unprintable == ()


def test_columns_too_narrow_for_a_character(when: dt.datetime, pages: Pages) -> None:
    columns = [Column(str(no), 1.7) for no in range(100)]
    assert "管" in pages(draw([["质量管理"] * 100], when, columns).data)[0]


def test_hostile_cells(when: dt.datetime, archival: Callable[[bytes], None], pages: Pages) -> None:
    nasty = [
        "\x00\x07\x1b[31m\x85",
        "\u202e倒\u2066",
        ") Tj ET (",
        "\\",
        "\ud800",
        "😀",
        "=1+1",
        "x" * 5000,
        "\n" * 300,
    ]
    made = draw([("1", text, "行") for text in nasty], when)
    archival(made.data)
    assert made.unprintable == ("U+D800", "😀 U+1F600")
    assert ") Tj ET (" in "".join(pages(made.data))


def test_drawing_can_be_stopped(when: dt.datetime) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == limit:
            raise Cancelled

    for limit in (1, 3, 10):  # while rows are laid out and while they are drawn
        seen: list[tuple[int, int]] = []
        with pytest.raises(Cancelled):
            Table(Document("表", "示例企业", when), COLUMNS).draw([("1", "甲", "乙")] * 500, stop)
        assert seen == sorted(seen)
        assert {total for _done, total in seen} == {1000}
        assert (seen[-1][0] >= 500) == (limit == 10)
