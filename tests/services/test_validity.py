"""What no save lets in, whichever way it comes."""

from __future__ import annotations

import os

import pytest

from qmsdesk.errors import Blocked, Refused
from qmsdesk.models.documents import Document
from qmsdesk.models.indicators import Indicator
from qmsdesk.models.people import Department, Person
from qmsdesk.registers.documents import DOCUMENT
from qmsdesk.registers.indicators import INDICATOR
from qmsdesk.registers.people import DEPARTMENT, ENTERPRISE, PERSON
from qmsdesk.services import checking, founding, history, reading, records
from qmsdesk.services.sitting import Sitting
from tests.services.conftest import Staff, add_document, add_revision, stored


@pytest.mark.parametrize("text", ["质量\0部", "质量\udc80部", "\udfff"])
def test_characters_that_cannot_be_stored_are_refused(sitting: Sitting, text: str) -> None:
    with pytest.raises(records.Invalid, match="有不能保存的字符"):
        records.save(sitting, DEPARTMENT, None, {Department.name: text})
    with pytest.raises(records.Invalid, match="编号里有不能保存的字符"):
        records.save(sitting, DOCUMENT, None, {Document.number: text, Document.title: "甲", Document.level: "form"})


def test_reasons_and_names_of_operators_are_made_readable(sitting: Sitting) -> None:
    operator = Sitting(sitting.workspace, "何\n静\udc80\u202e" + "长" * 60, sitting.clock)
    records.save(operator, DEPARTMENT, None, {Department.name: "质量部"}, reason="补\udc80录\0")
    entry = list(history.entries(sitting.db))[-1]
    assert (entry.why, entry.by) == ("补录", "何 静 " + "长" * 36)
    operator.operator = " \n "
    assert operator.operator == operator.author.system_user
    assert checking.check(sitting.workspace).findings == ()


def test_two_entries_never_share_a_hash_by_moving_text_between_fields(sitting: Sitting) -> None:
    entry = next(iter(history.entries(sitting.db)))
    parts = {k: getattr(entry, k) for k in ("seq", "batch", "at", "verb", "register", "record", "body", "prev", "hash")}
    one = history.Entry(**parts, by="a\nb", system_user="c")
    two = history.Entry(**parts, by="a", system_user="b\nc")
    assert history.digest("", one) != history.digest("", two)


def test_a_relation_points_at_live_records_and_keeps_what_it_has(sitting: Sitting, staff: Staff) -> None:
    gone = records.save(sitting, DEPARTMENT, None, {Department.name: "撤销部"}).record
    records.delete(sitting, DEPARTMENT, [gone])
    with pytest.raises(records.Invalid, match="部门指向的“撤销部”在回收站里"):
        records.save(sitting, PERSON, staff.author, {Person.department: gone})
    records.void(sitting, DEPARTMENT, staff.department, "部门撤销")
    with pytest.raises(records.Invalid, match="部门指向的“质量部”已作废"):
        records.save(sitting, PERSON, None, {Person.name: "示例丙", Person.department: staff.department})
    kept = {Person.department: staff.department, Person.post: "检验员"}
    assert records.save(sitting, PERSON, staff.author, kept).what == "edit"


def test_what_points_at_the_recycle_bin_waits_for_its_target(sitting: Sitting, staff: Staff) -> None:
    records.delete(sitting, PERSON, [staff.author, staff.approver])
    records.delete(sitting, DEPARTMENT, [staff.department])
    with pytest.raises(Blocked, match="它指向的“质量部”也在回收站里"):
        records.restore(sitting, PERSON, staff.author)
    records.restore(sitting, DEPARTMENT, staff.department)
    records.restore(sitting, PERSON, staff.author)


def test_holders_are_named_by_their_record_once(sitting: Sitting, staff: Staff) -> None:
    document = add_document(sitting)
    add_revision(sitting, document, author=staff.author, reviewer=staff.author, approver=staff.author)
    assert records.references(sitting.db, PERSON, staff.author) == ["HY-QP-01"]
    records.delete(sitting, DOCUMENT, [document])
    assert records.references(sitting.db, PERSON, staff.author) == []


def test_a_given_number_is_not_taken_away(sitting: Sitting) -> None:
    values = {Indicator.category: "customers", Indicator.name: "满意度"}
    made = records.save(sitting, INDICATOR, None, values).record
    with pytest.raises(records.Invalid, match="请填写编号"):
        records.save(sitting, INDICATOR, made, {Indicator.number: ""})
    assert stored(sitting, Indicator, made)["number"] == "ZB-001"


def test_there_is_one_enterprise_and_it_stays(sitting: Sitting) -> None:
    with pytest.raises(records.Invalid, match="只放一家企业"):
        founding.found(sitting, "另一家")
    with pytest.raises(Blocked, match="不能删除或作废"):
        records.delete(sitting, ENTERPRISE, [1])
    with pytest.raises(Blocked, match="不能删除或作废"):
        records.void(sitting, ENTERPRISE, 1, "试试")


def test_what_is_in_the_recycle_bin_is_not_voided(sitting: Sitting, staff: Staff) -> None:
    records.delete(sitting, PERSON, [staff.author])
    with pytest.raises(Refused, match="在回收站里"):
        records.void(sitting, PERSON, staff.author, "登记错误")


@pytest.mark.parametrize(("search", "names"), [("%", ["50%部"]), ("_", ["a_b"]), ("\\", ["c\\d"]), ("'", []),
                                               ("50%", ["50%部"])])  # fmt: skip
def test_signs_of_patterns_are_searched_as_they_stand(sitting: Sitting, search: str, names: list[str]) -> None:
    for name in ("50%部", "a_b", "c\\d", "质量部"):
        records.save(sitting, DEPARTMENT, None, {Department.name: name})
    found = reading.Query(DEPARTMENT, search=search).ids(sitting.db)
    assert [stored(sitting, Department, i)["name"] for i in found] == names


def test_without_a_user_of_the_system_the_number_stands(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", _no_such_user)
    assert Sitting(sitting.workspace, "", sitting.clock).operator == str(os.getuid())


def _no_such_user(_uid: int) -> None:
    raise KeyError


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("江苏省徐州市铜山区示例机械有限公司", "示例机械"),
        ("徐州（示例）有限责任公司", "示例"),
        ("徐州示例机械厂", "示例机械"),
        ("示例集团股份有限公司徐州分公司", "示例集团"),
        ("徐州有限公司", "徐州有限公司"),
        ("沛县", "沛县"),
        ("长" * 50, "长" * 20),
    ],
)
def test_a_short_name_is_proposed_without_place_and_form(name: str, short: str) -> None:
    assert founding.short_name_of(name) == short
