"""Dates for other people's calendars: an .ics file of all-day events (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services.due import DueItem

_FOLD = 75  # octets of a line without its end (3.1)
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def render(
    items: Sequence[DueItem], enterprise: str, mark: str, when: dt.datetime, today: dt.date, *, remind_days: int = 1
) -> bytes:
    """The items as a calendar stamped ``when``; ``mark`` names the enterprise in their UIDs.

    A UID stays the same for the same duty, so that importing again moves an event instead of adding one. The alarm
    sounds ``remind_days`` before, at nine in the morning; what is past has none.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//QMSDesk//QMSDesk//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(_('{}：到期与提醒').format(enterprise))}",
    ]
    for item in items:
        lines += _event(item, mark, when, today, remind_days)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(item: DueItem, mark: str, when: dt.datetime, today: dt.date, remind_days: int) -> list[str]:
    register = BY_KEY.get(item.register)
    where = _("{} {}").format(register.title, item.number).strip() if register else ""
    alarm = [
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(item.title)}",
        f"TRIGGER:{_before(remind_days)}", "END:VALARM",
    ]  # fmt: skip
    return [
        "BEGIN:VEVENT",
        f"UID:{item.key}@{mark.lower()}.qmsdesk",
        f"DTSTAMP:{when.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{item.date:%Y%m%d}",
        f"DTEND;VALUE=DATE:{item.date + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(item.title)}",
        f"DESCRIPTION:{escaped('，'.join(part for part in (where, item.person, item.department) if part))}",
        f"CATEGORIES:{escaped(register.title if register else item.register)}",
        "TRANSP:TRANSPARENT",
        *(alarm if item.date >= today else []),
        "END:VEVENT",
    ]


def _before(days: int) -> str:
    """Nine in the morning so many days before the day begins; on the day itself it is nine hours after."""
    return "PT9H" if days <= 0 else f"-PT{24 * days - 9}H"


def escaped(text: str) -> str:
    """Text as a value (3.3.11): no line ends or controls, marks with a stroke before them."""
    plain = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or (c >= " " and c != "\x7f"))
    return "".join(_ESCAPED.get(c, c) for c in plain)


def folded(line: str) -> bytes:
    """A content line in pieces of at most 75 octets, never within a character, each further one after a blank."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > _FOLD - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
