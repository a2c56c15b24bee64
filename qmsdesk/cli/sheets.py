"""The commands about registers as sheets, and evidence files."""

from __future__ import annotations

import argparse
from pathlib import Path

from qmsdesk import clock
from qmsdesk.cli import desk
from qmsdesk.cli.output import document, progress, say
from qmsdesk.errors import UserError
from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import ALL
from qmsdesk.registers.describe import describe
from qmsdesk.services import attachments


def registers(a: argparse.Namespace) -> int:
    if a.json:
        document([describe(register) for register in ALL])
        return 0
    for register in ALL:
        say(f"{register.key}  {register.title}")
        for column in describe(register)["columns"]:
            mark = " *" if column["required"] else ""
            choices = _("（{}）").format("、".join(column["choices"])) if column["choices"] else ""
            say(f"    {column['label']}{mark}{choices}")
    return 0


def template(a: argparse.Namespace) -> int:
    from qmsdesk.exchange import exporting

    if a.out.suffix.lower() != ".xlsx":
        raise UserError(_("空白导入表只能存为 .xlsx。"), _("把输出文件名改为 .xlsx 结尾。"))
    desk.refuse_existing(a.out, force=a.force)
    exporting.template(desk.register_of(a.register), a.out)
    say(_("已保存 {}").format(a.out))
    return 0


def attach(a: argparse.Namespace) -> int:
    register = desk.register_of(a.register)
    for file in a.files:
        if not file.is_file():
            raise UserError(_("找不到文件“{}”。").format(file), _("检查文件名；没有添加任何附件。"))
    with desk.writing_to(a.workspace, a.by) as sitting:
        row = desk.record_of(sitting.db, register, a.number)
        with sitting.batch(_("添加附件")):
            for file in a.files:
                attachments.attach(sitting, register, row.id, file, title=a.title, evidence_on=a.date,
                                   progress=progress())  # fmt: skip
    say(_("已给 {} 添加 {} 个附件").format(row["number"], len(a.files)))
    return 0


def export(a: argparse.Namespace) -> int:
    register = desk.register_of(a.register)
    ending = a.out.suffix.lower()
    if ending not in {".xlsx", ".csv", ".json", ".pdf"}:
        raise UserError(
            _("不能导出为“{}”。").format(ending or a.out.name), _("文件名以 .xlsx、.csv、.json 或 .pdf 结尾。")
        )
    desk.refuse_existing(a.out, force=a.force)
    with desk.records_of(a.workspace) as db:
        if ending == ".pdf":
            from qmsdesk.reports import from_records
            from qmsdesk.services.reading import Query
            from qmsdesk.services.saving import write_file

            when = clock.from_environment().now()
            write_file(a.out, from_records.register_pdf(db, Query(register), when).data)
        else:
            from qmsdesk.exchange import exporting

            exporting.export(db, register, a.out)
    desk.note_export(a, "list")
    say(_("已导出 {}").format(a.out))
    return 0


def import_(a: argparse.Namespace) -> int:
    from qmsdesk.exchange import importing
    from qmsdesk.exchange import report as reporting

    register = desk.register_of(a.register)
    if not a.file.is_file():
        raise UserError(_("找不到文件“{}”。").format(a.file), _("检查文件名和所在的文件夹。"))
    if a.report:
        _refuse_report(a.report, a.file)
        desk.refuse_existing(a.report, force=a.force)
    with desk.trying_on(a.workspace, a.by) if a.dry_run else desk.writing_to(a.workspace, a.by) as sitting:
        plan = importing.read_plan(
            sitting, register, a.file, sheet=a.sheet or None, mapping=_mapping(a.map), on_duplicate=a.on_duplicate,
            progress=progress(),
        )  # fmt: skip
        wrong = bool(plan.bad or plan.missing)
        result = None
        if a.report:  # before anything is written: a disk that fails here must not leave half of what was asked for
            reporting.write_report(plan, a.report, sitting.clock.now())
        if not a.dry_run and not plan.missing and (a.partial or not wrong):
            result = importing.apply(sitting, plan, partial=a.partial, reason=a.reason, progress=progress())
    if a.json:
        document({**reporting.summary(plan, result), "report": str(a.report) if a.report else None})
    else:
        for line in reporting.sentences(plan, result):
            say(line)
        if a.report:
            say(_("错误清单在 {}").format(a.report))
        elif a.partial and wrong:
            say(_("没有写入的行只列在上面；加 --report 错误清单.xlsx 可以存成表格，改正后再导入。"))
    return 1 if wrong else 0


def _refuse_report(report: Path, source: Path) -> None:
    if report.suffix.lower() != ".xlsx":
        raise UserError(_("错误清单只能存为 .xlsx。"), _("把文件名改为 .xlsx 结尾。"))
    if report.exists() and report.samefile(source):
        raise UserError(_("错误清单会覆盖要导入的文件“{}”。").format(source.name), _("给错误清单换一个文件名。"))
    if not report.parent.is_dir():
        raise UserError(_("文件夹“{}”不存在。").format(report.parent), _("先建好文件夹，或换个位置保存。"))


def _mapping(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        heading, equals, label = pair.partition("=")
        if not equals or not heading.strip() or not label.strip():
            raise UserError(
                _("--map 的写法不对：“{}”。").format(pair), _("写成 --map '列=字段'，例如 --map '文号=编号'。")
            )
        found[heading.strip()] = label.strip()
    return found
