"""The words of the command line (stable: scripts and other people's programs call them)."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from qmsdesk import __version__
from qmsdesk.errors import UserError
from qmsdesk.i18n import _

RULES = ("any", "all", "representative", "proportional", "per_indicator")
PROFILES = ("full", "acceptance", "cb_stage1", "cb_stage2", "surveillance")
COMMANDS = (
    "new", "demo", "registers", "template", "import", "export", "attach", "status", "assess", "report", "bundle",
    "verify", "check", "backup", "restore", "history", "reminders", "issue", "collect",
)  # fmt: skip


class _Help(argparse.HelpFormatter):
    """Help under Chinese headings."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("用法：") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one Chinese sentence instead of a usage block."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "add_help": False, "formatter_class": _Help})
        self.add_argument("-h", "--help", action="help", help=_("显示这份说明"))
        self._positionals.title, self._optionals.title = _("参数"), _("选项")

    def error(self, message: str) -> NoReturn:
        raise UserError(_("命令写得不对：{}。").format(_chinese(message)), _("用 {} --help 看写法。").format(self.prog))


def build() -> argparse.ArgumentParser:
    """The parser of all sub-commands."""
    parser = _Parser(prog="qmsdesk", description=_("QMSDesk 质量管理台：小微企业质量管理体系认证提升"))
    parser.add_argument("--version", action="version", version=f"QMSDesk {__version__}", help=_("显示版本"))
    commands = parser.add_subparsers(dest="command", metavar=_("命令"), parser_class=_Parser)

    def add(name: str, text: str, *, workspace: bool = True, by: bool = False, as_json: bool = False) -> _Parser:
        command = commands.add_parser(name, help=text, description=text)
        if workspace:
            command.add_argument("workspace", type=Path, metavar=_("企业文件夹"))
        if by:
            command.add_argument("--by", default="", metavar=_("姓名"), help=_("谁在操作（默认：系统用户）"))
        if as_json:
            command.add_argument("--json", action="store_true", help=_("输出一个 JSON 文档"))
        assert isinstance(command, _Parser)
        return command

    new = add("new", _("新建企业文件夹"), by=True)
    new.add_argument("--name", required=True, metavar=_("企业名称"))
    add("demo", _("建一个示例企业（数据均为虚构）"))
    add("registers", _("列出台账和它们的列"), workspace=False, as_json=True)
    template = add("template", _("导出空白导入表"), workspace=False)
    template.add_argument("register", metavar=_("台账"))
    template.add_argument("out", type=Path, metavar=_("输出.xlsx"))
    _force(template)
    _import(add("import", _("从 Excel 或 CSV 导入"), by=True, as_json=True))
    export = add("export", _("导出台账（.xlsx .csv .json .pdf）"), by=True)
    export.add_argument("register", metavar=_("台账"))
    export.add_argument("out", type=Path, metavar=_("输出文件"))
    _force(export)
    attach = add("attach", _("给记录添加附件"), by=True)
    attach.add_argument("register", metavar=_("台账"))
    attach.add_argument("number", metavar=_("编号"))
    attach.add_argument("files", type=Path, nargs="+", metavar=_("文件"))
    attach.add_argument("--title", default="", metavar=_("标题"))
    attach.add_argument("--date", type=_date, metavar=_("证据日期"))
    status = add("status", _("各环节完成情况、缺什么、什么到期"), as_json=True)
    status.add_argument("--on", type=_date, metavar=_("日期"))
    assess = add("assess", _("计算表C.1 的合计评分和等级"), as_json=True)
    assess.add_argument("--round", default="", metavar=_("轮次"))
    assess.add_argument("--version", type=_positive, metavar=_("版本"))
    assess.add_argument("--rule", choices=RULES, default="")
    _report(add("report", _("打印表单为 PDF"), workspace=False, by=True))
    _bundle(add("bundle", _("导出资料包"), by=True))
    verify = add("verify", _("校验资料包（zip 或文件夹）"), workspace=False, as_json=True)
    verify.add_argument("bundle", type=Path, metavar=_("资料包"))
    check = add("check", _("检查数据、附件和历史"), as_json=True)
    check.add_argument("--anchor", type=Path, metavar=_("资料包"), help=_("核对历史是否仍含这个资料包记下的校验码"))
    backup = add("backup", _("备份企业文件夹"))
    backup.add_argument("folder", type=Path, metavar=_("备份到"))
    restore = add("restore", _("从备份恢复"), workspace=False)
    restore.add_argument("backup", type=Path, metavar=_("备份"))
    restore.add_argument("workspace", type=Path, metavar=_("企业文件夹"))
    history = add("history", _("谁在什么时候改了什么"), as_json=True)
    history.add_argument("register", nargs="?", default="", metavar=_("台账"))
    history.add_argument("number", nargs="?", default="", metavar=_("编号"))
    _reminding(add)
    return parser


