"""过程: the processes of the quality system and where they belong (6.7.2.3, GB/T 19001 4.4)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.documents import Document
from qmsdesk.models.people import Department
from qmsdesk.models.processes import Process
from qmsdesk.registers.sheet import Named, Values
from qmsdesk.registers.spec import Column, Register, Section, Sheet


def _documents() -> pw.Node:
    """How many documents that are not obsolete say how the process runs."""
    live = (Document.deleted_at.is_null()) & (Document.void_reason == "") & (Document.status != "obsolete")
    return Document.select(pw.fn.COUNT(Document.id)).where((Document.process == Process.id) & live)


def _named(name: str, home: int | Named | None) -> Values:
    """A process that another sheet names; where it belongs is put right later."""
    return {Process.name: name, Process.department: home or Named(Department, _("未指定部门"))}


PROCESS = Register(
    key="process",
    title=_("过程"),
    model=Process,
    clauses=("1023/6.7.2.3", "2016/4.4"),
    numbering="GC-{n:02}",
    columns=(
        Process.number,
        Process.name,
        Process.kind,
        Process.department,
        Process.owner,
        Process.clauses,
        Column(_("文件数"), Document.review_months, _documents, 64),
    ),
    sections=(
        Section(_("基本信息"), (Process.name, Process.department, Process.owner, Process.kind, Process.clauses)),
        Section(_("输入输出"), (Process.inputs, Process.outputs, Process.interfaces)),
        Section(_("其他"), (Process.number, Process.remark)),
    ),
    search=(Process.number, Process.name, Process.clauses, Process.inputs, Process.outputs),
    filters=(Process.kind, Process.department),
    order_by=(Process.number,),
    sheet=Sheet(
        key=(Process.name,),
        create=_named,
        beside={Process.owner: Process.department},
        synonyms={
            Process.number: (_("过程编号"),),
            Process.name: (_("过程"), _("名称")),
            Process.department: (_("责任部门"), _("主管部门"), _("部门")),
            Process.owner: (_("负责人"), _("过程所有者"), _("责任人")),
            Process.kind: (_("类别"), _("过程类型")),
            Process.interfaces: (_("接口关系"), _("与其他过程的接口")),
        },
        choices={
            Process.kind: {
                _("一般"): ("plain",),
                _("普通过程"): ("plain",),
                _("关键"): ("key",),
                _("关键工序"): ("key",),
                _("特殊"): ("special",),
                _("特殊工序"): ("special",),
            }
        },
        example={
            Process.name: _("采购（示例）"),
            Process.department: _("采购部"),
            Process.kind: _("一般过程"),
            Process.inputs: _("采购申请、合格供方名录"),
            Process.outputs: _("采购合同、到货"),
            Process.clauses: "8.4",
        },
    ),
)
