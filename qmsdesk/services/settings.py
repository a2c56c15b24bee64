"""Settings of the workspace; each change is in history with its reason."""

from __future__ import annotations

import json
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.system import Setting
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import history
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.scoring import RULE_TITLES

REGISTER = "setting"


_TITLES = {
    "scoring.rule": _("计分口径"),
    "scoring.bands": _("等级界限"),
    "backup.folder": _("备份位置"),
    "backup.rhythm": _("备份节奏"),
    "case.planned": _("案例计划篇幅"),
}
_WORDS = {"daily": _("每天第一次打开时"), "manual": _("只在手动时"), **{str(k): t for k, t in RULE_TITLES.items()}}


def title(key: str) -> str:
    """What a setting is called in history."""
    kind, _dot, register = key.partition(".")
    if kind == "numbering" and register in BY_KEY:
        return _("{}的编号规则").format(BY_KEY[register].title)
    return _TITLES.get(key, key)


def shown(stored: str) -> str:
    """The stored value of a setting as people read it."""
    try:
        value = json.loads(stored)
    except ValueError:
        return stored
    return "、".join(map(str, value.values())) if isinstance(value, dict) else _WORDS.get(value, str(value))


def get(db: pw.Database, key: str, default: Any = None) -> Any:
    """The value of a setting, ``default`` when it was never set."""
    # The statement is fixed: it is asked for the pattern of every number, and composing it would cost more.
    found = db.execute_sql(f'SELECT "value" FROM "{Setting.table()}" WHERE "key" = ?', (key,)).fetchone()
    return json.loads(found[0]) if found else default


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
