"""外部机构与人员, 部门, 人员, 企业档案."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.people import Department, Enterprise, Party, PartyPerson, Person
from qmsdesk.registers.common import in_order
from qmsdesk.registers.project import SELF_CHECKS
from qmsdesk.registers.sheet import Named, Values
from qmsdesk.registers.spec import Case, Due, Lines, Problem, Proposal, Register, Section, Sheet, Told, Workflow
from qmsdesk.standard import credit_code, enterprise_size


def _check_person(case: Case) -> list[Problem]:
    row = case.row
    if row.of(Person.joined_on) and row.of(Person.left_on) and row.of(Person.left_on) < row.of(Person.joined_on):
        return [Problem(_("离职日期早于入职日期"), Person.left_on)]
    return []


def _one_enterprise(proposal: Proposal) -> list[Problem]:
    if proposal.before is None and proposal.enterprise is not None:
        return [Problem(_("一个企业文件夹只放一家企业"), Enterprise.name)]
    return []


def size_of(row: Row) -> enterprise_size.Size:
    """The class of the enterprise by its own figures (3.1 注1)."""
    return enterprise_size.classify(
        row.of(Enterprise.industry_row), row.of(Enterprise.employees), row.of(Enterprise.revenue),
        row.of(Enterprise.assets),
    )  # fmt: skip


def size_text(row: Row) -> str:
    """规模 with 划型依据, or which figures it still wants, or that are wrong."""
    size = size_of(row)
    wrong = _("{}不能小于 0").format("、".join(size.wrong)) if size.wrong else ""
    lacks = _("缺{}").format("、".join(size.missing)) if size.missing else ""
    if wrong or lacks:
        return _("还不能划型，{}").format("；".join(part for part in (wrong, lacks) if part))
    return _("{title}企业。划型依据：{basis}（国统字〔2017〕213号）").format(title=size.title, basis=size.basis)


def wrong_in(row: Row) -> list[Problem]:
    """What cannot be right in the fields by which the enterprise and its size are known (3.1)."""
    code = str(row.of(Enterprise.credit_code) or "")
    wrong = credit_code.problem(code) if code else ""
    figures = (Enterprise.employees, Enterprise.revenue, Enterprise.assets)
    below = [field for field in figures if (figure := row.of(field)) is not None and figure < 0]
    return [
        *([Problem(wrong, Enterprise.credit_code)] if wrong else []),
        *(Problem(_("{}不能小于 0").format(field.verbose_name), field) for field in below),
    ]


def _check_enterprise(case: Case) -> list[Problem]:
    row = case.row
    found = in_order(row, Enterprise.certified_on, Enterprise.certificate_until)
    return [*found, *wrong_in(row), *_check_industry(row)]


def _check_industry(row: Row) -> list[Problem]:
    """The code is that of another row than the one chosen, or of none."""
    code, chosen = str(row.of(Enterprise.gb4754) or ""), row.of(Enterprise.industry_row)
    if not code:
        return []
    if not enterprise_size.is_code(code):
        return [Problem(_("GB/T 4754 代码写成 C34 或 3484 的样子"), Enterprise.gb4754)]
    meant = enterprise_size.by_code(code)
    if meant is None or not chosen or meant.key == chosen:
        return []
    text = _("代码 {code} 属于“{meant}”，划型行业选的是“{chosen}”")
    named = enterprise_size.industry(chosen).title
    return [Problem(text.format(code=code, meant=meant.title, chosen=named), Enterprise.industry_row)]


def _person_named(name: str, home: int | Named | None) -> Values:
    """Somebody a sheet names without saying where he works; the report lists him, so that it can be put right."""
    return {Person.name: name, Person.department: home or Named(Department, _("未指定部门"))}


ENTERPRISE = Register(
    key="enterprise",
    title=_("企业档案"),
    model=Enterprise,
    clauses=("1023/3.1", "1023/5.1"),
    numbering="QY-{n:02}",
    columns=(Enterprise.number, Enterprise.name, Enterprise.short_name, Enterprise.district),
    sections=(
        Section(
            _("基本信息"),
            (
                Enterprise.name,
                Enterprise.short_name,
                Enterprise.abbreviation,
                Enterprise.credit_code,
                Enterprise.legal_representative,
                Enterprise.legal_form,
                Enterprise.district,
            ),
        ),
        Section(
            _("规模"),
            (
                Enterprise.industry,
                Enterprise.industry_row,
                Enterprise.gb4754,
                Enterprise.employees,
                Enterprise.revenue,
                Enterprise.assets,
            ),
            told=(Told(_("规模"), size_text),),
        ),
        Section(
            _("体系"),
            (
                Enterprise.scope,
                Enterprise.not_applicable,
                Enterprise.policy,
                Enterprise.edition,
                Enterprise.plan_started_on,
                Enterprise.system_started_on,
            ),
        ),
        Section(
            _("认证"),
            (
                Enterprise.certifier,
                Enterprise.certificate,
                Enterprise.certified_on,
                Enterprise.certificate_until,
                Enterprise.surveillance_on,
            ),
        ),
        Section(_("其他"), (Enterprise.clauses, Enterprise.remark)),
    ),
    search=(Enterprise.name, Enterprise.short_name),
    lines=(SELF_CHECKS,),
    check=_check_enterprise,
    due=(
        Due(Enterprise.certificate_until, _("认证证书到期")),
        Due(Enterprise.surveillance_on, _("认证监督审核")),
    ),
    workflow=Workflow(guard=_one_enterprise, kept=_("企业文件夹总要有它的企业档案")),
    sheet=Sheet(
        key=(Enterprise.name,),
        single=True,
        choices={
            Enterprise.industry_row: {
                word: (row.key,) for row in enterprise_size.industries() for word in (row.key, row.title)
            }
        },
    ),
)

PEOPLE_OF_PARTY = Lines(
    "party_person",
    _("人员"),
    PartyPerson.party,
    (PartyPerson.name, PartyPerson.kinds, PartyPerson.qualification),
    natural=(PartyPerson.name,),
)

PARTY = Register(
    key="party",
    title=_("外部机构"),
    model=Party,
    clauses=("1023/5.2", "1023/6.9.2"),
    numbering="JG-{n:03}",
    columns=(Party.number, Party.name, Party.kind, Party.approval_number, Party.contact),
    sections=(
        Section(_("基本信息"), (Party.name, Party.kind, Party.approval_number, Party.contact)),
        Section(_("其他"), (Party.clauses, Party.remark)),
    ),
    search=(Party.number, Party.name, Party.approval_number),
    filters=(Party.kind,),
    order_by=(Party.number,),
    lines=(PEOPLE_OF_PARTY,),
    sheet=Sheet(
        key=(Party.name,),
        synonyms={Party.name: (_("机构"), _("单位名称"), _("名称")), Party.kind: (_("类别"),)},
        example={Party.name: _("示例认证（江苏）有限公司"), Party.kind: _("认证机构")},
    ),
)

DEPARTMENT = Register(
    key="department",
    title=_("部门"),
    model=Department,
    clauses=("2016/5.3",),
    numbering="BM-{n:02}",
    columns=(Department.number, Department.name, Department.manager, Department.duties),
    sections=(
        Section(_("基本信息"), (Department.name, Department.manager, Department.duties)),
        Section(_("其他"), (Department.clauses, Department.remark)),
    ),
    search=(Department.number, Department.name),
    order_by=(Department.number,),
    sheet=Sheet(
        key=(Department.name,),
        synonyms={Department.name: (_("部门"), _("名称")), Department.manager: (_("部门负责人"),)},
        create=lambda name, _home: {Department.name: name},
        beside={Department.manager: Department.name},
        example={Department.name: _("示例部"), Department.duties: _("检验与放行")},
    ),
)

PERSON = Register(
    key="person",
    title=_("人员"),
    model=Person,
    clauses=("1023/6.7.2.1", "2016/7.2"),
    numbering="RY-{n:03}",
    columns=(
        Person.number,
        Person.name,
        Person.department,
        Person.post,
        Person.tiers,
        Person.group_role,
        Person.is_key,
        Person.joined_on,
        Person.left_on,
    ),
    sections=(
        Section(
            _("基本信息"),
            (
                Person.name,
                Person.department,
                Person.post,
                Person.tiers,
                Person.is_key,
                Person.joined_on,
                Person.left_on,
            ),
        ),
        Section(
            _("工作小组"), (Person.group_role, Person.authorisation, Person.auditor_certificate, Person.auditor_until)
        ),
        Section(_("其他"), (Person.clauses, Person.remark)),
    ),
    search=(Person.number, Person.name, Person.post),
    filters=(Person.department, Person.tiers, Person.group_role),
    order_by=(Person.number,),
    check=_check_person,
    due=(Due(Person.auditor_until, _("内审员证到期"), lambda: (Person.left_on.is_null(),)),),
    sheet=Sheet(
        key=(Person.name, Person.department),
        create=_person_named,
        synonyms={
            Person.department: (_("所在部门"), _("所属部门")),
            Person.post: (_("职务"), _("职位"), _("岗位名称")),
            Person.tiers: (_("培训层级"), _("培训层次")),
            Person.is_key: (_("骨干员工"), _("是否骨干")),
            Person.joined_on: (_("入职时间"), _("进厂日期")),
            Person.left_on: (_("离职时间"),),
        },
        choices={
            Person.tiers: {
                _("企业负责人"): ("a", "b"),
                _("领导层"): ("b",),
                _("高层"): ("b",),
                _("体系主管"): ("c",),
                _("制度建设"): ("c",),
                _("制度建设成员"): ("c",),
                _("班组长"): ("d",),
                _("基层技术质量"): ("d",),
                _("基层"): ("d",),
                _("全员"): ("a",),
            }
        },
        example={
            Person.name: _("示例甲"),
            Person.department: _("质量部"),
            Person.post: _("检验员"),
            Person.tiers: _("d 基层技术质量人员和班组长"),
            Person.is_key: _("否"),
            Person.joined_on: "2019-02-11",
        },
    ),
)
