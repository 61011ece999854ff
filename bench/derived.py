"""Derived boards: what a result costs with three definitions beside the round's own boards.

The definitions are a week, a season of two rounds, and a frozen round. The floor is the round's own
store alone, in the same process. `python -m bench.derived PEOPLE UPDATES` measures one size.
"""

import gc
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bench import boards, stage
from bench.boards import _batches as batches
from bench.boards import _each as each
from bench.boards import _rss as rss
from bench.sizes import Sizes
from bench.table import Row

if TYPE_CHECKING:
    from leaderboard.filling import Filling
    from leaderboard.store_memory import MemoryShelf
    from quiz.events import AttemptClosed


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder:
        database = f"sqlite:///{folder / 'none.sqlite3'}"
        told = {**stage.environment(database, "daphne"), "DATA_DIR": str(folder)}
        for people in sizes.boards:
            arguments = (str(people), str(sizes.updates))
            said = stage.python("bench.derived", *arguments, told=told)
            seen: Any = json.loads(said.splitlines()[-1])
            where = f"memory, {people:,} people"
            what = "one result with 3 derived boards"
            yield Row(what, where, "us", seen["update"], seen["floor_update"])
            what = "one person with 3 derived boards"
            yield Row(what, where, "bytes", seen["bytes"], seen["floor_bytes"])


def main(people: int, updates: int) -> None:
    import django

    django.setup()
    gc.disable()
    from leaderboard.store_memory import MemoryShelf

    shelf, filling = MemoryShelf(), _filling()
    own = shelf.store(boards.ranked_round())
    crowd, later = list(_events(people, people, 0)), list(_events(people, updates, 1))
    before = rss()
    for batch in batches(iter(crowd)):
        own.apply(batch)
    alone = rss()
    _feed(shelf, filling, crowd)
    whole = rss()
    floor = each(lambda: [own.apply(b) for b in batches(iter(later))], updates)
    more = each(lambda: _feed(shelf, filling, later), updates)
    figures = {
        "update": floor + more,
        "floor_update": floor,
        "bytes": (whole - before) / people,
        "floor_bytes": (alone - before) / people,
    }
    print(json.dumps(figures))


def _feed(shelf: "MemoryShelf", filling: "Filling", events: "list[AttemptClosed]") -> None:
    for batch in batches(iter(events)):
        filling.apply(shelf, batch)


def _events(people: int, count: int, try_no: int) -> "Iterator[AttemptClosed]":
    """The crowd's results; every second one belongs to the second round, half are in the week."""
    for n, event in enumerate(boards.events(people, count, try_no)):
        yield replace(event, round=7 + n % 2, stored_at=n)


def _filling() -> "Filling":
    from leaderboard import derived
    from leaderboard.catalogue import Catalogue
    from leaderboard.filling import Filling
    from leaderboard.rules.definitions import Spec
    from leaderboard.store_memory import MemoryShelf
    from quiz.rules.units import Millis

    first = boards.ranked_round()
    known = Catalogue(rounds={7: first, 8: replace(first, id=8, code="second")})
    specs = [
        Spec((7,), starts_at=boards.OPENS_AT, ends_at=boards.OPENS_AT + boards.DAY_MS // 2),
        Spec((7, 8)),
        Spec((7,), cut=10_000_000),
    ]
    filling = Filling()
    filling.want(MemoryShelf(), derived.derived(known, specs), Millis(0))
    return filling


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
