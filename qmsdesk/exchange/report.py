"""What an import found, as a sheet to mend and import again, as JSON, and in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qmsdesk.exchange.importing import ImportPlan, ImportResult
from qmsdesk.exchange.plan import LEVEL_TITLES, STATUS_TITLES, CellProblem, PlanRow
from qmsdesk.exchange.workbook import Page, Value, build
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.sheet_columns import line_columns
from qmsdesk.registers.training import TRAINING
from qmsdesk.services.saving import write_file

_PEOPLE = {_("姓名"), _("到场"), _("成绩"), _("签到"), _("签名")}


def write_report(plan: ImportPlan, out: Path, when: dt.datetime) -> None:
    """错误清单.xlsx: every problem with its place, and the bad rows to be mended there and imported again."""
    problems: list[list[Value]] = [
        [row.sheet, row.sheet_row, p.place, p.heading, p.found, LEVEL_TITLES[p.level], p.text]
        for row, p in _problems(plan)
    ]
    heads = [_("工作表"), _("行"), _("单元格"), _("列"), _("内容"), _("程度"), _("问题")]
    pages = [*_rows_to_mend(plan), Page(_("错误清单"), heads, problems)]
    other: list[list[Value]] = [[s.sheet, s.row, s.text, s.why] for s in plan.skipped_lines]
    other += [[row.sheet, row.sheet_row, _caption(plan, row), row.note] for row in plan.rows if row.status == "skip"]
    other += [[plan.sheet, plan.headed.row, heading, _("未知的列，没有导入")] for heading in plan.unknown_headings]
    pages.append(Page(_("没有导入的内容"), [_("工作表"), _("行"), _("内容"), _("原因")], other))
    created: list[list[Value]] = [[register.title, caption] for register, caption in plan.also_created]
    pages.append(Page(_("同时新建"), [_("种类"), _("名称")], created))
    pages.insert(0, pages.pop(next(i for i, page in enumerate(pages) if page.name == _("错误清单"))))
    write_file(out, build(pages, when))


def _rows_to_mend(plan: ImportPlan) -> list[Page]:
    """The bad rows, main sheet and child rows apart, with the cells in question marked."""
    pages = []
    main = [row for row in plan.rows if row.line is None and row.bad]
    if main:
        fields = [c for c in plan.sheet_columns if any(c.field in row.cells for row in main) or c.required]
        pages.append(_page(plan.register.title, [(c.field, c.heading) for c in fields], main))
    for lines in {row.line.key: row.line for row in plan.rows if row.line is not None and row.bad}.values():
        rows = [row for row in plan.rows if row.line is lines and row.bad]
        columns = [(c.field, c.heading) for c in line_columns(plan.register, lines)]
        pages.append(_page(str(lines.title), columns, rows))
    return pages


def _page(title: str, columns: Sequence[tuple[AnyField, str]], rows: Sequence[PlanRow]) -> Page:
    marked = {
        (i, j) for i, row in enumerate(rows) for j, (f, _heading) in enumerate(columns) if row.problem_of(f) is not None
    }
    texts = [[row.text(f) for f, _heading in columns] for row in rows]
    return Page(title, [heading for _field, heading in columns], texts, marked=frozenset(marked))


def _problems(plan: ImportPlan) -> list[tuple[PlanRow, CellProblem]]:
    return [(row, p) for row in plan.rows for p in row.problems]


def _caption(plan: ImportPlan, row: PlanRow) -> str:
    return " ".join(row.text(f) for f in plan.register.sheet.key)


def summary(plan: ImportPlan, result: ImportResult | None = None) -> dict[str, Any]:
    """The import as one JSON document; without a result it is a plan (``written`` false)."""
    counts = plan.counts()
    return {
        "register": plan.register.key,
        "file": plan.file,
        "sheet": plan.sheet,
        "written": result is not None and result.batch > 0,
        "batch": result.batch if result else 0,
        "rows": len(plan.rows),
        **{status: counts[status] for status in STATUS_TITLES},
        "records": result.records if result else 0,
        "problems": [
            {"sheet": row.sheet, "row": row.sheet_row, "cell": p.place, "column": p.heading, "found": p.found,
             "level": p.level, "text": p.text}
            for row, p in _problems(plan)
        ],
        "duplicates": [
            {"row": row.sheet_row, "name": _caption(plan, row), "text": row.note}
            for row in plan.rows if row.status == "skip"
        ],
        "skipped_lines": [{"sheet": s.sheet, "row": s.row, "text": s.text, "why": s.why} for s in plan.skipped_lines],
        "unknown_headings": list(plan.unknown_headings),
        "missing_headings": list(plan.missing),
        "other_sheets": plan.other_sheets,
        "also_created": [{"register": register.key, "name": caption} for register, caption in plan.also_created],
    }  # fmt: skip


def sentences(plan: ImportPlan, result: ImportResult | None = None) -> list[str]:
    """The same for people, one line each."""
    counts = plan.counts()
    done = "、".join(f"{title} {counts[status]}" for status, title in STATUS_TITLES.items() if counts[status])
    lines = [_("工作表“{}”共 {} 行：{}。").format(plan.sheet, len(plan.rows), done or _("没有数据行"))]
    if result is None or not result.batch:
        lines.append(_("没有写入。"))
    else:
        lines.append(_("已写入 {} 行。").format(result.added + result.updated))
    if result is not None and result.batch and plan.also_created:
        names = "、".join(f"{register.title} {caption}" for register, caption in plan.also_created)
        lines.append(_("同时新建：{}。").format(names))
    if plan.unknown_headings:
        lines.append(_("未知的列没有导入：{}。").format("、".join(plan.unknown_headings)))
    if plan.other_sheets:
        lines.append(_("还有相同表头的工作表没有读取：{}。").format("、".join(plan.other_sheets)))
    if plan.missing:
        lines.append(_("缺少必需的列：{}。").format("、".join(plan.missing)))
        return [*lines, *_attendance(plan)]  # every row would only say the same
    lines += _attendance(plan)
    for row, p in _problems(plan):
        where = _("第 {} 行").format(row.sheet_row) + (f" {p.heading}" if p.heading else "")
        found = _("（原文：{}）").format(p.found) if p.found and p.found not in p.text else ""
        lines.append(f"{LEVEL_TITLES[p.level]}　{where}：{p.text}{found}")
    if known := sum(row.duplicate for row in plan.rows):
        lines.append(
            _("有 {} 行重复：更新已有的记录加 --on-duplicate update，跳过加 --on-duplicate skip。").format(known)
        )
    lines += [_("第 {} 行跳过：{}。").format(row.sheet_row, row.note) for row in plan.rows if row.status == "skip"]
    lines += [_("第 {} 行不是数据（{}）：{}").format(s.row, s.why, s.text) for s in plan.skipped_lines]
    return lines


def _attendance(plan: ImportPlan) -> list[str]:
    """Where a list with one person to a row belongs, when somebody tries it as trainings."""
    people = plan.register.key == TRAINING.key and _PEOPLE & set(plan.unknown_headings)
    return [_("像是一行一人的签到名单：先建好这次培训，打开它，用“导入签到表”读入。")] if people else []
