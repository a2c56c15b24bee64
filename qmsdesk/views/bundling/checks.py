"""What is looked at before a bundle is made: attachments, the place it goes to, room on the disk."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.bundle import limits
from qmsdesk.bundle.index_parts import size_text
from qmsdesk.i18n import _
from qmsdesk.models.workspace import Workspace
from qmsdesk.progress import Progress, silent
from qmsdesk.views.bundling.survey import Survey, lost
from qmsdesk.views.theme.tokens import Tone

_MADE_BYTES = 32 << 20  # room for what is rendered; a sample year takes 2 MB


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: in order, worth knowing, or in the way."""

    tone: Tone
    text: str
    hint: str = ""


def look(workspace: Workspace, found: Survey, folder: Path, progress: Progress = silent) -> list[Check]:
    """Every check with its outcome; ``bad`` ones keep the bundle from being made."""
    progress(_("检查附件和保存位置"), 0, 1)
    checks = [_attachments(workspace, found), *_place(found, folder), _limits(found)]
    if found.gaps:
        checks.insert(0, Check("warn", _("还有 {} 项未满足验收要求").format(len(found.gaps)), _("导出为预审版")))
    else:
        checks.insert(0, Check("ok", _("没有缺项"), _("导出为正式版")))
    return checks


def _attachments(workspace: Workspace, found: Survey) -> Check:
    gone = lost(workspace, found.evidence)
    if gone:
        names = "、".join(e.name for e in gone[:3])
        text = _("{} 个附件的文件不见了或大小不符：{}").format(len(gone), names)
        return Check("bad", text, _("从备份恢复 files 文件夹，或重新添加这些附件"))
    return Check("ok", _("{:,} 个附件都在，大小相符").format(len(found.evidence)), _("内容在打包时逐个核对"))


def _place(found: Survey, folder: Path) -> list[Check]:
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return [Check("bad", _("“{}”不能写入").format(folder), _("换个位置保存"))]
    checks = [Check("ok", _("保存位置可以写入"), str(folder))]
    needed, free = found.bytes + _MADE_BYTES, shutil.disk_usage(folder).free
    room = _("约需 {}，还有 {}").format(size_text(needed), size_text(free))
    checks.append(Check("ok", _("磁盘空间足够"), room) if free > needed else Check("bad", _("磁盘空间不足"), room))
    if (folder / found.name).exists():
        checks.append(Check("warn", _("已有同名文件，自检通过后会换成新的"), found.name))
    return checks


def _limits(found: Survey) -> Check:
    largest = max((e.size for e in found.evidence), default=0)
    if found.files > limits.ENTRIES or found.bytes > limits.TOTAL_BYTES or largest > limits.MEMBER_BYTES:
        text = _("内容超过资料包的上限（{:,} 个文件、8 GiB、单个 4 GiB）").format(limits.ENTRIES)
        return Check("bad", text, _("缩小期间，或减少附件"))
    return Check("ok", _("文件数和大小在上限以内"), _("{:,} 个文件").format(found.files))
