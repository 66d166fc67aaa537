"""Examples of what routes about placements take."""

from gateway.examples import body_like

PLACEMENT_DRAFT = body_like(
    {
        "worker": "01920000-0000-7000-8000-00000000000a",
        "employer_name": "广东示例电子厂",
        "channel": "export",
        "organised": True,
        "started": "2026-11-16",
        "contract": "labour",
        "insurance": ["social"],
    }
)
ENDING = body_like({"ended": "2026-11-19", "cause": "fumes", "asked": True})
CHECK = body_like({"day": 30, "outcome": "working", "note": "干得习惯，工资按月发"})
