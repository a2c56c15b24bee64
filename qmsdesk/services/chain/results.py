"""The part of the chain that shows the effect: indicators, 表C.1, acceptance, cases, bundles (6.9–6.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from qmsdesk.clock import in_china
from qmsdesk.i18n import _
from qmsdesk.models.acceptance import Acceptance, AcceptanceScore, CaseIndicator, CaseStudy
from qmsdesk.models.base import Row
from qmsdesk.models.indicators import Assessment, Indicator, Measurement
from qmsdesk.models.system import ExportLog
from qmsdesk.services import assessment, indicators, live, rounds
from qmsdesk.services.assessment import Sheet, SheetRow
from qmsdesk.services.case import shown
from qmsdesk.services.chain import nodes
from qmsdesk.services.chain.graph import Graph
from qmsdesk.services.chain.nodes import Key, Node
from qmsdesk.services.chain.source import Source, label, told
from qmsdesk.standard.rows import RESULT_TITLES, result
from qmsdesk.standard.values import text

_RESULTS: dict[str, str] = {str(key): title for key, title in RESULT_TITLES.items()}
_BUNDLES = 3
"""The newest bundles that are shown."""


def add_indicators(graph: Graph, source: Source) -> None:
    """Each indicator with its values in the round the enterprise stands by, its months and their files."""
    facts = source.facts
    evidenced = any(register == "measurement" for register, _record in facts.evidence)
    for each in indicators.evaluate(facts, rounds.stood_by(source.db, facts)):
        row, stored, unit = each.row, each.indicator, each.row.unit
        # Columns of the months, without making rows of all of them.
        values = zip(
            live.column(each.months, Measurement.value), live.column(each.months, Measurement.numerator), strict=True
        )
        entered = sum(value is not None or numerator is not None for value, numerator in values)
        files = facts.evidence.get(("indicator", stored.id), 0)
        months = live.column(each.months, Measurement.id) if evidenced else ()
        files += sum(facts.evidence.get(("measurement", month), 0) for month in months)
        details = told(
            ("{}", _values(text(row.before, unit), text(row.target, unit), text(row.after, unit), unit)),
            (_("按台账自动取数 {} 个月") if stored.of(Indicator.feed) else _("月度数据 {} 条"), entered),
            (_("证据文件 {} 个"), files),
        )
        graph.add(
            Node(Key("indicator", stored.id), nodes.INDICATOR, row.number, row.indicator, RESULT_TITLES[result(row)],
                 details, row.number, files)
        )  # fmt: skip


def add_results(graph: Graph, source: Source) -> None:
    """Rows of 表C.1, scores of the acceptance, cases and bundles; indicators must be there already."""
    scores = _scores(graph, source)
    _acceptances(graph, source, scores)
    _cases(graph, source, scores)
    _bundles(graph, source)


def _values(before: str, target: str, after: str, unit: str) -> str:
    return _("提升前 {}，目标 {}，提升后 {}").format(shown(before, unit), shown(target, unit), shown(after, unit))


def _rise(row: SheetRow) -> str:
    values = (shown(value, row.unit) for value in (row.before, row.after, row.target))
    return _("{} → {}，目标 {}").format(*values)


def _scores(graph: Graph, source: Source) -> list[tuple[str, SheetRow, Key]]:
    """The rows of the newest final version of each round, and of the draft after it: round, row, node."""
    ids = {row["number"]: row.id for row in source.facts.indicators}
    found = []
    for record in _current(assessment.versions(source.db)):
        sheet: Sheet = assessment.sheet_of(source.db, record, source.facts)
        said = (record["number"], record.of(Assessment.version), label(Assessment.status, record.of(Assessment.status)))
        given = {category.key: category.score for category in sheet.categories}
        for row in sheet.rows:
            if not row.counted or row.number not in ids:
                continue
            key = Key("assessment", record.id, "indicator", ids[row.number])
            details = (
                row.indicator,
                _("{}得 {} 分").format(row.category_title, given.get(row.category) or "0"),
                _("{} 第 {} 版 {}").format(*said),
                sheet.round,
            )
            number, state = _("表C.1 第 {} 版 序号 {}").format(said[1], row.no), _RESULTS.get(row.result, "")
            graph.add(
                Node(key, nodes.SCORE, number, _rise(row), state, details, record["number"],
                     source.files("assessment", record.id))
            )  # fmt: skip
            graph.link(Key("indicator", ids[row.number]), key, _("表C.1 的评价指标"))
            found.append((sheet.round, row, key))
    return found


def _current(versions: Iterable[Row]) -> list[Row]:
    """Of each round the version that stands and the draft that is newer."""
    by_round: dict[str, list[Row]] = {}
    for row in versions:
        by_round.setdefault(row.of(Assessment.round), []).append(row)
    found: list[Row] = []
    for same in by_round.values():
        last = rounds.final(same)
        found += [last] if last is not None and last is not same[-1] else []
        found.append(same[-1])
    return found


def _acceptances(graph: Graph, source: Source, scores: list[tuple[str, SheetRow, Key]]) -> None:
    for record, line, _place in source.lines(AcceptanceScore, AcceptanceScore.acceptance):
        if line.of(AcceptanceScore.score) is None:
            continue
        key = Key("acceptance", record.id, "acceptance_score", line.id)
        category = label(AcceptanceScore.category, line.of(AcceptanceScore.category))
        details = told((_("验收 {}"), record.of(Acceptance.held_on)), ("{}", line.of(AcceptanceScore.note)))
        caption = _("专家评分：{} {} 分").format(category, line.of(AcceptanceScore.score))
        graph.add(
            Node(key, nodes.SCORE, record["number"], caption, label(Acceptance.status, record.of(Acceptance.status)),
                 details, record["number"], source.files("acceptance", record.id))
        )  # fmt: skip
        for of_round, row, score in scores:
            same = record.of(Acceptance.round) in ("", of_round)
            if same and row.category == line.of(AcceptanceScore.category):
                graph.link(score, key, _("验收的评价项目"))


def _cases(graph: Graph, source: Source, scores: list[tuple[str, SheetRow, Key]]) -> None:
    rows: dict[int, list[Key]] = {}
    for _round, _row, score in scores:
        rows.setdefault(score.line, []).append(score)
    for record in source.of(CaseStudy).values():
        key = Key("case_study", record.id)
        details = told((_("成稿 {}"), record.of(CaseStudy.written_on)), (_("起草 {}"), record.of(CaseStudy.authors)))
        state = label(CaseStudy.status, record.of(CaseStudy.status))
        graph.add(
            Node(key, nodes.CASE, record["number"], record.of(CaseStudy.title), state, details, record["number"],
                 source.files("case_study", record.id))
        )  # fmt: skip
    for record, line, _place in source.lines(CaseIndicator, CaseIndicator.case):
        quoted = line.of(CaseIndicator.indicator)
        for above in rows.get(quoted) or [Key("indicator", quoted)]:
            graph.link(above, Key("case_study", record.id), _("案例引用的指标"))


def _bundles(graph: Graph, source: Source) -> None:
    """A bundle holds every case and result there was; each is linked where the chain ends."""
    born = {("case_study", row.id): row["created_at"] for row in source.of(CaseStudy).values()}
    born |= {("assessment", row.id): row["created_at"] for row in assessment.versions(source.db)}
    born |= {("acceptance", row.id): row["created_at"] for row in source.of(Acceptance).values()}
    ends = [
        key for key, node in graph.nodes.items() if node.step in (nodes.SCORE, nodes.CASE) and not graph.below(key)
    ]  # fmt: skip
    query = ExportLog.select().where(ExportLog.kind == "bundle").order_by(ExportLog.id.desc()).limit(_BUNDLES)
    for row in query.dicts().execute(source.db):
        key, made = Key("bundle", row["id"]), in_china(row["at"])
        details = told(
            (_("导出 {}"), f"{made:%Y-%m-%d %H:%M}"), (_("导出人 {}"), row["by"]), ("SHA-256 {}", row["sha256"])
        )
        graph.add(Node(key, nodes.BUNDLE, f"{made:%Y-%m-%d}", row["name"], "", details))
        for end in ends:
            if _moment(born[end.register, end.record]) <= _moment(row["at"]):
                graph.link(end, key, _("资料包收录"))


def _moment(stored: str) -> dt.datetime:
    return dt.datetime.fromisoformat(stored)
