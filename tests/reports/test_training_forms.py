"""The forms of trainings on paper: what stands on them, filled and blank, and what is refused."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Attendance, Training
from qmsdesk.models.workspace import create
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Values
from qmsdesk.registers.training import ATTENDANCE, TRAINING
from qmsdesk.reports import catalogue, training_forms
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import founding, records, workflow
from qmsdesk.services.sitting import Sitting

DAY = dt.date(2026, 10, 15)
WHEN = dt.datetime(2026, 10, 15, 8, 30, tzinfo=dt.UTC)
Read = Callable[[Rendered], str]


@pytest.fixture
def read(tool: Callable[[str], str], tmp_path: Path) -> Read:
    """The text of a PDF, without blanks."""

    def text(made: Rendered) -> str:
        path = tmp_path / "form.pdf"
        path.write_bytes(made.data)
        found = subprocess.run([tool("pdftotext"), "-layout", str(path), "-"], capture_output=True, check=True)
        return "".join(found.stdout.decode().split())

    return text


def add(sitting: Sitting, key: str, values: Values) -> int:
    return records.save(sitting, BY_KEY[key], None, values).record


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    """One training that was held with marks, and one that is planned."""
    with create(tmp_path_factory.mktemp("forms") / "firm", Clock(DAY)) as workspace:
        made = Sitting(workspace, "何静", Clock(DAY))
        founding.found(made, "徐州示例机械有限公司")
        home = add(made, "department", {Department.name: "质量部"})
        people = [add(made, "person", {Person.name: n, Person.department: home}) for n in ("何静", "谢岚", "许强")]
        held = add(
            made, "training",
            {
                Training.topic: "控制图判读", Training.tiers: ("c", "d"), Training.subjects: ("tools",),
                Training.planned_on: dt.date(2026, 9, 20), Training.held_on: dt.date(2026, 10, 8),
                Training.trainer: "柳青", Training.place: "二楼会议室", Training.content: "八条判异准则",
                Training.pass_mark: Decimal(60), Training.exam: "written", Training.method: "笔试",
                Training.criterion: "合格率 85% 以上", Training.conclusion: "partly", Training.evaluator: people[0],
                Training.evaluated_on: dt.date(2026, 10, 12), Training.follow_up: "一对一辅导后复测",
            },
        )  # fmt: skip
        for person, here, score in ((people[0], True, 88), (people[1], True, 41), (people[2], False, None)):
            values = {Attendance.person: person, Attendance.present: here}
            values[Attendance.score] = None if score is None else Decimal(score)
            records.save_line(made, TRAINING, held, ATTENDANCE, None, values)
        for verb in TRAINING.workflow.verbs:
            workflow.run(made, TRAINING, held, verb)
        add(
            made, "training",
            {Training.topic: "现场管理", Training.tiers: ("d",), Training.planned_on: dt.date(2026, 12, 2)},
        )  # fmt: skip
        yield made


def test_the_sheet_to_sign_names_who_is_expected(sitting: Sitting, read: Read) -> None:
    made = training_forms.render(sitting.db, "QR-7.2-02-1", WHEN, number="PX-2026-01")
    text = read(made)
    for part in (
        "培训签到表",
        "QR-7.2-02",
        "控制图判读",
        "何静",
        "谢岚",
        "许强",
        "应到人数3人",
        "签名",
        "徐州示例机械",
    ):
        assert part in text
    assert made.pages == 1


def test_the_record_says_who_came_with_what_result(sitting: Sitting, read: Read) -> None:
    text = read(training_forms.render(sitting.db, "QR-7.2-02", WHEN, number="PX-2026-01"))
    for part in ("八条判异准则", "1何静质量部到场笔试88合格", "2谢岚质量部到场笔试41不合格", "3许强质量部缺席"):
        assert part in text
    assert "尚未补训：谢岚" in text


def test_the_evaluation_says_how_many_passed_and_who_did_not(sitting: Sitting, read: Read) -> None:
    text = read(training_forms.render(sitting.db, "QR-7.2-03", WHEN, number="PX-2026-01"))
    for part in (
        "合格率85%以上",
        "2/3",
        "1/2",
        "64.5",
        "一对一辅导后复测",
        "部分有效",
        "2026-10-12",
        "谢岚质量部41不合格",
    ):
        assert part in text
    assert "何静质量部" not in text


def test_the_plan_marks_months_planned_and_held(sitting: Sitting, read: Read) -> None:
    text = read(training_forms.render(sitting.db, "QR-7.2-01", WHEN))
    for part in ("年度：2026", "控制图判读", "○●", "现场管理", "柳青", "已评价"):
        assert part in text
    other = read(training_forms.render(sitting.db, "QR-7.2-01", WHEN, number="2025"))
    assert "控制图判读" not in other


@pytest.mark.parametrize("key", list(training_forms.BY_KEY))
def test_blank_forms_hold_nobody(sitting: Sitting, read: Read, key: str) -> None:
    made = catalogue.render(sitting.db, key.lower(), WHEN, blank=True)
    text = read(made)
    assert training_forms.BY_KEY[key].title in text
    assert "何静" not in text
    assert "控制图" not in text
    assert made.data == catalogue.render(sitting.db, key, WHEN, blank=True).data


def test_without_a_number_the_latest_is_printed(sitting: Sitting, read: Read) -> None:
    assert "现场管理" in read(training_forms.render(sitting.db, "QR-7.2-02-1", WHEN))
    assert "控制图判读" in read(training_forms.render(sitting.db, "QR-7.2-03", WHEN))


@pytest.mark.parametrize(
    ("key", "number"), [("QR-7.2-09", ""), ("QR-7.2-02", "PX-2020-01"), ("QR-7.2-01", "今年"), ("QR-7.2-01", "0001")]
)
def test_what_there_is_not_is_refused(sitting: Sitting, key: str, number: str) -> None:
    with pytest.raises(UserError):
        training_forms.render(sitting.db, key, WHEN, number=number)


def test_nothing_to_print_is_said(tmp_path: Path) -> None:
    with create(tmp_path / "bare", Clock(DAY)) as workspace, pytest.raises(UserError, match="还没有可打印的培训"):
        training_forms.render(workspace.db, "QR-7.2-02", WHEN)
