"""What should be said about a row of 表C.1 before it is finalised; it never changes the score (6.9.5, clause 4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qmsdesk.i18n import _
from qmsdesk.standard.rows import FACTS, ScoreRow, absent, gap, without_sample
from qmsdesk.standard.scoring import Score
from qmsdesk.standard.values import Ratio, magnitude, scale, with_unit

CODES = ("no_before", "target_not_better", "worse_than_before", "no_evidence", "no_sample", *FACTS)

_TEXTS = {
    "no_before": _("“{name}”没有提升前的数据，看不出提升了多少。"),
    "target_not_better": _("“{name}”的提升目标（{target}）不比提升前（{before}）好。"),
    "worse_than_before": _("“{name}”提升后（{after}）比提升前（{before}）差。"),
    "no_evidence": _("“{name}”还没有附证据。"),
    "no_sample": _("“{name}”在评价期内没有样本，既不算达成也不算未达成。"),
    "target_changed_late": _("“{name}”的提升目标在评价期开始后改过{detail}。"),
    "baseline_changed": _("“{name}”的提升前数据在方案实施后改过{detail}。"),
    "after_before_start": _("“{name}”的评价期早于体系运行开始日{detail}。"),
    "unverified": _("“{name}”有未核实的月度数据{detail}。"),
    "typed_differs": _("“{name}”填写的数值与月度数据汇总的结果不一致{detail}。"),
}
_HELD = _("“{name}”在评价期内没有样本，按保持计为达成，原因：{reason}。")


@dataclass(frozen=True)
class RowWarning:
    """One sentence about one row, by the indicator's number."""

    code: str
    number: str
    text: str


def warnings(row: ScoreRow) -> tuple[RowWarning, ...]:
    """What the row itself and its ``facts`` give cause to say, in the order of ``CODES``."""
    found = {
        "no_before": absent(row.before),
        "target_not_better": _target_not_better(row),
        "worse_than_before": _worse(row),
        "no_evidence": row.evidence == 0,
        "no_sample": without_sample(row),
        **{code: code in row.facts for code in FACTS},
    }
    return tuple(RowWarning(code, row.number, _sentence(row, code)) for code in CODES if found[code])


def all_warnings(score: Score) -> tuple[RowWarning, ...]:
    """The warnings of the counted rows, in their order on 表C.1."""
    return tuple(each for one in score.counted for each in warnings(one.row))


def _sentence(row: ScoreRow, code: str) -> str:
    reason, detail = row.held_reason.strip(), row.facts.get(code, "")
    held = code == "no_sample" and row.held and reason
    return (_HELD if held else _TEXTS[code]).format(
        name=row.indicator, reason=reason, detail=f"（{detail}）" if detail else "",
        before=with_unit(row.before, row.unit), target=with_unit(row.target, row.unit),
        after=with_unit(row.after, row.unit))


def _target_not_better(row: ScoreRow) -> bool:
    if not row.numeric or absent(row.before) or absent(row.target):
        return False
    if gap(row, row.before) == 0 and _at_best(row):
        return False  # 0 次处罚 stays 0: holding what cannot be bettered is a fair target
    return gap(row, row.before) <= 0


def _at_best(row: ScoreRow) -> bool:
    if not isinstance(row.target, Decimal | Ratio):
        return False
    whole = scale(row.unit)
    best = 0 if row.direction == "lower" else whole if whole > 1 else None
    return magnitude(row.target, row.unit) == best


def _worse(row: ScoreRow) -> bool:
    if any(absent(value) for value in (row.before, row.target, row.after)):
        return False
    if row.kind == "yesno":
        return row.before == row.target != row.after
    return row.numeric and gap(row, row.after) > gap(row, row.before)
