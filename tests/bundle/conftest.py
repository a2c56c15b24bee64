"""A small bundle with everything in it: generated files, attachments, gaps, an assessment, hostile names."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from qmsdesk.bundle.names import Namer
from qmsdesk.bundle.plan import BundleInfo, Entry, Folder, Gap, Head
from qmsdesk.bundle.write import Written, write

HOSTILE = '</script><script>document.title="owned"</script>"\'&<b>'


@pytest.fixture
def info() -> BundleInfo:
    categories = ["顾客关系及顾客满意", "质量安全管理", "质量管理资源配置及管理"]
    statuses = ["achieved", "not_achieved", "not_selected"]
    return BundleInfo(
        enterprise="徐州恒锐精密五金有限公司（示例）",
        short_name="恒锐精密",
        head=Head(1337, hashlib.sha256(b"head").hexdigest(), dt.datetime(2025, 11, 12, 2, 30, 7, tzinfo=dt.UTC)),
        program_version="0.1.0",
        profile="acceptance",
        period=(dt.date(2025, 1, 1), dt.date(2025, 11, 12)),
        assessment={
            "rule": "any",
            "total": "60",
            "maximum": "90",
            "grade": "优秀",
            "totals_by_rule": {"any": "60", "all": "40"},
            "categories": [
                {"key": key, "title": key, "status": status, "score": "10"}
                for key, status in zip(categories, statuses, strict=True)
            ],
        },
        gaps=(
            Gap("6.10", "优良案例未定稿", "优良案例", "YL-001"),
            Gap("6.9.5", "质量损失率缺少佐证附件 <b>", "指标", "ZB-003"),
        ),
    )


@pytest.fixture
def entries(tmp_path: Path) -> list[Entry]:
    store = tmp_path / "store"
    store.mkdir()
    namer = Namer()

    def attachment(name: str, content: bytes) -> dict[str, object]:
        digest = hashlib.sha256(content).hexdigest()
        path = store / digest
        path.write_bytes(content)
        return {"source": path, "sha256": digest, "size": len(content), "original_name": name}

    def entry(folder: str, title: str, name: str, **values: object) -> Entry:
        return Entry(path=namer.path(folder, name), title=title, **values)  # type: ignore[arg-type]

    day = dt.date(2025, 10, 15)
    return [
        entry(Folder.TOP, "封面与目录", "00_封面与目录.pdf", source=b"%PDF-1.7 cover\n" * 40),
        entry(
            Folder.ASSESSMENT,
            "表C.1 成效评价表",
            "表C.1 成效评价表.pdf",
            source=b"%PDF-1.7 c1\n" * 90,
            register="自我评价",
            number="PJ-2025-01",
            clauses=("6.9.5", "9.1"),
            date=day,
        ),
        entry(
            Folder.TRAINING,
            "签到表 PX-2025-07",
            "签到 100%.jpg",
            register="培训",
            number="PX-2025-07",
            clauses=("7.2", "6.7.2.2"),
            date=day,
            **attachment("签到 100%.jpg", bytes(range(256)) * 90),
        ),
        entry(Folder.OTHER, HOSTILE, HOSTILE + ".txt", **attachment(HOSTILE + ".txt", b"hostile title\n" * 3)),
        entry(Folder.OTHER, "空文件", "空.txt", **attachment("空.txt", b"")),
        entry(Folder.OTHER, "=1+1", "a#b?c&d 中文 😀.csv", source=b"a,b\r\n1,2\r\n"),
        entry(Folder.OTHER, "同名", "A#B?C&D 中文 😀.CSV", source=b"same name, other case"),
    ]


@pytest.fixture
def built(info: BundleInfo, entries: list[Entry], tmp_path: Path) -> Written:
    return write(info, entries, tmp_path / "资料包.zip")


@pytest.fixture
def folder(built: Written, tmp_path: Path) -> Path:
    """The bundle as a reviewer unpacks it."""
    return unpack(built.path, tmp_path / "unpacked")


@pytest.fixture
def full(info: BundleInfo) -> BundleInfo:
    """A bundle without gaps."""
    return replace(info, gaps=())


def unpack(path: Path, into: Path) -> Path:
    with zipfile.ZipFile(path) as bag:
        bag.extractall(into)
    (top,) = into.iterdir()
    return top
