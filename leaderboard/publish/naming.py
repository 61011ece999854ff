"""Names beside pseudonyms: whose are kept with a result, what is shown of them, and erasure.

A name is not part of what is signed, only its salted hash: it can be erased, and the signature
holds. Beside a name stands the region that the board tells, which the signed row may widen (12.4).
Kept are the names of the first rows only: with a name goes everything that somebody answered.
Source: contest regulations, section 12.5.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from leaderboard.models import Publication, ResultName
from leaderboard.publish import pseudonyms
from leaderboard.rules.masks import masked
from quiz.models import Attempt, Contestant

Json = dict[str, Any]
# Rows of the whole contest, and of each region and cohort, that are published with a name.
OF_ALL = 100
OF_EACH = 10
AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it was shown, and what the signed row says of it."""

    contestant: int
    salt: str
    name: str

    @property
    def hash(self) -> str:
        return pseudonyms.name_hash(self.salt, self.name)


def wanted(rows: Iterable[Json]) -> set[str]:
    """The pseudonyms of the rows to be published with a name: the first of the contest, and the
    first of each region. Rows come best first."""
    found: set[str] = set()
    seen: Counter[str] = Counter()
    for n, row in enumerate(rows):
        parts = row["region"].split("/")
        above = ["/".join(parts[: end + 1]) for end in range(1, len(parts))]
        if n < OF_ALL or any(seen[path] < OF_EACH for path in above):
            found.add(row["code"])
        seen.update(above)
    return found


def names(round_: int, secret: bytes, codes: set[str], *, hide: bool) -> dict[str, Named]:
    """The names of these pseudonyms; `hide` = the contest hides what looks like a real one.
    Nobody whose data was deleted is named."""
    people = Attempt.objects.filter(round=round_).values_list("contestant", flat=True).distinct()
    whose = {pseudonyms.code(secret, who): who for who in people.iterator()}
    return of_people({whose[code]: code for code in codes if code in whose}, hide=hide)


def of_people(ids: Mapping[int, str], *, hide: bool) -> dict[str, Named]:
    """The names of these people, whose pseudonyms these are."""
    found: dict[str, Named] = {}
    for start in range(0, len(ids), AT_ONCE):
        part = list(ids)[start : start + AT_ONCE]
        rows = Contestant.objects.filter(pk__in=part, erased_at=None)
        for pk, name in rows.values_list("pk", "nickname"):
            shown = masked(name) if hide else name
            found[ids[pk]] = Named(pk, secrets.token_hex(16), shown)
    return found


def store(publication: Publication, named: Mapping[str, Named], regions: Mapping[str, str]) -> None:
    """Keep the names, and the regions by pseudonym, beside the publication."""
    ResultName.objects.bulk_create(
        (
            ResultName(
                publication=publication,
                code=code,
                contestant_id=one.contestant,
                salt=one.salt,
                name=one.name,
                region=regions.get(code, ""),
            )
            for code, one in named.items()
        ),
        batch_size=AT_ONCE,
    )


def shown(publication: int, codes: Iterable[str]) -> dict[str, str]:
    """The names that may be shown: not of those who had their data deleted."""
    rows = _kept(publication, codes)
    return {code: name for code, name in rows.values_list("code", "name") if name}


def regions(publication: int, codes: Iterable[str]) -> dict[str, str]:
    """The regions told beside these names: of results before there were any, none."""
    found: dict[str, str] = {}
    wanted = list(codes)
    for start in range(0, len(wanted), AT_ONCE):
        rows = _kept(publication, wanted[start : start + AT_ONCE]).exclude(region="")
        found |= dict(rows.values_list("code", "region"))
    return found


def _kept(publication: int, codes: Iterable[str]) -> QuerySet[ResultName]:
    return ResultName.objects.filter(
        publication=publication, code__in=list(codes), contestant__erased_at=None
    )


def forget() -> int:
    """Empty the names of those who had their data deleted; return how many there were."""
    left = ResultName.objects.exclude(name="").filter(contestant__erased_at__isnull=False)
    # A look costs the few that were erased ever; an update would take SQLite's one writer's turn.
    found = list(left.values_list("pk", flat=True))
    return (
        ResultName.objects.filter(pk__in=found).update(name="", salt="", region="") if found else 0
    )
