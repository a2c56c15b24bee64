"""Which field of a register the user is at: the editor with the focus, or the column of the cell with the cursor."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QWidget

from qmsdesk.models.base import AnyField
from qmsdesk.registers.catalogue import BY_KEY
from qmsdesk.registers.spec import Register
from qmsdesk.views.register.cells import CellDelegate
from qmsdesk.views.register.editor import Editor
from qmsdesk.views.widgets.form import FormRow

_REGISTER_OF = {"indicators": "indicator", "self_evaluation": "assessment", "case_list": "case_study"}
"""Pages with a key of their own."""


def field_at(widget: QWidget | None) -> AnyField | None:
    """The field a widget edits, shows or belongs to; None where it belongs to no field."""
    while widget is not None:
        if isinstance(widget, FormRow) and isinstance(widget.editor, Editor):
            return widget.editor.field
        if isinstance(widget, Editor):
            return widget.field
        if isinstance(widget, QAbstractItemView):
            cells = widget.itemDelegate()
            return cells.field_at(widget.currentIndex()) if isinstance(cells, CellDelegate) else None
        widget = widget.parentWidget()
    return None


def register_of(page: str) -> Register | None:
    """The register that a page is about, by the key of the page; None where it is about none."""
    return BY_KEY.get(_REGISTER_OF.get(page, page))
