"""Running a verb from a button: the reason it asks for, and the one to leave an independence rule broken."""

from __future__ import annotations

from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.registers.spec import Verb
from qmsdesk.services import records, workflow
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.visit import Visit


def run_verb(messages: Messages, visit: Visit, verb: Verb) -> records.Change | None:
    """Carry a verb out on the stored record; None when a reason was asked for and not given. Raises ``UserError``."""
    if visit.record is None:
        return None
    reason, title = "", _("{}“{}”？").format(verb.label, name_of(visit))
    if verb.needs_reason:
        text = _("此后不能用撤销取消，原因写入历史。")
        asked = messages.ask_reason(title, text, verb.label, danger=verb.danger)
        if not asked:
            return None
        reason = asked
    broken = workflow.gate(visit.sitting, visit.register, visit.record, verb).waivable
    waiver = ask_waiver(messages, title, verb.label, broken)
    if waiver is None:
        return None
    return workflow.run(visit.sitting, visit.register, visit.record, verb, reason=reason, waiver=waiver)


def ask_waiver(messages: Messages, title: str, label: str, broken: Sequence[str]) -> str | None:
    """The reason to leave independence rules broken, empty where none is; None when it was not given."""
    if not broken:
        return ""
    text = _("{}。人员有限时，写明原因可以继续；打印件上会注明。").format("；".join(broken))
    return messages.ask_reason(title, text, label, danger=False)


def name_of(visit: Visit) -> str:
    """Number and name, as questions about a record name it."""
    assert visit.row is not None
    return f"{visit.row['number']} {visit.row.of(visit.register.model.caption())}"
