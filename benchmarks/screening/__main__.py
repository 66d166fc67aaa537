"""Prints how many bad adverts are found and how many lawful ones are left alone.

Recall: the share of bad variants with any hit. Precision: the share of variants with a
hit that are bad. `refused` counts only firm hits, the rest goes to an officer.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.screening.disguises import LAWFUL
from benchmarks.screening.disguises import Variant
from benchmarks.screening.disguises import sentences
from benchmarks.screening.disguises import variants
from common.intake.screening import flags_in_text

Key = Callable[[Variant], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One variant and what the screening made of it."""

    variant: Variant
    found: bool
    refused: bool

    @property
    def bad(self) -> bool:
        """Whether something is wrong with the advert."""
        return self.variant.sentence.kind != LAWFUL


def outcomes(*, kept: bool) -> list[Outcome]:
    """Every variant of one half of the sentences, screened."""
    told = []
    for sentence in sentences():
        if sentence.kept == kept:
            for variant in variants(sentence):
                flags = flags_in_text(variant.text)
                firm = any(not flag.doubtful for flag in flags)
                told.append(Outcome(variant, bool(flags), firm))
    return told


def figures(told: Iterable[Outcome]) -> dict[str, float]:
    """Recall, precision and the counts behind them."""
    rows = list(told)
    bad = [row for row in rows if row.bad]
    found = sum(row.found for row in bad)
    wrong = sum(row.found for row in rows if not row.bad)
    refused_wrongly = sum(row.refused for row in rows if not row.bad)
    return {
        "bad": len(bad),
        "lawful": len(rows) - len(bad),
        "recall": round(found / len(bad), 4) if bad else 0.0,
        "precision": round(found / (found + wrong), 4) if found + wrong else 0.0,
        "refused": round(sum(row.refused for row in bad) / len(bad), 4) if bad else 0.0,
        "lawful found": wrong,
        "lawful refused": refused_wrongly,
    }


def shares(told: Iterable[Outcome], key: Key) -> dict[str, str]:
    """Found of all, per kind or disguise."""
    all_of: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for row in told:
        all_of[key(row.variant)] += 1
        found[key(row.variant)] += row.found
    return {name: f"{found[name]}/{count}" for name, count in all_of.items()}


def main() -> None:
    """Both halves side by side, then every kind and disguise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tuned", "kept", "both"], default="both")
    parser.add_argument("--wrong", action="store_true", help="list what went wrong")
    asked = parser.parse_args()
    for name in ("tuned", "kept"):
        if asked.half in (name, "both"):
            told = outcomes(kept=name == "kept")
            bad = [row for row in told if row.bad]
            print(name, json.dumps(figures(told), ensure_ascii=False))
            print("  by kind", shares(told, lambda one: one.sentence.kind))
            print("  bad, by disguise", shares(bad, lambda one: one.disguise))
            if asked.wrong:
                _list_wrong(told)


def _list_wrong(told: Iterable[Outcome]) -> None:
    for row in told:
        if row.found != row.bad:
            one = row.variant
            print("  ", one.sentence.kind, one.disguise, one.text, sep="\t")


if __name__ == "__main__":
    main()
