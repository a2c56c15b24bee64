"""Write a file whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.database import storage_errors


def write_whole(path: Path, data: bytes) -> None:
    """Put the bytes at ``path`` by way of a temporary neighbour; StorageError when the disk refuses."""
    if path.is_dir():
        raise UserError(_("“{}”是文件夹。").format(path), _("写上文件名。"))
    part = path.with_name(path.name + ".part")
    with storage_errors():
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
