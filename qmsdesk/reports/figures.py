"""Charts for the window, the forms and the bundle: one drawing, three uses, the same bytes for the same data."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from qmsdesk import paths
from qmsdesk.i18n import _
from qmsdesk.reports.text import MISSING, clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_FAMILY = ["Noto Sans SC", "QMSDesk Fallback"]
_MANY = 18  # more points than this are labelled only at their ends and extremes
_APART = 0.075  # of the height of the plot, between labels at the right edge


@dataclass(frozen=True)
class Palette:
    """The colours of a chart; the window passes those of its theme, exports are always light."""

    surface: str = "#FFFFFF"
    text: str = "#1A2330"
    caption: str = "#586473"
    grid: str = "#E8ECF1"
    actual: str = "#1C4E9C"
    target: str = "#C4510C"
    before: str = "#7C8796"
    band: str = "#E4EEFB"


LIGHT = Palette()
DARK = Palette("#1E232A", "#E7EBF0", "#A1ACBA", "#2B323B", "#7DB0F7", "#F0935A", "#8D98A7", "#1C3350")


@dataclass(frozen=True)
class Point:
    """The value of one month (any day of it), in the unit of the chart; ``met`` when it reaches the target."""

    month: dt.date
    value: Decimal
    text: str
    met: bool = False


@dataclass(frozen=True)
class Level:
    """A level drawn across the chart, with the words at its right end."""

    value: Decimal
    label: str


@dataclass(frozen=True)
class ChartData:
    """A run chart of one indicator: two ``targets`` for a range, ``window`` is 提升后取值期 (both ends in)."""

    points: tuple[Point, ...]
    unit: str = "%"
    targets: tuple[Level, ...] = ()
    before: Level | None = None
    started: dt.date | None = None
    window: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True)
class Bar:
    """A category's score: points got of points possible."""

    label: str
    got: Decimal
    possible: Decimal


def run_chart(data: ChartData, palette: Palette = LIGHT, size: tuple[float, float] = (8.2, 3.1)) -> Figure:
    """实际 over the months with 提升目标, 提升前, start of the system and 提升后取值期; ``size`` in inches."""
    figure, axes = _blank(palette, size)
    edge = [level.label for level in (*data.targets, *filter(None, [data.before]))]
    _margins(figure, 0.62, max(map(_inches, edge), default=0.1) + 0.15, 0.28, 0.45)
    if not data.points:
        axes.set_axis_off()
        axes.text(0.5, 0.5, _("还没有数据"), ha="center", family=_FAMILY, fontsize=10, color=palette.caption)
        return figure
    first = _whole(data.points[0].month)
    spots = [_whole(point.month) - first for point in data.points]
    values = [float(point.value) for point in data.points]
    _scale(axes, data, values, palette)
    right = max(spots[-1], *(_place(day, first) for day in data.window or ()), 1) + 0.6
    axes.set_xlim(-0.6, right)
    _months(axes, first, int(right), palette)
    if data.window:
        _window(axes, data.window, first, palette, list(zip(spots, values, strict=True)))
    if data.started and -0.6 < _place(data.started, first) < right:
        _start(axes, data.started, first, palette)
    _levels(axes, data, palette)
    axes.plot(spots, values, color=palette.actual, linewidth=1.6, zorder=3)
    for met, fill in ((True, palette.actual), (False, palette.surface)):
        marked = [number for number, point in enumerate(data.points) if point.met == met]
        places, heights = [spots[number] for number in marked], [values[number] for number in marked]
        axes.plot(
            places, heights, "o", markersize=6, markerfacecolor=fill, markeredgecolor=palette.actual, zorder=4,
            clip_on=False,
        )  # fmt: skip
    _values(axes, spots, values, data, palette)
    return figure


def score_bars(bars: Sequence[Bar], palette: Palette = LIGHT, size: tuple[float, float] = (4.2, 2.9)) -> Figure:
    """Points got of points possible per 评价项目, top to bottom."""
    figure, axes = _blank(palette, size)
    labels = [_safe(bar.label) for bar in bars]
    _margins(figure, max(map(_inches, labels), default=0) + 0.2, 0.1, 0.08, 0.08)
    widest = max((bar.possible for bar in bars), default=Decimal(0)) or Decimal(1)
    for row, bar in enumerate(bars):
        axes.barh(row, float(bar.possible), 0.62, color=palette.surface, edgecolor=palette.before, linewidth=0.8)
        axes.barh(row, float(bar.got), 0.62, color=palette.actual)
        words = f"{bar.got.normalize():f}/{bar.possible.normalize():f}"
        end = float(bar.possible + widest / 40)
        axes.text(end, row, words, va="center", family=_FAMILY, fontsize=9, color=palette.text)
    axes.set_yticks(range(len(bars)), labels, family=_FAMILY, fontsize=9, color=palette.text)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    axes.set_xlim(0, float(widest) * 1.18)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
    return figure


