"""追溯链 on paper: every step, every card, every gap, and which record it starts from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.workspace import open_workspace
from qmsdesk.reports import chain_print
from qmsdesk.services import reading
from qmsdesk.services.chain import STEPS, Key, chain_of

Pages = Callable[[bytes], list[str]]


def test_the_whole_chain_is_printed(demo_built: Path, when: dt.datetime, pages: Pages) -> None:
    with open_workspace(demo_built, Clock(dt.date(2026, 10, 20)), write=False) as opened:
        row = reading.find(opened.db, Indicator, {Indicator.name: "一次交验合格率"})
        assert row is not None
        chain = chain_of(opened.db, Key("indicator", row.id), dt.date(2026, 10, 20))
    printed = chain_print.render(chain, "ZB-007 一次交验合格率", "徐州恒岩示例精密机械有限公司", when)
    assert printed.unprintable == ()
    assert chain_print.render(chain, "ZB-007 一次交验合格率", "徐州恒岩示例精密机械有限公司", when).data == printed.data
    paper = "".join("".join(pages(printed.data)).split())
    for title in STEPS.values():
        assert "".join(title.split()) in paper
    for node in chain.nodes():
        assert "".join(node.caption.split())[:8] in paper, node
    assert "（当前）" in paper
    assert "还没有导出过资料包" in paper
