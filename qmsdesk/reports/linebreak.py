"""Breaking text into lines by the Chinese rules: no line starts with 。，）… and none ends with （《“."""

from __future__ import annotations

from collections.abc import Callable, Iterator

NOT_FIRST = frozenset("。，、；：？！）》〉”’】〕」』］｝…—～·．﹐﹑﹒｡､,.;:?!)]}%‰％℃°′″²³々ー")
_SEAMS = frozenset("~/\\_|;,")  # behind these a number too long for its line comes apart first: HJ-001~ | HJ-009
NOT_LAST = frozenset("（《〈“‘【〔「『［｛([{￥¥$＄№#＃")


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The lines of ``text`` in ``width``; ``measure`` gives the width of one character in the same unit.

    Words and numbers stay whole while they fit a line. A piece that fits no line is cut; so is a run of marks longer
    than the line. An empty text is one empty line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _paragraph(paragraph, width, measure)
    return lines


def _paragraph(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text):
        size = sum(map(measure, piece))
        if used + size <= width:
            line, used = line + piece, used + size
            continue
        bare = piece.rstrip(" ")
        if bare != piece and used + sum(map(measure, bare)) <= width:
            lines.append(line + bare)
            line, used = "", 0.0
            continue
        if line:
            lines.append(line.rstrip(" "))
        *full, line = _cut(piece, width, measure) if size > width else [piece]
        lines += full
        used = sum(map(measure, line))
    lines.append(line.rstrip(" "))
    return lines if len(lines) == 1 or lines[-1] else lines[:-1]


def _pieces(text: str) -> Iterator[str]:
    """The smallest parts that may not be broken inside, each with the spaces behind it."""
    start = 0
    for at in range(1, len(text)):
        if _may_break(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in NOT_FIRST or before in NOT_LAST:
        return False
    return before == " " or not (_in_word(before) and _in_word(after))


def _in_word(char: str) -> bool:
    """Letters and digits of alphabets, and what joins them (WI-04, 3/4, a_b): everything below the CJK blocks."""
    return "!" <= char < "\u2e80" and char not in "“‘"


def _cut(piece: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """A piece wider than the line, cut where it must be, with at least one character on each line.

    Where it can, the cut moves left so that no line starts or ends with a mark that may not stand there.
    """
    lines: list[str] = []
    start = 0
    while start < len(piece):
        end, used = start, 0.0
        while end < len(piece) and (end == start or used + measure(piece[end]) <= width):
            used += measure(piece[end])
            end += 1
        if end < len(piece):
            seams = (at for at in range(end, start + 1, -1) if piece[at - 1] in _SEAMS)
            end = next((at for at in seams if piece[at] not in NOT_FIRST), end)
            better = end
            while better > start and (piece[better] in NOT_FIRST or piece[better - 1] in NOT_LAST):
                better -= 1
            end = better if better > start else end
        lines.append(piece[start:end])
        start = end
    return lines
