"""What child rows are called where a relation points at one: by their caption, or by record and place before it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import peewee as pw

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField

PLACED = re.compile(r"(?P<number>\S+?)\s*第\s*(?P<place>[0-9]{1,6})\s*项")
"""How a place is written, by us and by people."""


def place(number: str, at: int) -> str:
    """The record by its number, and the place among its rows from 1."""
    return _("{} 第 {} 项").format(number, at)


def by_place(db: pw.Database, target: Any, owner: AnyField, row_id: int, caption: str) -> str:
    """What a row is called whose kind is called by record and place."""
    record = owner.rel_model
    query = target.select(target.id, record.number).join(record, on=(owner == record.id))
    mine = target.select(owner).where(target.id == row_id)
    found = query.where(owner == mine).order_by(target.position, target.id).tuples().execute(db)
    for at, (each, number) in enumerate(found, 1):
        if each == row_id:
            return f"{place(number, at)} {caption}"
    return caption


def offers(db: pw.Database, target: Any, owner: AnyField, stored: int | None) -> list[tuple[int, str]]:
    """Child rows of live records, and the stored one.

    Those called by their caption stand by pinyin, the same ones told apart by the number of their record.
    """
    record, order = owner.rel_model, target.offered()
    dead = record.deleted_at.is_null(False) | (record.void_reason != "")
    query = target.select(target.id, target.caption(), record.number, owner, dead).join(record, on=(owner == record.id))
    query = query.order_by(*order, target.position) if order else query.order_by(pw.fn.gbk(target.caption()))
    places: Counter[int] = Counter()
    found = []
    for row_id, text, number, of, gone in query.order_by_extend(target.id).tuples().execute(db):
        places[of] += 1
        if not gone or row_id == stored:
            found.append((row_id, str(text), number, places[of]))
    if order:
        return [(row_id, f"{place(number, at)} {text}") for row_id, text, number, at in found]
    called = Counter(text for _id, text, _number, _at in found)
    return [(i, text if called[text] == 1 else f"{text}（{number}）") for i, text, number, _at in found]
