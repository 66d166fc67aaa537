"""Invented names and numbers: ID numbers of prefix 99, phones of 154, credit codes."""

from datetime import date
from datetime import timedelta

from common.contracts.jobs import PostKind
from common.intake.credit_code import inner_check
from common.intake.credit_code import outer_check
from common.intake.identifiers import identity_check
from deploy.sample.chance import Chance
from deploy.sample.tables import table

_REGIONS = ("990121", "990122", "990221")
_CATEGORIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
_GRADES = ("一级", "二级", "三级", "四级")
_ORGANISATION = "ABCDEFGHJKLMNPQRTUWXY"
_CODE_STARTS: dict[PostKind, str] = {
    "enterprise": "91",
    "workshop": "92",
    "coop": "93",
    "platform": "91",
    "public_welfare": "12",
    "export": "91",
}


class Identities:
    """Draws names and numbers; never gives the same number twice.

    Parts that are drawn apart each have a series of their own, one digit from 1: their
    numbers differ by it. Series 0 stands alone.
    """

    def __init__(self, chance: Chance, series: int = 0) -> None:
        self._chance = chance
        self._taken: set[str] = set()
        self._regions = tuple(f"99{series + 2:02d}{n}" for n in (21, 22, 23))
        self._phones = f"154{series}"
        if not series:
            self._regions, self._phones = _REGIONS, "154"

    def name(self, sex: str, birth: date, surname: str | None = None) -> str:
        """A surname, drawn or given, and a given name as it was the custom then."""
        names = table("names")
        customs = names[sex]
        custom = next(row for row in customs if birth.year < row["born"])
        first = surname or self.surname()
        last = self._chance.one(custom["last"])
        if self._chance.yes(0.22):
            return first + str(last)
        return first + str(self._chance.one(custom["first"])) + str(last)

    def surname(self) -> str:
        names = table("names")
        if self._chance.yes(0.004):
            return str(self._chance.one(names["compound"]))
        # Common surnames stand first: the square of a unit falls on them more often.
        letters = names["surnames"]
        return str(letters[int(self._chance.unit() ** 2 * len(letters))])

    def id_number(self, birth: date, sex: str) -> str:
        """An 18-character ID number that checks, of a region that does not exist."""
        odd = 1 if sex == "male" else 0
        while True:
            region = self._chance.one(self._regions)
            order = self._chance.whole(0, 499) * 2 + odd
            body = f"{region}{birth:%Y%m%d}{order:03d}"
            if self._first(body):
                return body + identity_check(body)

    def phone(self) -> str:
        """A mobile number of the prefix 154, which is not handed out."""
        while True:
            digits = 11 - len(self._phones)
            number = f"{int(self._chance.unit() * 10**digits):0{digits}d}"
            number = self._phones + number
            if self._first(number):
                return number

    def credit_code(self, kind: PostKind) -> str | None:
        """A code that checks inside and outside; private households have none."""
        if kind not in _CODE_STARTS:
            return None
        while True:
            region = self._chance.one(self._regions)
            letters = "MA" + "".join(
                self._chance.one(_ORGANISATION + "0123456789") for _ in range(6)
            )
            body = f"{_CODE_STARTS[kind]}{region}{letters}{inner_check(letters)}"
            if self._first(body):
                return body + outer_check(body)

    def _first(self, number: str) -> bool:
        if number in self._taken:
            return False
        self._taken.add(number)
        return True


def certificate(id_number: str, category: str, grade: str) -> str:
    """The disability certificate number that goes with an ID number."""
    return f"{id_number}{_CATEGORIES.index(category) + 1}{_GRADES.index(grade) + 1}"


def birth_at_age(chance: Chance, age: int, today: date) -> date:
    """A birth date that makes a person exactly this old on that day."""
    # One day more and the birthday would not have come yet; one less and it is past.
    latest = _years_before(today, age)
    earliest = _years_before(today, age + 1) + timedelta(days=1)
    return earliest + timedelta(days=chance.whole(0, (latest - earliest).days))


def _years_before(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - years)
