"""Examples of what routes about posts take."""

from gateway.examples import body_like

_STATED = {
    "title": "缝纫工",
    "text": "在家门口的帮扶车间踩平车，不会的可以学。",
    "kind": "workshop",
    "area": "430903105000",
    "shifts": [{"days": [1, 2, 3, 4, 5], "start": "08:30", "end": "16:00"}],
    "pay": {"min": 2300, "max": 2800, "unit": "month"},
    "openings": 3,
    "valid_until": "2027-06-30",
    "contact": {"name": "刘姐", "phone": "15400000002"},
}
POST_DRAFT = body_like(
    {"employer": "01920000-0000-7000-8000-000000000001", "stated": _STATED}
)
WHY = body_like({"reason": "岗位确需年轻人，理由已核实"})
POST_CHANGE = body_like({"stated": _STATED})
