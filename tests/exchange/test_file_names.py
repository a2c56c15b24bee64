"""Names as firms give them, and names nobody should give."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdesk.exchange.file_names import FileName, parse

NAMES = {
    "QP-07 A1 内部审核程序": ("QP-07", "A1", "内部审核程序"),
    "HY-QM-01 质量手册（A0版）": ("HY-QM-01", "A0", "质量手册"),
    "QR-7.5-01受控文件清单 V1.0": ("QR-7.5-01", "V1.0", "受控文件清单"),
    "HY-WI-05_数控车作业指导书_A-1": ("HY-WI-05", "A/1", "数控车作业指导书"),
    "[QP-03]风险和机遇控制程序 A版": ("QP-03", "A", "风险和机遇控制程序"),
    "【HY-QP-12】标识和可追溯性控制程序": ("HY-QP-12", "", "标识和可追溯性控制程序"),
    "QP03风险控制程序": ("QP03", "", "风险控制程序"),
    "03 记录控制程序": ("", "", "03 记录控制程序"),
    "质量手册": ("", "", "质量手册"),
    "质量手册 V1.0": ("", "V1.0", "质量手册"),
    "质量手册A/0版": ("", "A/0", "质量手册"),
    "WL-01 GB∕T 19001-2016 质量管理体系 要求": ("WL-01", "2016", "GB/T 19001-2016 质量管理体系 要求"),
    "GB∕T 19001-2016 质量管理体系 要求": ("GB/T 19001-2016", "2016", "质量管理体系 要求"),
    "GBT19001-2016质量管理体系要求": ("GB/T 19001-2016", "2016", "质量管理体系要求"),
    "JJG 30-2012 通用卡尺检定规程": ("JJG 30-2012", "2012", "通用卡尺检定规程"),
    "HY-QP-08 B0 采购控制程序(2025.6修订)": ("HY-QP-08", "B0", "采购控制程序(2025.6修订)"),
    "HY-QP-14 检验与放行控制程序 A／1": ("HY-QP-14", "A/1", "检验与放行控制程序"),
    "QP-07-A0 内部审核程序": ("QP-07", "A0", "内部审核程序"),
    "QP-07-A-1内部审核程序": ("QP-07", "A/1", "内部审核程序"),
    "ＱＰ－０７　Ａ１　内部审核程序": ("QP-07", "A1", "内部审核程序"),
    "QP-07 内部审核程序 Rev.2": ("QP-07", "Rev.2", "内部审核程序"),
    "QP-07 内部审核程序 第2版": ("QP-07", "2", "内部审核程序"),
    "QP-07 内部审核程序 1.0版": ("QP-07", "1.0", "内部审核程序"),
    "QP-07A1内部审核程序": ("QP-07", "A1", "内部审核程序"),
    "JS-QR-8.6-02 进货检验记录": ("JS-QR-8.6-02", "", "进货检验记录"),
    "QR-TS-01 巡诊记录": ("QR-TS-01", "", "巡诊记录"),
    "徐州恒岩 QP-07 内部审核程序": ("QP-07", "", "徐州恒岩 内部审核程序"),
    "QP-07 A1 内部审核程序 - 副本": ("QP-07", "A1", "内部审核程序"),
    "QP-07 A1 内部审核程序 (2)": ("QP-07", "A1", "内部审核程序"),
    "WI-03 T8铣床操作规程": ("WI-03", "", "T8铣床操作规程"),
    "HY_QP_07_A1_内部审核程序": ("HY-QP-07", "A1", "内部审核程序"),
    "QP-07《内部审核程序》（A/0）": ("QP-07", "A/0", "内部审核程序"),
    "5S管理规定": ("", "", "5S管理规定"),
    "ISO9001内审员证书": ("", "", "ISO9001内审员证书"),
    "QP-07": ("QP-07", "", ""),
    "": ("", "", ""),
    "...": ("", "", ""),
    "\u202egpj.QP-07 内部审核程序\x00": ("", "", "gpj.QP-07 内部审核程序"),
    "=cmd|' /C calc'!A0": ("", "A0", "=cmd|' /C calc'!"),
    "😀": ("", "", "😀"),
}


@pytest.mark.parametrize(("name", "expected"), NAMES.items(), ids=range(len(NAMES)))
def test_a_name_is_read(name: str, expected: tuple[str, str, str]) -> None:
    found = parse(name)
    assert (found.code, found.version, found.title) == expected


@pytest.mark.parametrize(
    ("title", "level"),
    [("质量手册", "manual"), ("内部审核程序", "procedure"), ("车床作业指导书", "instruction"),
     ("受控文件清单", "form"), ("进货检验记录", "form"), ("总装图", ""), ("GB/T 1804-2000 一般公差", "external")],
)  # fmt: skip
def test_the_words_of_a_title_tell_its_level(title: str, level: str) -> None:
    assert parse(title).level == level


@given(st.text(max_size=400))
def test_no_name_breaks_it(name: str) -> None:
    found = parse(name)
    assert isinstance(found, FileName)
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in found.title)
    assert found.code == "" or any(c.isdigit() for c in found.code)


def test_a_long_name_is_read_at_once() -> None:
    assert parse("A-" * 5000 + "1" * 5000).version == ""
    assert parse("(" * 20_000).code == ""
    assert parse("QP-07 " + " A" * 10_000 + "版").code == "QP-07"
