"""A whole post looked at before it is shown: its words, its fields, its pay."""

import re

from common.contracts.jobs import Flag
from common.intake.adverts import Rule
from common.intake.functions import demands_in_text
from common.intake.functions import needed_by
from common.intake.normalise import compact
from common.intake.screening import Hit
from common.intake.screening import checked_rules
from common.intake.screening import flags_of
from common.intake.screening import hits_in_text
from common.intake.stated import StatedPost
from common.intake.traits import traits_in

OPEN = re.compile("不限|均可|皆可|都可|无要求|不要求|any|both|none|either|无所谓|不作")
MALE = re.compile("^(?:male|m|man)$|男")
FEMALE = re.compile("^(?:female|f|woman)$|女")
# What the law keeps women from; there a wish for men is no discrimination.
WOMEN_BARRED = frozenset({"underground"})
WOMEN_LIFT_KG = 25
AWAY = re.compile("居家|在家|兼职|手机|线上|宝妈|轻松|远程")
LEAST_AGE = 16
# What nobody pays for work at home that asks for nothing.
UNREAL = {"day": 200, "month": 9000, "hour": 60}


def hits_in(stated: StatedPost) -> tuple[Hit, ...]:
    """All that speaks against a post, with the words as they were written.

    A wish for men is lawful where women may not work (underground, single loads above
    25 kg); a limit of residence is lawful for public-welfare posts.
    """
    men_only = _women_barred(stated)
    welfare = stated.kind == "public_welfare"
    kept = [
        hit
        for hit in hits_in_text(_words(stated))
        if not (men_only and hit.code == "unlawful_sex" and "女" not in hit.words)
        and not (welfare and hit.code == "unlawful_origin" and hit.doubtful)
    ]
    return (*kept, *_fields(stated, men_only=men_only), *_unreal_pay(stated))


def flags_in(stated: StatedPost) -> tuple[Flag, ...]:
    """The flags of a post, firm ones first."""
    return flags_of(hits_in(stated))


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


def _fields(stated: StatedPost, *, men_only: bool) -> list[Hit]:
    """What the fields say themselves, whatever the words are."""
    sex, marital = stated.sex or "", stated.marital or ""
    wanted = compact(sex)
    hits = []
    if wanted and not _open_to_all(wanted) and not (men_only and MALE.search(wanted)):
        hits.append(_hit("unlawful_sex", sex))
    if marital and not OPEN.search(compact(marital)):
        hits.append(_hit("unlawful_marital", marital))
    if stated.age_min is not None and stated.age_min < LEAST_AGE:
        hits.append(_hit("child_labour", str(stated.age_min)))
    return hits


def _open_to_all(sex: str) -> bool:
    both = MALE.search(sex) and "女" in sex
    named = MALE.search(sex) or FEMALE.search(sex)
    return bool(both or OPEN.search(sex) or not named)


def _unreal_pay(stated: StatedPost) -> list[Hit]:
    """Much money for work at home that asks for nothing: a person looks first."""
    pay = stated.pay
    if pay is None or stated.skills or stated.certificates:
        return []
    usual = UNREAL.get(pay.unit)
    if usual is None or pay.min < usual:
        return []
    away = stated.home_based or stated.remote or AWAY.search(stated.title + stated.text)
    law = _rule("fraud_scheme").law
    return [Hit("pay_unreal", True, law, f"{pay.min:g}")] if away else []


def _hit(code: str, words: str) -> Hit:
    return Hit(code, False, _rule(code).law, words)


def _rule(code: str) -> Rule:
    """The first firm rule of a code: a field breaks the same law as the words."""
    rules = checked_rules().rules
    return next(rule for rule in rules if rule.code == code and not rule.doubtful)
