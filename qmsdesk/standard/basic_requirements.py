"""The basic requirements on an enterprise that takes part (5.1), one line each in our own words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qmsdesk.clock import later
from qmsdesk.i18n import _

WINDOW_MONTHS = 24
"""How far 近两年内 of 5.1 reaches back."""


def window_start(last: dt.date) -> dt.date:
    """The first day of 近两年内 when ``last`` is its last; both belong to it."""
    return later(last, -WINDOW_MONTHS)


@dataclass(frozen=True)
class Basic:
    """A line of the self-check; ``windowed`` looks back over the two years, ``proof`` says what shows it."""

    text: str
    proof: str
    windowed: bool = False


BASICS: tuple[Basic, ...] = (
    Basic(_("在本市注册登记，具有法人或法人分支机构资格"), _("营业执照")),
    Basic(_("依法取得与经营活动相应的许可、资质证书，且都在有效期内"), _("证照清单和扫描件")),
    Basic(_("近两年内未发生重大安全事故"), _("安全台账、主管部门查询"), windowed=True),
    Basic(_("近两年内未发生重大质量事故"), _("质量台账、监督抽查结果"), windowed=True),
    Basic(_("近两年内没有违法违规行为"), _("信用信息公示系统查询"), windowed=True),
    Basic(_("未列入经营异常名录"), _("信用信息公示系统查询"), windowed=True),
    Basic(_("未列入严重违法失信企业名单"), _("信用信息公示系统查询"), windowed=True),
    Basic(_("有认证提升的意愿"), _("承诺书")),
    Basic(_("具有基本的质量管理基础设施"), _("设备、检测和场所清单")),
    Basic(_("愿意投入必要的资源：人员调配、制度建设、设施改进"), _("承诺书")),
)
