"""文件与表单: the declaration, its gates and its verbs (6.7.2.3, GB/T 19001 7.5)."""

from __future__ import annotations

from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.database import months_after
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.fields import DateField
from qmsdesk.registers.document_gates import CHECK_MONTHS, REVISE, VERBS
from qmsdesk.registers.document_sheet import settle_revisions
from qmsdesk.registers.document_versions import REVISIONS, draft_of, next_version
from qmsdesk.registers.spec import (
    Case,
    Column,
    Due,
    Lines,
    Problem,
    Register,
    Section,
    Sheet,
    Values,
    Workflow,
)

__all__ = ["COPIES", "DOCUMENT", "REVISIONS", "draft_of", "next_version"]

COPIES = Lines(
    "distribution",
    _("分发"),
    Distribution.document,
    (
        Distribution.copy_number,
        Distribution.department,
        Distribution.person,
        Distribution.issued_on,
        Distribution.returned_on,
    ),
    natural=(Distribution.copy_number,),
)


def _locked(row: Row) -> str:
    if row.of(Document.status) == "obsolete":
        return _("文件已作废，只能查看")
    return _("文件已批准生效，修改须改版") if row.of(Document.status) == "in_force" else ""


def _check(case: Case) -> list[Problem]:
    problems = []
    dates = sorted(
        (r.of(DocumentRevision.effective_on), r.of(DocumentRevision.approved_on))
        for r in case.lines[REVISIONS.key]
        if r.of(DocumentRevision.effective_on) and r.of(DocumentRevision.approved_on)
    )
    if any(effective < approved for effective, approved in dates):
        problems.append(Problem(_("生效日期早于批准日期"), None))
    if sum(r.of(DocumentRevision.status) == "in_force" for r in case.lines[REVISIONS.key]) > 1:
        problems.append(Problem(_("同时有两个有效版本")))
    if case.row.of(Document.retention) in {"years", "while_valid"} and not case.row.of(Document.retention_years):
        problems.append(Problem(_("保存期限还差年数"), Document.retention_years))
    return problems


_LEVELS = {"QM": "manual", "QP": "procedure", "WI": "instruction", "QR": "form", "FM": "form", "WL": "external"}


def _level_from_number(values: Values) -> Values:
    """层级 by the numbering pattern when the sheet has none: the first part that is QM, QP, WI, QR or WL."""
    if not values.get(Document.level):
        for part in str(values.get(Document.number, "")).upper().replace("_", "-").split("-"):
            if part[:2] in _LEVELS:
                return {**values, Document.level: _LEVELS[part[:2]]}
    return values


def _shown_revision(field: DateField | pw.Field) -> pw.Node:
    """The field of the revision in force, or of the latest one while none is."""
    revision = DocumentRevision.alias()
    order = pw.Case(None, ((revision.status == "in_force", 0), (revision.status == "approved", 1)), 2)
    return (
        revision.select(getattr(revision, field.name))
        .where(revision.document == Document.id)
        .order_by(order, revision.position.desc(), revision.id.desc())
        .limit(1)
    )


def _checked_again() -> Column:
    """The day an external document has to be checked for a newer edition."""
    last = pw.fn.COALESCE(Document.checked_on, Document.received_on)
    return Column(_("下次查新"), Document.checked_on, lambda: months_after(last, CHECK_MONTHS))


def _external() -> tuple[Any, ...]:
    return (Document.level == "external", Document.status != "obsolete")


