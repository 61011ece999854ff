"""A region's map of tiles: each place one hexagon with its figure, shaded by it.

Only where a honeycomb was drawn (quiz/tiles.py); elsewhere the table alone tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leaderboard.catalogue import Catalogue, RankedRound
from leaderboard.public import names
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.shades import shade_of, shades
from quiz import tiles


@dataclass(frozen=True, slots=True)
class Hexagon:
    """`shade` is None for a place without a figure to show."""

    path: str
    code: str
    name: str
    x: int
    y: int
    href: str
    figure: str
    shade: int | None
    rank: int | None


def cartogram(
    known: Catalogue, ranked: RankedRound, code: str, rows: Sequence[RegionRow]
) -> dict[str, Any]:
    """The hexagons of the region's map and the legend of its shades; empty where there is none."""
    by_path = {str(row.id): row for row in rows}
    values = [row.score_x100 for row in rows if row.ranked and row.score_x100 is not None]
    found = shades(values)
    hexagons = []
    for tile in tiles.tiles_of(code):
        place = known.at(tile.code)
        row = by_path.get(place.path) if place else None
        if place is None or row is None:
            continue
        shown = row.ranked and row.score_x100 is not None
        hexagons.append(
            Hexagon(
                path=place.path,
                code=place.code,
                name=names.short(place),
                x=tile.x,
                y=tile.y,
                href=names.link(ranked, place) + "&tab=regions",
                figure=names.hundredths(row.score_x100) if shown else "–",
                shade=shade_of(row.score_x100 or 0, found) if shown else None,
                rank=row.rank,
            )
        )
    legend = [(n, *map(names.hundredths, shade)) for n, shade in enumerate(found)]
    return {"hexagons": hexagons, "legend": legend}
