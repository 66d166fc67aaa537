"""What a worker's facts look like in the cells of a ledger: read back, they are equal.

The inverse of `ledger`; a fact that no column can hold is left out.
"""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

STATES = {
    "looking": "求职", "working": "就业", "away": "外出务工", "studying": "在校",
    "paused": "暂不找工作", "unable": "丧失劳动能力",
}  # fmt: skip
LODGING = {"no": "否", "county": "是", "anywhere": "外地也可以"}
RELATIONS = {
    "self": "", "spouse": "配偶", "child": "子女", "parent": "父母", "relative": "亲属",
    "village": "村干部",
}  # fmt: skip
UNITS = {"month": "月", "day": "天", "hour": "小时", "piece": "件"}
SEXES = {"female": "女", "male": "男"}


def cells_of(facts: Mapping[str, Any]) -> dict[str, str]:
    """The cells of a worker's facts by the field of their column."""
    return {
        field: write(facts[name])
        for name, (field, write) in WRITERS.items()
        if facts.get(name) is not None
    }


def phones_cell(phones: Sequence[tuple[str, str]]) -> str:
    """Several telephones with whose they are: `15400001234、15400005678(子女)`."""
    words = (
        f"{number}({RELATIONS[whose]})" if RELATIONS.get(whose) else number
        for number, whose in phones
    )
    return "、".join(words)


def _listed(values: Sequence[Any]) -> str:
    """What was asked and answered by nothing is a word too."""
    return "、".join(map(str, values)) or "无"


def _pay(pay: Mapping[str, Any]) -> str:
    low, high = _number(pay["min"]), _number(pay["max"])
    amount = low if low == high else f"{low}-{high}"
    piece = "，计件" if pay.get("piece_rate") else ""
    return f"{amount}元/{UNITS[pay['unit']]}{piece}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _hours(windows: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{','.join(map(str, w['days']))} {w['start']}-{w['end']}" for w in windows
    )


def _scope(scope: str) -> str:
    return "县内" if scope == "county" else ""


def _yes(said: bool) -> str:
    return "是" if said else "否"


Write = Callable[[Any], str]
WRITERS: dict[str, tuple[str, Write]] = {
    "area": ("area", str),
    "sex": ("sex", SEXES.__getitem__),
    "birth": ("birth", str),
    "schooling": ("schooling", str),
    "state": ("state", STATES.__getitem__),
    "limits": ("limits", _listed),
    "categories": ("categories", _listed),
    "skills": ("skills", _listed),
    "certificates": ("certificates", _listed),
    "wishes": ("wishes", _listed),
    "vetoes": ("vetoes", _listed),
    "transport": ("transport", _listed),
    "scope": ("wish", _scope),
    "pay_floor": ("pay_floor", _pay),
    "max_minutes": ("max_minutes", str),
    "max_km": ("max_km", _number),
    "lodging": ("lodging", LODGING.__getitem__),
    "hours": ("hours", _hours),
    "care": ("care", _hours),
    "months": ("months", _listed),
    "night": ("night", _yes),
    "training_wish": ("training_wish", _listed),
    "trainings": ("trainings", _listed),
    "poverty_cause": ("poverty_cause", str),
    "difficulties": ("difficulties", _listed),
    "works_at": ("works_at", str),
    "works_as": ("works_as", str),
    "earns": ("earns", _pay),
    "said": ("said", str),
}