def comparison_bars(
    bars: Sequence[tuple[Level, str]], palette: Palette = LIGHT, size: tuple[float, float] = (4.6, 2.4)
) -> Figure:
    """A few values of one indicator side by side (提升前, 提升目标, 提升后), each with its words over it.

    The axis begins at zero, so that heights can be compared.
    """
    figure, axes = _blank(palette, size)
    _margins(figure, 0.2, 0.2, 0.25, 0.35)
    fills = (palette.before, palette.surface, palette.actual)
    edges = (palette.before, palette.target, palette.actual)
    values = [float(level.value) for level, _words in bars]
    for place, (level, words) in enumerate(bars):
        height = float(level.value)
        axes.bar(place, height, 0.5, color=fills[place % 3], edgecolor=edges[place % 3], linewidth=1.3)
        axes.annotate(
            _safe(words), (place, max(height, 0.0)), xytext=(0, 4), textcoords="offset points", ha="center",
            va="bottom", family=_FAMILY, fontsize=10, color=palette.text,
        )  # fmt: skip
    axes.set_xticks(range(len(bars)), [_safe(level.label) for level, _words in bars], family=_FAMILY, fontsize=10)
    axes.set_yticks([])
    low, high = min([0.0, *values]), max([0.0, *values])
    span = (high - low) or 1.0
    axes.set_xlim(-0.6, len(bars) - 0.4)
    axes.set_ylim(low - (span * 0.1 if low < 0 else 0), high + span * 0.12)
    return figure


def png(figure: Figure, dpi: int = 300) -> bytes:
    """The picture as PNG, without the date and the program in it."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
    return out.getvalue()


def svg(figure: Figure) -> bytes:
    """The picture as SVG with letters as outlines, so that it looks alike where our fonts are not installed."""
    import matplotlib as mpl

    out = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "qmsdesk", "svg.fonttype": "path"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


def _blank(palette: Palette, size: tuple[float, float]) -> tuple[Figure, Axes]:
    _load()
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, dpi=96, facecolor=palette.surface)
    axes = figure.add_subplot(facecolor=palette.surface)
    axes.tick_params(length=0, colors=palette.caption)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color(palette.before)
    return figure, axes


def _margins(figure: Figure, left: float, right: float, top: float, bottom: float) -> None:
    """Margins in inches that hold when the window resizes the figure; the constrained layout draws three times."""
    from matplotlib.layout_engine import LayoutEngine

    class Margins(LayoutEngine):
        _adjust_compatible, _colorbar_gridspec = True, True

        def execute(self, fig: Figure) -> None:
            width, height = fig.get_size_inches()
            fig.subplots_adjust(
                left=min(left / width, 0.4), right=max(1 - right / width, 0.45),
                top=max(1 - top / height, 0.55), bottom=min(bottom / height, 0.45),
            )  # fmt: skip

    figure.set_layout_engine(Margins())


def _inches(text: str) -> float:
    """About the width of a label of 9 points."""
    return sum(0.126 if char > "\u2e80" else 0.073 for char in text)


@cache
def _load() -> frozenset[int]:
    """Make our fonts known to matplotlib, whose cache must not lie in a folder of the user's; what they can draw."""
    os.environ.setdefault("MPLCONFIGDIR", str(paths.cache_dir() / "matplotlib"))
    from matplotlib.font_manager import fontManager, get_font

    codes: set[int] = set()
    for name in ("NotoSansSC-Regular", "QMSDeskFallback-Regular"):
        path = str(paths.resources() / "fonts" / f"{name}.ttf")
        fontManager.addfont(path)
        codes |= get_font(path).get_charmap().keys()
    return frozenset(codes)


def _safe(text: str) -> str:
    """Only what the fonts can draw, and no formulas: a dollar sign is a dollar sign."""
    known = _load()
    text = "".join(char if ord(char) in known or char == "\n" else MISSING for char in clean(text))
    return text.replace("$", r"\$")


