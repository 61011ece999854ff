"""A board's answer as a table for people: its places in the language of its headings."""

from collections.abc import Mapping
from typing import Any

from leaderboard.catalogue import Catalogue
from leaderboard.public import names

Json = Mapping[str, Any]


def worded(known: Catalogue, body: Json) -> Json:
    """The body with its places named in the language of the moment; a unit or a team keeps its
    own name."""
    rows = body.get("rows", ())
    return {**body, "rows": [_named(known, row) for row in rows]}


def _named(known: Catalogue, row: Json) -> Json:
    if "region" in row:
        return {**row, "place": names.full_name(known, row["region"])}
    place = known.places.get(str(row.get("id", "")))
    return {**row, "name": names.name(place)} if place else row
