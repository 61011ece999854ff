"""Who is in a hall and how many have answered: read from the database for hosts and screens."""

from collections import Counter
from collections.abc import Mapping
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
    """Of the open question: how many gave an answer that is on disk, blanks being none, and the
    histogram by option number."""

    count: int
    counts: list[int]


def region_of(path: str, root: str) -> str:
    """The path of the region directly below `root` that `path` lies in; a guest's own elsewhere."""
    if not path.startswith(f"{root}/"):
        return path
    return f"{root}/{path[len(root) + 1 :].partition('/')[0]}"


@dataclass(frozen=True, slots=True)
class Inside:
    """Who is in, as the database says it: how many by region path and whether simulated, and the
    newest as (number, name, region path, simulated)."""

    counts: list[tuple[str, bool, int]]
    newest: list[tuple[int, str, str, bool]]

    @property
    def bots(self) -> int:
        """How many are simulated people."""
        return sum(count for _, bot, count in self.counts if bot)

    def crowd(self, version: int, root: str, names: Mapping[str, str]) -> Crowd:
        """The frame about them, regions called by `names`."""
        regions: Counter[str] = Counter()
        for path, _, count in self.counts:
            regions[region_of(path, root)] += count
        guests = [
            Guest(entrant, name, names.get(region_of(path, root), ""), bot)
            for entrant, name, path, bot in reversed(self.newest)
        ]
        rows = [(path, names.get(path, ""), count) for path, count in sorted(regions.items())]
        return Crowd(version, sum(regions.values()), rows, guests)


def inside(sitting: int) -> Inside:
    """Everybody who is in. Blocking."""
    found = Entrant.objects.filter(sitting=sitting, removed=False)
    grouped = found.values_list("attempt__region_path", "contestant__bot")
    newest = found.order_by("-pk").values_list(
        "pk", "name", "attempt__region_path", "contestant__bot"
    )
    return Inside(list(grouped.annotate(n=Count("pk")).order_by()), list(newest[:NAMES]))


def answers(sitting: int, slot: int, asked: Asked) -> Answers:
    """How the open question stands. Blocking."""
    found = Entry.objects.filter(
        attempt__entrant__sitting=sitting,
        attempt__entrant__removed=False,
        slot=slot,
        kind=EntryKind.ANSWER,
    ).exclude(choice="")
    rows = list(found.values_list("choice").annotate(n=Count("pk")).order_by())
    chosen = (choices.read(choice) for choice, n in rows for _ in range(n))
    return Answers(sum(n for _, n in rows), tally.counts(asked, chosen))
