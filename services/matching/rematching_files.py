"""`doorstep rematch`: the whole county's lists as files, resumable when killed.

The summary is written last: where it stands, everything else is complete.
"""

import json
from collections import defaultdict
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path

from common.texts import say
from services.matching.explaining import VERDICTS
from services.matching.exposure import Exposure
from services.matching.exposure import exposure_of
from services.matching.gathering import SCORE_MASK
from services.matching.gathering import Part
from services.matching.gathering import everybody
from services.matching.gathering import ids_of
from services.matching.gathering import living
from services.matching.keeping_rematch import Keeping
from services.matching.keeping_rematch import replace_file
from services.matching.kernel.compiling import KERNEL
from services.matching.kernel.compiling import stamp_of
from services.matching.kernel.outcomes import UNFIT
from services.matching.kernel.ranking import SCORE_BITS
from services.matching.kernel.ranking import VERDICT_BITS
from services.matching.kernel.rematching import Lists
from services.matching.reading_files import Held
from services.matching.reading_files import Offer
from services.matching.rematching import CountyLists
from services.matching.rematching import Course
from services.matching.rematching import rematch_part
from services.matching.shaping import shape_digest
from services.matching.sheets import Line
from services.matching.sheets import Sheet
from services.matching.sheets import write_book
from services.matching.sheets import write_table
from services.matching.unlisted import Unlisted
from services.matching.unlisted import why_unlisted

# A township's workbook is for reading; everything is in the large tables.
SHEET_TOP = 5
THREADS = 2
OF_WORKERS = ("worker", "rank", "verdict", "score", "post", "title")
OF_POSTS = ("post", "title", "rank", "verdict", "score", "worker")
ON_NO_LIST = ("worker", "family", "text")
NO_AREA = "000000000"

