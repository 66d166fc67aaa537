"""Cases of the family body, and of signals that a deaf person would miss."""

from tests.matching.cases.case import Case

DEAF = {"HEAR": {"block_at": 2, "caution_at": 1}, "SPEAK": {"block_at": 3}}
WHEELCHAIR = {
    "CLIMB": {"block_at": 1},
    "STAND": {"block_at": 2, "caution_at": 1},
    "WALK": {"block_at": 2, "caution_at": 1},
}
STEPS = {"SIT": 3, "CLIMB": 1}
CALLS = {"HEAR": 2}

BODY = (
    Case(
        "deaf seamstress at a machine that needs no ears", "fit", (), {"limits": DEAF}
    ),
    Case(
        "deaf at a forklift yard",
        "unfit",
        ("safety.signal", "body.HEAR"),
        {"limits": DEAF},
        {"traits": ("vehicle",), "demands": CALLS},
    ),
    Case(
        "deaf at a forklift yard with lights",
        "unfit",
        ("safety.signal",),
        {"limits": DEAF},
        {
            "traits": ("vehicle",),
            "demands": CALLS,
            "accommodations": ("visual_alarm",),
        },
    ),
    Case(
        "deaf on the telephone",
        "unfit",
        ("body.HEAR",),
        {"limits": DEAF},
        {"traits": ("phone_calls",), "demands": CALLS},
    ),
    Case(
        "deaf with a written card",
        "conditional",
        ("body.HEAR",),
        {"limits": DEAF},
        {
            "traits": (),
            "demands": CALLS,
            "accommodations": ("written_instruction",),
        },
    ),
    Case(
        "wheelchair and steps",
        "unfit",
        ("body.CLIMB",),
        {"limits": WHEELCHAIR},
        {"demands": STEPS},
    ),
    Case(
        "wheelchair and a ramp",
        "conditional",
        ("body.CLIMB",),
        {"limits": WHEELCHAIR},
        {"demands": STEPS, "accommodations": ("ramp",)},
    ),
    Case(
        "wheelchair and standing work",
        "unfit",
        ("body.STAND",),
        {"limits": WHEELCHAIR},
        {"demands": {"STAND": 3}},
    ),
    Case(
        "wheelchair and a seated table",
        "conditional",
        ("body.STAND",),
        {"limits": WHEELCHAIR},
        {"demands": {"STAND": 3}, "accommodations": ("seated",)},
    ),
    Case(
        "a little standing is a caution",
        "conditional",
        ("body.STAND",),
        {"limits": WHEELCHAIR},
        {"demands": {"STAND": 1}},
    ),
    Case(
        "never asked, heavy loads",
        "open_question",
        ("body.asked",),
        {"limits": None},
        {"demands": {"LIFT": 3, "STAND": 3}},
    ),
    Case(
        "never asked, middling loads",
        "fit",
        (),
        {"limits": None},
        {"demands": {"LIFT": 2, "PACE": 3, "FINE": 3}},
    ),
    Case(
        "asked, nothing named, heavy loads",
        "fit",
        (),
        {"limits": {}},
        {"demands": {"LIFT": 3}},
    ),
    Case("nobody knows the demands", "fit", (), {"limits": {}}, {"demands": None}),
    Case(
        "nobody knows the demands of a weak back",
        "open_question",
        ("body.demands",),
        {"limits": {"LIFT": {"block_at": 2}}},
        {"demands": None},
    ),
    Case(
        "pedal with a hand lever",
        "conditional",
        ("body.PEDAL",),
        {"limits": {"PEDAL": {"block_at": 2}}},
        {"demands": {"PEDAL": 2}, "accommodations": ("hand_control",)},
    ),
    Case(
        "the licence decides about driving",
        "fit",
        (),
        {"limits": {"DRIVE": {"block_at": 1}}, "licences": [{"code": "C1"}]},
        {"demands": {"DRIVE": 3}, "licences": ("C1",)},
    ),
    Case(
        "driving without a licence to decide",
        "unfit",
        ("body.DRIVE",),
        {"limits": {"DRIVE": {"block_at": 1}}},
        {"demands": {"DRIVE": 1}},
    ),
    Case(
        "the worst demand speaks",
        "unfit",
        ("body.LIFT",),
        {"limits": {"STAND": {"caution_at": 1}, "LIFT": {"block_at": 3}}},
        {"demands": {"STAND": 3, "LIFT": 3}},
    ),
)
