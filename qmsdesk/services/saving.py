"""Files that leave the program appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.database import storage_errors
from qmsdesk.models.disk import sync_folder

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d) *(\.|$)", re.IGNORECASE)


def safe_name(name: str, longest: int = 80) -> str:
    """A name of a file or folder that every system takes, of at most so many characters; the ending stays."""
    clean = _FORBIDDEN.sub("_", name).strip(" .") or "_"
    clean = "_" + clean if _RESERVED.match(clean) else clean
    ending = Path(clean).suffix[:12]
    return clean.removesuffix(ending)[: longest - len(ending)].rstrip(" .") + ending


def write_file(path: Path, data: bytes) -> None:
    """Write beside the target, fsync, rename; an existing file is replaced only by a complete one."""
    if not path.parent.is_dir():
        raise UserError(_("文件夹“{}”不存在。").format(path.parent), _("先建好文件夹，或换个位置保存。"))
    if path.is_dir():
        raise UserError(_("“{}”是文件夹，不能当文件保存。").format(path), _("换一个文件名。"))
    part = path.with_name(path.name + ".part")
    with storage_errors():
        try:
            with part.open("wb") as f:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
            part.replace(path)
            sync_folder(path.parent)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
