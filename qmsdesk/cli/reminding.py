"""The commands about what is due, and the sheets people fill in."""

from __future__ import annotations

import argparse

from qmsdesk import clock
from qmsdesk.cli import desk
from qmsdesk.cli.output import document, progress, say
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.models.people import Enterprise, Person
from qmsdesk.services import issuing, reading, reminders
from qmsdesk.services.due import GROUP_TITLES, group, word
from qmsdesk.services.sitting import Sitting


def listing(a: argparse.Namespace) -> int:
    now = clock.from_environment()
    today = a.on or now.today()
    if a.ics and a.ics.suffix.lower() != ".ics":
        raise UserError(_("日历只能存为 .ics。"), _("把输出文件名改为 .ics 结尾。"))
    if a.ics:
        desk.refuse_existing(a.ics, force=a.force)
    with desk.records_of(a.workspace) as db:
        items = reminders.read(db, today, a.days)
        enterprise, mark = reading.enterprise(db), issuing.enterprise_mark(db)
    if a.ics:
        from qmsdesk.exchange import ics
        from qmsdesk.services.saving import write_file

        name = str(enterprise.of(Enterprise.name)) if enterprise else ""
        write_file(a.ics, ics.render(reminders.dated(items), name, mark, now.now(), today))
    if a.json:
        document([
            {"register": i.register, "number": i.number, "title": i.title, "date": i.date.isoformat(),
             "overdue": i.overdue, "kind": i.kind, "person": i.person, "department": i.department, "field": i.field}
            for i in items
        ])  # fmt: skip
        return 0
    for item in items:
        who = f"　{item.person}" if item.person else ""
        say(f"{GROUP_TITLES[group(item, today)]}　{item.date}　{word(item, today)}　{item.title}　{item.number}{who}")
    found = reminders.counts(items, today)
    say(_("逾期 {} 项，7 天内到期 {} 项，本月应填 {} 项").format(found.overdue, found.soon, found.months))
    if a.ics:
        say(_("已保存 {}").format(a.ics))
    return 0


def issue(a: argparse.Namespace) -> int:
    from qmsdesk.exchange import fill_in

    with desk.writing_to(a.workspace, a.by) as sitting:
        people = {_person(sitting, name) for name in a.person} or None
        issued = fill_in.issue(sitting, a.folder, people, progress())
    for name, path in issued.files:
        say(f"{name}　{path.name}")
    say(_("已下发 {} 份填报表，共 {} 行，在 {}").format(len(issued.files), issued.rows, a.folder))
    if issued.nobody:
        say(_("另有 {} 行没有责任人，没有下发。").format(issued.nobody))
    return 0


def collect(a: argparse.Namespace) -> int:
    from qmsdesk.exchange import fill_in_apply, fill_in_read

    with desk.trying_on(a.workspace, a.by) if a.dry_run else desk.writing_to(a.workspace, a.by) as sitting:
        plan = fill_in_read.read(sitting, a.file, progress=progress())
        wrong = any(row.state in {"error", "conflict", "locked"} for row in plan.rows)
        written = 0
        if plan.ready and not a.dry_run and (a.partial or not wrong):
            fill_in_apply.apply(sitting, plan, progress())
            written = len(plan.ready)
    if a.json:
        document({**plan.to_json(), "written": written})
    else:
        for row in plan.rows:
            if row.says:
                say(_("{} 第 {} 行　{}：{}").format(row.sheet, row.row, row.title, row.says))
        say(_("{}的填报表：{}；写入 {} 行").format(plan.ledger.name, plan.sentence(), written))
        if wrong and plan.ready and not written and not a.dry_run:
            say(_("因为有不能导入的行，一行都没有写入。改正后再导入，或加 --partial 只写入没有问题的行。"))
    return 1 if wrong else 0


def _person(sitting: Sitting, name: str) -> int:
    """The id of somebody by number or name; refused where nobody or several answer to it."""
    people = reading.rows(sitting.db, Person, Person.void_reason == "")
    found = [p for p in people if name in {p["number"], p.of(Person.name)}]
    if len(found) != 1:
        text = _("没有叫“{}”的人。") if not found else _("叫“{}”的不止一个人。")
        raise UserError(text.format(name), _("写人员编号，例如 RY-001；用 qmsdesk export 查看。"))
    return found[0].id
