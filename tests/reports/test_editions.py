"""Printed forms name the edition of GB/T 19001 that the enterprise works by; none is written into a form."""

from __future__ import annotations

import pytest

from qmsdesk.reports import action_forms, audit_forms, document_forms, review_forms, training_forms
from qmsdesk.reports.forms import ASSESSMENT, Form
from qmsdesk.standard.clauses import DEFAULT_EDITION, EDITIONS

MODULES = (action_forms, audit_forms, document_forms, review_forms, training_forms)
FORMS = {each.key: each for module in MODULES for each in vars(module).values() if isinstance(each, Form)}


def test_forms_of_the_system_hold_no_edition() -> None:
    assert len(FORMS) > 15
    assert [key for key, form in FORMS.items() if "19001" in form.standard or "{gbt}" not in form.standard] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_edition_is_filled_in(form: Form) -> None:
    named = form.named(DEFAULT_EDITION)
    assert EDITIONS[DEFAULT_EDITION].standard in named
    assert "{" not in named


def test_the_local_standard_stands_as_it_is() -> None:
    assert ASSESSMENT.named(DEFAULT_EDITION) == ASSESSMENT.standard
