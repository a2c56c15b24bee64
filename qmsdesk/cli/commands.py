"""The commands about the workspace itself, and the table of all commands."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from qmsdesk import clock
from qmsdesk.cli import desk, evidence, reminding, sheets
from qmsdesk.cli.output import document, progress, say
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.indicators import Assessment
from qmsdesk.services import assessment, backup, checking, founding, graded, narrative, readiness
from qmsdesk.services.due import DueItem
from qmsdesk.standard.rows import RESULT_TITLES
from qmsdesk.standard.scoring import rule_title


def run(arguments: argparse.Namespace) -> int:
    """Perform the command asked for; without one, say how to ask."""
    if arguments.command is None:
        raise UserError(_("没有写命令。"), _("用 qmsdesk --help 看有哪些命令。"))
    command: str = arguments.command
    return COMMANDS[command](arguments)


def new(a: argparse.Namespace) -> int:
    now = clock.from_environment()
    name = founding.checked_name(a.name)
    with founding.establish(a.workspace, now, a.by, name).workspace as workspace:
        say(_("已新建“{}”：{}").format(name, workspace.folder))
    return 0


def demo(a: argparse.Namespace) -> int:
    from qmsdesk.services import sample

    sample.build(a.workspace, progress())
    say(_("已建立示例企业：{}").format(workspaces.folder_of(a.workspace)))
    return 0


def status(a: argparse.Namespace) -> int:
    today = a.on or clock.from_environment().today()
    with desk.records_of(a.workspace) as db:
        judged = readiness.judge(readiness.facts(db, today))
        due = readiness.due(db, today)
    if a.json:
        document(readiness.to_json(today, judged, due))
        return 0
    for j in judged:
        say(f"{readiness.STATE_TITLES[j.verdict.state]}　{j.requirement.reference}　{j.requirement.title}")
        lacks = j.verdict.missing if j.counts else ()
        for missing in lacks[:5]:
            say(_("　　缺：{}").format(missing.text))
        if len(lacks) > 5:
            say(_("　　……共缺 {} 项").format(len(lacks)))
    for item in due:
        number = f"（{item.number}）" if item.number else ""
        say(f"{_coming(item, today)}　{item.title}{number}")
    return 0


def _coming(item: DueItem, today: dt.date) -> str:
    """When an item is due, and how far off that is."""
    days = (item.date - today).days
    if item.overdue or days < 0:
        return _("逾期　{}（已过 {} 天）").format(item.date, -days)
    return _("将到期　{}（还有 {} 天）").format(item.date, days) if days else _("今天到期　{}").format(item.date)


def assess(a: argparse.Namespace) -> int:
    with desk.records_of(a.workspace) as db:
        sheet = assessment.asked_for(db, a.round, a.version, a.rule)
        row = assessment.find(db, a.round, a.version) if a.version is not None else None
        final = row is not None and row.of(Assessment.status) == "final"
    if a.json:
        document(sheet.to_json())
        return 0
    titles = {str(key): title for key, title in RESULT_TITLES.items()}
    for r in sheet.rows:
        if r.counted:
            values = " → ".join((r.before or "—", r.target or "—", r.after or "—"))
            say(f"{r.no:>3}  {r.category_title}  {r.indicator}  {values}  {r.unit}  {titles[r.result]}")
    rule = rule_title(sheet.rule)
    total, grade = graded.figures(sheet, final=final)
    say(_("合计评分 {}/{}，{}（计分口径：{}）").format(total, sheet.maximum, grade, rule))
    if total != graded.NO_TOTAL:
        others = (f"{rule_title(rule)} {total}" for rule, total in sheet.totals_by_rule.items() if rule != sheet.rule)
        say(_("其他口径：{}").format("；".join(others)))
    for warning in sheet.warnings:
        say(_("提醒：{}").format(warning.text))
    return 0


def check(a: argparse.Namespace) -> int:
    anchor = evidence.anchor_of(a.anchor) if a.anchor else None
    with desk.reading_from(a.workspace) as workspace:
        report = checking.check(workspace, progress(), anchor=anchor)
    if a.json:
        document({
            "ok": not report.findings, "entries": report.entries, "files": report.files,
            "head": {"seq": report.head.seq, "hash": report.head.hash, "at": report.head.at},
            "findings": [{"code": f.code, "text": f.text} for f in report.findings],
        })  # fmt: skip
    else:
        for finding in report.findings:
            say(finding.text)
        words = _("历史 {} 条、附件 {} 个，校验码 {}").format(report.entries, report.files, report.head.short)
        say(
            _("发现 {} 处问题；{}").format(len(report.findings), words)
            if report.findings
            else _("没有问题；{}").format(words)
        )
    return 1 if report.findings else 0


def back_up(a: argparse.Namespace) -> int:
    with desk.reading_from(a.workspace) as workspace:
        _refuse_others_folder(workspace.folder, a.folder)
        made = backup.backup(workspace, a.folder, clock.from_environment(), progress=progress())
    say(_("已备份到 {}").format(made))
    lost = backup.missing(made)
    if lost:
        say(backup.loss(lost))
        for name in lost:
            say(_("缺：{}").format(name))
    return 1 if lost else 0


def _refuse_others_folder(own: Path, target: Path) -> None:
    """The backup of one enterprise among the files of another would be taken for one of its own."""
    there = target.expanduser().absolute()
    for folder in (there, *there.parents):
        if (folder / workspaces.FILE).is_file():
            if not folder.samefile(own):
                text = _("“{}”在另一家企业的文件夹或备份里，不能放这家企业的备份。")
                raise UserError(text.format(target), _("换一个文件夹。"))
            return


def restore(a: argparse.Namespace) -> int:
    source: Path = a.backup
    if not source.exists():
        raise UserError(_("找不到备份“{}”。").format(source), _("选择 backup 命令生成的日期文件夹。"))
    aside = backup.restore(source, workspaces.folder_of(a.workspace), clock.from_environment(), progress())
    say(_("已恢复到 {}").format(workspaces.folder_of(a.workspace)))
    if aside:
        say(_("原来的数据移到了 {}").format(aside))
    return 0


def history(a: argparse.Namespace) -> int:
    with desk.records_of(a.workspace) as db:
        if a.register:
            register = desk.register_of(a.register)
            if not a.number:
                raise UserError(
                    _("查看一条记录的历史时要写编号。"), _("例如 qmsdesk history 企业文件夹 document HY-QP-01。")
                )
            told = narrative.of_record(db, register, desk.record_of(db, register, a.number).id)
        else:
            told = narrative.all_entries(db)
    if a.json:
        document([
            {"seq": t.seq, "batch": t.batch, "at": t.at, "by": t.by, "system_user": t.system_user, "verb": t.verb,
             "register": t.register, "number": t.number, "why": t.why,
             "changes": [{"field": c.label, "old": c.old, "new": c.new} for c in t.changes]}
            for t in told
        ])  # fmt: skip
        return 0
    for t in told:
        say(f"{t.at}  {t.by}  {t.number}  {t.text}")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "new": new, "demo": demo, "registers": sheets.registers, "template": sheets.template, "import": sheets.import_,
    "export": sheets.export, "attach": sheets.attach, "status": status, "assess": assess, "report": evidence.report,
    "bundle": evidence.bundle, "verify": evidence.verify, "check": check, "backup": back_up, "restore": restore,
    "history": history, "reminders": reminding.listing, "issue": reminding.issue, "collect": reminding.collect,
}  # fmt: skip
