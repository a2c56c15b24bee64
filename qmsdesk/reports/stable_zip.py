"""Workbooks and documents with the same bytes for the same content: a zip without the clock in it."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

_DATES = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_FIRST = ("mimetype", "[Content_Types].xml", "_rels/.rels")


def stable_zip(data: bytes, when: dt.datetime) -> bytes:
    """The .xlsx or .docx ``data`` with every date in it set to ``when`` (with zone), in a fixed order and mode."""
    stamp = when.astimezone(dt.UTC)
    text = stamp.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    date = (max(stamp.year, 1980), stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = [name for name in source.namelist() if not name.endswith("/")]
        for name in sorted(names, key=lambda name: (_rank(name), name)):
            body = source.read(name)
            if name == "docProps/core.xml":
                body = _DATES.sub(lambda found: found[1] + text, body)
            entry = zipfile.ZipInfo(name, date)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, body)
    return out.getvalue()


def _rank(name: str) -> int:
    """What readers expect to find first."""
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)
