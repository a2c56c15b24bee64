"""Every table whose rows are in history, by name; the order is that of creation."""

from __future__ import annotations

from qmsdesk.models.base import Base
from qmsdesk.models.documents import Distribution, Document, DocumentRevision
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Department, Enterprise, Party, PartyPerson, Person
from qmsdesk.models.system import Attachment, Setting, Signature

KEPT: dict[str, type[Base]] = {
    model.table(): model
    for model in (
        Setting,
        Attachment,
        Signature,
        Enterprise,
        Party,
        PartyPerson,
        Department,
        Person,
        Document,
        DocumentRevision,
        Distribution,
        Indicator,
        IndicatorRound,
        Measurement,
        Assessment,
    )
}
