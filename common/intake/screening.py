"""Adverts that nobody may see, and those a person must look at first, with the law.

Words are sought in a squeezed text: no blanks or stray signs, one script, so that
`押 金`, `刷*单` and `刷dan` are what they mean. A no in front (`不收押金`) frees.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from common.contracts.jobs import Flag
from common.intake.functions import demands_in_text
from common.intake.functions import needed_by
from common.intake.lexicon import rows
from common.intake.normalise import compact
from common.intake.stated import StatedPost
from common.intake.traits import traits_in

STRAY = re.compile(r"[^\u3400-\u9fffa-z0-9,。;:!?、()\-]+|-(?!\d)|(?<!\d)-")
LOOKALIKE = str.maketrans({"単": "单", "侽": "男", "囡": "女", "仩": "上", "奻": "女"})
CLAUSE = re.compile(r"[,。;!?]")
# A no that frees what follows, also through a list: 不收押金、服装费.
FREED = re.compile(
    r"(?:不(?:再|会|得)?(?:收取?|交|缴纳?|用交|需要?|需交|要求|必交|押|扣|存在|涉及)"
    r"|无需(?:缴纳|交)?|无须(?:缴纳|交)?|免(?:收|交|缴)?|没有|没得|(?<!有)无|零"
    r"|(?:严禁|禁止|拒绝|绝不|概不|从不|一律不|谨防|警惕|杜绝|切勿|不得|未)(?:以|收取?)?)"
    r"(?:任何|一切|收取?|缴纳|交纳?|额外|各种|各项|什么|名义)*"
    r"(?:[^,。;!?]{0,8}(?:、|和|或|及))*[^,。;!?]?$|[不别勿]$"
)
OPEN = re.compile("不限|均可|皆可|都可|无要求|不要求|any|both|none|either|无所谓|不作")
MALE = re.compile("^(?:male|m|man)$|男")
FEMALE = re.compile("^(?:female|f|woman)$|女")
# What the law keeps women from; there a wish for men is no discrimination.
# Ages of both sexes come from a rule of sites with real names, they exclude nobody.
BOTH_AGES = re.compile(r"男.{0,14}女\D{0,3}\d|女.{0,14}男\D{0,3}\d")
# Here the next clause may take the edge off: 乙肝携带者，不影响上岗.
ANSWERED = ("unlawful_health", "unlawful_disability")
WOMEN_BARRED = frozenset({"underground"})
WOMEN_LIFT_KG = 25
AWAY = re.compile("居家|在家|兼职|手机|线上|宝妈|轻松|远程")
LEAST_AGE = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One line of adverts.csv, compiled."""

    code: str
    doubtful: bool
    law: str
    words: re.Pattern[str]
    unless: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _rows() -> tuple[Row, ...]:
    return tuple(
        Row(
            row["code"],
            row["doubtful"] == "1",
            row["law"],
            re.compile(row["words"]),
            re.compile(row["unless"]) if row["unless"] else None,
        )
        for row in rows("adverts.csv")
    )


@lru_cache(maxsize=16384)
def squeezed(text: str) -> str:
    """The compact text without blanks and signs that stand between its letters."""
    return STRAY.sub("", compact(text).translate(LOOKALIKE))


@lru_cache(maxsize=16384)
def _hits(text: str) -> tuple[tuple[Row, str], ...]:
    """The rows of the table that a squeezed text fills, with the words that do."""
    found = []
    for row in _rows():
        hit = next((h for h in row.words.finditer(text) if _holds(row, h, text)), None)
        if hit:
            found.append((row, hit[0]))
    return tuple(found)


