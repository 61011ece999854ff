"""Somebody moves: from now on their papers count elsewhere; what they have played stays.

Source: contest regulations, section 1.2. Once a contest, so that nobody follows the easier board.
"""

from dataclasses import dataclass

from django.db import transaction

from quiz import people
from quiz.models import Contestant, Relocation
from quiz.refusals import Refused
from quiz.rules.units import Millis


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody says they live now, and the cohort they are of."""

    region: str
    cohort: str


def relocate(who: Contestant, home: Home, now: Millis) -> Contestant:
    """Let papers opened from now on count in another region or cohort, and remember the change.

    The same home again changes nothing and is no change. Raises Refused: bad_region, bad_cohort,
    moved_already.
    """
    if (home.region, home.cohort) == (who.region_id, who.cohort_id):
        return who
    region = people.region_of(who.contest, home.region, now)
    cohort = people.cohort_of(home.cohort, minor=who.guardian, guardian=True)
    with transaction.atomic():
        kept = Contestant.objects.select_for_update().select_related("region").get(pk=who.pk)
        if Relocation.objects.filter(contestant=kept).exists():
            raise Refused("moved_already", "region")
        Relocation.objects.create(
            contestant=kept,
            from_path=kept.region.path,
            to_path=region.path,
            from_cohort=kept.cohort_id,
            to_cohort=cohort.pk,
            moved_at=now,
        )
        Contestant.objects.filter(pk=kept.pk).update(region=region, cohort=cohort)
    who.region, who.cohort = region, cohort
    return who


def moved(who: Contestant) -> bool:
    """Whether somebody has moved already."""
    return Relocation.objects.filter(contestant=who).exists()
