"""Tables behind the registers: history, numbers, settings, attachments, signatures, the log of exports."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import Base
from qmsdesk.models.fields import DateField


class History(pw.Model):
    """The chained list of changes; append-only (triggers of the schema)."""

    seq = pw.AutoField()
    batch = pw.IntegerField()
    at = pw.TextField()
    by = pw.TextField()
    system_user = pw.TextField()
    verb = pw.TextField()
    register = pw.TextField()
    record = pw.IntegerField(column_name="record_id")
    body = pw.TextField()
    prev = pw.TextField()
    hash = pw.TextField()

    class Meta:
        table_name = "history"


class Sequence(pw.Model):
    """The last number given for a prefix; outside the chain, because a number is never given twice."""

    key = pw.TextField(primary_key=True)
    last = pw.IntegerField()

    class Meta:
        table_name = "sequence"


class ExportLog(pw.Model):
    """What left the program; exporting is not a change, so this stands outside the chain."""

    id = pw.AutoField()
    at = pw.TextField()
    by = pw.TextField()
    kind = pw.TextField()
    name = pw.TextField()
    sha256 = pw.TextField(default="")
    head = pw.TextField(default="")

    class Meta:
        table_name = "export_log"


class Setting(Base):
    """A setting of the workspace; its changes are in history with a reason."""

    key = pw.TextField(unique=True)
    value = pw.TextField(verbose_name=_("设为"))

    class Meta:
        table_name = "setting"


class Attachment(Base):
    """One file that serves one record as evidence; the bytes lie in ``files/`` under their SHA-256."""

    KIND = (
        ("record", _("记录")),
        ("scan", _("扫描件")),
        ("photo", _("照片")),
        ("certificate", _("证书")),
        ("file", _("文件")),
        ("other", _("其他")),
    )
    STATE = (("valid", _("有效")), ("unsigned", _("待签")), ("expired", _("过期")))

    register = pw.TextField()
    record = pw.IntegerField(column_name="record_id")
    sha256 = pw.TextField()
    size = pw.IntegerField()
    name = pw.CharField(verbose_name=_("文件名"), max_length=255)
    title = pw.CharField(verbose_name=_("标题"), default="", max_length=200)
    evidence_on = DateField(verbose_name=_("证据日期"), null=True)
    kind = pw.CharField(verbose_name=_("种类"), choices=KIND, default="file")
    state = pw.CharField(verbose_name=_("证据状态"), choices=STATE, default="valid")
    valid_until = DateField(verbose_name=_("有效期至"), null=True)
    added_at = pw.TextField(default="")
    added_by = pw.TextField(default="")

    class Meta:
        table_name = "attachment"


class Signature(Base):
    """Who signed a record, in which role and how; not an electronic signature in the legal sense."""

    WAY = (("program", _("程序内确认")), ("ink", _("手签并扫描")))

    register = pw.TextField()
    record = pw.IntegerField(column_name="record_id")
    role = pw.CharField(verbose_name=_("角色"), max_length=40)
    name = pw.CharField(verbose_name=_("姓名"), max_length=40)
    way = pw.CharField(verbose_name=_("方式"), choices=WAY, default="program")
    at = pw.TextField()
    operator = pw.TextField(default="")
    void = pw.BooleanField(verbose_name=_("已失效"), default=False)

    class Meta:
        table_name = "signature"
