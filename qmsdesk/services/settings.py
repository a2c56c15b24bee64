"""Settings of the workspace; each change is in history with its reason."""

from __future__ import annotations

import json
from typing import Any

import peewee as pw

from qmsdesk.models.system import Setting
from qmsdesk.services import history
from qmsdesk.services.sitting import Sitting

REGISTER = "setting"


def get(db: pw.Database, key: str, default: Any = None) -> Any:
    """The value of a setting, ``default`` when it was never set."""
    for (text,) in Setting.select(Setting.value).where(Setting.key == key).tuples().execute(db):
        return json.loads(text)
    return default


def put(sitting: Sitting, key: str, value: Any, label: str, reason: str = "") -> None:
    """Set a setting; ``value`` is plain JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    with sitting.batch(label) as batch:
        found = list(Setting.select(Setting.id).where(Setting.key == key).tuples().execute(sitting.db))
        if found:
            image = history.edited(sitting.db, Setting, found[0][0], {"value": text})
        else:
            image = history.added(Setting, {"key": key, "value": text})
        if image is None:
            return
        rows = history.apply(sitting.db, [image])
        batch.batch = history.append(
            sitting.db,
            sitting.author,
            rows,
            register=REGISTER,
            record=rows[0][1],
            verb="set",
            batch=batch.batch,
            why=reason,
        )
        batch.records.add((REGISTER, rows[0][1]))
