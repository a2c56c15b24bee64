"""纠正措施处理单 QR-10.2-01, 不符合项报告 QR-9.2-05, 不合格品处置单 QR-8.7-01 (GB/T 19001 10.2, 9.2, 8.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.actions import NonconformingOutput, Nonconformity, NonconformityRound
from qmsdesk.models.audits import AuditCheck
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.registers.actions import NONCONFORMITY, ROUNDS
from qmsdesk.registers.outputs import NONCONFORMING_OUTPUT
from qmsdesk.registers.spec import Register
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import nonconformity, reading

if TYPE_CHECKING:
    from qmsdesk.reports.form_grid import FormGrid

ACTION = Form(
    "QR-10.2-01", _("纠正措施处理单"), _("{gbt}　10.2"), "QR-10.2-01", "A/0",
    (
        Column(_("轮次"), 12), Column(_("原因分析"), 48, "L"), Column(_("纠正措施"), 48, "L"),
        Column(_("完成日期"), 20), Column(_("验证人/日期"), 24), Column(_("有效性"), 17),
    ),
    (_("责任人"), _("验证人")),
)  # fmt: skip
FINDING = Form(
    "QR-9.2-05",
    _("不符合项报告"),
    _("{gbt}　9.2"),
    "QR-9.2-05",
    "A/0",
    (),
    (_("审核员"), _("受审部门负责人")),
)
OUTPUT = Form("QR-8.7-01", _("不合格品处置单"), _("{gbt}　8.7"), "QR-8.7-01", "A/0", (), (_("授权人"),))

FORMS = (ACTION, FINDING, OUTPUT)
BY_KEY = {form.key: form for form in FORMS}
_REGISTERS: dict[str, Register] = {
    ACTION.key: NONCONFORMITY,
    FINDING.key: NONCONFORMITY,
    OUTPUT.key: NONCONFORMING_OUTPUT,
}
_ONLY = {FINDING.key: (Nonconformity.source == "audit",)}
"""Of which records a form is when no number is given."""
_ROOM = "\n\n"  # of a long box that is filled in by hand: three lines
_GRADES = {"severe": _("严重不符合"), "general": _("一般不符合"), "observation": _("观察项")}


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A form by its key, of the record of that number, empty when ``blank``; the newest record without a number.

    UserError for an unknown form or number, and where there is no record yet.
    """
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    if blank:
        return _draw(db, form, None, when)
    register = _REGISTERS[form.key]
    if number:
        row = reading.by_number(db, register, number)
    else:
        found = reading.rows(db, register.model, register.model.void_reason == "", *_ONLY.get(form.key, ()))
        row = found[-1] if found else None
    if row is None or row["deleted_at"] is not None:
        title = register.title
        none = _("还没有内部审核开具的不符合。") if form is FINDING else _("还没有{}。").format(title)
        text = _("{}里没有编号“{}”。").format(title, number) if number else none
        raise UserError(text, _("检查编号。") if number else _("先新建一条，或打印空白表。"))
    return _draw(db, form, row, when)


def of_record(db: Database, key: str, record: int, when: dt.datetime) -> Rendered:
    """A form of one record; UserError when it is gone."""
    row = reading.row(db, _REGISTERS[key].model, record)
    if row is None:
        raise UserError(_("这条记录已不存在。"), _("刷新后再试。"))
    return _draw(db, BY_KEY[key], row, when)


def titles() -> Sequence[tuple[str, str]]:
    """Key and title of every form, for menus and ``report --list``."""
    return [(form.key, form.title) for form in FORMS]


def _draw(db: Database, form: Form, row: Row | None, when: dt.datetime) -> Rendered:
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid

    sheet = FormGrid(db, form, when, mark=standing.mark(row) if row is not None else "")
    sheet.line(_("编号：{number}").format(number=row["number"]) if row is not None else _("编号："))

    def text(field: AnyField) -> str:
        return reading.display(db, field, row.of(field)) if row is not None else ""

    def long(field: AnyField) -> str:
        return text(field) if row is not None else _ROOM

    _DRAW[form.key](sheet, db, row, text, long)
    if row is not None:
        sheet.standing(db, _REGISTERS[form.key], row)
    return sheet.finish()


Text = Callable[[AnyField], str]


