"""Medians over repeats, figures beside their floors, and the table of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MARGIN = 1.15  # a limit counts as broken beyond this factor; one run on a busy machine scatters so much


@dataclass(frozen=True)
class Figure:
    """A time of the program beside its floor, in seconds; ``limit`` is the most that value / floor may be, 0 = none.

    ``promised`` is the time that users are promised, 0 = none. It is marked when it is missed, but breaks nothing: how
    fast the machine is, and what else it does, is not the program's.
    """

    name: str
    value: float
    floor: float
    floor_name: str
    limit: float = 0.0
    note: str = ""
    promised: float = 0.0

    @property
    def ratio(self) -> float:
        return self.value / self.floor

    @property
    def broken(self) -> bool:
        return bool(self.limit) and self.ratio > self.limit * MARGIN


@dataclass(frozen=True)
class Size:
    """A size beside its limit, in MB."""

    name: str
    value: float
    limit: float

    @property
    def broken(self) -> bool:
        return self.value > self.limit * MARGIN


def median(act: Callable[[], object], repeats: int) -> float:
    """The median time of an act, in seconds."""
    return statistics.median(seconds(act) for _turn in range(repeats))


def seconds(act: Callable[[], object]) -> float:
    """How long an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def table(found: Sequence[Figure | Size]) -> str:
    """The figures as lines of a Markdown table."""
    lines = ["| what | seen | floor | ratio | limit |", "|---|--:|--:|--:|--:|"]
    for f in found:
        mark = " **broken**" if f.broken else ""
        if isinstance(f, Size):
            lines.append(f"| {f.name} | {f.value:.0f} MB | | | {f.limit:.0f} MB{mark} |")
            continue
        limit = f"{f.limit:.2f}{mark}" if f.limit else ""
        note = f" ({f.note})" if f.note else ""
        floor = f"{_time(f.floor)} {f.floor_name}"
        over = f" **over {_time(f.promised)}**" if f.promised and f.value > f.promised else ""
        lines.append(f"| {f.name}{note} | {_time(f.value)}{over} | {floor} | {f.ratio:.2f} | {limit} |")
    return "\n".join(lines)


def _time(value: float) -> str:
    return f"{value:.2f} s" if value >= 2 else f"{value * 1000:.0f} ms" if value >= 0.02 else f"{value * 1000:.2f} ms"
