"""The foot of the detail pane: the acts a record is ready for, and what still stands before the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from qmsdesk.errors import Blocked, UserError
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.registers.spec import Register, Verb
from qmsdesk.services import correcting, records, workflow
from qmsdesk.views.messages import Messages
from qmsdesk.views.register.editors import Kit
from qmsdesk.views.register.verb_run import ask_waiver, name_of, run_verb
from qmsdesk.views.register.visit import Visit
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.styling import label, row, set_property

_NARROW = 330  # a pane of the small windows


class VerbBar(QFrame):
    """Buttons for the verbs of the present state. ``done`` carries the Change, ``jump`` a field that is missing.

    ``flush`` is called before every act; when it answers False, nothing is done.
    """

    done = Signal(object)
    jump = Signal(object)
    refused = Signal()

    def __init__(
        self, kit: Kit, register: Register, messages: Messages, flush: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._kit, self._register, self._messages, self._flush = kit, register, messages, flush
        self._visit: Visit | None = None
        self.buttons: dict[str, QPushButton] = {}
        self.setProperty("role", "subfooter")
        self.setMinimumHeight(kit.theme.px(46))
        self._line = row(self, spacing=6, margins=(12, 6, 12, 6))
        self.note = link(kit.theme, "", self._open_menu, icon="error-warning-line")
        self.quiet = label("", "caption")
        self._line.addWidget(self.note)
        self._line.addWidget(self.quiet)
        self._line.addStretch(1)
        self.note.setFont(kit.theme.font(12))
        self.note.setIcon(kit.theme.icon("error-warning-line", "bad"))
        self.missing: list[str] = []
        self._places: dict[str, AnyField] = {}
        self._next = ""

    def set_visit(self, visit: Visit | None) -> None:
        """Offer what the record is ready for."""
        self._visit = visit
        for old in self.buttons.values():
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons.clear()
        self.missing, self._places = [], {}
        self.quiet.setText("")
        if visit is None or visit.sitting.workspace.read_only:
            self._say("")
        elif visit.row is None:
            self.missing = [str(f.verbose_name) for f in visit.missing()]
            self._say_missing()
        elif visit.row["deleted_at"] is not None:
            self._say("")
            self.quiet.setText(_("在回收站里"))
            self._add("restore", _("恢复"), "primary", self._restore)
        elif visit.row["correcting"]:
            self._offer_closing(visit)
        else:
            self._offer(visit)

    def _offer(self, visit: Visit) -> None:
        assert visit.row is not None
        assert visit.record is not None
        offered = workflow.verbs(self._register, visit.row)
        case = visit.case()
        gates = {v.key: workflow.gate_of(case, self._register, v) for v in offered} if case else {}
        forward = [v for v in offered if not v.danger]
        shut = next((v for v in forward if gates[v.key].missing), None)
        self.missing = list(gates[shut.key].missing) if shut else []
        self._places = dict(gates[shut.key].fields) if shut else {}
        self._next = shut.label if shut else ""
        dangers = [v for v in offered if v.danger]
        for verb in dangers:
            self._add(verb.key, verb.label, "danger", partial(self._run, verb))
        if not dangers and not visit.row["void_reason"] and not self._register.model.SINGLE:
            self._add("void", _("作废"), "danger", self.void)
        if correcting.offered(self._register, visit.row):
            self._add("correct", _("更正"), "", self._correct)
        for place, verb in enumerate(forward):
            kind = "primary" if place == len(forward) - 1 else ""
            made = self._add(verb.key, verb.label, kind, partial(self._run, verb))
            lacking = gates[verb.key].missing
            made.setEnabled(not lacking)
            made.setToolTip(_("还差：{}").format("、".join(lacking)) if lacking else "")
        self._say_missing()
        if not offered and visit.row["void_reason"]:
            self.quiet.setText(_("已作废，只能查看"))
        self.setHidden(self._register.model.SINGLE and not self.buttons)

    def _offer_closing(self, visit: Visit) -> None:
        """While a 更正 is open there are only its two ends."""
        assert visit.record is not None
        sitting = visit.sitting
        state = correcting.closing(sitting.db, self._register, visit.record, sitting.clock.today())
        self.missing, self._places = list(state.gate.missing), dict(state.gate.fields)
        self._next = _("完成更正")
        self._add("abandon", _("放弃更正"), "", self._abandon)
        made = self._add("finish", _("完成更正"), "primary", self._finish)
        made.setEnabled(state.changed and not self.missing)
        lacking = _("还差：{}").format("、".join(self.missing)) if self.missing else ""
        made.setToolTip(lacking if state.changed else _("还没有改动"))
        self._say_missing()
        self.show()

    def _correct(self) -> None:
        visit = self._visit
        if visit is None or visit.record is None or not self._ready():
            return
        text = _("记录重新打开修改；每处修改前后的内容和这条原因写入历史，打印件上注明更正次数，已有的签署随修改失效。")
        reason = self._messages.ask_reason(
            _("更正“{}”？").format(name_of(visit)), text, _("开始更正"), label_text=_("更正原因"), danger=False
        )
        record = visit.record
        if reason:
            self._do(lambda: correcting.begin(visit.sitting, self._register, record, reason))

    def _finish(self) -> None:
        visit = self._visit
        if visit is None or visit.record is None or not self._ready():
            return
        record, sitting = visit.record, visit.sitting
        state = correcting.closing(sitting.db, self._register, record, sitting.clock.today())
        title = _("完成更正“{}”？").format(name_of(visit))
        waiver = ask_waiver(self._messages, title, _("完成更正"), state.gate.waivable)
        if waiver is not None:
            self._do(lambda: correcting.finish(sitting, self._register, record, waiver))

    def _abandon(self) -> None:
        visit = self._visit
        if visit is None or visit.record is None or not self._ready():
            return
        title, text = _("放弃更正“{}”？").format(name_of(visit)), _("更正开始以来的修改全部还原，不计更正次数。")
        record = visit.record
        if self._messages.ask(title, text, _("放弃更正"), cancel=_("继续更正")):
            self._do(lambda: correcting.abandon(visit.sitting, self._register, record))

    def void(self) -> None:
        """作废 with a reason; the record stays, read only."""
        visit = self._visit
        if visit is None or visit.record is None or visit.row is None or not self._ready():
            return
        count = len(records.references(visit.sitting.db, self._register, visit.record))
        text = _("作废后只能查看，不再计入统计，也不能再被新记录选用。")
        if count:
            text += _("已引用的 {} 条记录不受影响。").format(count)
        reason = self._messages.ask_reason(
            _("作废“{}”？").format(name_of(visit)), text, _("作废"), label_text=_("原因")
        )
        if reason:
            self._do(lambda: records.void(visit.sitting, self._register, visit.record or 0, reason))

    def _run(self, verb: Verb) -> None:
        visit = self._visit
        if visit is not None and visit.row is not None and self._ready():
            self._do(lambda: run_verb(self._messages, visit, verb))

    def _restore(self) -> None:
        visit = self._visit
        if visit is not None and visit.record is not None:
            record = visit.record
            self._do(lambda: records.restore(visit.sitting, self._register, record))

    def _do(self, act: Callable[[], records.Change | None]) -> None:
        try:
            change = act()
        except Blocked as blocked:
            self._messages.error(blocked)
            self.set_visit(self._visit)
        except UserError as error:
            self._messages.error(error)
        else:
            if change is not None:
                self.done.emit(change)

    def _ready(self) -> bool:
        if self._flush():
            return True
        self.refused.emit()
        return False

    def _add(self, key: str, text: str, kind: str, act: Callable[[], object]) -> QPushButton:
        made = button(self._kit.theme, text, "", kind, on_click=act)  # type: ignore[arg-type]
        made.setProperty("small", self._is_narrow())
        self.buttons[key] = made
        self._line.addWidget(made)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow pane has no room for all the words."""
        super().resizeEvent(event)
        for made in self.buttons.values():
            set_property(made, "small", self._is_narrow())
        if self.missing:
            self._say_missing()

    def _is_narrow(self) -> bool:
        return self.width() < self._kit.theme.px(_NARROW)

    def _say_missing(self) -> None:
        count = len(self.missing)
        long, short = _("还差 {} 项必填").format(count), _("还差 {} 项").format(count)
        used = sum(made.sizeHint().width() + 6 for made in self.buttons.values()) + self._kit.theme.px(52)
        fits = self.note.fontMetrics().horizontalAdvance(long) <= self.width() - used
        self._say((long if fits else short) if count else "")

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.note.setToolTip(_("{verb}还差：{labels}").format(verb=self._next, labels="、".join(self.missing)))

    def _open_menu(self) -> None:
        self.menu().popup(self.note.mapToGlobal(self.note.rect().topLeft()))

    def menu(self) -> QMenu:
        """What is missing, each leading to its field where there is one."""
        made = QMenu(self.note)
        by_label = {**{str(f.verbose_name): f for f in self._jumps()}, **self._places}
        for text in self.missing:
            action = made.addAction(text)
            field = by_label.get(text)
            if field is not None:
                action.triggered.connect(lambda _on=False, f=field: self.jump.emit(f))
            else:
                action.triggered.connect(lambda _on=False, t=text: self.jump.emit(t))
        made.aboutToHide.connect(made.deleteLater)
        return made

    def _jumps(self) -> Sequence[AnyField]:
        return [*self._register.fields, *(f for spec in self._register.lines for f in spec.fields)]
