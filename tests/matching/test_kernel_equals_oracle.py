"""The kernel says what the slow oracle says: pair by pair, rule by rule, to the point.

Thirty-six worlds of 72 pairs on every run; `columns_of` reads the product's own words
and rule data, the oracle its own copy of the page.
"""

import pytest

from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.cases import CASES
from tests.matching.cases import WORDS
from tests.matching.cases import Case
from tests.matching.kernel_answers import columns_of
from tests.matching.kernel_answers import differences
from tests.matching.kernel_answers import differences_of
from tests.matching.kernel_answers import kernel_says
from tests.matching.kernel_answers import oracle_says
from tests.matching.kernel_answers import skills_of
from tests.matching.worlds import a_world


@pytest.mark.parametrize("seed", range(36))
def test_a_random_world_is_judged_as_the_oracle_judges_it(seed: int) -> None:
    assert differences_of(a_world(seed)) == []


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_a_case_reasoned_by_hand_is_judged_so_by_the_kernel(case: Case) -> None:
    worker, post = a_worker(**case.worker), a_post(**case.post)
    columns = columns_of([worker], [post], case.today, skills_of(WORDS))
    answer = kernel_says(columns, 0, 0)

    assert answer["verdict"] == case.verdict
    assert differences(answer, oracle_says(worker, post, case.today, WORDS)) == []
