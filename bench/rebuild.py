"""All boards built anew from the journal, beside the bare reading of the same rows.

`python -m bench.rebuild` measures the database and store that the environment names.
"""

import json
import os
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from bench import stage
from bench.sizes import Sizes
from bench.table import Row

# A million people's five million papers take minutes to store and to count.
HOUR_S = 3_600


def measure(sizes: Sizes) -> Iterator[Row]:
    people, papers = sizes.rebuilt
    with stage.folder() as folder, stage.postgresql(folder) as postgres:
        bases = {"SQLite": f"sqlite:///{folder / 'crowd.sqlite3'}"}
        if postgres:
            bases["PostgreSQL"] = stage.database(postgres, "crowd", folder)
        for name, database in bases.items():
            told = {**stage.environment(database, "daphne"), "DATA_DIR": str(folder)}
            stage.python("bench.crowd", str(people), str(papers), told=told, patience_s=HOUR_S)
            yield from _rows(f"memory from {name}, {people:,} people", told)
            with stage.redis(folder) as redis:
                if redis:
                    told["REDIS_URL"] = redis.url
                    yield from _rows(f"Redis from {name}, {people:,} people", told)


def _rows(where: str, told: dict[str, str]) -> Iterator[Row]:
    seen = json.loads(stage.python("bench.rebuild", told=told, patience_s=HOUR_S).splitlines()[-1])
    yield Row("papers a second, boards rebuilt", where, "rows/s", seen["rebuilt"], seen["read"])
    yield Row("memory of all its boards", where, "bytes/person", seen["bytes"])


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from bench.boards import _rss
    from leaderboard.projector import Projector, projector
    from quiz import clock
    from quiz.models import Contestant, Entry

    count, people = Entry.objects.count(), Contestant.objects.count()
    bare = count / _seconds(_read)
    before = _rss()
    built = Projector(projector.shelf)
    took = _seconds(lambda: built.rebuild(clock.now()))
    size = (_rss() - before) / people
    print(json.dumps({"rebuilt": count / took, "read": bare, "bytes": size}))


def _seconds(work: Any) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _read() -> None:
    """The closings with whose they are: COPY on PostgreSQL, a plain SELECT on SQLite."""
    from django.db import connection

    from quiz.journal.follow import COLUMNS, JOINS

    words = f"SELECT {COLUMNS} FROM {JOINS} WHERE e.kind >= 3"  # noqa: S608
    with connection.cursor() as db:
        if connection.vendor == "postgresql":
            with db.copy(f"COPY ({words}) TO STDOUT") as copy:
                for _row in copy.rows():
                    pass
            return
        db.execute(words)
        while db.fetchmany(2_000):
            pass


if __name__ == "__main__":
    main()
