"""Dealing papers, and cutting a pool into books."""

from collections.abc import Iterator
from time import perf_counter

from bench.sizes import Sizes
from bench.table import Goal, Row
from questionbank.rules import books, draw
from questionbank.rules.blueprint import Item
from questionbank.rules.keyed import keyed_hash

KEY = bytes(range(32))
BLUEPRINT = {"knowledge": 4, "method": 2, "thought": 2, "spirit": 2}
# Expected share right, in millionths, at abilities -1, 0, 1 and 2: five labels of difficulty.
RATES = [
    (750_000, 880_000, 950_000, 980_000),
    (600_000, 770_000, 890_000, 950_000),
    (450_000, 640_000, 800_000, 900_000),
    (330_000, 490_000, 680_000, 820_000),
    (250_000, 360_000, 530_000, 710_000),
]


def measure(sizes: Sizes) -> Iterator[Row]:
    yield _deals(sizes.deals)
    for count in sizes.pools:
        items = pool(count)
        began = perf_counter()
        books.build(items, BLUEPRINT, seed=KEY, books=sizes.books)
        took = perf_counter() - began
        yield Row(f"{sizes.books} books of 10 questions", f"from {count:,}", "s", took)


def _deals(count: int) -> Row:
    began = perf_counter()
    for who in range(count):
        draw.deal(KEY, "final", who, 3, books=20, forms=193)
    ours = (perf_counter() - began) / count * 1e6
    began = perf_counter()
    for who in range(count):
        keyed_hash(KEY, f"paper|final|{who}".encode())
    floor = (perf_counter() - began) / count * 1e6
    return Row("deal", "floor: the bare hash", "us", ours, floor, goals=[Goal("ours", "<=", 10)])


def pool(count: int) -> list[Item]:
    """Questions of all dimensions and labels; neither goes with the other."""
    cells = list(BLUEPRINT)
    return [
        Item(n, frozenset({cells[n % len(cells)]}), RATES[n // len(cells) % 5], f"{n:064x}")
        for n in range(count)
    ]
