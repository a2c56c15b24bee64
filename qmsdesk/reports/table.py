"""Tables on paper: fpdf2's own takes four times as long, ends lines wrongly in Chinese and cannot keep rows together.

Rows are never split and the head is repeated on every page; only a row higher than a page is cut, between its lines.
Cells may stretch over columns and down over rows; rows tied together by such a cell stay on one page if they fit it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from qmsdesk.progress import Progress, silent
from qmsdesk.reports.document import LEFT, Document, frame
from qmsdesk.reports.forms import Column

_PT = 25.4 / 72  # mm
_OUTER, _INNER = 1.2, 0.5  # rules, points


@dataclass(frozen=True)
class Cell:
    """A cell that differs from its column: over ``across`` columns, ``down`` rows, its own alignment, 黑体."""

    text: str
    across: int = 1
    down: int = 1
    align: str = ""
    bold: bool = False


# None stands where a cell above or to the left already covers the place.
Row = Sequence["str | Cell | None"]


@dataclass
class _Placed:
    """A cell laid out: its lines and the rows it still has to go down."""

    column: int
    across: int
    down: int
    align: str
    bold: bool
    lines: list[str]


@dataclass
class _Line:
    """A row laid out."""

    cells: list[_Placed]
    height: float


class Table:
    """Draws rows at the document's cursor. Sizes in points, heights and paddings in mm."""

    def __init__(
        self, document: Document, columns: Sequence[Column], *, size: float = 10, low: float = 8, pad: float = 1.0,
        headed: bool = True,
    ) -> None:  # fmt: skip
        self._page, self._columns = document, columns
        self._size, self._low, self._pad = size, low, pad
        self._step = size * _PT * 1.3
        self._edges = [LEFT]
        for column in columns:
            self._edges.append(self._edges[-1] + column.width)
        self._kept: dict[tuple[str, float, bool], list[str]] = {}
        titles = [Cell(self._balanced(column), align="C", bold=True) for column in columns]
        self._head = [self._lay_out(titles)] if headed else []

    def draw(self, rows: Sequence[Row], progress: Progress = silent, stage: str = "") -> None:
        """Lay the rows out and draw them, page after page; a row is one step of ``progress`` each time."""
        laid = []
        for number, row in enumerate(rows):
            if number % 100 == 0:
                progress(stage, number, 2 * len(rows))
            laid.append(self._lay_out(row))
        _stretch(laid, self._step, 2 * self._pad)
        head = _height(self._head)
        waiting: list[_Line] = []
        drawn = 0
        for block in _blocks(laid):
            for part in self._parts(block, self._page.room - head):
                if self._page.down + head + _height(waiting) + _height(part) > self._page.floor:
                    tail = self._put(waiting)
                    self._page.new_page()
                    part[0].cells.extend(tail)
                    drawn = min(drawn + len(waiting), len(rows))
                    waiting = []
                    progress(stage, len(rows) + drawn, 2 * len(rows))
                waiting += part
        self._put(waiting)

    def _parts(self, block: list[_Line], room: float) -> Iterator[list[_Line]]:
        """What has to stay together on a page: the block, else its rows, else pieces of a row."""
        if _height(block) <= room:
            yield block
            return
        for line in block:
            if line.height <= room:
                yield [line]
            else:
                yield from ([piece] for piece in self._cut(line, room))

    def _cut(self, line: _Line, room: float) -> Iterator[_Line]:
        """A row higher than a page, in pieces of a page; cells that go on below stand in the first piece."""
        step = max(1, int((room - 2 * self._pad) / self._step))
        most = max(len(cell.lines) for cell in line.cells if cell.down == 1)
        starts = range(0, most, step)
        for start in starts:
            cells = [replace(cell, lines=cell.lines[start : start + step]) for cell in line.cells if cell.down == 1]
            if start == 0:
                cells += [replace(cell, down=cell.down + len(starts) - 1) for cell in line.cells if cell.down > 1]
            yield _Line(cells, min(step, most - start) * self._step + 2 * self._pad)

    def _balanced(self, column: Column) -> str:
        """A head of several lines with the lines about equally long (提升 | 目标, not 提升目 | 标)."""
        width = column.width - 2 * self._pad
        lines = self._page.lines(column.title, width, self._size, self._page.hei)
        em = self._size * _PT
        narrow = sum(self._page.measure(line, self._size, self._page.hei) for line in lines) / len(lines)
        while len(lines) > 1 and narrow < width:
            tried = self._page.lines(column.title, narrow + 0.01, self._size, self._page.hei)
            if len(tried) == len(lines):
                return "\n".join(tried)
            narrow += em / 2
        return "\n".join(lines)

    def _lay_out(self, row: Row) -> _Line:
        cells = []
        for index, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, str):
                cell = Cell(cell)
            width = self._edges[index + cell.across] - self._edges[index] - 2 * self._pad
            align = cell.align or self._columns[index].align
            cells.append(_Placed(index, cell.across, cell.down, align, cell.bold, self._lines(cell, width)))
        most = max((len(cell.lines) for cell in cells if cell.down == 1), default=1)
        return _Line(cells, max(self._low, most * self._step + 2 * self._pad))

    def _lines(self, cell: Cell, width: float) -> list[str]:
        """Broken lines are remembered: a register repeats its departments, states and names."""
        key = (cell.text, width, cell.bold)
        lines = self._kept.get(key)
        if lines is None:
            face = self._page.hei if cell.bold else self._page.song
            lines = self._kept[key] = self._page.lines(cell.text, width, self._size, face)
        return lines

    def _put(self, lines: list[_Line]) -> list[_Placed]:
        """Draw head and rows at the cursor; the rest of cells that reach below them is handed back."""
        if not lines:
            return []
        lines = self._head + lines
        tops = [*accumulate((line.height for line in lines), initial=self._page.down)]
        bottom, right = tops[-1], self._edges[-1]
        tail, across, upright = [], [], []
        for number, line in enumerate(lines):
            for cell in line.cells:
                last = min(number + cell.down, len(lines))
                if number + cell.down > last:
                    tail.append(replace(cell, down=number + cell.down - last))
                x1, x2 = self._edges[cell.column], self._edges[cell.column + cell.across]
                y1, y2 = tops[number], tops[last]
                self._write(cell, x1, x2, y1, y2)
                if x2 != right:
                    upright.append((x2, y1, y2))
                if y2 != bottom:
                    across.append((y2, x1, x2))
        self._page.rules([(x, y1, x, y2) for x, y1, y2 in _joined(upright)], _INNER)
        self._page.rules([(x1, y, x2, y) for y, x1, x2 in _joined(across)], _INNER)
        self._page.rules(frame(LEFT, tops[0], right, bottom), _OUTER)
        self._page.down = bottom
        return tail

    def _write(self, cell: _Placed, x1: float, x2: float, y1: float, y2: float) -> None:
        fitting = cell.lines[: max(1, int((y2 - y1 - 2 * self._pad) / self._step + 0.01))]
        middle = (y1 + y2) / 2 - (len(fitting) - 1) * self._step / 2
        face = self._page.hei if cell.bold else self._page.song
        for line in fitting:
            self._page.put(
                line, x1 + self._pad, middle, size=self._size, face=face, box=x2 - x1 - 2 * self._pad, align=cell.align
            )
            middle += self._step


def _height(lines: list[_Line]) -> float:
    return sum(line.height for line in lines)


def _stretch(lines: list[_Line], step: float, pads: float) -> None:
    """Give the rows under a cell that goes down enough height for its text."""
    for number, line in enumerate(lines):
        for cell in line.cells:
            if cell.down > 1:
                under = lines[number : number + cell.down]
                lacking = len(cell.lines) * step + pads - _height(under)
                for each in under:
                    each.height += max(0.0, lacking) / len(under)


def _blocks(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Rows tied together by cells that go down."""
    start = end = 0
    for number, line in enumerate(lines):
        end = max(end, number + max((cell.down for cell in line.cells), default=1))
        if number + 1 >= end:
            yield lines[start : number + 1]
            start = number + 1
    if start < len(lines):
        yield lines[start:]


def _joined(segments: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    """Segments on one line that touch, as one: (place, from, to)."""
    at, first, last = 0.0, 0.0, -1.0
    for place, start, end in sorted(segments):
        if place == at and start <= last + 0.01:
            last = max(last, end)
            continue
        if last > first:
            yield at, first, last
        at, first, last = place, start, end
    if last > first:
        yield at, first, last
