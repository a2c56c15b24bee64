"""The item at the cursor: its words in 表A.1, its clauses, what is known of it, what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.project import Opinion, SurveyFinding
from qmsdesk.registers.kinds import to_text
from qmsdesk.services.survey_hints import Hint
from qmsdesk.services.surveying import WEAK, Found, Given
from qmsdesk.standard.categories import category
from qmsdesk.standard.clauses import DEFAULT_EDITION
from qmsdesk.views.survey.grid_cells import TONES
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.buttons import button, link
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.chips import ClauseTag
from qmsdesk.views.widgets.pill import Pill
from qmsdesk.views.widgets.styling import column, label, row, rule


class SidePanel(Card):
    """``opened`` carries register and number of a record, ``clause_opened`` a clause.

    ``taken`` asks for the value offered, ``opinion_asked`` for an opinion, ``chain_asked`` for the chain.
    """

    opened = Signal(str, str)
    clause_opened = Signal(str)
    taken = Signal()
    opinion_asked = Signal()
    chain_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._shown: object = None
        head = QWidget(self)
        line = row(head, margins=(14, 9, 12, 7))
        self.title = label("", "h3", wrap=True)
        self.pill = Pill(theme, "", parent=head)
        line.addWidget(self.title, 1)
        line.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignTop)
        self.add(head)
        self.add(rule())
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self.area)
        self.area.setWidget(inside)
        self.parts = column(inside, spacing=4, margins=(14, 8, 12, 10))
        self.add(self.area, 1)
        self.write = button(theme, _("写诊断意见"), "quill-pen-line", small=True, on_click=self.opinion_asked.emit)
        self.chain = button(theme, _("追溯链"), "node-tree", small=True, on_click=self.chain_asked.emit)
        self.set_footer(self.write, None, self.chain)

    def show_item(self, found: Found | None, hint: Hint | None, *, writable: bool) -> None:
        """Another item, or the same one after something was saved; nothing is made anew where nothing changed."""
        wanted = (found, hint, writable)
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self.parts.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self.setEnabled(found is not None)
        if found is None:
            self.title.setText("")
            self.pill.set_state("")
            return
        about = found.item
        self.title.setText(f"{about.code} {about.label}")
        self.pill.set_state(dict(SurveyFinding.STATE).get(found.state, _("未调研")), TONES.get(found.state, "neutral"))
        self._text(_("表A.1 {}").format(category(about.category).a1_title), "caption")
        self._text(about.title)
        self._tags(about.clause_refs)
        self._hint(found, hint, writable=writable)
        self._opinions(found)
        self._indicators(found)
        self.parts.addStretch(1)
        self.write.setVisible(writable)
        weak = found.state in WEAK and not found.opinions
        self.write.setToolTip(_("薄弱和未开展的条目还没有诊断意见（6.5.8）") if weak else "")
        self.chain.setEnabled(found.line is not None)

    def texts(self) -> list[str]:
        """What is said, top to bottom."""
        items = (self.parts.itemAt(place) for place in range(self.parts.count()))
        return [made.accessibleName() for item in items if item is not None and (made := item.widget())]

    def _text(self, text: str, role: str = "", tone: str = "") -> None:
        made = label(text, role, tone=tone, wrap=True)
        made.setAccessibleName(text)
        self.parts.addWidget(made)

    def _section(self, title: str) -> None:
        self.parts.addSpacing(6)
        self._text(title, "strong")

    def _tags(self, clauses: tuple[str, ...]) -> None:
        holder = QWidget()
        line = row(holder, spacing=5)
        line.addWidget(label("GB/T 19001", "caption"))
        for clause in clauses:
            tag = ClauseTag(clause)
            tag.opened.connect(lambda ref: self.clause_opened.emit(f"{DEFAULT_EDITION}/{ref}"))
            line.addWidget(tag)
        line.addStretch(1)
        holder.setAccessibleName("、".join(clauses))
        self.parts.addWidget(holder)

    def _hint(self, found: Found, hint: Hint | None, *, writable: bool) -> None:
        self._section(_("可取的现状值"))
        if hint is None:
            self._text(_("台账和指标里没有，按调研到的填写。算法：{}").format(found.item.formula), "label")
            return
        stored = str(found.line.of(SurveyFinding.value)) if found.line is not None else ""
        holder = QWidget()
        line = row(holder, spacing=8)
        told = label(hint.text, "h3")
        line.addWidget(told)
        line.addStretch(1)
        if writable and stored != hint.text:
            line.addWidget(button(self._theme, _("取用"), small=True, on_click=self.taken.emit))
            holder.setToolTip("Ctrl+Enter")
        holder.setAccessibleName(hint.text)
        self.parts.addWidget(holder)
        self._text(hint.source, "label")

    def _opinions(self, found: Found) -> None:
        self._section(_("诊断意见"))
        if not found.opinions:
            weak = found.state in WEAK
            self._text(_("还没有") if weak else _("没有"), "label", "warn" if weak else "")
        for given in found.opinions:
            self._leading(_opinion(given), given.diagnosis["number"], "diagnosis")

    def _indicators(self, found: Found) -> None:
        self._section(_("对应指标"))
        if not found.indicators:
            self._text(_("没有"), "label")
        for each in found.indicators:
            self._leading(str(each.of(Indicator.name)), each["number"], "indicator")

    def _leading(self, text: str, number: str, register: str) -> None:
        """Words, and the number under them that leads to the record."""
        self._text(text, "label")
        go = link(self._theme, number, lambda: self.opened.emit(register, number), icon="arrow-right-line")
        go.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        go.setAccessibleName(_("打开 {}").format(number))
        self.parts.addWidget(go)


def _opinion(given: Given) -> str:
    adopted = to_text(Opinion.adopted, given.line.of(Opinion.adopted)) or _("待确认")
    return _("{}. {}（{}）").format(given.place, given.line.of(Opinion.text), adopted)
