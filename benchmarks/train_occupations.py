"""Counts the weights of `common/intake/data/occupation_words.csv` from labelled titles.

Softmax regression over letter groups, by Adam in full batches, without chance; the
smallest weights are dropped. `--folds` measures on titles that were left out.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from common.intake.lexicon import FOLDER
from common.intake.occupations import BIAS
from common.intake.occupations import HUNDREDTHS
from common.intake.occupations import letter_groups
from common.intake.titles import titles

ROUNDS, STEP, SHRINK, KEPT = 60, 0.15, 1e-6, 25_000
MANUAL, NAMED, OTHER, OTHER_NAMED = 1.0, 0.5, 0.15, 0.06
HEAD = (
    "Weights in hundredths, counted by benchmarks/train_occupations.py; see NOTICE.md."
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

    def group_of(self, text: str) -> str:
        """The likeliest group of a title."""
        known = [self.letters[g] for g in letter_groups(text) if g in self.letters]
        share = self.weights[known].sum(0) / max(1.0, np.sqrt(len(known)))
        return self.groups[int(np.argmax(self.bias + share))]


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
    """The model that makes the examples' groups likeliest."""
    seen = sorted({g for e in examples for g in letter_groups(e.text)})
    letters = {group: place for place, group in enumerate(seen)}
    groups = sorted({e.group for e in examples})
    place = {group: at for at, group in enumerate(groups)}
    given = matrix_of([e.text for e in examples], letters)
    meant = np.zeros((len(examples), len(groups)), np.float32)
    meant[range(len(examples)), [place[e.group] for e in examples]] = 1
    counts = np.array([e.weight for e in examples], np.float32)[:, None]
    weights, bias = _adam(given, meant, counts)
    return Model(letters, groups, pruned(weights), bias)


def _adam(
    given: sparse.csr_matrix, meant: Matrix, counts: Matrix
) -> tuple[Matrix, Matrix]:
    weights = np.zeros((given.shape[1], meant.shape[1]), np.float32)
    bias = np.zeros(meant.shape[1], np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    turned = given.T.tocsr()
    for turn in range(1, ROUNDS + 1):
        scores = given @ weights + bias
        likely = np.exp(scores - scores.max(1, keepdims=True))
        wrong = (likely / likely.sum(1, keepdims=True) - meant) * counts
        # Without shrinking Adam lets the faintest hint grow like a strong one.
        slope = turned @ wrong / len(meant) + SHRINK * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope * slope
        ahead = first / (1 - 0.9**turn)
        weights -= STEP * ahead / (np.sqrt(second / (1 - 0.99**turn)) + 1e-8)
        bias -= STEP * 0.1 * wrong.mean(0)
    return weights, bias


def pruned(weights: Matrix) -> Matrix:
    """The weights without all but the `KEPT` farthest from zero."""
    least = np.partition(np.abs(weights).ravel(), -KEPT)[-KEPT]
    return np.where(np.abs(weights) >= least, weights, np.float32(0))


def written(model: Model, path: Path) -> None:
    """Write weights in hundredths, one row per letter group."""
    at, of = np.nonzero(model.weights)
    letters = list(model.letters)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"# {HEAD}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["letters", "weights"])
        starts = zip(model.groups, model.bias * HUNDREDTHS, strict=True)
        told = [f"{group}:{round(float(b))}" for group, b in starts if round(float(b))]
        out.writerow([BIAS, "|".join(told)])
        for row, pairs in groupby(zip(at, of, strict=True), key=lambda pair: pair[0]):
            told = [
                f"{model.groups[g]}:{round(float(model.weights[r, g]) * HUNDREDTHS)}"
                for r, g in pairs
            ]
            out.writerow([letters[row], "|".join(told)])


def measured(examples: list[Example], more: list[Example], folds: int) -> float:
    """The share of left-out manual titles whose minor group is found."""
    right = asked = 0
    for fold in range(folds):
        kept = [e for n, e in enumerate(examples) if n % folds != fold]
        model = fitted(kept + more)
        for example in examples[fold::folds]:
            if example.weight == MANUAL:
                asked += 1
                right += model.group_of(example.text) == example.group
    return right / asked


def main() -> None:
    """Train, and write or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="holds the labelled titles")
    parser.add_argument("--folds", type=int, default=0)
    asked = parser.parse_args()
    examples, more = labelled(asked.folder), named(asked.folder)
    if asked.folds:
        print(f"left out, minor group right: {measured(examples, more, asked.folds)}")
    else:
        written(fitted(examples + more), FOLDER / "occupation_words.csv")


if __name__ == "__main__":
    main()
