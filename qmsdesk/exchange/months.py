"""Months as column headings: with a year, without one, as dates; a series that says its year once goes on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qmsdesk.errors import UserError
from qmsdesk.i18n import _

_FULL = re.compile(r"(\d{4})[-./年](\d{1,2})月?(?:[-./](?:0?1)日?)?")
_BARE = re.compile(r"(\d{1,2})月(份)?")
_CHINESE = {_("一"): 1, _("二"): 2, _("三"): 3, _("四"): 4, _("五"): 5, _("六"): 6, _("七"): 7, _("八"): 8,
            _("九"): 9, _("十"): 10, _("十一"): 11, _("十二"): 12}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_START = re.compile(r"(?<!\d)(20\d\d)[-./年](\d{1,2})")


def is_month_heading(text: str) -> bool:
    """Whether a heading names one month."""
    return _parse(text) is not None


def series(headings: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    """The months (``YYYY-MM``) of headings in order; one without a year follows the one before it.

    The first takes its year from the titles above when these name a start that fits or only one year.
    ``UserError`` where a year is missing, or a month stands twice or out of order.
    """
    months: list[str] = []
    for text in headings:
        parsed = _parse(text)
        if parsed is None:
            raise UserError(_("表头“{}”不是月份。").format(text), _("写成 2025-10 的样子。"))
        year, month = parsed
        if not year and months:
            before = int(months[-1][:4]), int(months[-1][5:])
            year = before[0] + (month <= before[1])
        elif not year:
            year = _from_titles(month, titles)
            if not year:
                raise UserError(
                    _("月份“{}”没有写年份。").format(text), _("在第一个月份的表头写上年份，如 2025年10月。")
                )
        name = f"{year:04}-{month:02}"
        if name in months:
            raise UserError(_("有两列都是 {}。").format(name), _("改正月份表头后再导入。"))
        months.append(name)
    return tuple(months)


def _parse(text: str) -> tuple[int, int] | None:
    clean = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("份", "")
    if match := _FULL.fullmatch(clean):
        year, month = int(match[1]), int(match[2])
    elif match := _BARE.fullmatch(clean):
        year, month = 0, int(match[1])
    elif clean.endswith("月") and clean[:-1] in _CHINESE:
        year, month = 0, _CHINESE[clean[:-1]]
    else:
        return None
    return (year, month) if 1 <= month <= 12 and (not year or 1990 <= year <= 2100) else None


def _from_titles(month: int, titles: Sequence[str]) -> int:
    text = " ".join(unicodedata.normalize("NFKC", title) for title in titles)
    starts = {int(year) for year, first in _START.findall(text)[:1] if int(first) == month}
    years = starts or {int(year) for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else 0
