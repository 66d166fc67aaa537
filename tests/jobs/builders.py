"""Drafts with good defaults; a test says only what it is about."""

from typing import Any

COUNTY = "990121000000"
TOWN = "990121101000"
VILLAGE = "990121101201"
OTHER_TOWN = "990121204000"
OTHER_COUNTY = "990122000000"


def an_employer(**facts: Any) -> dict[str, Any]:
    """A draft of an employer in the town."""
    return {
        "name": "示例服装厂",
        "kind": "workshop",
        "area": TOWN,
        "contacts": [{"name": "王主管", "phone": "15400000001"}],
        **facts,
    }


def a_site(employer: str, **facts: Any) -> dict[str, Any]:
    """A draft of a site in the village."""
    return {
        "employer": employer,
        "name": "一车间",
        "address": "示例村口旧小学",
        "area": VILLAGE,
        "place": {"lat": 31.86, "lng": 106.75},
        **facts,
    }


def stated(**facts: Any) -> dict[str, Any]:
    """What an employer states of a post that is complete and lawful."""
    return {
        "title": "缝纫工",
        "text": "平车缝制校服，可以坐着做，不收任何费用。",
        "area": VILLAGE,
        "shifts": [{"days": [1, 2, 3, 4, 5, 6], "start": "08:00", "end": "17:00"}],
        "pay": {"min": 2300, "max": 3500, "unit": "month"},
        "openings": 3,
        "valid_until": "2026-06-30",
        **facts,
    }
