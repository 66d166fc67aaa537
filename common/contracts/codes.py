"""The closed vocabularies that contracts use; every other word is mapped to these.

Demand codes and levels follow the house vocabulary: 0 none, 1 occasional,
2 regular, 3 essential. A code's position in its tuple is its column and bit in the
kernel, so codes are only ever appended.
"""

from enum import StrEnum

DEMANDS = (
    "SIT", "STAND", "WALK", "BEND", "CLIMB", "LIFT", "FINE", "HANDS", "PEDAL",
    "NEAR", "FAR", "COLOR", "HEAR", "SPEAK", "LEARN", "VIGIL", "PUBLIC", "CARE",
    "ALONE", "MACH", "DRIVE", "HEAT", "COLD", "CHEM", "NOISE", "OUTDOOR", "NIGHT",
    "PACE", "EARLY", "ONCALL", "LIVEIN",
)  # fmt: skip

# What a post brings with it: hazards first, then circumstances that people refuse or
# that a law names. Words from adverts and refusals are mapped to these by intake.
TRAITS = (
    "machine", "height", "dust", "noise", "chemicals", "chem_repro", "irritant",
    "heat", "cold", "wet", "water", "open_fire", "arc", "electric", "explosive",
    "vehicle", "traffic", "night", "alone", "heavy", "underground", "quarry",
    "radiation", "outdoor", "forest", "smoke", "bio", "animals", "pork", "alcohol",
    "entertainment", "migrate", "factory", "line_work", "live_in", "overtime",
    "standing", "public", "kitchen", "child_care", "elder_care", "construction",
    "livestock", "screen", "phone_calls", "early", "rotating", "funeral", "slaughter",
)  # fmt: skip

MODES = ("walk", "ebike", "moto", "bus", "car", "wheelchair", "shuttle")

SCHOOLING = ("none", "primary", "junior", "high", "college", "bachelor")

GROUPS = (
    "lifted", "monitored", "dibao", "extreme_poor", "disabled", "large_age",
    "graduate", "returnee", "zero_employment", "long_unemployed", "land_lost",
    "veteran", "carer", "relocated",
)  # fmt: skip

ACCOMMODATIONS = (
    "seated", "ramp", "written_instruction", "hand_control", "visual_alarm", "buddy",
    "flexible_hours", "screen_reader", "tactile_path", "fixed_day", "short_blocks",
    "transport",
)  # fmt: skip


class Verdict(StrEnum):
    """合适 · 需协调 · 待核实 · 暂不匹配, best first."""

    FIT = "fit"
    CONDITIONAL = "conditional"
    OPEN_QUESTION = "open_question"
    UNFIT = "unfit"


class Outcome(StrEnum):
    """What one rule says of one worker with one post."""

    PASS = "pass"  # noqa: S105 (an outcome, no secret)
    CAUTION = "caution"
    UNKNOWN = "unknown"
    BLOCK = "block"


FAMILIES = (
    "open", "law", "eligible", "safety", "body", "reach", "week", "pay", "skill",
    "asks", "veto",
)  # fmt: skip
MUST_NEVER = ("open", "law", "eligible", "safety", "veto")
