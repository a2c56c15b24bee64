"""The forms that can be printed by name: official ones, and every register as a list or record by record."""

from __future__ import annotations

import datetime as dt
import re

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.database import Database
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.reports import (
    acceptance_forms,
    action_forms,
    assessment_form,
    audit_forms,
    case_forms,
    diagnosis_form,
    document_forms,
    enterprise_forms,
    forms,
    from_records,
    improvement_forms,
    plan_form,
    project_forms,
    review_forms,
    summary_forms,
    survey_form,
    training_forms,
)
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import assessment, reading, rounds

_OWN = (
    enterprise_forms, document_forms, training_forms, audit_forms, review_forms, action_forms, case_forms,
    survey_form, improvement_forms, summary_forms, acceptance_forms, project_forms, diagnosis_form,
    plan_form,
)  # fmt: skip
"""Modules with forms of the system: ``FORMS``, ``BY_KEY`` and ``render``."""

FORMS = (*forms.ALL.values(), *(form for module in _OWN for form in module.FORMS))
_TABLE = re.compile(r"表?([A-C])\.?(1)")
_SYNONYMS = {"assessment_form": "C1"}


def render(db: Database, key: str, when: dt.datetime, *, number: str = "", blank: bool = False) -> Rendered:
    """A form or register as PDF; UserError for an unknown form or number."""
    found = _TABLE.fullmatch(key)
    key = "".join(found.groups()) if found else _SYNONYMS.get(key, key)
    if key in forms.ALL:
        return _assessment(db, when, number=number, blank=blank)
    for module in _OWN:
        if key.upper() in module.BY_KEY:
            made: Rendered = module.render(db, key.upper(), when, number=number, blank=blank)
            return made
    register = BY_KEY.get(key)
    if register is None:
        names = "、".join([f.key for f in FORMS] + list(BY_KEY))
        raise UserError(_("没有“{}”这个表单。").format(key), _("可选：{}。").format(names))
    if blank:
        raise UserError(_("“{}”没有空白表。").format(register.title), _("用 qmsdesk template 导出空白导入表。"))
    if not number:
        return from_records.register_pdf(db, reading.Query(register), when)
    row = reading.by_number(db, register, number)
    if row is None or row["deleted_at"] is not None:
        raise UserError(_("{}里没有编号“{}”。").format(register.title, number), _("检查编号。"))
    return from_records.record_pdf(db, register, row.id, when)


def _assessment(db: Database, when: dt.datetime, *, number: str, blank: bool) -> Rendered:
    if blank:
        enterprise = reading.enterprise(db)
        return assessment_form.render(assessment_form.blank(enterprise.of(Enterprise.name) if enterprise else ""), when)
    found = assessment.versions(db)
    if number:
        row = reading.by_number(db, BY_KEY["assessment"], number)
        if row is None or all(row.id != version.id for version in found):
            have = "、".join(r["number"] for r in found) or _("无")
            raise UserError(_("没有编号为“{}”的自我评价。").format(number), _("现有：{}。").format(have))
    else:
        row = rounds.standing(db)
    sheet = assessment.sheet_of(db, row) if row else assessment.compute(db)
    return from_records.assessment_pdf(db, sheet, row, when)
