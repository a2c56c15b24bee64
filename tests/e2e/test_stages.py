"""An empty enterprise goes through the ten stages of 6.1 in the real window and ends with everything in place."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from qmsdesk.bundle.verify import verify
from qmsdesk.models.people import Enterprise
from qmsdesk.models.project import Application, Plan
from qmsdesk.views.enterprise.page import EnterprisePage
from qmsdesk.views.office.dialogs import NewEnterprise
from qmsdesk.views.overview.page import OverviewPage
from qmsdesk.views.register.pane import DetailPane
from qmsdesk.views.welcome import WelcomePage
from qmsdesk.views.workplan.page import WorkPlanPage
from tests.e2e import hands
from tests.e2e import stages_data as data
from tests.e2e import stages_later as later
from tests.e2e.conftest import Desk
from tests.e2e.stages import attach, bring, listed, missing, with_pane, write
from tests.e2e.test_main_job import export
from tests.e2e.year import press, run

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # lists and menus that drop down


def test_an_empty_enterprise_goes_through_the_ten_stages(desk: Desk, tmp_path: Path) -> None:
    papers = tmp_path / "资料"
    papers.mkdir()
    found(desk, tmp_path / "示例六人")
    apply(desk, papers)
    plan_work(desk, papers)
    diagnose(desk, papers)
    plan_improvement(desk, papers)
    set_up(desk, papers)
    operate(desk, papers)
    later.audit(desk, papers)
    later.review(desk, papers)
    later.evaluate(desk, papers)
    later.accept(desk, papers)
    later.tell(desk, papers)
    whole(desk, export(desk, tmp_path))


def found(desk: Desk, folder: Path) -> None:
    """新建企业 on the welcome page."""
    desk.clock.turn("2026-01-05")
    (welcome,) = desk.window.findChildren(WelcomePage)

    def name(dialog: QDialog) -> None:
        assert isinstance(dialog, NewEnterprise)
        desk.type(dialog.name, data.NAME)
        desk.type(dialog.code, "SL")
        desk.type(dialog.operator, data.PEOPLE[1])
        desk.type(dialog.folder, str(folder))
        desk.click(dialog.create_button)

    desk.when_asked(name)
    desk.click(welcome.new_button)
    desk.settle()
    assert desk.sitting.workspace.folder == folder


# a) 前期准备


def apply(desk: Desk, papers: Path) -> None:
    """Who we are, the self-check, the licence with its scan; applied, and selected two weeks later."""
    page = desk.go("enterprise")
    assert isinstance(page, EnterprisePage)
    hands.fill(desk, page.pane.form, {
        Enterprise.credit_code: "91320312MA00XW006C", Enterprise.legal_representative: data.PEOPLE[0],
        Enterprise.district: "铜山区", Enterprise.industry: "金属制品业",
        Enterprise.scope: "冲压支架的来图加工", Enterprise.policy: "一次做对，按时交付",
    })  # fmt: skip
    for register, sheets in (
        ("enterprise", data.PROFILE), ("department", data.DEPARTMENTS), ("person", data.STAFF),
        ("party", data.PARTIES), ("licence", data.LICENCES), ("compliance_event", data.QUERY),
    ):  # fmt: skip
        bring(desk, register, sheets, papers, update=register in {"enterprise", "person"})
    attach(desk, listed(desk, "licence", "ZZ-01").pane, papers, "营业执照")
    page = write(desk, "application", {Application.way: "自主申请", Application.applied_on: "2026-01-05"})
    run(desk, page.pane, "apply")
    desk.clock.turn("2026-01-20")
    hands.fill(desk, page.pane.form, {Application.result_on: "2026-01-20", Application.notice: "遴选通知（示例）"})
    run(desk, page.pane, "select")
    assert missing(desk, "profile", "licences", "clean", "willing", "application", "selection", "certifier") == {}


# b) 工作计划, c) 启动, d) 调研与诊断, e) 方案


def plan_work(desk: Desk, papers: Path) -> None:
    """按十个环节起草, and the kick-off."""
    page = desk.go("milestone")
    assert isinstance(page, WorkPlanPage)
    desk.when_asked(lambda dialog: press(desk, dialog, "起草工作计划"))
    desk.click(page.body.begin_button)
    assert missing(desk, "work_plan") == {}
    desk.clock.turn("2026-02-02")
    bring(desk, "meeting", data.KICK_OFF, papers)
    assert missing(desk, "kick_off") == {}


def diagnose(desk: Desk, papers: Path) -> None:
    """49 items and whom they asked; three opinions, confirmed and signed on paper."""
    desk.clock.turn("2026-02-05")
    bring(desk, "survey", data.SURVEY, papers)
    desk.clock.turn("2026-02-13")
    bring(desk, "indicator", data.INDICATORS, papers)
    bring(desk, "diagnosis", data.DIAGNOSIS, papers)

    def act(pane: DetailPane) -> None:
        run(desk, pane, "confirm")
        attach(desk, pane, papers, "表B.1 双方签字盖章")
        run(desk, pane, "sign")

    with_pane(desk, "diagnosis", "ZD-1", act)
    assert missing(desk, "survey_methods", "survey_people", "survey_items", "diagnosis") == {}


def plan_improvement(desk: Desk, papers: Path) -> None:
    """The plan goes out for comment and is approved; every opinion leads to an item of it."""
    desk.clock.turn("2026-02-25")
    bring(desk, "plan", data.PLAN, papers)

    def act(pane: DetailPane) -> None:
        run(desk, pane, "consult")
        hands.turn(desk, pane.tabs, "基本信息")
        hands.fill(desk, pane.form, {Plan.approver: data.PEOPLE[0], Plan.approved_on: "2026-02-25"})
        run(desk, pane, "approve")

    with_pane(desk, "plan", "FA-1", act)
    bring(desk, "diagnosis", data.ADOPTED, papers, update=True)
    assert missing(desk, "plan", "opinions", "feedback", "targets", "relevant") == {}


# f) 实施


def set_up(desk: Desk, papers: Path) -> None:
    """The group, processes and documents, training of the tiers, promotion and release."""
    desk.clock.turn("2026-03-16")
    attach(desk, listed(desk, "person", "RY-001").pane, papers, "小组成立通知")
    bring(desk, "process", data.PROCESSES, papers)
    bring(desk, "document", data.DOCUMENTS, papers)
    for number in ("SL-QM-01", "SL-QP-01", "SL-WI-01", "SL-QR-01"):
        attach(desk, listed(desk, "document", number).pane, papers, number)
    bring(desk, "training", data.TRAINING, papers)
    for number in range(1, len(data.SUBJECTS) + 1):
        page = listed(desk, "training", f"PX-{number}")
        attach(desk, page.pane, papers, f"签到 {number}")
        run(desk, page.pane, "evaluate")
    bring(desk, "meeting", data.RUNNING_MEETINGS, papers)
    run(desk, listed(desk, "meeting", "HY-3").pane, "release")
    left = missing(desk)
    assert not {key for key in left if key.startswith("training")} | left.keys() & {"group", "processes", "documents"}
    assert not left.keys() & {"promotion", "release", "g_scope", "g_competence"}


def operate(desk: Desk, papers: Path) -> None:
    """What the workshop keeps in the first weeks of running."""
    desk.clock.turn("2026-04-21")
    for register, sheets in (
        ("measurement", data.months(1, 3)), ("instrument", data.INSTRUMENTS), ("supplier", data.SUPPLIERS),
        ("nonconforming_output", data.OUTPUTS), ("record_form", data.RECORDS), ("visit", data.VISITS),
        ("analysis", data.ANALYSES), ("audit_programme", data.PROGRAMME),
    ):  # fmt: skip
        bring(desk, register, sheets, papers)
    bring(desk, "plan", data.DONE, papers, update=True)
    attach(desk, listed(desk, "record_form", "JL-2026-001").pane, papers, "4 月流转卡")
    assert missing(desk) == {}, "everything that is due by now is in place"


def whole(desk: Desk, bundle: Path) -> None:
    """100 % on 总览, and a bundle that has no gap and holds the case with its figures."""
    assert missing(desk) == {}
    page = desk.go("overview")
    assert isinstance(page, OverviewPage)
    desk.wait(lambda: page.content.flow.total.text() == "100%")
    assert verify(bundle).ok
    with zipfile.ZipFile(bundle) as packed:
        names = packed.namelist()
        told = json.loads(packed.read(next(name for name in names if name.endswith("/metadata.json"))))
        assert (told["preliminary"], told["gaps"]) == (False, [])
        assert (told["assessment"]["total"], told["assessment"]["grade"]) == ("30", "良好")
        assert any("优良案例" in name and name.endswith(".pdf") for name in names)
