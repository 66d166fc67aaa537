"""Adverts that nobody may see, and those a person must look at first, with the law.

Words are sought in a squeezed text, then in what its disguises hide: split signs,
signs that sound alike, spelt syllables. A no in front (`不收押金`) frees.
"""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Set
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from itertools import product
from pathlib import Path

from common.contracts.jobs import Flag
from common.intake.adverts import AdvertRules
from common.intake.adverts import AdvertRulesRefused
from common.intake.adverts import Law
from common.intake.adverts import Rule
from common.intake.adverts import read_advert_rules
from common.intake.disguise import CJK
from common.intake.disguise import Reading
from common.intake.disguise import heard
from common.intake.disguise import is_ordinary
from common.intake.disguise import is_token
from common.intake.disguise import put_together
from common.intake.disguise import squeezed
from common.intake.disguise import syllables_of
from common.intake.lexicon import FOLDER
from common.intake.needles import Needles
from common.intake.needles import grams

CLAUSE = re.compile(r"[,。;!?]")
# A no that frees what follows, also through a list: 不收押金、服装费.
FREED = re.compile(
    r"(?:不(?:再|会|得)?(?:收取?|交|缴纳?|用交|需要?|需交|要求|必交|押|扣|存在|涉及|搞|做)"
    r"|无需(?:缴纳|交)?|无须(?:缴纳|交)?|免(?:收|交|缴)?|没有|没得|(?<!有)无|零"
    r"|(?:严禁|禁止|拒绝|绝不|概不|从不|一律不|谨防|警惕|杜绝|切勿|不得|未|别信|不信)"
    r"(?:以|收取?)?)"
    r"(?:任何|一切|收取?|缴纳|交纳?|额外|各种|各项|什么|名义)*"
    r"(?:[^,。;!?]{0,8}(?:、|和|或|及))*[^,。;!?]?$|[不别勿]$"
)
HAS_NUMBER = re.compile(r"[\d一二三四五六七八九十]")
# Ages of both sexes come from a rule of sites with real names, they exclude nobody.
BOTH_AGES = re.compile(
    r"男\D{0,3}{n}.{0,10}女\D{0,3}{n}|女\D{0,3}{n}.{0,10}男\D{0,3}{n}".replace(
        "{n}", r"[\d一二三四五六七八九十]"
    )
)
REFUSED = re.compile(
    "不录用|不予录用|不要|不招|不收|勿|免谈|谢绝|拒|别来|莫来|退回|绕行"
)
# So many ways to mend the signs of one hit are tried.
MENDINGS = 40
TRIED = 12
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: its code, the law, and the words as they were written."""

    code: str
    doubtful: bool
    law: Law
    words: str

    @property
    def flag(self) -> Flag:
        """The hit as others may know it."""
        return Flag(code=self.code, law=self.law.zh, doubtful=self.doubtful)


@dataclass(frozen=True, slots=True)
class View:
    """A reading in which words are sought, with its sounds beside it, sign by sign.

    `news`: only what touches a mended sign counts, the rest was seen before.
    """

    reading: Reading
    text: str
    said: str
    grams: frozenset[str]
    news: bool = False

    def is_news(self, start: int, end: int) -> bool:
        """Whether what stands there was not to be seen before."""
        return not self.news or self.reading.is_news(start, end)


@lru_cache(maxsize=8)
def checked_rules(folder: Path = FOLDER) -> AdvertRules:
    """The rules of a folder, each of which finds its bad examples and no lawful one."""
    rules = read_advert_rules(folder)
    faults = [
        f"adverts.csv:{rule.line}: the example {text!r} does not hold"
        for rule in rules.rules
        for text, is_bad in _examples(rule)
        if bool(_hits(text, (rule,), rules.alphabet)) != is_bad
    ]
    if faults:
        raise AdvertRulesRefused("\n".join(faults))
    return rules


def _examples(rule: Rule) -> Iterator[tuple[str, bool]]:
    yield from ((text, True) for text in rule.bad)
    yield from ((text, False) for text in rule.lawful)


@lru_cache(maxsize=16384)
def hits_in_text(text: str) -> tuple[Hit, ...]:
    """What the words of an advert alone earn: one hit a rule, in the rules' order."""
    known = checked_rules()
    return _hits(text, known.rules, known.alphabet)


def _hits(
    text: str, rules: tuple[Rule, ...], alphabet: frozenset[str]
) -> tuple[Hit, ...]:
    plain = squeezed(text)
    views = [_view(plain)]
    whole = put_together(plain, alphabet)
    if whole.odd or whole.gaps:
        views.append(replace(_view(whole), news=True))
    sounds = grams(views[-1].said)
    found = []
    for rule in rules:
        spans = (_span(rule, view) for view in views if _may(rule.needles, view.grams))
        span = next(filter(None, spans), None)
        if span is None and _may(rule.needles_heard, sounds):
            span = _heard_span(rule, views[-1])
        if span:
            words = text[span[0] : span[1]].strip()
            found.append(Hit(rule.code, rule.doubtful, rule.law, words))
    return tuple(found)


