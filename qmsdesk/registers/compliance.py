"""资质证照, 合规事件 (5.1; 表A.1 1.1–1.3)."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.models.compliance import ComplianceEvent, Licence
from qmsdesk.registers.common import in_order, not_yet
from qmsdesk.registers.spec import Case, Due, Problem, Register, Section, Sheet


def _check_licence(case: Case) -> list[Problem]:
    return in_order(case.row, Licence.issued_on, Licence.valid_until) + not_yet(case, Licence.issued_on)


LICENCE = Register(
    key="licence",
    title=_("资质证照"),
    model=Licence,
    clauses=("1023/5.1",),
    numbering="ZZ-{n:02}",
    columns=(
        Licence.number,
        Licence.name,
        Licence.code,
        Licence.issuer,
        Licence.issued_on,
        Licence.valid_until,
        Licence.required,
        Licence.owner,
    ),
    sections=(
        Section(_("证照"), (Licence.name, Licence.code, Licence.issuer, Licence.required)),
        Section(_("有效期"), (Licence.issued_on, Licence.valid_until, Licence.owner)),
        Section(_("其他"), (Licence.number, Licence.clauses, Licence.remark)),
    ),
    search=(Licence.number, Licence.name, Licence.code, Licence.issuer),
    filters=(Licence.required, Licence.owner),
    order_by=(Licence.number,),
    check=_check_licence,
    due=(Due(Licence.valid_until, _("证照到期"), person=Licence.owner),),
    sheet=Sheet(
        key=(Licence.name, Licence.code),
        synonyms={
            Licence.name: (_("证书名称"), _("名称"), _("证件名称"), _("资质名称"), _("许可名称")),
            Licence.code: (_("证书编号"), _("证件编号"), _("许可证编号"), _("证照编号")),
            Licence.issuer: (_("发证单位"), _("颁发机关"), _("发证部门")),
            Licence.issued_on: (_("发证时间"), _("颁发日期"), _("取证日期")),
            Licence.valid_until: (_("有效期"), _("到期日期"), _("有效期限"), _("有效日期")),
            Licence.required: (_("是否必需"), _("必需")),
            Licence.owner: (_("保管"), _("责任人")),
        },
        example={
            Licence.name: _("营业执照（示例）"),
            Licence.code: "91320300MA00000000",
            Licence.issuer: _("示例县市场监督管理局"),
            Licence.issued_on: "2019-03-08",
            Licence.required: _("是"),
        },
    ),
)


def _check_event(case: Case) -> list[Problem]:
    days = (ComplianceEvent.occurred_on, ComplianceEvent.closed_on)
    return in_order(case.row, *days) + not_yet(case, *days)


COMPLIANCE_EVENT = Register(
    key="compliance_event",
    title=_("合规事件"),
    model=ComplianceEvent,
    clauses=("1023/5.1",),
    numbering="HG-{year}-{n:02}",
    columns=(
        ComplianceEvent.number,
        ComplianceEvent.content,
        ComplianceEvent.kind,
        ComplianceEvent.occurred_on,
        ComplianceEvent.authority,
        ComplianceEvent.result,
        ComplianceEvent.closed_on,
    ),
    sections=(
        Section(
            _("事件"),
            (
                ComplianceEvent.kind,
                ComplianceEvent.occurred_on,
                ComplianceEvent.authority,
                ComplianceEvent.content,
            ),
        ),
        Section(_("结果"), (ComplianceEvent.result, ComplianceEvent.closed_on)),
        Section(_("其他"), (ComplianceEvent.number, ComplianceEvent.clauses, ComplianceEvent.remark)),
    ),
    search=(ComplianceEvent.number, ComplianceEvent.authority, ComplianceEvent.content, ComplianceEvent.result),
    filters=(ComplianceEvent.kind,),
    order_by=(ComplianceEvent.occurred_on,),
    check=_check_event,
    happened=ComplianceEvent.occurred_on,
    sheet=Sheet(
        key=(ComplianceEvent.kind, ComplianceEvent.occurred_on, ComplianceEvent.authority),
        synonyms={
            ComplianceEvent.kind: (_("类型"), _("事项"), _("类别")),
            ComplianceEvent.occurred_on: (_("发生日期"), _("查询日期"), _("处罚日期"), _("抽查日期")),
            ComplianceEvent.authority: (_("单位"), _("处罚机关"), _("抽查单位"), _("查询网站")),
            ComplianceEvent.content: (_("事由"), _("情况"), _("事件内容")),
            ComplianceEvent.result: (_("处理结果"), _("查询结果"), _("抽查结果"), _("结论")),
        },
        choices={
            ComplianceEvent.kind: {
                _("处罚"): ("penalty",),
                _("经营异常"): ("abnormal",),
                _("失信被执行人"): ("defaulter",),
                _("抽查"): ("spot_check",),
                _("抽检"): ("spot_check",),
                _("信用中国查询"): ("query",),
            }
        },
        example={
            ComplianceEvent.kind: _("监督抽查"),
            ComplianceEvent.occurred_on: "2026-04-16",
            ComplianceEvent.authority: _("示例市市场监督管理局"),
            ComplianceEvent.content: _("产品监督抽查 1 批（示例）"),
            ComplianceEvent.result: _("合格"),
        },
    ),
)
