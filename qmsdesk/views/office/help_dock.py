"""F1: the clause in words. DB3203's own text; of GB/T 19001 only number, title and one line of ours."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QTextBrowser, QWidget

from qmsdesk.i18n import _
from qmsdesk.registers.kinds import parse_clauses
from qmsdesk.standard.clauses import EDITIONS, Clause, clauses
from qmsdesk.views.theme.apply import Theme


class HelpDock(QDockWidget):
    """At the right of the window; closes with its button or Esc."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(_("条款说明"), parent)
        self._theme = theme
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setObjectName("help")
        self.browser = QTextBrowser(self)
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(lambda url: self.show_clause(url.toString()))
        self.setWidget(self.browser)
        self._shown = ""
        theme.changed.connect(lambda: self.show_clause(self._shown) if self._shown else None)
        self.hide()

    def show_clause(self, key: str) -> None:
        """A clause as records store it (``1023/6.9.5``) or as people write it; the contents when it is not known."""
        self._shown = key
        found = _find(key)
        self.browser.setHtml(self._clause(*found) if found else self._contents())
        self.show()
        self.raise_()

    def _clause(self, edition: str, found: Clause) -> str:
        standard = EDITIONS[edition]
        parts = [
            f"<p style='color:{self._theme.tokens.text3}'>{escape(standard.standard)}</p>",
            f"<h3>{escape(found.number)} {escape(found.title_zh)}</h3>",
            f"<p style='color:{self._theme.tokens.text3}'>{escape(found.title_en)}</p>",
        ]
        parts += [f"<p>{escape(line)}</p>" for line in (found.text or found.summary).splitlines() if line.strip()]
        if found.maintain or found.retain:
            words = [_("保持成文信息（文件）")] * found.maintain + [_("保留成文信息（记录）")] * found.retain
            parts.append(f"<p><b>{escape('、'.join(words))}</b></p>")
        parts.append(f"<p><a href='contents'>{_('全部条款')}</a></p>")
        return "".join(parts)

    def _contents(self) -> str:
        parts = []
        for edition in reversed(list(EDITIONS.values())):
            parts.append(f"<h3>{escape(edition.standard)}</h3>")
            parts += [
                f"<p><a href='{edition.key}/{escape(c.number)}'>{escape(c.number)}</a> {escape(c.title_zh)}</p>"
                for c in clauses(edition.key)
            ]
        return "".join(parts)


def _find(key: str) -> tuple[str, Clause] | None:
    stored = key
    if "/" not in key or key.startswith(("GB/T", "DB3203/T")):
        try:
            stored = parse_clauses(key)[0]
        except (ValueError, IndexError):
            return None
    edition, _slash, number = stored.partition("/")
    number = number.rstrip(")")
    while number:
        for candidate in (number, number + ")"):
            found = _lookup(edition, candidate)
            if found is not None:
                return edition, found
        shorter = number.rpartition(" ")[0] or number.rpartition(".")[0]
        number = shorter if shorter != number else ""
    return None


def _lookup(edition: str, number: str) -> Clause | None:
    if edition not in EDITIONS:
        return None
    return next((c for c in clauses(edition) if c.number == number), None)
