"""Text for each kind of stored value, both ways: one place for screen, sheets, PDF and history.

``from_text`` takes what people type and what their sheets hold; what it does not understand raises ``Unreadable``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import singledispatch
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.fields import (
    ClausesField,
    DateField,
    ExactField,
    LongTextField,
    MonthField,
    MultiField,
    PeriodField,
)
from qmsdesk.standard.clauses import DEFAULT_EDITION, PROJECT_EDITION

_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:\s+0{1,2}:00(?::00)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:\s*[-./年]\s*|\s+|(?=\d\d\s*月?$))(\d{1,2})\s*月?")
_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_CLAUSE = re.compile(
    r"(?:(?P<db>DB\s?3203(?:/T\s?1023)?(?:-2023)?)|GB/T\s?19001(?:-(?P<edition>\d{4}))?|(?P<e2>\d{4})(?=\s))?\s*"
    r"(?P<number>(?:[A-D]\.?)?\d{1,2}(?:\.\d{1,2}){0,4}(?:\s?[a-z]\)?\d?\)?)*(?:[~-]\d{1,2}(?:\.\d{1,2}){0,4})?)"
)
_YES = {"是", "√", "✓", "y", "yes", "1", "有", "true", "对"}
_NO = {"否", "×", "x", "✗", "n", "no", "0", "无", "false", "错"}
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_UNREADABLE = {"Cc", "Cs"}
MAX_LONG = 20_000


class Unreadable(ValueError):
    """A text that is no value of its kind; the message is a Chinese sentence for the user."""


@singledispatch
def to_text(field: Any, value: Any) -> str:
    """The text of a stored value; a foreign key's value here is already the caption of its target."""
    if value is None:
        return ""
    choices = getattr(field, "choices", None)
    return str(dict(choices).get(value, value)) if choices else str(value)


@to_text.register
def _bool(_field: pw.BooleanField, value: Any) -> str:
    return "" if value is None else (_("是") if value else _("否"))


@to_text.register
def _date(_field: pw.DateField, value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")


@to_text.register
def _exact(_field: ExactField, value: Any) -> str:
    return "" if value is None else format(Decimal(value), "f")


@to_text.register
def _multi(field: MultiField, value: Any) -> str:
    labels = dict(field.choices or ())
    return "；".join(labels.get(key, key) for key in value or ())


@to_text.register
def _clauses(_field: ClausesField, value: Any) -> str:
    return "；".join(display_clause(clause) for clause in value or ())


def is_blank(text: str) -> bool:
    """Cells people leave for “nothing”: empty, a stroke or a dash."""
    return text.strip() in {"", "/", "／", "—", "——", "-", "－", "–"}


@singledispatch
def from_text(field: Any, text: str) -> Any:
    """The value a text means for a field; ``Unreadable`` when it means none. Blank is None, or "" for text."""
    if getattr(field, "choices", None):
        return choice_from_text(field, text)
    clean = one_line(text)
    limit = getattr(field, "max_length", None) or MAX_LONG
    if len(clean) > limit:
        raise Unreadable(_("太长：最多 {} 个字，现在 {} 个").format(limit, len(clean)))
    return clean


@from_text.register
def _long(_field: LongTextField, text: str) -> str:
    clean = several_lines(text)
    if len(clean) > MAX_LONG:
        raise Unreadable(_("太长：最多 {} 个字，现在 {} 个").format(MAX_LONG, len(clean)))
    return clean


@from_text.register
def _bool_from(field: pw.BooleanField, text: str) -> bool | None:
    if is_blank(text):
        return None if field.null else bool(field.default)
    answer = yes_or_no(text)
    if answer is not None:
        return answer
    raise Unreadable(_("“{}”看不出是或否，请填“是”或“否”").format(text))


def yes_or_no(text: str) -> bool | None:
    """The answer a word gives, None when it gives none."""
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if word in _YES or text.strip() in _YES:
        return True
    return False if word in _NO or text.strip() in _NO else None


@from_text.register
def _integer_from(_field: pw.IntegerField, text: str) -> int | None:
    number = decimal_from_text(text)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) > 10**12:
        raise Unreadable(_("“{}”不是整数").format(text))
    return int(number)


@from_text.register
def _exact_from(_field: ExactField, text: str) -> Decimal | None:
    return decimal_from_text(text)


@from_text.register
def _date_from(_field: DateField, text: str) -> dt.date | None:
    return date_from_text(text)


@from_text.register
def _month_from(_field: MonthField, text: str) -> str | None:
    return month_from_text(text)


@from_text.register
def _period_from(_field: PeriodField, text: str) -> str | None:
    """``2025-10~2025-12``, ``2025年10月至12月`` or one month; the second year may be left out."""
    if is_blank(text):
        return None
    clean = unicodedata.normalize("NFKC", text).strip()
    first, _split, last = (part.strip() for part in re.sub(r"[~至到–—]+", "~", clean).partition("~"))
    if not last and (match := re.fullmatch(r"(\d{4}\D?\d{1,2})月?-(\d{1,2}月?|\d{4}\D?\d{1,2}月?)", clean)):
        first, last = match[1], match[2]
    start = month_from_text(first)
    if last and re.fullmatch(r"\d{1,2}\s*月?", last):
        last = f"{first[:4]}-{last}"
    end = month_from_text(last) if last else start
    if start is None or end is None or end < start:
        raise Unreadable(_("“{}”不是起止月份，请写成 2025-10~2025-12").format(text.strip()[:40]))
    return f"{start}~{end}"


