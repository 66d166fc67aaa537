"""Examples of what routes about workers take."""

from gateway.examples import body_like

WORKER_DRAFT = body_like(
    {
        "name": "欧阳小芳",
        "phone": "15400000001",
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
WORKER_CHANGE = body_like({"stated": {"night": False}})
LOOK_UP = body_like({"id_number": "990000197903050028"})
WITHDRAWAL = body_like({"meaning": "no_contact"})
