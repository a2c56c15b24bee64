"""Commands while somebody else writes, on files they must not harm, and with readers that go away."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from qmsdesk.app import main
from qmsdesk.clock import Clock
from qmsdesk.models import workspace as workspaces
from qmsdesk.services import exportlog, history
from tests.cli.conftest import Call

PEOPLE = "姓名,部门\n示例甲,质量部\n"


def head(folder: Path) -> history.Head:
    with workspaces.open_workspace(folder, Clock(), write=False) as workspace:
        return history.head(workspace.db)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "花名册.csv"
    file.write_text(PEOPLE, "utf-8")
    return file


def test_reading_commands_work_while_a_window_holds_the_workspace(
    small_firm: Path, answers: Call, refuses: Call, sheet: Path, tmp_path: Path
) -> None:
    with workspaces.open_workspace(small_firm, Clock()):
        answers("check", small_firm)
        answers("status", small_firm)
        answers("export", small_firm, "person", tmp_path / "人员.csv")
        assert "预审版" in answers("bundle", small_firm, tmp_path / "包.zip")
        tried = json.loads(answers("import", small_firm, "person", sheet, "--dry-run", "--json"))
        assert (tried["add"], tried["written"]) == (1, False)
        before = head(small_firm)
        assert "正在使用这个企业" in refuses("import", small_firm, "person", sheet, code=3)
        assert "正在使用这个企业" in refuses("attach", small_firm, "enterprise", "QY-01", sheet, code=3)
        assert head(small_firm) == before


def test_a_bundle_is_in_the_list_of_exports_and_not_in_history(small_firm: Path, answers: Call, tmp_path: Path) -> None:
    before = head(small_firm)
    answers("bundle", small_firm, tmp_path / "包.zip", "--by", "宋佳")
    assert head(small_firm) == before
    with workspaces.open_workspace(small_firm, Clock(), write=False) as workspace:
        (noted,) = exportlog.listing(workspace.db)
    assert (noted["by"], noted["name"], noted["head"]) == ("宋佳", "包.zip", before.short)


def exports(folder: Path) -> list[tuple[str, str, str]]:
    """Kind, name and author of what left, oldest first."""
    with workspaces.open_workspace(folder, Clock(), write=False) as workspace:
        return [(line["kind"], line["name"], line["by"]) for line in reversed(exportlog.listing(workspace.db))]


def test_lists_and_forms_are_in_the_list_of_exports_also_beside_a_window(
    small_firm: Path, answers: Call, tmp_path: Path
) -> None:
    people, form, blank = tmp_path / "人员.csv", tmp_path / "C1.pdf", tmp_path / "空白.pdf"
    with workspaces.open_workspace(small_firm, Clock()):
        answers("export", small_firm, "person", people, "--by", "宋佳")
        answers("report", small_firm, "C1", form, "--by", "宋佳")
        answers("report", small_firm, "C1", blank, "--blank")
        answers("template", "person", tmp_path / "空白.xlsx")
        noted = exports(small_firm)
    assert noted == [("list", "人员.csv", "宋佳"), ("form", "C1.pdf", "宋佳")]
    with workspaces.open_workspace(small_firm, Clock(), write=False) as workspace:
        codes = [line["sha256"] for line in reversed(exportlog.listing(workspace.db))]
    assert codes == [hashlib.sha256(file.read_bytes()).hexdigest() for file in (people, form)]


def test_an_export_that_cannot_be_noted_says_so_and_stands(
    small_firm: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = small_firm / "records.qms"
    with contextlib.closing(sqlite3.connect(file)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'export_log'").fetchone()
    with file.open("r+b") as damaged:
        damaged.seek((page - 1) * size)
        damaged.write(b"\xff" * size)
    out = tmp_path / "人员.csv"
    assert main(["export", str(small_firm), "person", str(out)]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("已导出，但没有记入导出清单：数据文件已损坏")
    assert "已导出" in said.out
    assert "姓名" in out.read_text("utf-8-sig")


OUTPUTS = {
    "template": ("template", "person", "OUT.xlsx"),
    "export": ("export", "FIRM", "person", "OUT.csv"),
    "printed list": ("export", "FIRM", "person", "OUT.pdf"),
    "report": ("report", "FIRM", "C1", "OUT.pdf"),
    "bundle": ("bundle", "FIRM", "OUT.zip"),
    "error list": ("import", "FIRM", "person", "SHEET", "--dry-run", "--report", "OUT.xlsx"),
}


@pytest.mark.parametrize("words", OUTPUTS.values(), ids=OUTPUTS)
def test_what_is_there_is_overwritten_only_when_told(
    small_firm: Path, answers: Call, refuses: Call, sheet: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    places = {"FIRM": small_firm, "SHEET": sheet}
    call = [places.get(word) or (tmp_path / word if word.startswith("OUT") else word) for word in words]
    out = next(word for word in call if isinstance(word, Path) and word.name.startswith("OUT"))
    out.write_text("别人的文件", "utf-8")
    before = exports(small_firm)
    assert f"“{out}”已存在，没有覆盖。" in refuses(*call)
    assert out.read_text("utf-8") == "别人的文件"
    assert exports(small_firm) == before
    answers(*call, "--force")
    assert out.read_bytes() != "别人的文件".encode()
    answers(*call, "--overwrite")


def test_a_backup_tells_what_it_lacks(small_firm: Path, answers: Call, sheet: Path, tmp_path: Path) -> None:
    answers("attach", small_firm, "enterprise", "QY-01", sheet)
    assert "缺" not in answers("backup", small_firm, tmp_path / "备份")
    (file,) = (small_firm / "files").rglob("?" * 64)
    file.chmod(0o600)
    file.unlink()
    told = answers("backup", small_firm, tmp_path / "备份", code=1)
    assert "已备份到" in told
    assert "备份缺少 1 个附件" in told
    assert f"缺：{sheet.name}" in told


def test_a_report_never_overwrites_the_sheet_it_is_about(
    small_firm: Path, answers: Call, refuses: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "人员.xlsx"
    answers("template", "person", sheet)
    before, content = head(small_firm), sheet.read_bytes()
    monkeypatch.chdir(tmp_path)
    link = tmp_path / "链接.xlsx"
    link.symlink_to(sheet)
    for report in (sheet, Path("人员.xlsx"), link):
        assert "会覆盖要导入的文件" in refuses("import", small_firm, "person", sheet, "--report", report)
    nowhere = tmp_path / "无" / "错误.xlsx"
    assert "不存在" in refuses("import", small_firm, "person", sheet, "--partial", "--report", nowhere)
    assert (head(small_firm), sheet.read_bytes()) == (before, content)


def test_a_version_is_found_in_its_round_and_keeps_its_rule(demo: Path, answers: Call, refuses: Call) -> None:
    now = json.loads(answers("assess", demo, "--json"))
    final = json.loads(answers("assess", demo, "--version", 1, "--json"))
    assert (final["round"], final["total"], final["rule"]) == (now["round"], "60", "any")
    assert json.loads(answers("assess", demo, "--version", 1, "--rule", "any", "--json")) == final
    assert "已按“任一指标达成”口径定稿" in refuses("assess", demo, "--version", 1, "--rule", "all")
    drafted = json.loads(answers("assess", demo, "--version", 2, "--rule", "all", "--json"))
    assert (drafted["rule"], drafted["total"]) == ("all", now["totals_by_rule"]["all"])
    assert "现有版本" in refuses("assess", demo, "--version", 9)


def test_an_anchor_must_be_whole_and_ours(small_firm: Path, answers: Call, refuses: Call, tmp_path: Path) -> None:
    bundle = tmp_path / "包.zip"
    answers("bundle", small_firm, bundle)
    data = bytearray(bundle.read_bytes())
    data[len(data) // 3] ^= 255
    bundle.write_bytes(data)
    assert "没有通过校验" in refuses("check", small_firm, "--anchor", bundle, code=1)
    assert "找不到" in refuses("check", small_firm, "--anchor", tmp_path / "无.zip")


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--from", "2026-05-01", "--to", "2026-01-01"), "晚于止日"), (("--sign",), "还不能签名或加密")],
)
def test_a_bundle_that_cannot_be_made_so_is_wrong_usage(
    small_firm: Path, refuses: Call, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in refuses("bundle", small_firm, tmp_path / "包.zip", *words)
    assert not (tmp_path / "包.zip").exists()


def test_a_word_too_long_for_a_path_is_a_wrong_command(refuses: Call) -> None:
    assert "这一项" in refuses("x" * 5000)


def test_a_reader_that_goes_away_is_no_error(demo: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "main.py", "history", str(demo), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert started.stdout is not None
    assert started.stderr is not None
    started.stdout.read(100)
    started.stdout.close()
    assert (started.wait(), started.stderr.read()) == (0, b"")
    started.stderr.close()


def test_the_same_records_give_the_same_bytes_anywhere(
    small_firm: Path, answers: Call, tmp_path: Path, sheet: Path
) -> None:
    root = Path(__file__).resolve().parents[2]
    for register, name in (("indicator", "01_指标一览.xlsx"), ("measurement", "02_月度数据.xlsx")):
        answers("import", small_firm, register, root / "tests/data/samples" / name, "--partial", "--json", code=1)
    answers("attach", small_firm, "enterprise", "QY-01", sheet)
    bundles = []
    for zone, locale, seed in (("UTC", "C.UTF-8", "0"), ("America/Los_Angeles", "C", "99")):
        out = tmp_path / f"{seed}.zip"
        subprocess.run(
            [sys.executable, "main.py", "bundle", str(small_firm), str(out)],
            cwd=root, check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed,
                 "QMSDESK_TODAY": f"2026-12-0{len(seed)}"},
        )  # fmt: skip
        bundles.append(out.read_bytes())
    assert bundles[0] == bundles[1]
    with zipfile.ZipFile(tmp_path / "0.zip") as bag:
        assert any(name.endswith(".svg") for name in bag.namelist())


def test_status_says_the_same_in_words_and_in_json(demo: Path, answers: Call) -> None:
    told = json.loads(answers("status", demo, "--on", "2026-10-20", "--json"))
    assert told["on"] == "2026-10-20"
    assert [stage["key"] for stage in told["stages"]] == list("abcdefghij")
    assert {"standard", "clause", "title", "force", "state", "missing", "evidence"} == set(told["requirements"][0])
    assert all(set(item) == {"register", "number", "title", "date", "overdue"} for item in told["due"])
    words = answers("status", demo, "--on", "2026-10-20")
    assert all(item["title"] in words for item in told["due"])


def test_status_names_no_lack_of_what_is_not_due_or_not_needed(tmp_path: Path, answers: Call) -> None:
    firm = tmp_path / "empty"
    answers("new", firm, "--name", "示例空企业", "--by", "王建国")
    lines = answers("status", firm).splitlines()
    last = ""
    for line in lines:
        assert "缺：" not in line or last not in {"不适用", "未到期"}, line
        last = last if line.startswith("　　") else line.partition("　")[0]
    assert any(line.startswith("不适用") for line in lines)
    told = json.loads(answers("status", firm, "--json"))
    assert all(not r["missing"] for r in told["requirements"] if r["state"] == "not_applicable")


def test_status_says_how_far_off_what_comes_is(demo: Path, answers: Call) -> None:
    told = json.loads(answers("status", demo, "--on", "2026-10-20", "--json"))["due"]
    words = answers("status", demo, "--on", "2026-10-20").splitlines()
    for item in told:
        days = (dt.date.fromisoformat(item["date"]) - dt.date(2026, 10, 20)).days
        way = f"逾期　{item['date']}" if item["overdue"] else f"将到期　{item['date']}（还有 {days} 天）"
        assert days == 0 or any(line.startswith(way) and item["title"] in line for line in words), item
