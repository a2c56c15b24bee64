"""The enterprise, its departments and people, and the bodies outside."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record
from qmsdesk.models.fields import DateField, ExactField, LongTextField, MultiField
from qmsdesk.standard.clauses import DEFAULT_EDITION, EDITIONS, PROJECT_EDITION
from qmsdesk.standard.enterprise_size import industries

TIERS = (
    ("a", _("a 企业负责人及相关人员")),
    ("b", _("b 企业负责人及领导层")),
    ("c", _("c 体系主管部门及制度建设成员")),
    ("d", _("d 基层技术质量人员和班组长")),
)


class Party(Record):
    """A body outside and its people (5.2, 6.9.2)."""

    KIND = (("certifier", _("认证机构")), ("authority", _("监管部门")), ("other", _("其他")))

    name = pw.CharField(verbose_name=_("机构名称"), max_length=80)
    kind = pw.CharField(verbose_name=_("类型"), choices=KIND, default="certifier")
    approval_number = pw.CharField(verbose_name=_("批准号"), max_length=60, default="")
    contact = pw.CharField(verbose_name=_("联系方式"), max_length=80, default="")

    class Meta:
        table_name = "party"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class Enterprise(Record):
    """The one enterprise of a workspace (clauses 3.1, 5.1)."""

    SINGLE = True
    FORM = (
        ("company", _("有限责任公司")),
        ("shares", _("股份有限公司")),
        ("branch", _("分支机构")),
        ("sole", _("个人独资企业")),
        ("individual", _("个体工商户")),
        ("other", _("其他")),
    )
    INDUSTRY = tuple((row.key, row.label) for row in industries())
    EDITION = tuple((key, edition.standard) for key, edition in EDITIONS.items() if key != PROJECT_EDITION)

    name = pw.CharField(verbose_name=_("企业名称"), max_length=80)
    short_name = pw.CharField(verbose_name=_("简称"), max_length=20, default="")
    abbreviation = pw.CharField(
        verbose_name=_("公司代号"), max_length=10, default="", help_text=_("文件编号的开头，如 HY")
    )
    credit_code = pw.CharField(
        verbose_name=_("统一社会信用代码"), max_length=18, default="", help_text=_("18 位，照营业执照填")
    )
    legal_representative = pw.CharField(verbose_name=_("法定代表人"), max_length=40, default="")
    legal_form = pw.CharField(verbose_name=_("法人形式"), choices=FORM, default="company")
    district = pw.CharField(verbose_name=_("区县"), max_length=20, default="")
    industry = pw.CharField(verbose_name=_("行业"), max_length=60, default="")
    employees = pw.IntegerField(verbose_name=_("从业人员（人）"), null=True, help_text=_("期末人数，没有则全年平均"))
    revenue = ExactField(verbose_name=_("营业收入（万元）"), null=True)
    assets = ExactField(verbose_name=_("资产总额（万元）"), null=True)
    scope = LongTextField(verbose_name=_("体系覆盖范围"), default="")
    not_applicable = LongTextField(verbose_name=_("不适用条款及理由"), default="")
    plan_started_on = DateField(
        verbose_name=_("方案实施开始日"), null=True, help_text=_("此日起提升前数据锁定，再改须说明原因")
    )
    system_started_on = DateField(verbose_name=_("体系运行开始日"), null=True)
    policy = LongTextField(verbose_name=_("质量方针"), default="")
    industry_row = pw.CharField(verbose_name=_("划型行业"), max_length=4, choices=INDUSTRY, default="")
    gb4754 = pw.CharField(
        verbose_name=_("GB/T 4754 代码"), max_length=8, default="", help_text=_("国民经济行业代码，如 C34")
    )
    edition = pw.CharField(verbose_name=_("标准版本"), max_length=8, choices=EDITION, default=DEFAULT_EDITION)
    certifier = pw.ForeignKeyField(Party, verbose_name=_("认证机构"), null=True, on_delete="RESTRICT")
    certificate = pw.CharField(verbose_name=_("证书号"), max_length=60, default="")
    certified_on = DateField(verbose_name=_("发证日期"), null=True)
    certificate_until = DateField(verbose_name=_("证书有效期至"), null=True)
    surveillance_on = DateField(verbose_name=_("下次监督审核"), null=True)
    is_sample = pw.BooleanField(verbose_name=_("示例数据"), default=False)

    class Meta:
        table_name = "enterprise"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class PartyPerson(Line):
    """Somebody of a body outside who trains, surveys, audits or reviews."""

    KIND = (
        ("trainer", _("讲师")),
        ("surveyor", _("调研")),
        ("auditor", _("审核员")),
        ("reviewer", _("评审员")),
        ("expert", _("行业专家")),
    )

    party = pw.ForeignKeyField(Party, on_delete="RESTRICT")
    name = pw.CharField(verbose_name=_("姓名"), max_length=40)
    kinds = MultiField(verbose_name=_("类别"), choices=KIND, default=())
    qualification = pw.CharField(verbose_name=_("资格"), max_length=120, default="")

    class Meta:
        table_name = "party_person"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class Department(Record):
    """A department of the enterprise."""

    name = pw.CharField(verbose_name=_("部门名称"), max_length=40)
    manager = pw.DeferredForeignKey("Person", verbose_name=_("负责人"), null=True, on_delete="RESTRICT")
    duties = LongTextField(verbose_name=_("职责"), default="")

    class Meta:
        table_name = "department"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class Person(Record):
    """Somebody of the enterprise; who left stays in history and is no longer offered."""

    ROLE = (("leader", _("组长")), ("deputy", _("副组长")), ("member", _("组员")), ("auditor", _("内审员")))

    name = pw.CharField(verbose_name=_("姓名"), max_length=40)
    department = pw.ForeignKeyField(Department, verbose_name=_("部门"), on_delete="RESTRICT")
    post = pw.CharField(verbose_name=_("岗位"), max_length=40, default="")
    tiers = MultiField(verbose_name=_("层级"), choices=TIERS, default=())
    group_role = pw.CharField(verbose_name=_("小组角色"), choices=ROLE, null=True)
    authorisation = pw.CharField(
        verbose_name=_("授权书"),
        max_length=80,
        default="",
        help_text=_("组长不是最高管理者时填写授权书编号，并上传扫描件（6.7.2.1）"),
    )
    auditor_certificate = pw.CharField(verbose_name=_("内审员证"), max_length=60, default="")
    auditor_until = DateField(verbose_name=_("内审员证有效期"), null=True)
    is_key = pw.BooleanField(verbose_name=_("骨干"), default=False)
    joined_on = DateField(verbose_name=_("入职日期"), null=True)
    left_on = DateField(verbose_name=_("离职日期"), null=True)

    class Meta:
        table_name = "person"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name
