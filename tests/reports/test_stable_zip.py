"""Workbooks that do not change when nothing changed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl

from qmsdesk.reports.stable_zip import stable_zip


def workbook(modified: dt.datetime) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "评价指标"
    book.properties.created = book.properties.modified = modified
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_clock_leaves_no_trace(when: dt.datetime) -> None:
    first = stable_zip(workbook(dt.datetime(2024, 1, 1)), when)
    second = stable_zip(workbook(dt.datetime(2025, 5, 5, 5, 5)), when)
    assert first == second
    assert first == stable_zip(first, when)
    assert first != stable_zip(first, when + dt.timedelta(seconds=2))


def test_the_workbook_still_opens_and_tells_the_given_time(when: dt.datetime) -> None:
    made = stable_zip(workbook(dt.datetime(2024, 1, 1)), when)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.active["A1"].value == "评价指标"
    assert book.properties.created == book.properties.modified == dt.datetime(2025, 11, 12, 6, 55)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(2025, 11, 12, 6, 55, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_entry_order_and_other_files_do_not_matter(when: dt.datetime) -> None:
    def pack(names: list[str]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, name)
        return out.getvalue()

    names = ["word/document.xml", "[Content_Types].xml", "a/", "_rels/.rels", "mimetype"]
    assert stable_zip(pack(names), when) == stable_zip(pack(names[::-1]), when)
    with zipfile.ZipFile(io.BytesIO(stable_zip(pack(names), when))) as archive:
        assert archive.namelist() == ["mimetype", "[Content_Types].xml", "_rels/.rels", "word/document.xml"]


def test_years_a_zip_cannot_hold(when: dt.datetime) -> None:
    assert stable_zip(workbook(dt.datetime(2024, 1, 1)), when.replace(year=1970))
