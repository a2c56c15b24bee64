"""What every table and every record shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.fields import ClausesField, DateField, LongTextField

AnyField = Any  # a field object; peewee's stubs type the attribute by its value, which would forbid using it as a key


class Fields(tuple[AnyField, ...]):
    """Fields in order. ``in`` and ``index`` go by identity: ``==`` on a field makes SQL, which is always true."""

    __slots__ = ()

    def __contains__(self, field: object) -> bool:
        return any(field is each for each in self)

    def index(self, field: object, *_range: Any) -> int:
        for place, each in enumerate(self):
            if field is each:
                return place
        raise ValueError(f"no such field: {field!r}")


class Row(dict[str, Any]):
    """One stored row in Python values (dates, Decimals, tuples), read by field object: ``row.of(Person.name)``.

    Foreign keys hold the id. A row is a copy: changing it changes nothing stored.
    """

    def of(self, field: AnyField) -> Any:
        return self[field.name]

    @property
    def id(self) -> int:
        return int(self["id"])


class Base(pw.Model):
    """A table with an id that is never used again (AUTOINCREMENT in the schema)."""

    id = pw.AutoField()

    @classmethod
    def caption(cls) -> AnyField:
        """The field by which a row is named on screen and in sheets."""
        return cls.id

    @classmethod
    def fields(cls) -> Iterable[AnyField]:
        return list(cls._meta.sorted_fields)

    @classmethod
    def table(cls) -> str:
        return str(cls._meta.table_name)


def status_field(states: tuple[tuple[str, str], ...]) -> AnyField:
    """The status of a record whose register knows states; only verbs change it."""
    return pw.CharField(verbose_name=_("状态"), choices=states, default="", max_length=20)


class Record(Base):
    """A numbered entry of a register; ``SINGLE`` where a workspace has just one (the enterprise)."""

    SINGLE = False

    number = pw.CharField(verbose_name=_("编号"), default="", max_length=60)
    number_key = pw.TextField(default="")  # NFKC and casefold of the number, unique over void and deleted rows too
    status = pw.CharField(verbose_name=_("状态"), default="", max_length=20)
    happened_on = DateField(verbose_name=_("业务日期"), null=True)
    late_reason = pw.CharField(verbose_name=_("补录说明"), default="", max_length=200)
    clauses = ClausesField(verbose_name=_("条款"), default=())
    remark = LongTextField(verbose_name=_("备注"), default="")
    void_reason = pw.CharField(verbose_name=_("作废原因"), default="", max_length=200)
    correcting = pw.CharField(verbose_name=_("更正原因"), default="", max_length=200)  # filled while a 更正 is open
    corrections = pw.IntegerField(verbose_name=_("更正次数"), default=0)
    created_at = pw.TextField(verbose_name=_("录入时间"), default="")
    created_by = pw.TextField(verbose_name=_("录入人"), default="")
    changed_at = pw.TextField(verbose_name=_("修改时间"), default="")
    changed_by = pw.TextField(verbose_name=_("修改人"), default="")
    deleted_at = pw.TextField(verbose_name=_("删除时间"), null=True)

    @classmethod
    def caption(cls) -> AnyField:
        return cls.number


class Line(Base):
    """A child row of a record."""

    position = pw.IntegerField(default=0)

    @classmethod
    def offered(cls) -> tuple[AnyField, ...]:
        """The order of records in which a relation offers their rows, which are then called by record and place.

        Without one they are called by their caption alone and offered by that.
        """
        return ()
