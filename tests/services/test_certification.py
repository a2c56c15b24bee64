"""认证 (6.9.9): computed days of surveillance and recertification, what is missing, what is due."""

from __future__ import annotations

import datetime as dt

import pytest

from qmsdesk.models.people import Enterprise, Party
from qmsdesk.registers.people import ENTERPRISE, PARTY
from qmsdesk.services import certification, reading, records, reminders
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.certification import cycle

TODAY = dt.date(2026, 10, 15)


def write(sitting: Sitting, **values: object) -> None:
    (firm,) = reading.rows(sitting.db, Enterprise)
    records.save(sitting, ENTERPRISE, firm.id, {getattr(Enterprise, k): v for k, v in values.items()})


def certify(sitting: Sitting, issued: dt.date, until: dt.date | None, **values: object) -> None:
    body = records.save(sitting, PARTY, None, {Party.name: "示例认证"}).record
    write(
        sitting, certifier=body, certificate="示例-001", certified_on=issued, certificate_until=until, **values
    )  # fmt: skip


def warned(sitting: Sitting, today: dt.date = TODAY) -> list[str]:
    return [each.text for each in certification.standing(reading.enterprise(sitting.db), today).warnings]


def due(sitting: Sitting, today: dt.date = TODAY) -> list[tuple[str, str, dt.date]]:
    return [(i.title, i.kind, i.date) for i in reminders.read(sitting.db, today) if i.register == "enterprise"]


@pytest.mark.parametrize(
    ("issued", "until", "surveillance", "by"),
    [
        ("2026-11-20", "2029-11-19", ("2027-11-20", "2028-11-20"), "2029-11-19"),
        ("2024-02-29", None, ("2025-02-28", "2026-02-28"), "2027-02-27"),
        ("2026-01-31", "2027-01-30", (), "2027-01-30"),
    ],
)
def test_the_cycle(issued: str, until: str | None, surveillance: tuple[str, ...], by: str) -> None:
    found = cycle(dt.date.fromisoformat(issued), dt.date.fromisoformat(until) if until else None)
    assert tuple(map(str, found.surveillance)) == surveillance
    assert (str(found.recertify_by), found.whole) == (by, until is not None)


def test_without_a_certificate_nothing_is_asked(sitting: Sitting) -> None:
    assert certification.standing(reading.enterprise(sitting.db), TODAY) is certification.NONE
    assert certification.standing(None, TODAY) is certification.NONE
    assert due(sitting) == []


def test_a_number_without_dates_says_what_is_missing(sitting: Sitting) -> None:
    write(sitting, certificate="示例-001")
    assert warned(sitting) == ["已登记证书，还缺：认证机构、发证日期、证书有效期至"]
    records.undo(sitting)
    assert warned(sitting) == []


def test_the_dates_are_told_and_the_next_surveillance_is_asked_for(sitting: Sitting) -> None:
    certify(sitting, dt.date(2025, 11, 10), dt.date(2028, 11, 9))
    found = certification.standing(reading.enterprise(sitting.db), TODAY)
    assert found.dates == (
        ("监督审核", "首次不晚于 2026-11-10，第二次不晚于 2027-11-10"),
        ("再认证", "2028-11-09 前完成现场审核"),
    )
    assert warned(sitting) == ["还没有登记下次监督审核，最迟 2026-11-10"]
    assert due(sitting) == [("监督审核还没有排定，最迟 2026-11-10", "due", dt.date(2026, 11, 10))]


def test_a_day_that_is_set_takes_the_place_of_the_limit(sitting: Sitting) -> None:
    certify(sitting, dt.date(2025, 11, 10), dt.date(2028, 11, 9), surveillance_on=dt.date(2026, 11, 1))
    assert warned(sitting) == []
    assert [title.split("：")[0] for title, _kind, _date in due(sitting)] == ["认证监督审核"]


def test_a_surveillance_too_late_or_past_is_said(sitting: Sitting) -> None:
    certify(sitting, dt.date(2025, 11, 10), dt.date(2028, 11, 9), surveillance_on=dt.date(2026, 12, 1))
    assert warned(sitting)[0].startswith("下次监督审核 2026-12-01 晚于 2026-11-10")
    write(sitting, surveillance_on=dt.date(2026, 10, 1))
    assert warned(sitting) == ["监督审核日期 2026-10-01 已过，登记下一次（最迟 2027-10-01）"]


def test_a_missed_surveillance_stays_and_is_overdue(sitting: Sitting) -> None:
    certify(sitting, dt.date(2025, 11, 10), dt.date(2028, 11, 9))
    limit = dt.date(2026, 11, 10)
    assert due(sitting, limit) == [("监督审核还没有排定，最迟 2026-11-10", "due", limit)]
    for day in (dt.date(2026, 11, 11), dt.date(2028, 1, 1)):
        assert warned(sitting, day) == ["监督审核已逾期：最迟应在 2026-11-10，还没有登记"]
        (item,) = certification.due(sitting.db, day)
        assert (item.title, item.date, item.overdue) == ("监督审核已逾期，最迟应在 2026-11-10", limit, True)


def test_the_next_limit_counts_from_the_last_audit(sitting: Sitting) -> None:
    certify(sitting, dt.date(2025, 11, 10), dt.date(2028, 11, 9), surveillance_on=dt.date(2026, 9, 1))
    assert warned(sitting, dt.date(2027, 9, 1)) == ["监督审核日期 2026-09-01 已过，登记下一次（最迟 2027-09-01）"]
    late = dt.date(2027, 9, 2)
    assert warned(sitting, late) == ["监督审核日期 2026-09-01 已过，登记下一次（已逾期，最迟应在 2027-09-01）"]
    (item,) = certification.due(sitting.db, late)
    assert (item.title, item.overdue) == ("监督审核已逾期，最迟应在 2027-09-01", True)


def test_an_audit_of_the_cycle_before_does_not_move_the_first_limit(sitting: Sitting) -> None:
    certify(sitting, dt.date(2025, 11, 10), dt.date(2028, 11, 9), surveillance_on=dt.date(2025, 6, 1))
    assert [item.date for item in certification.due(sitting.db, TODAY)] == [dt.date(2026, 11, 10)]


def test_after_the_last_audit_only_recertification_is_left(sitting: Sitting) -> None:
    certify(sitting, dt.date(2025, 11, 10), dt.date(2028, 11, 9), surveillance_on=dt.date(2027, 10, 20))
    assert certification.due(sitting.db, dt.date(2028, 1, 1)) == []


def test_recertification_is_brought_up_before_the_end(sitting: Sitting) -> None:
    certify(sitting, dt.date(2024, 1, 11), dt.date(2027, 1, 10), surveillance_on=dt.date(2025, 12, 20))
    assert "证书 2027-01-10 到期，此前要完成再认证的现场审核" in warned(sitting)
    assert due(sitting)[1:] == [("再认证：现场审核须在证书 2027-01-10 到期前完成", "hint", dt.date(2027, 1, 10))]
    assert certification.due(sitting.db, dt.date(2026, 7, 1)) == []


def test_an_expired_certificate_is_one_sentence(sitting: Sitting) -> None:
    certify(sitting, dt.date(2023, 9, 1), dt.date(2026, 8, 31))
    assert warned(sitting) == ["证书已于 2026-08-31 到期，不能再作为有效证书使用"]


def test_odd_dates_are_said(sitting: Sitting) -> None:
    certify(sitting, dt.date(2026, 12, 1), dt.date(2031, 11, 30))
    assert warned(sitting)[:2] == ["发证日期 2026-12-01 还没有到", "证书有效期超过三年，核对发证日期和有效期"]
