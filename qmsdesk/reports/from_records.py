"""From stored records to the sheets that are printed: the one place that knows both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from qmsdesk.clock import in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import Database
from qmsdesk.models.indicators import Assessment
from qmsdesk.models.people import Enterprise
from qmsdesk.models.system import Attachment, Signature
from qmsdesk.progress import Progress, silent
from qmsdesk.registers.kinds import display_clause, to_text
from qmsdesk.registers.spec import Column as Computed
from qmsdesk.registers.spec import Lines, Register
from qmsdesk.reports import assessment_form, forms, record_sheet, register_list, standing
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import assessment, attachments, graded, history, narrative, reading
from qmsdesk.services.monthly import NUMERIC
from qmsdesk.standard.scoring import rule_title
from qmsdesk.standard.values import rounded, with_unit

_RESULTS = {"achieved": _("达成目标"), "not_achieved": _("未达成目标"), "pending": "", "no_sample": _("无样本")}
_WIDTHS = {"number": 26.0, "status": 16.0, "clauses": 22.0}


def shown(value: str, target: str, unit: str) -> str:
    """A value with its unit for eyes: two decimals, more while rounding would make it look like its target."""
    number, goal = _number(value), _number(target)
    if number is None:
        return value
    text = rounded(number, 2)
    for places in range(3, 7):
        if goal is None or number == goal or Fraction(text) != goal:
            break
        text = rounded(number, places)
    return with_unit(Decimal(text), unit)


def _number(text: str) -> Fraction | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return Fraction(number) if number.is_finite() else None


def assessment_sheet(db: Database, sheet: assessment.Sheet, row: Row | None) -> assessment_form.AssessmentSheet:
    """表C.1 as printed; ``row`` is its assessment record, None for a sheet computed on the fly."""
    enterprise = reading.enterprise(db)
    final = row is not None and row.of(Assessment.status) == "final"
    scores = {c.key: c for c in sheet.categories}
    per_row = sheet.rule == "per_indicator"
    day = row.of(Assessment.assessed_on) if row else None
    total, grade = graded.figures(sheet, final=final)
    known = total != graded.NO_TOTAL
    return assessment_form.AssessmentSheet(
        enterprise=enterprise.of(Enterprise.name) if enterprise else "",
        date=_("{} 年 {} 月 {} 日").format(day.year, day.month, day.day) if day else "",
        rows=tuple(
            assessment_form.AssessmentRow(
                no=str(r.no),
                category=r.category_title,
                indicator=r.indicator + (_("（越小越好）") if r.direction == "lower" else ""),
                before=shown(r.before, "", r.unit) if r.kind in NUMERIC else r.before,
                target=shown(r.target, "", r.unit) if r.kind in NUMERIC else r.target,
                after=shown(r.after, r.target, r.unit) if r.kind in NUMERIC else r.after,
                result=_RESULTS[r.result],
                score=r.points if per_row else _category_score(scores[r.category]),
            )
            for r in sheet.rows
            if r.counted
        ),
        total=total,
        grade=grade,
        rule_text=rule_title(sheet.rule),
        merged_scores=not per_row,
        grade_range=_range(sheet) if known else "",
        all_total=sheet.totals_by_rule["all"] if known and sheet.rule != "all" else "",
        unselected=tuple(c.title for c in sheet.categories if c.status == "not_selected"),
        adjusted=assessment.scale_reason(db) if sheet.adjusted else "",
        periods=_periods(sheet),
        draft=not final,
        finalised=_finalised(row) if final and row else "",
        signatures=_signatures(db, row if final else None),
        head=history.head(db).short,
    )


def assessment_pdf(db: Database, sheet: assessment.Sheet, row: Row | None, when: dt.datetime) -> Rendered:
    """表C.1 as PDF."""
    return assessment_form.render(assessment_sheet(db, sheet, row), when)


def register_pdf(
    db: Database,
    query: reading.Query,
    when: dt.datetime,
    *,
    filter_text: str = "",
    progress: Progress = silent,
) -> Rendered:
    """The list a user sees, as PDF."""
    ids = query.ids(db)
    cells = query.page(db, ids)
    columns = query.register.columns
    rows = [_list_row(columns, cells[i]) for i in ids if i in cells]
    return list_pdf(db, query.register, columns, rows, when, filter_text=filter_text or query.search, progress=progress)


def _list_row(columns: Sequence[object], cells: Sequence[object]) -> list[str]:
    """The texts of a record, said to be void where it is."""
    texts = [reading.cell(column, value) for column, value in zip(columns, cells, strict=False)]
    return [_("{}（已作废）").format(texts[0]), *texts[1:]] if cells[-1] else texts


def list_pdf(
    db: Database,
    register: Register,
    columns: Sequence[object],
    rows: Sequence[Sequence[str]],
    when: dt.datetime,
    *,
    filter_text: str = "",
    progress: Progress = silent,
) -> Rendered:
    """Some columns of a register with the rows as text, as PDF."""
    enterprise = reading.enterprise(db)
    sheet = register_list.ListSheet(
        title=register.title,
        enterprise=enterprise.of(Enterprise.name) if enterprise else "",
        columns=tuple(Column(heading(c), _width(c), _align(c)) for c in columns),
        rows=rows,
        standard="　".join(display_clause(c) for c in register.clauses),
        filter_text=filter_text,
        head=history.head(db).short,
    )
    return register_list.render(sheet, when, progress)


def record_pdf(db: Database, register: Register, record_id: int, when: dt.datetime) -> Rendered:
    """One record with its child rows, files and history, as PDF."""
    row = reading.row(db, register.model, record_id)
    if row is None:
        raise UserError(_("这条记录已不存在。"), _("刷新后再试。"))
    enterprise = reading.enterprise(db)
    sheet = record_sheet.RecordSheet(
        title=register.title,
        number=row["number"],
        enterprise=enterprise.of(Enterprise.name) if enterprise else "",
        sections=tuple(
            record_sheet.Section(
                s.title,
                tuple(
                    (str(f.verbose_name), reading.display(db, f, row.of(f)))
                    for f in s.fields
                    if f is not register.model.late_reason  # among the remarks, where there is one
                )
                + tuple((each.label, each.text(row)) for each in s.told),
            )
            for s in register.sections
        ),
        tables=tuple(_table(db, spec, reading.lines(db, spec, record_id)) for spec in register.lines),
        attachments=tuple(
            (
                _evidence(a, in_china(when.isoformat()).date()),
                a.of(Attachment.name),
                to_text(Attachment.evidence_on, a["evidence_on"]),
                size_text(a["size"]),
                a["sha256"],
            )
            for a in reading.attachments(db, register.key, record_id)
        ),
        history=tuple((e.at, e.by, e.text) for e in narrative.of_record(db, register, record_id)),
        signatures=standing.signatures(db, register, row),
        signatures_note=standing.NOT_ELECTRONIC,
        remarks=standing.remarks(db, register, row),
        mark=standing.mark(row),
        standard="　".join(display_clause(c) for c in register.clauses),
        head=history.head(db).short,
    )
    return record_sheet.render(sheet, when)


def _evidence(file: Row, day: dt.date) -> str:
    """The title of a file, and that it is not valid evidence (any more) where it is not."""
    state, title = attachments.state_of(file, day), str(file.of(Attachment.title))
    return title if state == "valid" else f"{title}（{attachments.STANDINGS[state]}）"


def heading(column: object) -> str:
    """The heading of a column of a register."""
    return column.header if isinstance(column, Computed) else str(column.verbose_name)  # type: ignore[attr-defined]


def size_text(size: int) -> str:
    """Bytes as people read them."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.0f} KB" if size < 1 << 20 else f"{size / (1 << 20):.1f} MB"


