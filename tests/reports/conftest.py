"""Reading back what was printed, with other people's programs."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import page
import pypdfium2
import pytest

WHEN = dt.datetime(2025, 11, 12, 6, 55, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def when() -> dt.datetime:
    """14:55 in China."""
    return WHEN


@pytest.fixture(scope="session")
def pages() -> Callable[[bytes], list[str]]:
    """The text of each page, one line for each piece of text drawn, in that order."""

    def read(data: bytes) -> list[str]:
        document = pypdfium2.PdfDocument(data)
        try:
            found = []
            for sheet in document:
                text = sheet.get_textpage()
                pieces = [
                    piece for piece in sheet.get_objects(textpage=text) if isinstance(piece, pypdfium2.PdfTextObj)
                ]
                found.append("\n".join(piece.extract().strip(" ") for piece in pieces))
                text.close()
                sheet.close()
            return found
        finally:
            document.close()

    return read


@pytest.fixture(scope="session")
def dark() -> Callable[[bytes, float, float], bool]:
    """Is there ink on page 1 within half a millimetre of this place (mm from the top left)?"""

    def look(data: bytes, x: float, y: float) -> bool:
        document = pypdfium2.PdfDocument(data)
        try:
            sheet = document[0]
            bitmap = sheet.render(scale=10 * 25.4 / 72, grayscale=True)  # ten pixels a millimetre
            image = bitmap.to_pil().convert("L")
            bitmap.close()
            sheet.close()
        finally:
            document.close()
        around = image.crop((round(x * 10) - 5, round(y * 10) - 5, round(x * 10) + 5, round(y * 10) + 5))
        return bool(around.getextrema()[0] < 128)

    return look


@pytest.fixture
def archival(tool: Callable[[str], str], tmp_path: Path) -> Callable[[bytes], None]:
    """Fails unless the file is valid PDF/A-2b and PDF."""

    def check(data: bytes) -> None:
        report = page.validate_pdf_bytes(data, profile="2b")
        # One rule errs when a stream ends in a carriage return; /Length and qpdf decide there.
        faults = [fault for fault in report.failures if not fault.rule_id.endswith("STREAM-LENGTH-001")]
        assert [(fault.rule_id, fault.message) for fault in faults] == []
        for found in re.finditer(rb"/Length (\d+)\b[^>]*>>\s*stream\r?\n", data):
            assert data[found.end() + int(found[1]) :].lstrip(b"\r\n").startswith(b"endstream")
        path = tmp_path / "printed.pdf"
        path.write_bytes(data)
        subprocess.run([tool("qpdf"), "--check", path], check=True, capture_output=True)

    return check
