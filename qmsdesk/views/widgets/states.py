"""Which words are states, and how each is marked: an icon and a tone, so that no state is colour alone."""

from __future__ import annotations

from typing import NamedTuple

from qmsdesk.i18n import _
from qmsdesk.views.theme.tokens import Tone


class Mark(NamedTuple):
    """How a state word is shown."""

    tone: Tone
    icon: str


_DONE = "checkbox-circle-fill"
_WARNING = "error-warning-line"
_GROUPS: tuple[tuple[Tone, str, tuple[str, ...]], ...] = (
    (
        "ok",
        _DONE,
        (
            _("已满足"),
            _("有效"),
            _("达成"),
            _("已批准"),
            _("批准"),
            _("已核实"),
            _("已确认"),
            _("已签署"),
            _("关闭"),
            _("已关闭"),
            _("已完成"),
            _("完成"),
            _("已验证"),
            _("已评价"),
            _("已实施"),
            _("已落实"),
            _("已报告"),
            _("已遴选"),
            _("定稿"),
            _("已定稿"),
            _("符合"),
            _("齐全"),
            _("一致"),
            _("已准备"),
            _("良好"),
            _("合格"),
            _("在职"),
            _("在用"),
            _("已保存"),
            _("已导入"),
        ),
    ),
    ("ok", "medal-line", (_("优秀"),)),
    ("ok", "add-line", (_("新增"),)),
    ("ok", "quill-pen-line", (_("已签"),)),
    ("warn", "contrast-fill", (_("部分"), _("部分有效"), _("预审版"), _("部分采纳"))),
    ("warn", "pencil-line", (_("草稿"), _("未定稿"), _("录入"))),
    ("warn", "subtract-line", (_("未达成"), _("一般不符合"), _("一般"), _("未入选"))),
    (
        "warn",
        "time-line",
        (_("待确认"), _("审核中"), _("待签"), _("待核实"), _("待验证"), _("今天到期"), _("即将到期")),
    ),
    ("warn", _WARNING, (_("请确认"), _("未签"), _("找不到文件"), _("未连接"))),
    ("warn", "refresh-line", (_("跟踪整改"), _("源数据已变"))),
    (
        "bad",
        "close-circle-fill",
        (
            _("缺失"),
            _("缺"),
            _("有误"),
            _("不符合"),
            _("严重不符合"),
            _("严重"),
            _("无效"),
            _("不合格"),
            _("已失效"),
            _("不一致"),
        ),
    ),
    ("bad", _WARNING, (_("逾期"), _("过期"), _("待填"), _("待评"), _("未评"), _("未评价"), _("未指派"), _("未填"))),
    (
        "info",
        "time-line",
        (_("进行中"), _("实施"), _("开立"), _("分析"), _("征求意见"), _("已报名"), _("已召开"), _("已处理")),
    ),
    ("info", "calendar-line", (_("计划中"), _("计划"), _("已计划"))),
    ("info", "inbox-line", (_("受理"),)),
    ("info", "pencil-line", (_("录入中"),)),
    ("info", "eye-line", (_("观察项"), _("观察"))),
    ("info", "refresh-line", (_("更新"),)),
    ("neutral", "lock-line", (_("已锁定"), _("只读"))),
    ("neutral", "forbid-line", (_("已作废"), _("作废"), _("离职"), _("停用"), _("已被替代"))),
    ("neutral", "time-line", (_("未到期"),)),
    ("neutral", "archive-line", (_("保存中"), _("已处置"))),
    ("neutral", "subtract-line", (_("不适用"), _("无样本"), _("未选"), _("跳过"), _("忽略"))),
    ("neutral", "checkbox-blank-circle-line", (_("未开始"), _("未调研"))),
    ("neutral", "booklet-line", (_("示例"), _("既有"))),
)
MARKS: dict[str, Mark] = {word: Mark(tone, icon) for tone, icon, words in _GROUPS for word in words}
_TONE_ICONS: dict[Tone, str] = {
    "ok": _DONE,
    "warn": _WARNING,
    "bad": "close-circle-fill",
    "info": "information-line",
    "neutral": "subtract-line",
}


def mark(word: str, tone: Tone | None = None, icon: str = "") -> Mark:
    """How a state word is marked: ``逾期 5 天`` as ``逾期``, unknown words neutral; ``tone`` and ``icon`` overrule."""
    known = MARKS.get(word) or MARKS.get(word.split(" ", maxsplit=1)[0])
    if tone is not None:
        return Mark(tone, icon or (known.icon if known and known.tone == tone else _TONE_ICONS[tone]))
    if known is not None:
        return Mark(known.tone, icon or known.icon)
    return Mark("neutral", icon or "checkbox-blank-circle-line")


def tone_icon(tone: Tone) -> str:
    """The icon that goes with a tone where there is no state word (message bars)."""
    return _TONE_ICONS[tone]
