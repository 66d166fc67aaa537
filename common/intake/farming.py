"""When the farm leaves time, out of words: which months these are, the village says."""

import re
from typing import Literal

from common.intake.normalise import compact

BUSY = "农忙|双抢|抢收|抢种|收割|收谷|秋收|插秧|忙月|忙季"
SLACK = re.compile(
    "农闲|闲月|冬闲|闲季|田里(?:没|冇)活|"
    f"(?:除了?|避开|不算)(?:{BUSY})|"
    f"(?:{BUSY})[^,。;!?]{{0,6}}"
    "(?:没空|没得空|冇空|不行|不得行|不能|不来|走不开|要回|回家|请假|除外|要忙)"
)
ONLY_BUSY = re.compile(
    f"(?:只|就)[^,。;!?]{{0,4}}(?:{BUSY})|(?:{BUSY})[^,。;!?]{{0,4}}(?:才|能做|有空)"
)


def farm_in(text: str) -> Literal["slack", "busy"] | None:
    """`农闲有空`, `双抢走不开` are slack; who comes for the harvest itself is busy."""
    said = compact(text)
    if SLACK.search(said):
        return "slack"
    return "busy" if ONLY_BUSY.search(said) else None
