"""Words as an enterprise uses them, some in most records and some in few, so that searches find much and little."""

from __future__ import annotations

from random import Random

_THINGS = (
    "冲压换模", "螺纹检验", "设备点检", "供方评价", "焊接工艺", "热处理炉温", "来料检验", "客户投诉", "计量校准",
    "仓储防护", "首件确认", "图样更改", "工装夹具", "涂装膜厚", "轴承压装", "密封试验", "包装标识", "人员资质",
)  # fmt: skip
_KINDS = ("控制程序", "作业指导书", "记录表", "检查表", "管理规定", "分析报告", "改善方案", "验证单")
_SENTENCES = (
    "{}在抽查时发现与规定不一致，已当场纠正。",
    "按照{}的要求逐项核对，结果符合。",
    "{}的记录缺少签名，责任部门补齐后复查。",
    "对{}增加每班一次的巡检，并纳入班组日报。",
    "{}由车间与质量部共同评审，下月跟踪效果。",
    "经比对，{}的波动来自原料批次差异。",
)
_RARE = ("盐雾", "磁粉探伤", "金相", "三坐标", "氢脆")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红玲建国"


def thing(chance: Random) -> str:
    """A subject; one in three hundred is a rare one."""
    return chance.choice(_RARE) if chance.random() < 1 / 300 else chance.choice(_THINGS)


def title(chance: Random, place: int, line: int = -1) -> str:
    """A name that occurs once: a subject, a kind, and where it stands."""
    return f"{thing(chance)}{chance.choice(_KINDS)}（{place}{f'-{line}' if line >= 0 else ''}）"


def sentence(chance: Random) -> str:
    """One sentence on a subject."""
    return chance.choice(_SENTENCES).format(thing(chance))


def sentences(chance: Random) -> str:
    """Two sentences."""
    return sentence(chance) + sentence(chance)


def person(place: int) -> str:
    """The name of a person, another one for each of the first 27,000."""
    first, rest = _SURNAMES[place % len(_SURNAMES)], place // len(_SURNAMES)
    return f"{first}{_GIVEN[rest % len(_GIVEN)]}{_GIVEN[rest // len(_GIVEN) % len(_GIVEN)]}"
