"""How good shortlists are against graded judgements, and what must never be shown.

Runs `doorstep judge` on the file and then reads the labels, which the product never
does. nDCG uses gains 2^grade − 1 and log2 discounts over the person's pool.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

Json = dict[str, Any]
Labels = dict[tuple[str, str], Json]


def gain(grades: Sequence[int]) -> float:
    """Discounted cumulative gain of grades in the order shown."""
    return math.fsum(
        (2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades)
    )


def ndcg(shown: Sequence[int], pool: Sequence[int], top: int = 5) -> float | None:
    """nDCG at `top`; None where nothing in the pool is better than grade 0."""
    ideal = gain(sorted(pool, reverse=True)[:top])
    return gain(shown[:top]) / ideal if ideal else None


def score(document: Json, ranking: dict[str, list[str]]) -> Json:
    """All figures of one ranking: nDCG@5, must-never by family, empty lists, …"""
    labels: Labels = {(x["person"], x["post"]): x for x in document["labels"]}
    per_person: dict[str, float] = {}
    never: Counter[str] = Counter()
    shown = good = good_top = good_possible = 0
    for pool in document["pools"]:
        person = pool["person"]
        listed = [post for post in ranking.get(person, []) if post in pool["posts"]]
        rows = [labels[person, post] for post in listed]
        grades = [labels[person, post]["grade"] for post in pool["posts"]]
        value = ndcg([row["grade"] for row in rows], grades)
        if value is not None:
            per_person[person] = value
        never.update(row["never_kind"] for row in rows if row["must_never"])
        shown += len(rows)
        good += sum(row["grade"] >= 1 for row in rows)
        good_top += sum(row["grade"] >= 2 for row in rows[:3])
        good_possible += min(3, sum(grade >= 2 for grade in grades))
    return {
        "ndcg@5": round(mean(per_person.values()), 4),
        "must_never_shown": sum(never.values()),
        "must_never_by_kind": dict(never),
        "posts_shown": shown,
        "share_shown_that_is_doable": round(good / shown, 4) if shown else None,
        "good_in_top_3": round(good_top / good_possible, 4),
        "empty_lists": [
            p["person"] for p in document["pools"] if not ranking[p["person"]]
        ],
        "weakest": sorted(per_person.items(), key=lambda item: item[1])[:5],
    }


def without_flags(document: Json) -> Json:
    """The same file as a county would have it: nobody has flagged any advert."""
    posts = [
        {key: value for key, value in post.items() if key != "compliance_flags"}
        for post in document["posts"]
    ]
    kept = {"posts": posts}
    return {k: kept.get(k, v) for k, v in document.items() if k != "labels"}


def judged(document: Json) -> dict[str, list[str]]:
    """The ranking that the command line gives for a document."""
    with tempfile.TemporaryDirectory() as folder:
        source, ranking = Path(folder) / "in.json", Path(folder) / "out.json"
        source.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "deploy.cli", "judge", str(source)]
        subprocess.run([*command, "--ranking", str(ranking)], check=True)  # noqa: S603
        read: dict[str, list[str]] = json.loads(ranking.read_text(encoding="utf-8"))
        return read


def main() -> None:
    """Score one file twice: as it is, and with every hint about adverts removed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    document = json.loads(parser.parse_args().file.read_text(encoding="utf-8"))
    plain = {key: value for key, value in document.items() if key != "labels"}
    figures = {
        "as given": score(document, judged(plain)),
        "without compliance_flags": score(document, judged(without_flags(document))),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
