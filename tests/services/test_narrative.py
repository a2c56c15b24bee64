"""History in words, also of what this program no longer knows and of what was damaged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qmsdesk.errors import StorageError
from qmsdesk.models.people import Department
from qmsdesk.registers.indicators import INDICATOR
from qmsdesk.registers.people import DEPARTMENT
from qmsdesk.services import assessment, backup, history, narrative, numbering, records, settings
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff


def test_an_edit_tells_what_was_and_what_is(sitting: Sitting, staff: Staff) -> None:
    records.save(sitting, DEPARTMENT, staff.department, {Department.manager: staff.author}, reason="任命")
    told = narrative.of_record(sitting.db, DEPARTMENT, staff.department)[-1]
    assert (told.at, told.by, told.number, told.verb, told.why) == ("2026-10-15 10:00", "何静", "BM-01", "修改", "任命")
    assert told.text == "修改（原因：任命） 负责人：（空） → 示例甲"


def test_settings_are_told_in_chinese(sitting: Sitting) -> None:
    assessment.set_scale(sitting, "all", assessment.Bands(Decimal(70), Decimal(30), Decimal(10)), "市局通知")
    numbering.set_pattern(sitting, INDICATOR, "Z-{n}")
    settings.put(sitting, backup.RHYTHM_KEY, "manual", "更改备份节奏")
    told = {t.number: t.text for t in narrative.all_entries(sitting.db) if t.register == settings.REGISTER}
    assert told == {
        "计分口径": "设置（原因：市局通知） 设为：全部指标达成",
        "等级界限": "设置（原因：市局通知） 设为：70、30、10",
        "评价指标的编号规则": "设置 设为：Z-{n}",
        "备份节奏": "设置 设为：只在手动时",
    }
    assert narrative.register_title(settings.REGISTER) == "设置"


def test_tables_and_fields_of_an_older_schema_are_passed_over(sitting: Sitting) -> None:
    images = [
        ["gone", 1, None, {"id": 1, "name": "甲"}],
        ["department", 9, {"gone": 1, "name": "甲"}, {"gone": 2, "name": "乙"}],
        ["person", 9, None, {"joined_on": "昨天", "tiers": 7}],
    ]
    with sitting.batch("旧版"):
        history.append(sitting.db, sitting.author, images, register="gone", record=1, verb="moved")
    (told,) = narrative.all_entries(sitting.db, limit=1)
    assert (told.verb, told.number) == ("moved", "")
    assert [(c.label, c.old, c.new) for c in told.changes] == [
        ("部门名称", "甲", "乙"), ("入职日期", "", "昨天"), ("层级", "", "7")
    ]  # fmt: skip


@pytest.mark.parametrize("body", ["{", "[]", '{"why":"","rows":[[1]]}', '{"why":1,"rows":[]}', '{"rows":[]}'])
def test_a_damaged_entry_is_said_to_be_damaged(body: str) -> None:
    entry = history.Entry(7, 7, "2026-10-15T02:00:00.000+00:00", "何静", "x", "edit", "person", 1, body, "", "")
    with pytest.raises(StorageError, match="历史第 7 条的内容读不出来"):
        entry.rows  # noqa: B018
