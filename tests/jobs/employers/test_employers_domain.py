"""Looks at employers, and who may publish for them."""

from datetime import UTC
from datetime import date
from datetime import datetime

import pytest

from common.problems import Problem
from services.jobs.employers.domain import CreditCodeIsWrong
from services.jobs.employers.domain import EmployerIsSuspended
from services.jobs.employers.domain import EmployerIsUnverified
from services.jobs.employers.domain import Look
from services.jobs.employers.domain import Standing
from services.jobs.employers.domain import check_may_publish
from services.jobs.employers.domain import checked_credit_code

SEEN = datetime(2026, 1, 5, tzinfo=UTC)


def test_papers_are_due_again_after_183_days() -> None:
    assert Look("verified", "officer", SEEN).due_again == date(2026, 7, 7)


def test_nothing_is_due_where_nobody_looked_or_the_employer_is_suspended() -> None:
    assert Look().due_again is None
    assert Look("suspended", "officer", SEEN, "欠薪").due_again is None


@pytest.mark.parametrize("role", ["township", "county"])
def test_an_officers_publishing_counts_as_a_look(role: str) -> None:
    check_may_publish("unverified", role)


@pytest.mark.parametrize(
    ("standing", "role", "refusal"),
    [
        ("unverified", "hr", EmployerIsUnverified),
        ("unverified", "coordinator", EmployerIsUnverified),
        ("suspended", "hr", EmployerIsSuspended),
        ("suspended", "county", EmployerIsSuspended),
    ],
)
def test_publishing_is_refused_by_name(
    standing: Standing, role: str, refusal: type[Problem]
) -> None:
    with pytest.raises(refusal):
        check_may_publish(standing, role)


def test_a_made_up_code_is_refused_where_synthetic_ones_are_not_allowed() -> None:
    with pytest.raises(CreditCodeIsWrong) as refused:
        checked_credit_code("91990121MA0DEM1X17", synthetic=False)

    assert [error.key for error in refused.value.errors] == ["field.credit-code.region"]
