"""Charts: what they show, in both themes, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from qmsdesk.reports.figures import DARK, LIGHT, Bar, ChartData, Level, Palette, Point, png, run_chart, score_bars, svg

VALUES = ["93.9", "94.4", "93.9", "94.5", "95.2", "96.0", "96.9", "97.3", "97.6", "98.1"]
POINTS = tuple(
    Point(dt.date(2025, month, 1), Decimal(text), text, Decimal(text) >= Decimal("97.5"))
    for month, text in enumerate(VALUES, 1)
)
DATA = ChartData(
    POINTS, "%", (Level(Decimal("97.5"), "提升目标 97.5%"),), Level(Decimal("94.2"), "提升前 94.2%"),
    dt.date(2025, 6, 1), (dt.date(2025, 8, 1), dt.date(2025, 10, 31)),
)  # fmt: skip


def words(data: ChartData) -> list[str]:
    axes = run_chart(data).axes[0]
    labels = [*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]
    return [axes.get_title(loc="left"), *(label.get_text() for label in labels)]


def test_everything_is_named() -> None:
    found = words(DATA)
    assert {"提升目标 97.5%", "提升前 94.2%", "06-01 体系运行", "提升后取值期", "纵轴从 92% 起", *VALUES} <= set(found)
    assert [text for text in found if "月" in text][:3] == ["1月\n2025", "2月", "3月"]
    assert found[-5:] == ["92%", "94%", "96%", "98%", "100%"]


def test_points_are_filled_when_the_target_is_met() -> None:
    marks = [line for line in run_chart(DATA).axes[0].lines if line.get_marker() == "o"]
    filled = {line.get_markerfacecolor(): list(line.get_xdata()) for line in marks}
    assert filled == {LIGHT.actual: [8, 9], LIGHT.surface: [0, 1, 2, 3, 4, 5, 6, 7]}


def test_a_range_and_a_unit() -> None:
    points = tuple(Point(dt.date(2025, month, 1), Decimal(20 + month), f"{20 + month}") for month in (1, 2))
    levels = (Level(Decimal(18), "下限 18"), Level(Decimal(26), "上限 26"))
    found = words(ChartData(points, "℃", levels))
    assert {"下限 18", "上限 26"} <= set(found)
    assert found[0].startswith("单位：℃")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_pictures_are_reproducible(palette: Palette) -> None:
    assert png(run_chart(DATA, palette), 60) == png(run_chart(DATA, palette), 60)
    drawn = svg(run_chart(DATA, palette))
    assert drawn == svg(run_chart(DATA, palette))
    assert palette.surface.lower() in drawn.decode().lower()


def test_another_process_makes_the_same_picture() -> None:
    script = (
        "import hashlib, tests.reports.test_figures as t;"
        "print(hashlib.sha256(t.svg(t.run_chart(t.DATA)) + t.png(t.run_chart(t.DATA), 60)).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True,
            cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1] != ""


def test_svg_needs_no_font_and_tells_no_time() -> None:
    drawn = svg(run_chart(DATA))
    root = ET.fromstring(drawn)
    assert not list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert b"<dc:date>" not in drawn
    assert b"<dc:creator>" not in drawn


def test_png_size_follows_the_resolution() -> None:
    with Image.open(io.BytesIO(png(run_chart(DATA, size=(4, 2)), 100))) as image:
        assert image.size == (400, 200)
        assert "Software" not in image.info


@pytest.mark.parametrize("count", [0, 1, 2, 40, 130])
def test_any_number_of_months(count: int) -> None:
    points = tuple(
        Point(dt.date(2015 + month // 12, month % 12 + 1, 15), Decimal(month % 7), f"{month % 7}")
        for month in range(count)
    )
    found = words(ChartData(points, "次"))
    assert png(run_chart(ChartData(points, "次")), 40)
    assert ("还没有数据" in found) == (count == 0)
    assert len([text for text in found if "月" in text]) <= 15


def test_odd_values_and_texts() -> None:
    points = (
        Point(dt.date(2025, 1, 1), Decimal("-1e9"), "$x_1$ \x00😀𫟷"),
        Point(dt.date(2025, 12, 31), Decimal("1E-9"), "\u202e"),
    )
    data = ChartData(points, "$\\frac{", (Level(Decimal(0), "目标" * 60),))
    assert png(run_chart(data, size=(2, 1)), 40)
    assert svg(run_chart(data))


def test_bars_show_points_got_of_possible() -> None:
    bars = [
        Bar("顾客满意", Decimal(20), Decimal(20)),
        Bar("改进与创新", Decimal("3.50"), Decimal(10)),
        Bar("企业特色", Decimal(0), Decimal(0)),
    ]
    axes = score_bars(bars).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["顾客满意", "改进与创新", "企业特色"]
    assert [text.get_text() for text in axes.texts] == ["20/20", "3.5/10", "0/0"]
    assert [patch.get_width() for patch in axes.patches] == [20, 20, 10, 3.5, 0, 0]
    assert png(score_bars([]), 40)
    assert png(score_bars(bars, DARK), 60) == png(score_bars(bars, DARK), 60)