def _category_score(category: assessment.SheetCategory) -> str:
    return "" if category.status == "pending" and category.score == "0" else category.score


def _range(sheet: assessment.Sheet) -> str:
    bounds = list(sheet.bands.items())
    for i, (grade, low) in enumerate(bounds):
        if grade == sheet.grade:
            if i == 0:
                return _("{} 分以上，含 {} 分").format(low, low)
            return _("{} 分至 {} 分，含 {} 分").format(low, bounds[i - 1][1], low)
    return _("不足 {} 分").format(bounds[-1][1])


def _periods(sheet: assessment.Sheet) -> tuple[str, ...]:
    notes = []
    found = {(r.before_period, r.after_period) for r in sheet.rows if r.counted and r.sources}
    for before, after in sorted(found):
        if before and after:
            text = _("提升前取 {} 的月度数据，提升后取 {} 的月度数据；比率为分子之和与分母之和的比。")
            notes.append(text.format(before.replace("~", _(" 至 ")), after.replace("~", _(" 至 "))))
    notes += [
        _("“{}”改过提升前数据：{}").format(r.indicator, r.footnote) for r in sheet.rows if r.counted and r.footnote
    ]
    return tuple(notes)


def _finalised(row: Row) -> str:
    return _("第 {} 版，{} 定稿。").format(row.of(Assessment.version), f"{in_china(row['changed_at']):%Y-%m-%d}")


def _signatures(db: Database, row: Row | None) -> tuple[assessment_form.Signature, ...]:
    blank = tuple(map(assessment_form.Signature, forms.ASSESSMENT.signatures))
    if row is None:
        return blank
    signed = {
        s.of(Signature.role): s
        for s in reading.rows(db, Signature, Signature.register == "assessment", Signature.record == row.id)
        if not s.of(Signature.void)
    }
    lines = []
    for line in blank:
        role = line.label.partition("（")[0]
        if role in signed:
            s = signed[role]
            name = (
                _("{}（程序内确认）").format(s.of(Signature.name))
                if s.of(Signature.way) == "program"
                else s.of(Signature.name)
            )
            lines.append(assessment_form.Signature(line.label, name, f"{in_china(s['at']):%Y-%m-%d}"))
        else:
            lines.append(line)
    return tuple(lines)


def _table(db: Database, spec: Lines, rows: Sequence[Row]) -> record_sheet.ChildTable:
    return record_sheet.ChildTable(
        spec.title,
        tuple(Column(str(f.verbose_name), 20, "L") for f in spec.fields),
        [[reading.display(db, f, r.of(f)) for f in spec.fields] for r in rows],
    )


def _width(column: object) -> float:
    if isinstance(column, Computed):
        return column.width / 4
    name = column.name  # type: ignore[attr-defined]
    limit = getattr(column, "max_length", None) or 20
    return _WIDTHS.get(name, 22.0 if limit <= 20 else 34.0 if limit <= 60 else 55.0)


def _align(column: object) -> str:
    kind = column.kind if isinstance(column, Computed) else column
    return "R" if type(kind).__name__ in {"ExactField", "IntegerField"} else "L"
