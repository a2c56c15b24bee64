"""A print made in the background and shown: how every page prints its forms."""

from __future__ import annotations

from collections.abc import Callable

from qmsdesk.i18n import _
from qmsdesk.progress import Progress
from qmsdesk.reports.rendered import Rendered
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.office.work import in_worker
from qmsdesk.views.preview import Preview


class Prints:
    """Without a ``preview`` there is nothing to show a print in, and none is made."""

    def __init__(self, sitting: Sitting, jobs: Jobs, preview: Preview | None) -> None:
        self._sitting, self._jobs, self._preview = sitting, jobs, preview

    def show(self, title: str, render: Callable[[], Rendered], doing: str = "") -> None:
        """Make a print and show it under its title; ``render`` runs in the worker, ``doing`` names the work."""
        show = self._preview
        if show is None:
            return

        def work(_progress: Progress) -> Rendered:
            return render()

        self._jobs.run(
            doing or _("打印{}").format(title), in_worker(self._sitting.db, work), lambda made: show(title, made)
        )
