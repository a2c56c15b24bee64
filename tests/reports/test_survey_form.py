"""表A.1 on paper: the standard's columns, words and notes, what was found beside them, blank and filled."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.project import SurveyFinding
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.registers.project import SURVEY
from qmsdesk.reports import catalogue, filled, survey_form
from qmsdesk.services import founding, records, surveying
from qmsdesk.services.sitting import Sitting

Pages = Callable[[bytes], list[str]]
TODAY = dt.date(2026, 10, 20)
NOW = dt.datetime(2026, 10, 20, 6, tzinfo=dt.UTC)


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


def flat(found: list[str]) -> str:
    return "".join("".join(found).split())


def test_the_printed_sheets(hy: Workspace, tool: Callable[[str], str], repository: Path, tmp_path: Path) -> None:
    path = tmp_path / "A1.pdf"
    path.write_bytes(survey_form.render(hy.db, "A1", NOW, number="DY-2025-01").data)
    command = [tool("pdftotext"), "-layout", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")
    lines = [" ".join(line.split()) for line in text.replace("\f", "").splitlines()]
    kept = [line for line in lines if line and "校验码" not in line]  # it changes with every change of the sample
    golden = (repository / "tests" / "data" / "forms" / "A1.txt").read_text(encoding="utf-8")
    assert "\n".join(kept) + "\n" == golden


def test_words_and_order_are_the_standards(sitting: Sitting, pages: Pages, when: dt.datetime) -> None:
    """The table of annex A as it is printed there, item by item with its marks, and both notes."""
    text = flat(pages(survey_form.render(sitting.db, "A1", when, blank=True).data))
    assert [column.title for column in survey_form.SURVEY_FORM.columns][:2] == ["调研项目", "现场调研工作内容"]
    for part in (
        "1、经营资质/许可合法有效；2、未受行政处罚；3、无失信行为记录。",
        "3、产品设计、工艺、原材料优化；4、产品（服务）一致性改进；5、可靠性提升（平均首次故障时间延迟、平均故障间隔时间延长）。",
        "5、敏锐高效；6、专业精益、前瞻性（新颖性）、不可替代性等。",
        "注1：不诚信不合法的具体表现包括但不限于：1)被列入各类经营异常名录或严重违法失信名单；2)发生过违法处罚或负面社会影响事件；3)失信行为记录。",
        "且产品收入之和占企业同期营业收入比重超过50%。",
        "□问卷调查□资料调查□实地观察□访问调查□集体访谈",
        "调研日期：年月日",
    ):
        assert part in text
    assert "未定稿" not in text


def test_the_same_survey_gives_the_same_archival_bytes(hy: Workspace, archival: Callable[[bytes], None]) -> None:
    made = catalogue.render(hy.db, "表A.1", NOW)
    assert made == survey_form.render(hy.db, "A1", NOW)
    assert made.unprintable == ()
    archival(made.data)


def test_a_survey_with_open_items_says_so_on_every_sheet(sitting: Sitting, pages: Pages, when: dt.datetime) -> None:
    survey = surveying.open_survey(sitting).record
    codes = list(surveying.PLACE)
    surveying.put(sitting, survey, {code: {SurveyFinding.state: "good"} for code in codes[:-2]}, "填")
    found = pages(survey_form.of_record(sitting.db, survey, when).data)
    assert all("未定稿" in sheet for sheet in found)
    assert "未调研2项：9.5、9.6" in flat(found)
    surveying.put(sitting, survey, {code: {SurveyFinding.state: "not_applicable"} for code in codes[-2:]}, "填")
    assert "未定稿" not in flat(pages(survey_form.of_record(sitting.db, survey, when).data))
    records.void(sitting, SURVEY, survey, "重做")
    assert "已作废" in flat(pages(survey_form.of_record(sitting.db, survey, when).data))


def test_a_bundle_takes_the_survey_once_something_was_found(hy: Workspace, sitting: Sitting) -> None:
    found = [(f.key, f.number, f.day) for f in filled.filled(hy.db, NOW) if f.register == "survey"]
    assert found == [("A1", "DY-2025-01", dt.date(2025, 10, 20))]
    survey = surveying.open_survey(sitting).record
    assert [f for f in filled.filled(sitting.db, NOW) if f.register == "survey"] == []
    surveying.put(sitting, survey, {"1.1": {SurveyFinding.state: "good"}}, "填")
    assert len([f for f in filled.filled(sitting.db, NOW) if f.register == "survey"]) == 1


def test_what_is_not_there_is_named(sitting: Sitting, when: dt.datetime) -> None:
    with pytest.raises(UserError, match="还没有现场调研"):
        survey_form.render(sitting.db, "A1", when)
    with pytest.raises(UserError, match="没有编号“DY-9”"):
        survey_form.render(sitting.db, "A1", when, number="DY-9")
    with pytest.raises(UserError, match="没有“X”这个表单"):
        survey_form.render(sitting.db, "X", when)
    with pytest.raises(UserError, match="已不存在"):
        survey_form.of_record(sitting.db, 99, when)
