"""Where the work of each stage is done."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.i18n import _
from qmsdesk.models.running import Meeting
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.services import workplan
from qmsdesk.services.sitting import Sitting


@dataclass(frozen=True)
class Link:
    """A way out of a stage: a register (and a record of it), or an act. ``writes`` when it makes something."""

    text: str
    icon: str
    register: str = ""
    number: str = ""
    act: str = ""
    kind: str = ""
    writes: bool = False


_REGISTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "a": (("application", ""), ("enterprise", _("企业档案和基本要求自查"))),
    "b": (("indicator", _("评价指标")),),
    "c": (),
    "d": (("survey", _("现场调研（表A.1）")), ("diagnosis", _("质量诊断（表B.1）"))),
    "e": (("plan", ""),),
    "f": (
        ("person", _("工作小组与人员")), ("training", _("分层培训")), ("document", _("体系文件")), ("visit", ""),
        ("measurement", ""),
    ),
    "g": (("audit", _("内部审核")), ("review", _("管理评审")), ("nonconformity", ""), ("improvement", "")),
    "h": (("assessment", _("自我评价（表C.1）")), ("acceptance", "")),
    "i": (("case_study", _("优良案例")),),
    "j": (("programme_log", ""),),
}  # fmt: skip
_MEETINGS = {"c": ("kick_off",), "f": ("promotion", "release")}
INDICATORS, MEETING = "indicators", "meeting"


def links_of(sitting: Sitting, stage: str) -> list[Link]:
    """The links of a stage, meetings and acts first."""
    found = [_meeting(sitting, kind) for kind in _MEETINGS.get(stage, ())]
    if stage == "b":
        text = _("把计划里的成效评价指标转为评价指标…")
        found.append(Link(text, "line-chart-line", act=INDICATORS, writes=True))
    for register, title in _REGISTERS[stage]:
        found.append(Link(title or BY_KEY[register].title, "arrow-right-line", register))
    return found


def _meeting(sitting: Sitting, kind: str) -> Link:
    title, row = dict(Meeting.KIND)[kind], workplan.meeting(sitting.db, kind)
    if row is None:
        return Link(_("新建{}的记录").format(title), "add-line", act=MEETING, kind=kind, writes=True)
    text = _("{}：{} {}").format(title, row.of(Meeting.held_on), row.of(Meeting.topic))
    started = workplan.started_on(sitting.db)
    if kind == "release" and started != row.of(Meeting.held_on):
        text += _("（还没有发布）") if started is None else _("（体系运行开始日 {}）").format(started)
    return Link(text, "discuss-line", "meeting", row["number"])
