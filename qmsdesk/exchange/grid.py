"""A file of tables as plain cells, whatever it was written by; nothing in it means anything yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from qmsdesk.errors import StorageError, UserError
from qmsdesk.i18n import _

MAX_BYTES = 100 * 2**20
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000

Kind = Literal["empty", "text", "number", "percent", "date", "bool", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``text`` is its exact value in words: ISO dates, shortest decimals, 78.57% for a percent format.

    ``shown`` pads a number as its format does (1.0, 007) and never rounds. ``problem`` is why it cannot be read.
    ``merged_from`` is the row a vertically merged value comes from, ``width`` the columns a merged cell covers.
    """

    row: int
    column: int
    text: str = ""
    shown: str = ""
    kind: Kind = "empty"
    problem: str = ""
    merged_from: int = 0
    width: int = 1

    @property
    def blank(self) -> bool:
        return not self.text.strip() and not self.problem


@dataclass(frozen=True)
class Sheet:
    """One table; rows and columns count from 1 as in the file."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        line = self.rows[row - 1] if 0 < row <= len(self.rows) else []
        return line[column - 1] if 0 < column <= len(line) else Cell(row, column)


@dataclass(frozen=True)
class Grid:
    """All tables of a file. ``serial_offset`` turns its date serial numbers into those of the 1900 system."""

    name: str
    sheets: list[Sheet]
    serial_offset: int = 0
    notes: list[str] = field(default_factory=list)


def letter(column: int) -> str:
    """A, B … Z, AA as the heads of columns read."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def read(path: Path) -> Grid:
    """Read an .xlsx or .csv file, told apart by content; ``UserError`` says what else it is and what to do."""
    from qmsdesk.exchange import grid_csv, grid_xlsx

    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UserError(_("找不到文件“{}”。").format(path), _("检查文件名和位置。")) from None
    except IsADirectoryError:
        raise UserError(_("“{}”是文件夹，不是表格文件。").format(path), _("选择 .xlsx 或 .csv 文件。")) from None
    except OSError as error:
        raise StorageError(
            _("无法读取“{}”。").format(path), _("检查权限；如果正在 Excel 或 WPS 里打开，先关闭它。")
        ) from error
    if len(data) > MAX_BYTES:
        raise UserError(
            _("“{}”超过 {} MB，不像是一张台账。").format(path.name, MAX_BYTES // 2**20), _("删去图片或拆成几个文件。")
        )
    if not data.strip():
        raise UserError(_("“{}”是空文件。").format(path.name), _("选择有内容的 .xlsx 或 .csv 文件。"))
    _refuse_others(path.name, data)
    grid = grid_xlsx.read(path.name, data) if data[:2] == b"PK" else grid_csv.read(path.name, data)
    if not any(sheet.rows for sheet in grid.sheets):
        raise UserError(_("“{}”里没有内容。").format(path.name), _("选择有内容的 .xlsx 或 .csv 文件。"))
    named_so = path.suffix.lower() in {".xlsx", ".xlsm"} and data[:2] != b"PK"
    if named_so and not any(len(row) > 1 for sheet in grid.sheets for row in sheet.rows):
        raise UserError(_("“{}”不是 Excel 文件。").format(path.name), _("选择 .xlsx 或 .csv 文件；改名不会改变格式。"))
    return grid


def check_size(name: str, rows: int, columns: int) -> None:
    """Refuse what no register of a small firm can be; counted over cells that hold something."""
    if rows > MAX_ROWS:
        raise UserError(_("“{}”有 {} 行，最多读取 {} 行。").format(name, rows, MAX_ROWS), _("拆成几个文件再导入。"))
    if columns > MAX_COLUMNS:
        raise UserError(
            _("“{}”有 {} 列，最多读取 {} 列。").format(name, columns, MAX_COLUMNS), _("删去不用的列再导入。")
        )
    if rows * columns > MAX_CELLS:
        raise UserError(_("“{}”有 {} 行 × {} 列，太大。").format(name, rows, columns), _("拆成几个文件再导入。"))


def _refuse_others(name: str, data: bytes) -> None:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UserError(_("“{}”设有打开密码，无法读取。").format(name), _("在 Excel 或 WPS 里取消密码后另存。"))
        raise UserError(
            _("“{}”是旧格式（.xls 或 .et），无法读取。").format(name), _("在 Excel 或 WPS 里另存为 .xlsx 再导入。")
        )
    kinds = ((b"%PDF", _("PDF")), (b"\x89PNG", _("图片")), (b"\xff\xd8\xff", _("图片")), (b"{\\rtf", _("文档")))
    for start, kind in kinds:
        if data.startswith(start):
            raise UserError(_("“{}”是{}，不是表格。").format(name, kind), _("选择 .xlsx 或 .csv 文件。"))
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise UserError(
            _("“{}”其实是网页格式，不是工作簿。").format(name), _("在 Excel 或 WPS 里打开它，另存为 .xlsx 再导入。")
        )
