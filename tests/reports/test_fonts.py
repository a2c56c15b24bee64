"""The shipped fonts: small enough, licensed, and able to print what people write."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from qmsdesk.reports import fonts
from qmsdesk.reports.text import MISSING, clean, describe


def test_files_and_licence(repository: Path) -> None:
    folder = repository / "resources" / "fonts"
    files = sorted(folder.glob("*.ttf"))
    assert [path.stem for path in files] == [
        "NotoSansSC-Bold",
        "NotoSansSC-Regular",
        "NotoSerifSC-Regular",
        "QMSDeskFallback-Regular",
    ]
    assert sum(path.stat().st_size for path in files) <= 25_000_000
    licence = (folder / "LICENSE_FONT").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(path.name in licence for path in files)


def test_modified_wenkai_does_not_carry_the_reserved_name(repository: Path) -> None:
    with TTFont(repository / "resources" / "fonts" / "QMSDeskFallback-Regular.ttf") as font:
        names = {record.nameID: record.toUnicode() for record in font["name"].names}
    assert {names[1], names[4]} == {"QMSDesk Fallback"}
    assert "LXGW" in names[0]  # the copyright stays


@pytest.mark.parametrize("chain", [fonts.SONG, fonts.HEI])
def test_everything_people_write_can_be_printed(chain: tuple[str, ...]) -> None:
    face = fonts.Face(chain)
    gbk = [bytes((high, low)).decode("gbk", "ignore") for high in range(0x81, 0xFE) for low in range(0x40, 0xFF)]
    hanzi = [text for text in gbk if len(text) == 1 and "\u4e00" <= text <= "\u9fff"]
    assert len(hanzi) > 20_900
    signs = "㙟䶮𫟷𬭎✓✗☐☑☒√×△≤≥±÷–—…·‰℃ΦφΩμ²³₂⁶⌀Ø①⑳ⅠⅫ→↓㎡㎏￥％“”‘’「」【】〓ěñ"
    for char in [*hanzi, *signs]:
        assert face.glyph(char).width > 0
    assert face.unprintable == set()


def test_unprintable_is_drawn_as_a_mark_and_named() -> None:
    face = fonts.Face(fonts.SONG)
    assert face.glyph("\U0001f600").drawn == MISSING
    assert face.glyph("\ud800").drawn == MISSING
    assert sorted(map(describe, face.unprintable)) == ["U+D800", "😀 U+1F600"]


def test_clean_drops_what_has_no_picture() -> None:
    assert clean("甲\x00乙\u202e丙\u200b丁\ufeff\tx\r\ny\rz\u2028w\ufe0f") == "甲乙丙丁 x\ny\nz\nw"
    assert clean("e\u0301") == "é"
    assert clean("plain 12.5 %") == "plain 12.5 %"
