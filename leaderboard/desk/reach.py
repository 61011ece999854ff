"""Which contests and regions of the desk are somebody's: what is not theirs is not there."""

from django.http import Http404, HttpRequest

from leaderboard.catalogue import Catalogue, Place
from leaderboard.public.names import name
from leaderboard.rules.scopes import Scope
from questionbank import grants
from questionbank.access import editor
from quiz.models import Contest


def contests(request: HttpRequest, verb: str = "organise") -> list[Contest]:
    """The contests of which some part is the organiser's, the newest first."""
    held = grants.paths(editor(request), verb)
    every = Contest.objects.select_related("region").order_by("-pk")
    return [one for one in every if any(_meet(path, one.region.path) for path in held)]


def contest(request: HttpRequest, code: str, verb: str = "organise") -> Contest | None:
    """The contest of that code; with an empty one the newest. None when there is none at all.

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
