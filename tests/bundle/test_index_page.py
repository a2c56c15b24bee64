"""``index.html`` as a reviewer sees it: in a real browser, from the disk, without a network."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin
from urllib.request import url2pathname

import pytest

from qmsdesk.bundle.index_page import index_page
from qmsdesk.bundle.plan import BundleInfo, Entry
from tests.bundle.conftest import HOSTILE

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """What a reader meets: links, words, rows of tables that are not hidden; every tag must close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.rows: list[str] = []
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.policy = ""
        self.body = ""
        self.text = ""
        self._open: list[tuple[str, bool]] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.loads += [name for name in values if name in ("src", "srcset", "style") or name.startswith("on")]
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if tag == "body":
            self.body = values.get("class", "")
        if tag == "a":
            self.links.append(values["href"])
        hidden = "hidden" in values or (bool(self._open) and self._open[-1][1])
        if tag == "tr" and not hidden:
            self.rows.append("")
        if tag not in VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in ("script", "style") and not self._open[-1][1]:
            self.text += data
            if any(tag == "tr" for tag, _hidden in self._open):
                self.rows[-1] += data + " "


@pytest.fixture
def browse(folder: Path, tmp_path: Path, tool: Callable[[str], str]) -> Callable[[str], Page]:
    def open_page(fragment: str) -> Page:
        run = subprocess.run(
            [tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
             "--virtual-time-budget=3000", "--dump-dom", (folder / "index.html").as_uri() + fragment],
            check=True, capture_output=True, timeout=60,
        )  # fmt: skip
        return Page(run.stdout.decode())

    return open_page


def test_the_page_shows_everything_and_every_link_resolves(browse: Callable[[str], Page], folder: Path) -> None:
    page = browse("")
    for words in ("徐州恒锐精密五金有限公司（示例）", "预审版", "验收评价", "60", "优秀", "第 1337 条", "成效评价表",
                  "优良案例未定稿", "质量损失率缺少佐证附件 <b>", "sha256sum -c manifest-sha256.txt", "签到 100％.jpg",
                  "筛选出 7 个文件，共 7 个"):  # fmt: skip
        assert words in page.text, words
    outward = [link for link in page.links if not link.startswith("#")]
    files = {path for path in (folder / "data").rglob("*") if path.is_file()}
    reached = {Path(url2pathname(unquote(urljoin((folder / "index.html").as_uri(), link)[7:]))) for link in outward}
    assert reached == files
    # A title made of markup stays text.
    assert HOSTILE in page.text
    assert page.tags.count("script") == 1
    assert "b" not in page.tags[page.tags.index("main") :]
    assert page.loads == []


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("ｐｘ－2025 7.2", ["签到表 PX-2025-07"]),
        ("签到 100%.jpg", ["签到表 PX-2025-07"]),
        ("没有这个词", []),
    ],
)
def test_the_search_finds_a_record_by_any_of_its_words(
    browse: Callable[[str], Page], query: str, wanted: list[str]
) -> None:
    page = browse(f"#q={quote(query)}")
    titles = ["签到表 PX-2025-07", "表C.1 成效评价表", "封面与目录", "空文件", "同名"]
    # Rows of files end with their size; those of gaps, clauses and scores do not.
    shown = [row.strip() for row in page.rows if row.rstrip().endswith((" B", " KB"))]
    assert [title for title in titles if any(row.startswith(title) for row in shown)] == wanted
    assert f"筛选出 {len(wanted)} 个文件，共 7 个" in page.text
    assert ("没有符合的文件" in page.text) == (not wanted)
    assert page.body == "searching"


def test_the_page_is_complete_without_scripts_and_loads_nothing(info: BundleInfo, entries: list[Entry]) -> None:
    text = index_page(info, entries).decode()
    page = Page(text)
    assert "签到 100％.jpg" in page.text
    assert page.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not any(word in text for word in ("http://", "https://", "@import", "url("))


def test_a_bundle_without_gaps_says_so(full: BundleInfo, entries: list[Entry]) -> None:
    page = Page(index_page(full, entries).decode())
    assert "正式版" in page.text
    assert "预审版" not in page.text
    assert "没有未补齐的项目" in page.text


def test_clauses_stand_in_the_order_of_the_standard(info: BundleInfo) -> None:
    entries = [
        Entry(f"{n}.txt", str(n), b"", clauses=(clause,)) for n, clause in enumerate(("6.10", "6.9.5", "6.9", "7.2"))
    ]
    text = index_page(info, entries).decode()
    index = text[text.index('id="clauses"') :]
    places = [index.index(f">{clause}<") for clause in ("6.9", "6.9.5", "6.10", "7.2")]
    assert places == sorted(places)


def test_an_assessment_that_is_pending_or_absent_is_not_shown_as_zero(info: BundleInfo) -> None:
    pending = {"categories": [{"title": "管理创新", "status": "pending", "score": "0"}], "total": "0", "pending": 1,
               "grade": "不合格", "maximum": "90"}  # fmt: skip
    page = Page(index_page(replace(info, assessment=pending), []).decode())
    assert [row.split() for row in page.rows if "管理创新" in row] == [["1", "管理创新", "待评"]]
    assert "1 项待评" in page.text
    assert "未评价" in Page(index_page(replace(info, assessment=None), []).decode()).text
