"""追溯链 on paper: the eight steps of one chain, what stands at each, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from qmsdesk.clock import in_china
from qmsdesk.i18n import _
from qmsdesk.reports.document import Document
from qmsdesk.reports.forms import Column
from qmsdesk.reports.rendered import Rendered
from qmsdesk.reports.table import Row, Table
from qmsdesk.services.chain import Chain, Step

_COLUMNS = (
    Column(_("环节"), 26, "L"), Column(_("编号"), 32, "L"), Column(_("内容"), 56, "L"), Column(_("状态"), 18),
    Column(_("依据"), 56, "L"), Column(_("附件"), 12),
)  # fmt: skip


def render(chain: Chain, title: str, enterprise: str, when: dt.datetime) -> Rendered:
    """One chain as PDF/A-2b; ``title`` names what it is walked from, which is marked 当前."""
    document = Document(_("追溯链"), enterprise, when)
    document.heading(_("追溯链"))
    document.pair(_("企业名称：{name}").format(name=enterprise), in_china(when).date().isoformat())
    document.paragraph(title, size=10.5)
    document.down += 2
    scale = document.width / sum(column.width for column in _COLUMNS)
    table = Table(document, [replace(column, width=column.width * scale) for column in _COLUMNS], size=9, low=6.5)
    table.draw([row for place, step in enumerate(chain.steps, 1) for row in _rows(chain, place, step)])
    return document.finish()


def _rows(chain: Chain, place: int, step: Step) -> Iterator[Row]:
    name = f"{place} {step.title}"
    if step.gap is not None:
        yield [name, "", step.gap.text, _("缺"), "", ""]
    for node in step.nodes:
        number = _("{}（当前）").format(node.number) if node.key in chain.starts else node.number
        details = "；".join(node.details)
        yield [name, number, node.caption, node.state, details, str(node.files) if node.files else ""]
        name = ""
