"""Processes of the quality system (6.7.2.3, GB/T 19001 4.4)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Record
from qmsdesk.models.fields import LongTextField
from qmsdesk.models.people import Department, Person


class Process(Record):
    """A process with the department it belongs to and what goes in and out."""

    KIND = (("plain", _("一般过程")), ("key", _("关键过程")), ("special", _("特殊过程")))

    name = pw.CharField(verbose_name=_("过程名称"), max_length=60)
    department = pw.ForeignKeyField(Department, verbose_name=_("归口部门"), on_delete="RESTRICT")
    owner = pw.ForeignKeyField(Person, verbose_name=_("过程负责人"), null=True, on_delete="RESTRICT")
    kind = pw.CharField(verbose_name=_("过程类别"), choices=KIND, default="plain")
    inputs = LongTextField(verbose_name=_("输入"), default="")
    outputs = LongTextField(verbose_name=_("输出"), default="")
    interfaces = LongTextField(verbose_name=_("接口"), default="", help_text=_("与哪些部门和过程衔接，如何交接"))

    class Meta:
        table_name = "process"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name
