"""Who signed a record, as stored, and the end of signatures when what they stand under changes."""

from __future__ import annotations

import peewee as pw

from qmsdesk.models.base import Row
from qmsdesk.models.system import Signature
from qmsdesk.services import history, reading

_OPEN = 'SELECT "id" FROM "signature" WHERE "register" = ? AND "record_id" = ? AND "void" = 0 ORDER BY "id"'


def of_record(db: pw.Database, register: str, record_id: int) -> list[Row]:
    """The signatures of a record in the order they were given, those that ended too."""
    return reading.rows(db, Signature, Signature.register == register, Signature.record == record_id)


def ended(db: pw.Database, register: str, record_id: int) -> list[history.Image]:
    """The images that mark the signatures of a record 已失效."""
    # The statement is fixed: composing it anew for every edit would cost more than running it.
    found = db.execute_sql(_OPEN, (register, record_id)).fetchall()
    images = [history.edited(db, Signature, row_id, {"void": True}) for (row_id,) in found]
    return [image for image in images if image is not None]
