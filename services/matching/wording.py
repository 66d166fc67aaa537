"""From codes and numbers of a rule to the sentence a person reads.

Sentences stand in the texts; here codes among the numbers become words.
"""

from collections.abc import Callable
from collections.abc import Mapping

from common.contracts.matching import Number
from common.intake.licences import licences
from common.intake.skills import skills
from common.intake.titles import titles
from common.texts import Language
from common.texts import say
from common.texts import sentences

Numbers = Mapping[str, Number]

# What a sentence says where a rule has no such number.
MISSING: dict[str, Number] = {"minutes": 0, "percent": 0, "age": 0, "days": 0}


def licence_name(code: str, lang: Language) -> str:
    """A licence as people call it; an unknown code stays as it is."""
    paper = licences().get(code)
    if paper is None:
        return code
    return paper.zh if lang == "zh" else paper.en


def skill_name(code: str, lang: Language) -> str:
    """A skill as people call it; an unknown code stays as it is."""
    skill = skills().get(code)
    if skill is None:
        return code
    return skill.zh if lang == "zh" else skill.en


def _coded(family: str) -> Callable[[str, Language], str]:
    def name(code: str, lang: Language) -> str:
        key = f"{family}.{code}"
        return say(key, lang) if key in sentences(lang) else code

    return name


def _anything(code: str, lang: Language) -> str:
    """A trait, a demand, a licence or a title, whichever the code is."""
    for family in ("trait", "demand"):
        if f"{family}.{code}" in sentences(lang):
            return say(f"{family}.{code}", lang)
    title = titles().get(code)
    return title.name if title else licence_name(code, lang)


NAMES: dict[str, Callable[[str, Language], str]] = {
    "what": _anything,
    "groups": _coded("group"),
    "licences": licence_name,
    "licence": licence_name,
    "demand": _coded("demand"),
    "mode": _coded("mode"),
    "day": _coded("day"),
    "skill": skill_name,
    "schooling": _coded("schooling"),
    "language": _coded("language"),
    "accommodation": _coded("accommodation"),
    "unit": _coded("unit"),
    "source": _coded("source"),
    "why": _coded("why"),
}


def spoken(numbers: Numbers, lang: Language) -> dict[str, Number]:
    """The same numbers with every code, or comma-joined codes, as words."""
    glue = "、" if lang == "zh" else ", "
    said: dict[str, Number] = dict(MISSING)
    for key, value in numbers.items():
        name = NAMES.get(key)
        codes = str(value).split(",") if name else []
        words = [name(code, lang) for code in codes if code] if name else []
        said[key] = glue.join(words) if name else value
    said.setdefault("mode", say("mode.unknown", lang))
    return said


def sentence(rule: str, outcome: str, numbers: Numbers, lang: Language) -> str:
    """What a rule says to a person, with the numbers, in the caller's language."""
    code = rule.partition(".")[2]
    of_body = rule.startswith("body.") and code.isupper()
    key = "body.any" if of_body else rule
    variant = _variant(rule, numbers)
    return say(f"rule.{key}.{outcome}{variant}", lang, **spoken(numbers, lang))


def _variant(rule: str, numbers: Numbers) -> str:
    """Which of several sentences an outcome takes: a way that is not has no minutes."""
    if rule == "reach.known" and "minutes" not in numbers:
        return ".closed"
    ends = [end for end in ("first", "last") if end in numbers]
    return f".{ends[0]}" if rule == "reach.bus" and len(ends) == 1 else ""
