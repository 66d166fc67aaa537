"""An example of a draft post that asks for advice."""

from gateway.examples import body_like

DRAFT = body_like(
    {
        "post": {
            "title": "缝纫工",
            "area": "430903105201",
            "place": {"lat": 28.44, "lng": 112.44},
            "shifts": [{"days": [1, 2, 3, 4, 5, 6], "start": "07:30", "end": "18:00"}],
            "pay": {"min": 2800, "max": 4000, "unit": "month"},
            "openings": 12,
        }
    }
)
