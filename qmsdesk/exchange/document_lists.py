"""The master lists of documents as workbooks: the same rows and headings as on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qmsdesk.exchange.workbook import Page, build
from qmsdesk.i18n import _
from qmsdesk.reports.document_forms import CHANGE, Listing
from qmsdesk.reports.forms import Form


def listing_xlsx(made: Listing, when: dt.datetime) -> bytes:
    """A list as .xlsx dated ``when``."""
    return build(
        [Page(made.form.title, [c.title for c in made.form.columns], made.rows, _head(made.form, made.note))], when
    )


def change_xlsx(boxes: Sequence[tuple[str, str]], when: dt.datetime) -> bytes:
    """A change request as .xlsx: label and text side by side."""
    return build([Page(CHANGE.title, [_("项目"), _("内容")], boxes, _head(CHANGE, ""))], when)


def _head(form: Form, note: str) -> str:
    return "　".join(text for text in (form.title, form.number, note) if text)
