"""Which lines under the headings are rows; totals, notes and signatures are named with the reason they are not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qmsdesk.exchange.grid import Cell
from qmsdesk.exchange.headings import Headed, normal
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.sheet_columns import SheetColumn

_TOTAL = re.compile(
    r"(本页|本月|本年|全年)?(合计|小计|总计|共计|累计|总数|平均)(数|值|项|份)?([:：]?\d+\S{0,4})?[:：]?"
)
_NOTE = re.compile(
    r"([*※]|(备?注|附注|说明|填[表写报]说明|注意|图例|口径说明|数据来源说明)\s*\d*\s*[:：.、】)）]|[(（【]注)"
)
_SIGNED = re.compile(
    r"(编制|编写|审核|批准|审批|核准|会签|制表|填表|填报|统计|复核|校对|签字|签名|盖章|负责人|主管|日期"
    r"|(参与)?(调研|诊断|访谈|检查|评审|陪同|经办|记录)(?=人|组|员|负责)|(企业|受访|认证机构|机构|甲方|乙方)(?=代表|签|盖|负责))"
    r"(人员|人|单位|部门|日期|组长|组员|组|代表|负责人|员)?"
    r"\s*[/／、]?\s*(日期)?\s*[(（]?(签字|签名|签章|盖章)?[)）]?\s*[:：].*",
    re.DOTALL,
)


@dataclass(frozen=True)
class Skipped:
    """A line that is no row, with its text and why."""

    sheet: str
    row: int
    text: str
    why: str


def split(
    headed: Headed, columns: Sequence[SheetColumn], example: Mapping[AnyField, str]
) -> tuple[list[int], list[Skipped]]:
    """The row numbers of the body, and the lines in it that are something else. Blank lines are neither."""
    rows: list[int] = []
    skipped: list[Skipped] = []
    needed = [headed.column_of(c.field) for c in columns if c.required]
    ending = False
    for number in range(headed.row + 1, len(headed.sheet.rows) + 1):
        line = headed.sheet.rows[number - 1]
        filled = [c for c in line if not c.blank and not c.merged_from]
        if not filled:
            continue
        complete = bool(needed) and all(i and not headed.sheet.cell(number, i).blank for i in needed)
        why = _why(filled, headed, number, example, complete=complete, ending=ending)
        if why:
            text = "　".join(c.text.strip() for c in filled)
            skipped.append(Skipped(headed.sheet.name, number, text[:200], why))
            ending = ending or why in {_("说明文字"), _("签署行")}
        else:
            rows.append(number)
    return rows, skipped


def _why(
    filled: Sequence[Cell],
    headed: Headed,
    number: int,
    example: Mapping[AnyField, str],
    *,
    complete: bool,
    ending: bool,
) -> str:
    first = filled[0].text.strip()
    if _TOTAL.fullmatch(re.sub(r"\s+", "", first)):
        return _("合计行")
    if _SIGNED.fullmatch(first) and not complete:
        return _("签署行")
    if _NOTE.match(first) and not complete:
        return _("说明文字")
    if all(normal(headed.sheet.cell(number, h.column).text) == normal(h.text) for h in headed.heads if h.text):
        return _("重复的表头")
    if example and _is_example(headed, number, example):
        return _("模板里的示例行")
    if len(filled) == 1 and not complete:
        if ending:
            return _("说明文字")
        if filled[0].width > 1:
            return _("合并的文字行")
    return ""


def _is_example(headed: Headed, number: int, example: Mapping[AnyField, str]) -> bool:
    """The template's example row while nobody has touched it."""
    shown = {h.field: headed.sheet.cell(number, h.column) for h in headed.heads if h.field is not None}
    if not set(example) <= set(shown):
        return False
    return all(cell.text.strip() == example.get(field, "") for field, cell in shown.items())