def _action(sheet: FormGrid, db: Database, row: Row | None, text: Text, long: Text) -> None:
    found = nonconformity.source_of(db, row) if row is not None else None
    origin = "　".join(part for part in (text(Nonconformity.source), found.title if found else "") if part)
    sheet.boxes(
        (
            (_("来源"), origin, _("发现日期"), text(Nonconformity.found_on)),
            (_("责任部门"), text(Nonconformity.department), _("责任人"), text(Nonconformity.owner)),
            (_("性质"), _grade(row), _("条款"), text(Nonconformity.clauses)),
            (_("判定依据"), text(Nonconformity.basis)),
            (_("不符合事实"), long(Nonconformity.fact)),
            (_("纠正"), long(Nonconformity.correction)),
            (_("纠正日期"), text(Nonconformity.corrected_on), _("原因类别"), text(Nonconformity.factors)),
            (_("原因分析"), long(Nonconformity.cause)),
            (_("举一反三"), long(Nonconformity.extension)),
            (_("纠正措施"), long(Nonconformity.action)),
            (_("措施负责人"), text(Nonconformity.action_owner), _("完成期限"), text(Nonconformity.due_on)),
            (_("需改文件"), text(Nonconformity.document), _("完成日期"), text(Nonconformity.done_on)),
            (_("验证方法"), text(Nonconformity.verify_method)),
            (_("验证证据"), long(Nonconformity.verify_evidence)),
            (_("有效性"), text(Nonconformity.effectiveness), _("轮次"), text(Nonconformity.round)),
            (_("状态"), text(Nonconformity.status), _("关闭日期"), text(Nonconformity.closed_on)),
        )
    )
    rounds = reading.lines(db, ROUNDS, row.id) if row is not None else []
    if rounds:
        sheet.table(ACTION.columns, [_round(db, each) for each in rounds], title=_("以前各轮"))
    sheet.sign(*ACTION.signatures)


def _round(db: Database, line: Row) -> tuple[str, ...]:
    def text(field: AnyField) -> str:
        return reading.display(db, field, line.of(field))

    verified = "\n".join(
        part for part in (text(NonconformityRound.verifier), text(NonconformityRound.verified_on)) if part
    )
    return (
        text(NonconformityRound.round), text(NonconformityRound.cause), text(NonconformityRound.action),
        text(NonconformityRound.done_on), verified, text(NonconformityRound.effectiveness),
    )  # fmt: skip


def _finding(sheet: FormGrid, db: Database, row: Row | None, text: Text, long: Text) -> None:
    judged = (text(Nonconformity.effectiveness), text(Nonconformity.verify_evidence))
    verified = "　".join(part for part in judged if part) if row is not None else _ROOM
    sheet.boxes(
        (
            (_("受审部门"), text(Nonconformity.department), _("部门负责人"), text(Nonconformity.owner)),
            (_("审核员"), _auditor(db, row), _("日期"), text(Nonconformity.found_on)),
            (_("不符合事实"), long(Nonconformity.fact)),
            (_("不符合条款/文件"), text(Nonconformity.basis)),
            (_("性质"), _grade(row), _("条款"), text(Nonconformity.clauses)),
            (_("受审方确认"), "", _("确认日期"), ""),
            (_("原因分析"), long(Nonconformity.cause)),
            (_("纠正"), long(Nonconformity.correction)),
            (_("纠正措施"), long(Nonconformity.action)),
            (_("措施责任人"), text(Nonconformity.action_owner), _("完成期限"), text(Nonconformity.due_on)),
            (_("验证结论"), verified),
            (_("验证人"), text(Nonconformity.verifier), _("验证日期"), text(Nonconformity.verified_on)),
        )
    )
    sheet.sign(*FINDING.signatures)


def _grade(row: Row | None) -> str:
    return _GRADES.get(row.of(Nonconformity.grade) or "", "") if row is not None else ""


def _auditor(db: Database, row: Row | None) -> str:
    """Who wrote down the check that raised it."""
    register, _colon, rest = row.of(Nonconformity.origin).partition(":") if row is not None else ("", "", "")
    line = rest.rpartition(":")[2]
    if register != "audit" or not line.isdecimal():
        return ""
    check = reading.row(db, AuditCheck, int(line))
    return reading.display(db, AuditCheck.auditor, check.of(AuditCheck.auditor)) if check else ""


def _output(sheet: FormGrid, _db: Database, _row: Row | None, text: Text, long: Text) -> None:
    amount = " ".join(part for part in (text(NonconformingOutput.quantity), text(NonconformingOutput.unit)) if part)
    sheet.boxes(
        (
            (_("品名规格"), text(NonconformingOutput.product), _("数量"), amount),
            (_("来源"), text(NonconformingOutput.place), _("批号/合同号"), text(NonconformingOutput.batch)),
            (_("发现日期"), text(NonconformingOutput.found_on), _("发现人"), text(NonconformingOutput.finder)),
            (_("责任部门"), text(NonconformingOutput.department), _("条款"), text(NonconformingOutput.clauses)),
            (_("不合格描述"), long(NonconformingOutput.problem)),
            (_("评审处置"), text(NonconformingOutput.disposal) or _("□返工　□返修　□让步接收　□降级　□报废　□退货")),
            (
                _("授权人"), text(NonconformingOutput.authorised_by),
                _("处置日期"), text(NonconformingOutput.disposed_on),
            ),
            (_("复检结果"), text(NonconformingOutput.recheck)),
        )
    )  # fmt: skip
    sheet.sign(*OUTPUT.signatures)


Draw = Callable[["FormGrid", Database, "Row | None", Text, Text], None]
_DRAW: dict[str, Draw] = {ACTION.key: _action, FINDING.key: _finding, OUTPUT.key: _output}
