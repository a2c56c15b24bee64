"""The official forms as data: title, head line, columns in the standard's order, signature lines.

Paper, Word and Excel read the same descriptions, so a form looks the same whichever way it leaves the program.
"""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.i18n import _
from qmsdesk.standard.clauses import EDITIONS


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in mm on the sheet, how its cells stand (L, C or R)."""

    title: str
    width: float
    align: str = "C"


@dataclass(frozen=True)
class Form:
    """A form of the standard; ``number`` and ``version`` are the enterprise's own form no. unless it sets others.

    ``{gbt}`` in ``standard`` stands for GB/T 19001 in the edition the enterprise works by; ``named`` fills it in.
    """

    key: str
    title: str
    standard: str
    number: str
    version: str
    columns: tuple[Column, ...]
    signatures: tuple[str, ...] = ()
    landscape: bool = False

    def named(self, edition: str) -> str:
        """The standard and clause of the head line, for an enterprise that works by this edition of GB/T 19001."""
        return self.standard.format(gbt=EDITIONS[edition].standard)


ASSESSMENT = Form(
    key="C1",
    title=_("认证提升成效评价表"),
    standard=_("DB3203/T 1023—2023　附录 C　表 C.1"),
    number="FM-C1",
    version="A/0",
    columns=(
        Column(_("序号"), 8.2),
        Column(_("评价项目"), 35.4),
        Column(_("评价指标"), 49.0, "L"),
        Column(_("提升前"), 15.0),
        Column(_("提升目标"), 15.0),
        Column(_("提升后"), 15.0),
        Column(_("提升结果"), 21.0),
        Column(_("评价分数"), 10.4),
    ),
    signatures=(_("自评人（签字）"), _("企业负责人（签字或盖章）"), _("评审专家（签字）")),
)

ALL = {form.key: form for form in (ASSESSMENT,)}
