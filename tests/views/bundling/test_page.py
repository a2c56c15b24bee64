"""From contents to a verified bundle by clicks; cancelled, failed and broken ones."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QToolButton
from pytestqt.qtbot import QtBot

from qmsdesk.bundle import collect, limits
from qmsdesk.bundle.verify import Verdict, verify
from qmsdesk.models.people import Enterprise
from qmsdesk.progress import Progress
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import attachments, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.bundling import making
from qmsdesk.views.bundling.contents import STATE, TITLE
from qmsdesk.views.bundling.options import Options, OptionsCard, folder_key
from qmsdesk.views.bundling.page import CHECK, MAKING, OPTIONS, OTHER, RESULT
from qmsdesk.views.bundling.past import PastDialog
from qmsdesk.views.bundling.survey import survey
from tests.views.bundling.conftest import PHONE, Open, Stage

LEFT = Qt.MouseButton.LeftButton


def rows(stage: Stage) -> dict[str, str]:
    """Titles of the tree with their completeness."""
    model = stage.page.contents.model
    found = {}
    for top in range(model.rowCount()):
        head = model.item(top, TITLE)
        found[head.text()] = model.item(top, STATE).text()
        for place in range(head.rowCount()):
            found[head.child(place, TITLE).text()] = head.child(place, STATE).text()
    return found


def to_check(stage: Stage, qtbot: QtBot) -> None:
    qtbot.mouseClick(stage.page.foot.next, LEFT)
    stage.settle(qtbot)
    assert stage.page.body.currentIndex() == CHECK


@pytest.mark.usefixtures("document")
def test_from_contents_to_a_verified_bundle(
    open_page: Open, qtbot: QtBot, sitting: Sitting, answer: Callable[..., list[QDialog]]
) -> None:
    stage = open_page()
    page = stage.page
    shown = rows(stage)
    assert shown["04 体系文件"] == shown["文件与表单台账"]
    assert shown["部门"] == "按现有记录"
    assert shown["封面、目录与校验清单"] == "自动生成"
    assert "预审版" in page.banner.text()
    gaps = len(page.survey.gaps)
    assert gaps > 3

    page.banner.press_link()
    stage.settle(qtbot)
    assert page.body.currentIndex() == CHECK
    table = page.check.gaps.table
    assert table.model().rowCount() == gaps
    place = next(i for i, g in enumerate(page.survey.gaps) if g.missing.register == "enterprise" and g.missing.field)
    table.setCurrentIndex(table.model().index(place, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    lacking = page.survey.gaps[place].missing
    assert stage.opened == [("enterprise", lacking.number, lacking.field)]
    assert {check.tone for check in page.check.checks.checks} == {"ok", "warn"}

    qtbot.mouseClick(page.foot.next, LEFT)
    assert page.body.currentIndex() == MAKING
    stage.settle(qtbot)
    assert page.body.currentIndex() == RESULT
    name = "QMS资料包_恒岩示例_预审版_20261015.zip"
    assert stage.zips() == [name]
    assert verify(stage.out / name).ok
    made = page.result.made
    assert made.pill.word() == "预审版"
    with zipfile.ZipFile(stage.out / name) as bag:
        held = sum(not entry.is_dir() for entry in bag.infolist())
    assert made.file.text().startswith(name)
    assert made.file.text().endswith(f"{held} 个文件")
    qtbot.mouseClick(made.copy, LEFT)
    assert QGuiApplication.clipboard().text() == made.code.text().replace(" ", "")
    qtbot.mouseClick(made.open_button, LEFT)
    assert stage.folders == [stage.out]
    files = page.result.verdict.model
    assert {line[4] for line in files.lines} == {"一致"}
    assert any(line[0].endswith("手册.txt") for line in files.lines)

    assert page.past_button.text().endswith("1")
    seen = answer(lambda dialog: dialog.accept())
    qtbot.mouseClick(page.past_button, LEFT)
    assert isinstance(seen[0], PastDialog)
    assert seen[0].table.model().index(0, 1).data() == name

    with (stage.out / name).open("r+b") as file:
        file.seek(-400, 2)
        file.write(b"changed")
    qtbot.mouseClick(page.result.verdict.again, LEFT)
    stage.settle(qtbot)
    assert "不一致" in {line[4] for line in files.lines}

    qtbot.mouseClick(made.finish, LEFT)
    stage.settle(qtbot)
    assert page.body.currentIndex() == OPTIONS


@pytest.mark.usefixtures("document")
def test_the_survey_counts_what_is_collected_and_numbers_are_hidden(sitting: Sitting) -> None:
    counted = survey(sitting.workspace, sitting.clock.today())
    plan = collect.collect(sitting.workspace)
    assert counted.files == len(plan.entries) + limits.TAG_FILES
    assert len(counted.gaps) == len(plan.info.gaps)
    assert counted.name == plan.info.file_name(sitting.clock.today())
    by_folder: dict[str, int] = {}
    for entry in plan.entries:
        folder = entry.path.split("/")[0] if "/" in entry.path else ""
        by_folder[folder] = by_folder.get(folder, 0) + 1
    by_folder[""] += limits.TAG_FILES
    for folder, count in by_folder.items():
        assert sum(part.files for part in counted.parts if part.folder == folder) == count
    log = next(e.source for e in plan.entries if e.path.endswith(".csv"))
    assert isinstance(log, bytes)
    assert PHONE not in log.decode()


@pytest.mark.usefixtures("document")
def test_cancelling_leaves_nothing(open_page: Open, qtbot: QtBot) -> None:
    stage = open_page()
    to_check(stage, qtbot)
    qtbot.mouseClick(stage.page.foot.next, LEFT)
    qtbot.mouseClick(stage.page.panel.stop, LEFT)
    stage.settle(qtbot)
    assert stage.page.body.currentIndex() == CHECK
    assert stage.bars() == ["已取消生成，没有留下文件。"]
    assert stage.zips() == []
    assert stage.page.past_button.text().endswith("0")


@pytest.mark.usefixtures("document")
def test_a_failed_self_check_is_no_success_and_keeps_the_old_bundle(open_page: Open, qtbot: QtBot) -> None:
    def on_a_bad_disk(path: Path, progress: Progress) -> Verdict:
        with path.open("r+b") as file:
            file.seek(2000)
            file.write(b"\0\0\0\0")
        return verify(path, progress)

    stage = open_page(judge=on_a_bad_disk)
    old = stage.out / "QMS资料包_恒岩示例_预审版_20261015.zip"
    old.write_bytes(b"the bundle of this morning")
    to_check(stage, qtbot)
    assert "已有同名文件，自检通过后会换成新的" in stage.page.check.checks.texts()
    qtbot.mouseClick(stage.page.foot.next, LEFT)
    # Working elsewhere meanwhile: the page in front hears of it.
    stage.window.go("other")
    stage.settle(qtbot)
    stage.window.go("bundle")
    stage.settle(qtbot)
    assert stage.page.body.currentIndex() == OTHER
    assert stage.page.other.card.model.lines
    assert stage.zips() == [old.name]
    assert old.read_bytes() == b"the bundle of this morning"
    assert stage.page.past_button.text().endswith("0")
    qtbot.mouseClick(stage.page.other.back, LEFT)
    assert stage.page.body.currentIndex() == OPTIONS


def test_an_empty_workspace_cannot_be_exported(open_page: Open) -> None:
    stage = open_page()
    assert not stage.page.foot.next.isEnabled()
    assert "还没有内容" in stage.page.banner.text()


def test_settings_are_checked_and_kept(
    open_page: Open, qtbot: QtBot, document: int, sitting: Sitting, tmp_path: Path
) -> None:
    stage = open_page()
    options, page = stage.page.options, stage.page
    qtbot.keyClicks(options.folder, "-missing")
    qtbot.mouseClick(page.foot.next, LEFT)
    assert page.body.currentIndex() == OPTIONS
    assert options.folder.property("state") == "error"
    stage.files.answer = tmp_path
    qtbot.mouseClick(options.browse_button, LEFT)
    assert options.folder.text() == str(tmp_path)
    place = sitting.workspace.folder
    assert stage.settings.value(folder_key(place)) == str(tmp_path)
    other = OptionsCard(page.theme, stage.settings, folder_key(place.parent / "另一家"), place, lambda _start: None)
    qtbot.addWidget(other)
    assert other.folder.text() == str(place), "another enterprise has a folder of its own"

    before = page.survey.files
    qtbot.keyClicks(options.first, "2025.13.1")
    qtbot.mouseClick(page.foot.next, LEFT)
    assert options.first.property("state") == "error"
    assert page.body.currentIndex() == OPTIONS
    options.first.clear()
    qtbot.keyClicks(options.first, "2025.1.1")
    qtbot.keyClick(options.first, Qt.Key.Key_Return)
    stage.settle(qtbot)
    assert options.first.text() == "2025-01-01"
    assert page.survey.files == before - 1, "the file of 2020 stays out"
    qtbot.keyClicks(options.last, "20240101")
    qtbot.mouseClick(page.foot.next, LEFT)
    assert options.first.property("state") == "error", "the period ends before it begins"


def test_a_lost_attachment_stops_the_way(open_page: Open, qtbot: QtBot, document: int, sitting: Sitting) -> None:
    stage = open_page()
    lost = stage.page.survey.evidence[0]
    place = attachments.place(sitting.workspace, lost.sha256)
    place.chmod(0o644)
    place.unlink()
    to_check(stage, qtbot)
    assert not stage.page.foot.next.isEnabled()
    assert any(lost.name in text for text in stage.page.check.checks.texts())


def test_what_is_saved_elsewhere_is_counted_again(
    open_page: Open, qtbot: QtBot, document: int, sitting: Sitting
) -> None:
    stage = open_page()
    before = stage.page.survey.gaps
    firm = reading.enterprise(sitting.db)
    assert firm is not None
    values = {Enterprise.credit_code: "91320312MA00HY002H"}
    stage.window.apply_change(records.save(sitting, BY_KEY["enterprise"], firm.id, values))
    stage.settle(qtbot)
    assert len(stage.page.survey.gaps) == len(before) - 1


@pytest.mark.usefixtures("document")
def test_any_bundle_can_be_judged(open_page: Open, qtbot: QtBot, sitting: Sitting, tmp_path: Path) -> None:
    stage = open_page()
    steps = making.stages()
    made = making.make(sitting, Options(stage.out), steps, verify, lambda *_report: None)
    chooser = next(b for b in stage.page.header.findChildren(QToolButton) if b.text().startswith("校验其他资料包"))
    menu = chooser.menu()
    stage.files.answer = made.path
    menu.actions()[0].trigger()
    stage.settle(qtbot)
    other = stage.page.other.card
    assert stage.page.body.currentIndex() == OTHER
    assert other.model.lines == []

    with zipfile.ZipFile(made.path) as bag:
        bag.extractall(tmp_path / "unpacked")
    top = next((tmp_path / "unpacked").iterdir())
    broken = next((top / "data" / "04_体系文件").glob("*.pdf"))
    broken.write_bytes(b"not what it was")
    stage.files.answer = top
    menu.actions()[1].trigger()
    stage.settle(qtbot)
    assert any(broken.name in line[0] and line[4] == "不一致" for line in other.model.lines)
    broken.unlink()
    qtbot.mouseClick(other.again, LEFT)
    stage.settle(qtbot)
    shown = [[other.model.index(r, c).data() for c in (0, 1, 4)] for r in range(other.model.rowCount())]
    assert any(broken.name in name and "缺少文件" in why and state == "不一致" for name, why, state in shown)

    stage.files.answer = tmp_path / "手册.txt"
    menu.actions()[0].trigger()
    stage.settle(qtbot)
    assert len(stage.bars()) == 1
    qtbot.mouseClick(stage.page.other.back, LEFT)
    assert stage.page.body.currentIndex() == OPTIONS
