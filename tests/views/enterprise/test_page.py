"""企业档案: the size under its figures, what speaks against taking part, the self-check, the forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from qmsdesk.clock import Clock
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.compliance import Licence
from qmsdesk.models.people import Enterprise
from qmsdesk.models.project import SelfCheck
from qmsdesk.registers.compliance import LICENCE
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.registers.project import SELF_CHECKS
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services import founding, reading, records
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.basic_requirements import BASICS
from qmsdesk.views.enterprise.page import FORMS, EnterprisePage
from qmsdesk.views.enterprise.pane import EnterpriseForm
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import MessageArea, Messages
from qmsdesk.views.register.editor_choice import ChoiceEditor
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.message_bar import MessageBar
from qmsdesk.views.widgets.toast import Toast

DAY = dt.date(2026, 10, 15)


@dataclass
class Stage:
    """The page and what it asked for."""

    page: EnterprisePage
    sitting: Sitting
    jobs: Jobs
    opened: list[tuple[str, ...]] = field(default_factory=list)
    prints: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def form(self) -> EnterpriseForm:
        form = self.page.pane.form
        assert isinstance(form, EnterpriseForm)
        return form

    def write(self, **values: object) -> None:
        """Save from elsewhere and tell the page."""
        (firm,) = reading.rows(self.sitting.db, Enterprise)
        named = {getattr(Enterprise, name): value for name, value in values.items()}
        self.page.apply_change(records.save(self.sitting, ENTERPRISE, firm.id, named))

    def size(self) -> str:
        (shown,) = self.form.told.values()
        return shown.text()

    def cautions(self) -> list[str]:
        card = self.form.cautions
        return [caution.text for caution in card.shown] if card.isVisibleTo(self.form) else []

    def press(self, text: str) -> None:
        (button,) = [made for made in self.page.findChildren(QPushButton) if made.text() == text]
        button.click()


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Stage]:
    window = QMainWindow()
    qtbot.addWidget(window)
    jobs = Jobs(window)
    with workspaces.create(tmp_path / "firm", Clock(DAY)) as workspace:
        sitting = Sitting(workspace, "何静", Clock(DAY))
        founding.found(sitting, "徐州示例机械有限公司")
        places: list[MessageArea] = []

        def crash(error: BaseException) -> None:
            raise AssertionError from error

        opened: list[tuple[str, ...]] = []
        prints: list[tuple[str, bytes]] = []

        def preview(title: str, made: Rendered) -> None:
            prints.append((title, made.data))

        page = EnterprisePage(
            theme, sitting, Messages(theme, window, lambda: places[0], Toast(theme, window), crash), jobs,
            preview=preview, open_record=lambda *where: opened.append(where),
        )  # fmt: skip
        places.append(page.messages)
        window.setCentralWidget(page)
        window.resize(1000, 760)
        window.show()
        page.entered()
        yield Stage(page, sitting, jobs, opened, prints)
        jobs.shutdown()


def test_the_size_follows_what_is_chosen_in_the_form(stage: Stage) -> None:
    assert stage.size() == "还不能划型，缺划型行业"
    stage.write(employees=40, revenue=Decimal(1860))
    editor = stage.form.editors[Enterprise.industry_row]
    assert isinstance(editor, ChoiceEditor)
    assert editor.box.count() == 17  # the 16 rows and none
    editor.box.setCurrentIndex(editor.box.findData("2"))
    editor.commit()
    assert stage.size().startswith("小型企业。划型依据：工业，从业人员 40 人、营业收入 1860 万元")
    assert stage.cautions() == []
    stage.write(employees=300, revenue=Decimal(2000))
    assert stage.size().startswith("中型企业")
    assert stage.cautions() == ["规模为中型，不属于本标准适用的小微企业"]
    stage.press("去查看")
    assert stage.page.window().focusWidget() is editor.box
    stage.write(employees=299)
    assert stage.cautions() == []


def test_a_wrong_credit_code_is_shown_and_stays_saved(stage: Stage) -> None:
    stage.write(credit_code="91320312MA00HY002X")
    assert any("校验位不符" in bar.text() for bar in stage.form.findChildren(MessageBar))
    assert not stage.page.pane.unsaved()


def test_a_caution_of_another_register_leads_there(stage: Stage) -> None:
    values = {Licence.name: "营业执照", Licence.valid_until: DAY - dt.timedelta(days=1)}
    stage.page.apply_change(records.save(stage.sitting, LICENCE, None, values))
    assert stage.cautions() == ["营业执照已于 2026-10-14 到期"]
    stage.press("去查看")
    assert [where[0::2] for where in stage.opened] == [("licence", "valid_until")]


def test_the_self_check_is_begun_with_one_press_and_undone_with_one(stage: Stage) -> None:
    tab = stage.page.pane.tabs.lines_tab(SELF_CHECKS.key)
    changes: list[object] = []
    stage.page.changed.connect(changes.append)
    stage.press("填入基本要求")
    texts = [entry.text(SelfCheck.item) for entry in tab.model.entries if not entry.is_draft]
    assert texts == [basic.text for basic in BASICS]
    stage.press("填入基本要求")
    assert len(changes) == 1
    undone = records.undo(stage.sitting)
    stage.page.apply_change(undone)
    assert [entry for entry in tab.model.entries if not entry.is_draft] == []


@pytest.mark.parametrize("blank", [False, True])
def test_the_forms_are_previewed(qtbot: QtBot, stage: Stage, blank: bool) -> None:
    for key in FORMS:
        done = len(stage.prints)
        stage.page.print_form(key, blank=blank)
        qtbot.waitUntil(lambda done=done: len(stage.prints) == done + 1, timeout=10_000)
    assert [title for title, _data in stage.prints] == list(FORMS.values())
    assert all(data.startswith(b"%PDF") for _title, data in stage.prints)


def test_ctrl_p_prints_the_profile(qtbot: QtBot, stage: Stage) -> None:
    stage.page.print_page()
    qtbot.waitUntil(lambda: bool(stage.prints), timeout=10_000)
    assert stage.prints[0][0] == "企业基本信息表"
