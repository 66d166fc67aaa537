"""People's names: kept as they are written, masked for others, found by their sound.

Rare and traditional characters are a person's identity, so nothing is simplified here.
"""

import re
import unicodedata
from functools import lru_cache

from common.intake.identifiers import Unreadable

DOTS = re.compile(r"[•‧∙・･．●]")
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")
HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INNER_SPACE = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}])")
_NAME = re.compile(rf"[{HAN}A-Za-z\u00c0-\u024f'’.·\- ]+")
_LONGEST = 50
COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳上官司马诸葛司徒夏侯皇甫尉迟公孙令狐长孙慕容宇文端木东方南宫独孤西门万俟"
        "闻人申屠太史钟离轩辕呼延赫连澹台公冶宗政濮阳淳于单于东郭拓跋百里鲜于闾丘仲孙"
        "子车颛孙巫马公西漆雕乐正壤驷公良夹谷宰父第五",
    )
)
# As surnames these sound otherwise than in the language.
SURNAME_SOUNDS = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "任": "ren",
    "区": "ou", "盖": "ge", "朴": "piao", "缪": "miao", "覃": "qin", "翟": "zhai",
    "乐": "yue", "华": "hua", "洗": "xian", "冼": "xian", "尹": "yin", "员": "yun",
    "秘": "bi", "折": "she", "黑": "he", "重": "chong", "种": "chong", "召": "shao",
    "纪": "ji", "宁": "ning", "燕": "yan", "应": "ying", "那": "na", "褚": "chu",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "澹台": "tantai",
    "单于": "chanyu", "乐正": "yuezheng", "鲜于": "xianyu",
}  # fmt: skip


def read_name(written: str) -> str:
    """A name in one form: composed, one kind of dot, no blanks between characters."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", written))
    text = DOTS.sub("·", " ".join(text.replace("\u3000", " ").split()))
    text = _INNER_SPACE.sub("", text).strip("· ")
    if not text:
        raise Unreadable("name.empty")
    if len(text) > _LONGEST or not _NAME.fullmatch(text):
        raise Unreadable("name.characters")
    return text


def surname_of(name: str) -> str:
    """The first character, or the first two where they are a compound surname."""
    return name[:2] if name[:2] in COMPOUND else name[:1]


def mask_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三, 欧阳小三 → 欧阳*三; of blocks the first stays."""
    for separator in ("·", " "):
        blocks = name.split(separator)
        if len(blocks) > 1:
            kept = {0, len(blocks) - 1} if len(blocks) > 2 else {0}
            return separator.join(
                block if place in kept else "*" * len(block)
                for place, block in enumerate(blocks)
            )
    first = surname_of(name)
    given = name[len(first) :]
    if not given:
        return "*" * len(name)
    return first + "*" * max(1, len(given) - 1) + given[1:][-1:]


def mask_identity(number: str) -> str:
    """The first three and the last four characters: `450***********1234`."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def mask_phone(number: str) -> str:
    """`138****5678`; of a landline only the last four digits and the area code."""
    if "-" in number:
        code, rest = number.split("-", 1)
        return f"{code}-{'*' * max(0, len(rest) - 4)}{rest[-4:]}"
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def syllables(name: str) -> tuple[str, ...]:
    """How a name sounds, a syllable for each character, small letters, no tones."""
    first = surname_of(name)
    told = SURNAME_SOUNDS.get(first)
    rest = name[len(first) :] if told else name
    return (*((told,) if told else ()), *(s for c in rest for s in _sound(c)))


def pinyin_key(name: str) -> str:
    """The key by which lists of names are sorted: sound first, then the writing."""
    return f"{' '.join(syllables(name))}\0{name}"


def search_keys(name: str) -> frozenset[str]:
    """Everything one may type to find a name: its beginnings, sounds and initials.

    `=` and the whole name stands for equality.
    """
    sounds = syllables(name)
    spoken, initials = "".join(sounds)[:20], "".join(s[0] for s in sounds)[:6]
    written = search_key(name)
    beginnings = {
        text[:end]
        for text in (spoken, initials, written[:6])
        for end in range(1, len(text) + 1)
    }
    given = written[len(surname_of(written)) :][:6]
    return frozenset({*beginnings, *filter(None, (given,)), f"={written}"})


def search_key(typed: str) -> str:
    """What was typed into a search field, in the form of `search_keys`."""
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", typed)).lower()
    return re.sub(r"[\s·•'’.\-]+", "", text)


@lru_cache(maxsize=32768)
def _sound(character: str) -> tuple[str, ...]:
    """The commonest sound of one character; () for dots and spaces."""
    # Its phrases take half a second to read, which no start needs.
    from pypinyin import Style
    from pypinyin import pinyin

    sound = str(pinyin(character, style=Style.NORMAL)[0][0]).lower()
    letters = re.sub(r"[^a-z]", "", sound.replace("ü", "v"))
    return (letters,) if letters else ()
