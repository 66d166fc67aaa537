"""Counts the weights of `common/intake/data/occupation_words.csv` from labelled titles.

Kernel ridge regression over letter groups, solved in one piece and without chance: the
same titles always make the same weights. The smallest are dropped. `--folds` tells what
is found, and how surely, of titles that were left out with all that read the same.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import linalg
from scipy import sparse

from common.intake.lexicon import FOLDER
from common.intake.occupations import BIAS
from common.intake.occupations import THOUSANDTHS
from common.intake.occupations import letter_groups
from common.intake.occupations import trade_words
from common.intake.titles import titles

SHRINK, START, KEPT = 0.3, 0.05, 60_000
MANUAL, NAMED, OTHER, OTHER_NAMED = 1.0, 0.5, 0.15, 0.06
HEAD = (
    "Weights in thousandths, counted by benchmarks/train_occupations.py; see NOTICE.md."
)
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A title, its minor group, and how much it counts."""

    text: str
    group: str
    weight: float


@dataclass(frozen=True, slots=True)
class Model:
    """Weights (letter groups × minor groups) and what each group starts with."""

    letters: dict[str, int]
    groups: list[str]
    weights: Matrix
    bias: Matrix

    def guess(self, text: str) -> tuple[str, float]:
        """The likeliest group of a title, and how far it is before the second."""
        known = [self.letters[g] for g in letter_groups(text) if g in self.letters]
        known = [at for at in known if self.weights[at].any()]
        share = self.weights[known].sum(0) / max(1.0, np.sqrt(len(known)))
        scores = self.bias + share
        second, best = np.argsort(scores)[-2:]
        return self.groups[int(best)], float(scores[best] - scores[second])


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labelled(folder: Path) -> list[Example]:
    """Titles of adverts with the minor group they were given."""
    return [
        Example(
            row["title"],
            row["csco_code"][:7],
            MANUAL if row["manual_or_service"] == "1" else OTHER,
        )
        for row in rows(folder / "titles_labelled_dev.csv")
        if row["code_level"] != "2"
    ]


def named(folder: Path) -> list[Example]:
    """Names and aliases of the dictionary and of the county's titles."""
    found = [
        Example(
            name, row["code"][:7], NAMED if row["code"][0] in "3456" else OTHER_NAMED
        )
        for row in rows(folder / "csco2022.csv")
        if row["level"] in "34"
        for name in (row["name"], *row["aliases"].split(";"))
        if name
    ]
    return found + [
        Example(name, title.occupation[:7], NAMED)
        for title in titles().values()
        if title.occupation
        for name in (title.name, *title.aliases)
    ]


def matrix_of(texts: Sequence[str], letters: dict[str, int]) -> sparse.csr_matrix:
    """One row per text: 1 ÷ √n for each of its n known letter groups."""
    places = [
        [letters[g] for g in letter_groups(text) if g in letters] for text in texts
    ]
    starts = np.cumsum([0, *(len(place) for place in places)])
    values = [
        np.full(len(place), 1 / max(1.0, np.sqrt(len(place)))) for place in places
    ]
    return sparse.csr_matrix(
        (np.concatenate(values).astype(np.float32), np.concatenate(places), starts),
        shape=(len(texts), len(letters)),
    )


def fitted(examples: Sequence[Example]) -> Model:
    """The model whose scores come nearest to 1 for the right group and 0 for others."""
    seen = sorted({g for e in examples for g in letter_groups(e.text)})
    letters = {group: place for place, group in enumerate(seen)}
    groups = sorted({e.group for e in examples})
    place = {group: at for at, group in enumerate(groups)}
    given = matrix_of([e.text for e in examples], letters)
    meant = np.zeros((len(examples), len(groups)), np.float32)
    meant[range(len(examples)), [place[e.group] for e in examples]] = 1
    alike = (given @ given.T).toarray() + np.float32(START)
    # What counts little may be missed by far.
    alike[np.diag_indices(len(examples))] += SHRINK / np.array(
        [e.weight for e in examples], np.float32
    )
    shares = linalg.solve(alike, meant, assume_a="pos", overwrite_a=True)
    weights = given.T @ shares
    return Model(letters, groups, pruned(weights), START * shares.sum(0))


def pruned(weights: Matrix) -> Matrix:
    """The weights without all but the `KEPT` farthest from zero."""
    least = np.partition(np.abs(weights).ravel(), -KEPT)[-KEPT]
    return np.where(np.abs(weights) >= least, weights, np.float32(0))


def written(model: Model, path: Path) -> None:
    """Write weights in thousandths, one row per letter group."""
    at, of = np.nonzero(model.weights)
    letters = list(model.letters)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {HEAD}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["letters", "weights"])
        starts = zip(model.groups, model.bias * THOUSANDTHS, strict=True)
        told = [f"{group}:{round(float(b))}" for group, b in starts if round(float(b))]
        out.writerow([BIAS, "|".join(told)])
        for row, pairs in groupby(zip(at, of, strict=True), key=lambda pair: pair[0]):
            told = [
                f"{model.groups[g]}:{round(float(model.weights[r, g]) * THOUSANDTHS)}"
                for r, g in pairs
            ]
            out.writerow([letters[row], "|".join(told)])


def left_out(
    examples: list[Example], more: list[Example], folds: int
) -> list[tuple[float, bool]]:
    """Of each manual title, guessed without its likes: how surely, and if rightly."""
    likes = {text: n for n, text in enumerate(sorted({_like(e) for e in examples}))}
    told = []
    for fold in range(folds):
        kept = [e for e in examples if likes[_like(e)] % folds != fold]
        model = fitted(kept + more)
        for example in examples:
            if likes[_like(example)] % folds == fold and example.weight == MANUAL:
                group, margin = model.guess(example.text)
                told.append((margin, group == example.group))
    return told


def _like(example: Example) -> str:
    return trade_words(example.text)


def tell(told: Sequence[tuple[float, bool]]) -> None:
    """Accuracy, and what share may be called sure at which precision."""
    print(f"left out: {len(told)}, right: {sum(r for _, r in told) / len(told):.3f}")
    for least in (0.20, 0.30, 0.40, 0.45, 0.50, 0.55, 0.60):
        sure = [right for margin, right in told if margin >= least]
        share, right = len(sure) / len(told), sum(sure) / max(1, len(sure))
        print(f"sure from {least:.2f}: {share:.3f} of them, precision {right:.3f}")


def main() -> None:
    """Train, and write or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="holds the labelled titles")
    parser.add_argument("--folds", type=int, default=0)
    asked = parser.parse_args()
    examples, more = labelled(asked.folder), named(asked.folder)
    if asked.folds:
        tell(left_out(examples, more, asked.folds))
    else:
        written(fitted(examples + more), FOLDER / "occupation_words.csv")


if __name__ == "__main__":
    main()
