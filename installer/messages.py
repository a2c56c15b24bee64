"""Collect the program's messages: Chinese is the message id, so the template is all a translator needs.

``python -m installer.messages`` writes resources/translations/qmsdesk.pot; without an argument nothing else changes.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "resources" / "translations" / "qmsdesk.pot"


def collect() -> Catalog:
    """Every message of the package, with the files it stands in but without line numbers, which change too often."""
    catalog = Catalog(project="QMSDesk", charset="utf-8")
    found = extract_from_dir(str(ROOT / "qmsdesk"), [("**.py", "python")], keywords={"_": None})
    for file, _line, message, comments, context in found:
        catalog.add(message, locations=[(f"qmsdesk/{file}", 0)], auto_comments=comments, context=context)
    return catalog


def main() -> int:
    """Write the template."""
    catalog = collect()
    catalog.creation_date = catalog.revision_date = dt.datetime(
        2023, 3, 1, tzinfo=dt.UTC
    )  # the same text, the same file
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    with TEMPLATE.open("wb") as f:
        write_po(f, catalog, sort_output=True, omit_header=False, include_lineno=False, width=120)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