def month_from_text(text: str) -> str | None:
    """A calendar month as people write it, as ``YYYY-MM``."""
    if is_blank(text):
        return None
    clean = unicodedata.normalize("NFKC", text).strip()
    if (match := _MONTH.fullmatch(clean)) or (match := _DATE.fullmatch(clean)):
        year, month = int(match[1]), int(match[2])
    else:
        raise Unreadable(_("“{}”不是月份，请写成 2025-10").format(text))
    if not (1 <= month <= 12 and 1990 <= year <= 2100):
        raise Unreadable(_("月份不存在：{}").format(text))
    return f"{year:04}-{month:02}"


@from_text.register
def _multi_from(field: MultiField, text: str) -> tuple[str, ...]:
    if is_blank(text):
        return ()
    found = [choice_from_text(field, word) for word in re.split(r"[;；、,，\n]+", text) if word.strip()]
    return tuple(key for key, _label in field.choices if key in found)


@from_text.register
def _clauses_from(_field: ClausesField, text: str) -> tuple[str, ...]:
    if is_blank(text):
        return ()
    try:
        return parse_clauses(text)
    except ValueError:
        raise Unreadable(_("“{}”里有看不懂的条款号，请写成 7.5.3；8.6").format(text)) from None


def display_clause(clause: str) -> str:
    """``2016/7.5`` reads 7.5, ``1023/6.9.5`` reads DB3203 6.9.5; other editions name themselves."""
    catalogue, _slash, number = clause.partition("/")
    return {DEFAULT_EDITION: "", PROJECT_EDITION: "DB3203 "}.get(catalogue, catalogue + " ") + number


def parse_clauses(text: str) -> tuple[str, ...]:
    """Clause words from text such as ``7.5.3；DB3203 6.9.5``; ValueError for anything else."""
    found: list[str] = []
    clean = unicodedata.normalize("NFKC", text).replace("—", "-")
    for word in re.split(r"[;、,\n]+", clean):
        if not word.strip():
            continue
        match = _CLAUSE.fullmatch(word.strip())
        if match is None:
            raise ValueError(word)
        catalogue = PROJECT_EDITION if match["db"] else match["edition"] or match["e2"] or DEFAULT_EDITION
        clause = f"{catalogue}/{match['number'].replace(' ', '')}"
        if clause not in found:
            found.append(clause)
    return tuple(found)


def choice_from_text(field: Any, text: str) -> Any:
    """The key of a choice by its label or key; synonyms are resolved by the sheet before this is called."""
    if is_blank(text):
        return None if field.null or field.default is None else field.default
    word = squeeze(text)
    for key, label in field.choices:
        # A label such as "a 企业负责人及相关人员" also answers to its letter and to its words alone.
        parts = {squeeze(label), squeeze(key)}
        if re.match(r"[a-d] ", label):
            parts |= {squeeze(label[0]), squeeze(label[2:])}
        if word in parts:
            return key
    offered = "、".join(label for _key, label in field.choices)
    raise Unreadable(_("“{}”不在可选项里（{}）").format(text.strip(), offered))


def decimal_from_text(text: str) -> Decimal | None:
    """An exact number in half or full width, with thousands commas; no unit, no sign of comparison."""
    if is_blank(text):
        return None
    clean = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace(" ", "")
    if len(clean) > 40 or not _NUMBER.fullmatch(clean):
        raise Unreadable(_("“{}”不是数字").format(text.strip()[:40]))
    try:
        return Decimal(clean.replace(",", ""))
    except InvalidOperation:
        raise Unreadable(_("“{}”不是数字").format(text.strip()[:40])) from None


def date_from_text(text: str) -> dt.date | None:
    """A date as people write it; a day that does not exist and a missing day are refused."""
    if is_blank(text):
        return None
    clean = unicodedata.normalize("NFKC", text).strip()
    match = _DATE.fullmatch(clean) or _COMPACT.fullmatch(clean)
    if match is None:
        if re.fullmatch(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?", clean):
            raise Unreadable(_("“{}”只有年月，缺少日").format(text.strip()))
        raise Unreadable(_("“{}”不是日期，请写成 2025-06-01").format(text.strip()[:40]))
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Unreadable(_("日期不存在：{}").format(text.strip())) from None
    if not 1900 <= day.year <= 2100:
        raise Unreadable(_("日期超出范围（1900–2100 年）：{}").format(text.strip()))
    return day


def date_from_serial(serial: int) -> dt.date:
    """The date of an Excel serial number (1900 system), 1900–2100 only."""
    if not 1 <= serial <= 73_415:
        raise Unreadable(_("“{}”不是日期").format(serial))
    return _EXCEL_EPOCH + dt.timedelta(days=serial)


def one_line(text: str) -> str:
    """The text as one line: control characters and half characters are blanks, invisible marks are nothing."""
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join("".join(" " if unicodedata.category(c) in _UNREADABLE else c for c in visible).split())


def several_lines(text: str) -> str:
    """The text with its line ends, without whatever else is no character to read."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {*_UNREADABLE, "Cf"}).strip()


def squeeze(text: str) -> str:
    """The form in which words are compared: width, case and blanks do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