Told = Callable[[int], None]
Step = Callable[[str, int], AbstractContextManager[Told]]
Reasons = dict[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a rematch comes to."""

    as_of: str
    top: int
    pairs_of_workers: int
    pairs_of_posts: int
    workers: Exposure
    posts: Exposure
    families: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class County:
    """All lists with what people and posts are called, by their places."""

    part: Part
    lists: CountyLists
    workers: list[str]
    posts: list[Offer]

    def lines_of_workers(self, top: int, places: list[int]) -> Iterator[Line]:
        """The best `top` posts of the workers at these places."""
        for at in places:
            rows = entries_of(self.lists.found.of_workers, at, top)
            for rank, (verdict, score, post) in enumerate(rows, 1):
                offer = self.posts[post]
                yield self.workers[at], rank, verdict, score, offer.key, offer.title

    def lines_of_posts(self, top: int, places: list[int]) -> Iterator[Line]:
        """The best `top` workers of the posts at these places."""
        for at in places:
            key, title = self.posts[at]
            rows = entries_of(self.lists.found.of_posts, at, top)
            for rank, (verdict, score, worker) in enumerate(rows, 1):
                yield key, title, rank, verdict, score, self.workers[worker]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be matched as of which day, how long the lists are, and where to.

    `source` tells one input from another; `step` shows how far it has come.
    """

    held: Held
    source: str
    as_of: date
    top: int
    out: Path
    step: Step


def rematch_held(order: Order) -> Summary:
    """Writes all lists of what is held."""
    held, as_of, top, out = order.held, order.as_of, order.top, order.out
    out.mkdir(parents=True, exist_ok=True)
    (out / "summary.json").unlink(missing_ok=True)
    part = everybody(held.index, as_of)
    rules = shape_digest(held.index.rules)
    asked = (order.source, as_of.isoformat(), str(top), rules, stamp_of(KERNEL))
    mark = blake2b("\n".join(asked).encode()).hexdigest()
    keeping = Keeping(out / ".on-the-way", mark)
    with order.step("rematch.judging", len(part.side.workers.rows)) as told:
        course = Course(top, threads=THREADS, told=told, keeping=keeping)
        lists = rematch_part(part, course)
    county = County(
        part,
        lists,
        [held.workers.get(one, "") for one in ids_of(lists.workers)],
        [held.posts.get(one, Offer("", "")) for one in ids_of(lists.posts)],
    )
    summary = write_county(county, order)
    keeping.forget()
    return summary


def write_county(county: County, order: Order) -> Summary:
    """Writes the tables, a workbook for each township, and at last the summary."""
    top, out, step = order.top, order.out, order.step
    workers, posts = (places.tolist() for places in living(county.part))
    found = county.lists.found
    with step("rematch.reasons", len(workers)) as told:
        reasons = reasons_of(county.part, found.of_workers, workers, told)
    with step("rematch.writing", len(workers)) as told:
        write_table(
            out / "workers.csv", OF_WORKERS, county.lines_of_workers(top, workers)
        )
        write_table(out / "posts.csv", OF_POSTS, county.lines_of_posts(top, posts))
        unlisted = [
            (county.workers[at], *reasons[at]) for at in workers if at in reasons
        ]
        write_table(out / "on_no_list.csv", ON_NO_LIST, unlisted)
        write_townships(county, reasons, out / "townships", told)
    summary = summary_of(county, reasons, order)
    told_of = json.dumps(asdict(summary), ensure_ascii=False, indent=1)
    replace_file(out / "summary.json", (told_of + "\n").encode())
    return summary


def entries_of(lists: Lists, at: int, top: int) -> Iterator[tuple[str, float, int]]:
    """(verdict, score in points, place) of the best `top` of a row."""
    names, size = verdict_names(), min(int(lists.sizes[at, 0]), top)
    keys, places = lists.keys[at, :size].tolist(), lists.places[at, :size].tolist()
    for key, place in zip(keys, places, strict=True):
        verdict = names[UNFIT - (key >> VERDICT_BITS)]
        yield verdict, ((key >> SCORE_BITS) & SCORE_MASK) / 1000, place


@cache
def verdict_names() -> tuple[str, ...]:
    """The verdicts by rank, as a ledger says them."""
    return tuple(say(f"verdict.{verdict.value}") for verdict in VERDICTS)


def reasons_of(part: Part, lists: Lists, workers: list[int], told: Told) -> Reasons:
    """(family, sentence) of every worker who is on no list, by place."""
    known = Unlisted(part)
    empty = [at for at in workers if lists.sizes[at, 0] == 0]
    told(len(workers) - len(empty))

    def ask(at: int) -> tuple[str, str]:
        why, numbers = why_unlisted(known, at)
        family = str(numbers.get("family", why))
        said = say(f"blocked_by.{family}") if why == "blocked" else ""
        told(1)
        return family, say(f"left.{why}", "zh", family=said)

    with ThreadPoolExecutor(THREADS) as pool:
        return dict(zip(empty, pool.map(ask, empty), strict=True))


def write_townships(county: County, reasons: Reasons, out: Path, told: Told) -> None:
    """A workbook for each township, by its code; those without an area under zeros."""
    out.mkdir(exist_ok=True)
    areas = (county.lists.workers["area"] // 1000).tolist()
    by_town = defaultdict(list)
    for at in living(county.part)[0].tolist():
        by_town[f"{areas[at]:09d}" if areas[at] > 0 else NO_AREA].append(at)
    names = [say("rematch.sheet.lists"), say("rematch.sheet.unlisted")]
    for town, places in sorted(by_town.items()):
        unlisted = [
            (county.workers[at], *reasons[at]) for at in places if at in reasons
        ]
        sheets: dict[str, Sheet] = {
            names[0]: (OF_WORKERS, county.lines_of_workers(SHEET_TOP, places)),
            names[1]: (ON_NO_LIST, unlisted),
        }
        write_book(out / f"{town}.xlsx", sheets)
        told(len(places))
    for file in out.glob("*.xlsx"):
        if file.stem not in by_town:
            file.unlink()


def summary_of(county: County, reasons: Reasons, order: Order) -> Summary:
    """Counts, reasons, and how evenly both sides are shown."""
    found, (offers, people) = county.lists.found, county.part.queries
    families: dict[str, int] = defaultdict(int)
    for family, _ in reasons.values():
        families[family] += 1
    return Summary(
        as_of=order.as_of.isoformat(),
        top=order.top,
        pairs_of_workers=int(found.of_workers.sizes.sum()),
        pairs_of_posts=int(found.of_posts.sizes.sum()),
        workers=exposure_of(found.of_workers, found.of_posts, people.allowed),
        posts=exposure_of(found.of_posts, found.of_workers, offers.allowed),
        families=dict(sorted(families.items(), key=lambda one: (-one[1], one[0]))),
    )
