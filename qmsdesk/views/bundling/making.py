"""Make a bundle and judge it before anybody is told that it exists."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qmsdesk.bundle import collect, limits, write
from qmsdesk.bundle.verify import Verdict
from qmsdesk.errors import StorageError
from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.services import exportlog, history
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.bundling.options import Options
from qmsdesk.views.shell.stages import Stages

Judge = Callable[[Path, Progress], Verdict]
COLLECTING, PACKING, JUDGING = range(3)


@dataclass(frozen=True)
class Line:
    """A file of the bundle as it is listed afterwards; ``path`` is that inside the zip."""

    path: str
    folder: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Made:
    """A bundle on the disk with the verdict on it. When the verdict is not ok, nothing was left at ``path``."""

    path: Path
    files: int
    bytes: int
    sha256: str
    gaps: int
    head: str
    lines: tuple[Line, ...]
    unprintable: tuple[str, ...]
    verdict: Verdict
    seconds: float


def stages() -> Stages:
    """What happens, with the share of the time each part takes on a small firm's records."""
    return Stages(
        [(_("收集文件，生成台账和表单"), 60), (_("打包并计算 SHA-256 校验值"), 28), (_("自检：逐个文件核对"), 12)]
    )


def make(sitting: Sitting, options: Options, steps: Stages, judge: Judge, progress: Progress) -> Made:
    """Collect, write, verify, and note it in the list of exports; runs in the worker.

    The file gets its name only after the self-check; cancelled or failed, nothing is left behind and an older bundle
    of the same name stays.
    """
    plan = collect.collect(
        sitting.workspace, profile=options.profile, period=options.period,
        include_personal=options.include_personal, progress=steps.progress(COLLECTING, progress),
    )  # fmt: skip
    steps.notes[COLLECTING] = _("{:,} 个文件").format(len(plan.entries) + limits.TAG_FILES)
    path = options.folder / plan.info.file_name(sitting.clock.today())
    unchecked = path.with_name(_("{}（自检中）.zip").format(path.stem))
    try:
        written = write.write(plan.info, plan.entries, unchecked, steps.progress(PACKING, progress))
        steps.notes[PACKING] = _("{:,} 个文件").format(written.files)
        begun = time.monotonic()
        verdict = judge(unchecked, steps.progress(JUDGING, progress))
        seconds = time.monotonic() - begun
        if verdict.ok:
            _put_in_place(unchecked, path)
    finally:
        with suppress(OSError):
            unchecked.unlink(missing_ok=True)
    steps.finish()
    if verdict.ok:
        exportlog.add(sitting.workspace, sitting.clock, sitting.operator, "bundle", path.name, written.sha256)
    lines = tuple(
        Line(f"data/{e.path}", e.path.split("/")[0] if "/" in e.path else "", e.length, e.digest)
        for e in sorted(plan.entries, key=lambda e: e.path)
    )
    return Made(
        path=path,
        files=written.files,
        bytes=written.bytes,
        sha256=written.sha256,
        gaps=len(plan.info.gaps),
        head=history.Head(0, plan.info.head.hash, "").short,
        lines=lines,
        unprintable=plan.unprintable,
        verdict=verdict,
        seconds=seconds,
    )


def _put_in_place(unchecked: Path, path: Path) -> None:
    try:
        unchecked.replace(path)
    except OSError as error:
        raise StorageError(
            _("无法替换“{}”：它可能正被别的程序打开。").format(path.name), _("关闭它，或换个位置保存。")
        ) from error
