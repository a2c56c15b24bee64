"""企业基本信息表 FM-3.1 and 参加条件自查表 FM-5.1 (DB3203/T 1023 3.1, 5.1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from qmsdesk.clock import in_china
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.database import Database
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.models.project import SelfCheck
from qmsdesk.registers.people import ENTERPRISE, size_of
from qmsdesk.registers.project import SELF_CHECKS
from qmsdesk.reports.forms import Column, Form
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import eligibility, reading
from qmsdesk.standard import enterprise_size
from qmsdesk.standard.basic_requirements import BASICS

if TYPE_CHECKING:
    from qmsdesk.reports.form_grid import FormGrid

PROFILE = Form(
    "FM-3.1", _("企业基本信息表"), _("DB3203/T 1023—2023　3.1"), "FM-3.1", "A/0",
    (
        Column(_("小组角色"), 22), Column(_("姓名"), 26), Column(_("部门"), 32), Column(_("岗位"), 40),
        Column(_("授权书"), 49, "L"),
    ),
    (_("填表人"), _("法定代表人（签字或盖章）")),
)  # fmt: skip
SELF_CHECK = Form(
    "FM-5.1", _("参加条件自查表"), _("DB3203/T 1023—2023　5.1"), "FM-5.1", "A/0",
    (
        Column(_("序号"), 11), Column(_("自查项目"), 72, "L"), Column(_("自查结果"), 22), Column(_("查询日期"), 22),
        Column(_("依据说明"), 42, "L"),
    ),
    (_("自查人"), _("法定代表人（签字或盖章）")),
)  # fmt: skip
FORMS = (PROFILE, SELF_CHECK)
BY_KEY = {form.key: form for form in FORMS}
_ROLES = [key for key, _label in Person.ROLE if key != "auditor"]


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A form of the one enterprise, empty when ``blank``.

    UserError for an unknown form, for a number that is not the enterprise's, and where there is none yet.
    """
    form = BY_KEY.get(key)
    if form is None:
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format("、".join(BY_KEY)))
    row = None if blank else reading.enterprise(db)
    if not blank and row is None:
        raise UserError(_("还没有企业档案。"), _("先填写企业名称，或打印空白表。"))
    if row is not None and number not in {"", row["number"]}:
        raise UserError(_("企业档案里没有编号“{}”。").format(number), _("检查编号。"))
    from qmsdesk.reports import standing
    from qmsdesk.reports.form_grid import FormGrid

    sheet = FormGrid(db, form, when, mark=standing.mark(row) if row is not None else "")
    today = in_china(when.isoformat()).date()
    if form is PROFILE:
        _profile(sheet, db, row, today)
    else:
        _self_check(sheet, db, row, today)
    sheet.sign(*form.signatures)
    if row is not None:
        sheet.standing(db, ENTERPRISE, row)
    return sheet.finish()


def _profile(sheet: FormGrid, db: Database, row: Row | None, today: dt.date) -> None:
    def text(field: AnyField) -> str:
        return reading.display(db, field, row.of(field)) if row is not None else ""

    size = size_of(row) if row is not None else None
    sheet.line(_("填表日期：{}").format(today) if row is not None else _("填表日期："))
    sheet.boxes(
        (
            (_("信用代码"), text(Enterprise.credit_code), _("法定代表人"), text(Enterprise.legal_representative)),
            (_("法人形式"), text(Enterprise.legal_form), _("区县"), text(Enterprise.district)),
            (_("行业"), text(Enterprise.industry)),
        ),
        tall=7,
    )
    sheet.boxes(
        (
            (_("划型行业"), text(Enterprise.industry_row), _("GB/T 4754"), text(Enterprise.gb4754)),
            (_("从业人员(人)"), text(Enterprise.employees), _("营业收入(万元)"), text(Enterprise.revenue)),
            (_("资产总额(万元)"), text(Enterprise.assets), _("规模"), size.title if size else ""),
            (_("划型依据"), size.basis if size else ""),
        ),
        title=_("规模"),
        tall=7,
    )
    sheet.notes((_("按{}：须同时达到各项下限，否则下划一档。").format(enterprise_size.source()),))
    sheet.boxes(
        (
            (_("覆盖范围"), text(Enterprise.scope)),
            (_("不适用条款"), text(Enterprise.not_applicable)),
            (_("标准版本"), text(Enterprise.edition) if row is not None else "", _("体系运行日"),
             text(Enterprise.system_started_on)),
            (_("认证机构"), text(Enterprise.certifier), _("证书号"), text(Enterprise.certificate)),
            (_("证书有效期至"), text(Enterprise.certificate_until), _("下次监督"), text(Enterprise.surveillance_on)),
        ),
        title=_("体系和认证"),
        tall=7,
    )  # fmt: skip
    group = _group(db, today) if row is not None else [("",) * len(PROFILE.columns)] * 4
    sheet.table(PROFILE, group, title=_("认证提升工作小组"), empty=_("还没有成立工作小组"))


def _group(db: Database, today: dt.date) -> list[tuple[str, ...]]:
    """The working group, its leader first; who left is not of it."""
    people = [
        row for row in reading.rows(db, Person, Person.void_reason == "")
        if row.of(Person.group_role) in _ROLES and not (row.of(Person.left_on) and row.of(Person.left_on) < today)
    ]  # fmt: skip
    people.sort(key=lambda row: _ROLES.index(row.of(Person.group_role)))
    shown = (Person.group_role, Person.name, Person.department, Person.post, Person.authorisation)
    return [tuple(reading.display(db, field, row.of(field)) for field in shown) for row in people]


def _self_check(sheet: FormGrid, db: Database, row: Row | None, today: dt.date) -> None:
    lines: list[tuple[str, ...]]
    sheet.line(_("填表日期：{}").format(today) if row is not None else _("填表日期："))
    if row is None:
        choice = "　".join(_("□{}").format(label) for _key, label in SelfCheck.RESULT)
        lines = [(str(no), basic.text, choice, "", basic.proof) for no, basic in enumerate(BASICS, 1)]
        sheet.notes((_("近两年内：　　年　月　日 至 　　年　月　日（报名日期往前 24 个月）"),))
    else:
        sheet.notes((eligibility.window(db, today).text,))
        shown = (SelfCheck.item, SelfCheck.result, SelfCheck.checked_on, SelfCheck.note)
        lines = [
            (str(no), *(reading.display(db, field, line.of(field)) for field in shown))
            for no, line in enumerate(reading.lines(db, SELF_CHECKS, row.id), 1)
        ]
    sheet.table(SELF_CHECK, lines, empty=_("还没有自查"))
    sheet.notes((_("本企业承诺：以上内容真实；自愿参加认证提升，配合帮扶工作，并投入必要的人员和资源。"),))
