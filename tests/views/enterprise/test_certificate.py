"""认证 on the page of the enterprise: hidden without a certificate, then days and what is missing."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLabel, QPushButton

from qmsdesk.models.people import Enterprise
from tests.views.enterprise.test_page import Stage, stage

__all__ = ["stage"]


def texts(stage: Stage) -> list[str]:
    card = stage.form.certificate
    return [each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(card)]


def test_nothing_is_said_without_a_certificate(stage: Stage) -> None:
    assert not stage.form.certificate.isVisibleTo(stage.form)


def test_a_number_alone_says_what_is_missing_and_leads_there(stage: Stage) -> None:
    stage.write(certificate="示例-001")
    card = stage.form.certificate
    assert card.isVisibleTo(stage.form)
    assert "已登记证书，还缺：认证机构、发证日期、证书有效期至" in texts(stage)
    (go,) = [made for made in card.findChildren(QPushButton) if made.text() == "去填写" and made.isVisibleTo(card)]
    go.click()
    focused = stage.page.window().focusWidget()
    assert focused is not None
    assert stage.form.editors[Enterprise.certifier].isAncestorOf(focused)


def test_the_days_follow_what_is_saved(stage: Stage) -> None:
    stage.write(certificate="示例-001", certified_on=dt.date(2026, 9, 20), certificate_until=dt.date(2029, 9, 19))
    assert "首次不晚于 2027-09-20，第二次不晚于 2028-09-20" in texts(stage)
    assert "2029-09-19 前完成现场审核" in texts(stage)
    stage.write(certificate="", certified_on=None, certificate_until=None)
    assert not stage.form.certificate.isVisibleTo(stage.form)
