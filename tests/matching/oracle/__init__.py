"""The slow, obvious second implementation of docs/matching.md that checks the kernel.

It is written from that page by hand, over the contracts and with plain Python only. It
shares no line with the product, so that one misreading cannot hide in both.
"""

from tests.matching.oracle.judging import judge
from tests.matching.oracle.judging import shortlist
from tests.matching.oracle.values import OracleMatch
from tests.matching.oracle.values import Thresholds
from tests.matching.oracle.values import Words

__all__ = ["OracleMatch", "Thresholds", "Words", "judge", "shortlist"]
