"""Equipment, measuring instruments, suppliers (GB/T 19001 7.1.3, 7.1.5, 8.4)."""

from __future__ import annotations

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Line, Record
from qmsdesk.models.fields import DateField, ExactField, LongTextField
from qmsdesk.models.people import Department, Person


class Equipment(Record):
    """A machine or a facility."""

    STATE = (("in_use", _("在用")), ("repair", _("维修")), ("idle", _("停用")), ("scrapped", _("报废")))

    name = pw.CharField(verbose_name=_("设备名称"), max_length=60)
    model = pw.CharField(verbose_name=_("型号规格"), max_length=60, default="")
    maker = pw.CharField(verbose_name=_("制造厂"), max_length=60, default="")
    quantity = pw.IntegerField(verbose_name=_("数量"), default=1)
    department = pw.ForeignKeyField(Department, verbose_name=_("使用部门"), null=True, on_delete="RESTRICT")
    place = pw.CharField(verbose_name=_("使用地点"), max_length=60, default="")
    started_on = DateField(verbose_name=_("启用日期"), null=True)
    key = pw.BooleanField(verbose_name=_("关键设备"), default=False)
    state = pw.CharField(verbose_name=_("设备状态"), choices=STATE, default="in_use")
    cycle_months = pw.IntegerField(verbose_name=_("保养周期（月）"), null=True)
    owner = pw.ForeignKeyField(Person, verbose_name=_("责任人"), null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "equipment"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class EquipmentEvent(Line):
    """Maintenance, repair or a fault; ``next_on`` is when the next maintenance is due."""

    KIND = (("maintenance", _("保养")), ("repair", _("检修")), ("fault", _("故障")))

    equipment = pw.ForeignKeyField(Equipment, on_delete="RESTRICT")
    kind = pw.CharField(verbose_name=_("事项"), choices=KIND, default="maintenance")
    happened_on = DateField(verbose_name=_("日期"))
    content = pw.CharField(verbose_name=_("内容"), max_length=200, default="")
    stopped_hours = ExactField(verbose_name=_("停机时长（小时）"), null=True)
    result = pw.CharField(verbose_name=_("处理结果"), max_length=120, default="")
    person = pw.ForeignKeyField(Person, verbose_name=_("经办人"), null=True, on_delete="RESTRICT")
    next_on = DateField(verbose_name=_("下次保养"), null=True)

    class Meta:
        table_name = "equipment_event"


class Instrument(Record):
    """A measuring instrument."""

    STATE = (
        ("in_use", _("在用")),
        ("lent", _("借出")),
        ("repair", _("维修")),
        ("sealed", _("封存")),
        ("scrapped", _("报废")),
    )

    name = pw.CharField(verbose_name=_("器具名称"), max_length=60)
    serial = pw.CharField(verbose_name=_("出厂编号"), max_length=60, default="")
    model = pw.CharField(verbose_name=_("型号"), max_length=60, default="")
    maker = pw.CharField(verbose_name=_("生产厂家"), max_length=60, default="")
    department = pw.ForeignKeyField(Department, verbose_name=_("使用部门"), null=True, on_delete="RESTRICT")
    place = pw.CharField(verbose_name=_("使用位置"), max_length=60, default="")
    range = pw.CharField(verbose_name=_("量程"), max_length=40, default="")
    unit = pw.CharField(verbose_name=_("单位"), max_length=10, default="")
    accuracy = pw.CharField(verbose_name=_("准确度等级"), max_length=30, default="")
    cycle_months = pw.IntegerField(verbose_name=_("检定周期（月）"), null=True)
    state = pw.CharField(verbose_name=_("器具状态"), choices=STATE, default="in_use")
    keeper = pw.ForeignKeyField(Person, verbose_name=_("保管人"), null=True, on_delete="RESTRICT")

    class Meta:
        table_name = "instrument"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class Calibration(Line):
    """A verification or calibration of an instrument."""

    RESULT = (("passed", _("合格")), ("limited", _("限用")), ("failed", _("不合格")))

    instrument = pw.ForeignKeyField(Instrument, on_delete="RESTRICT")
    due_on = DateField(verbose_name=_("应检日期"), null=True)
    done_on = DateField(verbose_name=_("检定日期"))
    certificate = pw.CharField(verbose_name=_("证书编号"), max_length=60, default="")
    agency = pw.CharField(verbose_name=_("检定单位"), max_length=60, default="")
    result = pw.CharField(verbose_name=_("检定结果"), choices=RESULT, default="passed")
    valid_until = DateField(verbose_name=_("有效期至"), null=True)

    class Meta:
        table_name = "calibration"


class Supplier(Record):
    """An external provider on the approved list."""

    CATEGORY = (
        ("main", _("主要材料")),
        ("auxiliary", _("辅助材料")),
        ("outsourced", _("外协加工")),
        ("service", _("服务")),
    )
    STATE = (
        ("candidate", _("待评价")),
        ("approved", _("合格")),
        ("suspended", _("限期改进")),
        ("dropped", _("取消资格")),
    )

    name = pw.CharField(verbose_name=_("供方名称"), max_length=80)
    category = pw.CharField(verbose_name=_("供方类别"), choices=CATEGORY, null=True)
    products = pw.CharField(verbose_name=_("供货产品"), max_length=120, default="")
    contact = pw.CharField(verbose_name=_("联系人"), max_length=40, default="")
    phone = pw.CharField(verbose_name=_("电话"), max_length=40, default="")
    address = pw.CharField(verbose_name=_("地址"), max_length=120, default="")
    approved_on = DateField(verbose_name=_("批准日期"), null=True)
    state = pw.CharField(verbose_name=_("供方状态"), choices=STATE, default="candidate")
    dropped_on = DateField(verbose_name=_("取消日期"), null=True)

    class Meta:
        table_name = "supplier"

    @classmethod
    def caption(cls) -> AnyField:
        return cls.name


class SupplierEvaluation(Line):
    """An evaluation of a supplier: quality 60, service 5, response 5, delivery 20, price 10 by custom."""

    RESULT = (("keep", _("保持资格")), ("improve", _("限期改进")), ("drop", _("取消资格")))

    supplier = pw.ForeignKeyField(Supplier, on_delete="RESTRICT")
    evaluated_on = DateField(verbose_name=_("评价日期"))
    quality = ExactField(verbose_name=_("质量（60）"), null=True)
    delivery = ExactField(verbose_name=_("交货期（20）"), null=True)
    price = ExactField(verbose_name=_("价格（10）"), null=True)
    service = ExactField(verbose_name=_("服务（5）"), null=True)
    response = ExactField(verbose_name=_("投诉回复（5）"), null=True)
    total = ExactField(verbose_name=_("总分"), null=True)
    result = pw.CharField(verbose_name=_("评价结论"), choices=RESULT, null=True)
    evaluator = pw.ForeignKeyField(Person, verbose_name=_("评价人"), null=True, on_delete="RESTRICT")
    next_on = DateField(verbose_name=_("下次评价"), null=True)
    note = LongTextField(verbose_name=_("说明"), default="")

    class Meta:
        table_name = "supplier_evaluation"
