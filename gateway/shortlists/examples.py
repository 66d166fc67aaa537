"""An example of somebody who walks in."""

from gateway.examples import body_like

WALK_IN = body_like(
    {
        "worker": {
            "area": "430903105201",
            "age": 58,
            "skills": ["种菜"],
            "transport": ["走路"],
        }
    }
)
