"""All registers, in the order of the navigation."""

from __future__ import annotations

from qmsdesk.registers.acceptance import ACCEPTANCE, CASE_STUDY, PROGRAMME_LOG
from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.registers.audits import AUDIT, AUDIT_PROGRAMME
from qmsdesk.registers.compliance import COMPLIANCE_EVENT, LICENCE
from qmsdesk.registers.customers import COMPLAINT, SATISFACTION
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.indicators import ASSESSMENT, INDICATOR, MEASUREMENT
from qmsdesk.registers.outputs import NONCONFORMING_OUTPUT
from qmsdesk.registers.people import DEPARTMENT, ENTERPRISE, PARTY, PERSON
from qmsdesk.registers.planning import CONTEXT, RISK
from qmsdesk.registers.plans import PLAN
from qmsdesk.registers.processes import PROCESS
from qmsdesk.registers.project import APPLICATION, DIAGNOSIS, MILESTONE, SURVEY
from qmsdesk.registers.records_kept import RECORD_FORM
from qmsdesk.registers.resources import EQUIPMENT, INSTRUMENT, SUPPLIER
from qmsdesk.registers.results import ACHIEVEMENT, ANALYSIS, IMPROVEMENT
from qmsdesk.registers.reviews import REVIEW
from qmsdesk.registers.running import MEETING, VISIT
from qmsdesk.registers.spec import Register
from qmsdesk.registers.training import TRAINING

ALL: tuple[Register, ...] = (
    ENTERPRISE,
    DEPARTMENT,
    PROCESS,
    PERSON,
    PARTY,
    LICENCE,
    COMPLIANCE_EVENT,
    APPLICATION,
    MILESTONE,
    SURVEY,
    DIAGNOSIS,
    PLAN,
    DOCUMENT,
    RECORD_FORM,
    TRAINING,
    RISK,
    CONTEXT,
    EQUIPMENT,
    INSTRUMENT,
    SUPPLIER,
    COMPLAINT,
    SATISFACTION,
    VISIT,
    MEETING,
    ANALYSIS,
    IMPROVEMENT,
    ACHIEVEMENT,
    INDICATOR,
    MEASUREMENT,
    ASSESSMENT,
    ACCEPTANCE,
    CASE_STUDY,
    PROGRAMME_LOG,
    AUDIT_PROGRAMME,
    AUDIT,
    NONCONFORMITY,
    NONCONFORMING_OUTPUT,
    REVIEW,
)
BY_KEY: dict[str, Register] = {register.key: register for register in ALL}
BY_MODEL: dict[type, Register] = {register.model: register for register in ALL}
