"""Names that every system accepts: the rules hold for any text, and no two files meet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qmsdesk.bundle import names
from qmsdesk.bundle.names import Namer
from qmsdesk.bundle.plan import Folder

# Characters that go wrong somewhere, mixed with any others.
nasty = st.text(
    st.one_of(
        st.characters(), st.sampled_from('<>:"/\\|?*%. \u202e\u200b\ufeff\u0301é\u212bＡ㈱中😀\ud800\x00\x7fﬁßİ')
    ),
    max_size=200,
)


@given(nasty)
@example("CON")
@example("con .txt")
@example("COM¹.log")
@example("nul.tar.gz")
@example("...")
@example(" . a . ")
@example("😀" * 60)
@example("a." + "x" * 90)
@example("。" * 79 + "é\u0301.pdf")
def test_any_text_becomes_one_safe_component(text: str) -> None:
    made = names.component(text)
    assert names.clean("data/" + made) == ""
    assert names.component(made) == made
    made.encode()


@given(st.lists(st.tuples(st.sampled_from([Folder.TOP, Folder.OTHER, "05_分层培训/" + "长" * 70]), nasty), max_size=30))
def test_no_two_files_of_a_bundle_share_a_path_on_any_system(wanted: list[tuple[str, str]]) -> None:
    namer = Namer()
    paths = [f"data/{namer.path(folder, name)}" for folder, name in wanted]
    keys = [unicodedata.normalize("NFC", path.casefold()) for path in paths]
    assert len(set(keys)) == len(paths)
    assert all(names.clean(path) == "" for path in paths)


def test_the_number_stands_before_the_ending_and_the_ending_survives_shortening() -> None:
    namer = Namer()
    first, second = (namer.path(Folder.OTHER, "检" * 200 + ".xlsx") for _ in range(2))
    assert first.endswith("检.xlsx")
    assert second.endswith("检 (2).xlsx")
    assert names.units(second.rpartition("/")[2]) == 80
    assert namer.path("", "A.pdf"), namer.path("", "a.PDF") == ("A.pdf", "a (2).PDF")


def test_a_file_never_takes_the_name_of_a_folder() -> None:
    namer = Namer()
    assert namer.path("13_其他附件/记录", "甲.txt") == "13_其他附件/记录/甲.txt"
    assert namer.path("13_其他附件", "记录") == "13_其他附件/记录 (2)"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('检验/记录: "A" 100%?.pdf', "检验／记录： ＂A＂ 100％？.pdf"),
        ("e\u0301.txt", "é.txt"),
        ("aux.txt", "_aux.txt"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("\t", "_"),
        ("   ", "未命名"),
        ("照片 .jpg. ", "照片 .jpg"),
    ],
)
def test_replacements_keep_names_readable(text: str, made: str) -> None:
    assert names.component(text) == made


@pytest.mark.parametrize(
    "path",
    ["", "data//a",
     "data/../a", "data/a ", "data/.a", "data/a:b", "data/a%b", "data/nul", "data/e\u0301", "data/\u202ea",
     "data/" + "长" * 81, "data/" + "/".join(["长" * 40] * 4), "data/a\\b"],
)  # fmt: skip
def test_a_path_that_breaks_a_rule_is_refused_with_a_reason(path: str) -> None:
    assert names.clean(path) != ""
