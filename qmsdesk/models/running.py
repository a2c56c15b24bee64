"""Running records of the system: records kept, visits of the certification body, meetings (6.7.2.4)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record, status_field
from qmsdesk.models.choices import FACTORS
from qmsdesk.models.documents import Document
from qmsdesk.models.fields import DateField, LongTextField, MultiField
from qmsdesk.models.people import Department, Party, Person


class RecordForm(Record):
    """A filled form that is kept: which form and version, where, how long (GB/T 19001 7.5.3)."""

    STATUS = (("kept", _("保存中")), ("disposed", _("已处置")))
    DISPOSAL = (("destroyed", _("销毁")), ("archived", _("移交归档")))

    status = status_field(STATUS)
    form = pw.ForeignKeyField(Document, verbose_name=_("所用表单"), on_delete="RESTRICT")
    version = pw.CharField(
        verbose_name=_("表单版次"), max_length=20, default="", help_text=_("不填的取形成当日有效的版次")
    )
    formed_on = DateField(verbose_name=_("形成日期"))
    name = pw.CharField(verbose_name=_("记录名称"), max_length=120, default="")
    department = pw.ForeignKeyField(Department, verbose_name=_("保存部门"), null=True, on_delete="RESTRICT")
    keeper = pw.ForeignKeyField(Person, verbose_name=_("保管人"), null=True, on_delete="RESTRICT")
    copies = pw.IntegerField(verbose_name=_("份数"), default=1)
    storage = pw.CharField(verbose_name=_("存放"), max_length=80, default="")
    keep_until = DateField(
        verbose_name=_("保存至"), null=True, help_text=_("不填的按表单的保存期限算；永久保存的留空")
    )
    disposal = pw.CharField(verbose_name=_("处置"), choices=DISPOSAL, null=True)
    disposed_on = DateField(verbose_name=_("处置日期"), null=True)

    class Meta:
        table_name = "record_form"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class Visit(Record):
    """A visit of the certification body with what it found (6.7.2.4 c)."""

    visited_on = DateField(verbose_name=_("巡诊日期"))
    finding = LongTextField(verbose_name=_("发现"))
    party = pw.ForeignKeyField(Party, verbose_name=_("机构"), null=True, on_delete="RESTRICT")
    expert = pw.CharField(verbose_name=_("专家"), max_length=40, default="")
    factors = MultiField(verbose_name=_("环节"), choices=FACTORS, default=())
    advice = LongTextField(verbose_name=_("建议"), default="")
    department = pw.ForeignKeyField(Department, verbose_name=_("责任部门"), null=True, on_delete="RESTRICT")
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")
    due_on = DateField(verbose_name=_("期限"), null=True)
    done_on = DateField(verbose_name=_("完成日期"), null=True)
    result = LongTextField(verbose_name=_("结果"), default="")

    class Meta:
        table_name = "visit"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.number


class Meeting(Record):
    """A meeting with its minutes and decisions."""

    # Only a 运行要求发布 gets on from its first state, which has no word: other meetings have nothing to release.
    STATUS = (("", ""), ("released", _("已发布")))
    KIND = (
        ("kick_off", _("启动会")),
        ("promotion", _("宣贯会")),
        ("release", _("运行要求发布")),
        ("opening", _("首次会议")),
        ("closing", _("末次会议")),
        ("regular", _("质量例会")),
        ("other", _("其他")),
    )

    status = status_field(STATUS)
    kind = pw.CharField(verbose_name=_("会议类型"), choices=KIND)
    held_on = DateField(verbose_name=_("会议日期"))
    topic = pw.CharField(verbose_name=_("议题"), max_length=120, default="")
    place = pw.CharField(verbose_name=_("地点"), max_length=60, default="")
    host = pw.ForeignKeyField(Person, verbose_name=_("主持"), null=True, on_delete="RESTRICT")
    minutes = LongTextField(verbose_name=_("纪要"), default="")
    decisions = LongTextField(verbose_name=_("决议"), default="")

    class Meta:
        table_name = "meeting"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.topic


class MeetingAttendee(Line):
    """Somebody at a meeting."""

    meeting = pw.ForeignKeyField(Meeting, on_delete="RESTRICT")
    person = pw.ForeignKeyField(Person, verbose_name=_("参加人"), on_delete="RESTRICT")
    signed = pw.BooleanField(verbose_name=_("签到"), default=True)

    class Meta:
        table_name = "meeting_attendee"
