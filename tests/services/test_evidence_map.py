"""The evidence map: what it says of the sample enterprise, line by line, and of an empty one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from qmsdesk.clock import Clock
from qmsdesk.models.workspace import Workspace, open_workspace
from qmsdesk.services import readiness
from qmsdesk.services.evidence.map import RULES
from qmsdesk.services.sitting import Sitting
from qmsdesk.standard.requirements import FORCES, requirements
from qmsdesk.standard.stages import PARTIES, STAGES

TODAY = dt.date(2026, 10, 20)
MET, PARTIAL, MISSING = readiness.MET, readiness.PARTIAL, readiness.MISSING
NOT_DUE, NOT_APPLICABLE = readiness.NOT_DUE, readiness.NOT_APPLICABLE

EXPECTED = {
    "profile": MET, "licences": MET, "clean": MET, "willing": MET, "application": MET, "selection": MET,
    "certifier": MET, "work_plan": MET, "kick_off": MET, "survey_people": MET, "survey_methods": MET,
    "survey_items": MET, "diagnosis": MET, "plan": MET, "opinions": MET, "feedback": MET, "group": MET,
    "training_a": PARTIAL, "training_b": MET, "training_c": MET, "training_d": PARTIAL, "processes": MET,
    "documents": PARTIAL, "promotion": MET, "release": MET, "visits": MET, "data": MET, "deviations": MET,
    "audit": MET, "review": MET, "actions": PARTIAL, "kept": MET, "assessment": MET, "evidence": PARTIAL,
    "bundle": MISSING, "acceptance": MISSING, "improvement": PARTIAL, "certification": NOT_APPLICABLE,
    "case": MISSING, "questionnaire": NOT_DUE, "publicity": NOT_DUE, "lesson": NOT_DUE,
    "g_scope": MET, "g_support": MET, "g_conf": MET, "g_policy": MET, "g_objectives": MET, "g_resources": MET,
    "g_calibration": PARTIAL, "g_competence": MET, "g_conformity": MET, "g_contract": MET,
    "g_design32": NOT_APPLICABLE, "g_design33": NOT_APPLICABLE, "g_design34": NOT_APPLICABLE,
    "g_design35": NOT_APPLICABLE, "g_design36": NOT_APPLICABLE, "g_suppliers": MET, "g_trace": MET,
    "g_property": MISSING, "g_changes": MET, "g_release": MET, "g_outputs": MET, "g_monitoring": MET,
    "g_audit": MET, "g_review": MET, "g_corrective": MET,
}  # fmt: skip


@pytest.fixture(scope="module")
def hy(demo_built: Path) -> Iterator[Workspace]:
    with open_workspace(demo_built, Clock(TODAY), write=False) as opened:
        yield opened


def test_the_sample_stands_as_written_down(hy: Workspace) -> None:
    judged = readiness.judge(readiness.facts(hy.db, TODAY))
    assert {j.requirement.key: j.verdict.state for j in judged} == EXPECTED


def test_what_is_missing_says_where_to_mend_it(hy: Workspace) -> None:
    found = {j.requirement.key: j.verdict for j in readiness.judge(readiness.facts(hy.db, TODAY))}
    assert [m.text for m in found["training_a"].missing] == ["欧阳春晓未参加规定内容的培训"]
    assert [(m.register, m.number) for m in found["actions"].missing] == [("nonconformity", "NC-2026-10")]
    assert [(m.register, m.number) for m in found["documents"].missing] == [
        ("document", "HY-WI-12"), ("document", "HY-WI-13"), ("document", "HY-QR-7.2-06"),
    ]  # fmt: skip
    assert [(m.text, m.register) for m in found["improvement"].missing] == [
        ("未达成的“设备完好率”没有改进项目", "indicator")
    ]


def test_the_stages_count_what_is_due(hy: Workspace) -> None:
    stages = readiness.stages(readiness.judge(readiness.facts(hy.db, TODAY)))
    assert [(p.stage.key, p.done, p.of) for p in stages] == [
        ("a", 7, 7), ("b", 1, 1), ("c", 1, 1), ("d", 4, 4), ("e", 3, 3), ("f", 27, 32), ("g", 3, 4), ("h", 1, 5),
        ("i", 0, 1), ("j", 0, 0),
    ]  # fmt: skip


def test_an_empty_enterprise_lacks_what_comes_first_and_nothing_later(sitting: Sitting) -> None:
    judged = readiness.judge(readiness.facts(sitting.db, TODAY))
    states = {j.requirement.key: j.verdict.state for j in judged}
    due = {key for key, state in states.items() if state not in {NOT_DUE, NOT_APPLICABLE}}
    assert due == {"profile", "licences", "clean", "willing"}
    assert all(states[key] in {MISSING, PARTIAL} for key in due)
    assert states["application"] == NOT_APPLICABLE  # 可: nobody has to apply


def test_every_line_of_the_map_is_whole() -> None:
    lines = requirements()
    assert len({line.key for line in lines}) == len(lines) == len(EXPECTED)
    for line in lines:
        assert line.rule in RULES, line.key
        assert line.force in FORCES
        assert line.led_by in PARTIES
        assert line.stage in {stage.key for stage in STAGES}
        assert all((line.title, line.title_en, line.must))
    assert {line.rule for line in lines} == set(RULES)
