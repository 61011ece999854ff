"""A published season for its page: the first rows with names, and what they rest on."""

from typing import Any

from leaderboard.models import Publication, PublishedResult
from leaderboard.publish import showing, wording

Json = dict[str, Any]


def everything(result: PublishedResult) -> Json:
    """What the page of one season says."""
    body = wording.read(result)
    return {
        **showing.around(result, body),
        **preview(result.publication, showing.ROWS, body),
        "file": body["files"]["persons"],
    }


def preview(row: Publication, many: int, signed: Json | None = None) -> Json:
    """The numbers of a season, signed or not yet, with its first `many` rows."""
    body = signed or wording.worded(row.body)
    named = {**body, "regions": _regions(row, body)}
    return {
        "body": body,
        "persons": showing.persons(row.pk, named, many),
        "difference": showing.difference(row.pk, body["difference"], body["divisor"]),
    }


def _regions(row: Publication, body: Json) -> list[Json]:
    """The regions with their names, as the newest of its results has them."""
    number = body["rests_on"][-1]["number"]
    found = PublishedResult.objects.filter(contest=row.round.contest_id, number=number).first()
    regions: list[Json] = wording.read(found)["regions"] if found else []
    return regions
