"""The calendar, read back by the rules of RFC 5545."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.exchange import ics
from qmsdesk.services.due import DueItem

TODAY = dt.date(2026, 10, 15)
WHEN = dt.datetime(2026, 10, 15, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def _item(title: str = "文件评审：采购控制程序", days: int = 3, **more: object) -> DueItem:
    values = {"record": 7, "field": "next_review_on", "person": "示例甲", "department": "质量部", "topic": "文件评审"}
    return DueItem("document", "HY-QP-01", title, TODAY + dt.timedelta(days), days < 0, **{**values, **more})  # type: ignore[arg-type]


def _lines(data: bytes) -> list[tuple[str, str]]:
    """Unfolded content lines as name and value (3.1)."""
    assert data.endswith(b"\r\n")
    raw = data.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in raw)
    assert all(line.decode() for line in raw)  # no character is cut, no line is empty
    whole = data.decode().replace("\r\n ", "").split("\r\n")[:-1]
    return [(name, value) for name, _colon, value in (line.partition(":") for line in whole)]


def _text(value: str) -> str:
    """A text value without its escapes (3.3.11)."""
    out, at = "", 0
    while at < len(value):
        if value[at] == "\\":
            at += 1
            assert value[at] in "\\;,nN"
            out += "\n" if value[at] in "nN" else value[at]
        else:
            assert value[at] not in ";,"
            out += value[at]
        at += 1
    return out


def _render(*items: DueItem) -> bytes:
    return ics.render(items, "徐州示例，机械；有限公司", "A1B2C3", WHEN, TODAY)


def test_an_event_is_a_whole_day_with_an_alarm_before_it() -> None:
    lines = _lines(_render(_item()))
    names = [name for name, _value in lines]
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[1:3] == [("VERSION", "2.0"), ("PRODID", "-//QMSDesk//QMSDesk//ZH")]
    assert lines[-1] == ("END", "VCALENDAR")
    assert names.count("UID") == names.count("DTSTAMP") == 1
    found = dict(lines)
    assert found["DTSTAMP"] == "20261015T020000Z"
    assert found["DTSTART;VALUE=DATE"] == "20261018"
    assert found["DTEND;VALUE=DATE"] == "20261019"
    assert _text(found["SUMMARY"]) == "文件评审：采购控制程序"
    assert found["TRIGGER"] == "-PT15H"
    assert found["UID"].endswith("@a1b2c3.qmsdesk")
    assert _text(found["X-WR-CALNAME"]) == "徐州示例，机械；有限公司：到期与提醒"


def test_what_is_past_sounds_no_alarm() -> None:
    assert b"VALARM" not in _render(_item(days=-1))
    assert b"VALARM" in _render(_item(days=0))


def test_blocks_are_nested_and_closed() -> None:
    open_: list[str] = []
    for name, value in _lines(_render(_item(), _item(days=-4), _item(days=9))):
        if name == "BEGIN":
            open_.append(value)
        elif name == "END":
            assert open_.pop() == value
    assert open_ == []


def test_the_same_duty_keeps_its_uid_and_others_have_their_own() -> None:
    def uid(item: DueItem) -> str:
        return dict(_lines(_render(item)))["UID"]

    first = uid(_item())
    assert uid(_item("文件评审：采购管理程序", days=40, person="示例乙")) == first
    others = [
        _item(record=8), _item(line=1), _item(field="checked_on"), _item(topic="有效性核查"), _item(kind="month"),
    ]  # fmt: skip
    assert len({first, *map(uid, others)}) == 6


@given(st.text(max_size=200))
def test_any_text_comes_back_as_it_was_but_for_controls(title: str) -> None:
    lines = _lines(_render(_item(title.encode("utf-8", "ignore").decode())))
    expected = title.encode("utf-8", "ignore").decode().replace("\r\n", "\n")
    expected = "".join(c for c in expected if c == "\n" or (c >= " " and c != "\x7f"))
    assert _text(dict(lines)["SUMMARY"]) == expected


def test_long_chinese_lines_are_folded_between_characters() -> None:
    data = _render(_item("质" * 300))
    assert data.count(b"\r\n ") >= 12
    assert _text(dict(_lines(data))["SUMMARY"]) == "质" * 300


def test_an_empty_calendar_is_a_calendar() -> None:
    assert [value for name, value in _lines(_render()) if name in {"BEGIN", "END"}] == ["VCALENDAR", "VCALENDAR"]
