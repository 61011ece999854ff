"""Which contests and regions of the desk are somebody's: what is not theirs is not there."""

from collections import defaultdict
from collections.abc import Sequence

from django.http import Http404, HttpRequest

from leaderboard.catalogue import Catalogue, Place
from leaderboard.public.names import name
from leaderboard.rules import stages
from leaderboard.rules.scopes import Scope
from leaderboard.rules.stages import Stage, Window
from questionbank import grants
from questionbank.access import editor
from quiz import clock
from quiz.models import Contest, Round
from quiz.rules import formats


def contests(request: HttpRequest, verb: str = "organise") -> list[Contest]:
    """The contests of which some part is the organiser's: those that run before those that are over
    and those ahead; of those that run the widest first, else the newest."""
    return [one for one, _stage in staged(request, verb)]


def staged(request: HttpRequest, verb: str = "organise") -> list[tuple[Contest, Stage]]:
    """`contests`, each with its stage."""
    held, now = grants.paths(editor(request), verb), clock.now()
    every = Contest.objects.select_related("region").order_by("-pk")
    theirs = [one for one in every if any(_meet(path, one.region.path) for path in held)]
    windows = _windows([one.pk for one in theirs])
    found = [(one, stages.stage(windows.get(one.pk, ()), now)) for one in theirs]
    return sorted(found, key=lambda pair: (pair[1], _depth(*pair)))


def _depth(one: Contest, stage: Stage) -> int:
    """How deep the region of a contest that runs lies."""
    return one.region.path.count("/") if stage is Stage.RUNNING else 0


def _windows(contests: Sequence[int]) -> dict[int, list[Window]]:
    """The windows of each contest's ranked rounds; of one without any those of all its rounds:
    practice may stay open for ever."""
    ranked, every = defaultdict[int, list[Window]](list), defaultdict[int, list[Window]](list)
    for row in Round.objects.filter(contest__in=contests):
        every[row.contest_id].append((row.opens_at, row.closes_at))
        if _ranked(row):
            ranked[row.contest_id].append((row.opens_at, row.closes_at))
    return {**every, **ranked}


def _ranked(row: Round) -> bool:
    try:
        return formats.read(row.format).ranked
    except formats.BadFormat:
        return False


def contest(request: HttpRequest, code: str, verb: str = "organise") -> Contest | None:
    """The contest of that code; with an empty one the first. None when there is none at all.

    Raises Http404 for a code of no contest of theirs.
    """
    theirs = contests(request, verb)
    if not code:
        return theirs[0] if theirs else None
    found = next((one for one in theirs if one.code == code), None)
    if found is None:
        raise Http404
    return found


def tops(request: HttpRequest, of: Contest, verb: str = "organise") -> list[str]:
    """The highest regions of the contest in which they may do that."""
    root, held = of.region.path, grants.paths(editor(request), verb)
    if any(Scope(path).holds(root, "") for path in held):
        return [root]
    return [path for path in held if Scope(root).holds(path, "")]


def region(
    request: HttpRequest, places: Catalogue, of: Contest, code: str, verb: str = "organise"
) -> Place:
    """The region of that code or path; with an empty one their highest. Raises Http404 for one that
    is not theirs, and for one that is outside the contest's."""
    mine = tops(request, of, verb)
    place = places.at(code or (mine[0] if mine else ""))
    if place is None or not any(Scope(path).holds(place.path, "") for path in mine):
        raise Http404
    return place


def trail(places: Catalogue, path: str, mine: list[str]) -> list[tuple[str, str]]:
    """The regions from their highest one down to `path`: code and name."""
    parts = path.split("/")
    above = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    inside = [one for one in above if any(Scope(top).holds(one, "") for top in mine)]
    found = [places.places[one] for one in inside if one in places.places]
    return [(place.code, name(place)) for place in found]


def _meet(one: str, other: str) -> bool:
    return Scope(one).holds(other, "") or Scope(other).holds(one, "")
