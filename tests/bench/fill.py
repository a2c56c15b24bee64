"""Large workspaces in short time: valid rows through the history, without the checks of a single save."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path

from qmsdesk.clock import Clock
from qmsdesk.models import workspace as workspaces
from qmsdesk.models.base import Record
from qmsdesk.models.database import fold
from qmsdesk.models.documents import Document, DocumentRevision
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.people import DEPARTMENT, PERSON
from qmsdesk.services import attachments, backup, founding, history, records, settings
from qmsdesk.services.sitting import Sitting

CLOCK = Clock(dt.date(2026, 10, 15))
_LEVELS = ("procedure", "instruction", "form", "external")
_SUBJECTS = (
    "冲压换模",
    "螺纹检验",
    "设备点检",
    "供方评价",
    "焊接工艺",
    "热处理",
    "来料检验",
    "客户投诉",
    "计量校准",
    "仓储",
)
_KINDS = ("控制程序", "作业指导书", "记录表", "检查表", "管理规定")
_MB = 1 << 20


def found(folder: Path) -> Sitting:
    """An enterprise with departments and people, open for writing."""
    sitting = Sitting(workspaces.create(folder, CLOCK), "何静", CLOCK)
    founding.found(sitting, "徐州示例机械有限公司")
    settings.put(sitting, backup.RHYTHM_KEY, "manual", "计时")
    for name in ("质量部", "生产部", "技术部", "采购部", "销售部", "行政部"):
        place = records.save(sitting, DEPARTMENT, None, {Department.name: name}).record
        for number in range(5):
            records.save(sitting, PERSON, None, {Person.name: f"示例{name}{number}", Person.department: place})
    return sitting


def documents(sitting: Sitting, count: int, *, seed: int = 1) -> None:
    """So many documents with a revision each, every one with its entry in the history."""
    chance = random.Random(seed)
    stamp = sitting.clock.now().isoformat(timespec="seconds")
    by = {"created_at": stamp, "created_by": "何静", "changed_at": stamp, "changed_by": "何静"}
    with sitting.batch("计时"):
        for place in range(count):
            number = f"HY-{chance.choice(('QP', 'WI', 'QR'))}-{place:05}"
            values = {
                Document.number: number,
                Document.number_key: fold(number),
                Document.title: f"{chance.choice(_SUBJECTS)}{chance.choice(_KINDS)}（{place}）",
                Document.level: chance.choice(_LEVELS),
                Document.status: "draft",
                Document.department: chance.randint(1, 6),
                Document.owner: chance.randint(1, 30),
                Document.clauses: (chance.choice(("2016/7.5", "2016/8.5.1", "1023/6.7.2.3 b)")),),
                Document.existing: True,
            }
            document = _add(sitting, Document, {f.name: v for f, v in values.items()} | by)
            revision = history.added(DocumentRevision, {
                "document": document, "version": "A/0", "status": "draft", "author": chance.randint(1, 30),
                "effective_on": dt.date(2026, 1, 1) + dt.timedelta(chance.randint(0, 270)),
            })  # fmt: skip
            records.write(sitting, DOCUMENT, [revision], "edit", record=document)


def edits(sitting: Sitting, count: int) -> None:
    """So many edits of single fields, chained as ``history.append`` does but written in one go."""
    db, last = sitting.db, history.head(sitting.db)
    at, prev = sitting.clock.now().isoformat(timespec="milliseconds"), last.hash
    remarks, lines = dict.fromkeys(range(1, 1001), ""), []
    for seq in range(last.seq + 1, last.seq + 1 + count):
        record = seq % 1000 + 1
        before, remarks[record] = remarks[record], f"第 {seq} 次修改"
        rows = [["document", record, {"remark": before}, {"remark": remarks[record]}]]
        body = json.dumps({"v": 1, "why": "", "rows": rows}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        entry = history.Entry(seq, seq, at, "何静", "bench", "edit", "document", record, body, prev, "")
        digest = history.digest(prev, entry)
        lines.append((seq, seq, at, "何静", "bench", "edit", "document", record, body, prev, digest))
        prev = digest
    with db.atomic():
        connection = db.connection()
        connection.executemany(f"INSERT INTO history VALUES ({', '.join('?' * 11)})", lines)
        connection.executemany("UPDATE document SET remark = ? WHERE id = ?", [(t, i) for i, t in remarks.items()])


def files(sitting: Sitting, scratch: Path, count: int, size: int) -> None:
    """So many attachments of ``size`` MB that cannot be compressed, one per document."""
    chance = random.Random(1)
    for record in range(1, count + 1):
        file = scratch / f"扫描件{record:03}.pdf"
        file.write_bytes(b"%PDF-1.4 " + chance.randbytes(size * _MB - 9))
        attachments.attach(sitting, DOCUMENT, record, file)
        file.unlink()


def _add(sitting: Sitting, model: type[Record], values: dict[str, object]) -> int:
    return records.write(sitting, DOCUMENT, [history.added(model, values)], "add").record
