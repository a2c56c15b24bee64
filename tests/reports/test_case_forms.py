"""A good case as PDF and as Word: the same content both ways, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.exchange.case_docx import case_docx
from qmsdesk.models.workspace import Workspace, create, open_workspace
from qmsdesk.reports import case_forms, filled
from qmsdesk.reports.case_forms import Chapter, Paper, Picture, Table

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TODAY = dt.date(2026, 10, 20)
HEADINGS = [
    "一、企业简介",
    "二、急需解决的质量管理问题",
    "三、提升行动主要做法",
    "四、质量管理体系认证提升成效",
    "五、启示",
]
Pages = Callable[[bytes], list[str]]


@pytest.fixture(scope="module")
def hy(demo_built: Path) -> Iterator[Workspace]:
    with open_workspace(demo_built, Clock(TODAY), write=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def sample(hy: Workspace) -> Paper:
    return case_forms.of_number(hy.db)


def words(data: bytes) -> list[str]:
    """The paragraphs of a Word document, those in tables too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    return ["".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in root.iter(f"{WORD}p")]


def test_the_sample_case_is_whole(sample: Paper) -> None:
    assert [chapter.heading for chapter in sample.chapters] == HEADINGS
    table, picture = sample.chapters[3].inserted
    assert isinstance(table, Table)
    assert table.rows == (
        ("按期检定校准率", "78.57%", "100%", "100%", "达成目标"),
        ("采购产品合格率", "94.12%", "97%", "97.56%", "达成目标"),
        ("准时交付率", "86%", "95%", "93.64%", "未达成目标"),
    )
    assert isinstance(picture, Picture)
    assert picture.caption == "图 1　一次交验合格率提升前后对比"
    assert picture.png.startswith(b"\x89PNG")
    assert sample.mark == "未定稿"
    assert sample.units == "主要起草单位：徐州恒岩示例精密机械有限公司、示例认证（江苏）有限公司"


def test_both_ways_say_the_same(sample: Paper, when: dt.datetime, pages: Pages) -> None:
    printed = case_forms.pdf(sample, when)
    assert printed.unprintable == ()
    paper = "".join("".join(pages(printed.data)).split())
    written = words(case_docx(sample, when))
    texts = [text for chapter in sample.chapters for text in (chapter.heading, *chapter.paragraphs)]
    assert [text for text in texts if text not in written] == []
    assert [text for text in texts if "".join(text.split())[:30] not in paper] == []
    for text in (sample.title, sample.units, "未定稿", "按期检定校准率", "78.57%", "图 1　一次交验合格率提升前后对比"):
        assert text in written
        assert "".join(text.split()) in paper


def test_the_same_content_gives_the_same_bytes(hy: Workspace, sample: Paper, when: dt.datetime) -> None:
    again = case_forms.of_number(hy.db, sample.number)
    assert again == sample
    assert case_forms.pdf(again, when).data == case_forms.pdf(sample, when).data
    assert case_docx(again, when) == case_docx(sample, when)


def test_every_part_of_the_document_is_known_and_there(sample: Paper, when: dt.datetime) -> None:
    with zipfile.ZipFile(io.BytesIO(case_docx(sample, when))) as archive:
        names = archive.namelist()
        assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
        roots = {name: ET.fromstring(archive.read(name)) for name in names if not name.endswith(".png")}
        assert "word/media/image1.png" in names
    targets = {each.get("Id"): each.get("Target") for each in roots["word/_rels/document.xml.rels"]}
    assert {f"word/{target}" for target in targets.values()} <= set(names)
    embedded = [v for each in roots["word/document.xml"].iter() for k, v in each.items() if k.endswith("}embed")]
    assert embedded == ["rImage1"]
    assert set(embedded) <= set(targets)
    styles = {each.get(f"{WORD}styleId") for each in roots["word/styles.xml"].iter(f"{WORD}style")}
    used = {each.get(f"{WORD}val") for each in roots["word/document.xml"].iter(f"{WORD}pStyle")}
    assert used <= styles


def test_hostile_text_is_text(when: dt.datetime, pages: Pages) -> None:
    evil = 'a<w:p>&"]]>\x00\x0b\ufffe\ud800 =1+1'
    chapter = Chapter("一、<b>", (evil,), (Table("<表>", (("&", "<", ">", '"', "'"),)),))
    paper = Paper(evil, evil, "AL-01", (chapter,), "", (), "", "")
    written = words(case_docx(paper, when))
    assert written[0].startswith('a<w:p>&"]]>')
    assert "<表>" in written
    assert "<w:p>" in "".join(pages(case_forms.pdf(paper, when).data))


def test_an_empty_part_shows_that_it_is(sample: Paper, when: dt.datetime, pages: Pages) -> None:
    bare = replace(sample, chapters=tuple(replace(each, paragraphs=(), inserted=()) for each in sample.chapters))
    assert words(case_docx(bare, when)).count("—") == 5
    assert "".join(pages(case_forms.pdf(bare, when).data)).count("—") >= 5


def test_a_bundle_takes_the_case(hy: Workspace) -> None:
    now = dt.datetime(2026, 10, 20, 6, tzinfo=dt.UTC)
    found = [form for form in filled.filled(hy.db, now) if form.register == "case_study"]
    assert [(form.key, form.number, form.day) for form in found] == [("D", "AL-2026-01", dt.date(2026, 10, 18))]


def test_a_bundle_takes_the_profile_and_the_self_check(hy: Workspace) -> None:
    now = dt.datetime(2026, 10, 20, 6, tzinfo=dt.UTC)
    found = {form.key: form for form in filled.filled(hy.db, now) if form.register == "enterprise"}
    assert [form.name for form in found.values()] == ["FM-3.1 企业基本信息表", "FM-5.1 参加条件自查表"]
    assert filled.render(hy.db, found["FM-5.1"], now).pages == 1


def test_there_is_no_blank_and_no_unknown_case(hy: Workspace, when: dt.datetime, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有空白表"):
        case_forms.render(hy.db, "D", when, blank=True)
    with pytest.raises(UserError, match="没有编号“AL-99”"):
        case_forms.render(hy.db, "D", when, number="AL-99")
    with create(tmp_path / "firm", Clock(TODAY)) as empty, pytest.raises(UserError, match="还没有优良案例"):
        case_forms.render(empty.db, "D", when)
