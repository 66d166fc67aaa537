"""Examples of what routes about employers and sites take."""

from gateway.examples import body_like

EMPLOYER_DRAFT = body_like(
    {
        "name": "赫山示范服装车间",
        "kind": "workshop",
        "area": "430903105000",
        "contacts": [{"name": "刘姐", "phone": "15400000002"}],
    }
)
SITE_DRAFT = body_like(
    {
        "employer": "01920000-0000-7000-8000-000000000001",
        "name": "一号车间",
        "area": "430903105201",
    }
)
WAY_DRAFT = body_like(
    {"from_area": "430903105213", "mode": "ebike", "minutes": 25, "source": "officer"}
)
REASON = body_like({"reason": "证照过期"})
