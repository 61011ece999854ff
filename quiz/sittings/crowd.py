"""Who is in a hall and how many have answered: read from the database for hosts and screens."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from quiz.models import Entrant, Entry, EntryKind
from quiz.plan import Asked
from quiz.rules import choices
from quiz.sittings import tally
from quiz.sittings.desk_frames import Crowd, Guest

# What a wall of names can show; the numbers are exact.
NAMES = 60


@dataclass(frozen=True, slots=True)
class Answers:
    """Of the open question: how many answers are on disk, and the histogram by option number."""

    count: int
    counts: list[int]


def region_of(path: str, root: str) -> str:
    """The path of the region directly below `root` that `path` lies in; a guest's own elsewhere."""
    if not path.startswith(f"{root}/"):
        return path
    return f"{root}/{path[len(root) + 1 :].partition('/')[0]}"


def crowd(sitting: int, version: int, root: str, names: dict[str, str]) -> Crowd:
    """Everybody who is in. Blocking."""
    inside = Entrant.objects.filter(sitting=sitting, removed=False)
    by_path = inside.values_list("attempt__region_path").annotate(n=Count("pk")).order_by()
    regions: Counter[str] = Counter()
    for path, count in by_path:
        regions[region_of(path, root)] += count
    newest = inside.order_by("-pk").values_list(
        "pk", "name", "attempt__region_path", "contestant__bot"
    )[:NAMES]
    guests = [
        Guest(entrant, name, names.get(region_of(path, root), ""), bot)
        for entrant, name, path, bot in newest
    ]
    rows = [(path, names.get(path, ""), count) for path, count in sorted(regions.items())]
    return Crowd(version, sum(regions.values()), rows, guests[::-1])


def bots(sitting: int) -> int:
    """How many of them are simulated people. Blocking."""
    inside = Entrant.objects.filter(sitting=sitting, removed=False)
    return inside.filter(contestant__bot=True).count()


def answers(sitting: int, slot: int, asked: Asked) -> Answers:
    """How the open question stands. Blocking."""
    found = Entry.objects.filter(
        attempt__entrant__sitting=sitting,
        attempt__entrant__removed=False,
        slot=slot,
        kind=EntryKind.ANSWER,
    )
    rows = list(found.values_list("choice").annotate(n=Count("pk")).order_by())
    chosen = (choices.read(choice) for choice, n in rows for _ in range(n))
    return Answers(sum(n for _, n in rows), tally.counts(asked, chosen))