DOCUMENT = Register(
    key="document",
    title=_("文件与表单台账"),
    model=Document,
    clauses=("1023/6.7.2.3 b)", "2016/7.5"),
    numbering="",
    columns=(
        Document.number,
        Document.title,
        Document.level,
        Column(_("版本"), DocumentRevision.version, lambda: _shown_revision(DocumentRevision.version), 60),
        Document.status,
        Column(
            _("生效日期"), DocumentRevision.effective_on, lambda: _shown_revision(DocumentRevision.effective_on), 96
        ),
        Document.department,
        Document.clauses,
    ),
    sections=(
        Section(
            _("基本信息"),
            (
                Document.number,
                Document.title,
                Document.level,
                Document.department,
                Document.owner,
                Document.parent,
                Document.process,
                Document.clauses,
                Document.plan_item,
            ),
        ),
        Section(
            _("评审与保存"),
            (
                Document.review_months,
                Document.next_review_on,
                Document.retention,
                Document.retention_years,
                Document.storage,
                Document.existing,
            ),
        ),
        Section(_("外来文件"), (Document.source, Document.received_on, Document.checked_on)),
        Section(_("其他"), (Document.remark,)),
    ),
    search=(Document.number, Document.title, Document.clauses),
    filters=(Document.level, Document.status, Document.department),
    order_by=(Document.number,),
    lines=(REVISIONS, COPIES),
    check=_check,
    due=(
        Due(Document.next_review_on, _("文件评审"), lambda: (Document.status != "obsolete",), person=Document.owner),
        Due(_checked_again(), _("外来文件查新"), _external, person=Document.owner),
    ),
    workflow=Workflow(
        verbs=VERBS,
        locked=_locked,
        files_open=lambda row: bool(row.of(Document.existing)) and row.of(Document.status) == "in_force",
        renewed_by=REVISE.key,
        correctable=False,
        # Where a document belongs and how long it is kept is no part of its text: it needs no new version.
        stays_open=(
            Document.owner,
            Document.parent,
            Document.process,
            Document.clauses,
            Document.plan_item,
            Document.review_months,
            Document.next_review_on,
            Document.retention,
            Document.retention_years,
            Document.storage,
            Document.remark,
            COPIES,
        ),
    ),
    sheet=Sheet(
        key=(Document.number,),
        line=REVISIONS,
        derived=(Document.level,),
        derive=_level_from_number,
        settle=settle_revisions,
        beside={Document.owner: Document.department, Distribution.person: Distribution.department},
        synonyms={
            Document.number: (_("文件编号"), _("文件号")),
            Document.title: (_("文件名称"), _("名称")),
            Document.level: (_("类别"), _("文件类别"), _("文件层级"), _("类型")),
            Document.department: (_("归口部门"), _("主管部门"), _("部门")),
            Document.clauses: (_("对应条款"), _("标准条款")),
            DocumentRevision.version: (_("版本/修订"), _("版次"), _("版本号"), _("修订")),
            DocumentRevision.status: (_("现行状态"), _("状态")),
            DocumentRevision.author: (_("编制人"),),
            DocumentRevision.reviewer: (_("审核人"),),
            DocumentRevision.approver: (_("批准人"),),
            DocumentRevision.effective_on: (_("实施日期"), _("生效日")),
            DocumentRevision.obsolete_on: (_("回收(作废)日期"), _("回收（作废）日期"), _("回收日期"), _("作废日")),
        },
        choices={
            Document.level: {
                _("一级文件"): ("manual",),
                _("二级文件"): ("procedure",),
                _("三级文件"): ("instruction",),
                _("四级文件"): ("form",),
                _("手册"): ("manual",),
                _("程序"): ("procedure",),
                _("作业文件"): ("instruction",),
                _("作业指导性文件"): ("instruction",),
                _("外来"): ("external",),
            },
            DocumentRevision.status: {
                _("现行"): ("in_force",),
                _("在用"): ("in_force",),
                _("废止"): ("obsolete",),
                _("已批准"): ("in_force",),
            },
        },
        example={
            Document.number: "SL-QP-01",
            Document.title: _("文件控制程序（示例）"),
            Document.level: _("程序文件"),
            DocumentRevision.version: "A/0",
            DocumentRevision.status: _("有效"),
            DocumentRevision.effective_on: "2026-01-05",
            Document.clauses: "7.5",
        },
    ),
)
