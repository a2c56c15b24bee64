"""The forms of a nonconformity and of a nonconforming output: what stands on them, blank and filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.actions import NonconformingOutput, Nonconformity
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.actions import NONCONFORMITY
from qmsdesk.registers.outputs import NONCONFORMING_OUTPUT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.reports import action_forms
from qmsdesk.services import founding, nonconformity, records, workflow
from qmsdesk.services.sitting import Sitting

Pages = Callable[[bytes], list[str]]
DAY = dt.date(2025, 11, 12)


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with workspaces.create(tmp_path / "firm", Clock(DAY)) as workspace:
        made = Sitting(workspace, "何静", Clock(DAY))
        founding.found(made, "徐州示例机械有限公司")
        yield made


def verb(key: str) -> object:
    return next(v for v in NONCONFORMITY.workflow.verbs if v.key == key)


@pytest.fixture
def closed(sitting: Sitting) -> int:
    """One that was judged ineffective once and then closed by the only person there is."""
    department = records.save(sitting, DEPARTMENT, None, {Department.name: "生产部"}).record
    person = records.save(sitting, PERSON, None, {Person.name: "示例甲", Person.department: department}).record
    record = nonconformity.raise_nonconformity(sitting, "audit", "首件没有签字").record
    opening = {
        Nonconformity.basis: "8.5.1", Nonconformity.grade: "general", Nonconformity.department: department,
        Nonconformity.owner: person, Nonconformity.correction: "补签", Nonconformity.corrected_on: DAY,
    }  # fmt: skip
    action = {
        Nonconformity.factors: ("man", "method"), Nonconformity.cause: "没有规定",
        Nonconformity.extension: "没有同样问题", Nonconformity.action: "修订规定",
        Nonconformity.action_owner: person, Nonconformity.due_on: DAY,
    }  # fmt: skip
    verified = {
        Nonconformity.verify_method: "抽查", Nonconformity.verify_evidence: "全部签字",
        Nonconformity.verifier: person, Nonconformity.verified_on: DAY,
    }  # fmt: skip
    for values, key in (
        (opening, "analyse"), (action, "plan"), ({Nonconformity.done_on: DAY}, "finish"),
        ({**verified, Nonconformity.effectiveness: "ineffective"}, "reopen"),
        ({**action, Nonconformity.cause: "卡片没有流转"}, "plan"), ({Nonconformity.done_on: DAY}, "finish"),
        ({**verified, Nonconformity.effectiveness: "effective"}, "close"),
    ):  # fmt: skip
        records.save(sitting, NONCONFORMITY, record, values)
        workflow.run(sitting, NONCONFORMITY, record, verb(key), waiver="只有一个人")
    return record


def test_the_action_form_holds_everything_and_the_rounds(
    sitting: Sitting, closed: int, pages: Pages, archival: Callable[[bytes], None], when: dt.datetime
) -> None:
    made = action_forms.of_record(sitting.db, "QR-10.2-01", closed, when)
    archival(made.data)
    text = "\n".join(pages(made.data))
    for word in (
        "纠正措施处理单", "编号：NC-2025-01", "首件没有签字", "人；法", "卡片没有流转", "以前各轮", "没有规定", "无效",
        "人员有限：只有一个人", "一般不符合",
    ):  # fmt: skip
        assert word in text
    assert action_forms.render(sitting.db, "QR-10.2-01", when, number="NC-2025-01").data == made.data


def test_the_report_of_the_finding(sitting: Sitting, closed: int, pages: Pages, when: dt.datetime) -> None:
    text = "\n".join(pages(action_forms.render(sitting.db, "QR-9.2-05", when).data))
    assert "不符合项报告" in text
    assert "有效　全部签字" in text
    records.void(sitting, NONCONFORMITY, nonconformity.raise_nonconformity(sitting, "audit", "误开").record, "误开")
    text = "\n".join(pages(action_forms.render(sitting.db, "QR-9.2-05", when, number="NC-2025-02").data))
    assert "已作废" in text
    assert "作废原因：误开" in text


def test_the_disposal_form(sitting: Sitting, pages: Pages, when: dt.datetime) -> None:
    values = {
        NonconformingOutput.found_on: DAY,
        NonconformingOutput.product: "法兰盘",
        NonconformingOutput.disposal: "rework",
    }
    record = records.save(sitting, NONCONFORMING_OUTPUT, None, values).record
    text = "\n".join(pages(action_forms.of_record(sitting.db, "QR-8.7-01", record, when).data))
    assert "法兰盘" in text
    assert "返工" in text


@pytest.mark.parametrize("key", [form.key for form in action_forms.FORMS])
def test_every_form_is_printed_blank(sitting: Sitting, key: str, pages: Pages, when: dt.datetime) -> None:
    made = action_forms.render(sitting.db, key, when, blank=True)
    assert made.pages == 1
    assert dict(action_forms.titles())[key] in pages(made.data)[0]


def test_what_is_not_there_is_named(sitting: Sitting, when: dt.datetime) -> None:
    with pytest.raises(UserError, match="没有“X”这个表单"):
        action_forms.render(sitting.db, "X", when)
    with pytest.raises(UserError, match="还没有不符合"):
        action_forms.render(sitting.db, "QR-10.2-01", when)
    with pytest.raises(UserError, match="没有编号“NC-1”"):
        action_forms.render(sitting.db, "QR-10.2-01", when, number="NC-1")
    with pytest.raises(UserError, match="已不存在"):
        action_forms.of_record(sitting.db, "QR-10.2-01", 99, when)


def test_a_report_of_a_finding_takes_the_newest_of_an_audit(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    nonconformity.raise_nonconformity(sitting, "complaint", "交货晚了三天")
    with pytest.raises(UserError, match="还没有内部审核开具的不符合"):
        action_forms.render(sitting.db, "QR-9.2-05", when)
    nonconformity.raise_nonconformity(sitting, "audit", "首件没有签字")
    nonconformity.raise_nonconformity(sitting, "complaint", "包装破损")
    assert "首件没有签字" in "".join(pages(action_forms.render(sitting.db, "QR-9.2-05", when).data))
