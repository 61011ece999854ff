"""`make bench`, or `python -m bench [--tiny] [--only NAME ...] [--million] [--million-redis]`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from time import monotonic

from bench import (
    answers,
    arrivals,
    boards,
    deals,
    derived,
    duplicates,
    fanout,
    halls,
    pages,
    rebuild,
    statistics,
    workbench,
)
from bench.sizes import TINY, Sizes
from bench.table import Row, short, table

ALL: Mapping[str, Callable[[Sizes], Iterator[Row]]] = {
    "deals": deals.measure,
    "duplicates": duplicates.measure,
    "statistics": statistics.measure,
    "workbench": workbench.measure,
    "boards": boards.measure,
    "derived": derived.measure,
    "rebuild": rebuild.measure,
    "pages": pages.measure,
    "arrivals": arrivals.measure,
    "fanout": fanout.measure,
    "answers": answers.measure,
    "halls": halls.measure,
}


def main() -> None:
    asked = _arguments()
    sizes = TINY if asked.tiny else Sizes()
    if asked.million_redis:
        sizes = replace(sizes, redis_boards=sizes.boards)
    if asked.million:
        sizes = replace(sizes, rebuilt=(1_000_000, 5))
    print(f"{os.cpu_count()} cores; what each row means: docs/benchmarks.md", file=sys.stderr)
    rows: list[Row] = []
    for name in asked.only or ALL:
        began = monotonic()
        for row in ALL[name](sizes):
            print(f"  {row.what}, {row.where}: {short(row.ours)} {row.unit}", file=sys.stderr)
            rows.append(row)
        print(f"{name}: {monotonic() - began:.0f} s", file=sys.stderr)
    print(table(rows))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="only see that everything runs")
    parser.add_argument("--only", nargs="+", choices=ALL, help="these and no others")
    parser.add_argument("--million", action="store_true", help="rebuild a million people's boards")
    parser.add_argument("--million-redis", action="store_true", help="Redis boards at 10^6, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
