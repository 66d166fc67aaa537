"""Examples of what routes about workers take."""

from gateway.examples import body_like

_ORIGIN = {"source": "visit", "said_by": "self"}
WORKER_DRAFT = body_like(
    {
        "origin": _ORIGIN,
        "name": "欧阳小芳",
        "phones": [{"number": "15400000001", "relation": "self"}],
        "stated": {
            "area": "430903105201",
            "birth": "1979-03-05",
            "sex": "female",
            "skills": ["踩过缝纫机"],
            "hours": [{"days": [1, 2, 3, 4, 5], "start": "08:30", "end": "16:00"}],
            "transport": ["电动车"],
        },
    }
)
WORKER_CHANGE = body_like({"origin": _ORIGIN, "stated": {"night": False}})
LOOK_UP = body_like({"name": "欧阳小芳", "birth": "1979-03-05"})
IDS = body_like({"ids": ["01920000-0000-7000-8000-00000000000a"]})
WITHDRAWAL = body_like({"kind": "pause", "said_by": "self"})
RESUMPTION = body_like({"said_by": "self"})
