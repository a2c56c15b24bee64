"""How 不符合与纠正措施 reads and writes as a sheet: the words of QR-10.2-01 and QR-9.2-05 as firms write them."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.models.actions import Nonconformity
from qmsdesk.registers.sheet import Sheet

SHEET = Sheet(
    key=(Nonconformity.number,),
    states=True,
    beside={
        Nonconformity.owner: Nonconformity.department,
        Nonconformity.action_owner: Nonconformity.department,
        Nonconformity.verifier: Nonconformity.department,
    },
    synonyms={
        Nonconformity.number: (_("不符合编号"), _("处理单编号"), _("报告编号")),
        Nonconformity.fact: (_("问题描述"), _("不合格事实"), _("不符合描述"), _("不符合事实描述")),
        Nonconformity.found_on: (_("开具日期"), _("审核日期"), _("提出日期")),
        Nonconformity.source: (_("不符合来源"), _("信息来源")),
        Nonconformity.basis: (_("不符合条款/文件"), _("不符合条款"), _("依据"), _("不合格依据")),
        Nonconformity.grade: (_("不符合性质"), _("不合格性质"), _("严重程度"), _("不符合类型")),
        Nonconformity.department: (_("受审部门"), _("受审核部门"), _("责任单位")),
        Nonconformity.owner: (_("部门负责人"), _("责任")),
        Nonconformity.correction: (_("纠正情况"), _("应急措施"), _("临时措施")),
        Nonconformity.factors: (_("原因类型"), _("人机料法环测")),
        Nonconformity.cause: (_("原因分析(5Why/鱼骨)"), _("原因")),
        Nonconformity.extension: (_("举一反三情况"), _("类似问题排查")),
        Nonconformity.action: (_("纠正/纠正措施"), _("纠正(预防)措施"), _("纠正预防措施"), _("整改措施")),
        Nonconformity.action_owner: (_("措施责任人"), _("整改责任人")),
        Nonconformity.due_on: (_("期限"), _("计划完成日期"), _("要求完成日期"), _("整改期限")),
        Nonconformity.done_on: (_("实际完成日期"), _("完成时间")),
        Nonconformity.document: (_("是否更新风险/文件"), _("更改文件")),
        Nonconformity.verify_evidence: (_("验证结果"), _("验证情况"), _("验证结论")),
        Nonconformity.verifier: (_("验证人员"),),
        Nonconformity.verified_on: (_("验证时间"),),
        Nonconformity.effectiveness: (_("有效性评价"), _("是否有效")),
        Nonconformity.closed_on: (_("关闭"), _("关闭时间")),
    },
    choices={
        Nonconformity.source: {
            _("内审"): ("audit",),
            _("管评"): ("review",),
            _("投诉"): ("complaint",),
            _("过程监视"): ("process",),
            _("日常检查"): ("process",),
            _("供方"): ("supplier",),
            _("供应商"): ("supplier",),
            _("外审"): ("external",),
            _("诊断"): ("diagnosis",),
            _("验收"): ("acceptance",),
        },
        Nonconformity.grade: {
            _("严重不符合"): ("severe",),
            _("严重不合格"): ("severe",),
            _("一般不符合"): ("general",),
            _("一般不合格"): ("general",),
            _("轻微"): ("general",),
            _("观察项"): ("observation",),
            _("改进建议"): ("observation",),
        },
        Nonconformity.factors: {
            _("人员"): ("man",),
            _("设备"): ("machine",),
            _("物料"): ("material",),
            _("方法"): ("method",),
            _("环境"): ("environment",),
            _("测量"): ("measurement",),
        },
        Nonconformity.effectiveness: {_("是"): ("effective",), _("否"): ("ineffective",)},
    },
    example={
        Nonconformity.fact: _("抽查 9 月首件检验记录 30 张，4 张未签字即转批量生产（示例）"),
        Nonconformity.found_on: "2026-03-12",
        Nonconformity.source: _("内部审核"),
        Nonconformity.basis: _("GB/T 19001 8.5.1；首件检验规定"),
        Nonconformity.grade: _("一般"),
        Nonconformity.department: _("生产部"),
        Nonconformity.clauses: "8.5.1",
        Nonconformity.correction: _("涉及的 4 批补做首件检验"),
        Nonconformity.factors: _("法"),
    },
)
