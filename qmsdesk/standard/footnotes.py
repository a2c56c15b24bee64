"""The sentences under 表C.1 that say how it was scored, so that a strict panel surprises nobody (C.3, 6.9.6, 6.9.8)."""

from __future__ import annotations

from qmsdesk.i18n import _
from qmsdesk.standard.scoring import RULE_NOTES, RULE_TITLES, Score, points


def footnotes(score: Score) -> tuple[str, ...]:
    """The rule, the total under ``all`` beside it, categories not selected, rows without sample, adjusted bounds."""
    notes = [_("计分口径“{title}”：{note}").format(title=RULE_TITLES[score.rule], note=RULE_NOTES[score.rule])]
    if score.rule != "all":
        strict = score.totals_by_rule["all"]
        notes.append(_("按“{title}”口径合计 {total} 分，{grade}。").format(
            title=RULE_TITLES["all"], total=points(strict), grade=score.bands.grade(strict)))
    left_out = [each.category.title for each in score.categories if each.status == "not_selected"]
    if left_out:
        notes.append(_("未选取的评价项目：{titles}；不得分，也不作为未达成（6.9.8）。").format(titles="、".join(left_out)))
    unsampled = [str(one.no) for one in score.counted if one.result == "no_sample"]
    if unsampled:
        notes.append(_("序号 {numbers} 在评价期内无样本，不参与计分。").format(numbers="、".join(unsampled)))
    sentence = _("序号 {no} 在评价期内无样本，按保持计为达成：{reason}。")
    notes += [sentence.format(no=one.no, reason=one.row.held_reason.strip()) for one in score.counted if one.held]
    if score.bands.adjusted:
        bounds = "、".join(f"{grade} ≥ {bound}" for grade, bound in score.bands.texts().items())
        notes.append(_("评价等级界限已按 6.9.6 调整：{bounds}。").format(bounds=bounds))
    return tuple(notes)
