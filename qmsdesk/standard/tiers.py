"""Training by tiers (分层培训, 6.7.2.2): who belongs to which and what has to be taught."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from qmsdesk.errors import UserError
from qmsdesk.i18n import _


@dataclass(frozen=True)
class Topic:
    """Something a tier has to be taught."""

    key: str
    title: str
    title_en: str


@dataclass(frozen=True)
class Tier:
    """A group of people under one letter of 6.7.2.2; a person may belong to several. ``who`` is the standard's word."""

    key: str
    name: str
    title: str
    title_en: str
    who: str
    topics: tuple[Topic, ...]
    synonyms: tuple[str, ...] = ()


_AWARENESS = Topic("awareness", _("质量意识"), "Quality awareness")
_IDEAS = Topic("ideas", _("标准基本思想"), "Basic ideas of the standard")
_CONCEPTS = Topic("concepts", _("核心理念"), "Core concepts")
_PRINCIPLES = Topic("principles", _("管理原则"), "Quality management principles")
_CASES = Topic("cases", _("优良案例"), "Good cases")
_STANDARD = Topic("standard", _("质量管理体系标准"), "The quality management system standard")
_TOOLS = Topic("tools", _("质量管理工具和方法"), "Quality tools and methods")
_PRACTICE = Topic("case_practice", _("优良案例实践"), "Good cases in practice")
_AUDIT = Topic("internal_audit", _("内部审核"), "Internal audit")
_STRUCTURE = Topic("document_structure", _("文件基本结构"), "Structure of documents")
_WRITING = Topic("writing", _("编写技巧"), "Writing skills")
_WRITING_TOOLS = Topic("writing_tools", _("编写工具"), "Writing tools")
_WORKPLACE = Topic("workplace", _("现场管理"), "Workplace management")

TIERS: tuple[Tier, ...] = (
    Tier("a", "awareness", _("质量意识"), "Quality awareness", _("企业负责人及相关人员"), (_AWARENESS,),
         (_("企业负责人"), _("相关人员"), _("全员"), _("全体员工"))),
    Tier("b", "leadership", _("领导层"), "Leadership", _("企业负责人及领导层"),
         (_IDEAS, _CONCEPTS, _PRINCIPLES, _CASES), (_("企业负责人"), _("高层"), _("管理层"))),
    Tier("c", "system_builders", _("体系与制度建设"), "System builders", _("体系主管部门及制度建设成员"),
         (_STANDARD, _TOOLS, _PRACTICE, _AUDIT),
         (_("体系主管"), _("体系主管部门"), _("体系建设"), _("制度建设"), _("制度建设成员"))),
    Tier("d", "frontline", _("基层与班组长"), "Frontline", _("基层技术质量人员和班组长"), (_TOOLS, _WORKPLACE, _CASES),
         (_("班组长"), _("基层"), _("基层技术质量"), _("基层技术质量人员"), _("技术质量人员"))),
)
DOCUMENT_AUTHORS = Tier("c2", "document_authors", _("制度编写"), "Document authors", _("制度建设成员"),
                        (_STRUCTURE, _WRITING, _WRITING_TOOLS))
"""Those of tier c who write documents; 6.7.2.2 c) asks more of their training, not another tier."""

_BY_KEY = {each.key: each for each in (*TIERS, DOCUMENT_AUTHORS)}


def tier(key: str) -> Tier:
    """The tier of a stored key, ``c2`` for the document authors; ``UserError`` when there is none."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise UserError(_("没有“{key}”这个培训层级。").format(key=key), _("层级为 a、b、c、d（6.7.2.2）。")) from None


def tiers_of(text: str) -> tuple[str, ...]:
    """The keys a–d a cell means, several joined by 、，；/+ or spaces; () when it is empty or a word is not known.

    企业负责人 belongs to both a and b. One unknown word makes the whole cell unclear: nothing is guessed.
    """
    words = [word for word in re.split(r"[、,;/+\s]+", unicodedata.normalize("NFKC", text).casefold()) if word]
    meant = [{each.key for each in TIERS if word in _names(each)} for word in words]
    return tuple(each.key for each in TIERS if any(each.key in keys for keys in meant)) if all(meant) else ()


def _names(each: Tier) -> set[str]:
    marks = {each.key, f"{each.key})", _("{key}层").format(key=each.key)}
    return marks | {each.name, each.title, each.who, *each.synonyms}
