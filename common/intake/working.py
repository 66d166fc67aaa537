"""Whether somebody works, away or near, or cannot, out of several columns."""

import re
from collections.abc import Mapping
from typing import Any

from common.intake.written import is_nothing
from common.intake.written import yes_or_no

# 省内县外 is away, 县内 is near: the word that says out stands first.
AWAY = re.compile(
    "县外|省外|境外|国外|外省|外地|外县|市外|在外|广东|浙江|江苏|上海|深圳"
)
NEAR = re.compile("县内|本县|本乡|本镇|本村|本地|乡内|镇内|村内|家门口|就近|县城")
STATES = (
    ("unable", re.compile("丧失劳动|无劳动能力|无劳力|失能")),
    ("studying", re.compile("在校|上学|读书|就读|学生")),
    ("paused", re.compile("暂不|暂停|不找")),
    ("away", re.compile("在外|外出|省外|县外|外地")),
    (
        "looking",
        re.compile("未就业|未务工|失业|待业|求职|找工作|无业|没工作|赋闲|返乡在家"),
    ),
    ("working", re.compile("就业|在岗|务工|上班|在职|个体|创业|公益|working")),
)
NOT_WILLING = re.compile("不愿|无意愿|不想|没有意愿|暂无")
LABOUR = re.compile("弱劳|半劳|丧失|无劳动")
WEAK = re.compile("弱劳|半劳")


def work_of(texts: Mapping[str, str], told: Mapping[str, Any]) -> dict[str, Any]:
    """State, wish and strength, as far as the columns say anything of them."""
    found: dict[str, Any] = {}
    state = _state(texts)
    if state:
        found["state"] = state
    found.update(_wish(texts.get("wish", ""), {**told, **found}))
    labour = texts.get("labour", "")
    if WEAK.search(labour):
        found["limits"] = tuple(dict.fromkeys((*told.get("limits", ()), "弱劳动力")))
    return found


def _state(texts: Mapping[str, str]) -> str | None:
    if STATES[0][1].search(texts.get("labour", "")):
        return "unable"
    named = next(
        (s for s, words in STATES if words.search(texts.get("state", ""))), None
    )
    works, where = texts.get("works", ""), texts.get("where", "")
    said = yes_or_no(works) if not is_nothing(works) else None
    if named:
        return "away" if named == "working" and _is_away(where) else named
    if said is None and _is_away(works):
        return "away"
    if said is None:
        return None
    if said:
        return "away" if _is_away(where) or _is_away(works) else "working"
    return "studying" if STATES[1][1].search(texts.get("why_not", "")) else "looking"


def _is_away(where: str) -> bool:
    return bool(AWAY.search(where)) and not NEAR.search(where.replace("省内县外", ""))


def _wish(text: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """县内, 外出 and 不愿 say where to; everything else is a wish in words."""
    if is_nothing(text) or text == "无":
        return {}
    if NOT_WILLING.search(text):
        return {"state": "paused"} if "state" not in told else {}
    if re.search("县内|本地|就近|家门口|本县", text):
        return {"scope": "county"}
    if re.search("外出|外地|省外|县外|都可以|都行", text):
        return {"lodging": "anywhere"}
    if text in ("有", "是", "愿意", "有意愿"):
        return {}
    return {"wishes": tuple(dict.fromkeys((*told.get("wishes", ()), text)))}
