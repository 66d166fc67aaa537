"""How fast, beside what else one could take: `python -m benchmarks.speed`.

Product and peers get the same synthetic prefecture and the same rules; every list of a
peer is compared with the product's. Figures are put under `benchmarks/results`.
"""

import argparse
import hashlib
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.fairs import fair_of
from benchmarks.index_half import changed_posts
from benchmarks.measuring import machine
from benchmarks.measuring import peak_mb
from benchmarks.measuring import spread_of
from benchmarks.measuring import timed
from benchmarks.measuring import write_results
from benchmarks.peers.asking import Answer
from benchmarks.peers.asking import Ask
from benchmarks.peers.asking import answer_of
from benchmarks.peers.asking import compared
from benchmarks.peers.asking import peers
from benchmarks.peers.plain import by_hand
from benchmarks.product import product_list
from benchmarks.product import product_rematch
from benchmarks.world import Size
from benchmarks.world import everything
from benchmarks.world import prefecture
from services.matching.kernel.ranking import Side
from services.matching.kernel.rematching import Rematch
from services.matching.kernel.warming import warm

TOP = 50
THREADS = 2
Figures = dict[str, Any]


def sample_of(count: int, asked: int) -> list[int]:
    """So many of them, evenly over all."""
    places = np.linspace(0, count - 1, min(asked, count))
    return [int(place) for place in places]


def one_list(side: Side, asked: int) -> tuple[Ask, Figures]:
    """P4: one worker's list in this process."""
    heap_of, took = product_list(side, TOP), []
    heap_of(0)
    for worker in sample_of(len(side.workers.rows), asked):
        begun = time.perf_counter()
        heap_of(worker)
        took.append(time.perf_counter() - begun)

    def ask(worker: int) -> Answer:
        return answer_of(heap_of(worker))

    return ask, {"asked": len(took), **spread_of(took)}


def digest(found: Rematch) -> str:
    """One word for all lists, byte by byte."""
    mixed = hashlib.sha256()
    for lists in found:
        for array in (lists.keys, lists.places, lists.sizes):
            mixed.update(array.tobytes())
    return mixed.hexdigest()


def both_sides(side: Side) -> Figures:
    """P1 and P9: everybody with everything, on two threads and on one."""
    queries = everything(side)
    two, took = timed(lambda: product_rematch(side, queries, TOP, THREADS))
    mixed = digest(two)
    del two
    one, alone = timed(lambda: product_rematch(side, queries, TOP, 1))
    return {
        "threads": THREADS,
        "wall_s": round(took.wall_s, 2),
        "cpu_s": round(took.cpu_s, 2),
        "wall_s_one_thread": round(alone.wall_s, 2),
        "same_bytes": mixed == digest(one),
        "peak_mb": peak_mb(),
    }


def measured(size: Size, asked: int, slow: int) -> Figures:
    """All figures of one run; the slow peers are asked about fewer workers."""
    warm()
    told: Figures = {"machine": machine(), "size": size._asdict(), "top": TOP}
    side, took = timed(lambda: prefecture(size))
    told["data_s"] = round(took.wall_s, 2)
    product, told["P4"] = one_list(side, asked)
    workers = sample_of(len(side.workers.rows), slow)
    with peers(side, workers, TOP) as others:
        told["peers"] = {peer.name: compared(peer, workers, product) for peer in others}
    told["peers"]["plain Python"] = by_hand(size, slow)
    told["P1"] = both_sides(side)
    told["P6"] = fair_of(side)
    told["P7"] = changed_posts(size)
    told["ratios"] = ratios_of(told)
    return told


def ratios_of(told: Figures) -> Figures:
    """How many times as long the peers take; on two cores, taken to scale perfectly."""
    workers = told["size"]["workers"]
    whole = told["P1"]["wall_s"]
    return {
        name: {
            "one list": round(peer["mean_ms"] / told["P4"]["mean_ms"], 1),
            "both sides": round(
                2 * peer["mean_ms"] / 1000 * workers / THREADS / whole, 1
            ),
        }
        for name, peer in told["peers"].items()
    }


def table_of(told: Figures) -> str:
    """The figures for people."""
    p1, p4, p6, p7 = (told[name] for name in ("P1", "P4", "P6", "P7"))
    lines = [
        f"{told['size']['workers']:,} workers x {told['size']['posts']:,} posts,"
        f" top {TOP}, load {told['machine']['load_before']}",
        f"P1 both sides {p1['wall_s']} s wall, {p1['cpu_s']} s CPU on {p1['threads']}"
        f" threads ({p1['wall_s_one_thread']} s on one), {p1['peak_mb']} MB",
        f"P4 one list {p4['p50_ms']} / {p4['p99_ms']} / {p4['mean_ms']} ms"
        " (p50 / p99 / mean)",
        f"P6 fair {p6['workers']:,} x {p6['posts']:,}: {p6['seconds']} s, placed"
        f" {p6['placed']:,}, in turn {p6['in_turn']:,} ({p6['gained_percent']:+} %)",
        f"P7 a changed post is held after {p7['p50_ms']} ms (p99 {p7['p99_ms']})",
        f"P9 same bytes on one thread and on two: {p1['same_bytes']}",
        "",
        "| peer | asked | lists that differ | mean ms | one list x | both sides x |",
        "|---|---|---|---|---|---|",
    ]
    for name, peer in told["peers"].items():
        ratio = told["ratios"][name]
        lines.append(
            f"| {name} {peer['version']} | {peer['asked']} | {peer['differ']}"
            f" | {peer['mean_ms']} | {ratio['one list']} | {ratio['both sides']} |"
        )
    return "\n".join(lines)


def main(given: Sequence[str] | None = None) -> None:
    """Measures, prints the table, writes the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=Size().workers)
    parser.add_argument("--posts", type=int, default=Size().posts)
    parser.add_argument("--asked", type=int, default=1_000)
    parser.add_argument("--slow", type=int, default=60)
    parser.add_argument("--name", default="speed")
    wanted = parser.parse_args(given)
    told = measured(Size(wanted.workers, wanted.posts), wanted.asked, wanted.slow)
    table = table_of(told)
    print(table)
    print(write_results(wanted.name, told, table))


if __name__ == "__main__":
    main()
