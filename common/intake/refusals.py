"""What people want and what they rule out, in trait, title and group codes.

A list of vetoes is refused as it stands; a free sentence only where it says no, and it
is a wish only where it says so. `什么活都肯做` is neither.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from common.intake.lexicon import Hit
from common.intake.lexicon import Lexicon
from common.intake.lexicon import cell
from common.intake.lexicon import rows
from common.intake.normalise import compact
from common.intake.titles import title_names
from common.intake.titles import titles

# Clauses end at a comma, not at 、 or /: `不想进厂、上夜班` refuses both.
CLAUSE = re.compile(r"[,。;!?\n]+")
REFUSAL = re.compile(
    r"干不了|做不了|干不得|莫找|别找|不想|不愿意?|不肯|不做|不去|不干|不上|不进|不碰|不要|不喝|不陪|不出|不住|不吃|不沾"
    r"|不搞|不当|不接|不考虑|不接受|不能|不得|不敢|不喜欢|不收|打死[也都]?不|坚决不|死也不"
    r"|绝不|受不了|讨厌|拒绝|莫喊|莫叫|别叫|别喊|别安排|莫安排|除了|除开|怕(?!厂里嫌|人嫌|别人)"
    r"|闻不得|见不得|干不来|做不来|做不得|吃不消|不爱|不伺候|不扫|不洗|不带|不养|不杀|不跑"
    r"|不爬|不登|不喂|不侍候|不服[侍伺]|不晒|不见|不离开|不倒|不给|不和|不跟|不与|不盯"
    r"|(?<![舍少忘免了巴恨大])[\u4e00-\u9fff]不[得了]|做不起|干不起"
    r"|不开|不加|不倒|不熬|不坐|不打|不卖|不搬|不下|不种|不站|免谈|不行|出不得|出不了"
)
AFTER = re.compile(
    "(?:[干做受搞][不][了得来起]|吃不消|[莫别][找喊叫]我?|出不[得了]|不行|免谈|不考虑|不[干做去要搞沾碰])$"
)
NO_REFUSAL = re.compile(
    r"不怕|不嫌|不挑|不限|不管|不论|不介意|没问题|都行|都可以|都能|都肯|都愿意|都做|也行"
    r"|无所谓|不怎么"
)
EXCEPT = re.compile("除了|除开|只要不")
WISH = re.compile(
    r"(?<!不)想|希望|愿意|(?<!不)愿|找(?:个|点|份|一)|最好是?|喜欢|打算|巴望|中意|有意|求职"
    r"|应聘|期望|意向|求个|盼|能做|可以做|肯做|想进|优先考虑"
)
DUTY = re.compile(
    "回家|回去|屋里|家里|要照顾|接送|陪读|奶奶|父亲|母亲|爹|妈妈?(?!岗)|公婆"
)
NOTHING = re.compile(
    "^(?:无|没有?|暂无|没什么|没得|都行|都可以|不限|/|-|—|没要求|无要求)$"
)
AVOID = re.compile("忌|不能|不宜|不可|避免|禁|远离|不得|勿|不要|怕|受不了|闻不得|莫")
# A child at one's side is a duty, not the work one asks for.
BESIDE = re.compile(
    "(?:能|边|着|方便|好|可以)(?:带|看|顾|管)(?:娃娃?|孩子|小孩|伢子?|崽)"
    "|(?:带|看|顾|管)(?:娃娃?|孩子|小孩|伢子?|崽)(?:顺便|同时|之余|不耽误)"
)
# 看个门、扫个地、做点手工: what stands between verb and object says nothing.
FILLER = re.compile(
    "(?<=[看扫守做打煮搬端洗带开守炒包绣])(?:个|点|下|哈|些|一下|一点|个把)"
)


@lru_cache(maxsize=1)
def _circumstances() -> Lexicon:
    return Lexicon(
        (word, str(number))
        for number, row in enumerate(rows("circumstances.csv"))
        for word in cell(row["words"])
    )


def _codes(hits: Iterable[Hit], column: str) -> tuple[str, ...]:
    known = rows("circumstances.csv")
    codes = (code for hit in hits for code in cell(known[int(hit.value)][column]))
    return tuple(dict.fromkeys(codes))


def _spoken(text: str) -> str:
    return FILLER.sub("", compact(text))


def refusals_in(words: Iterable[str], said: str = "") -> tuple[str, ...]:
    """What is ruled out: by each word of a list, and by the no's of a sentence."""
    refused: dict[str, None] = {}
    for word in words:
        text = _spoken(word)
        if not NOTHING.search(text) and not _all_welcome(text):
            refused.update(dict.fromkeys(_refused(text)))
    for clause in CLAUSE.split(_spoken(said)):
        refused.update(dict.fromkeys(_refused_by(clause)))
    return tuple(refused)


def _all_welcome(text: str) -> bool:
    return bool(NO_REFUSAL.search(text)) and not EXCEPT.search(text)


def _refused(text: str) -> tuple[str, ...]:
    """Codes of a veto; a title is looked for only where no circumstance is named."""
    hits = _circumstances().find(text)
    if hits:
        return _codes(hits, "refused")
    return tuple(dict.fromkeys(hit.value for hit in _titles_found(text)))


def _titles_found(text: str) -> tuple[Hit, ...]:
    return tuple(hit for hit in title_names().find(text) if hit.value in titles())


def _refused_by(clause: str) -> tuple[str, ...]:
    if _all_welcome(clause):
        return ()
    no = REFUSAL.search(clause)
    if not no:
        return ()
    return _refused(clause if AFTER.search(clause) else clause[no.start() :])


def wishes_in(words: Iterable[str], said: str = "") -> tuple[str, ...]:
    """What is wanted: titles, groups, traits of a list and of a sentence's wishes."""
    wished: dict[str, None] = {}
    for word in words:
        wished.update(dict.fromkeys(_wished(_spoken(word))))
    for clause in CLAUSE.split(_spoken(said)):
        wish = WISH.search(clause)
        if wish and not REFUSAL.search(clause) and not DUTY.search(clause):
            wanted = BESIDE.sub("", clause[wish.start() :])
            wished.update(dict.fromkeys(_wished(wanted)))
    return tuple(wished)


def _wished(text: str) -> tuple[str, ...]:
    if REFUSAL.search(text):
        return ()
    exact = tuple(hit.value for hit in _titles_found(text))
    return tuple(
        dict.fromkeys((*exact, *_codes(_circumstances().find(text), "wished")))
    )


@lru_cache(maxsize=16384)
def avoided_in(text: str) -> tuple[str, ...]:
    """Traits that a doctor's word forbids: `忌高处/驾驶/明火独处`, `不能近水`."""
    said = compact(text)
    marker = AVOID.search(said)
    if not marker:
        return ()
    return _codes(_circumstances().find(said[marker.start() :]), "avoided")
