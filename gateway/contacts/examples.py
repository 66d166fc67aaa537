"""Examples of what routes about contacts take."""

from gateway.examples import body_like

CONTACT = body_like(
    {
        "outcome": "willing",
        "way": "phone",
        "post": "01920000-0000-7000-8000-000000000002",
        "note": "下周一可以去看看",
    }
)
