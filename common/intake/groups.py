"""Groups of assistance, and what a disability certificate says, out of words.

Ethnicity and religion are no groups: nothing may be read out of them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from common.contracts.people import Dated
from common.intake.lexicon import rows
from common.intake.licences import dates_in
from common.intake.normalise import compact
from common.intake.normalise import parts
from common.law import default_rules

CATEGORIES = {
    "视": "视力", "盲": "视力", "听": "听力", "聋": "听力", "言": "言语", "语": "言语",
    "哑": "言语", "肢": "肢体", "智": "智力", "精": "精神", "多": "多重",
}  # fmt: skip
BY_DIGIT = ("", "视力", "听力", "言语", "肢体", "智力", "精神", "多重")
CATEGORY = re.compile(
    "视力|视障|视残|盲人|盲|听力|听障|听残|聋哑|聋人|聋|言语|语言|语残|哑|肢体|肢残|肢障"
    "|智力|智障|智残|弱智|精神|精残|多重|(?<=[(:])[视听言语肢智精多](?=[)\\d一二三四])"
)
GRADE = re.compile(r"([一二三四壹贰叁肆1-4])\s*级|级别?[:]?([一二三四1-4])|级([1-4])")
CERTIFICATE = re.compile(r"\d{17}[\dx]([1-7])([1-4])(?:b\d{1,2})?(?!\d)")
GRADES = {"一": 1, "二": 2, "三": 3, "四": 4, "壹": 1, "贰": 2, "叁": 3, "肆": 4}
# Both halves of the body: neither limb alone, so the certificate says nothing more.
BOTH_LIMBS = re.compile("偏瘫|半身不遂|四肢|半边身")
LIMBS = (
    ("下肢", re.compile("下肢|腿|截瘫|轮椅|脚|小儿麻痹|跛|瘸|股骨|膝|假肢(?!手)")),
    ("上肢", re.compile("上肢|手|臂|断掌|断指")),
)
NOT = re.compile("非|不是|无残|没有|未|已消除|风险消除|无$|^无|^否|不属于|退出")
DEAF_MUTE = re.compile("聋哑|又聋又哑")
SITES = (
    (
        "就业帮扶车间",
        re.compile("(?:就业)?(?:扶贫|帮扶)(?:车间|工厂)|乡村车间|爱心车间"),
    ),
    ("乡村就业工厂", re.compile("乡村就业工厂|就业工厂")),
    ("零工市场", re.compile("零工(?:市场|驿站)")),
    ("公益性岗位", re.compile("公益性?岗")),
)


@dataclass(frozen=True, slots=True)
class Membership:
    """What a certificate says: 视力 … 多重, grade 1–4 or None, 上肢 or 下肢."""

    category: str
    grade: int | None = None
    limb: str = ""


@dataclass(frozen=True, slots=True)
class Groups:
    """Group codes with their dates, and certificates for `common.law` alone."""

    groups: tuple[Dated, ...]
    certificates: tuple[Membership, ...]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((r["code"], re.compile(r["words"])) for r in rows("groups.csv"))


@lru_cache(maxsize=1)
def group_names() -> dict[str, str]:
    """Group codes with their Chinese names."""
    return {row["code"]: row["zh"] for row in rows("groups.csv")}


def groups_in(words: Iterable[str]) -> Groups:
    """The groups a person belongs to: `低保户/五保`, `残疾人:听力一级`, `边缘户`."""
    held: dict[str, Dated] = {}
    certificates: dict[Membership, None] = {}
    for word in words:
        for part in parts(word):
            text = compact(part)
            since, until = dates_in(text)
            for code in _codes(text):
                dated = Dated(code=code, valid_from=since, valid_until=until)
                held.setdefault(code, dated)
        certificates.update(dict.fromkeys(disabilities_in(word)))
    if certificates and "disabled" not in held:
        held["disabled"] = Dated(code="disabled")
    return Groups(tuple(held.values()), tuple(certificates))


@lru_cache(maxsize=16384)
def _codes(text: str) -> tuple[str, ...]:
    if NOT.search(text):
        return ()
    return tuple(code for code, pattern in _patterns() if pattern.search(text))


def target_groups_in(words: Iterable[str], area: str | None = None) -> tuple[str, ...]:
    """The groups an advert is for; `就业困难人员` are many, and each province's own."""
    found: dict[str, None] = {}
    for word in words:
        for part in parts(word):
            text = compact(part)
            for row in rows("group_sets.csv"):
                if re.search(row["words"], text):
                    named = default_rules().latest(
                        f"group_set.{row['set']}", area or ""
                    )
                    found.update(dict.fromkeys((named or "").split()))
            found.update(dict.fromkeys(_codes(text)))
    return tuple(found)


@lru_cache(maxsize=16384)
def disabilities_in(text: str) -> tuple[Membership, ...]:
    """What is said of a certificate: `残疾三级(肢)`, `聋哑`, its 20 characters."""
    said = compact(text)
    number = CERTIFICATE.search(said)
    if number:
        return (Membership(BY_DIGIT[int(number[1])], int(number[2]), _limb(said)),)
    if not re.search("残|障|聋|哑|盲|级|弱智", said) or NOT.search(said):
        return ()
    grade = _grade(said)
    if DEAF_MUTE.search(said):
        return Membership("听力", grade), Membership("言语", grade)
    categories = dict.fromkeys(CATEGORIES[hit[0]] for hit in CATEGORY.findall(said))
    if not categories and _limb(said) and "残" in said:
        categories = {"肢体": None}
    limb = _limb(said)
    return tuple(
        Membership(category, grade, limb if category == "肢体" else "")
        for category in categories
    )


def _grade(said: str) -> int | None:
    hit = GRADE.search(said)
    if not hit:
        return None
    sign = hit[1] or hit[2] or hit[3]
    return GRADES.get(sign) or int(sign)


def _limb(said: str) -> str:
    if BOTH_LIMBS.search(said):
        return ""
    return next((code for code, words in LIMBS if words.search(said)), "")


def site_kind_of(text: str) -> str | None:
    """The name in force of a kind of site: `扶贫车间` is a 就业帮扶车间 now."""
    said = compact(text)
    return next((name for name, words in SITES if words.search(said)), None)
