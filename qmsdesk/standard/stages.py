"""The ten stages of the work flow (6.1) and the parties that lead them."""

from __future__ import annotations

from dataclasses import dataclass

from qmsdesk.i18n import _

PARTIES: dict[str, str] = {
    "authority": _("市场监管部门"), "body": _("认证机构"), "enterprise": _("企业"), "team": _("工作小组"),
    "experts": _("评审专家"),
}


@dataclass(frozen=True)
class Stage:
    """One of a) to j); ``clause`` of DB3203/T 1023 says what it takes, ``led_by`` holds keys of ``PARTIES``."""

    key: str
    title: str
    title_en: str
    clause: str
    led_by: tuple[str, ...]

    @property
    def led_by_text(self) -> str:
        """The leading parties as the work flow names them, 认证机构 / 企业."""
        return " / ".join(PARTIES[key] for key in self.led_by)


STAGES: tuple[Stage, ...] = (
    Stage("a", _("前期准备"), "Preparation", "6.2", ("authority",)),
    Stage("b", _("制定工作计划"), "Work plan", "6.3", ("authority",)),
    Stage("c", _("项目启动"), "Kick-off", "6.4", ("authority",)),
    Stage("d", _("现场调研"), "On-site survey", "6.5", ("body",)),
    Stage("e", _("制定方案"), "Improvement plan", "6.6", ("body",)),
    Stage("f", _("方案实施"), "Carrying out the plan", "6.7", ("body", "enterprise")),
    Stage("g", _("绩效改进"), "Performance improvement", "6.8", ("enterprise",)),
    Stage("h", _("验收评价"), "Acceptance evaluation", "6.9", ("authority",)),
    Stage("i", _("编写优良案例"), "Writing the good case", "6.10", ("body", "enterprise")),
    Stage("j", _("总结"), "Summary", "6.11", ("authority",)),
)
