"""An example of two people and two posts arranged together."""

from gateway.examples import body_like

FAIR = body_like(
    {
        "workers": [
            "01900000-0000-7000-8000-000000000001",
            "01900000-0000-7000-8000-000000000002",
        ],
        "seats": {"01900000-0000-7000-8000-000000004000": 2},
        "ask": False,
    }
)
