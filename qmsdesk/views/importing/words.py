"""取值转换: what the words of a column mean."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from qmsdesk.exchange.importing import ImportPlan, PlanColumn
from qmsdesk.exchange.values import understood
from qmsdesk.i18n import _
from qmsdesk.models.base import AnyField
from qmsdesk.models.fields import MultiField
from qmsdesk.registers.kinds import is_blank, squeeze
from qmsdesk.views.importing.pick_box import PickBox
from qmsdesk.views.theme.apply import Theme
from qmsdesk.views.widgets.elided import Elided
from qmsdesk.views.widgets.icon import IconLabel
from qmsdesk.views.widgets.styling import column, label, row, rule

_SEVERAL = re.compile(r"[;；、,，/\n]+")


class WordsView(QWidget):
    """One line per word of the file; ``said`` carries the field, the word and the keys chosen for it."""

    said = Signal(object, str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.field: AnyField | None = None
        self._shown: object = None
        self.caption = label("", "caption")
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.boxes: dict[str, PickBox] = {}
        self._lines = column(self, spacing=6, margins=(0, 10, 0, 10))
        self._lines.addWidget(rule())
        head = row(margins=(0, 6, 0, 0))
        head.addWidget(label(_("取值转换"), "strong"))
        head.addWidget(self.caption, 1)
        self._lines.addLayout(head)
        self._holder: QWidget | None = None
        self.hide()

    def show_nothing(self) -> None:
        """No column has words that stand for something else."""
        self.field, self._shown = None, None
        self.hide()

    def show_field(self, plan: ImportPlan, f: AnyField, found: PlanColumn | None) -> None:
        """The words of a field; nothing is rebuilt while they are the same."""
        words = converted_words(plan, f)
        shown = (id(plan), f.name, tuple(words))
        if shown == self._shown:
            return
        self.field, self._shown = f, shown
        if found is not None:
            self.caption.setText(_("{} 列“{}” → {}").format(found.letter, found.heading, f.verbose_name))
        else:
            self.caption.setText(str(f.verbose_name))
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, self._theme.px(112))
        grid.setColumnStretch(2, 1)
        self.boxes = {}
        for place, (word, keys) in enumerate(words):
            name = Elided(word)
            name.setProperty("tone", "" if keys else "warn")
            grid.addWidget(name, place, 0)
            grid.addWidget(IconLabel(self._theme, "arrow-right-line", "text3", 14), place, 1)
            self.boxes[word] = self._box(f, word, keys)
            grid.addWidget(self.boxes[word], place, 2)
        self._lines.addWidget(self._holder)
        self.show()

    def _box(self, f: AnyField, word: str, keys: tuple[str, ...]) -> PickBox:
        box = PickBox()
        box.setAccessibleName(_("“{}”是").format(word))
        box.setPlaceholderText(_("请选择"))
        labels = {key: str(text) for key, text in f.choices}
        for key, text in labels.items():
            box.addItem(text, (key,))
        if len(keys) > 1:
            box.addItem(" + ".join(labels.get(key, key) for key in keys), keys)
        place = next((i for i in range(box.count()) if tuple(box.itemData(i)) == keys), -1)
        box.setCurrentIndex(place)
        box.activated.connect(lambda at, f=f, w=word, b=box: self.said.emit(f, w, tuple(b.itemData(at))))
        return box


def converted_words(plan: ImportPlan, f: AnyField) -> list[tuple[str, tuple[str, ...]]]:
    """The words of a column that stand for something else than they say, those not understood first.

    Of a field with dozens of choices only those the register itself does not know: the rest would bury them.
    """
    if not f.choices:
        return []
    labels = {key: squeeze(str(text)) for key, text in f.choices}
    words: dict[str, None] = {}
    for text in (each.text(f) for each in plan.rows):
        parts = _SEVERAL.split(text) if isinstance(f, MultiField) else [text]
        words.update(dict.fromkeys(part.strip() for part in parts if not is_blank(part)))
    meant = [(word, understood(f, word, plan.words.get(f, {}))) for word in words]
    sheet = plan.register.sheet
    if f in sheet.near:
        other = [(word, keys) for word, keys in meant if not understood(f, word, sheet.choices.get(f, {}))]
    else:
        other = [(word, keys) for word, keys in meant if [labels.get(key) for key in keys] != [squeeze(word)]]
    return sorted(other, key=lambda found: bool(found[1]))
