"""Finding one's way on the page of audits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from qmsdesk.models.audits import AuditCheck
from qmsdesk.models.base import Row
from qmsdesk.services import reading
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.audit.checks_model import SEGMENTS
from qmsdesk.views.audit.page import AuditPage
from tests.services import audit_sample
from tests.views.audit.conftest import Scene

Answer = Callable[[Callable[[QDialog], None]], list[QDialog]]


def heads(page: AuditPage) -> dict[str, str]:
    """The heads of the tree with what stands behind them."""
    model = page.work.checks.model
    tops = [model.index(row, 0) for row in range(model.rowCount())]
    return {top.data(): " ".join(text for text, _token in top.data(SEGMENTS)) for top in tops}


def item(scene: Scene, clause: str) -> Row:
    return next(c for c in audit_sample.checks(scene.sitting, scene.firm) if f"2016/{clause}" in c["clauses"])


def at(scene: Scene, clause: str) -> Row:
    """Put the cursor on the item of a clause."""
    found = item(scene, clause)
    assert scene.page.work.checks.choose(found.id)
    return found


def stored(sitting: Sitting, check: int) -> Row:
    found = reading.row(sitting.db, AuditCheck, check)
    assert found is not None
    return found


def titles(page: AuditPage) -> list[str]:
    return [page.work.tabs.tabText(place) for place in range(page.work.tabs.count())]
