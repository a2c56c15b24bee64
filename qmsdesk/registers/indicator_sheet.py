"""How 提升前, 提升目标, 提升后 and 数值 are written in sheets, and what they mean beside unit, 方向 and 数据类型."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.registers.kinds import Unreadable, decimal_from_text, is_blank, yes_or_no
from qmsdesk.registers.sheet import Doubt, Look, Reading, Values, Written

THREE = (IndicatorRound.before, IndicatorRound.target, IndicatorRound.after)
_NUMBER = r"[-+]?(?:\d[\d,]*)?(?:\.\d+)?"
_AT_LEAST = re.compile(r"(>=|=>|≥|≧|不低于|不小于|不少于|大于等于|至少)")
_AT_MOST = re.compile(r"(<=|=<|≤|≦|不高于|不大于|不超过|不多于|小于等于|至多)")
_STRICT = re.compile(r"[<>]|大于|小于|高于|低于")
_RANGE = re.compile(rf"(?P<low>{_NUMBER})(?P<u1>[^\d~]*?)~(?P<high>{_NUMBER})(?P<u2>[^\d~]*)")
_HYPHEN = re.compile(r"(?P<low>\d[\d,]*(?:\.\d+)?)-(?P<high>\d[\d,]*(?:\.\d+)?)(?P<u2>[^\d~-]*)")
_AROUND = re.compile(rf"(?P<mid>{_NUMBER})±(?P<off>\d[\d,]*(?:\.\d+)?)(?P<u2>[^\d]*)")
_PLAIN = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>\D*)")
_PERCENT = "%"
_MAX_TEXT = 200


@dataclass(frozen=True)
class Measure:
    """A cell as a number or a range with the sign and the unit it was written with; both None where it is words."""

    number: Decimal | None = None
    span: tuple[Decimal, Decimal] | None = None
    sign: str = ""
    unit: str = ""
    strict: bool = False

    @property
    def numeric(self) -> bool:
        return self.number is not None or self.span is not None

    @property
    def stored(self) -> str:
        if self.span:
            return f"{self.span[0]:f}~{self.span[1]:f}"
        return "" if self.number is None else format(self.number, "f")


def measure(text: str, unit: str = "") -> Measure:
    """Understand one cell; a unit behind the number must be ``unit`` or a percent sign, else the cell is words."""
    clean = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    sign, strict = "", False
    for pattern, mark in ((_AT_LEAST, "≥"), (_AT_MOST, "≤"), (_STRICT, "")):
        if match := pattern.match(clean):
            strict = not mark
            sign = mark or ("≥" if match[0] in {">", "大于", "高于"} else "≤")
            clean = clean[match.end() :]
            break
    joined = re.sub(r"[~–—至到]+", "~", clean)
    span = _AROUND.fullmatch(clean) or _RANGE.fullmatch(joined) or (None if sign else _HYPHEN.fullmatch(clean))
    try:
        if span:
            return _span(span.groupdict(), unit)
        if (match := _PLAIN.fullmatch(clean)) and _unit_fits(match["unit"], unit) and match["number"].strip("+-,"):
            return Measure(decimal_from_text(match["number"]), None, sign, _percent(match["unit"]), strict)
    except Unreadable:
        pass
    return Measure(sign=sign, strict=strict)


def _span(parts: Mapping[str, str | None], unit: str) -> Measure:
    written = {word for word in (parts.get("u1"), parts.get("u2")) if word}
    if len(written) > 1 or not all(_unit_fits(word, unit) for word in written):
        return Measure()
    if parts.get("mid") is not None:
        middle, offset = decimal_from_text(parts["mid"] or ""), decimal_from_text(parts["off"] or "")
        low, high = (middle - offset, middle + offset) if middle is not None and offset is not None else (None, None)
    else:
        low, high = decimal_from_text(parts["low"] or ""), decimal_from_text(parts["high"] or "")
    if low is None or high is None:
        return Measure()
    return Measure(span=(low, high), unit=_percent("".join(written)))


def _unit_fits(written: str, unit: str) -> bool:
    return written in {"", _PERCENT, unicodedata.normalize("NFKC", normal_unit(unit))}


def _percent(written: str) -> str:
    return _PERCENT if written == _PERCENT else ""


def normal_unit(unit: str) -> str:
    """The unit as stored: without blanks, a percent sign in half width; anything else (℃) stays as written."""
    clean = re.sub(r"\s+", "", unit)
    return _PERCENT if clean in {"％", "百分比", "百分数", "percent"} else clean


def percent_doubt(field: Any, text: str, found: Measure) -> Doubt | None:
    """A bare number in a % column: 0 and numbers above 1 are percent points, what lies between is a question."""
    number = found.number
    if number is None or found.unit:
        return Doubt(field, _("“{}”超过 100%，请核对").format(text), "warning") if _over(found) else None
    if 0 < abs(number) <= 1:
        points = f"{number:f}%"
        share = f"{number.scaleb(2):f}%"
        sentence = _("“{}”在百分比列里有两种读法：{} 或 {}，请写上 % 号").format(text, share, points)
        return Doubt(field, sentence, "question", (share, points))
    return Doubt(field, _("“{}”超过 100%，请核对").format(text), "warning") if _over(found) else None


def _over(found: Measure) -> bool:
    return any(n is not None and n > 100 for n in (found.number, *(found.span or ())))


def read_round(values: Values, written: Mapping[Any, Written], _look: Look) -> Reading:
    """The three values of a round, with 数据类型, unit and 方向 completed from them where the sheet leaves them out."""
    texts = {f: written[f].text for f in THREE if f in written and not is_blank(written[f].text)}
    unit = normal_unit(str(values.get(Indicator.unit) or "") or next((w.unit for w in written.values() if w.unit), ""))
    found = {f: measure(text, unit) for f, text in texts.items()}
    kind = values.get(Indicator.kind)
    more: Values = {}
    doubts: list[Doubt] = []
    if kind is None:
        kind, odd = _infer(unit, found)
        if odd is not None:
            sentence = _("“{}”与另外两格不同：三格应都是数字，或都是文字").format(texts[odd])
            return Reading({Indicator.kind: kind}, (Doubt(odd, sentence),))
        more[Indicator.kind] = kind
    if kind in {"yesno", "qualitative"}:
        return Reading({**more, **_words(kind, texts, doubts)}, tuple(doubts))
    signed = {m.unit for m in found.values() if m.numeric}
    if not unit and (kind == "ratio" or signed == {_PERCENT}):
        unit = _PERCENT
    if unit != str(values.get(Indicator.unit) or ""):
        more[Indicator.unit] = unit
    direction, direction_doubts = _direction(values.get(Indicator.direction), texts, found)
    if values.get(Indicator.direction) is None:
        more[Indicator.direction] = direction
    doubts += direction_doubts
    for field, text in texts.items():
        doubts += _number_doubts(field, text, found[field], unit, direction, inferred=bool(more.get(Indicator.kind)))
        more[field] = found[field].stored
    return Reading(more, tuple(_first_of_each(doubts)))


def _first_of_each(doubts: list[Doubt]) -> list[Doubt]:
    """One sentence per cell: the first reason is the one to mend."""
    return list({d.field: d for d in reversed(doubts)}.values())[::-1]


def _infer(unit: str, found: Mapping[Any, Measure]) -> tuple[str, Any]:
    """数据类型 left out: unit % is 比率, numbers are 数值, words are 定性; a mixture names its odd cell."""
    if unit == _PERCENT or (not unit and found and all(m.unit == _PERCENT for m in found.values())):
        return "ratio", None
    words = [f for f, m in found.items() if not m.numeric]
    if not words:
        return "value", None
    if len(words) == len(found):
        return "qualitative", None
    numbers = [f for f, m in found.items() if m.numeric]
    return "value", numbers[0] if len(numbers) < len(words) else words[0]


def _words(kind: str, texts: Mapping[Any, str], doubts: list[Doubt]) -> Values:
    values: Values = {}
    for field, text in texts.items():
        clean = " ".join(text.split())
        if kind == "yesno":
            answer = yes_or_no(clean)
            if answer is None:
                doubts.append(Doubt(field, _("“{}”看不出是或否，请填“是”或“否”").format(text)))
                continue
            clean = _("是") if answer else _("否")
        elif len(clean) > _MAX_TEXT:
            doubts.append(Doubt(field, _("太长：最多 {} 个字，现在 {} 个").format(_MAX_TEXT, len(clean))))
        values[field] = clean
    return values


def _direction(stated: str | None, texts: Mapping[Any, str], found: Mapping[Any, Measure]) -> tuple[str, list[Doubt]]:
    target = found.get(IndicatorRound.target, Measure())
    before = found.get(IndicatorRound.before, Measure())
    said = "range" if target.span else {"≥": "higher", "≤": "lower"}.get(target.sign, "")
    if stated is None:
        falls = target.number is not None and before.number is not None and target.number < before.number
        if not said and falls:
            text = _("没有写方向，而提升目标比提升前小；请在方向列写明越大越好还是越小越好")
            return "higher", [Doubt(Indicator.direction, text, "question", (_("越小越好"), _("越大越好")))]
        return said or "higher", []
    if said and said != stated:
        labels = dict(Indicator.DIRECTION)
        sentence = _("“{}”与方向“{}”矛盾").format(texts[IndicatorRound.target], labels[stated])
        return stated, [Doubt(IndicatorRound.target, sentence)]
    if stated == "range" and target.number is not None:
        return stated, [
            Doubt(IndicatorRound.target, _("“{}”不是区间，请写成 18~26").format(texts[IndicatorRound.target]))
        ]
    return stated, []


def _number_doubts(field: Any, text: str, found: Measure, unit: str, direction: str, *, inferred: bool) -> list[Doubt]:
    if not found.numeric:
        hint = _("“{}”不是数字") if inferred else _("“{}”不是数字，与数据类型不符")
        return [Doubt(field, hint.format(text))]
    target = field is IndicatorRound.target
    plain = replace_sign(text, found)
    if found.span and not (target and direction == "range"):
        return [Doubt(field, _("“{}”是区间，这里要一个数").format(text))]
    if found.span and found.span[0] > found.span[1]:
        return [Doubt(field, _("区间“{}”的下限大于上限").format(text))]
    if found.strict:
        sentence = _("“{}”不含这个数本身，而达到目标即算达成；请改写成 ≥ 或 ≤").format(text)
        return [Doubt(field, sentence, "question", (plain,))]
    if found.sign and not target:
        return [Doubt(field, _("“{}”不是一个实际值").format(text), "question", (plain,))]
    if found.unit == _PERCENT and unit != _PERCENT:
        return [Doubt(field, _("“{}”带 % 号，而单位是“{}”").format(text, unit or _("空白")))]
    if unit == _PERCENT and (doubt := percent_doubt(field, text, found)):
        return [doubt]
    return []


def replace_sign(text: str, found: Measure) -> str:
    """The text without its sign of comparison: what a question about it offers."""
    return found.stored + found.unit if found.numeric else text


def write_round(record: Row, line: Row | None, _look: Look) -> Mapping[Any, str]:
    """The three values with their percent sign, without which 0.801 could not be read again."""
    percent = record.of(Indicator.unit) == _PERCENT and record.of(Indicator.kind) not in {"yesno", "qualitative"}
    if line is None or not percent:
        return {}
    return {f: line.of(f) + _PERCENT for f in THREE if line.of(f) and "~" not in line.of(f)}


def read_month(values: Values, written: Mapping[Any, Written], look: Look) -> Reading:
    """数值 of a month in the unit of its indicator, or 分子/分母 written into one cell."""
    doubts = _state_doubts(values)
    cell = written.get(Measurement.value)
    if cell is None or is_blank(cell.text):
        top, bottom = values.get(Measurement.numerator), values.get(Measurement.denominator)
        if (top is None) != (bottom is None):
            empty = Measurement.denominator if bottom is None else Measurement.numerator
            doubts.append(Doubt(empty, _("分子和分母须同时填写")))
        return Reading(doubts=tuple(doubts))
    if parts := _fraction(values, cell.text):
        return Reading(parts, tuple(doubts))
    indicator = look(Measurement.indicator)
    unit = indicator.of(Indicator.unit) if indicator else ""
    found = measure(cell.text, unit)
    if found.number is None or found.sign:
        doubts.append(Doubt(Measurement.value, _("“{}”不是数字").format(cell.text)))
        return Reading(doubts=tuple(doubts))
    if found.unit == _PERCENT and indicator and unit != _PERCENT:
        sentence = _("“{}”带 % 号，而单位是“{}”").format(cell.text, unit or _("空白"))
        doubts.append(Doubt(Measurement.value, sentence))
    if unit == _PERCENT and (doubt := percent_doubt(Measurement.value, cell.text, found)):
        doubts.append(doubt)
    return Reading({Measurement.value: found.number}, tuple(doubts))


def _fraction(values: Values, text: str) -> Values:
    """分子/分母 written into one cell."""
    if values.get(Measurement.numerator) is not None or values.get(Measurement.denominator) is not None:
        return {}
    parts = unicodedata.normalize("NFKC", text).replace(" ", "").split("/")
    try:
        numbers = [decimal_from_text(part) for part in parts]
    except Unreadable:
        return {}
    if len(numbers) != 2 or None in numbers:
        return {}
    return {Measurement.numerator: numbers[0], Measurement.denominator: numbers[1]}


def _state_doubts(values: Values) -> list[Doubt]:
    """已核实 comes in only with who verified it and when."""
    if values.get(Measurement.status) not in {"verified", "locked"}:
        return []
    needed = (Measurement.verifier, Measurement.verified_on)
    missing = [str(f.verbose_name) for f in needed if values.get(f) is None]
    if not missing:
        return []
    return [Doubt(Measurement.status, _("要写成已核实，还缺{}").format("、".join(missing)))]


def write_month(record: Row, _line: Row | None, look: Look) -> Mapping[Any, str]:
    """数值 of a % indicator with its sign."""
    indicator, number = look(Measurement.indicator), record.of(Measurement.value)
    if number is None or indicator is None or indicator.of(Indicator.unit) != _PERCENT:
        return {}
    return {Measurement.value: f"{number:f}{_PERCENT}"}