def _reminding(add: Callable[..., argparse.ArgumentParser]) -> None:
    reminders = add("reminders", _("到期、逾期和本月应填的事项，也存为日历"), as_json=True)
    reminders.add_argument("--on", type=_date, metavar=_("日期"))
    reminders.add_argument("--days", type=_days, default=30, metavar=_("天数"), help=_("往后看多少天，默认 30"))
    reminders.add_argument("--ics", type=Path, metavar=_("输出.ics"))
    _force(reminders)
    issue = add("issue", _("下发填报表，每人一个 xlsx"), by=True)
    issue.add_argument("folder", type=Path, metavar=_("存到"))
    issue.add_argument("--person", action="append", default=[], metavar=_("姓名"), help=_("只给这些人，可写多次"))
    collect = add("collect", _("导入交回的填报表"), by=True, as_json=True)
    collect.add_argument("file", type=Path, metavar=_("文件"))
    collect.add_argument("--dry-run", action="store_true", help=_("只检查，不写入"))
    collect.add_argument("--partial", action="store_true", help=_("没有问题的行导入，有误的行不导入"))


def _import(command: argparse.ArgumentParser) -> None:
    command.add_argument("register", metavar=_("台账"))
    command.add_argument("file", type=Path, metavar=_("文件"))
    command.add_argument("--sheet", default="", metavar=_("工作表"))
    command.add_argument("--map", action="append", default=[], metavar=_("列=字段"))
    command.add_argument("--dry-run", action="store_true", help=_("只检查，不写入"))
    command.add_argument("--on-duplicate", choices=("stop", "skip", "update"), default="stop")
    command.add_argument("--partial", action="store_true", help=_("好的行导入，有误的行写进报告"))
    command.add_argument("--reason", default="", metavar=_("补录说明"))
    command.add_argument("--report", type=Path, metavar=_("错误清单.xlsx"))
    _force(command)


def _report(command: argparse.ArgumentParser) -> None:
    command.add_argument("--list", action="store_true", help=_("列出所有表单"))
    command.add_argument("workspace", type=Path, nargs="?", metavar=_("企业文件夹"))
    command.add_argument("form", nargs="?", default="", metavar=_("表单"))
    command.add_argument("out", type=Path, nargs="?", metavar=_("输出.pdf"))
    command.add_argument("--number", default="", metavar=_("编号"))
    command.add_argument("--blank", action="store_true", help=_("空白表"))
    _force(command)


def _bundle(command: argparse.ArgumentParser) -> None:
    command.add_argument("out", type=Path, metavar=_("输出.zip"))
    _force(command)
    command.add_argument("--profile", choices=PROFILES, default="full")
    command.add_argument("--from", dest="first", type=_date, metavar=_("起"))
    command.add_argument("--to", dest="last", type=_date, metavar=_("止"))
    command.add_argument("--strict", action="store_true", help=_("有缺项时退出码为 1"))
    command.add_argument("--include-personal", action="store_true", help=_("不隐去身份证号和手机号"))
    command.add_argument("--password-file", type=Path, help=argparse.SUPPRESS)
    command.add_argument("--sign", action="store_true", help=argparse.SUPPRESS)


def _force(command: argparse.ArgumentParser) -> None:
    command.add_argument("--force", "--overwrite", action="store_true", help=_("输出文件已存在时覆盖它"))


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{}”不是日期，请写成 2026-10-15").format(text)) from None


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > 3660:
        raise argparse.ArgumentTypeError(_("“{}”不是天数，请写 0 到 3660 的整数").format(text))
    return int(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 9999:
        raise argparse.ArgumentTypeError(_("“{}”不是版本号，请写正整数").format(text))
    return int(text)


_WORDS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("the following arguments are required: ", lambda rest: _("缺少 {}").format(rest)),
    ("unrecognized arguments: ", lambda rest: _("不认识 {}").format(rest)),
)


def _chinese(message: str) -> str:
    """The library's English sentence in Chinese; the parts named in it stay as they are."""
    for start, words in _WORDS:
        if message.startswith(start):
            return words(message.removeprefix(start))
    argument, colon, rest = message.partition(": ")
    argument = argument.removeprefix("argument ")
    if colon and rest.startswith("invalid choice: "):
        chosen, _paren, offered = rest.removeprefix("invalid choice: ").partition(" (choose from ")
        if argument == _("命令"):
            offered = "、".join(COMMANDS)
        return _("{} 没有 {} 这一项（可选 {}）").format(argument, chosen, offered.rstrip(")").replace("'", ""))
    if colon and rest.startswith("expected "):
        return _("{} 后面缺少内容").format(argument)
    return f"{argument}：{rest}" if colon else message
