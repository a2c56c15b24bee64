"""Files that are no tables, or traps: one clear sentence each, nothing read, nothing written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qmsdesk.errors import StorageError, UserError
from qmsdesk.exchange import grid
from qmsdesk.exchange.grid import Grid

Book = Callable[..., Path]


def put(tmp_path: Path, data: bytes, name: str = "f.xlsx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def repacked(path: Path, **changes: str) -> bytes:
    """The workbook with some of its parts changed: ``sheet`` and ``book`` are put in whole."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml", "types": "[Content_Types].xml"}
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            key = next((k for k, v in names.items() if v == name), "")
            body = source.read(name)
            target.writestr(name, changes[key].encode() if key in changes else body)
    return out.getvalue()


SHEET = '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{body}</worksheet>'
ROW = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>'


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04broken", "损坏"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"<html><table>", "网页"),
        (b'<?xml version="1.0"?><Workbook>', "网页"),
        (b"a,b\x00c", "文本表格"),
        (b"\x80\x81\xff\xff", "文本表格"),
        (b"a,b\x07c", "文本表格"),
        (b'a,"b\nc,d', "引号"),
        (b"", "空文件"),
        (b"\r\n  \n", "空文件"),
        (b",,,\n,,\n", "没有内容"),
    ],
)
def test_what_is_no_table(tmp_path: Path, data: bytes, part: str) -> None:
    with pytest.raises(UserError, match=part) as raised:
        grid.read(put(tmp_path, data))
    assert raised.value.exit_code == 2
    assert raised.value.hint


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到"):
        grid.read(tmp_path / "none.xlsx")
    with pytest.raises((UserError, StorageError)):
        grid.read(tmp_path)


def test_a_word_document_that_was_only_renamed(tmp_path: Path) -> None:
    file = tmp_path / "意见.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(UserError, match="不是 Excel 工作簿（像是 Word 文件）") as refused:
        grid.read(file)
    assert "另选" in refused.value.hint


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UserError, match="不是 Excel 工作簿"):
        grid.read(put(tmp_path, out.getvalue()))


