"""版本对照: what two versions of a plan have and have not in common."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField, Row
from qmsdesk.models.project import Plan, PlanItem
from qmsdesk.services import plans, reading
from qmsdesk.services.plans import KINDS, Difference
from qmsdesk.services.sitting import Sitting
from qmsdesk.views.onerecord.rows_tree import Cell, Head, Listed, RowsTree
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.card import Card
from qmsdesk.views.widgets.styling import label, row

_COLUMNS = (
    (_("对照"), 76), (_("痛点"), 170), (_("措施"), 0), (_("改了什么"), 88), (_("原来"), 190), (_("现在"), 190),
)  # fmt: skip


class ComparePane(Card):
    """The version shown beside an older one; ``told`` are the lines in words, for reading and for tests."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("版本对照"), parent=parent)
        self._sitting: Sitting | None = None
        self._shown = self._version = 0
        self._versions: list[Row] = []
        self.box = QComboBox(self)
        self.box.setAccessibleName(_("与哪一版对照"))
        self.box.activated.connect(lambda _place: self._compare())
        holder = QWidget(self)
        line = row(holder, spacing=8, margins=(14, 8, 14, 8))
        line.addWidget(label(_("与"), "label"))
        line.addWidget(self.box)
        self.summary = label("", "label")
        line.addWidget(self.summary, 1)
        self.add(holder)
        self.tree = RowsTree(theme, _COLUMNS, _("版本对照"), self)
        self.add(self.tree, 1)
        self.found: list[Difference] = []

    def show_plan(self, sitting: Sitting, plan: Row) -> None:
        """A version beside the one before it (the first one: beside the one after it), or the one chosen last."""
        kept = self.box.currentData() if self._shown == plan.id else None
        self._sitting, self._shown, self._version = sitting, plan.id, plan.of(Plan.version)
        self._versions = [each for each in plans.versions(sitting.db, plan.id) if each.id != plan.id]
        self.box.clear()
        for each in self._versions:
            self.box.addItem(_("第 {} 版（{}）").format(each.of(Plan.version), each["number"]), each.id)
        older = [place for place, each in enumerate(self._versions) if each.of(Plan.version) < self._version]
        place = self.box.findData(kept) if kept is not None else -1
        self.box.setCurrentIndex(place if place >= 0 else older[-1] if older else 0)
        self.box.setEnabled(bool(self._versions))
        self._compare()

    def _compare(self) -> None:
        place = self.box.currentIndex()
        if self._sitting is None or place < 0:
            self.found = []
            self.summary.setText(_("只有一版，没有可以对照的版本。批准后用“出新版”修改方案。"))
            self.tree.fill(())
            return
        other = self._versions[place]
        earlier, later = other.id, self._shown
        if other.of(Plan.version) > self._version:  # what came later is what it became, from whichever one looks
            earlier, later = later, earlier
        self.found = plans.compare(self._sitting.db, earlier, later)
        counts = [
            _("{} {} 项").format(word, sum(one.kind == kind for one in self.found)) for kind, word in KINDS.items()
        ]
        reason = reading.row(self._sitting.db, Plan, later)
        why = str(reason.of(Plan.change_reason)) if reason is not None else ""
        said = _("对照：{}。").format("，".join(counts))
        self.summary.setText(said + (_("更改原因：{}").format(why) if why else ""))
        self.summary.setToolTip(why)
        listed = [each for one in self.found if one.kind != "same" for each in self._lines(self._sitting, one)]
        self.tree.fill((Head(tuple(listed)),))

    def _lines(self, sitting: Sitting, one: Difference) -> Sequence[Listed]:
        item = one.new or one.old
        assert item is not None
        pain, measure = item.of(PlanItem.pain), item.of(PlanItem.measure)
        word = Cell(KINDS[one.kind], {"added": "ok", "removed": "bad"}.get(one.kind, "warn"))
        first = (word, Cell(pain, tip=pain), Cell(measure, tip=measure))
        if one.old is None or one.new is None:
            return (Listed(item.id, (*first, Cell(), Cell(), Cell())),)
        found = []
        for place, field in enumerate(one.fields):
            texts = (_shown(sitting, field, one.old), _shown(sitting, field, one.new))
            head = first if place == 0 else (Cell(), Cell(), Cell())
            values = (Cell(text, "text2" if old else "", tip=text) for text, old in zip(texts, (1, 0), strict=True))
            found.append(Listed(item.id, (*head, Cell(str(field.verbose_name)), *values)))
        return found


def _shown(sitting: Sitting, field: AnyField, item: Row) -> str:
    return reading.display(sitting.db, field, item.of(field)) or _("（空）")
