"""Files that leave the program appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.database import storage_errors


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
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