def test_a_truncated_workbook(tmp_path: Path, book: Book) -> None:
    data = book([["姓名"]]).read_bytes()
    for size in (len(data) // 3, len(data) - 30):
        with pytest.raises(UserError, match="损坏"):
            grid.read(put(tmp_path, data[:size], "cut.xlsx"))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_not_followed(tmp_path: Path, book: Book, doctype: str) -> None:
    sheet = SHEET.format(doctype=doctype, body=ROW.format("&a;"))
    with pytest.raises(UserError, match="不属于工作簿"):
        grid.read(put(tmp_path, repacked(book([["x"]]), sheet=sheet), "t.xlsx"))


def test_entities_in_another_encoding_are_not_followed(tmp_path: Path, book: Book) -> None:
    text = SHEET.format(doctype='<!DOCTYPE x [<!ENTITY a "ha">]>', body=ROW.format("&a;"))
    out = io.BytesIO()
    with zipfile.ZipFile(book([["x"]])) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            body = (
                source.read(name)
                if "sheet1" not in name
                else text.replace('1.0"', '1.0" encoding="utf-16"').encode("utf-16")
            )
            target.writestr(name, body)
    with pytest.raises(UserError, match="不属于工作簿"):
        grid.read(put(tmp_path, out.getvalue(), "t.xlsx"))


def test_a_zip_bomb_is_refused_by_its_size(tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = SHEET.format(doctype="", body=ROW.format("a" * 3_000_000))
    path = put(tmp_path, repacked(book([["x"]]), sheet=sheet), "bomb.xlsx")
    assert path.stat().st_size < 20_000
    monkeypatch.setattr("qmsdesk.exchange.grid_xlsx.MAX_MARKUP", 2_000_000)
    with pytest.raises(UserError, match="太大"):
        grid.read(path)


def test_a_merged_range_over_everything_is_refused(tmp_path: Path, book: Book) -> None:
    body = ROW.format("x") + '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with pytest.raises(UserError, match="合并"):
        grid.read(put(tmp_path, repacked(book([["x"]]), sheet=SHEET.format(doctype="", body=body)), "t.xlsx"))


def test_a_stray_cell_in_the_last_corner_is_refused_quickly(tmp_path: Path, book: Book) -> None:
    body = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with pytest.raises(UserError, match="最多读取"):
        grid.read(put(tmp_path, repacked(book([["x"]]), sheet=SHEET.format(doctype="", body=body)), "t.xlsx"))


def test_styled_but_empty_cells_far_away_do_not_count(tmp_path: Path, book: Book) -> None:
    body = ('<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
            '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')  # fmt: skip
    read = grid.read(put(tmp_path, repacked(book([["x"]]), sheet=SHEET.format(doctype="", body=body)), "t.xlsx"))
    assert len(read.sheets[0].rows) == 1


def test_too_many_rows_in_a_csv(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="100000"):
        grid.read(put(tmp_path, b"a,b\n" * 100_001, "t.csv"))


def test_too_large_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_BYTES", 2**20)
    with pytest.raises(UserError, match="1 MB"):
        grid.read(put(tmp_path, b"a,b\n" * 2**19, "t.csv"))


def first(read: Grid) -> list[list[str]]:
    return [[c.text for c in row] for row in read.sheets[0].rows]


def test_error_values_and_formulas_without_a_result(book: Book) -> None:
    read = grid.read(book([["#DIV/0!", "=1+1", 3]]))
    problems = [c.problem for c in read.sheets[0].rows[0]]
    assert "#DIV/0!" in problems[0]
    assert "公式没有计算结果" in problems[1]
    assert problems[2] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, sign: str) -> None:
    text = f"姓名{sign}部门\r\n何静{sign}质量部\r\n"
    assert first(grid.read(put(tmp_path, text.encode(encoding), "t.csv"))) == [["姓名", "部门"], ["何静", "质量部"]]


def test_a_line_that_names_the_delimiter(tmp_path: Path) -> None:
    assert first(grid.read(put(tmp_path, b"sep=;\na;b,c\n", "t.csv"))) == [["a", "b,c"]]


def test_the_1904_system(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append([44565])
    book.save(tmp_path / "mac.xlsx")
    assert grid.read(tmp_path / "mac.xlsx").serial_offset == 1462


def test_numbers_are_what_was_typed(book: Book) -> None:
    formats = {"B1": "0.00%", "D1": "0.00", "E1": "000", "F1": "#,##0.00", "G1": '0.0"%"'}
    read = grid.read(book([[0.1, 0.7857, 1e21, 2.50, 7, 1234.5, -0.05, True]], formats=formats))
    assert first(read) == [["0.1", "78.57%", "1" + "0" * 21, "2.5", "7", "1234.5", "-0.05", "是"]]
    assert [c.shown for c in read.sheets[0].rows[0]][3:7] == ["2.50", "007", "1234.50", "-0.05"]


def hint_or_cells(path: Path) -> str:
    """What the reader has to say: a hint, or that it read something."""
    try:
        return "cells" if grid.read(path).sheets else ""
    except UserError as error:
        return error.hint


FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FUZZ
@given(st.binary(max_size=400))
def test_any_bytes_give_cells_or_a_sentence(tmp_path: Path, data: bytes) -> None:
    for start in (b"", b"PK\x03\x04"):
        assert hint_or_cells(put(tmp_path, start + data, "fuzz.csv"))


@FUZZ
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_flipped_byte_gives_cells_or_a_sentence(tmp_path: Path, book: Book, place: int, byte: int) -> None:
    path = tmp_path / "good.xlsx"
    if not path.exists():
        path.write_bytes(book([["姓名", "部门"], ["何静", 1]], merged=("A1:A2",)).read_bytes())
    data = bytearray(path.read_bytes())
    data[place % len(data)] = byte
    assert hint_or_cells(put(tmp_path, bytes(data), "fuzz.xlsx"))
