"""表C.1: computed from the records, finalised into a snapshot, compared between versions (6.9.4–6.9.8, annex C)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

import peewee as pw

from qmsdesk.errors import Blocked, UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound
from qmsdesk.models.system import History, Setting, Signature
from qmsdesk.registers.indicators import ASSESSMENT
from qmsdesk.services import history, indicators, reading, records, settings
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard import cautions, scoring
from qmsdesk.standard.categories import category
from qmsdesk.standard.grading import Bands
from qmsdesk.standard.values import text

STANDARD = "DB3203/T 1023-2023"
RULE_KEY = "scoring.rule"
BANDS_KEY = "scoring.bands"


@dataclass(frozen=True)
class SheetRow:
    """One row of 表C.1 in text, with the numbers of the monthly records its values come from."""

    no: int | None
    category: str
    category_title: str
    number: str
    indicator: str
    unit: str
    direction: str
    before: str
    target: str
    after: str
    result: str
    counted: bool
    evidence: int
    kind: str = "ratio"
    points: str = ""
    before_period: str = ""
    after_period: str = ""
    sources: tuple[str, ...] = ()
    footnote: str = ""


@dataclass(frozen=True)
class SheetCategory:
    """One of the nine categories with its 评价分数."""

    key: str
    title: str
    status: str
    score: str


@dataclass(frozen=True)
class SheetWarning:
    """A sentence to read before 定稿; it never changes the score."""

    code: str
    number: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """表C.1 as shown, printed, exported and frozen: all values as text, so that a snapshot reads as on its day."""

    round: str
    rule: str
    bands: dict[str, str]
    adjusted: bool
    rows: tuple[SheetRow, ...]
    categories: tuple[SheetCategory, ...]
    total: str
    maximum: str
    grade: str
    pending: int
    totals_by_rule: dict[str, str]
    grades_by_rule: dict[str, str]
    warnings: tuple[SheetWarning, ...]

    def to_json(self) -> dict[str, Any]:
        """The document of ``assess --json``; further keys follow those of the interface."""
        out = {"standard": STANDARD, **asdict(self)}
        return json.loads(json.dumps(out))  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Sheet:
        """A frozen sheet, as it was on the day of 定稿."""
        values = {k: v for k, v in stored.items() if k != "standard"}
        values["rows"] = tuple(SheetRow(**{**r, "sources": tuple(r["sources"])}) for r in stored["rows"])
        values["categories"] = tuple(SheetCategory(**c) for c in stored["categories"])
        values["warnings"] = tuple(SheetWarning(**w) for w in stored["warnings"])
        return cls(**values)


@dataclass(frozen=True)
class Blocker:
    """Something that has to be mended before 定稿: where, and in words."""

    text: str
    register: str = ""
    number: str = ""
    field: str = ""


def rule_of(db: pw.Database) -> str:
    return str(settings.get(db, RULE_KEY, scoring.DEFAULT_RULE))


def bands_of(db: pw.Database) -> Bands:
    stored = settings.get(db, BANDS_KEY)
    return Bands(*(Decimal(stored[k]) for k in ("excellent", "good", "passed"))) if stored else Bands()


def set_scale(sitting: Sitting, rule: str, bands: Bands, reason: str) -> records.Change:
    """Change rule and bounds (6.9.6, C.3) with a reason; a changed scale is marked on screen and in print."""
    changed = rule != rule_of(sitting.db) or bands != bands_of(sitting.db)
    if changed and not reason.strip():
        raise Blocked(_("调整计分口径或等级界限须写明原因。"), (_("原因"),))
    with sitting.batch(_("调整计分口径")) as batch:
        settings.put(sitting, RULE_KEY, scoring.rule_of(rule), _("调整计分口径"), reason)
        value = {"excellent": str(bands.excellent), "good": str(bands.good), "passed": str(bands.passed)}
        settings.put(sitting, BANDS_KEY, value, _("调整等级界限"), reason)
        what = "set" if batch.records else "same"
        return records.Change(settings.REGISTER, 0, what, batch.batch, frozenset(batch.records))


def scale_reason(db: pw.Database) -> str:
    """Why the rule or the bounds were last changed."""
    kept = Setting.select(Setting.id).where(Setting.key << (RULE_KEY, BANDS_KEY))
    query = History.select(History.body).where((History.register == settings.REGISTER) & (History.record << kept))
    for (body,) in query.order_by(History.seq.desc()).limit(1).tuples().execute(db):
        return str(json.loads(body)["why"])
    return ""


def checked_round(db: pw.Database, name: str) -> str:
    """The round of that name; UserError naming those there are."""
    names = indicators.round_names(indicators.read(db, whole=False))
    if name and name not in names:
        have = "、".join(names) or _("无")
        raise UserError(_("没有“{}”这一轮。").format(name), _("现有轮次：{}。").format(have))
    return name


def compute(db: pw.Database, *, round_name: str = "", rule: str = "", facts: indicators.Facts | None = None) -> Sheet:
    """表C.1 from the present records (``facts`` when they were read already), for the newest round unless told.

    UserError for an unknown rule.
    """
    facts = facts or indicators.read(db, whole=False)
    chosen = round_name or indicators.current_round(facts)
    evaluated = indicators.evaluate(facts, chosen)
    bands = bands_of(db)
    score = scoring.score([e.row for e in evaluated], rule or rule_of(db), bands)
    by_number = {e.row.number: e for e in evaluated}
    return Sheet(
        round=chosen,
        rule=score.rule,
        bands=bands.texts(),
        adjusted=bands.adjusted,
        rows=tuple(_row(one, by_number[one.row.number]) for one in score.rows),
        categories=tuple(
            SheetCategory(c.category.key, c.category.title, c.status, scoring.points(c.points))
            for c in score.categories
        ),
        total=scoring.points(score.total),
        maximum=str(score.maximum),
        grade=score.grade,
        pending=score.pending,
        totals_by_rule={r: scoring.points(t) for r, t in score.totals_by_rule.items()},
        grades_by_rule={r: bands.grade(t) for r, t in score.totals_by_rule.items()},
        warnings=tuple(SheetWarning(w.code, w.number, w.text) for w in cautions.all_warnings(score)),
    )


def _row(one: scoring.RowScore, evaluated: indicators.Evaluated) -> SheetRow:
    row, line = one.row, evaluated.round
    sources = (*evaluated.before.months, *evaluated.after.months)
    return SheetRow(
        no=one.no,
        category=row.category,
        category_title=category(row.category).title,
        number=row.number,
        indicator=row.indicator,
        unit=row.unit,
        direction=row.direction,
        before=text(row.before, row.unit),
        target=text(row.target, row.unit),
        after=text(row.after, row.unit),
        result=one.result,
        counted=row.counted,
        evidence=row.evidence,
        kind=row.kind,
        points="" if one.points is None else str(one.points),
        before_period=(line.of(IndicatorRound.baseline) or "") if line else "",
        after_period=(line.of(IndicatorRound.evaluation) or "") if line else "",
        sources=tuple(m["number"] for m in sources),
        footnote=line.of(IndicatorRound.change_reason) if line else "",
    )


def sheet_of(db: pw.Database, row: Row, facts: indicators.Facts | None = None) -> Sheet:
    """The sheet of an assessment: its snapshot once final, else computed now."""
    if row.of(Assessment.status) == "final":
        return Sheet.from_json(json.loads(row.of(Assessment.snapshot)))
    return compute(db, round_name=row.of(Assessment.round), rule=row.of(Assessment.rule) or "", facts=facts)


def versions(db: pw.Database, round_name: str = "") -> list[Row]:
    """Assessments, the rounds as they were begun and the oldest version of each first; of one round or all."""
    where = [Assessment.void_reason == ""] + ([Assessment.round == round_name] if round_name else [])
    found = reading.rows(db, Assessment, *where, order=(Assessment.id.desc(),))
    begun = {row.of(Assessment.round): row.id for row in found}
    return sorted(found, key=lambda row: (begun[row.of(Assessment.round)], row.of(Assessment.version)))


def asked_for(db: pw.Database, round_name: str, version: int | None, rule: str) -> Sheet:
    """The sheet of a version, or as of now; without a round the newest, without a rule that of the version or 设置.

    UserError when there is no such round or version, and for another rule than that of a frozen one.
    """
    checked_round(db, round_name)
    if version is None:
        return compute(db, round_name=round_name, rule=rule)
    row = find(db, round_name, version)
    sheet = sheet_of(db, row)
    if not rule or rule == sheet.rule:
        return sheet
    if row.of(Assessment.status) == "final":
        said = _("第 {} 版已按“{}”口径定稿，不能换口径重算。").format(version, scoring.rule_title(sheet.rule))
        raise UserError(said, _("其他口径的合计在这一版的 totals_by_rule 里。"))
    return compute(db, round_name=sheet.round, rule=rule)


def find(db: pw.Database, round_name: str, version: int) -> Row:
    """The assessment of a round and version, without a round the newest that has it; UserError when there is none."""
    found = versions(db, round_name)
    matching = [row for row in found if row.of(Assessment.version) == version]
    if not matching:
        have = "、".join(dict.fromkeys(str(r.of(Assessment.version)) for r in found)) or _("无")
        raise UserError(_("没有第 {} 版。").format(version), _("现有版本：{}。").format(have))
    return max(matching, key=lambda row: row.id)


def draft(sitting: Sitting, round_name: str) -> Row:
    """The draft of a round: the open one, or a new version after the last final one."""
    found = versions(sitting.db, round_name)
    if found and found[-1].of(Assessment.status) == "draft":
        return found[-1]
    version = found[-1].of(Assessment.version) + 1 if found else 1
    values = {
        Assessment.name: _("{} 自我评价").format(round_name),
        Assessment.round: round_name,
        Assessment.version: version,
        Assessment.assessed_on: sitting.clock.today(),
    }
    if found:
        values |= {f: found[-1].of(f) for f in (Assessment.evaluator, Assessment.head)}
    change = records.save(sitting, ASSESSMENT, None, values)
    row = reading.row(sitting.db, Assessment, change.record)
    assert row is not None
    return row


def blockers(db: pw.Database, row: Row, sheet: Sheet | None = None) -> list[Blocker]:
    """What stops 定稿: pending counted rows, 定性 without criterion and judge, no counted row, no date or evaluator."""
    sheet = sheet or sheet_of(db, row)
    found = []
    counted = [r for r in sheet.rows if r.counted]
    if not counted:
        found.append(Blocker(_("没有计分的评价指标"), "indicator"))
    for r in counted:
        if r.result == "pending":
            missing, field = _missing(r)
            found.append(Blocker(_("序号 {} {}：{}").format(r.no, r.indicator, missing), "indicator", r.number, field))
        if r.kind == "qualitative":
            indicator = reading.find(db, Indicator, {Indicator.number: r.number})
            if indicator and not (indicator.of(Indicator.criterion) and indicator.of(Indicator.judge)):
                text_ = _("序号 {} {}：缺判定准则或判定人").format(r.no, r.indicator)
                found.append(Blocker(text_, "indicator", r.number, "criterion"))
    empty = [f for f in (Assessment.assessed_on, Assessment.evaluator) if not row.of(f)]
    found += [Blocker(_("未填{}").format(f.verbose_name), "assessment", row["number"], f.name) for f in empty]
    return found


def _missing(row: SheetRow) -> tuple[str, str]:
    if not row.target:
        return _("提升目标未填"), "target"
    if not row.after:
        return _("提升后未填"), "after"
    return _("未判定达成与否"), "judged"


def finalise(sitting: Sitting, assessment_id: int) -> records.Change:
    """定稿: freeze rows, sources, rule and bounds; Blocked with everything that stands in the way. Never undone."""
    with sitting.batch(_("定稿"), final=True):
        row = reading.row(sitting.db, Assessment, assessment_id)
        assert row is not None
        if reason := records.locked(ASSESSMENT, row):
            raise Blocked(_("不能定稿：{}。").format(reason))
        sheet = sheet_of(sitting.db, row)
        stops = blockers(sitting.db, row, sheet)
        if stops:
            texts = [b.text for b in stops]
            raise Blocked(_("还不能定稿：{}。").format("；".join(texts)), texts)
        snapshot = json.dumps(sheet.to_json(), ensure_ascii=False, sort_keys=True)
        now = sitting.clock.now().isoformat(timespec="seconds")
        values = {
            "status": "final",
            "snapshot": snapshot,
            "total": Decimal(sheet.total),
            "grade": sheet.grade,
            "rule": sheet.rule,
            "changed_at": now,
            "changed_by": sitting.operator,
        }
        image = history.edited(sitting.db, Assessment, assessment_id, values)
        assert image is not None
        images = [image, *_signatures(sitting, row, now)]
        return records.write(sitting, ASSESSMENT, images, "finalise", record=assessment_id)


def _signatures(sitting: Sitting, row: Row, now: str) -> list[history.Image]:
    """Who finalises confirms for himself; nobody signs for somebody else, whose line stays empty for ink."""
    signers = ((_("自评人"), Assessment.evaluator), (_("企业负责人"), Assessment.head))
    return [
        history.added(
            Signature,
            {
                "register": ASSESSMENT.key,
                "record": row.id,
                "role": role,
                "at": now,
                "operator": sitting.operator,
                "name": reading.display(sitting.db, f, row.of(f)),
                "way": "program",
            },
        )
        for role, f in signers
        if row.of(f) and reading.display(sitting.db, f, row.of(f)) == sitting.operator
    ]


@dataclass(frozen=True)
class Difference:
    """One figure that differs between two versions."""

    number: str
    indicator: str
    label: str
    old: str
    new: str


_COMPARED = (("before", _("提升前")), ("target", _("提升目标")), ("after", _("提升后")), ("result", _("提升结果")))


def compare(old: Sheet, new: Sheet) -> Sequence[Difference]:
    """What changed between two versions: values, results, rows that came or went, total, grade and rule."""
    found = []
    before, after = {r.number: r for r in old.rows if r.counted}, {r.number: r for r in new.rows if r.counted}
    for number in dict.fromkeys([*before, *after]):
        a, b = before.get(number), after.get(number)
        if a is None or b is None:
            shown = a or b
            assert shown is not None
            words = (_("计分"), _("不计分"))
            found.append(Difference(number, shown.indicator, _("是否计分"), words[a is None], words[b is None]))
            continue
        for name, label in _COMPARED:
            x, y = getattr(a, name), getattr(b, name)
            if x != y:
                found.append(Difference(number, b.indicator, label, x, y))
    for name, label in (("rule", _("计分口径")), ("total", _("合计评分")), ("grade", _("评价等级"))):
        if getattr(old, name) != getattr(new, name):
            found.append(Difference("", "", label, getattr(old, name), getattr(new, name)))
    return found
