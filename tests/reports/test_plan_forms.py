"""表B.1 and the forms of the improvement plan: what stands on them, of the sample and blank."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.exchange.diagnosis_docx import diagnosis_docx
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.project import Opinion, Plan, PlanItem
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.registers.plans import ITEMS, PLAN
from qmsdesk.registers.project import DIAGNOSIS, OPINIONS
from qmsdesk.reports import catalogue, diagnosis_form, filled, plan_form
from qmsdesk.services import diagnoses, founding, plans, reading, records
from qmsdesk.services.sitting import Sitting

Pages = Callable[[bytes], list[str]]
TODAY = dt.date(2026, 10, 20)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORM = Path(__file__).parents[1] / "data" / "forms"


@pytest.fixture(scope="module")
def hy(demo_built: Path) -> Iterator[Workspace]:
    with open_workspace(demo_built, Clock(TODAY), write=False) as opened:
        yield opened


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    with workspaces.create(tmp_path / "firm", Clock(TODAY)) as workspace:
        made = Sitting(workspace, "何静", Clock(TODAY))
        founding.found(made, "徐州示例机械有限公司")
        yield made


def body(page: str) -> str:
    """The page without its foot, which names the day and the check code."""
    return page.rpartition("\n徐州恒岩示例精密机械有限公司\n第 1 页")[0]


def test_b1_of_the_sample_reads_as_annex_b(
    hy: Workspace, when: dt.datetime, pages: Pages, archival: Callable[[bytes], None]
) -> None:
    made = catalogue.render(hy.db, "表B.1", when)
    assert made.pages == 1
    assert made.unprintable == ()
    archival(made.data)
    lines = body(pages(made.data)[0]).splitlines()
    assert lines == (FORM / "B1.txt").read_text("utf-8").splitlines()
    assert made.data == catalogue.render(hy.db, "B1", when, number="ZD-2025-01").data


def test_a_blank_b1_has_the_head_empty_rows_and_two_boxes_to_sign(
    hy: Workspace, when: dt.datetime, pages: Pages
) -> None:
    made = diagnosis_form.render(hy.db, "B1", when, blank=True)
    text = pages(made.data)[0]
    assert made.pages == 1
    assert text.count("日期：　　　年　　月　　日") == 2
    assert "识别" not in text
    sheet = diagnosis_form.empty(hy.db)
    assert sheet.opinions == ("",) * diagnosis_form.BLANK


def test_a_short_report_is_padded_and_a_long_one_runs_on(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    record = diagnoses.open_diagnosis(sitting).record
    row = reading.row(sitting.db, DIAGNOSIS.model, record)
    assert row is not None
    assert diagnosis_form.sheet(sitting.db, row).opinions == ("",) * diagnosis_form.LEAST
    for no in range(1, 50):
        records.save_line(sitting, DIAGNOSIS, record, OPINIONS, None, {Opinion.text: f"意见{no}　" + "字" * 120})
    made = diagnosis_form.render(sitting.db, "B1", when)
    assert made.pages > 2
    last = pages(made.data)[-1]
    assert "企业质量诊断人员（签字）：" in last
    assert "企业法定代表人或授权代表（签字或盖章）：" in last


def test_the_word_document_holds_the_same_and_is_the_same_each_time(hy: Workspace, when: dt.datetime) -> None:
    row = diagnoses.latest(hy.db)
    assert row is not None
    sheet = diagnosis_form.sheet(hy.db, row)
    data = diagnosis_docx(sheet, when)
    assert data == diagnosis_docx(sheet, when)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        root = ET.fromstring(archive.read("word/document.xml"))
        styles = archive.read("word/styles.xml").decode()
    words = ["".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p")]
    assert words[1] == "企业质量诊断意见确认表"
    assert words[2] == "企业名称（盖章）：徐州恒岩示例精密机械有限公司"
    assert words[3:7] == ["序号", "诊断意见", "1", "识别了产品安全特性风险但措施未全部落实"]
    assert words.count("日期：　　　年　　月　　日") == 2
    used = {style.get(f"{WORD}val") for style in root.iter(f"{WORD}pStyle")}
    assert all(f'w:styleId="{style}"' in styles for style in used)


def test_the_plan_of_the_sample_stands_under_the_headings_of_the_standard(
    hy: Workspace, when: dt.datetime, pages: Pages, archival: Callable[[bytes], None]
) -> None:
    made = plan_form.render(hy.db, "FM-6.6", when)
    archival(made.data)
    assert made.unprintable == ()
    text = "\n".join(pages(made.data))
    places = [text.index(title) for title in (
        "a) 组织架构、岗位职责、管理制度", "b) 人力、信息、技术", "c) 评价节点", "d) 方案、制度", "可行性研讨",
        "e) 与制度", "f) 质量监测", "g) 阶段目标", "企业意见（6.6.2）", "偏差与调整（6.7.3）", "更改原因",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "h) 其他相关资料" not in text  # nothing stands there
    for words in ("逐项明确措施、", "购置三坐标的可行性", "培训尽量安排在周六上午", "提升前 60%", "提升目标 100%"):
        assert words in text
    assert "已完成 9/10 项" in text
    assert "未批准" not in text


def test_the_records_of_opinions_and_of_adjustments(hy: Workspace, when: dt.datetime, pages: Pages) -> None:
    said = "\n".join(pages(plan_form.render(hy.db, "FM-6.6.2", when).data))
    assert "集中培训安排在周六" in said
    assert said.count("采纳\n") >= 2
    changed = "\n".join(pages(plan_form.render(hy.db, "FM-6.7.3", when).data))
    assert "目标由 93% 调整为 95%" in changed
    assert "认证机构（签字）" in changed
    for key in ("FM-6.6.2", "FM-6.7.3"):
        blank = plan_form.render(hy.db, key, when, blank=True)
        assert blank.pages == 1
        assert "方案：　　　　　　　　　　第　　版" in pages(blank.data)[0]


def test_a_draft_says_so_and_names_what_it_has_not(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    plan = plans.open_new(sitting).record
    item = {PlanItem.pain: "痛点", PlanItem.measure: "措施", PlanItem.part: "h"}
    records.save_line(sitting, PLAN, plan, ITEMS, None, item)
    records.save(sitting, PLAN, plan, {Plan.version: 2, Plan.change_reason: "顾客要求"})
    text = "\n".join(pages(plan_form.render(sitting.db, "FM-6.6", when).data))
    assert "未批准" in text
    assert text.count("没有内容") == 7
    assert "h) 其他相关资料" in text
    assert "更改原因" in text
    assert "没有企业意见" in "\n".join(pages(plan_form.render(sitting.db, "FM-6.6.2", when).data))
    assert "没有偏差" in "\n".join(pages(plan_form.render(sitting.db, "FM-6.7.3", when).data))


def test_a_version_that_was_replaced_prints_nothing_as_late(sitting: Sitting, when: dt.datetime, pages: Pages) -> None:
    plan = plans.open_new(sitting).record
    item = {PlanItem.pain: "痛点", PlanItem.measure: "措施", PlanItem.due_on: when.date() - dt.timedelta(9)}
    records.save_line(sitting, PLAN, plan, ITEMS, None, item)
    assert "已完成 0/1 项，逾期 1 项" in "\n".join(pages(plan_form.render(sitting.db, "FM-6.6", when).data))
    with sitting.db.atomic():
        Plan.update({Plan.status: "superseded"}).where(Plan.id == plan).execute(sitting.db)
    text = "\n".join(pages(plan_form.render(sitting.db, "FM-6.6", when).data))
    assert "已完成 0/1 项" in text
    assert "逾期" not in text


def test_what_cannot_be_printed_says_why(sitting: Sitting, hy: Workspace, when: dt.datetime) -> None:
    for module, key in ((diagnosis_form, "B1"), (plan_form, "FM-6.6")):
        with pytest.raises(UserError, match="还没有"):
            module.render(sitting.db, key, when)
        with pytest.raises(UserError, match="没有编号"):
            module.render(hy.db, key, when, number="XX-1")
        with pytest.raises(UserError, match="没有“B9”这个表单"):
            module.render(hy.db, "B9", when)
    with pytest.raises(UserError, match="没有空白表"):
        plan_form.render(hy.db, "FM-6.6", when, blank=True)


def test_the_bundle_holds_what_was_confirmed_and_approved(hy: Workspace, sitting: Sitting, when: dt.datetime) -> None:
    keys = {"B1", "FM-6.6", "FM-6.6.2", "FM-6.7.3"}
    mine = [form for form in filled.filled(hy.db, when) if form.key in keys]
    assert [(form.key, form.register, form.number) for form in mine] == [
        ("B1", "diagnosis", "ZD-2025-01"), ("FM-6.6", "plan", "FA-2025-01"),
        ("FM-6.6.2", "plan", "FA-2025-01"), ("FM-6.7.3", "plan", "FA-2025-01"),
    ]  # fmt: skip
    diagnoses.open_diagnosis(sitting)
    plans.open_new(sitting)
    assert not [form for form in filled.filled(sitting.db, when) if form.key in keys]
