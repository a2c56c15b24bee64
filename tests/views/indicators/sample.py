"""The fictional enterprise of the design, made through the services: what the pages of figures are tried with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models import workspace
from qmsdesk.models.indicators import Assessment, Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Department, Enterprise, Person
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT, ROUNDS
from qmsdesk.services import assessment, attachments, indicators, reading, records, workflow
from qmsdesk.services.sitting import Sitting
from tests.standard.demo import MONTHS

TODAY = dt.date(2026, 10, 15)
ROUND = "2025–2026 提升"
PERIODS = ["2025-10", "2025-11", "2025-12", *(f"2026-{month:02}" for month in range(1, 10))]
FORMULA = {
    "一次交验合格率": "合格批 ÷ 交验批 × 100%",
    "采购产品合格率": "合格批 ÷ 到货批 × 100%",
    "质量损失率": "质量损失 ÷ 产值 × 100%",
}
_INDICATORS = """
compliance 行政处罚次数 count 次 lower 0 0 0
strategy 安全特性风险措施落实率 ratio % higher 60 100 100
resources 按期检定校准率 ratio % higher - 100 -
resources 设备完好率 ratio % higher - 97 -
product_improvement 轴套内孔圆度Cpk value - higher 0.92 1.33 1.21
purchasing 采购产品合格率 ratio % higher - 97 -
realization 一次交验合格率 ratio % higher - 96 -
realization 准时交付率 ratio % higher - 95 -
realization 生产计划按时完成率 ratio % higher - 95 -
customers 顾客满意度 ratio % higher 85 90 92
customers 客户退货率 ratio % lower - 1.0 -
innovation 质量损失率 ratio % lower - 2.0 -
"""


def empty(folder: Path, operator: str = "何静") -> Sitting:
    """An open workspace with an enterprise and nothing else."""
    clock = Clock(TODAY)
    sitting = Sitting(workspace.create(folder, clock), operator, clock)
    values = {
        Enterprise.name: "徐州恒岩示例精密机械有限公司",
        Enterprise.plan_started_on: dt.date(2025, 11, 12),
        Enterprise.system_started_on: dt.date(2026, 1, 5),
    }
    records.save(sitting, BY_KEY["enterprise"], None, values)
    sitting.done.clear()
    return sitting


def filled(folder: Path, *, states: bool = False) -> Sitting:
    """The twelve indicators with their months; ``states`` verifies and locks the older months and attaches files."""
    sitting = empty(folder)
    with sitting.batch("示例"):
        department = records.save(sitting, BY_KEY["department"], None, {Department.name: "质量部"}).record
        people = [
            records.save(sitting, BY_KEY["person"], None, {Person.name: name, Person.department: department}).record
            for name in ("何静", "谢芳", "陈启明")
        ]
        for line in _INDICATORS.split("\n")[1:-1]:
            _indicator(sitting, line.split(), people[0], people[1])
    if states:
        _states(sitting, folder, people[0])
    sitting.done.clear()
    return sitting


def number(sitting: Sitting, name: str) -> str:
    """The number of an indicator."""
    found = reading.find(sitting.db, Indicator, {Indicator.name: name})
    assert found is not None
    return str(found["number"])


def month(sitting: Sitting, name: str, period: str) -> dict[str, object] | None:
    """The stored month of an indicator."""
    indicator = reading.find(sitting.db, Indicator, {Indicator.name: name})
    assert indicator is not None
    return reading.find(sitting.db, Measurement, {Measurement.indicator: indicator.id, Measurement.period: period})


def parts(sitting: Sitting, name: str, period: str) -> tuple[object, object]:
    """分子 and 分母 of a stored month."""
    row = month(sitting, name, period)
    return (row["numerator"], row["denominator"]) if row else (None, None)


def round_of(sitting: Sitting, name: str) -> dict[str, object]:
    """The stored round of an indicator."""
    evaluated = next(e for e in indicators.evaluate(indicators.read(sitting.db), ROUND) if e.row.indicator == name)
    assert evaluated.round is not None
    return evaluated.round


def round_of_any(sitting: Sitting) -> str:
    """The name of the newest round."""
    return indicators.current_round(indicators.read(sitting.db))


def set_round(sitting: Sitting, name: str, **values: object) -> None:
    """Change the round of an indicator through the services."""
    line = round_of(sitting, name)
    named = {getattr(IndicatorRound, key): value for key, value in values.items()}
    records.save_line(sitting, INDICATOR, int(str(line["indicator"])), ROUNDS, int(str(line["id"])), named)


def people(sitting: Sitting) -> dict[str, int]:
    """Ids of the people by name."""
    return {name: row_id for row_id, name in reading.captions(sitting.db, Person).items()}


def signed_draft(sitting: Sitting) -> int:
    """A draft of 表C.1 with evaluator and head, ready for 定稿."""
    row = assessment.draft(sitting, ROUND)
    who = people(sitting)
    records.save(
        sitting,
        BY_KEY["assessment"],
        row.id,
        {Assessment.evaluator: who["何静"], Assessment.head: who["陈启明"]},
    )
    return row.id


def _indicator(sitting: Sitting, words: list[str], owner: int, reporter: int) -> None:
    category, name, kind, unit, direction, before, target, after = words
    values = {
        Indicator.category: category,
        Indicator.name: name,
        Indicator.kind: kind,
        Indicator.unit: unit.strip("-"),
        Indicator.direction: direction,
        Indicator.owner: owner,
        Indicator.formula: FORMULA.get(name, ""),
        Indicator.source: "QR-0902 成品检验日报" if category == "realization" else "QR-0301 月度统计表",
    }
    record = records.save(sitting, INDICATOR, None, values).record
    measured = before == "-"
    line = {
        IndicatorRound.name: ROUND,
        IndicatorRound.baseline: "2025-10~2025-12" if measured else None,
        IndicatorRound.evaluation: "2026-07~2026-09" if measured else None,
        IndicatorRound.before: before.strip("-"),
        IndicatorRound.target: target,
        IndicatorRound.after: after.strip("-"),
    }
    records.save_line(sitting, INDICATOR, record, ROUNDS, None, line)
    for period, pair in zip(PERIODS, MONTHS.get(name, "").split(), strict=False):
        n, d = pair.split("/")
        month_values = {
            Measurement.indicator: record,
            Measurement.period: period,
            Measurement.numerator: Decimal(n),
            Measurement.denominator: Decimal(d),
            Measurement.reporter: reporter,
            Measurement.source: values[Indicator.source],
        }
        records.save(sitting, MEASUREMENT, None, month_values)


def _states(sitting: Sitting, folder: Path, verifier: int) -> None:
    verify, lock = MEASUREMENT.workflow.verbs
    with sitting.batch("示例"):
        for row in reading.rows(sitting.db, Measurement):
            if row.of(Measurement.period) > "2026-08":
                continue
            checked = {Measurement.verifier: verifier, Measurement.verified_on: TODAY}
            records.save(sitting, MEASUREMENT, row.id, checked)
            workflow.run(sitting, MEASUREMENT, row.id, verify)
            if row.of(Measurement.period) <= "2026-06":
                workflow.run(sitting, MEASUREMENT, row.id, lock)
    skipped = {"轴套内孔圆度Cpk", "生产计划按时完成率"}
    for row in reading.rows(sitting.db, Indicator):
        if row.of(Indicator.name) in skipped:
            continue
        target = reading.find(sitting.db, Measurement, {Measurement.indicator: row.id, Measurement.period: "2026-09"})
        for place in range(1 + row.id % 3):
            path = folder.parent / f"{row['number']}-{place}.txt"
            path.write_text(f"{row['name']} 示例证据 {place}", encoding="utf-8")
            register, record = (MEASUREMENT, target.id) if target else (INDICATOR, row.id)
            attachments.attach(sitting, register, record, path)
