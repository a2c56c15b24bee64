"""The first record of a workspace: the enterprise itself."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.people import Enterprise
from qmsdesk.registers.kinds import Unreadable, from_text
from qmsdesk.registers.people import ENTERPRISE
from qmsdesk.registers.spec import Values
from qmsdesk.services import records
from qmsdesk.services.sitting import Sitting


def checked_name(name: str) -> str:
    """The enterprise's name, clean; UserError when it is empty or too long."""
    try:
        clean = str(from_text(Enterprise.name, name))
    except Unreadable as error:
        raise UserError(_("企业名称{}。").format(error), _("换一个短一些的名称。")) from None
    if not clean:
        raise UserError(_("企业名称不能为空。"), _("填写营业执照上的名称。"))
    return clean


def short_name_of(name: str) -> str:
    """A proposal for the 简称: the name without its place and without the company form."""
    plain = unicodedata.normalize("NFC", name)
    plain = re.sub(r"^(江苏省?|徐州市?|铜山区?|沛县|丰县|睢宁县?|新沂市?|邳州市?|贾汪区?)+", "", plain)
    plain = re.sub(r"(股份)?有限(责任)?公司.*$|厂$|公司$", "", plain).strip(" （）()")
    return (plain or name)[:20]


def establish(path: Path, clock: Clock, operator: str, name: str, more: Values | None = None) -> Sitting:
    """Make a workspace with its enterprise and open it; when that fails, on a full disk say, nothing is left behind.

    Raises what ``workspace.create`` and ``records.save`` raise.
    """
    folder = workspaces.folder_of(path)
    existed = folder.exists()
    workspace = workspaces.create(path, clock)
    try:
        sitting = Sitting(workspace, operator, clock)
        found(sitting, name, more)
    except BaseException:
        workspace.close()
        clear(folder, keep=existed)
        raise
    return sitting


def clear(folder: Path, *, keep: bool) -> None:
    """Take away what was begun in a folder that was new or empty; attachments are read-only, which Windows minds."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir():
                path.rmdir()
            else:
                path.chmod(0o600)
                path.unlink()
        if not keep:
            folder.rmdir()


def found(sitting: Sitting, name: str, more: Values | None = None) -> records.Change:
    """Enter the enterprise of a new workspace."""
    values = {Enterprise.name: name, Enterprise.short_name: short_name_of(name), **(more or {})}
    return records.save(sitting, ENTERPRISE, None, values)
