"""The sheet: foot, marks, time, properties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from qmsdesk.reports.document import Document

Pages = Callable[[bytes], list[str]]


def test_foot_tells_enterprise_page_time_and_check(when: dt.datetime, pages: Pages) -> None:
    document = Document("题", "徐州示例有限公司", when, head="9C41-E07B")
    document.new_page()
    for number, text in enumerate(pages(document.finish().data), 1):
        assert text.split("\n")[-3:] == [
            "徐州示例有限公司",
            f"第 {number} 页 共 2 页",
            "打印 2025-11-12 14:55　校验码 9C41-E07B",
        ]


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        Document("题", "示例", dt.datetime(2025, 11, 12))


def test_the_zone_of_the_caller_changes_nothing(when: dt.datetime) -> None:
    elsewhere = when.astimezone(dt.timezone(dt.timedelta(hours=-5)))
    assert Document("题", "示例", when).finish() == Document("题", "示例", elsewhere).finish()


def test_another_time_changes_the_bytes(when: dt.datetime) -> None:
    later = when + dt.timedelta(minutes=1)
    assert Document("题", "示例", when).finish().data != Document("题", "示例", later).finish().data


def test_properties_and_hostile_names(when: dt.datetime, archival: Callable[[bytes], None]) -> None:
    document = Document('<b>&"题\x00\ud800', "企业\n名" * 200, when, head="\x1b", top=("a\nb", "\x00"), mark="未定稿")
    document.heading("很长的标题" * 20)
    document.pair("左" * 200, "右")
    document.paragraph("字" * 3000, size=10)
    made = document.finish()
    archival(made.data)
    assert made.pages > 1
    assert made.data.count(b'xmp:ModifyDate="2025-11-12T06:55:00+00:00"') == 1
