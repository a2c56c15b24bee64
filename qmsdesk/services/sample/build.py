"""Build the sample enterprise: every act of its year in the order of time, each by the person who does it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qmsdesk import paths
from qmsdesk.i18n import _
from qmsdesk.models import workspace
from qmsdesk.models.database import PRAGMAS, storage_errors
from qmsdesk.progress import Progress, silent
from qmsdesk.services import founding
from qmsdesk.services.sample import documents, evaluation, indicators, reviews, steps
from qmsdesk.services.sample.acts import Act, Desk, Moment
from qmsdesk.services.sample.papers import Papers

_SOURCES: dict[str, tuple[Callable[[dict[str, Any]], Iterator[Act]], ...]] = {
    "company.json": (steps.acts,),
    "documents.json": (documents.acts, steps.acts),
    "indicators.json": (indicators.acts, evaluation.acts, steps.acts),
    "project.json": (steps.acts,),
    "running.json": (steps.acts,),
    "system.json": (reviews.acts, steps.acts),
}


def build(folder: Path, progress: Progress = silent) -> None:
    """Make the sample workspace in a new or empty folder; takes a few seconds and never asks what day it is.

    UserError when the folder holds anything; StorageError when it cannot be written. A build that fails or is
    cancelled leaves nothing behind.
    """
    texts = {name: _text(name) for name in _SOURCES}
    acts = [act for name, readers in _SOURCES.items() for read in readers for act in read(json.loads(texts[name]))]
    year = _in_order(acts)
    existed = workspace.folder_of(folder).exists()
    with contextlib.ExitStack() as stack:
        opened = stack.enter_context(workspace.create(folder, Moment()))
        try:
            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="qmsdesk-sample-"))
            # A build that is cut short is taken away, so its hundreds of commits need not wait for the disk one by one.
            opened.db.pragma("synchronous", "OFF")
            desk = Desk(opened, Papers(Path(scratch), "".join(texts.values())))
            for done, step in enumerate(year):
                progress(_("建立示例企业"), done, len(year))
                with storage_errors():
                    desk.run(step)
            _to_disk(opened)
            progress(_("建立示例企业"), len(year), len(year))
        except BaseException:
            opened.close()
            founding.clear(opened.folder, keep=existed)
            raise


def _to_disk(opened: workspace.Workspace) -> None:
    with storage_errors():
        opened.db.pragma("synchronous", PRAGMAS["synchronous"])
        with (opened.folder / workspace.FILE).open("r+b") as file:
            os.fsync(file.fileno())


def _text(name: str) -> str:
    return (paths.resources() / "sample" / name).read_text(encoding="utf-8")


def _in_order(acts: list[Act]) -> list[list[Act]]:
    """Acts by time; those of one person in one minute, in the order of the data, make one step."""
    ordered = sorted(acts, key=lambda act: (act.at, act.by))
    return [list(group) for _key, group in itertools.groupby(ordered, key=lambda act: (act.at, act.by))]
