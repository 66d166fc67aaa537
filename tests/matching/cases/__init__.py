"""Cases whose verdicts were reasoned from the texts before any code could answer."""

from tests.matching.cases.body import BODY
from tests.matching.cases.case import RULES
from tests.matching.cases.case import WORDS
from tests.matching.cases.case import Case
from tests.matching.cases.earning import EARNING
from tests.matching.cases.going import GOING
from tests.matching.cases.hours import HOURS
from tests.matching.cases.knowing import KNOWING
from tests.matching.cases.standing import STANDING
from tests.matching.cases.stories import STORIES

CASES = (*STANDING, *BODY, *GOING, *KNOWING, *HOURS, *EARNING, *STORIES)

__all__ = ["CASES", "RULES", "WORDS", "Case"]
