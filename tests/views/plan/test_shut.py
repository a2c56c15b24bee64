"""Both pages where nothing may be changed: a file opened to read, and records that were voided."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdesk.models.project import Opinion, PlanItem
from qmsdesk.models.workspace import create, open_workspace
from qmsdesk.registers.plans import ITEMS, PLAN
from qmsdesk.registers.project import DIAGNOSIS, OPINIONS
from qmsdesk.services import diagnoses, plans, records
from qmsdesk.services.sitting import Sitting
from tests.views.plan.conftest import CLOCK, Make

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)


def fill(sitting: Sitting) -> tuple[int, int]:
    report, plan = diagnoses.open_diagnosis(sitting).record, plans.open_new(sitting).record
    adopted = {Opinion.text: "量具漏检", Opinion.adopted: "adopted"}
    records.save_line(sitting, DIAGNOSIS, report, OPINIONS, None, adopted)
    item = {PlanItem.pain: "漏检", PlanItem.measure: "建台账", PlanItem.part: "b"}
    records.save_line(sitting, PLAN, plan, ITEMS, None, item)
    return report, plan


def test_opened_to_read_nothing_can_be_changed(tmp_path: Path, diagnosis_page: Make, plan_page: Make) -> None:
    with create(tmp_path / "firm", CLOCK) as workspace:
        fill(Sitting(workspace, "何静", CLOCK))
    with open_workspace(tmp_path / "firm", CLOCK, write=False) as workspace:
        sitting = Sitting(workspace, "何静", CLOCK)
        report, plan = diagnosis_page(sitting).page, plan_page(sitting).page
        for page, pane in ((report, report.body.pane), (plan, plan.body.item)):
            assert not any(editor.is_open() for editor in pane.form.editors.values())
            buttons = (pane.add_button, pane.remove_button, pane.up_button, page.head.act, page.head.lack)
            assert not any(made.isVisibleTo(page) for made in buttons)
            page.new_record()
            assert pane.form.entry is not None
            assert not pane.form.entry.is_draft
        assert not report.body.write_button.isVisibleTo(report)
        assert not report.scan.isVisibleTo(report)
        assert plan.body.note.text()


def test_a_void_record_is_only_shown(sitting: Sitting, diagnosis_page: Make, plan_page: Make) -> None:
    report, plan = fill(sitting)
    records.void(sitting, DIAGNOSIS, report, "重做")
    records.void(sitting, PLAN, plan, "重做")
    shown, planned = diagnosis_page(sitting).page, plan_page(sitting).page
    for page, record in ((shown, report), (planned, plan)):
        assert page.body.currentIndex() == 1  # the page opens with what is in force
        page.show_target(record)
        assert page.body.currentIndex() == 0
        assert page.head.pill.accessibleName() == "已作废"
        assert page.body.gaps.isHidden()
    assert not shown.body.write_button.isVisibleTo(shown)
    assert not planned.again.isVisibleTo(planned)
    assert not any(editor.is_open() for editor in planned.body.item.form.editors.values())
