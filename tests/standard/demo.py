"""The fictional sample enterprise's 表C.1, fed from its monthly figures where it has them."""

from __future__ import annotations

from decimal import Decimal

from qmsdesk.standard.aggregate import Month, aggregate
from qmsdesk.standard.rows import ScoreRow
from qmsdesk.standard.values import Value

D = Decimal
_PERIODS = [f"2025-{month}" for month in ("10", "11", "12")] + [f"2026-{month:02d}" for month in range(1, 10)]
BEFORE, AFTER = slice(0, 3), slice(9, 12)

MONTHS = {
    "采购产品合格率": "33/35 32/34 31/33 34/36 22/23 36/38 37/38 38/39 38/39 39/40 40/41 41/42",
    "一次交验合格率": "97/105 101/109 96/104 95/102 60/64 104/110 108/113 111/115 113/117 116/120 118/122 121/125",
    "准时交付率": "43/50 44/51 42/49 44/50 28/32 48/53 50/55 51/55 52/56 54/58 53/57 55/58",
    "生产计划按时完成率": "71/84 73/85 70/83 72/82 45/51 78/86 80/87 82/88 83/88 86/90 85/89 88/91",
    "设备完好率": "806/868 780/840 809/868 812/868 752/784 826/868 802/840 831/868 806/840 838/868 840/868 812/840",
    "按期检定校准率": "4/5 3/4 4/5 5/5 2/2 6/6 5/5 4/4 6/6 5/5 4/4 7/7",
    "客户退货率": "820/45200 760/43800 795/44500 690/44100 380/26300 610/46000 560/47500 480/48200 455/49000 "
              "420/50100 405/50600 392/51200",
    "质量损失率": "41300/1562000 40100/1535000 40800/1548000 38200/1510000 22600/905000 36900/1575000 36200/1602000 "
              "35400/1630000 34800/1645000 34000/1661000 33900/1672000 34600/1690000",
}

_ROWS = """
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


def months(name: str, part: slice) -> list[Month]:
    """The months of a period of one indicator."""
    pairs = [pair.split("/") for pair in MONTHS[name].split()]
    return [Month(period, D(n), D(d)) for period, (n, d) in zip(_PERIODS, pairs, strict=True)][part]


def rows() -> list[ScoreRow]:
    """The twelve counted rows."""
    made = []
    for place, line in enumerate(_ROWS.split("\n")[1:-1], 1):
        category, name, kind, unit, direction, before, target, after = line.split()
        values: list[Value] = [D(before), D(after)] if before != "-" else [
            aggregate("sum_ratio", months(name, BEFORE)), aggregate("sum_ratio", months(name, AFTER))]
        made.append(ScoreRow(f"ZB-{place:03d}", category, name, unit.strip("-"), kind, direction, values[0], D(target),
                             values[1], evidence=1))
    return made
