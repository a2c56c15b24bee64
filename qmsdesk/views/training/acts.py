"""What the page does with trainings beyond saving them: copy, make up, invite, print, open who is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.people import Department, Person
from qmsdesk.models.training import Training
from qmsdesk.services import reading, training_acts
from qmsdesk.services.records import Change
from qmsdesk.services.sitting import Sitting
from qmsdesk.services.training import Facts, Session, TopicView
from qmsdesk.views.jobs import Jobs
from qmsdesk.views.messages import Messages
from qmsdesk.views.office.prints import Prints
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.training.missing_dialog import MissingDialog
from qmsdesk.views.training.wording import about

if TYPE_CHECKING:
    from qmsdesk.reports.rendered import Rendered
    from qmsdesk.views.preview import Preview

PRINTS = (
    ("QR-7.2-02-1", _("签到表")),
    ("QR-7.2-02", _("培训记录")),
    ("QR-7.2-03", _("培训效果评价表")),
    ("QR-7.2-01", _("年度培训计划")),
)
"""What can be printed, by the key of the form; all but the plan are about one training."""
PLAN_FORM = "QR-7.2-01"


class TrainingActs(QObject):
    """``made`` carries the Change of an act, ``created`` a record that was made and wants its date."""

    made = Signal(object)
    created = Signal(int)

    def __init__(
        self, theme: Theme, sitting: Sitting, messages: Messages, jobs: Jobs, preview: Preview | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme, self._sitting, self._messages, self._jobs = theme, sitting, messages, jobs
        self._preview = preview

    def copy(self, record: int) -> None:
        """复制上次."""
        self._create(lambda: training_acts.copy_last(self._sitting, record), _("已复制，填上计划日期"))

    def make_up(self, record: int, people: Sequence[int] | None = None) -> None:
        """安排补训 for those who missed one training, or for others."""
        self._create(
            lambda: training_acts.schedule_make_up(self._sitting, record, people), _("已安排补训，填上计划日期")
        )

    def make_up_tier(self, tier: str) -> None:
        """安排补训 for all of a tier who lack something."""
        self._create(lambda: training_acts.make_up_tier(self._sitting, tier), _("已安排补训，填上计划日期"))

    def invite(self, record: int) -> None:
        """加入应到人员."""
        there = _("应到人员都已在签到里，或没有符合层级的人员。")
        self._run(lambda: training_acts.invite(self._sitting, record), _("已加入应到人员"), there)

    def all_present(self, record: int) -> None:
        """全部到场."""
        done = _("签到里的人都已到场，或还没有应到人员。")
        self._run(lambda: training_acts.all_present(self._sitting, record), _("已登记全部到场"), done)

    def print_form(self, key: str, record: int | None, year: int) -> None:
        """One of ``PRINTS``, previewed."""
        sitting = self._sitting
        row = reading.row(sitting.db, Training, record)
        if row is None and key != PLAN_FORM:
            self._messages.note("info", _("先选中一次培训，再打印。"))
            return
        title, number = dict(PRINTS)[key], str(year) if row is None or key == PLAN_FORM else str(row["number"])

        def render() -> Rendered:
            from qmsdesk.reports import training_forms

            return training_forms.render(sitting.db, key, sitting.clock.now(), number=number)

        Prints(sitting, self._jobs, self._preview).show(title, render)

    def missing(self, known: Facts, topic: TopicView, parent: QObject) -> int | None:
        """Who lacks a topic; 安排补训 from there. The id of a person that is to be opened."""
        title = _("{}) {}").format(topic.tier.key, topic.topic.title)
        if not topic.missing:
            everybody = _("{}：应训 {} 人都已参训").format(title, len(topic.due))
            self._messages.note("info", everybody if topic.due else _("{}：没有应训人员").format(title))
            return None
        departments = reading.captions(self._sitting.db, Department)
        rows = [
            (p, str(row.of(Person.name)), departments.get(row.of(Person.department), ""), _remark(topic, p))
            for p in topic.missing if (row := known.people.get(p)) is not None
        ]  # fmt: skip
        text = _("已训 {}/{} 人。双击姓名打开人员。").format(len(topic.trained), len(topic.due))
        text = f"{about(topic)}\n{text}"
        dialog = MissingDialog(
            self._theme, _("{}：{} 人未训").format(title, len(rows)), text, rows,
            _("安排补训") if topic.sessions and not self._sitting.workspace.read_only else "", parent,  # type: ignore[arg-type]
        )  # fmt: skip
        dialog.exec()
        if dialog.wanted:
            last, people = topic.sessions[-1], [p for p, *_texts in rows]
            self._create(
                lambda: training_acts.schedule_make_up(self._sitting, last.id, people), _("已安排补训，填上计划日期")
            )
        return dialog.person

    def _create(self, act: Callable[[], Change], said: str) -> None:
        change = self._run(act, said)
        if change is not None:
            self.created.emit(change.record)

    def _run(self, act: Callable[[], Change | None], said: str, nothing: str = "") -> Change | None:
        try:
            change = act()
        except UserError as error:
            self._messages.error(error)
            return None
        if change is None:
            self._messages.note("info", nothing)
            return None
        self.made.emit(change)
        self._messages.done(said)
        return change


def _remark(topic: TopicView, person: int) -> str:
    """The last session where he was expected."""
    missed: list[Session] = [s for s in topic.sessions if person in s.absent]
    return _("{} 缺席").format(missed[-1].number) if missed else _("没有列入培训")
