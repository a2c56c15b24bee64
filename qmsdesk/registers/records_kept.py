"""记录清单: filled forms that are kept, for how long, and what became of them (6.7.2.4 d, GB/T 19001 7.5.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qmsdesk.clock import later
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.running import RecordForm
from qmsdesk.registers.document_versions import in_force
from qmsdesk.registers.spec import (
    Case,
    Due,
    Edit,
    Problem,
    Proposal,
    Register,
    Section,
    Sheet,
    Values,
    Verb,
    Workflow,
)


def kept_until(document: Row, formed_on: dt.date) -> dt.date | None:
    """Until when a record of a form is kept by the form's retention; None for ever, or while none is stated.

    有效期加若干年 runs from the end of a validity that only people know; without one it counts from the day formed.
    """
    years = document.of(Document.retention_years)
    timed = document.of(Document.retention) in {"years", "while_valid"}
    return later(formed_on, 12 * years) if timed and years else None


def completed(record: Row, form: Row, revisions: Sequence[Row]) -> Values:
    """What follows from the form for what a record leaves blank: name, version, end of keeping, clauses, department."""
    formed_on = record.of(RecordForm.formed_on)
    values: Values = {}
    if not record.of(RecordForm.name):
        values[RecordForm.name] = form.of(Document.title)
    if not record.of(RecordForm.version):
        version = in_force(revisions, formed_on, form)
        if version is not None:
            values[RecordForm.version] = version["version"]
    if record.of(RecordForm.keep_until) is None and (until := kept_until(form, formed_on)):
        values[RecordForm.keep_until] = until
    if not record["clauses"] and form["clauses"]:
        values[RecordForm.clauses] = form["clauses"]
    if record.of(RecordForm.department) is None and form.of(Document.department):
        values[RecordForm.department] = form.of(Document.department)
    return values


def _guard(proposal: Proposal) -> list[Problem]:
    """A record is one of a form; what comes from an obsolete form stays a record all the same."""
    form = proposal.related(RecordForm.form)
    copies = proposal.after.of(RecordForm.copies)
    problems = []
    if RecordForm.form in proposal.changed and form is not None and form.of(Document.level) != "form":
        problems.append(Problem(_("“{}”不是表单").format(form.of(Document.title)), RecordForm.form))
    if copies is not None and copies < 1:
        problems.append(Problem(_("份数至少是 1"), RecordForm.copies))
    return problems


def _check(case: Case) -> list[Problem]:
    formed, until = case.row.of(RecordForm.formed_on), case.row.of(RecordForm.keep_until)
    disposed = case.row.of(RecordForm.disposed_on)
    problems = []
    if formed > case.today:
        problems.append(Problem(_("形成日期还没有到"), RecordForm.formed_on))
    if until and until < formed:
        problems.append(Problem(_("保存至早于形成日期"), RecordForm.keep_until))
    if disposed and disposed > case.today:
        problems.append(Problem(_("处置日期还没有到"), RecordForm.disposed_on))
    return problems


def _not_yet(case: Case) -> Sequence[str]:
    """Records are kept to the end of their time; those kept for ever are never disposed of."""
    until, disposed = case.row.of(RecordForm.keep_until), case.row.of(RecordForm.disposed_on) or case.today
    if until is None:
        return (_("“保存至”的日期（永久保存的记录不处置）"),)
    missing = () if until <= disposed else (_("保存期满（保存至 {}）").format(until),)
    return missing if disposed <= case.today else (*missing, _("处置日期还没有到"))


def _fill_in(case: Case) -> Sequence[Edit]:
    form = case.target(case.row, RecordForm.form)
    assert form is not None
    revisions = case.holding(DocumentRevision.document, form.id)
    return (Edit(RecordForm, case.row.id, completed(case.row, form, revisions)),)


def _from_the_form(proposal: Proposal) -> Values:
    form = proposal.related(RecordForm.form)
    return completed(proposal.after, form, proposal.holding(DocumentRevision.document, form.id)) if form else {}


def _locked(row: Row) -> str:
    return _("记录已处置，只能查看") if row.of(RecordForm.status) == "disposed" else ""


DISPOSE = Verb(
    "dispose", _("到期处置"), ("kept",), "disposed", required=(RecordForm.disposal, RecordForm.disposed_on),
    check=_not_yet, effect=_fill_in, danger=True,
)  # fmt: skip

RECORD_FORM = Register(
    key="record_form",
    title=_("记录清单"),
    model=RecordForm,
    clauses=("1023/6.7.2.4 d)", "2016/7.5.3"),
    numbering="JL-{year}-{n:03}",
    columns=(
        RecordForm.number,
        RecordForm.name,
        RecordForm.form,
        RecordForm.version,
        RecordForm.formed_on,
        RecordForm.status,
        RecordForm.department,
        RecordForm.keep_until,
        RecordForm.storage,
    ),
    sections=(
        Section(
            _("基本信息"),
            (
                RecordForm.form,
                RecordForm.formed_on,
                RecordForm.name,
                RecordForm.version,
                RecordForm.department,
                RecordForm.keeper,
                RecordForm.copies,
            ),
        ),
        Section(
            _("保存与处置"),
            (RecordForm.storage, RecordForm.keep_until, RecordForm.disposal, RecordForm.disposed_on),
        ),
        Section(_("其他"), (RecordForm.clauses, RecordForm.remark)),
    ),
    search=(RecordForm.number, RecordForm.name, RecordForm.clauses),
    filters=(RecordForm.form, RecordForm.status, RecordForm.department),
    order_by=(RecordForm.formed_on, RecordForm.number),
    check=_check,
    happened=RecordForm.formed_on,
    follows=_from_the_form,
    due=(
        Due(RecordForm.keep_until, _("记录到期处置"), lambda: (RecordForm.status == "kept",), person=RecordForm.keeper),
    ),
    workflow=Workflow(verbs=(DISPOSE,), locked=_locked, guard=_guard),
    sheet=Sheet(
        key=(RecordForm.form, RecordForm.formed_on, RecordForm.name),
        states=True,
        synonyms={
            RecordForm.form: (_("表单"), _("表单名称"), _("表单编号"), _("使用表单")),
            RecordForm.version: (_("版次"), _("版本"), _("表单版本")),
            RecordForm.formed_on: (_("日期"), _("记录日期"), _("填写日期")),
            RecordForm.name: (_("名称"), _("记录")),
            RecordForm.department: (_("部门"), _("使用部门")),
            RecordForm.keeper: (_("保管"), _("保存人")),
            RecordForm.storage: (_("存放地点"), _("保存地点"), _("存放位置")),
            RecordForm.keep_until: (_("保存期限至"), _("到期日期")),
        },
        beside={RecordForm.keeper: RecordForm.department},
        example={
            RecordForm.form: _("设备点检表（示例）"),
            RecordForm.formed_on: "2026-03-31",
            RecordForm.name: _("3 月设备点检"),
            RecordForm.version: "A/0",
            RecordForm.department: _("生产部"),
        },
    ),
)
