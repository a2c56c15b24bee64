"""Register lists, record sheets and the cover of a bundle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pypdfium2
import pytest

from qmsdesk.errors import Cancelled
from qmsdesk.reports import cover, record_sheet, register_list
from qmsdesk.reports.document import Document
from qmsdesk.reports.forms import Column

Pages = Callable[[bytes], list[str]]
NARROW = (Column("编号", 30), Column("名称", 100, "L"), Column("状态", 30))
WIDE = (*NARROW, Column("备注", 120, "L"))


def shape(data: bytes) -> tuple[int, int]:
    document = pypdfium2.PdfDocument(data)
    try:
        width, height = document.get_page_size(0)
        return round(width), round(height)
    finally:
        document.close()


def listing(columns: tuple[Column, ...], count: int, **more: str) -> register_list.ListSheet:
    rows = [[f"WI-{no:02d}", f"作业指导书 {no}", "已批准", "无"][: len(columns)] for no in range(count)]
    return register_list.ListSheet("文件清单", "徐州示例有限公司", columns, rows, **more)


def test_the_sheet_turns_with_the_width_of_its_columns(when: dt.datetime) -> None:
    assert shape(register_list.render(listing(NARROW, 3), when).data) == (595, 842)
    assert shape(register_list.render(listing(WIDE, 3), when).data) == (842, 595)


def test_a_list_says_what_it_lists(when: dt.datetime, pages: Pages, archival: Callable[[bytes], None]) -> None:
    sheet = listing(NARROW, 60, standard="GB/T 19001—2016 7.5.3", filter_text="状态 = 已批准", head="9C41-E07B")
    made = register_list.render(sheet, when)
    archival(made.data)
    found = pages(made.data)
    assert "文件清单\n共 60 条\n企业名称：徐州示例有限公司\n筛选：状态 = 已批准\n编号\n名称\n状态\nWI-00\n" in found[0]
    assert "编号\n名称\n状态\n" in found[-1]
    assert all(text.startswith("GB/T 19001—2016 7.5.3") and "校验码 9C41-E07B" in text for text in found)
    assert made == register_list.render(sheet, when)


def test_an_empty_list_says_so(when: dt.datetime, pages: Pages) -> None:
    assert "编号\n名称\n状态\n没有记录\n" in pages(register_list.render(listing(NARROW, 0), when).data)[0]


def test_a_list_can_be_stopped(when: dt.datetime) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        assert stage == "文件清单"
        raise Cancelled

    with pytest.raises(Cancelled):
        register_list.render(listing(NARROW, 3), when, stop)


RECORD = record_sheet.RecordSheet(
    title="评价指标",
    number="ZB-009",
    enterprise="徐州示例有限公司",
    sections=(
        record_sheet.Section(
            "基本信息", (("评价项目", "产品实现与服务提供"), ("单位", "%"), ("公式", "长" * 80), ("提升前", ""))
        ),
        record_sheet.Section("空", ()),
    ),
    tables=(record_sheet.ChildTable("月度数据", (Column("月份", 1), Column("分子", 1, "R")), [("2025-10", "462")]),),
    attachments=(("检验日报", "FM-0902.pdf", "2025-11-03", "182 KB", "4f2a9c81d0e37b65"),),
    history=(("2025-11-12 14:50", "沈雪梅", "更正 10 月分子 461 → 462，原因：漏记一批"),),
    remarks=("已作废：2025-11-12 沈雪梅，原因：重复登记。",),
    mark="已作废",
    head="9C41-E07B",
)


def test_a_record_with_all_that_belongs_to_it(
    when: dt.datetime, pages: Pages, archival: Callable[[bytes], None]
) -> None:
    made = record_sheet.render(RECORD, when)
    archival(made.data)
    (text,) = pages(made.data)
    for part in (
        "已作废\n评价指标\n编号：ZB-009\n企业名称：徐州示例有限公司\n已作废：2025-11-12 沈雪梅，原因：重复登记。\n",
        "基本信息\n评价项目\n产品实现与服务提供\n单位\n%\n公式\n",
        "提升前\n月度数据\n月份\n分子\n2025-10\n462\n",
        "附件清单\n附件\n文件名\n日期\n大小\nSHA-256\n检验日报\nFM-0902.pdf\n2025-11-03\n182 KB\n4f2a9c81d0e37b65\n",
        "修改记录\n时间\n操作人\n内容\n2025-11-12 14:50\n沈雪梅\n更正 10 月分子 461 → 462，原因：漏记一批\n",
    ):
        assert part in text
    assert text.count("长") == 80
    assert made == record_sheet.render(RECORD, when)


def test_a_bare_record(when: dt.datetime, pages: Pages) -> None:
    bare = record_sheet.RecordSheet("人员", "", "", (), tables=(record_sheet.ChildTable("培训", NARROW, []),))
    assert "人员\n企业名称：\n培训\n编号\n名称\n状态\n没有记录" in pages(record_sheet.render(bare, when).data)[0]


def test_cover_contents_and_gaps(when: dt.datetime, pages: Pages, archival: Callable[[bytes], None]) -> None:
    entries = [cover.Entry(f"11_自我评价/{no:03d}.pdf", f"文件 {no}", f"C{no}", "6.9.5") for no in range(100)]
    gaps = [cover.Gap("6.9.7", "改进、创新行动计划", "改进行动")]
    sheet = cover.CoverSheet(
        "徐州示例有限公司", "认证提升成效验收", "2025-11-12", entries, gaps, "60", "优秀",
        (("评价期", "2025-08 至 2025-10"),), preview=True, head="9C41-E07B",
    )  # fmt: skip
    made = cover.render(sheet, when)
    archival(made.data)
    front, *contents, last = pages(made.data)
    for fact in (
        "用途\n认证提升成效验收",
        "日期\n2025-11-12",
        "合计评分\n60 分",
        "评价等级\n优秀",
        "校验码\n9C41-E07B",
    ):
        assert fact in front
    assert "评价期\n2025-08 至 2025-10\n文件\n100 个\n缺少\n1 项，见末页" in front
    listed = "\n".join(contents)
    assert all(f"{no + 1}\n文件 {no}\nC{no}\n6.9.5\n11_自我评价/{no:03d}.pdf" in listed for no in range(100))
    assert "1\n6.9.7\n改进、创新行动计划\n改进行动" in last
    assert all("预审版" in text for text in (front, *contents, last))
    assert made == cover.render(sheet, when)


def test_a_complete_bundle_says_so(when: dt.datetime, pages: Pages) -> None:
    front, contents, last = pages(cover.render(cover.CoverSheet("甲", "乙", "2025-11-12", []), when).data)
    assert "缺少\n无" in front
    assert "没有文件" in contents
    assert "没有发现缺少的内容" in last
    assert "预审版" not in front


def test_columns_of_a_list_are_as_wide_as_what_stands_in_them(when: dt.datetime) -> None:
    columns = (Column("编号", 40), Column("来源", 40), Column("不符合事实", 40, "L"))
    rows = [("NC-2026-01", "内审", "首件检验没有签字，" * 8), ("NC-2026-02", "过程", "标识不清，" * 9)]
    document = Document("不符合", "徐州示例有限公司", when)
    sheet = register_list.ListSheet("不符合", "徐州示例有限公司", columns, rows)
    number, source, fact = (column.width for column in register_list.fitted(sheet, document, 9))
    assert number + source + fact == pytest.approx(document.width)
    assert fact > 4 * number
    assert document.measure("NC-2026-01", 9) < number - 2
    assert document.measure("来源", 9) < source - 2
    assert source < number


def test_forty_people_take_two_pages(when: dt.datetime) -> None:
    widths = {"编号": 26, "姓名": 22, "部门": 34, "岗位": 34, "小组角色": 22, "入职日期": 22, "授权书": 55, "状态": 16}
    columns = tuple(Column(title, width, "L") for title, width in widths.items())
    row = ("P-001", "欧阳春晓", "质量管理部", "质量检验员兼内审员", "组员", "2021-03-15", "", "在职")
    sheet = register_list.ListSheet("人员", "徐州示例有限公司", columns, [row] * 40)
    assert register_list.render(sheet, when).pages <= 2