def _view(reading: Reading) -> View:
    said, written = heard(reading)
    return View(said, written, said.text, frozenset(grams(written)))


def _may(needles: Needles | None, held: Set[str]) -> bool:
    """Whether a text holds what a pattern cannot do without."""
    return needles is None or not needles.isdisjoint(held)


def _span(rule: Rule, view: View) -> Span | None:
    """Where the rule's words stand in what was written, if they hold."""
    for hit in rule.words.finditer(view.text):
        if hit[0] and view.is_news(*hit.span()) and _holds(rule, hit, view):
            return view.reading.where(*hit.span())
    return None


def _heard_span(rule: Rule, view: View) -> Span | None:
    """Where signs stand that sound like the rule's words, and are no everyday words."""
    if rule.heard is None:
        return None
    for hit in rule.heard.finditer(view.said):
        for text, odd in islice(_mended(rule, view.text, hit.span()), MENDINGS):
            reading = replace(view.reading, odd=odd, gaps=frozenset())
            mended = replace(view, reading=reading, text=text, news=True)
            if span := _span(rule, mended):
                return span
    return None


def _mended(rule: Rule, text: str, span: Span) -> Iterator[tuple[str, frozenset[int]]]:
    """The text with strange signs of a span in the rule's own: all of them, or one.

    A sign of the rule may stand where another belongs, so each is tried alone too.
    """
    places = [place for place in range(*span) if _alike(rule, text[place])]
    strange = [place for place in places if text[place] not in rule.signs]
    own = sum(text[at] in rule.signs or text[at].isdigit() for at in range(*span))
    if own == 0 and not _spelt_alone(text, span):
        return
    if strange and _may_hide(text, strange, own):
        for signs in islice(product(*(_alike(rule, text[p]) for p in strange)), TRIED):
            told = dict(zip(strange, signs, strict=True))
            yield _with(text, told), frozenset(told)
    for place in places:
        if own > 1 and _may_hide(text, [place], own):
            for sign in _alike(rule, text[place]):
                yield _with(text, {place: sign}), frozenset({place})


def _may_hide(text: str, places: list[int], own: int) -> bool:
    """Whether signs may stand for others: few enough, and part of no everyday word."""
    signs = [place for place in places if CJK.match(text[place])]
    return len(signs) <= own and not any(is_ordinary(text, place) for place in signs)


def _spelt_alone(text: str, span: Span) -> bool:
    """Whether a word is spelt in letters from end to end: yajin, but not du alone."""
    around = text[max(0, span[0] - 1) : span[0]] + text[span[1] : span[1] + 1]
    return span[1] - span[0] > 1 and not any(is_token(sign) for sign in around)


def _with(text: str, told: dict[int, str]) -> str:
    return "".join(told.get(place, sign) for place, sign in enumerate(text))


def _alike(rule: Rule, sign: str) -> tuple[str, ...]:
    """The rule's signs that sound like one, itself left out."""
    sounds = syllables_of(sign)
    signs = (one for one in sorted(rule.signs) if one != sign)
    return tuple(one for one in signs if sounds & syllables_of(one))


def _holds(rule: Rule, hit: re.Match[str], view: View) -> bool:
    text = view.text
    start = max((m.end() for m in CLAUSE.finditer(text, 0, hit.start() + 1)), default=0)
    ends = [m.start() for m in CLAUSE.finditer(text, hit.end())] + [len(text)] * 2
    # `肝炎概不录用，其他不限`: what refuses in its own clause is not answered later.
    later = "answered" in rule.how and not REFUSED.search(text[start : ends[0]])
    end = ends[later]
    if rule.unless and rule.unless.search(text[start:end]):
        return False
    if rule.unless_heard and rule.unless_heard.search(view.said[start:end]):
        return False
    has_age = rule.code == "unlawful_sex" and HAS_NUMBER.search(hit[0])
    if has_age and BOTH_AGES.search(text):
        return False
    return "freed" not in rule.how or not FREED.search(text[start : hit.start()])


def flags_in_text(text: str) -> tuple[Flag, ...]:
    """The flags that an advert's words alone earn, firm ones first."""
    return flags_of(hits_in_text(text))


def flags_of(hits: Iterable[Hit]) -> tuple[Flag, ...]:
    """Each code once; a firm flag takes the place of a doubtful one of its kind."""
    kept: dict[str, Flag] = {}
    for hit in hits:
        known = kept.get(hit.code)
        if known is None or (known.doubtful and not hit.doubtful):
            kept[hit.code] = hit.flag
    return tuple(sorted(kept.values(), key=lambda flag: flag.doubtful))
