"""Items of a plan are called by plan and place, on screen and in sheets, so that two of one name do not look alike."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.exchange.snapshot import Known
from qmsdesk.models.acceptance import AcceptanceExpert
from qmsdesk.models.people import PartyPerson
from qmsdesk.models.project import Plan, PlanItem
from qmsdesk.models.training import Training
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.plans import ITEMS, PLAN
from qmsdesk.services import reading, records
from qmsdesk.services.sitting import Sitting

TODAY = dt.date(2026, 10, 20)
SAME = "排产看板，每周交付例会"


def test_items_are_offered_by_plan_and_place_those_in_force_first(demo: Path) -> None:
    with open_workspace(demo, Clock(TODAY)) as opened:
        sitting = Sitting(opened, "何静", Clock(TODAY))
        values = {Plan.title: "一企一策认证提升方案（示例）", Plan.version: 2, Plan.number: "FA-2026-01"}
        plan = records.save(sitting, PLAN, None, values).record
        for pain in ("交付延期", "计划常变"):
            values = {PlanItem.pain: pain, PlanItem.measure: SAME}
            records.save_line(sitting, PLAN, plan, ITEMS, None, values)
        offered = reading.offers(sitting.db, Training.plan_item, TODAY)
        assert len(offered) == 12
        assert offered[0][1] == "FA-2025-01 第 1 项 逐项明确措施、责任人和期限，评价有效性"
        assert [text for _id, text in offered if SAME in text] == [
            f"FA-2025-01 第 7 项 {SAME}",
            f"FA-2026-01 第 1 项 {SAME}",
            f"FA-2026-01 第 2 项 {SAME}",
        ]
        for row_id, text in offered:
            assert reading.display(sitting.db, Training.plan_item, row_id) == text
        known = Known(sitting.db, PlanItem)
        named = [known.name(row_id) for row_id, text in offered if SAME in text]
        assert named == [f"{SAME}（FA-2025-01）", f"{SAME}（FA-2026-01 第 1 项）", f"{SAME}（FA-2026-01 第 2 项）"]
        for row_id, text in offered:
            assert known.find(known.name(row_id)) == [row_id]  # a sheet is read back as it was written
            assert known.find(text) == [row_id]  # and as it is read on screen
        assert known.find("FA-2026-01 第2项") == [offered[-1][0]]
        assert known.find("FA-2026-01 第9项") == []
        records.void(sitting, PLAN, plan, "重复")
        assert len(reading.offers(sitting.db, Training.plan_item, TODAY)) == 10
        kept = reading.offers(sitting.db, Training.plan_item, TODAY, offered[-1][0])
        assert kept[-1] == offered[-1]


def test_people_of_an_organisation_are_still_called_by_their_name(demo_built: Path) -> None:
    with open_workspace(demo_built, Clock(TODAY), write=False) as opened:
        offered = reading.offers(opened.db, AcceptanceExpert.expert, TODAY)
        names = [text for _id, text in offered]
        assert names[:2] == ["白工（示例）", "评审专家甲（示例）"]
        assert set(names) == set(reading.captions(opened.db, PartyPerson).values())
