"""Risks and opportunities, internal and external context (GB/T 19001 4.1, 4.2, 6.1; 表A.1 2.1, 2.3)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Record
from qmsdesk.models.choices import EFFECT
from qmsdesk.models.fields import DateField, LongTextField
from qmsdesk.models.people import Person
from qmsdesk.models.processes import Process


class Risk(Record):
    """A risk or an opportunity; likelihood times impact gives its level."""

    KIND = (("risk", _("风险")), ("opportunity", _("机遇")))
    DEGREE = (("1", _("1 很低")), ("2", _("2 低")), ("3", _("3 中")), ("4", _("4 高")), ("5", _("5 很高")))

    title = pw.CharField(verbose_name=_("风险或机遇"), max_length=160)
    kind = pw.CharField(verbose_name=_("类型"), choices=KIND, default="risk")
    process = pw.ForeignKeyField(Process, verbose_name=_("过程"), null=True, on_delete="RESTRICT")
    safety = pw.BooleanField(
        verbose_name=_("安全特性"), default=False, help_text=_("产品或服务的安全特性风险（表A.1 2.1）")
    )
    likelihood = pw.CharField(verbose_name=_("可能性"), choices=DEGREE, null=True)
    impact = pw.CharField(verbose_name=_("影响"), choices=DEGREE, null=True)
    measure = LongTextField(verbose_name=_("应对措施"), default="")
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    identified_on = DateField(verbose_name=_("识别日期"), null=True)
    due_on = DateField(verbose_name=_("完成期限"), null=True)
    done_on = DateField(verbose_name=_("完成日期"), null=True)
    effectiveness = pw.CharField(verbose_name=_("措施有效性"), choices=EFFECT, null=True)
    reviewed_on = DateField(verbose_name=_("评价日期"), null=True)

    class Meta:
        table_name = "risk"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.title


class Context(Record):
    """An internal or external factor, or an interested party with what it needs."""

    KIND = (("internal", _("内部因素")), ("external", _("外部因素")), ("party", _("相关方")))
    RELEVANCE = (("relevant", _("相关")), ("irrelevant", _("不相关")))

    factor = pw.CharField(verbose_name=_("因素或相关方"), max_length=120)
    kind = pw.CharField(verbose_name=_("类别"), choices=KIND, default="external")
    impact = LongTextField(verbose_name=_("影响或需求期望"), default="")
    response = LongTextField(verbose_name=_("应对或监视方式"), default="")
    climate = pw.CharField(verbose_name=_("气候变化相关性"), choices=RELEVANCE, null=True)
    climate_reason = pw.CharField(verbose_name=_("相关性理由"), max_length=200, default="")
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    reviewed_on = DateField(verbose_name=_("评审日期"), null=True)
    next_on = DateField(verbose_name=_("下次评审"), null=True)

    class Meta:
        table_name = "context"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.factor
