"""A small county and drafts with good defaults; a test says only what it is about."""

from typing import Any

COUNTY = "990121000000"
TOWN = "990121101000"
VILLAGE = "990121101201"
NEXT_VILLAGE = "990121101202"
FAR_VILLAGE = "990122101201"
AREAS: list[dict[str, Any]] = [
    {"code": code, "name": name, "parent": None, "terrain": terrain, "centre": centre}
    for code, name, terrain, centre in (
        ("990000000000", "示例省", "plain", None),
        ("990100000000", "示例市", "plain", None),
        (COUNTY, "示例县", "hilly", None),
        (TOWN, "一镇", "mountain", None),
        (VILLAGE, "上村", "mountain", {"lat": 22.3, "lng": 109.5, "accuracy_m": 300}),
        (NEXT_VILLAGE, "下村", "hilly", None),
        ("990122000000", "邻县", "plain", None),
        (FAR_VILLAGE, "邻村", "plain", None),
    )
]
MALE = "990121198002290017"
FEMALE = "990121197501150022"
OLDER = "990121196607080136"
PHONE = "15400001234"


def a_worker(**more: Any) -> dict[str, Any]:
    """A draft of a man in the upper village, found on a visit."""
    stated = {"area": VILLAGE, **more.pop("stated", {})}
    return {
        "name": "张小三",
        "id_number": MALE,
        "phones": [{"number": PHONE}],
        "origin": {"source": "visit"},
        "stated": stated,
        **more,
    }


def a_woman(**more: Any) -> dict[str, Any]:
    """A draft of a woman in the upper village without a telephone."""
    return a_worker(**{"name": "李四妹", "id_number": FEMALE, "phones": [], **more})


def a_change(source: str = "phone", **more: Any) -> dict[str, Any]:
    """A change that was told on the telephone."""
    return {"origin": {"source": source}, **more}
