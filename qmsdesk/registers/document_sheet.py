"""What follows from the versions of a document as a sheet lists them: which one is in force, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.registers.sheet import Doubt, Settled, Values


def settle_revisions(record: Values, lines: Sequence[Values], today: dt.date) -> Settled:
    """Exactly one version in force; without states it is the latest that has taken effect (7.5).

    Older ones are obsolete from the day the next one takes effect; an approved one whose day is still to come waits
    for it. What is in force when it comes in was so before the program: 既有文件.
    """
    if not lines:
        return Settled({}, ())
    states = [line.get(DocumentRevision.status) for line in lines]
    days = [line.get(DocumentRevision.effective_on) for line in lines]
    order = sorted(range(len(lines)), key=lambda i: (days[i] or dt.date.max, i))
    doubts: list[tuple[int, Doubt]] = []
    for i, state in enumerate(states):
        if state == "in_force" and (day := days[i]) is not None and day > today and states.count("in_force") > 1:
            states[i] = "approved"
    in_force = [i for i, state in enumerate(states) if state == "in_force"]
    doubts += [(i, Doubt(DocumentRevision.status, _("同一文件同时有两个有效版本"))) for i in in_force[1:]]
    if not in_force and None in states:
        begun = [i for i in order if states[i] is None and (day := days[i]) is not None and day <= today]
        if len(begun) > 1 and days[begun[-1]] == days[begun[-2]]:
            sentence = _("两个版本同日生效，请写明哪个有效、哪个作废")
            doubts.append((begun[-1], Doubt(DocumentRevision.status, sentence)))
        in_force = begun[-1:]
    current = days[in_force[0]] if in_force else None
    for i, state in enumerate(states):
        if state is None:
            older = current is not None and (day := days[i]) is not None and day < current
            states[i] = "in_force" if i in in_force else "obsolete" if older else "draft"
    changes: list[Values] = [{} for _line in lines]
    for place, i in enumerate(order):
        changes[i][DocumentRevision.position] = place
        changes[i][DocumentRevision.status] = states[i]
        follower = next((days[j] for j in order[place + 1 :] if states[j] != "draft"), None)
        if states[i] == "obsolete" and not lines[i].get(DocumentRevision.obsolete_on) and follower:
            changes[i][DocumentRevision.obsolete_on] = follower
    return Settled(_of_record(record, states), tuple(changes), tuple(doubts))


def _of_record(record: Values, states: Sequence[str | None]) -> Values:
    in_force, all_gone = bool({"in_force", "approved"} & set(states)), set(states) == {"obsolete"}
    status = "in_force" if in_force else "obsolete" if all_gone else "draft"
    existing = {} if record.get(Document.existing) is not None else {Document.existing: in_force or all_gone}
    return {Document.status: status, **existing}
