"""Complaints and satisfaction surveys (GB/T 19001 8.2.1, 9.1.2; 表A.1 7.1–7.3)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.fields import DateField, ExactField, LongTextField
from qmsdesk.models.people import Person


class Complaint(Record):
    """A customer's complaint until the customer confirms."""

    STATUS = (("received", _("受理")), ("handled", _("已处理")), ("closed", _("关闭")))
    CONFIRMED = (("satisfied", _("满意")), ("accepted", _("接受")), ("dissatisfied", _("不满意")))

    status = status_field(STATUS)
    customer = pw.CharField(verbose_name=_("顾客"), max_length=80)
    received_on = DateField(verbose_name=_("投诉日期"))
    content = LongTextField(verbose_name=_("投诉内容"))
    major = pw.BooleanField(verbose_name=_("重大投诉"), default=False)
    investigation = LongTextField(verbose_name=_("调查结果"), default="")
    handling = LongTextField(verbose_name=_("处理意见"), default="")
    handler = pw.ForeignKeyField(Person, verbose_name=_("处理人"), null=True, on_delete="RESTRICT")
    due_on = DateField(verbose_name=_("处理时限"), null=True)
    done_on = DateField(verbose_name=_("完成日期"), null=True)
    confirmed = pw.CharField(verbose_name=_("顾客确认"), choices=CONFIRMED, null=True)
    confirmed_on = DateField(verbose_name=_("确认日期"), null=True)

    class Meta:
        table_name = "complaint"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.number


class Satisfaction(Record):
    """A survey of customers' satisfaction."""

    name = pw.CharField(verbose_name=_("调查名称"), max_length=80)
    surveyed_on = DateField(verbose_name=_("调查日期"))
    sent = pw.IntegerField(verbose_name=_("发放份数"), null=True)
    returned = pw.IntegerField(verbose_name=_("回收份数"), null=True)
    valid = pw.IntegerField(verbose_name=_("有效份数"), null=True)
    full_score = ExactField(verbose_name=_("满分"), default="100")
    analyst = pw.ForeignKeyField(Person, verbose_name=_("统计人"), null=True, on_delete="RESTRICT")
    lowest = pw.CharField(verbose_name=_("最低项"), max_length=60, default="")
    improvement = LongTextField(verbose_name=_("改进要求"), default="")

    class Meta:
        table_name = "satisfaction"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class SatisfactionItem(Line):
    """An aspect asked about: its weight and the mean score given."""

    satisfaction = pw.ForeignKeyField(Satisfaction, on_delete="RESTRICT")
    item = pw.CharField(verbose_name=_("调查项目"), max_length=40)
    weight = ExactField(verbose_name=_("权重"))
    score = ExactField(verbose_name=_("平均得分"))
    note = pw.CharField(verbose_name=_("意见"), max_length=200, default="")

    class Meta:
        table_name = "satisfaction_item"
