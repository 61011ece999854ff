"""A wrong key corrected after many papers: how long its preview and the marking anew take.

`measure` runs `python -m bench.rulings PAPERS` in a process of its own, on a SQLite of its own.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from time import perf_counter

from bench import stage, tables
from bench.sizes import Sizes
from bench.table import Goal, Row


def measure(sizes: Sizes) -> Iterator[Row]:
    with stage.folder() as folder:
        told = stage.environment(f"sqlite:///{folder / 'ruled.sqlite3'}", "daphne")
        told["DATA_DIR"] = str(folder)
        printed = stage.python("bench.rulings", str(sizes.ruled), told=told)
    found: dict[str, float] = json.loads(printed.splitlines()[-1])
    goals = [Goal("ours", "<=", 20)]
    where = f"{sizes.ruled:,} papers; floor: read"
    yield Row("a ruling previewed", where, "s", found["preview"], found["read"], goals=goals)
    where = f"{found['marked']:,.0f} of {sizes.ruled:,} papers; floor: inserts"
    yield Row("a ruling applied", where, "s", found["applied"], found["inserts"], goals=goals)


def main(papers: int) -> None:
    """Print as JSON what a ruling on a question takes that some of the papers have."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    tables.lay()
    version = _papers(papers)
    print(json.dumps(_ruled(version)))


def _papers(count: int) -> int:
    """Closed papers of five questions each; the version that is ruled on."""
    from quiz import keys, plan
    from tests.leaderboard.test_effect import FORM, asked, crowd
    from tests.quiz import world

    keys.refresh()
    world.make_bank()
    world.make_round(FORM, world.make_contest())
    demo = plan.load("demo")
    crowd(demo, count)
    return asked(demo)


def _ruled(version: int) -> dict[str, float]:
    from django.contrib.auth.models import User
    from django.utils import timezone

    from leaderboard.effect import effects
    from leaderboard.projector import Projector
    from leaderboard.store_memory import MemoryShelf
    from questionbank import rulings as bank
    from questionbank.models import QuestionVersion
    from quiz import rulings
    from quiz.models import Entry, EntryKind
    from tests.fakes import MORNING

    lin, chen = (User.objects.create_superuser(name) for name in ("lin", "chen"))
    boards = Projector(MemoryShelf())
    boards.catch_up(MORNING)
    previewed = _took(lambda: effects(boards, version, "new_key", [[1]]))
    row = QuestionVersion.objects.get(pk=version)
    made = bank.propose(row, "new_key", [[1]], note=("更正", ""), by=lin)
    bank.confirm(made.pk, by=chen, at=timezone.now())
    applied = _took(lambda: rulings.apply_all(MORNING))
    marked = Entry.objects.filter(kind=EntryKind.RULED)
    floor = {"read": _took(_read), "inserts": _took(lambda: _insert(list(marked)))}
    return {"preview": previewed, "applied": applied, "marked": marked.count(), **floor}


def _read() -> None:
    """All rows of the journal, bare."""
    from quiz.models import Entry

    list(Entry.objects.values_list("attempt", "slot", "kind", "choice", "took_ms", "points"))


def _insert(rows: list[object]) -> None:
    """As many bare rows of the journal, away again at once."""
    from django.db import transaction

    from quiz.models import Entry

    with transaction.atomic():
        for row in rows:
            row.pk, row.slot = None, row.slot + 1_000  # type: ignore[attr-defined]
        Entry.objects.bulk_create(rows)  # type: ignore[arg-type]
        transaction.set_rollback(True)


def _took(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]))
