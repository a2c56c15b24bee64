"""From records to the plan of a bundle: one view, nothing personal, only what still stands as evidence."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from qmsdesk.bundle import collect
from qmsdesk.bundle.plan import Entry
from qmsdesk.clock import Clock
from qmsdesk.errors import Blocked, Cancelled, StorageError
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.actions import NonconformingOutput
from qmsdesk.models.database import snapshot
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator, IndicatorRound, Measurement
from qmsdesk.models.people import Department, Party
from qmsdesk.models.system import Attachment, Signature
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.indicators import INDICATOR, MEASUREMENT, ROUNDS
from qmsdesk.registers.outputs import NONCONFORMING_OUTPUT
from qmsdesk.registers.people import DEPARTMENT, PARTY
from qmsdesk.services import attachments, founding, history, masking, reading, records, signing
from qmsdesk.services.sitting import Sitting

CARD, PHONE = "320311199003071234", "13812345678"


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    clock = Clock(dt.date(2026, 10, 15))
    with workspaces.create(tmp_path / "firm", clock) as workspace:
        made = Sitting(workspace, "何静", clock)
        founding.found(made, "徐州示例机械有限公司")
        yield made


def add_document(sitting: Sitting, number: str, title: str = "文件控制程序") -> int:
    values = {Document.number: number, Document.title: title, Document.level: "procedure"}
    return records.save(sitting, DOCUMENT, None, values).record


def add_file(sitting: Sitting, document: int, path: Path, day: dt.date | None = None) -> None:
    path.write_bytes(path.name.encode())
    attachments.attach(sitting, DOCUMENT, document, path, evidence_on=day)


def kept(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.original_name for entry in entries if entry.original_name]


def log_of(plan: collect.Plan) -> list[list[str]]:
    (data,) = (e.source for e in plan.entries if e.path.endswith("修改日志.csv"))
    assert isinstance(data, bytes)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_bundle_is_of_one_moment_while_others_save(sitting: Sitting) -> None:
    records.save(sitting, DEPARTMENT, None, {Department.name: "质量部"})
    before = history.head(sitting.db)
    seen = iter(range(1000))

    def save(_stage: str, _done: int, _total: int) -> None:
        records.save(sitting, DEPARTMENT, None, {Department.name: f"以后{next(seen)}"})

    plan = collect.collect(sitting.workspace, progress=save)
    assert history.head(sitting.db).seq > before.seq + 5
    assert (plan.info.head.seq, plan.info.head.hash) == (before.seq, before.hash)
    assert [int(row[0]) for row in log_of(plan)[1:]] == list(range(1, before.seq + 1))


def test_what_is_personal_stays_out_unless_asked_for(sitting: Sitting, tmp_path: Path) -> None:
    records.save(sitting, PARTY, None, {Party.name: "示例认证", Party.contact: f"张某 {PHONE}"}, reason=f"来电 {PHONE}")
    document = add_document(sitting, "HY-QP-01", f"程序 {CARD}")
    add_file(sitting, document, tmp_path / f"身份证{CARD}.pdf")
    for asked in (False, True):
        plan = collect.collect(sitting.workspace, include_personal=asked)
        words = [e.path + e.title + e.original_name + e.number for e in plan.entries]
        words += [cell for row in log_of(plan) for cell in row] + [gap.text for gap in plan.info.gaps]
        assert any(CARD in text for text in words) is asked
        assert any(PHONE in text for text in words) is asked


def test_who_did_something_is_masked_where_he_named_himself_by_a_number(sitting: Sitting, tmp_path: Path) -> None:
    sitting.operator = f"何静 {PHONE}"
    document = add_document(sitting, "HY-QP-01")
    add_file(sitting, document, tmp_path / "程序.pdf")
    signing.sign(sitting, DOCUMENT, document, "编制", sitting.operator)
    digest = reading.attachments(sitting.db, "document", document)[0]["sha256"]
    with snapshot(sitting.db) as copy:
        masking.hide(copy, collect.without_personal)
        (row,), (file,), (signature,) = (reading.rows(copy, m) for m in (Document, Attachment, Signature))
    hidden = "何静 138****5678"
    assert (row["created_by"], row["changed_by"], file["added_by"], signature["operator"]) == (hidden,) * 4
    assert (file["sha256"], file["register"]) == (digest, "document")


def test_keys_that_look_alike_once_masked_stop_no_bundle(sitting: Sitting) -> None:
    for batch in ("13812345678", "13898765678"):
        records.save(sitting, NONCONFORMING_OUTPUT, None, {
            NonconformingOutput.found_on: dt.date(2026, 10, 12), NonconformingOutput.product: "法兰盘",
            NonconformingOutput.batch: batch, NonconformingOutput.place: "process",
        })  # fmt: skip
    plan = collect.collect(sitting.workspace)
    assert any(e.register == "nonconforming_output" for e in plan.entries)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"电话{PHONE}。", "电话138****5678。"),
        ("+8613812345678", "+86*******5678"),
        ("138 1234 5678", "138******5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("0516-83212345", "0516*******45"),
        ("32031119900307123x", "320***********123x"),
        ("91320311MA1XABCD2Y", "91320311MA1XABCD2Y"),
        ("913203001370123456", "913203001370123456"),
        ("SJ-2025-0001 2025-10-01 2025-10~2025-12", "SJ-2025-0001 2025-10-01 2025-10~2025-12"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_numbers_of_people_and_no_others_are_masked(text: str, masked: str) -> None:
    assert collect.without_personal(text) == masked


def test_void_and_deleted_records_give_no_evidence(sitting: Sitting, tmp_path: Path) -> None:
    numbers = [add_document(sitting, f"HY-QP-0{n}") for n in (1, 2, 3)]
    for n, document in enumerate(numbers, 1):
        add_file(sitting, document, tmp_path / f"{n}.pdf")
    records.void(sitting, DOCUMENT, numbers[0], "登记错误")
    records.delete(sitting, DOCUMENT, [numbers[1]])
    assert kept(collect.collect(sitting.workspace).entries) == ["3.pdf"]


def test_the_period_leaves_out_evidence_of_other_days(sitting: Sitting, tmp_path: Path) -> None:
    document = add_document(sitting, "HY-QP-01")
    for day in (None, dt.date(2026, 1, 1), dt.date(2026, 6, 1)):
        add_file(sitting, document, tmp_path / f"{day}.pdf", day)
    period = (dt.date(2026, 2, 1), dt.date(2026, 6, 1))
    assert kept(collect.collect(sitting.workspace, period=period).entries) == ["None.pdf", "2026-06-01.pdf"]


def test_a_month_typed_by_half_stops_no_bundle(sitting: Sitting) -> None:
    values = {Indicator.category: "purchasing", Indicator.name: "合格率", Indicator.unit: "%"}
    indicator = records.save(sitting, INDICATOR, None, values).record
    records.save_line(sitting, INDICATOR, indicator, ROUNDS, None, {IndicatorRound.name: "第一轮"})
    for month, more in (("2026-07", {Measurement.denominator: Decimal(9)}), ("2026-08", {}),
                        ("2026-09", {Measurement.denominator: Decimal(9)})):  # fmt: skip
        key = {Measurement.indicator: indicator, Measurement.period: month, Measurement.numerator: Decimal(8)}
        records.save(sitting, MEASUREMENT, None, {**key, **more})
    plan = collect.collect(sitting.workspace)
    (chart,) = (entry for entry in plan.entries if entry.path.endswith(".svg"))
    assert chart.number == "ZB-001"


def test_a_missing_file_an_empty_workspace_and_a_cancel_are_said(sitting: Sitting, tmp_path: Path) -> None:
    with workspaces.create(tmp_path / "empty", sitting.clock) as empty, pytest.raises(Blocked, match="还没有内容"):
        collect.collect(empty)

    def stop(_stage: str, done: int, _total: int) -> None:
        if done >= 400:
            raise Cancelled

    with pytest.raises(Cancelled):
        collect.collect(sitting.workspace, progress=stop)
    document = add_document(sitting, "HY-QP-01")
    add_file(sitting, document, tmp_path / "扫描件.pdf")
    (link,) = reading.attachments(sitting.db, "document", document)
    attachments.place(sitting.workspace, link["sha256"]).unlink()
    with pytest.raises(StorageError, match=re.escape("附件“扫描件.pdf”的文件不见了")):
        collect.collect(sitting.workspace)
