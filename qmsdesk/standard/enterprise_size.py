"""大、中、小、微: the 16 rows of 《统计上大中小微型企业划分办法（2017）》 (国统字〔2017〕213号), as 3.1 注1 has it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.standard.data import load
from qmsdesk.standard.values import plain

Amount = Decimal | int
CLASSES = {"large": _("大型"), "medium": _("中型"), "small": _("小型"), "micro": _("微型")}
"""From the largest down."""
MEASURES = {"employees": _("从业人员"), "revenue": _("营业收入"), "assets": _("资产总额")}
_RANGE = re.compile(r"([A-T])(\d+)(?:-(\d+))?")
_CODE = re.compile(r"([A-T])?(\d{0,4})")


@dataclass(frozen=True)
class Industry:
    """A row of the table. ``bounds`` are the lower bounds of a class, one for each measure (人 and 万元).

    ``codes`` are ranges of GB/T 4754—2017: ``C13-43`` the divisions, ``G592-599`` the groups.
    """

    key: str
    title: str
    codes: tuple[str, ...]
    note: str
    measures: tuple[str, ...]
    bounds: Mapping[str, tuple[Decimal, ...]]

    @property
    def label(self) -> str:
        """The row as it is offered: its title with the codes, so that nobody has to look them up."""
        codes = "、".join((*self.codes, self.note) if self.note else self.codes)
        return _("{title}（{codes}）").format(title=self.title, codes=codes)


@dataclass(frozen=True)
class Size:
    """What came out. ``key`` is one of ``CLASSES``, empty while ``missing`` names figures nobody has given.

    It is empty too while ``wrong`` names figures below zero: no class is made of them.
    """

    key: str
    basis: str
    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """大型, 中型, 小型, 微型; empty when it is not known."""
        return CLASSES.get(self.key, "")

    @property
    def is_small_or_micro(self) -> bool:
        """What the standard is for (3.1); False when it is not known."""
        return self.key in {"small", "micro"}


@cache
def source() -> str:
    """The method by its title and number."""
    return str(load("enterprise_size.json")["source"])


@cache
def industries() -> tuple[Industry, ...]:
    """All rows in the order of the table."""
    return tuple(
        Industry(
            row["key"], row["title"], tuple(row["codes"]), row["note"], tuple(row["measures"]),
            {key: tuple(Decimal(bound) for bound in row[key]) for key in ("large", "medium", "small")},
        )
        for row in load("enterprise_size.json")["industries"]
    )  # fmt: skip


def industry(key: str) -> Industry:
    """The row of a stored key; ``UserError`` when there is none."""
    found = next((row for row in industries() if row.key == key), None)
    if found is None:
        raise UserError(_("划型办法里没有“{key}”这一行。").format(key=key), _("在 16 个行业里选一个。"))
    return found


def by_code(code: str) -> Industry | None:
    """The row a code of GB/T 4754—2017 belongs to; None when it names none, or too few digits leave it open (59, 70).

    Railways, finance, education, health and public administration are in no row.
    """
    found = _touched(code)
    return found[0] if len(found) == 1 else None


def is_outside(code: str) -> bool:
    """Whether a code lies in no row at all: the method does not class such an enterprise."""
    return is_code(code) and not _touched(code)


def is_code(code: str) -> bool:
    """Whether it is written like a code of GB/T 4754: a letter, up to four digits, or both."""
    return any(_parts(code))


def classify(row: str, employees: Amount | None, revenue: Amount | None, assets: Amount | None) -> Size:
    """The class of an enterprise: 人, 万元, 万元. ``row`` is the key of an industry, empty when none is chosen.

    A class above 微型 asks for the lower bound of every measure of the row, the bound itself included; whoever misses
    one drops to the next. Figures the row does not look at are ignored.
    """
    if not row:
        return Size("", "", (_("划型行业"),))
    table = industry(row)
    given = {"employees": employees, "revenue": revenue, "assets": assets}
    missing = tuple(MEASURES[name] for name in table.measures if given[name] is None)
    wrong = tuple(MEASURES[name] for name in table.measures if (amount := given[name]) is not None and amount < 0)
    if missing or wrong:
        return Size("", "", missing, wrong)
    figures = [Decimal(amount) for name in table.measures if (amount := given[name]) is not None]
    key = next((key for key, bounds in table.bounds.items() if _reaches(figures, bounds)), "micro")
    return Size(key, _basis(table, figures, key))


def _reaches(figures: Sequence[Decimal], bounds: Sequence[Decimal]) -> bool:
    return all(figure >= bound for figure, bound in zip(figures, bounds, strict=True))


def _basis(table: Industry, figures: Sequence[Decimal], key: str) -> str:
    """Which figures decided: what is reached, and which bounds of the next class are not."""
    has = "、".join(_("{name} {amount}").format(name=MEASURES[m], amount=_amount(m, f))
                   for m, f in zip(table.measures, figures, strict=True))  # fmt: skip
    parts = [table.title, has]
    if key in table.bounds:
        bounds = "、".join(_amount(m, b) for m, b in zip(table.measures, table.bounds[key], strict=True))
        text = _("同时达到{title}下限 {bounds}") if len(figures) > 1 else _("达到{title}下限 {bounds}")
        parts.append(text.format(title=CLASSES[key], bounds=bounds))
    above = list(CLASSES)[list(CLASSES).index(key) - 1] if key != "large" else ""
    if above:
        short = zip(table.measures, figures, table.bounds[above], strict=True)
        bounds = "、".join(_amount(m, bound) for m, figure, bound in short if figure < bound)
        parts.append(_("未达到{title}下限 {bounds}").format(title=CLASSES[above], bounds=bounds))
    return "，".join(parts)


def _amount(measure: str, figure: Decimal) -> str:
    return f"{plain(figure)} {_units()[measure]}"


@cache
def _units() -> dict[str, str]:
    """人 and 万元 by measure."""
    return dict(load("enterprise_size.json")["units"])


def _parts(code: str) -> tuple[str, str]:
    found = _CODE.fullmatch("".join(unicodedata.normalize("NFKC", code).upper().split()))
    return (found[1] or "", found[2]) if found else ("", "")


def _touched(code: str) -> list[Industry]:
    """The rows a code may belong to as far as it is written."""
    parts = _parts(code)
    return [row for row in industries() if any(parts) and any(_covers(span, *parts) for span in row.codes)]


def _covers(span: str, letter: str, digits: str) -> bool:
    """Whether codes beginning so may lie in the range; a shorter code than the range's is taken to touch it."""
    found = _RANGE.fullmatch(span)
    assert found is not None  # it ships with the program
    low, high = found[2], found[3] or found[2]
    if letter and letter != found[1]:
        return False
    length = min(len(digits), len(low))
    return low[:length] <= digits[:length] <= high[:length]
