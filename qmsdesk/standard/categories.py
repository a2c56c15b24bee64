"""The nine evaluation categories (评价项目) of 6.5.6, 表1 and 表A.1."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.i18n import _


@dataclass(frozen=True)
class Category:
    """One 评价项目: ``title`` as in 表1, ``a1_title`` as in 表A.1 (one of the nine differs), ``short`` for charts."""

    key: str
    title: str
    title_en: str
    a1_title: str
    short: str


CATEGORIES: tuple[Category, ...] = (
    Category("compliance", _("合规与诚信经营"), "Compliance and integrity",
             _("合规与诚信经营"), _("合规与诚信")),
    Category("strategy", _("战略及风险管理"), "Strategy and risk management",
             _("战略及风险管理"), _("战略及风险")),
    Category("resources", _("质量管理资源配置及管理"), "Quality management resources",
             _("资源配置及管理"), _("资源配置")),
    Category("product_improvement", _("产品改进与服务提升"), "Product and service improvement",
             _("产品改进与服务提升"), _("产品改进")),
    Category("purchasing", _("采购及供应商管理"), "Purchasing and suppliers",
             _("采购及供应商管理"), _("采购及供方")),
    Category("realization", _("产品实现与服务提供"), "Product realization and service provision",
             _("产品实现与服务提供"), _("产品实现")),
    Category("customers", _("顾客关系及顾客满意"), "Customer relations and satisfaction",
             _("顾客关系及顾客满意"), _("顾客满意")),
    Category("innovation", _("改进与创新"), "Improvement and innovation",
             _("改进与创新"), _("改进与创新")),
    Category("distinctive", _("企业特色"), "Distinctive strengths",
             _("企业特色"), _("企业特色")),
)

_BY_KEY = {item.key: item for item in CATEGORIES}
# The list marks of 6.5.6 and the numbers people put before a title: "c) …", "3、…", "（三）…".
_MARK = re.compile(r"^(?:[a-i]\)|\(?[1-9一二三四五六七八九]\)|[1-9一二三四五六七八九][.、])")


def category(key: str) -> Category:
    """The category of a stored key; ``UserError`` when there is none."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise UserError(_("没有“{key}”这个评价项目。").format(key=key), _("评价项目共九个，见表1。")) from None


def category_of(text: str) -> str | None:
    """The key a cell means: a key or either title, whatever its spaces, width and list mark; else None."""
    return _BY_NAME.get(_plain(text)) or _BY_NAME.get(_MARK.sub("", _plain(text)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_BY_NAME = {_plain(name): item.key for item in CATEGORIES for name in (item.key, item.title, item.a1_title)}
