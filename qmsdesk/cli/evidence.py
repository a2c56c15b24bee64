"""The commands that make and judge what leaves the firm: forms, bundles, their verification."""

from __future__ import annotations

import argparse
from pathlib import Path

from qmsdesk import clock
from qmsdesk.cli import desk
from qmsdesk.cli.output import complain, document, progress, say
from qmsdesk.errors import Refused, UserError
from qmsdesk.i18n import _
from qmsdesk.registers.catalogue import ALL
from qmsdesk.services.saving import write_file


def report(a: argparse.Namespace) -> int:
    from qmsdesk.reports import catalogue

    if a.list:
        for form in catalogue.FORMS:
            say(f"{form.key}  {form.title}")
        for register in ALL:
            say(_("{}  {}（清单；加 --number 打印一条记录）").format(register.key, register.title))
        return 0
    if not (a.workspace and a.form and a.out):
        raise UserError(_("要写企业文件夹、表单和输出文件。"), _("用 qmsdesk report --list 看有哪些表单。"))
    if a.out.suffix.lower() != ".pdf":
        raise UserError(_("表单只能保存为 .pdf。"), _("把输出文件名改为 .pdf 结尾。"))
    desk.refuse_existing(a.out, force=a.force)
    with desk.records_of(a.workspace) as db:
        rendered = catalogue.render(db, a.form, clock.from_environment().now(), number=a.number, blank=a.blank)
    write_file(a.out, rendered.data)
    if not a.blank:
        desk.note_export(a, "form")
    _name_unprintable(rendered.unprintable)
    say(_("已保存 {}，{} 页").format(a.out, rendered.pages))
    return 0


def bundle(a: argparse.Namespace) -> int:
    from qmsdesk.bundle import collect, write

    if a.sign or a.password_file:
        raise UserError(_("这个版本还不能签名或加密资料包。"), _("去掉 --sign 和 --password-file。"))
    if a.first and a.last and a.first > a.last:
        raise UserError(_("期间的起日 {} 晚于止日 {}。").format(a.first, a.last), _("对调 --from 和 --to。"))
    if a.out.suffix.lower() != ".zip":
        raise UserError(_("资料包须保存为 .zip。"), _("把输出文件名改为 .zip 结尾。"))
    if not a.out.parent.is_dir():
        raise UserError(_("文件夹“{}”不存在。").format(a.out.parent), _("先建好文件夹，或换个位置保存。"))
    desk.refuse_existing(a.out, force=a.force)
    with desk.reading_from(a.workspace) as workspace:
        plan = collect.collect(
            workspace, profile=a.profile, period=(a.first, a.last), include_personal=a.include_personal,
            progress=progress(),
        )  # fmt: skip
        written = write.write(plan.info, plan.entries, a.out, progress())
    desk.note_export(a, "bundle", written.sha256)
    _name_unprintable(plan.unprintable)
    kind = _("预审版") if plan.info.preliminary else _("正式版")
    say(_("已导出{}：{}，{} 个文件，SHA-256 {}").format(kind, written.path, written.files, written.sha256))
    for gap in plan.info.gaps[:10]:
        say(_("缺：{}　{}").format(gap.clause, gap.text))
    if len(plan.info.gaps) > 10:
        say(_("……共缺 {} 项，见资料包的封面与目录").format(len(plan.info.gaps)))
    return 1 if a.strict and plan.info.gaps else 0


def verify(a: argparse.Namespace) -> int:
    from qmsdesk.bundle import verify as judging

    if not a.bundle.exists():
        raise UserError(_("找不到“{}”。").format(a.bundle), _("检查文件名和所在的文件夹。"))
    verdict = judging.verify(a.bundle, progress())
    if a.json:
        document(judging.to_json(verdict))
    else:
        for problem in verdict.problems:
            say(problem.text)
        if verdict.ok:
            say(_("校验通过：{} 个文件与清单一致。").format(verdict.files))
        else:
            say(_("校验未通过：发现 {} 处问题。").format(len(verdict.problems)))
    return 0 if verdict.ok else 1


def anchor_of(path: Path) -> tuple[int, str]:
    """The history head that a bundle was built on: (sequence, hash)."""
    from qmsdesk.bundle import verify as judging

    verdict = judging.verify(path)
    if not verdict.ok:
        raise Refused(
            _("资料包“{}”没有通过校验，不能拿来核对历史。").format(path.name), _("先用 qmsdesk verify 查看。")
        )
    info = verdict.info
    seq, digest = info.get("head_seq", ""), info.get("head_hash", "")
    if not seq.isdecimal() or not digest:
        raise UserError(_("“{}”里没有历史校验码。").format(path), _("选择本程序导出的资料包。"))
    return int(seq), digest


def _name_unprintable(characters: tuple[str, ...]) -> None:
    if characters:
        complain(_("有 {} 个字打印不出来，在 PDF 里显示为〓：{}").format(len(characters), "、".join(characters[:20])))
