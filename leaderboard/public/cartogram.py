"""A region's map of tiles: each place one hexagon with its figure, shaded by it.

Only where a honeycomb was drawn (quiz/tiles.py); elsewhere the table alone tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from leaderboard.catalogue import Place
from leaderboard.public import measures, names
from leaderboard.public.asked import Asked
from leaderboard.public.measures import Measure
from leaderboard.rules.frames import RegionRow
from leaderboard.rules.shades import Shade, shade_of, shades
from quiz import tiles
from quiz.tiles import Tile

# In the units of the drawing, like the letters' size in boards/map.css; a hexagon is 100 wide.
LETTER, WIDEST = 20, 92
# Hundredths of the letters' size, as common fonts have it about.
WIDTHS = dict.fromkeys("ijlft' ", 35) | dict.fromkeys("mwMW", 90)
WIDTH = 60


def room(name: str) -> int | None:
    """How wide a name in Latin letters is written, whatever the font, so that it stays inside its
    hexagon; None for a Chinese one, which is short."""
    if not name.isascii():
        return None
    return min(sum(WIDTHS.get(letter, WIDTH) for letter in name) * LETTER // 100, WIDEST)


@dataclass(frozen=True, slots=True)
class Hexagon:
    """`shade` is None for a place without a figure to show; `rank` that of the region score.

    `room` is how wide the name is written. `empty`: nobody has taken part there, which is told
    apart from few.
    """

    path: str
    code: str
    name: str
    room: int | None
    x: int
    y: int
    href: str
    figure: str
    shade: int | None
    rank: int | None
    population: int | None
    empty: bool


def cartogram(what: Asked, measure: Measure, rows: Sequence[RegionRow]) -> dict[str, Any]:
    """The hexagons of the region's map and the legend of its shades; empty where there is none."""
    shown = _tiles(what, rows)
    if not shown:
        return {}
    figures = [measures.figure(measure, row, place) for _tile, place, row in shown]
    found = shades([value for value in figures if value is not None])
    return {
        "hexagons": [
            _hexagon(what, measure, one, (value, found))
            for one, value in zip(shown, figures, strict=True)
        ],
        "legend": [
            (n, *(measures.written(measure, value) for value in shade))
            for n, shade in enumerate(found)
        ],
        **measures.told(measure, what),
    }


def _tiles(what: Asked, rows: Sequence[RegionRow]) -> list[tuple[Tile, Place, RegionRow]]:
    by_path = {str(row.id): row for row in rows}
    places = [(tile, what.known.at(tile.code)) for tile in tiles.tiles_of(what.place.code)]
    return [
        (tile, place, by_path[place.path])
        for tile, place in places
        if place is not None and place.path in by_path
    ]


def _hexagon(
    what: Asked,
    measure: Measure,
    one: tuple[Tile, Place, RegionRow],
    figure: tuple[int | None, Sequence[Shade]],
) -> Hexagon:
    (tile, place, row), (value, among) = one, figure
    return Hexagon(
        path=place.path,
        code=place.code,
        name=names.short(place),
        room=room(names.short(place)),
        x=tile.x,
        y=tile.y,
        href=names.link(what.ranked, place) + "&tab=regions",
        figure=measures.written(measure, value),
        shade=None if value is None else shade_of(value, among),
        rank=row.rank if measure is Measure.SCORE else None,
        population=place.population,
        empty=value is None and row.people == 0 and not row.few,
    )
