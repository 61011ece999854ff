"""From a name on a board to its person's papers, for who does not know their numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from leaderboard import projector as projectors
from leaderboard.public.names import full_name
from quiz.events import AttemptClosed
from quiz.journal.follow import of_people
from quiz.models import Attempt, Contestant

# Papers of one answer: of one person, or of several with the same name.
MOST: Final = 50
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as the list shows it; `score` is None while it is open."""

    attempt: Attempt
    place: str
    score: int | None
    annulled: bool


def named(mine: QuerySet[Attempt], name: str) -> list[Paper]:
    """The papers of everybody of exactly this name."""
    # Two steps: as one, attempts might be read from the newest back to the first.
    people = Contestant.objects.filter(nickname=name[:LONGEST]).values_list("pk", flat=True)
    return _papers(mine.filter(contestant__in=list(people[:MOST])))


def of_person(mine: QuerySet[Attempt], person: int) -> list[Paper]:
    return _papers(mine.filter(contestant=person))


def _papers(rows: QuerySet[Attempt]) -> list[Paper]:
    """The newest first; no more than MOST."""
    found = list(rows.select_related("contestant", "round").order_by("-pk")[:MOST])
    known = _known(of_people(sorted({one.contestant_id for one in found})))
    return [_paper(one, known) for one in found]


def _known(events: Iterable[AttemptClosed]) -> Mapping[int, tuple[int, int, int]]:
    """Of each closed attempt the newest ruling with its score, and the last step."""
    found: dict[int, tuple[int, int, int]] = {}
    for event in events:
        ruled, score, void = found.get(event.attempt, (-1, 0, 0))
        if event.ruled > ruled:
            ruled, score = event.ruled, event.score
        found[event.attempt] = (ruled, score, max(void, event.void))
    return found


def _paper(attempt: Attempt, known: Mapping[int, tuple[int, int, int]]) -> Paper:
    place = full_name(projectors.projector.catalogue, attempt.region_path)
    _ruled, score, void = known.get(attempt.pk, (0, None, 0))
    return Paper(attempt, place, score, void % 2 == 1)
