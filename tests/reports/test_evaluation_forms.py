"""The forms after the evaluation: record of the acceptance, plan of improvements, questionnaire and summary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models.acceptance import Acceptance, AcceptanceExpert, AcceptanceScore, ProgrammeAnswer, ProgrammeLog
from qmsdesk.models.people import PartyPerson
from qmsdesk.models.workspace import open_workspace
from qmsdesk.registers.acceptance import ACCEPTANCE, ANSWERS, EXPERTS, PROGRAMME_LOG, SCORES
from qmsdesk.reports import catalogue, filled
from qmsdesk.services import acceptance, improving, reading, records, summary
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.questionnaire import questionnaire

TODAY = dt.date(2026, 11, 20)
Pages = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def after(demo_copy: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    """The sample enterprise after its acceptance, the plan drafted, the summary begun."""
    folder = demo_copy(tmp_path_factory.mktemp("after") / "企业")
    with open_workspace(folder, Clock(TODAY)) as workspace:
        sitting = Sitting(workspace, "何静", Clock(TODAY))
        record = acceptance.open_new(sitting).record
        experts = reading.rows(sitting.db, PartyPerson, PartyPerson.name == "评审专家甲（示例）")
        records.save_line(sitting, ACCEPTANCE, record, EXPERTS, None, {AcceptanceExpert.expert: experts[0].id})
        for line in acceptance.read(sitting.db, record).lines:
            if line.own is not None:
                score = Decimal(0) if line.key == "strategy" else line.own
                values = {AcceptanceScore.category: line.key, AcceptanceScore.score: score,
                          AcceptanceScore.note: "措施证据不足" if line.key == "strategy" else ""}  # fmt: skip
                records.save_line(sitting, ACCEPTANCE, record, SCORES, None, values)
        values = {Acceptance.held_on: TODAY, Acceptance.opinion: "资料齐全，建议完善供方评价（示例）。"}
        records.save(sitting, ACCEPTANCE, record, values)
        acceptance.fill(sitting, record)
        improving.draft(sitting)
        log = summary.open_questionnaire(sitting).record
        for answer in reading.lines(sitting.db, ANSWERS, log)[:2]:
            records.save_line(sitting, PROGRAMME_LOG, log, ANSWERS, answer.id, {ProgrammeAnswer.score: Decimal(4)})
        summary.settle(sitting, log)
        lesson = {ProgrammeLog.kind: "lesson", ProgrammeLog.logged_on: TODAY, ProgrammeLog.content: "首件三检有效"}
        records.save(sitting, PROGRAMME_LOG, None, lesson)
        yield sitting


def printed(after: Sitting, pages: Pages, key: str, *, number: str = "", blank: bool = False) -> str:
    made = catalogue.render(after.db, key, after.clock.now(), number=number, blank=blank)
    return "".join(pages(made.data)).replace("\n", "")


def test_the_acceptance_prints_both_scores_and_a_line_for_each_expert(after: Sitting, pages: Pages) -> None:
    text = printed(after, pages, "FM-6.9")
    for said in (
        "验收评价记录", "未确认", "自评分数", "验收分数", "徐州市示例区市场监督管理局", "评审专家 评审专家甲（示例）",
        "战略及风险管理 少 10 分（措施证据不足）", "版（已定稿）", "优秀 ≥ 60，良好 ≥ 30，合格 ≥ 10",
        "资料齐全，建议完善供方评价（示例）。",
    ):  # fmt: skip
        assert said in text, said


def test_the_plan_prints_what_was_drafted_first(after: Sitting, pages: Pages) -> None:
    text = printed(after, pages, "FM-6.9.7")
    assert "合计 60 分，优秀；验收评价：YS-01，合计 50 分，良好" in text
    assert "准时交付率：差 1.36 个百分点" in text
    assert text.index("提高准时交付率") < text.index("排产看板与周例会")
    assert "还没有列入计划" not in text


def test_the_questionnaire_prints_its_questions_rule_and_score(after: Sitting, pages: Pages) -> None:
    text = printed(after, pages, "FM-6.11.2")
    assert questionnaire().questions[-1] in text
    assert "问卷得分4" in text
    assert "四舍五入到两位小数" in text
    blank = printed(after, pages, "FM-6.11.2", blank=True)
    assert questionnaire().questions[0][:12] in blank
    assert "问卷得分4" not in blank


def test_the_summary_prints_all_four_kinds(after: Sitting, pages: Pages) -> None:
    text = printed(after, pages, "FM-6.11")
    for said in ("帮扶满意度问卷（6.11.2）：1 份", "宣传推广（6.11.3）：还没有", "标杆对照（6.11.1）", "首件三检有效"):
        assert said in text, said


def test_all_of_them_lie_in_the_bundle(after: Sitting) -> None:
    listed = {form.key: form for form in filled.filled(after.db, after.clock.now())}
    wanted = ("FM-6.9", "FM-6.9.7", "FM-6.11.2", "FM-6.11")
    assert [key for key in wanted if key not in listed] == []
    assert filled.render(after.db, listed["FM-6.9"], after.clock.now()).data.startswith(b"%PDF")


@pytest.mark.parametrize("key", ["FM-6.9", "FM-6.9.7", "FM-6.11.2"])
def test_they_print_empty(after: Sitting, pages: Pages, key: str) -> None:
    assert "徐州恒岩示例精密机械有限公司" in printed(after, pages, key, blank=True)


@pytest.mark.parametrize(
    ("key", "number", "blank", "said"),
    [
        ("FM-6.9", "YS-99", False, "没有编号“YS-99”"),
        ("FM-6.9.7", "GJ-2026-01", False, "没有编号"),
        ("FM-6.11.2", "ZJ-99", False, "没有编号为“ZJ-99”"),
        ("FM-6.11", "", True, "没有空白表"),
    ],
)
def test_what_there_is_not_is_said(after: Sitting, pages: Pages, key: str, number: str, blank: bool, said: str) -> None:
    with pytest.raises(UserError, match=said):
        printed(after, pages, key, number=number, blank=blank)


def test_before_the_acceptance_there_is_nothing_to_print(demo_built: Path, pages: Pages) -> None:
    with open_workspace(demo_built, Clock(TODAY), write=False) as workspace:
        for key, said in (("FM-6.9", "还没有验收评价"), ("FM-6.11.2", "还没有满意度问卷")):
            with pytest.raises(UserError, match=said):
                catalogue.render(workspace.db, key, Clock(TODAY).now())
