"""Licences and compliance events (表A.1 1.1–1.3)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Record
from qmsdesk.models.fields import DateField, LongTextField
from qmsdesk.models.people import Person


class Licence(Record):
    """A licence, permit or certificate of the enterprise."""

    name = pw.CharField(verbose_name=_("证照名称"), max_length=80)
    code = pw.CharField(verbose_name=_("证号"), max_length=60, default="")
    issuer = pw.CharField(verbose_name=_("发证机关"), max_length=60, default="")
    issued_on = DateField(verbose_name=_("发证日期"), null=True)
    valid_until = DateField(verbose_name=_("有效期至"), null=True, help_text=_("长期有效的不填"))
    required = pw.BooleanField(verbose_name=_("法定必需"), default=True)
    owner = pw.ForeignKeyField(Person, verbose_name=_("保管人"), null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "licence"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class ComplianceEvent(Record):
    """A penalty, a listing, a spot check or an accident."""

    KIND = (
        ("penalty", _("行政处罚")),
        ("abnormal", _("经营异常名录")),
        ("dishonest", _("严重违法失信名单")),
        ("defaulter", _("失信被执行")),
        ("spot_check", _("监督抽查")),
        ("safety", _("安全事故")),
        ("quality", _("质量事故")),
        ("query", _("信用查询")),
    )

    kind = pw.CharField(verbose_name=_("事件类型"), choices=KIND)
    occurred_on = DateField(verbose_name=_("日期"))
    authority = pw.CharField(verbose_name=_("机关"), max_length=60, default="")
    content = LongTextField(verbose_name=_("内容"), default="")
    result = LongTextField(verbose_name=_("结果"), default="")
    closed_on = DateField(verbose_name=_("办结日期"), null=True)

    class Meta:
        table_name = "compliance_event"