def _whole(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _place(day: dt.date, first: int) -> float:
    """A day on the axis: a month's point stands in its middle."""
    return _whole(day) - first - 0.5 + (day.day - 1) / calendar.monthrange(day.year, day.month)[1]


def _scale(axes: Axes, data: ChartData, values: list[float], palette: Palette) -> None:
    """A y axis that starts near the data, and says so."""
    from matplotlib.ticker import MaxNLocator

    shown = values + [float(level.value) for level in (*data.targets, *filter(None, [data.before]))]
    low, high = min(shown), max(shown)
    room = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
    bottom = max(low - room, 0.0) if low >= 0 else low - room
    top = high + room
    if data.unit == "%" and high <= 100 < top:
        top = 100.0
    ticks = [float(tick) for tick in MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(bottom, top)]
    places = max(map(_places, ticks))
    suffix = "%" if data.unit == "%" else ""
    words = [f"{tick:.{places}f}{suffix}" for tick in ticks]
    axes.set_ylim(ticks[0], ticks[-1])
    axes.set_yticks(ticks, words, family=_FAMILY, fontsize=9, color=palette.caption)
    axes.grid(axis="y", color=palette.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    caption = [] if suffix or not data.unit else [_("单位：{unit}").format(unit=_safe(data.unit))]
    if ticks[0] != 0:
        caption.append(_("纵轴从 {low} 起").format(low=words[0]))
    axes.set_title("　".join(caption), loc="left", family=_FAMILY, fontsize=8.5, color=palette.caption)


def _places(tick: float) -> int:
    text = f"{tick:.6f}".rstrip("0")
    return len(text) - text.index(".") - 1


def _months(axes: Axes, first: int, last: int, palette: Palette) -> None:
    step = next(step for step in (1, 2, 3, 6, 12, last + 1) if last / step < 14)
    spots = range(0, last + 1, step)
    labels = []
    for spot in spots:
        year, month = divmod(first + spot, 12)
        words = _("{month}月").format(month=month + 1)
        labels.append(f"{words}\n{year}" if spot == 0 or month < step else words)
    axes.set_xticks(list(spots), labels, family=_FAMILY, fontsize=9, color=palette.caption)


def _window(
    axes: Axes, window: tuple[dt.date, dt.date], first: int, palette: Palette, line: list[tuple[int, float]]
) -> None:
    start, end = (_whole(day) - first for day in window)
    inside = [value for spot, value in line if start <= spot <= end]
    above = bool(inside) and max(inside) < sum(axes.get_ylim()) / 2  # the label keeps clear of the line
    axes.axvspan(start - 0.5, end + 0.5, color=palette.band, linewidth=0, zorder=0)
    axes.text(
        (start + end) / 2, 0.97 if above else 0.03, _("提升后取值期"), transform=axes.get_xaxis_transform(),
        ha="center", va="top" if above else "bottom",
        family=_FAMILY, fontsize=9, color=palette.caption, zorder=5,
    )  # fmt: skip


def _start(axes: Axes, started: dt.date, first: int, palette: Palette) -> None:
    spot = _place(started, first)
    axes.axvline(spot, color=palette.before, linewidth=1.2, linestyle=(0, (1.5, 2)), zorder=1)
    axes.annotate(
        _("{day} 体系运行").format(day=started.strftime("%m-%d")), (spot, 1), xycoords=axes.get_xaxis_transform(),
        xytext=(4, -3), textcoords="offset points", va="top", family=_FAMILY, fontsize=9, color=palette.caption,
        zorder=5,
    )  # fmt: skip


def _levels(axes: Axes, data: ChartData, palette: Palette) -> None:
    """The target and the level before, named at the right edge; names that would touch are moved apart."""
    drawn = [(float(level.value), level.label, palette.target, (0, (5.5, 3))) for level in data.targets]
    if data.before:
        drawn.append((float(data.before.value), data.before.label, palette.before, (0, (1.5, 2))))
    low, high = axes.get_ylim()
    gap = (high - low) * _APART
    place = float("-inf")
    for value, label, colour, dashes in sorted(drawn):
        axes.axhline(value, color=colour, linewidth=1.3, linestyle=dashes, zorder=2)
        place = max(value, place + gap)
        axes.annotate(
            _safe(label), (1, place), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
            va="center", family=_FAMILY, fontsize=9, color=colour if colour == palette.target else palette.caption,
            annotation_clip=False,
        )  # fmt: skip


def _values(axes: Axes, spots: list[int], values: list[float], data: ChartData, palette: Palette) -> None:
    """Value labels on the side that is free: away from the line, and not on a level."""
    last = len(values) - 1
    named: Sequence[int] = range(last + 1)
    if last >= _MANY:
        named = sorted({0, last, values.index(max(values)), values.index(min(values))})
    levels = [float(level.value) for level in (*data.targets, *filter(None, [data.before]))]
    low, high = axes.get_ylim()
    reach = (high - low) * 0.1
    for number in named:
        value = values[number]
        around = [values[near] for near in (number - 1, number + 1) if 0 <= near <= last]
        above = not around or value >= sum(around) / len(around)
        over = any(value < level < value + reach for level in levels) or value + reach > high
        under = any(value - reach < level < value for level in levels) or value - reach < low
        if over != under:
            above = under
        axes.annotate(
            _safe(data.points[number].text), (spots[number], value), xytext=(0, 6 if above else -6),
            textcoords="offset points", ha="center", va="bottom" if above else "top", family=_FAMILY, fontsize=9,
            color=palette.text, zorder=6,
        )  # fmt: skip