def _holds(row: Row, hit: re.Match[str], text: str) -> bool:
    start = max((m.end() for m in CLAUSE.finditer(text, 0, hit.start() + 1)), default=0)
    ends = [m.start() for m in CLAUSE.finditer(text, hit.end())]
    end = (ends + [len(text)] * 2)[1 if row.code in ANSWERED else 0]
    if row.unless and row.unless.search(text[start:end]):
        return False
    if (
        row.code == "unlawful_sex"
        and re.search(r"\d", hit[0])
        and BOTH_AGES.search(text)
    ):
        return False
    if row.code.startswith("unlawful"):
        return True
    return not FREED.search(text[start : hit.start()])


def flags_in_text(text: str) -> tuple[Flag, ...]:
    """The flags that an advert's words alone earn, firm ones first."""
    flags = [_flag(row) for row, _ in _hits(squeezed(text))]
    return _once(flags)


def _flag(row: Row) -> Flag:
    return Flag(code=row.code, law=row.law, doubtful=row.doubtful)


def _once(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """Each code once; a firm flag takes the place of a doubtful one of its kind."""
    kept: dict[str, Flag] = {}
    for flag in flags:
        known = kept.get(flag.code)
        if known is None or (known.doubtful and not flag.doubtful):
            kept[flag.code] = flag
    return tuple(sorted(kept.values(), key=lambda flag: flag.doubtful))


def flags_in(stated: StatedPost) -> tuple[Flag, ...]:
    """All flags of a post: of its words, its fields and its pay.

    A wish for men is lawful where women may not work (underground, single loads above
    25 kg); a limit of residence is lawful for public-welfare posts.
    """
    men_only = _women_barred(stated)
    welfare = stated.kind == "public_welfare"
    flags = []
    for row, word in _hits(squeezed(_words(stated))):
        lawful_men = men_only and row.code == "unlawful_sex" and "女" not in word
        lawful_place = welfare and row.code == "unlawful_origin" and row.doubtful
        if not lawful_men and not lawful_place:
            flags.append(_flag(row))
    flags += _fields(stated, men_only=men_only)
    return _once(flags)


def _women_barred(stated: StatedPost) -> bool:
    traits = traits_in(stated.title, stated.text, stated.hazards)
    named = needed_by(stated.functions or ()).lift_kg or 0
    told = demands_in_text(stated.text).lift_kg or 0
    return bool(WOMEN_BARRED & set(traits)) or max(named, told) > WOMEN_LIFT_KG


def _words(stated: StatedPost) -> str:
    """All that an employer wrote, one statement a sentence."""
    listed = (*stated.skills, *stated.certificates, *(stated.functions or ()))
    more = (stated.training or "", stated.schooling or "", *stated.background)
    return "。".join((stated.title, stated.text, *listed, *more))


def _fields(stated: StatedPost, *, men_only: bool) -> list[Flag]:
    sex = compact(stated.sex or "")
    marital = compact(stated.marital or "")
    codes = []
    if sex and not _open_to_all(sex) and not (men_only and MALE.search(sex)):
        codes.append("unlawful_sex")
    if marital and not OPEN.search(marital):
        codes.append("unlawful_marital")
    if stated.age_min is not None and stated.age_min < LEAST_AGE:
        codes.append("child_labour")
    firm = {row.code: row for row in reversed(_rows()) if not row.doubtful}
    return [*(_flag(firm[code]) for code in codes), *_unreal_pay(stated)]


def _open_to_all(sex: str) -> bool:
    both = MALE.search(sex) and "女" in sex
    named = MALE.search(sex) or FEMALE.search(sex)
    return bool(both or OPEN.search(sex) or not named)


def _unreal_pay(stated: StatedPost) -> list[Flag]:
    """Much money for work at home that asks for nothing: a person looks first."""
    pay = stated.pay
    if pay is None or stated.skills or stated.certificates:
        return []
    usual = {"day": 200, "month": 9000, "hour": 60}.get(pay.unit)
    if usual is None or pay.min < usual:
        return []
    away = stated.home_based or stated.remote or AWAY.search(stated.title + stated.text)
    law = "《中华人民共和国反电信网络诈骗法》"
    return [Flag(code="pay_unreal", law=law, doubtful=True)] if away else []
