"""项目进度表, 报名表, 会议记录 and 巡诊记录: filled, blank, refused, and in the bundle's list of forms."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.models.workspace import Workspace, create, open_workspace
from qmsdesk.reports import catalogue, project_forms
from qmsdesk.reports.filled import filled
from qmsdesk.reports.rendered import Rendered

CLOCK = Clock(dt.date(2026, 10, 20))
Words = Callable[[Rendered], str]


@pytest.fixture(scope="module")
def hy(demo_built: Path) -> Iterator[Workspace]:
    with open_workspace(demo_built, CLOCK, write=False) as opened:
        yield opened


@pytest.fixture
def words(tool: Callable[[str], str]) -> Words:
    def read(made: Rendered) -> str:
        command = [tool("pdftotext"), "-layout", "-", "-"]
        text = subprocess.run(command, input=made.data, capture_output=True, check=True).stdout.decode()
        return "".join(text.split())

    return read


@pytest.mark.parametrize(
    ("key", "number", "wanted"),
    [
        ("FM-6.1", "", ("项目进度表", "首轮截至2026-10-20任务16项，已完成12项", "体系试运行，巡诊整改", "f)方案实施")),
        ("FM-6.2", "BM-2025-01", ("91320312MA00HY002H", "自主申请", "遴选结果通知（示例）HY-WL-16", "小型")),
        ("FM-6.4", "HY-2025-01", ("认证提升行动启动会", "总经理动员", "陈启明", "已签到")),
        ("QR-TS-01", "XZ-2026-06", ("三坐标操作只有一人会", "■人□机□料□法□环■测", "再培养一名操作人员", "2026-10-31")),
    ],
)
def test_a_form_says_what_is_recorded(
    hy: Workspace, words: Words, key: str, number: str, wanted: tuple[str, ...]
) -> None:
    text = words(catalogue.render(hy.db, key, CLOCK.now(), number=number))
    assert [part for part in wanted if part not in text] == []


@pytest.mark.parametrize("key", ["FM-6.2", "FM-6.4", "QR-TS-01"])
def test_a_blank_form_names_nobody(hy: Workspace, words: Words, key: str) -> None:
    text = words(project_forms.render(hy.db, key, CLOCK.now(), blank=True))
    assert project_forms.BY_KEY[key].title in text
    assert not any(name in text for name in ("陈启明", "丁洁", "2026-09-17"))


@pytest.mark.parametrize(
    ("key", "number", "blank", "says"),
    [
        ("FM-6.1", "2031", False, "没有“2031”这一轮"),
        ("FM-6.1", "", True, "没有空白表"),
        ("FM-6.4", "HY-1999-01", False, "没有编号“HY-1999-01”"),
        ("FM-9.9", "", False, "没有“FM-9.9”这个表单"),
    ],
)
def test_what_cannot_be_printed_says_why(hy: Workspace, key: str, number: str, blank: bool, says: str) -> None:
    with pytest.raises(UserError, match=says):
        project_forms.render(hy.db, key, CLOCK.now(), number=number, blank=blank)


def test_an_empty_enterprise_has_no_schedule_and_no_record(tmp_path: Path) -> None:
    with create(tmp_path / "企业", CLOCK) as workspace:
        for key, says in (("FM-6.1", "还没有工作计划"), ("QR-TS-01", "还没有帮扶巡诊的记录")):
            with pytest.raises(UserError, match=says):
                project_forms.render(workspace.db, key, CLOCK.now())
        assert not any(form.key in project_forms.BY_KEY for form in filled(workspace.db, CLOCK.now()))


def test_the_bundle_holds_them(hy: Workspace) -> None:
    found = [(form.key, form.number) for form in filled(hy.db, CLOCK.now()) if form.key in project_forms.BY_KEY]
    assert found[:2] == [("FM-6.1", ""), ("FM-6.2", "BM-2025-01")]
    assert found.count(("FM-6.4", "HY-2025-01")) == 1
    assert sum(key == "QR-TS-01" for key, _number in found) == 6
