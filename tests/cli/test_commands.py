"""The command line as scripts use it: answers, exit codes, one sentence for what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from qmsdesk.app import main
from qmsdesk.cli.parser import COMMANDS


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QMSDESK_TODAY", "2026-10-20")


@pytest.fixture
def firm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "firm"
    assert main(["new", str(folder), "--name", "徐州示例有限公司", "--by", "何静"]) == 0
    capsys.readouterr()
    return folder


def answer(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> str:
    assert main([str(w) for w in words]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refusal(capsys: pytest.CaptureFixture[str], *words: object, code: int = 2) -> str:
    assert main([str(w) for w in words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err.count("\n") == 1
    return err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["--help"])
    assert done.value.code == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)
    assert "usage" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("frobnicate",), "没有 'frobnicate' 这一项"),
        (("new",), "缺少 企业文件夹, --name"),
        (("new", "x"), "缺少 --name"),
        (("assess", "nowhere"), "没有企业数据文件"),
        (("assess", "nowhere", "--rule", "best"), "没有 'best' 这一项"),
        (("export", "nowhere", "document", "x.docx"), "不能导出为“.docx”"),
        (("export", "nowhere", "planet", "x.xlsx"), "没有“planet”这个台账"),
        (("verify", "nowhere.zip"), "找不到“nowhere.zip”"),
        (("template", "document", "x.csv"), "只能存为 .xlsx"),
        (("status", "nowhere", "--on", "2026-2-30"), "不是日期"),
        (("assess", "nowhere", "--version", "0"), "不是版本号"),
        (("bundle", "nowhere", "x.rar"), "须保存为 .zip"),
        (("restore", "nowhere", "x"), "找不到备份"),
        (("report", "nowhere"), "要写企业文件夹、表单和输出文件"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert said in refusal(capsys, *words)
    assert list(tmp_path.iterdir()) == []


def test_a_bad_day_in_the_environment_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, firm: Path
) -> None:
    monkeypatch.setenv("QMSDESK_TODAY", "2026-02-30")
    assert "QMSDESK_TODAY" in refusal(capsys, "status", firm)


def test_new_refuses_a_folder_that_is_not_empty(capsys: pytest.CaptureFixture[str], firm: Path) -> None:
    assert "不是空文件夹" in refusal(capsys, "new", firm, "--name", "别的")
    assert "企业名称" in refusal(capsys, "new", firm.with_name("b"), "--name", "  ")
    assert not firm.with_name("b").exists()


def test_registers_tell_their_columns_choices_and_synonyms(capsys: pytest.CaptureFixture[str]) -> None:
    registers = {r["key"]: r for r in json.loads(answer(capsys, "registers", "--json"))}
    columns = {c["label"]: c for c in registers["indicator"]["columns"]}
    assert columns["评价指标"]["required"]
    assert not columns["单位"]["required"]
    assert columns["方向"]["choices"] == ["越大越好", "越小越好", "区间"]
    assert "资源配置及管理" in columns["评价项目"]["choice_synonyms"]
    person = {c["label"]: c for c in registers["person"]["columns"]}
    assert "培训层级" in person["层级"]["synonyms"]


def test_import_is_all_or_nothing_unless_partial(
    capsys: pytest.CaptureFixture[str], firm: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "花名册.csv"
    sheet.write_text("姓名,部门,入职日期\n示例甲,质量部,2019.2.11\n示例乙,质量部,2016年5月\n", "gbk")
    out = json.loads(answer(capsys, "import", firm, "person", sheet, "--json", code=1))
    assert (out["written"], out["add"], out["error"]) == (False, 1, 1)
    out = json.loads(answer(capsys, "import", firm, "person", sheet, "--json", "--dry-run", "--partial", code=1))
    assert not out["written"]
    report = tmp_path / "错误清单.xlsx"
    words = ("import", firm, "person", sheet, "--partial", "--report", report, "--json", "--by", "宋佳")
    out = json.loads(answer(capsys, *words, code=1))
    assert (out["written"], out["add"], out["error"]) == (True, 1, 1)
    assert out["also_created"] == [{"register": "department", "name": "质量部"}]
    assert report.is_file()
    people = tmp_path / "people.json"
    answer(capsys, "export", firm, "person", people)
    assert [p["name"] for p in json.loads(people.read_text("utf-8"))["records"]] == ["示例甲"]
    told = json.loads(answer(capsys, "history", firm, "person", "RY-001", "--json"))
    assert {t["by"] for t in told} == {"宋佳"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("坏.xlsx", b"PK\x03\x04 half"), ("老.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
     ("图.xlsx", b"\x89PNG"), ("空.csv", b""), ("二进制.csv", b"\x00\x01\x02\x03" * 50)],
)  # fmt: skip
def test_files_that_are_no_sheets_are_refused(
    capsys: pytest.CaptureFixture[str], firm: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert name in refusal(capsys, "import", firm, "person", file)


def test_evidence_is_attached_by_number(capsys: pytest.CaptureFixture[str], firm: Path, tmp_path: Path) -> None:
    file = tmp_path / "执照.pdf"
    file.write_bytes(b"%PDF-1.4")
    assert "没有编号“QY-09”" in refusal(capsys, "attach", firm, "enterprise", "QY-09", file)
    assert "找不到文件" in refusal(capsys, "attach", firm, "enterprise", "QY-01", file, tmp_path / "无.pdf")
    assert "1 个附件" in answer(capsys, "attach", firm, "enterprise", "QY-01", file, "--date", "2026-01-05")
    assert "已经是这条记录的附件" in refusal(capsys, "attach", firm, "enterprise", "QY-01", file, code=1)
    assert json.loads(answer(capsys, "check", firm, "--json"))["files"] == 1


def test_a_bundle_of_a_small_firm_is_verified_and_anchors_its_history(
    capsys: pytest.CaptureFixture[str], firm: Path, tmp_path: Path
) -> None:
    out = tmp_path / "包.zip"
    assert "预审版" in answer(capsys, "bundle", firm, out)
    verdict = json.loads(answer(capsys, "verify", out, "--json"))
    assert verdict["ok"]
    assert "没有问题" in answer(capsys, "check", firm, "--anchor", out)
    again = tmp_path / "再.zip"
    answer(capsys, "bundle", firm, again, "--strict", code=1)
    assert again.read_bytes() == out.read_bytes()
    broken = bytearray(out.read_bytes())
    broken[len(broken) // 3] ^= 255
    out.write_bytes(broken)
    assert not json.loads(answer(capsys, "verify", out, "--json", code=1))["ok"]


def test_a_backup_into_another_enterprise_is_refused(
    capsys: pytest.CaptureFixture[str], firm: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    answer(capsys, "new", other, "--name", "徐州另一示例有限公司")
    before = sorted(other.rglob("*"))
    for folder in (other, other / "backups"):
        assert "在另一家企业的文件夹或备份里" in refusal(capsys, "backup", firm, folder)
    assert sorted(other.rglob("*")) == before
    answer(capsys, "backup", firm, firm / "backups")


def test_backup_and_restore_by_command(capsys: pytest.CaptureFixture[str], firm: Path, tmp_path: Path) -> None:
    answer(capsys, "backup", firm, tmp_path / "备份")
    (made,) = (tmp_path / "备份").iterdir()
    assert "已恢复" in answer(capsys, "restore", made, tmp_path / "新家")
    assert "没有问题" in answer(capsys, "check", tmp_path / "新家")


def test_forms_and_lists_are_printed(capsys: pytest.CaptureFixture[str], firm: Path, tmp_path: Path) -> None:
    assert "C1" in answer(capsys, "report", "--list")
    for words in (("C1",), ("person",)):
        out = tmp_path / f"{words[0]}.pdf"
        answer(capsys, "report", firm, *words, out)
        assert out.read_bytes().startswith(b"%PDF")
    answer(capsys, "report", firm, "C1", tmp_path / "空白.pdf", "--blank")
    assert "没有“C9”这个表单" in refusal(capsys, "report", firm, "C9", tmp_path / "x.pdf")


def test_the_command_line_never_imports_qt(firm: Path) -> None:
    code = (
        "import sys; from qmsdesk.app import main; code = main(['status', sys.argv[1], '--json']);"
        "slow = ('PySide6', 'shiboken6', 'matplotlib', 'fpdf');"
        "assert not [m for m in sys.modules if m.startswith(slow)]; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(firm)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["on"]
