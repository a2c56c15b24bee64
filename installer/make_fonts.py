"""Make the font files of resources/fonts from their sources: same sources, same bytes.

    python installer/make_fonts.py WORK_FOLDER

Fetches what is missing into WORK_FOLDER with npm and apt-get (Debian 12), checks every source against its SHA-256 and
writes four fonts. The print faces are cut to the 8,105 characters of 通用规范汉字表, GB2312 and symbols, because a full
face costs three times as much to open and ship; what they lack is printed with the full sans face, then with the
fallback, which holds what Noto lacks. The fallback carries its own name, as "LXGW" is reserved by its licence.
"""

from __future__ import annotations

import bz2
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FALLBACK_NAME = "QMSDesk Fallback"

NPM = ("@expo-google-fonts/noto-sans-sc@0.4.3", "@expo-google-fonts/noto-serif-sc@0.4.3")
DEBIAN = ("fonts-lxgw-wenkai", "unicode-data")
SANS = "400Regular/NotoSansSC_400Regular.ttf"
SANS_BOLD = "700Bold/NotoSansSC_700Bold.ttf"
SERIF = "400Regular/NotoSerifSC_400Regular.ttf"
WENKAI = "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"
SHA256 = {
    "NotoSansSC_400Regular.ttf": "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16",
    "NotoSansSC_700Bold.ttf": "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
    "NotoSerifSC_400Regular.ttf": "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
    "LXGWWenKai-Regular.ttf": "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
    "Unihan_OtherMappings.txt.bz2": "bdeef44d75d914e793b7f27ddc3bee01b2d11dd34f4e52de1a9fba74a1612dc2",
}

# Latin and Latin-1, Latin Extended, Greek, punctuation to dingbats (Ⅰ–Ⅻ ① ℃ ‰ arrows, math, boxes, ✓), CJK symbols,
# kana, full-width forms. Characters a source lacks are simply not in the result.
SYMBOLS = (
    (0x20, 0x7F), (0xA0, 0x250), (0x370, 0x400), (0x2000, 0x2800), (0x3000, 0x3100), (0x3200, 0x3400), (0xFF00, 0xFFF0),
)  # fmt: skip


def main(work: Path) -> None:
    """Fetch, check, cut, write."""
    _fetch(work)
    sans, bold, serif, wenkai, unihan = (_source(work, name) for name in (SANS, SANS_BOLD, SERIF, WENKAI, UNIHAN))
    common = _common_han(unihan) | _symbols()
    OUT.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sans, OUT / "NotoSansSC-Regular.ttf")
    _save(_cut(bold, common), OUT / "NotoSansSC-Bold.ttf")
    _save(_cut(serif, common), OUT / "NotoSerifSC-Regular.ttf")
    _save(_fallback(wenkai, set(TTFont(sans, lazy=True).getBestCmap())), OUT / "QMSDeskFallback-Regular.ttf")
    for path in sorted(OUT.glob("*.ttf")):
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(TTFont(path, lazy=True).getBestCmap()):,} characters")


def _fetch(work: Path) -> None:
    work.mkdir(parents=True, exist_ok=True)
    for package in NPM:
        folder = work / package.split("/")[1].split("@")[0]
        if not folder.is_dir():
            subprocess.run(["npm", "pack", package], cwd=work, check=True, stdout=subprocess.DEVNULL)
            (archive,) = work.glob(f"*{folder.name}*.tgz")
            folder.mkdir()
            subprocess.run(["tar", "xzf", archive, "-C", folder, "--strip-components=1"], check=True)
    for package in DEBIAN:
        folder = work / package
        if not folder.is_dir():
            subprocess.run(["apt-get", "download", package], cwd=work, check=True)
            (archive,) = work.glob(f"{package}_*.deb")
            subprocess.run(["dpkg-deb", "-x", archive, folder], check=True)


def _source(work: Path, name: str) -> Path:
    (path,) = work.glob(f"*/{name}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256[Path(name).name]:
        sys.exit(f"{path}: not the source these fonts are made from (sha256 {digest})")
    return path


def _common_han(unihan: Path) -> set[int]:
    """The characters of 通用规范汉字表 (Unihan kTGH) and of GB2312."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        han = {int(line.split("\t")[0].removeprefix("U+"), 16) for line in lines if "\tkTGH\t" in line}
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return han | {ord(text) for pair in pairs if (text := pair.decode("gb2312", "ignore"))}


def _symbols() -> set[int]:
    return {code for first, end in SYMBOLS for code in range(first, end)}


def _cut(path: Path, codes: set[int]) -> TTFont:
    """The face with only these characters, without layout tables and hints, which neither fpdf2 nor a heading uses."""
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.name_IDs = ["*"]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "gasp", "DSIG"]
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    return font


def _fallback(path: Path, covered: set[int]) -> TTFont:
    """What the Noto faces lack: rare Han characters, ⌀ ₂ ⁶ and the like, and tick marks, with boxes to go with them."""
    face = TTFont(path, lazy=True).getBestCmap()
    wanted = {code for code in face if 0x2E80 <= code < 0xA000 or code >= 0x20000} | _symbols()
    font = _cut(path, wanted - covered - {ord("☒")} | {ord(mark) for mark in " □✓✔✗✘√×△〓"})
    _draw(font, "☐", ("□",))
    _draw(font, "☑", ("□", "✓"))
    _draw(font, "☒", ("□", "✗"))
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 16):
            record.string = FALLBACK_NAME
        elif record.nameID == 6:
            record.string = FALLBACK_NAME.replace(" ", "")
    return font


def _draw(font: TTFont, mark: str, parts: tuple[str, ...]) -> None:
    """Add the character as an overlay of others; the tick is drawn a little smaller to stay inside its box."""
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    pen = TTGlyphPen(glyphs)
    glyphs[cmap[ord(parts[0])]].draw(pen)
    width = glyphs[cmap[ord(parts[0])]].width
    for part in parts[1:]:
        inner = glyphs[cmap[ord(part)]]
        shrink = 0.72
        shift = (width - inner.width * shrink) / 2
        inner.draw(TransformPen(pen, (shrink, 0, 0, shrink, shift, 380 * (1 - shrink))))
    name = f"uni{ord(mark):04X}"
    drawn = pen.glyph()
    drawn.recalcBounds(font["glyf"])
    font["glyf"][name] = drawn
    font["hmtx"][name] = (width, drawn.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(mark)] = name


def _save(font: TTFont, path: Path) -> None:
    font.recalcTimestamp = False
    font.save(path, reorderTables=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
